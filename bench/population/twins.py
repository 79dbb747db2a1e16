"""Further records of persons already there: what happens between two registrations, one record at a time.

Each change has a name; ``kinds`` of a record say which happened, so that a score can say what is lost to what.
"""

from random import Random
from typing import Any

from bench.population.letters import into_arabic, out_of_arabic, plain, respelled
from bench.population.persons import CITIES, DOC_TYPES, FULL, MONTH, NONE, YEAR, Persons
from bench.population.pools import Names
from bench.population.records import birth_text, document_text, phone_text
from bench.population.slips import misdigit, slip
from bench.population.style import Style

PARTICLES = ("al ", "el ", "abd ", "abdel ", "abdul ", "ben ", "bin ", "ould ", "abou ", "abu ", "ba ", "haj ", "de ",
             "del ", "dela ")  # fmt: skip


LAST_YEAR = 2025  # of the register: nobody is born later


class Twins:
    """Writes one more record of person number ``who``."""

    def __init__(self, names: Names, people: Persons, style: Style, random: Random) -> None:
        self.names, self.style, self.random = names, style, random
        self.columns: dict[str, Any] = {k: v.tolist() for k, v in vars(people).items()}
        self.pools = {
            (c.code, k): names.pool(v).ids.tolist() for c in names.countries for k, v in c.names.items()
        }
        self.kinds: set[str] = set()

    def happens(self, share: float, kind: str = "") -> bool:
        if self.random.random() >= share:
            return False
        if kind:
            self.kinds.add(kind)
        return True

    def record(self, who: int) -> tuple[dict[str, str], set[str]]:
        self.kinds = set()
        row = dict.fromkeys(("doc_type", "doc_number", "phone", "mother_name"), "")
        row |= self.names_of(who) | {"birth_date": self.birth(who), "sex": self.sex(who)}
        row |= self.numbers(who) | {"mother_name": self.mother(who), "nationality": self.nationality(who)}
        city = self.columns["city"][who]
        row["city"] = self.random.choice(CITIES) if self.happens(self.style.moved) else CITIES[city]
        row["registered_on"] = (
            f"{self.random.randint(2018, 2025)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        )
        return row, self.kinds

    def names_of(self, who: int, arabic: float | None = None) -> dict[str, str]:
        """Given, family and Arabic name; ``arabic`` is the chance of Arabic letters alone."""
        style, columns = self.style, self.columns
        country = self.names.countries[columns["country"][who]]
        given, second, family = columns["given"][who], columns["second"][who], columns["family"][who]
        second = self.other_second(who, country.code, second)
        if columns["female"][who] and self.happens(style.married, "married name"):
            family = self.random.choice(self.pools[country.code, "family"])
        arab = country.language == "ar"
        alone = arabic if arabic is not None else style.arabic_only if arab else style.arabic_only_others
        if self.happens(alone, "Arabic letters only"):
            return self.in_arabic([given, second], family)
        firsts = [self.written(i) for i in (given, second) if i >= 0]
        if len(firsts) > 1 and self.happens(style.initial, "initial"):
            firsts[1] = firsts[1][:1] + self.random.choice(("", "."))
        last = self.written(family)
        if self.happens(style.no_family, "no family name"):
            last = ""
        first = self.random.choice((" ", " ", " ", "-")).join(firsts) if len(firsts) > 1 else firsts[0]
        if self.happens(style.slip, "slip"):
            if self.random.random() < 0.5:
                first = slip(first, self.random)
            else:
                last = slip(last, self.random)
        if last and self.happens(style.swapped, "swapped"):
            first, last = last, first
        first, last = self.dressed(first, last)
        with_arabic = self.happens((style.arabic_name if arab else style.arabic_name_others) * 0.6)
        both = self.in_arabic([given, second], family)["name_ar"] if with_arabic else ""
        return {"given_name": first, "family_name": last, "name_ar": both}

    def other_second(self, who: int, code: str, second: int) -> int:
        if second >= 0:
            return -1 if self.happens(self.style.second_dropped, "second name dropped") else second
        if self.happens(self.style.second_added, "second name added"):
            return int(self.random.choice(self.pools[code, "F" if self.columns["female"][who] else "M"]))
        return second

    def in_arabic(self, given: list[int], family: int) -> dict[str, str]:
        words = [self.arabic(i) for i in given if i >= 0]
        last = self.arabic(family)
        if self.happens(self.style.slip, "slip"):
            last = slip(last, self.random)
        text = " ".join([*words, last])
        if self.random.random() < 0.6:
            return {"given_name": "", "family_name": "", "name_ar": text}
        return {"given_name": " ".join(words), "family_name": last, "name_ar": ""}

    def arabic(self, word: int) -> str:
        one = self.names.words[word]
        if not one.own and self.random.random() < 0.35:
            return into_arabic(self.random.choice((one.latin, *one.others)))
        return self.random.choice(one.arabic)

    def written(self, word: int) -> str:
        """A word as the next clerk writes it."""
        one, random = self.names.words[word], self.random
        text = one.latin
        if one.own:
            text = random.choice((one.latin, one.latin, *one.others))
        if text in self.names.nicknames and self.happens(self.style.nickname, "nickname"):
            return random.choice(self.names.nicknames[text])
        if self.happens(self.style.through_arabic, "through Arabic"):
            return out_of_arabic(random.choice(one.arabic), random.choice(("fr", "fr", "en", "pt")))
        if self.happens(self.style.respelled, "other spelling"):
            if one.others and random.random() < 0.7:
                text = random.choice(one.others)
            else:
                text = respelled(text, random, 1 if random.random() < 0.75 else 2)
        if any(text.lower().startswith(p) for p in PARTICLES) and self.happens(self.style.joined, "particle"):
            head, tail = text.split(" ", 1)
            text = random.choice((head + tail.lower(), f"{head}-{tail}", tail, head + tail))
        return text

    def dressed(self, *texts: str) -> list[str]:
        bare, loud = self.happens(self.style.no_accents), self.happens(self.style.capitals)
        return [(plain(t) if bare else t).upper() if loud else plain(t) if bare else t for t in texts]

    def birth(self, who: int) -> str:
        style = self.style
        year, month, day, precision = (self.columns[k][who] for k in ("year", "month", "day", "precision"))
        if precision == NONE:
            if not self.happens(0.5):
                return ""
            precision = YEAR
        if self.happens(style.birth_lost, "birth missing"):
            return ""
        if self.happens(style.birth_other_year, "other year"):
            year = min(year + self.random.choice((-1, -1, 1, 1, -2, 2, -3, 3)), LAST_YEAR)
        if precision in (YEAR, MONTH) and self.happens(0.4, "1 January"):
            return f"{year:04}-01-01"
        if self.happens(style.birth_january, "1 January"):
            return f"{year:04}-01-01"
        if self.happens(style.birth_year_only, "year only"):
            precision = YEAR
        if precision == FULL:
            month, day = self.other_day(month, day)
        return birth_text(
            year, month, min(day, 28) if month == 2 else min(day, 30) if month != 12 else day, precision
        )

    def other_day(self, month: int, day: int) -> tuple[int, int]:
        if self.happens(self.style.birth_turned, "day and month turned") and day <= 12:
            return day, month
        if self.happens(self.style.birth_other_day, "other day"):
            if self.random.random() < 0.6:
                return month, self.random.randint(1, 28)
            return self.random.randint(1, 12), day
        return month, day

    def sex(self, who: int) -> str:
        female = self.columns["female"][who]
        if self.happens(self.style.sex_lost, "sex missing"):
            return ""
        return "F" if female != self.happens(self.style.sex_wrong, "sex wrong") else "M"

    def nationality(self, who: int) -> str:
        if self.happens(self.style.nationality_lost, "nationality missing"):
            return ""
        if self.happens(self.style.nationality_other, "other nationality"):
            return self.random.choice(self.names.countries).code
        return self.names.countries[self.columns["country"][who]].code

    def numbers(self, who: int) -> dict[str, str]:
        style, random, columns = self.style, self.random, self.columns
        number, phone = columns["document"][who], columns["phone"][who]
        out = {"doc_type": "", "doc_number": "", "phone": ""}
        if number and self.happens(style.shown):
            if self.happens(style.document_renewed, "document renewed"):
                number = random.randint(1, 2**31 - 1)
            text = document_text(number, self.names.countries[columns["country"][who]].code)
            if self.happens(style.document_mistyped, "document mistyped"):
                text = misdigit(text, random)
            if random.random() < 0.15:
                text = random.choice((text.lower(), text[:2] + " " + text[2:], text[:1] + "-" + text[1:]))
            out |= {"doc_type": DOC_TYPES[columns["doc_type"][who]], "doc_number": text}
        if phone and self.happens(style.phone_changed, "telephone changed"):
            phone = 600_000_000 + random.randint(0, 199_999_999)
        out["phone"] = phone_text(phone, random.random() < style.shown, random.randrange(4))
        return out

    def mother(self, who: int) -> str:
        given, family = self.columns["mother_given"][who], self.columns["mother_family"][who]
        if given < 0 or not self.happens(self.style.shown):
            return ""
        words = self.names.words
        parts = [words[given].latin] if self.happens(self.style.mother_short, "mother shortened") else [
            words[given].latin, words[family].latin
        ]  # fmt: skip
        if self.happens(self.style.mother_respelled, "mother respelled"):
            at = self.random.randrange(len(parts))
            word = words[(given, family)[at]]
            parts[at] = self.random.choice(word.others) if word.others else respelled(parts[at], self.random)
        return " ".join(self.dressed(*parts))
