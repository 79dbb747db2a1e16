"""Yes by two, frozen, published, superseded; what is said around it: waivers, errata, who received which.

Each yes is signed over the manifest's hash. The register and ``manifest.sig`` say the same: the file is written last,
inside the transaction, from the register's rows.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command
from musanada.access.models import User
from musanada.kit.errors import Refused, bad
from musanada.publications import diffing, findings, signing, snapshot, states
from musanada.publications.disclosure.types import PUBLIC
from musanada.publications.models import Approval, Delivery, Erratum, Publication, Report, Waiver
from musanada.publications.queries import publications as queries

State = Publication.State
MOST_ERRATA = 200
MEANS = ("email", "paper", "press", "meeting", "other")


@command("publications.approve")
def approve(actor: User, one: Publication) -> Approval:
    """One person's yes to exactly this manifest. Raises: Refused for the builder, a second yes, a changed folder."""
    states.require("approve", one.state)
    insist_on_folder(one)
    given = queries.approvals_of(one)
    if refusal := states.may_approve(actor.pk, one.built_by_id, [line.by_id for line in given]):
        raise refusal
    now = timezone.now().replace(microsecond=0)
    folder = queries.folder_of(one)
    lines = [line for line in snapshot.signatures_of(folder) if line["role"] == "build"]
    for before in given:
        lines.append(line_of(before))
    line = signing.sign(lines, manifest=one.manifest, role="approve", by=str(actor.pk), at=now)
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                publication=one, manifest=one.manifest, signature=line["signature"], key_id=line["key"], by=actor, at=now
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            _("Vous avez déjà approuvé cette révision : il faut une seconde personne."),
            code="approved-already",
        ) from None
    move(one, "approve", state=states.after_approval(len(given) + 1))
    snapshot.write_signatures(folder, [*lines, line])
    return approval


def line_of(approval: Approval) -> dict[str, str]:
    """As it stands in ``manifest.sig``."""
    return {
        "manifest": approval.manifest,
        "role": "approve",
        "by": str(approval.by_id),
        "at": signing.moment(approval.at),
        "key": approval.key_id,
        "signature": approval.signature,
    }


@command("publications.publish")
def freeze(actor: User, one: Publication) -> Publication:
    """The folder is closed: signed once more, and none of its files can be written. Raises: Refused."""
    states.require("freeze", one.state)
    insist_on_folder(one)
    insist_alone(one)
    now = timezone.now()
    folder = queries.folder_of(one)
    lines = snapshot.signatures_of(folder)
    if sum(line["role"] == "approve" for line in lines) < states.APPROVALS:
        raise Refused(states.STEPS["freeze"].otherwise, code="state")
    line = signing.sign(lines, manifest=one.manifest, role="freeze", by=str(actor.pk), at=now)
    done = move(one, "freeze", frozen_at=now)
    snapshot.write_signatures(folder, [*lines, line])
    snapshot.close(folder)
    return done


@command("publications.publish")
def publish(actor: User, one: Publication, *, embargo_until: datetime | None = None) -> Publication:
    """In public, from the end of the embargo on. The revision of the same period before it is superseded, and says
    beside each figure that changed what it is now. Raises: Refused."""
    states.require("publish", one.state)
    insist_on_folder(one)
    insist_on_readers(one)
    insist_newest(one)
    now = timezone.now()
    if embargo_until is not None and embargo_until <= now:
        raise bad(
            "embargo_until",
            _("Un embargo finit plus tard que maintenant : laissez vide pour publier tout de suite."),
        )
    before = Publication.objects.filter(
        report=one.report_id, period=one.period, state=State.PUBLISHED
    ).first()
    if before is not None:
        move(before, "supersede")
        correct(actor, before, one, embargo_until or now)
    return move(one, "publish", published_at=now, published_by=actor, embargo_until=embargo_until)


def insist_alone(one: Publication) -> None:
    """Nothing was frozen beside it since it was built: its small numbers were hidden without knowing of that.

    Of two freezes at once the second waits for the first. Raises: Refused.
    """
    with transaction.atomic():
        waiting = Publication.objects.select_for_update().filter(state__in=(State.APPROVED, State.FROZEN))
        list(waiting.order_by("pk").values_list("pk"))
        beside = queries.frozen_since(one)
    if beside is not None:
        raise Refused(
            _(
                "« %(other)s » a été gelée depuis la préparation de celle-ci, avec les mêmes chiffres : préparez-la de nouveau."
            )
            % {"other": f"{beside.report.slug} r{beside.revision}"},
            code="beside",
        )


def insist_newest(one: Publication) -> None:
    """Raises: Refused where a later revision of the period is out."""
    later = one.report.publications.filter(period=one.period, revision__gt=one.revision)
    if later.filter(state__in=(State.PUBLISHED, State.SUPERSEDED)).exists():
        raise Refused(
            _("Une révision plus récente de cette période est déjà publiée : préparez-en une nouvelle."),
            code="older",
        )


def insist_on_readers(one: Publication) -> None:
    """What was made for partners shows smaller numbers than the public may read. Raises: Refused."""
    internal = queries.manifest_of(one).get("audience") == Report.Audience.INTERNAL
    if internal or one.threshold < PUBLIC:
        raise Refused(
            _(
                "Cette révision est préparée pour des partenaires : remettez-la à ses destinataires, elle ne se publie pas."
            ),
            code="audience",
        )


def correct(actor: User, before: Publication, one: Publication, now: datetime) -> None:
    """An erratum for each figure that both show with different numbers, said from ``now`` on: the end of the embargo.
    What the diff may not say, no erratum says."""
    diff = diffing.diff(queries.folder_of(before), queries.folder_of(one))
    changed = [line for line in diff.lines if line.kind in diffing.REVISED and not line.masked]
    Erratum.objects.bulk_create(
        Erratum(
            publication=before, figure=line.key, was=line.was, now=line.now,
            reason=line.reason if line.reason in Publication.Reason.values else one.reason,
            text=one.note or str(Publication.Reason(one.reason).label), at=now, by=actor,
        )
        for line in changed[:MOST_ERRATA] if len(line.key) <= 300
    )  # fmt: skip


@command("publications.build")
def abandon(actor: User, one: Publication, *, why: str) -> Publication:
    """It is not published; the folder stays where it is, as everything that was ever signed."""
    states.require("abandon", one.state)
    if not why.strip():
        raise bad("why", _("Dites pourquoi cette révision est abandonnée."))
    return move(one, "abandon", note=why.strip()[:500])


def move(one: Publication, verb: str, state: str = "", **values: object) -> Publication:
    """The state is in the update: of two at once, one wins. Raises: Refused."""
    step = states.STEPS[verb]
    rows = Publication.objects.filter(pk=one.pk, state__in=step.sources)
    if not rows.update(state=state or step.target, **values):
        raise Refused(_("Quelqu'un a été plus rapide : rechargez la page."), code="state")
    return Publication.objects.get(pk=one.pk)


def insist_on_folder(one: Publication) -> None:
    """The folder is still what was built, byte by byte. Raises: Refused naming the first file at fault."""
    report = snapshot.verify(queries.folder_of(one))
    if report.faults:
        raise Refused(
            _(
                "Le dossier de cette révision a changé depuis sa préparation (%(path)s) : préparez-la de nouveau."
            )
            % {"path": report.faults[0].path},
            code="folder",
        )
    if snapshot.hash_of_manifest(queries.folder_of(one)) != one.manifest:
        raise Refused(
            _("Le manifeste n'est pas celui que le registre connaît : préparez cette révision de nouveau."),
            code="manifest",
        )


# Around it ------------------------------------------------------------------------------------------------------------


@command("publications.approve")
def waive(actor: User, report: Report, *, code: str, about: str, reason: str) -> Waiver:
    """Somebody answers for a finding, with a reason that is printed. What tells of hidden people is never waived."""
    if code.startswith(findings.NEVER_WAIVED) or not code:
        raise bad("code", _("Ce constat ne se lève pas : changez le texte ou le tableau."))
    if len(reason.strip()) < 5:
        raise bad("reason", _("Donnez la raison en quelques mots : elle est imprimée avec les contrôles."))
    if actor.pk in queries.makers_of(report):
        raise Refused(
            _("Vous avez écrit ou préparé ce rapport : une autre personne répond de ce constat."),
            code="own-work",
        )
    if report.waivers.filter(code=code, about=about, ended_at=None).exists():
        raise bad("about", _("Quelqu'un répond déjà de ce constat."))
    return Waiver.objects.create(
        report=report,
        code=code[:40],
        about=about[:300],
        reason=reason.strip()[:500],
        by=actor,
        at=timezone.now(),
    )


@command("publications.approve")
def end_waiver(actor: User, waiver: Waiver) -> Waiver:
    """From the next build on the finding counts again."""
    if not Waiver.objects.filter(pk=waiver.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused(_("Cette exception est déjà levée."), code="state")
    return Waiver.objects.get(pk=waiver.pk)


@command("publications.publish")
def add_erratum(
    actor: User, one: Publication, *, figure: str, was: str, now: str, text: str, reason: str = "correction"
) -> Erratum:
    """Said beside what was printed, which stays as it is. Raises: BadInput; Refused for what is not published."""
    if one.state not in (State.PUBLISHED, State.SUPERSEDED):
        raise Refused(
            _("Un erratum se dit d'une révision publiée ; celle-ci se corrige encore."), code="state"
        )
    if figure not in {cell.key for cell in queries.cells_of(one)}:
        raise bad("figure", _("Ce chiffre n'est pas dans cette publication : choisissez-le dans la liste."))
    if was.strip() == now.strip():
        raise bad("now", _("Le chiffre corrigé est le même que le chiffre imprimé."))
    if reason not in Publication.Reason.values:
        raise bad("reason", _("Choisissez la raison dans la liste."))
    return Erratum.objects.create(
        publication=one, figure=figure, was=was.strip()[:80], now=now.strip()[:80], text=text.strip()[:500],
        reason=reason, at=timezone.now(), by=actor,
    )  # fmt: skip


@command("publications.deliver")
def deliver(
    actor: User, one: Publication, *, recipient: str, means: str, on: date, files: str = ""
) -> Delivery:
    """Who received which revision, how: a correction goes to the same. Raises: BadInput, Refused under embargo."""
    if one.state not in (State.FROZEN, State.PUBLISHED, State.SUPERSEDED):
        raise Refused(_("Seule une révision gelée ou publiée se remet à quelqu'un."), code="state")
    if not recipient.strip() or means not in MEANS:
        raise bad("recipient", _("Dites à qui, et comment."))
    if on > timezone.localdate():
        raise bad("on", _("Cette remise est dans l'avenir : notez-la quand elle est faite."))
    return Delivery.objects.create(
        publication=one, recipient=recipient.strip()[:200], means=means, files=files.strip()[:300],
        on=on, noted_at=timezone.now(), noted_by=actor,
    )  # fmt: skip


verbs.say(
    {
        "publications.approve": _("Publication approuvée"),
        "publications.freeze": _("Publication gelée"),
        "publications.publish": _("Publication rendue publique"),
        "publications.abandon": _("Publication abandonnée"),
        "publications.waive": _("Exception à un contrôle accordée"),
        "publications.end_waiver": _("Exception à un contrôle levée"),
        "publications.add_erratum": _("Erratum ajouté"),
        "publications.deliver": _("Remise d'une publication notée"),
    }
)
