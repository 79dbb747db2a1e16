"""Rounds of a survey: opened, and corrected as long as nobody was asked."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput, Refused, bad
from musanada.surveys.models import InstrumentVersion, Interview, Round
from musanada.surveys.populations import POPULATIONS

MANAGE = "survey.manage"
LONGEST = 120  # months after the event
# What may change once somebody was asked: words, never whom the figures stand for.
WORDS = ("name_fr", "name_ar", "sampling_note")


@command(MANAGE)
def open_round(
    actor: User,
    unit: Unit,
    /,
    *,
    code: str,
    version: InstrumentVersion,
    name_fr: str,
    stage: str,
    population: str,
    from_months: int,
    to_months: int,
    events_from: date,
    events_to: date,
    name_ar: str = "",
    sampling: str = Round.Sampling.ALL,
    sampling_note: str = "",
) -> Round:
    """Raises: BadInput with the question that is wrong."""
    made = Round(
        code=code.strip().lower(),
        unit=unit,
        version=version,
        name_fr=" ".join(name_fr.split()),
        name_ar=" ".join(name_ar.split()),
        stage=stage,
        population=population,
        from_months=from_months,
        to_months=to_months,
        events_from=events_from,
        events_to=events_to,
        sampling=sampling,
        sampling_note=" ".join(sampling_note.split()),
    )
    insist(made)
    if Round.objects.filter(code=made.code).exists():
        raise taken()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise taken() from None
    return made


def taken() -> BadInput:
    return bad("code", _("Une campagne porte déjà ce code : donnez-en un autre."))


@command(MANAGE)
def change_round(actor: User, one: Round, /, **values: Any) -> Round:
    """Raises: BadInput; Refused for what no longer changes once somebody was asked."""
    fresh = Round.objects.select_for_update().get(pk=one.pk)
    changed = {name: value for name, value in values.items() if getattr(fresh, name) != value}
    if set(changed) - set(WORDS) and Interview.objects.filter(round=fresh).exists():
        raise Refused(
            _(
                "Des personnes ont déjà été interrogées dans cette campagne : seuls son nom et la note sur l'échantillon "
                "changent encore. Pour d'autres personnes ou d'autres dates, ouvrez une campagne."
            ),
            code="survey_round_begun",
        )
    for name, value in changed.items():
        setattr(fresh, name, value)
    insist(fresh)
    fresh.save(update_fields=list(changed) or ["name_fr"])
    return fresh


def insist(one: Round) -> None:
    """Raises: BadInput."""
    if one.population not in POPULATIONS:
        raise bad("population", _("Cette population n'existe pas : choisissez-en une de la liste."))
    if one.to_months < one.from_months:
        raise bad("to_months", _("La fenêtre se ferme avant de s'ouvrir : corrigez l'un des deux mois."))
    if one.to_months > LONGEST:
        raise bad("to_months", _("La fenêtre s'ouvre au plus dix ans après l'événement."))
    if one.events_to < one.events_from:
        raise bad("events_to", _("Le dernier jour vient avant le premier : corrigez l'un des deux."))
    if one.sampling != Round.Sampling.ALL and not one.sampling_note:
        raise bad(
            "sampling_note", _("Dites comment les personnes ont été choisies : les résultats le citeront.")
        )
    try:
        one.clean_fields()
    except ValidationError as error:
        fields = {name: str(found[0]) for name, found in error.message_dict.items()}
        raise BadInput(next(iter(fields.values())), fields=fields) from None


say(
    {
        "surveys.open_round": _("Campagne d'enquête ouverte"),
        "surveys.change_round": _("Campagne d'enquête corrigée"),
    },
    kinds={"surveys.round": _("Campagne d'enquête")},
    pages={"surveys.round": "surveys:round"},
)
