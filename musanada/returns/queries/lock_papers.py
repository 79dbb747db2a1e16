"""Three papers against the day of travel, as pure functions: the document, the exit authorisation, the examination.

Each answers ``(state, sentence, days)``; an empty sentence opens the lock. Days are whole and exact: a document valid
until the day of departure, that day included, is valid.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from musanada.kit.errors import Sentence
from musanada.returns.models import FitToTravel, TravelDocument
from musanada.returns.queries.lock_facts import codes

Row = dict[str, Any]
Verdict = tuple[str, Sentence, int]
OPEN: Verdict = ("done", "", 0)


def since(days: Sequence[date | None]) -> int:
    """Whole days since the first of these."""
    known = [day for day in days if day]
    return max((timezone.localdate() - min(known)).days, 0) if known else 0


def document_verdict(
    rows: Sequence[Row], day: date, until: date, margin: int, chosen: UUID | None
) -> Verdict:
    """The one chosen for the booking, else the best in hand, until the end of the journey and the margin after it."""
    usable = [row for row in rows if row["state"] == "obtained" and row["obtained_on"] <= day]
    if chosen is not None:
        usable = [row for row in usable if row["pk"] == chosen]
        if not usable:
            words = _(
                "Le document choisi pour ce voyage n'est plus en main : choisissez-en un autre, ou demandez-en un."
            )
            return "missing", words, 0
    best = max(usable, key=lambda row: row["valid_to"], default=None)
    asked = [row for row in rows if row["state"] == "asked"]
    if best is None:
        return no_document(rows, asked)
    needed = until + timedelta(days=margin)
    if best["valid_to"] >= needed:
        return OPEN
    why, days = too_short(best, day, until, margin)
    return ("waiting", why, since([row["asked_on"] for row in asked])) if asked else ("short", why, days)


def no_document(rows: Sequence[Row], asked: Sequence[Row]) -> Verdict:
    if asked:
        days = since([row["asked_on"] for row in asked])
        words = ngettext_lazy(
            "Document de voyage demandé depuis %(days)s jour, pas encore obtenu : relancez le consulat.",
            "Document de voyage demandé depuis %(days)s jours, pas encore obtenu : relancez le consulat.",
            "days",
        )
        return "waiting", words % {"days": days}, days
    if any(row["state"] == "obtained" for row in rows):
        return "short", _("Le document de voyage est obtenu après le jour du départ : vérifiez les dates."), 0
    if any(row["state"] == "refused" for row in rows):
        words = _(
            "Le consulat a refusé le document de voyage : demandez-en un autre, ou voyez avec la personne ce qui manque."
        )
        return "refused", words, 0
    words = _(
        "Pas de document de voyage : demandez un laissez-passer au consulat, ou enregistrez le passeport."
    )
    return "missing", words, 0


def too_short(best: Row, day: date, until: date, margin: int) -> tuple[Sentence, int]:
    """The exact number of days by which it does not reach: the departure, the arrival, the margin after it."""
    name, ends = TravelDocument.Kind(best["kind"]).label, best["valid_to"]
    if ends < day:
        days = (day - ends).days
        words = ngettext_lazy(
            "%(document)s : expire %(days)s jour avant le départ. Demandez-en un autre, ou changez le départ.",
            "%(document)s : expire %(days)s jours avant le départ. Demandez-en un autre, ou changez le départ.",
            "days",
        )
        return words % {"document": name, "days": days}, days
    if ends < until:
        days = (until - ends).days
        words = ngettext_lazy(
            "%(document)s : expire %(days)s jour avant l'arrivée. Demandez-en un autre, ou changez le voyage.",
            "%(document)s : expire %(days)s jours avant l'arrivée. Demandez-en un autre, ou changez le voyage.",
            "days",
        )
        return words % {"document": name, "days": days}, days
    left = (ends - until).days
    words = ngettext_lazy(
        "%(document)s : vaut encore %(days)s jour après le voyage, il en faut %(margin)s. "
        "Demandez-en un autre, ou avancez le départ.",
        "%(document)s : vaut encore %(days)s jours après le voyage, il en faut %(margin)s. "
        "Demandez-en un autre, ou avancez le départ.",
        "days",
    )
    return words % {"document": name, "days": left, "margin": margin}, margin - left


def exit_verdict(rows: Sequence[Row], day: date) -> Verdict:
    granted = [row for row in rows if row["state"] == "granted"]
    if any(row["valid_from"] <= day <= row["valid_to"] for row in granted):
        return OPEN
    asked = [row["asked_on"] for row in rows if row["state"] == "asked"]
    if granted:
        why, days = exit_beside(granted, day)
        return ("waiting", why, since(asked)) if asked else ("short", why, days)
    if asked:
        days = since(asked)
        words = ngettext_lazy(
            "Autorisation de sortie demandée depuis %(days)s jour, sans réponse : relancez le ministère.",
            "Autorisation de sortie demandée depuis %(days)s jours, sans réponse : relancez le ministère.",
            "days",
        )
        return "waiting", words % {"days": days}, days
    if any(row["state"] == "refused" for row in rows):
        words = _(
            "L'autorisation de sortie est refusée : demandez-la de nouveau, ou constatez le refus de sortie."
        )
        return "refused", words, 0
    return "missing", _("Pas d'autorisation de sortie : demandez-la par le ministère."), 0


def exit_beside(granted: Sequence[Row], day: date) -> tuple[Sentence, int]:
    """The one that misses the day by the fewest days, before or after."""
    ended = max((row["valid_to"] for row in granted if row["valid_to"] < day), default=None)
    begins = min((row["valid_from"] for row in granted if row["valid_from"] > day), default=None)
    before = (day - ended).days if ended else None
    after = (begins - day).days if begins else None
    if after is None or (before is not None and before <= after):
        words = ngettext_lazy(
            "L'autorisation de sortie finit %(days)s jour avant le départ : demandez-en une autre, ou changez le départ.",
            "L'autorisation de sortie finit %(days)s jours avant le départ : demandez-en une autre, ou changez le départ.",
            "days",
        )
        return words % {"days": before}, before or 0
    words = ngettext_lazy(
        "L'autorisation de sortie ne commence que %(days)s jour après le départ : demandez-en une autre, ou changez "
        "le départ.",
        "L'autorisation de sortie ne commence que %(days)s jours après le départ : demandez-en une autre, ou changez "
        "le départ.",
        "days",
    )
    return words % {"days": after}, after


def good_until(exam: Row, most: int) -> date:
    """The certificate's own end, and never more than so many days after the examination (0: no such rule)."""
    ends: date = exam["valid_to"]
    return min(ends, exam["on"] + timedelta(days=most)) if most else ends


def fitness_verdict(rows: Sequence[Row], day: date, most: int, provided: frozenset[str] | None) -> Verdict:
    """The last examination decides: an older "fit" does not outlive a later "unfit". ``provided``: what the booking
    provides; None before there is one."""
    done = [row for row in rows if row["on"] <= day]
    last = max(done, key=lambda row: (row["on"], row["recorded_at"], str(row["pk"])), default=None)
    if last is None:
        return "missing", _("Pas de certificat d'aptitude au voyage : demandez l'examen."), 0
    if last["result"] == FitToTravel.Result.UNFIT:
        return "refused", _("Le médecin dit la personne inapte au voyage : attendez un nouvel examen."), 0
    ends = good_until(last, most)
    if ends < day:
        days = (day - ends).days
        words = ngettext_lazy(
            "Le certificat d'aptitude finit %(days)s jour avant le départ : demandez un nouvel examen.",
            "Le certificat d'aptitude finit %(days)s jours avant le départ : demandez un nouvel examen.",
            "days",
        )
        return "short", words % {"days": days}, days
    lacking = codes(last["needs"]) - provided if provided is not None else frozenset()
    if lacking:
        names = " · ".join(str(one.label) for one in FitToTravel.Need if one in lacking)
        words = _(
            "Le médecin demande pour ce voyage ce que l'inscription ne prévoit pas (%(needs)s) : complétez ses besoins."
        )
        return "short", words % {"needs": names}, 0
    return OPEN
