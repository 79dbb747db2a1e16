"""A manifest leaves the house: who took it, when, with how many people, is kept as of every list of names that leaves."""

import hashlib

from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.dataprotection.models import ExportedPerson, PeopleExport
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.kit.formats import format_datetime
from musanada.kit.ids import show_reference
from musanada.returns import manifests
from musanada.returns.models import Movement


@command("return.travel", group=FieldGroup.TRAVEL)
def export_manifest(actor: User, movement: Movement, *, lang: str, form: str) -> bytes:
    """PDF for the signature, XLSX for the carrier. Before the list is closed it says that it is provisional.

    Raises: Refused for an empty list.
    """
    if lang not in manifests.LANGUAGES or form not in manifests.FORMATS:
        raise bad("form", _("Choisissez la langue et le format dans les listes."))
    content, people = manifests.manifest(actor, movement, lang)
    if not people:
        raise Refused(_("Personne n'est sur cette liste : inscrivez d'abord des personnes."))
    now = timezone.now()
    export = PeopleExport(
        unit=movement.unit,
        purpose="export",
        groups=f",{FieldGroup.IDENTITY.value},{FieldGroup.TRAVEL.value},",
        form=form,
        language=lang,
        filters={"movement": movement.reference},
        state=PeopleExport.State.TAKEN,
        found=len(people),
        rows=len(people),
        asked_by=actor,
        made_at=now,
        taken_at=now,
        destroyed_at=now,
    )
    made = manifests.pdf(content) if form == "pdf" else manifests.xlsx(content, mark(actor, export, lang))
    export.digest = hashlib.sha256(made).hexdigest()
    export.save(force_insert=True)
    ExportedPerson.objects.bulk_create(ExportedPerson(export=export, person_id=pk) for pk in people)
    return made


def mark(actor: User, export: PeopleExport, lang: str) -> str:
    """Who, when, under which number: in the file itself."""
    with translation.override(lang):
        return _t("Manifeste %(number)s · %(who)s · %(when)s · confidentiel") % {
            "number": show_reference(export.reference),
            "who": actor.display_name,
            "when": format_datetime(timezone.now(), lang, short=True),
        }


say({"returns.export_manifest": _("Manifeste d'un voyage pris")})
