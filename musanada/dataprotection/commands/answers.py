"""Answering a person who asks what is held about them: on paper or as an encrypted file, their identity checked first."""

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, journal
from musanada.access.models import User
from musanada.dataprotection.models import AccessReport, RightsRequest
from musanada.dataprotection.models.erasure import Verified
from musanada.dataprotection.queries import answers as queries
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused
from musanada.people.models import Person
from musanada.people.queries import cluster


@command("rights.access")
def make_report(
    actor: User,
    person: Person,
    *,
    verified: str,
    language: str,
    form: str,
    request: RightsRequest | None = None,
) -> AccessReport:
    """That the answer was made, for whom and how it was known to be they. The answer itself is not kept."""
    if verified not in Verified.values:
        sentence = _("Dites comment l'identité du demandeur a été vérifiée : sans cela rien n'est remis.")
        raise BadInput(sentence, fields={"verified": sentence})
    if language not in dict(queries.LANGUAGES) or form not in AccessReport.Form.values:
        sentence = _("Choisissez la langue et la forme dans les listes.")
        raise BadInput(sentence, fields={"language": sentence})
    if request is not None and request.person_id not in cluster(person):
        raise Refused(_("Cette demande n'est pas celle de cette personne."))
    unit = queries.office(actor, person)
    if unit is None:
        raise Refused(
            _("Aucune de vos unités ne suit cette personne : la demande se fait là où elle est suivie.")
        )
    groups = queries.groups_told(actor, person)
    return AccessReport.objects.create(
        person=person,
        unit=unit,
        request=request,
        verified=verified,
        language=language,
        form=form,
        groups=f",{','.join(g.value for g in FieldGroup if g in groups)},",
        made_by=actor,
    )


def opened(actor: User, report: AccessReport) -> None:
    """Each time the paper is opened, it is written down."""
    journal(actor, "dataprotection.open_report", "done", report, {"form": report.form})
