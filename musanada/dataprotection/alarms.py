"""What the registers cry out: past its term, missing in law, or about to be. Other apps add theirs (``kit.alarms``)."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.doors import holds, scoped
from musanada.access.models import User
from musanada.dataprotection.models import Hosting, RightsRequest
from musanada.dataprotection.queries import registers, requests
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.formats import format_date, format_datetime
from musanada.partners.models import Agreement

SOON_FOR_REQUESTS = timedelta(days=3)


def language() -> str:
    return get_language() or "fr"


def treatments(actor: User) -> Iterator[Alarm]:
    """A treatment without the number the law asks for."""
    for line in registers.processings(actor):
        if missing := registers.lacking_labels(line):
            yield Alarm(
                _("Traitement sans numéro de la CNDP : %(name)s") % {"name": line.name},
                _("Il manque : %(what)s.") % {"what": ", ".join(missing)},
                reverse("dataprotection:treatment", args=[line.pk]),
            )


def assessed(actor: User) -> Iterator[Alarm]:
    today = timezone.localdate()
    for line in registers.assessments(actor).filter(closed_on=None, ends_on__lt=today + registers.SOON):
        expired = line.ends_on < today
        sentence = (
            _("Analyse d'impact expirée : %(subject)s")
            if expired
            else _("Analyse d'impact à refaire : %(subject)s")
        )
        yield Alarm(
            sentence % {"subject": line.subject},
            _("fin le %(day)s") % {"day": format_date(line.ends_on, language())},
            reverse("dataprotection:assessment", args=[line.pk]),
            "danger" if expired else "warning",
            line.ends_on,
        )


def breached(actor: User) -> Iterator[Alarm]:
    now = timezone.now()
    for line in registers.breaches(actor).filter(closed_at=None):
        if not registers.untold(line):
            continue
        late = line.authority_due_at < now
        when = {"moment": format_datetime(line.authority_due_at, language())}
        yield Alarm(
            _("Violation de données : l'autorité n'est pas prévenue")
            if late
            else _("Violation de données : l'autorité est à prévenir"),
            _("elle devait l'être avant le %(moment)s") % when if late else _("avant le %(moment)s") % when,
            reverse("dataprotection:breach", args=[line.pk]),
            "danger" if late else "warning",
            timezone.localdate(line.authority_due_at),
        )


def asked(actor: User) -> Iterator[Alarm]:
    """Requests late, or due in three days. Of a protected person, only for those named on the file, and without a name."""
    if not holds(actor, registers.VIEW):
        return
    today = timezone.localdate()
    rows = requests.requests(actor, named=True).filter(state=RightsRequest.State.OPEN)
    for line in rows.filter(due_on__lte=today + SOON_FOR_REQUESTS):
        late = line.due_on < today
        what = {"reference": str(line), "kind": line.get_kind_display()}
        yield Alarm(
            _("Demande %(reference)s en retard (%(kind)s)") % what
            if late
            else _("Demande %(reference)s à répondre (%(kind)s)") % what,
            _("réponse due le %(day)s") % {"day": format_date(line.due_on, language())},
            reverse("dataprotection:request", args=[line.pk]),
            "danger" if late else "warning",
            line.due_on,
        )


def hosted(actor: User) -> Iterator[Alarm]:
    """Data abroad without an authorisation of transfer; or nobody knows where they are."""
    rows = registers.hostings(actor).filter(to_on=None)
    for line in rows:
        if line.abroad and not line.transfer_number:
            yield Alarm(
                _("Données hébergées hors du Maroc sans autorisation de transfert"),
                str(line),
                reverse("dataprotection:hosting-line", args=[line.pk]),
            )
    declared = any(line.what == Hosting.What.APPLICATION for line in rows)
    if holds(actor, registers.VIEW) and not declared:
        yield Alarm(
            _("Le lieu d'hébergement de l'application n'est pas déclaré"),
            _("Dites chez qui et dans quel pays les données se trouvent."),
            reverse("dataprotection:hosting"),
            "warning",
        )


def unanswered_for(actor: User) -> Iterator[Alarm]:
    for unit in registers.undeclared_roots(actor):
        yield Alarm(
            _("Aucun responsable de traitement n'est déclaré : %(unit)s") % {"unit": unit},
            _("D'ici là, l'organisation elle-même répond de ses données."),
            reverse("dataprotection:controllers"),
            "warning",
        )


def agreed(actor: User) -> Iterator[Alarm]:
    """Agreements to share data that ended and were not followed by another."""
    today = timezone.localdate()
    kept = Agreement.objects.filter(kind=Agreement.Kind.DATA_SHARING).select_related("partner")
    rows = list(scoped(actor, registers.VIEW, kept))
    running = {a.partner_id for a in rows if a.in_force_to is None or a.in_force_to >= today}
    for line in rows:
        if line.in_force_to and line.in_force_to < today and line.partner_id not in running:
            yield Alarm(
                _("Accord de partage de données expiré : %(partner)s") % {"partner": line.partner},
                _("%(reference)s, fini le %(day)s")
                % {"reference": line.reference, "day": format_date(line.in_force_to, language())},
                due=line.in_force_to,
            )


for code, provider in (
    ("dataprotection.breaches", breached),
    ("dataprotection.requests", asked),
    ("dataprotection.treatments", treatments),
    ("dataprotection.assessments", assessed),
    ("dataprotection.hosting", hosted),
    ("dataprotection.controllers", unanswered_for),
    ("dataprotection.agreements", agreed),
):
    ALARMS.add(code, provider)
