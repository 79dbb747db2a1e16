"""What associations report: entered by one, accepted or sent back by another, corrected by the next version."""

from dataclasses import replace
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Sex
from musanada.kit.errors import BadInput, Refused, bad
from musanada.kit.periods import Period, read_period
from musanada.monitoring.drafts import ReportDraft
from musanada.monitoring.meaning import organisation
from musanada.monitoring.models import ReportedAggregate
from musanada.monitoring.queries.aggregates import service_words
from musanada.partners.queries import visible

REPORT, ACCEPT = "aggregates.report", "aggregates.accept"
State = ReportedAggregate.State
Counted = ReportedAggregate.Counted
LARGEST = Decimal(10) ** 12


@command(REPORT)
def report(actor: User, unit: Unit, /, *, draft: ReportDraft) -> ReportedAggregate:
    """A number as it came in. Raises: BadInput; Refused for one that is there already: correct that one."""
    clean, period = fitted(actor, draft)
    key = key_of(unit, clean)
    if ReportedAggregate.objects.filter(key=key).exclude(state=State.REPLACED).exists():
        raise Refused(
            _("Ce chiffre est déjà rapporté pour cette période : ouvrez-le et corrigez-le."),
            code="already_reported",
        )
    no_overlap(clean, unit, key, period)
    return saved(actor, unit, clean, key, 1)


@command(REPORT)
def correct(actor: User, one: ReportedAggregate, /, *, draft: ReportDraft) -> ReportedAggregate:
    """The next version, to be accepted anew. Raises: BadInput; Refused for one that a correction replaced."""
    fresh = ReportedAggregate.objects.select_for_update().get(pk=one.pk)
    if fresh.state == State.REPLACED:
        raise Refused(
            _("Ce chiffre a déjà été corrigé : ouvrez sa dernière version."), code="already_replaced"
        )
    fixed = {
        name: getattr(fresh, name)
        for name in ("partner", "service", "counted", "period", "programme", "place", "sex")
    }
    clean, _period = fitted(actor, replace(draft, **fixed), again=True)
    if clean.value == fresh.value and clean.method == fresh.method and fresh.state != State.RETURNED:
        raise bad("value", _("C'est le chiffre déjà rapporté : rien ne change."))
    ReportedAggregate.objects.filter(pk=fresh.pk).update(state=State.REPLACED)
    return saved(actor, fresh.unit, clean, fresh.key, fresh.version + 1)


@command(ACCEPT)
def accept(actor: User, one: ReportedAggregate, /) -> ReportedAggregate:
    """Raises: Refused for one's own entry, or one that no longer waits."""
    return decided(actor, one, State.ACCEPTED, "")


@command(ACCEPT)
def send_back(actor: User, one: ReportedAggregate, /, *, remark: str) -> ReportedAggregate:
    """Raises: BadInput without a reason; Refused as for ``accept``."""
    said = " ".join(remark.split())
    if not said:
        raise bad("remark", _("Dites ce qu'il faut revoir."))
    return decided(actor, one, State.RETURNED, said[:500])


def decided(actor: User, one: ReportedAggregate, state: State, remark: str) -> ReportedAggregate:
    if one.reported_by_id == actor.pk:
        raise Refused(
            _("Vous avez saisi ce chiffre : une autre personne l'accepte ou le renvoie."), code="own_entry"
        )
    changed = {"state": state, "decided_by": actor, "decided_at": timezone.now()}
    if remark:
        changed["remark"] = remark
    done = ReportedAggregate.objects.filter(pk=one.pk, state=State.REPORTED).update(**changed)
    if not done:
        raise Refused(_("Ce chiffre n'attend plus : quelqu'un en a déjà décidé."), code="no_longer_open")
    return ReportedAggregate.objects.get(pk=one.pk)


def saved(actor: User, unit: Unit, draft: ReportDraft, key: str, version: int) -> ReportedAggregate:
    made = ReportedAggregate(
        key=key, version=version, unit=unit, reported_by=actor, noted_at=timezone.now(),
        partner=draft.partner, programme=draft.programme, service=draft.service, counted=draft.counted,
        method=draft.method, place=draft.place, sex=draft.sex, period=draft.period, value=draft.value,
        remark=draft.remark, reported_on=draft.reported_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            _("Ce chiffre est déjà rapporté pour cette période : ouvrez-le et corrigez-le."),
            code="already_reported",
        ) from None
    return made


def fitted(actor: User, draft: ReportDraft, *, again: bool = False) -> tuple[ReportDraft, Period]:
    """The draft in its canonical spelling, and its period. Raises: BadInput."""
    if not again and not visible(actor).filter(pk=draft.partner.pk).exists():
        raise bad("partner", _("Choisissez une association de la liste."))
    if draft.service not in service_words():
        raise bad("service", _("Choisissez une aide du catalogue ou une famille d'aides."))
    if draft.counted not in Counted.values:
        raise bad("counted", _("Dites ce qui est compté : des aides, des personnes ou des séances."))
    if draft.sex not in ("", Sex.FEMALE.value, Sex.MALE.value):
        raise bad("sex", _("Le sexe est F, M ou vide pour l'ensemble."))
    period = period_of(draft)
    if draft.value < 0 or draft.value != draft.value.to_integral_value() or draft.value >= LARGEST:
        raise bad("value", _("On rapporte un nombre entier, zéro ou plus."))
    method = " ".join(draft.method.split())
    if draft.counted == Counted.PERSONS and not method:
        raise bad("method", _("Dites comment les personnes ont été comptées : le chiffre ne va pas sans."))
    clean = replace(
        draft, period=period.text, method=method[:300], remark=" ".join(draft.remark.split())[:500]
    )
    return clean, period


def period_of(draft: ReportDraft) -> Period:
    """A closed period that is over by the day of the report."""
    try:
        period = read_period(draft.period)
    except BadInput as problem:
        raise bad("period", problem.message) from None
    if not period.closed:
        raise bad("period", _("Un rapport porte sur une période qui commence et qui finit."))
    if draft.reported_on > timezone.localdate():
        raise bad("reported_on", _("Ce jour est dans le futur."))
    if period.first_day > draft.reported_on:
        raise bad("period", _("Cette période n'avait pas commencé le jour du rapport."))
    return period


def no_overlap(draft: ReportDraft, unit: Unit, key: str, period: Period) -> None:
    """A year and one of its quarters, for the same thing, would be counted twice. Raises: BadInput."""
    rows = ReportedAggregate.objects.filter(
        partner=draft.partner, programme=draft.programme, service=draft.service, counted=draft.counted,
        place=draft.place, sex=draft.sex, unit__path__startswith=f"{organisation(unit)}/",
    )  # fmt: skip
    for other in rows.exclude(state=State.REPLACED).exclude(key=key).values_list("period", flat=True):
        known = read_period(other)
        if known.first_day <= period.last_day and period.first_day <= known.last_day:
            raise bad(
                "period",
                _(
                    "Cette période recouvre %(other)s, déjà rapportée : les mêmes aides compteraient deux fois."
                )
                % {"other": other},
            )


def key_of(unit: Unit, draft: ReportDraft) -> str:
    parts = (
        draft.partner.code, draft.programme.code if draft.programme else "", draft.service, draft.counted,
        draft.place.code if draft.place else "", draft.sex, draft.period, organisation(unit),
    )  # fmt: skip
    return "|".join(parts)


say(
    {
        "monitoring.report": _("Total rapporté par une association saisi"),
        "monitoring.correct": _("Total rapporté corrigé"),
        "monitoring.accept": _("Total rapporté accepté"),
        "monitoring.send_back": _("Total rapporté renvoyé"),
    },
    kinds={"monitoring.reportedaggregate": _("Total rapporté")},
    pages={"monitoring.reportedaggregate": "monitoring:reported"},
)
