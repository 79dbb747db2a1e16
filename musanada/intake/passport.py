"""The registration page filled from a machine-readable zone: what checks is filled in, what does not is said."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Sentence
from musanada.kit.forms import PARTS, typed
from musanada.kit.mrz import STATELESS, Zone, read
from musanada.kit.mrz_words import NOT_FOUND, remarks
from musanada.kit.names import script_of
from musanada.people.models import Identifier
from musanada.reference.queries import country_codes

HOST = "MAR"
Answers = dict[str, str]


def filled(said: Mapping[str, str]) -> tuple[Answers, list[Sentence]]:
    """The answers the zone gives, by box of the form, and what to look at. Boxes it says nothing of are not named."""
    zone = read(said.get("zone", ""), today=timezone.localdate())
    if zone is None:
        return {}, [NOT_FOUND]
    found = {**name_box(zone, said.get("name", "")), **birth_boxes(zone.birth), **document_boxes(zone)}
    if zone.sex:
        found["sex"] = zone.sex
    if zone.nationality and zone.nationality in country_codes():
        found["nationality"] = zone.nationality
    notes = remarks(zone)
    if zone.nationality and "nationality" not in found:
        notes.append(
            _(
                "Le code de nationalité de la bande n'est pas dans la liste des pays : choisissez la nationalité."
            )
        )
    if zone.nationality == STATELESS:
        notes.append(_("Le document est celui d'une personne apatride."))
    if zone.expires and zone.expires < timezone.localdate():
        notes.append(_("Ce document n'est plus valable : il identifie encore la personne."))
    if zone.sound:
        found["zone"] = ""
        notes.append(
            _(
                "La bande est lue et ses chiffres de contrôle sont justes. Comparez chaque réponse au document."
            )
        )
    return found, notes


def name_box(zone: Zone, written: str) -> Answers:
    """A name typed in another script stays: the document's goes beside it."""
    if not zone.name:
        return {}
    return {"other_name" if written.strip() and script_of(written) != "Latn" else "name": zone.name}


def birth_boxes(birth: PartialDate | None) -> Answers:
    if birth is None:
        return {}
    parts = typed(birth)
    if birth.precision == BirthPrecision.UNKNOWN:
        parts["answer"] = BirthPrecision.UNKNOWN.value
    return {f"birth_{part}": parts[part] for part in PARTS}


def document_boxes(zone: Zone) -> Answers:
    if not zone.number:
        return {}
    until = zone.expires.isoformat() if zone.expires else ""
    return {"document_kind": kind_of(zone), "document": zone.number, "document_until": until}


def kind_of(zone: Zone) -> str:
    """A card that Morocco gives to a foreigner is a residence card; a visa's number is not the passport's."""
    if zone.kind.startswith("P"):
        return Identifier.Kind.PASSPORT.value
    if zone.issuer == HOST and zone.nationality != HOST and not zone.kind.startswith("V"):
        return Identifier.Kind.RESIDENCE.value
    return Identifier.Kind.OTHER.value
