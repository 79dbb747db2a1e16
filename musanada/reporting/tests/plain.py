"""Every kind of indicator counted again in plain Python, from the words of the design and nothing of the engine.

Slow and simple on purpose: this is what the engine must agree with.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

from musanada.kit.ages import age_on, bands
from musanada.reporting.definitions import Interval
from musanada.reporting.where import holds

REGIONS = {"SEN": "west_africa", "CIV": "west_africa", "SYR": "middle_east", "MAR": "maghreb"}
KNOWN_ON_PLUS_ONE = None


class Plain:
    """One question: the rows, the indicator's fields, the period; ``answer(by, filters)`` gives codes → value."""

    def __init__(self, indicators, rows, known_on):
        self.indicators, self.rows, self.known_on = indicators, rows, known_on

    def answer(self, code, period, by, filters):
        ind = self.indicators[code]
        if ind.kind == "ratio":
            return self._both(
                lambda a, b: Fraction(a) / Fraction(b), (ind.numerator, ind.denominator), period, by, filters
            )
        if ind.kind == "share":
            extra = [*filters, *read(ind.part)]
            top, bottom = self.answer(ind.of, period, by, extra), self.answer(ind.of, period, by, filters)
            return {k: 100 * Fraction(top.get(k, 0)) / v if v else None for k, v in bottom.items()}
        if ind.kind == "change":
            now, old = (
                self.answer(ind.of, period, by, filters),
                self.answer(ind.of, period.previous(), by, filters),
            )
            return {
                k: (Fraction(now.get(k, 0)) / old[k] - 1) * 100 if old.get(k) else None for k in {*now, *old}
            }
        if ind.kind == "sum":
            terms = [self.answer(c, period, by, filters) for c in ind.of]
            return {k: sum(t.get(k, 0) for t in terms) for k in {k for t in terms for k in t}}
        alone = self._count(ind, period, ("nationality",), filters) if "nationality" in by else {}
        return self._fold(ind, by, self._count(ind, period, by, filters), alone)

    def _both(self, how, codes, period, by, filters):
        top, bottom = (self.answer(c, period, by, filters) for c in codes)
        return {k: how(top.get(k, 0), bottom[k]) if bottom.get(k) else None for k in {*top, *bottom}}

    def _count(self, ind, period, by, filters):
        """Codes → value; the total under ()."""
        groups = defaultdict(list)
        for row, codes_of in self._placed(ind, period):
            if all(codes_of(axis)[-1] in codes for axis, codes in filters):
                groups[()].append(row)
                if by:
                    groups[tuple(c for axis in by for c in codes_of(axis))].append(row)
        groups[()] += []
        return {codes: self._measure(ind, period, rows) for codes, rows in groups.items()}

    def _placed(self, ind, period):
        """(row, axis → codes) of every row that counts, after the rule about persons."""
        once = ind.how == "persons" and (ind.person_rule != "each" or ind.kind in {"stock", "ever"})
        rows = [r for r in self.rows if self._admitted(ind, period, r)]
        if not once:
            return [(r, lambda a, r=r: self._codes(ind, period, r, a)) for r in rows]
        placed = []
        for person in {r["person"] for r in rows} - {None}:
            own = sorted((r for r in rows if r["person"] == person), key=lambda r: (r["given_on"], r["line"]))
            first = own[0]["given_on"]
            if ind.person_rule == "first_ever":
                own = own[:1] if period.contains(first) else []
                placed += [(r, lambda a, r=r: self._codes(ind, period, r, a)) for r in own]
                continue
            if ind.person_rule == "repeat":
                came_back = period.start is not None and first < period.start
                own = [r for r in own if period.contains(r["given_on"])] if came_back else []
            if not own:
                continue
            stands = own[-1] if ind.kind == "stock" else own[0]
            for r in own:
                placed.append(
                    (
                        r,
                        lambda a, r=r, s=stands: self._codes(
                            ind, period, r if self._overlaps(ind, a) else s, a
                        ),
                    )
                )
        return placed

    def _overlaps(self, ind, axis):
        if axis == "month":
            return True
        name = {"region": "place", "province": "place", "world_region": "nationality"}.get(axis, axis)
        return ind.dims[name].overlapping

    def _admitted(self, ind, period, row):
        day, until = row["given_on"], row["until_on"]
        if ind.condition is not None and not holds(ind.condition, lambda n: self._value(row, n)):
            return False
        if ind.kind == "stock":
            return day <= period.last_day and (until is None or until > period.last_day)
        if period.end is not None and day >= period.end:
            return False
        if ind.kind == "ever" or ind.person_rule in {"first_ever", "repeat"} or period.start is None:
            return True
        if isinstance(ind.date, Interval):
            return day >= period.start or until is None or until > period.start
        return day >= period.start

    def _value(self, row, name):
        if name == "age":
            return age_on(row["birth_date"], row["birth_precision"], row["given_on"])
        return row[name]

    def _codes(self, ind, period, row, axis):
        if axis == "age":
            day = period.last_day if ind.kind == "stock" else row["given_on"]
            age = age_on(row["birth_date"], row["birth_precision"], day)
            return (bands(ind.dims["age"].bands).band(age) or "unknown",)
        if axis == "province":
            return (row["region"] or "unknown", row["province"] or "unknown")
        if axis == "world_region":
            return (REGIONS.get(row["nationality"], "unknown"),)
        if axis == "month":
            return (row["given_on"].isoformat()[:7],)
        return (row[{"kind": "family"}.get(axis, axis)] or "unknown",)

    def _measure(self, ind, period, rows):
        how, column = ind.how, ind.measure.column
        if how == "persons" and ind.person_rule == "each" and ind.kind == "flow":
            return len({(r["person"], r["event"]) for r in rows if r["person"]})
        if how == "persons":
            return len({r["person"] for r in rows})
        if how == "events":
            return len({r["event"] for r in rows})
        if how == "rows":
            return len(rows)
        if how == "days":
            return sum(self._days(period, r) for r in rows)
        amounts = [r[column] for r in rows if r[column] is not None]
        if how == "distinct":
            return len(set(amounts))
        if how == "sum":
            return sum(amounts, Decimal(0))
        if not amounts:
            return None
        if how == "p90":  # the least value that nine in ten do not exceed
            return Fraction(sorted(amounts)[-(-9 * len(amounts) // 10) - 1])
        return Fraction(sum(amounts)) / len(amounts) if how == "mean" else Fraction(median(amounts))

    def _days(self, period, row):
        day, count = row["given_on"], 0
        while day <= self.known_on and (row["until_on"] is None or day < row["until_on"]):
            count += period.contains(day)
            day += timedelta(days=1)
        return count

    def _fold(self, ind, by, values, alone):
        """*other* below the first two nationalities (the only axis of the tests that folds, never overlapping), ranked
        by nationality alone, whatever it is crossed with."""
        other = ind.residual.other
        if other is None or "nationality" not in by:
            return values
        at = by.index("nationality") + ("province" in by[: by.index("nationality")])
        sizes = {codes[0]: value for codes, value in alone.items() if codes and codes[0] != "unknown"}
        top = sorted(sizes, key=lambda c: (-sizes[c], c))
        if len(top) <= other.after:
            return values
        folded = defaultdict(int)
        for codes, value in values.items():
            if codes and codes[at] not in {*top[: other.after], "unknown"}:
                codes = (*codes[:at], "other", *codes[at + 1 :])
            folded[codes] += value
        return folded


def read(where):
    return [(a, c.split("|")) for a, c in (part.split("=") for part in where.split(";") if part)]
