"""A small instrument for tests: two dimensions, a reversed question, a condition, an answer out of the sum."""

from typing import Any

from musanada.surveys.definitions import Definition

FIVE = [("worst", 0), ("poor", 0.25), ("fair", 0.5), ("good", 0.75), ("best", 1)]


def words(text: str) -> dict[str, str]:
    return {"fr": text, "ar": f"{text} ع"}


def scale(*pairs: tuple[str, float | None]) -> list[dict[str, Any]]:
    return [{"code": code, "label": words(code), "score": score} for code, score in pairs]


def content(**changes: Any) -> dict[str, Any]:
    """As a YAML file gives it."""
    return {
        "code": "sample",
        "kind": "scored",
        "version": 1,
        "name": words("Exemple"),
        "languages": ["fr", "ar"],
        "composite": words("Ensemble"),
        "missing": {"dimension": 0.5, "composite": 1},
        "bands": [
            {"code": "high", "up_to": 0.33, "label": words("élevé"), "tone": "danger"},
            {"code": "medium", "up_to": 0.66, "label": words("moyen"), "tone": "warning"},
            {"code": "low", "up_to": 1, "label": words("faible"), "tone": "done"},
        ],
        "dimensions": [{"code": "eco", "name": words("Éco")}, {"code": "soc", "name": words("Social")}],
        "scales": {"five": scale(*FIVE), "yes_no": scale(("yes", 1), ("no", 0))},
        "items": [
            {"id": "e1", "dimension": "eco", "scale": "five", "text": words("Un ?")},
            {"id": "e2", "dimension": "eco", "scale": "five", "reversed": True, "text": words("Deux ?")},
            {"id": "e3", "dimension": "eco", "scale": "yes_no", "text": words("Trois ?")},
            {
                "id": "e4",
                "dimension": "eco",
                "text": words("Quatre ?"),
                "asked_if": {"item": "e3", "answers": ["no"]},
                "answers": scale(("low", 0), ("high", 1)),
            },
            {"id": "s1", "dimension": "soc", "scale": "five", "text": words("Cinq ?")},
            {
                "id": "s2",
                "dimension": "soc",
                "text": words("Six ?"),
                "answers": scale(("all", 1), ("none", 0), ("not_concerned", None)),
            },
        ],
    } | changes


def definition(**changes: Any) -> Definition:
    return Definition.model_validate(content(**changes))


BEST = {"e1": "best", "e2": "worst", "e3": "yes", "s1": "best", "s2": "all"}
WORST = {"e1": "worst", "e2": "best", "e3": "no", "e4": "low", "s1": "worst", "s2": "none"}
