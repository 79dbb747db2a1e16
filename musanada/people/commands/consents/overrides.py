"""Acting once without the person's answer; and the one question every act that needs a consent asks."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.people import policies_consents  # noqa: F401  declares the rights
from musanada.people.commands.consents.aims import aim_of, insist_on_place, keep_from_state
from musanada.people.consents import OVERRIDE_HOURS, PURPOSES, group_labels, recipient_of
from musanada.people.models import ConsentOverride, Person
from musanada.people.queries.consents import Grounds, grounds, heard_by, lacking, ring_of
from musanada.people.queries.register import of_cluster


@command("consent.override", group=FieldGroup.LEGAL)
def ask_override(
    actor: User,
    person: Person,
    /,
    *,
    unit: Unit,
    purpose: str,
    recipient: str = "",
    groups: Iterable[str] = (),
    reason: str,
) -> ConsentOverride:
    """Ask to act once without the person's agreement. Raises: Refused towards a State authority, always."""
    aim = aim_of(purpose, recipient, tuple(groups))
    insist_on_place(actor, unit, "consent.override")
    keep_from_state(aim.pop("to"))
    if not reason.strip():
        raise bad("reason", _("Dites pourquoi il faut agir sans l'accord de la personne."))
    root = person.merged_into or person
    return ConsentOverride.objects.create(
        **aim, person=root, unit=unit, reason=reason.strip(), asked_by=actor
    )


@command("consent.approve_override", group=FieldGroup.LEGAL)
def approve_override(
    actor: User, override: ConsentOverride, /, *, note: str = "", hours: int = OVERRIDE_HOURS
) -> ConsentOverride:
    """Allow one act, within ``hours`` (72 at most), by a second person. Raises: Refused for one's own request."""
    now = timezone.now()
    if not 0 < hours <= OVERRIDE_HOURS:
        raise bad("hours", _("Une dérogation vaut de 1 à %(hours)s heures.") % {"hours": OVERRIDE_HOURS})
    to = recipient_of(override.recipient)
    if to is None:
        raise Refused(_("Ce destinataire n'existe plus : la dérogation ne peut pas être accordée."))
    keep_from_state(to)
    values = {"state": ConsentOverride.State.APPROVED, "valid_until": now + timedelta(hours=hours)}
    return decide(actor, override, {**values, "decided_at": now, "decision_note": note.strip()})


@command("consent.approve_override", group=FieldGroup.LEGAL)
def decline_override(actor: User, override: ConsentOverride, /, *, note: str) -> ConsentOverride:
    if not note.strip():
        raise bad(
            "note", _("Dites pourquoi la dérogation est refusée : la personne qui l'a demandée le lira.")
        )
    values = {"state": ConsentOverride.State.DECLINED, "decided_at": timezone.now()}
    return decide(actor, override, {**values, "decision_note": note.strip()})


def decide(actor: User, override: ConsentOverride, values: dict[str, Any]) -> ConsentOverride:
    if override.asked_by_id == actor.pk:
        raise Refused(
            _("Vous avez demandé cette dérogation : une autre personne doit en décider."), code="own-request"
        )
    rows = ConsentOverride.objects.filter(pk=override.pk, state=ConsentOverride.State.WAITING)
    if not rows.update(decided_by=actor, **values):
        raise Refused(_("Cette dérogation n'attend plus de décision : quelqu'un a été plus rapide."))
    override.refresh_from_db()
    return override


@command("consent.view", group=FieldGroup.LEGAL)
def use_override(actor: User, person: Person, /, *, override: ConsentOverride) -> ConsentOverride:
    """Used up: one act. Who acts is written down beside who asked and who allowed."""
    now = timezone.now()
    rows = ConsentOverride.objects.filter(
        of_cluster(person), pk=override.pk, state="approved", valid_until__gt=now
    )
    if not rows.update(state=ConsentOverride.State.USED, used_by=actor, used_at=now):
        raise Refused(_("Cette dérogation est échue ou déjà utilisée : demandez-en une autre."))
    override.refresh_from_db()
    return override


@command("consent.approve_override", group=FieldGroup.LEGAL)
def review_override(actor: User, override: ConsentOverride, /) -> ConsentOverride:
    """A supervisor has looked at what was done with it; neither who asked nor who used it."""
    if actor.pk in (override.asked_by_id, override.used_by_id):
        raise Refused(_("Vous avez demandé ou utilisé cette dérogation : une autre personne la relit."))
    rows = ConsentOverride.objects.filter(pk=override.pk, state="used", reviewed_at=None)
    if not rows.update(reviewed_at=timezone.now(), reviewed_by=actor):
        raise Refused(_("Cette dérogation n'a pas été utilisée, ou elle est déjà relue."))
    override.refresh_from_db()
    return override


def insist_on_consent(
    actor: User,
    person: Person,
    purpose: str,
    *,
    recipient: str = "",
    groups: Iterable[str] = (),
    holder: Unit | None = None,
) -> Grounds:
    """On what the act stands; an override is used up here, so call it inside the command that acts.

    Raises: Refused(code="consent-missing") saying which purpose, recipient and parts of the file lack an answer.
    """
    wanted = tuple(groups)
    found = grounds(actor, person, purpose, recipient=recipient, groups=wanted, holder=holder)
    if found is None:
        ring = heard_by(holder) if holder else ring_of(actor)
        lack = lacking(ring, person, purpose, recipient, wanted)
        raise Refused(missing_words(purpose, recipient, lack), code="consent-missing")
    if found.override:
        use_override(actor, person, override=ConsentOverride.objects.get(pk=found.override))
    return found


def missing_words(purpose: str, recipient: str, lack: frozenset[str]) -> str:
    to = recipient_of(recipient)
    told = {"purpose": PURPOSES[purpose].label, "recipient": to or _("destinataire inconnu")}
    if lack:
        told["groups"] = ", ".join(str(label) for label in group_labels(lack))
        return (
            _(
                "L'accord de la personne ne couvre pas : %(groups)s (%(purpose)s, %(recipient)s). Demandez-lui un "
                "accord pour ces parties du dossier, ou retirez-les de l'envoi."
            )
            % told
        )
    return (
        _(
            "L'accord de la personne manque pour : %(purpose)s, %(recipient)s. Demandez-le-lui et notez sa réponse "
            "sur sa page, dans « Accords de la personne »."
        )
        % told
    )
