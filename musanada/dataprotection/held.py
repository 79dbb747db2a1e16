"""What this app itself knows of someone: which lists they stood on, what they asked, until when they are kept."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.dataprotection.models import AccessReport, ExportedPerson, PeopleExport, RightsRequest
from musanada.dataprotection.organisations import organisation_of
from musanada.dataprotection.queries.exports import recipient_words
from musanada.dataprotection.queries.retention import kept_until
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import format_date
from musanada.kit.subject import HELD, Asking, HeldSection


def held(asking: Asking) -> Iterator[HeldSection]:
    yield lists(asking)
    yield asked(asking)
    yield until(asking)


def lists(asking: Asking) -> HeldSection:
    """Who received their data on a list."""
    rows = ExportedPerson.objects.filter(person__in=asking.people, export__unit__in=asking.units)
    lines = [
        (
            format_date(timezone.localdate(row.export.made_at or row.export.asked_at), asking.lang),
            recipient_words(row.export),
            row.export.get_purpose_display(),
            ", ".join(str(g.label) for g in FieldGroup if g in row.export.group_set),
        )
        for row in rows.select_related("export__unit").order_by("export__asked_at")
        if row.export.state != PeopleExport.State.DECLINED
    ]
    columns = (_("Le"), _("Destinataire"), _("Pour quoi"), _("Quelles parties"))
    return HeldSection(FieldGroup.LEGAL, _("Listes où vous figuriez"), lines, columns, order=57)


def asked(asking: Asking) -> HeldSection:
    requests = RightsRequest.objects.filter(person__in=asking.people, unit__in=asking.units)
    lines = [
        (format_date(row.received_on, asking.lang), row.get_kind_display(), row.get_state_display())
        for row in requests.order_by("received_on")
    ]
    reports = AccessReport.objects.filter(person__in=asking.people, unit__in=asking.units)
    lines += [
        (
            format_date(timezone.localdate(row.made_at), asking.lang),
            str(_("Réponse à une demande d'accès")),
            str(row),
        )
        for row in reports.order_by("made_at")
    ]
    columns = (_("Le"), _("Ce que vous avez demandé"), _("État"))
    return HeldSection(FieldGroup.LEGAL, _("Vos demandes"), lines, columns, order=84)


def until(asking: Asking) -> HeldSection:
    """As the rules stand today; a proposal is said to be one."""
    unit = Unit.objects.filter(pk__in=asking.units).order_by("path").first()
    rows = kept_until(organisation_of(unit), asking.people) if unit else []
    lines = [
        (
            rule.subject.label,
            format_date(day, asking.lang),
            rule.then_words,
            "" if rule.confirmed else _("durée à confirmer"),
        )
        for rule, day in rows
    ]
    columns = (_("Quoi"), _("Gardé jusqu'au"), _("Ensuite"), _("Remarque"))
    note = _("La date change si vous revenez : le temps repart de la dernière aide.")
    return HeldSection(FieldGroup.IDENTITY, _("Jusqu'à quand"), lines, columns, note, order=90)


HELD.add("dataprotection", held)
