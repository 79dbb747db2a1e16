"""The register of associations as another register held it: an import, the demonstration country."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput
from musanada.kit.ids import new_reference
from musanada.regularisation.models import Association, AssociationReceipt, Officer
from musanada.regularisation.past import PastAssociation, noon


@command("association.manage")
def load_associations(actor: User, unit: Unit, *, listed: Sequence[PastAssociation]) -> int:
    """The register of associations as another register held it. Those already there by name are passed over."""
    names = set(Association.objects.filter(unit=unit).values_list("name_fr", flat=True))
    fresh = [one for one in listed if one.name_fr not in names]
    for number, one in enumerate(fresh, start=1):
        if one.state not in Association.State.values or (one.members_regularised or 0) > (one.members or 0):
            raise BadInput(
                _("Ligne %(line)s : l'état n'est pas connu, ou plus de membres régularisés que de membres.")
                % {"line": number}
            )
    write_associations(actor, unit, fresh)
    return len(fresh)


def write_associations(actor: User, unit: Unit, associations: Sequence[PastAssociation]) -> None:
    Association.objects.bulk_create(
        Association(
            id=one.id,
            reference=one.reference or new_reference(),
            unit=unit,
            name_fr=one.name_fr,
            name_ar=one.name_ar,
            nature=one.nature,
            place_id=one.place,
            founded_on=one.founded_on,
            state=one.state,
            regularised_on=one.regularised_on,
            regularised_recorded_at=one.recorded_at if one.regularised_on else None,
            members=one.members,
            members_regularised=one.members_regularised,
            members_counted_on=one.regularised_on
            or (timezone.localdate(one.recorded_at) if one.members else None),
            recorded_at=one.recorded_at,
            recorded_by=actor,
        )
        for one in associations
    )
    kind = AssociationReceipt.Kind
    acts = ((kind.DECLARATION, "declared_on"), (kind.PROVISIONAL, "provisional_on"), (kind.FINAL, "final_on"))
    AssociationReceipt.objects.bulk_create(
        AssociationReceipt(association_id=one.id, kind=act, on=on, recorded_at=noon(on), recorded_by=actor)
        for one in associations
        for act, name in acts
        if (on := getattr(one, name))
    )
    Officer.objects.bulk_create(
        Officer(
            association_id=one.id,
            name=name,
            office=office,
            from_on=one.founded_on or one.declared_on or timezone.localdate(one.recorded_at),
            recorded_at=one.recorded_at,
            recorded_by=actor,
        )
        for one in associations
        for name, office in one.officers
    )


say({"regularisation.load_associations": _("A repris un registre d'associations")})
