"""What a clerk is told of a machine-readable zone: which part to look at again, and why."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.kit.mrz import ORGANISATIONS, REFUGEES, UNSPECIFIED, Zone

NOT_FOUND = _(
    "Aucune bande lisible n'est reconnue : recopiez les deux ou trois lignes de lettres, de chiffres et de « < » "
    "au bas du document, sans en sauter."
)
WRONG: dict[str, Sentence] = {
    "number": _(
        "Le numéro du document ne va pas avec son chiffre de contrôle : relisez-le caractère par caractère. Il n'est "
        "pas repris."
    ),
    "birth": _(
        "La date de naissance ne va pas avec son chiffre de contrôle ou n'existe pas : relisez-la dans la bande. "
        "Elle n'est pas reprise."
    ),
    "expiry": _(
        "La date de fin de validité ne va pas avec son chiffre de contrôle ou n'existe pas : relisez-la dans la "
        "bande. Elle n'est pas reprise."
    ),
    "personal": _("Le numéro personnel ne va pas avec son chiffre de contrôle : relisez la fin de la bande."),
    "whole": _(
        "Le dernier chiffre de contrôle ne va pas avec l'ensemble : un caractère au moins est faux. Relisez la bande "
        "et comparez chaque réponse au document."
    ),
}
REPAIRED: dict[str, Sentence] = {
    "number": _(
        "Dans le numéro, deux caractères qui se ressemblent (O et 0, I et 1, B et 8, S et 5) étaient confondus : le "
        "chiffre de contrôle a permis de choisir. Vérifiez-le sur le document."
    ),
    "birth": _("Dans la date de naissance, une lettre a été lue comme un chiffre, que le contrôle confirme."),
    "expiry": _("Dans la fin de validité, une lettre a été lue comme un chiffre, que le contrôle confirme."),
}


def remarks(zone: Zone) -> list[Sentence]:
    """What did not check first, then what to compare with the document."""
    said = [WRONG[part] for part in zone.wrong]
    said += [REPAIRED[part] for part in zone.repaired]
    if zone.digits_in_name:
        said.append(_("Un chiffre se trouve dans le nom lu : corrigez-le d'après le document."))
    if zone.truncated:
        said.append(_("Le nom est coupé dans la bande : complétez-le d'après le document."))
    if not zone.nationality:
        said.append(nationality_remark(zone.nationality_code))
    if not zone.sex:
        said.append(_("La bande ne dit pas le sexe : demandez-le."))
    return said


def nationality_remark(code: str) -> Sentence:
    if code in REFUGEES:
        return _("C'est le document d'une personne réfugiée : il ne dit pas la nationalité. Demandez-la.")
    if code in ORGANISATIONS:
        return _("C'est un laissez-passer d'organisation : il ne dit pas la nationalité. Demandez-la.")
    if code == UNSPECIFIED:
        return _("La nationalité n'est pas précisée sur le document : demandez-la.")
    return _("Le code de nationalité de la bande n'est celui d'aucun pays : choisissez la nationalité.")
