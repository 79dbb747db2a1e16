"""What somebody at the counter types to find a person: a name as heard, mostly sex, nationality and a year."""

from dataclasses import dataclass

from bench.population.twins import Twins

COLUMNS = ("query_id", "name", "birth_date", "birth_year", "sex", "nationality", "phone", "doc_number")
ARABIC_OF_ARABS, ARABIC_OF_OTHERS = 0.40, 0.12
YEAR_KNOWN, DATE_KNOWN, PHONE, DOCUMENT = 0.78, 0.25, 0.05, 0.03


@dataclass(frozen=True)
class Question:
    row: dict[str, str]
    entity: str


def questions(writer: Twins, people: int, count: int, width: int) -> list[Question]:
    random = writer.random
    out = []
    for number in range(1, count + 1):
        who = random.randrange(people)
        writer.kinds = set()
        arab = writer.names.countries[writer.columns["country"][who]].language == "ar"
        named = writer.names_of(who, arabic=ARABIC_OF_ARABS if arab else ARABIC_OF_OTHERS)
        latin = f"{named['given_name']} {named['family_name']}".strip()
        birth = writer.birth(who) if random.random() < YEAR_KNOWN else ""
        whole = birth if random.random() < DATE_KNOWN else ""
        facts = writer.numbers(who)
        row = {
            "query_id": f"Q{number:05}",
            "name": latin or named["name_ar"],
            "birth_date": whole,
            "birth_year": "" if whole else birth[:4],
            "sex": writer.sex(who) if random.random() < 0.97 else "",
            "nationality": writer.nationality(who) if random.random() < 0.95 else "",
            "phone": facts["phone"] if random.random() < PHONE else "",
            "doc_number": facts["doc_number"] if random.random() < DOCUMENT else "",
        }
        out.append(Question(row, f"E{who:0{width}}"))
    return out
