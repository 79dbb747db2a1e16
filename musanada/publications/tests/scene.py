"""A small country for the tests of texts: returns by country and sex, people assisted by region, a series of others."""

from musanada.publications.narrative.memory import MemoryFigure, MemorySource, Record

LABELS = {
    "sex": {
        "F": {"fr": "Femmes", "ar": "نساء", "en": "Women", "es": "Mujeres"},
        "M": {"fr": "Hommes", "ar": "رجال", "en": "Men", "es": "Hombres"},
    },
    "region": {"MA-06": "Casablanca-Settat", "MA-09": "Souss-Massa"},
}


def source(hidden: tuple[str, ...] = ()) -> MemorySource:
    """2024: 1 000 returns (CIV 520, GIN 240, SEN 120, MLI 120), 480 in 2023; 60 % of those of 2024 are women."""
    returns = []
    for country, women, men in (("CIV", 312, 208), ("GIN", 144, 96), ("SEN", 72, 48), ("MLI", 72, 48)):
        returns += [
            Record("2024-03-05", women, {"country": country, "sex": "F"}),
            Record("2024-08-05", men, {"country": country, "sex": "M"}),
        ]
    returns += [Record("2023-05-05", 480, {"country": "CIV", "sex": "M"})]
    figures = {
        "returns.departures": MemoryFigure(
            {"fr": "Départs volontaires", "ar": "المغادرات الطوعية", "en": "Voluntary departures", "es": "Salidas"},
            unit="returns", records=tuple(returns), axes={"sex": ("F", "M")},
            definition={"fr": "Départs du Maroc dans la période.", "en": "Departures from Morocco in the period."},
        ),
        "assistance.people_assisted": MemoryFigure(
            {"fr": "Personnes aidées", "ar": "الأشخاص المستفيدون", "en": "People assisted", "es": "Personas"},
            records=(
                Record("2024-02-01", 23_096, {"region": "MA-06", "service": "food"}),
                Record("2024-02-02", 1_904, {"region": "MA-09", "service": "health"}),
            ),
            overlapping=("service",),
        ),
        "assistance.share_women": MemoryFigure(
            "Part des femmes", unit="percent", numerator="returns.departures", denominator="returns.departures",
            kind="share", additive=False,
        ),
        "ext:moi.attempts": MemoryFigure(
            {"fr": "Tentatives empêchées", "ar": "المحاولات المحبطة", "en": "Attempts prevented", "es": "Tentativas"},
            unit="attempts", records=(Record("2024", 78_685), Record("2024-01/2024-09", 48_963)),
            source={"source": "Ministère de l'Intérieur", "url": "https://example.org/moi", "published": "2025"},
        ),
        "ext:nobody.said": MemoryFigure("Sans source", records=(Record("2024", 5),), source={"note": "x"}),
    }  # fmt: skip
    return MemorySource(figures, LABELS, frozenset(hidden))
