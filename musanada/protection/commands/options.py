"""Options weighed in an assessment or before a panel: one row an outlook, so that a vote names one and only one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.models import Assessment, Determination, Option, Outlook
from musanada.reference.models import Country

ELSEWHERE = ("family_elsewhere", "return", "resettlement")  # nothing is weighed without the country
ANOTHER_COUNTRY = (*ELSEWHERE, "transfer")


@command("bip.assess")
def weigh(actor: User, one: Assessment, /, **said: Any) -> Option:
    """An option of an assessment that is being written. Raises: BadInput, Refused."""
    if one.state not in (Assessment.State.OPEN, Assessment.State.RETURNED):
        raise Refused(_("Cette évaluation n'est plus en cours : ses options ne changent plus."))
    return put(one.file, {"assessment": one}, **said)


@command("bip.assess")
def unweigh(actor: User, one: Assessment, /, *, option: Option) -> Assessment:
    """Taken out of an assessment that is being written."""
    if one.state not in (Assessment.State.OPEN, Assessment.State.RETURNED):
        raise Refused(_("Cette évaluation n'est plus en cours : ses options ne changent plus."))
    Option.objects.filter(pk=option.pk, assessment=one).delete()
    return one


@command("bid.manage")
def propose(actor: User, bid: Determination, /, **said: Any) -> Option:
    """An option of a report that is being written: the panel votes on these alone. Raises: BadInput, Refused."""
    if bid.state != Determination.State.DRAFT:
        raise Refused(_("Ce rapport n'est plus en cours d'écriture : ses options ne changent plus."))
    return put(bid.file, {"bid": bid}, **said)


@command("bid.manage")
def unpropose(actor: User, bid: Determination, /, *, option: Option) -> Determination:
    if bid.state != Determination.State.DRAFT:
        raise Refused(_("Ce rapport n'est plus en cours d'écriture : ses options ne changent plus."))
    Option.objects.filter(pk=option.pk, bid=bid).delete()
    return bid


def put(
    file: Any,
    paper: dict[str, Any],
    *,
    outlook: str,
    country: str = "",
    pros: str = "",
    cons: str = "",
    option: Option | None = None,
    pk: UUID | None = None,
) -> Option:
    """A new row, or another text of one that is there. The same ``pk`` twice is one row."""
    if outlook not in Outlook.values:
        raise bad("outlook", _("Choisissez l'option."))
    if outlook in ELSEWHERE and not country:
        raise bad("country", _("Dites vers quel pays : la décision ne vaudra que pour lui."))
    if country and not Country.objects.filter(pk=country).exists():
        raise bad("country", _("Choisissez le pays dans la liste."))
    if not (pros.strip() and cons.strip()):
        raise bad("pros" if not pros.strip() else "cons", _("Pesez l'option : écrivez le pour et le contre."))
    key = option.pk if option else pk or new_id()
    if Option.objects.filter(**paper, outlook=outlook).exclude(pk=key).exists():
        raise bad("outlook", _("Cette option est déjà pesée : complétez-la."))
    known = option or Option.objects.filter(pk=key, **paper).first()
    one = known or Option(id=key, file=file, **paper)
    one.outlook, one.pros, one.cons = outlook, pros.strip(), cons.strip()
    one.country_id = country if outlook in ANOTHER_COUNTRY and country else None
    one.save()
    return one


def copy_options(rows: Iterable[Option], *, bid: Determination) -> int:
    """The caller holds the transaction."""
    names = ("file_id", "outlook", "country_id", "pros", "cons")
    made = [Option(bid=bid, **{name: getattr(row, name) for name in names}) for row in rows]
    return len(Option.objects.bulk_create(made))


say(
    {
        "protection.weigh": _("Option pesée dans une évaluation"),
        "protection.unweigh": _("Option retirée d'une évaluation"),
        "protection.propose": _("Option proposée au panel"),
        "protection.unpropose": _("Option retirée du rapport"),
    },
    kinds={"protection.option": _("Option pesée")},
)
