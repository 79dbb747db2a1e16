"""What the journal's verbs mean, in words. A verb that is not here shows its code: the journal hides nothing.

Names of apps above are only strings here; ``tests/matrix/test_verbs.py`` fails when a command has no words.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import RIGHTS
from musanada.kit.errors import Sentence

PAGE = "page."

VERBS: dict[str, Sentence] = {
    "access.open_unit": _("Unité ouverte"),
    "access.open_account": _("Compte ouvert"),
    "access.grant_role": _("Rôle donné"),
    "access.end_role": _("Rôle terminé"),
    "access.close_account": _("Compte fermé"),
    "access.reopen_account": _("Compte rouvert"),
    "access.change_password": _("Mot de passe changé par son titulaire"),
    "partners.register_partner": _("Partenaire ajouté"),
    "partners.register_partners": _("Partenaires ajoutés en liste"),
    "partners.edit_partner": _("Partenaire modifié"),
    "partners.sign_agreement": _("Accord enregistré"),
    "programmes.register_donor": _("Bailleur ajouté"),
    "programmes.create_programme": _("Programme ajouté"),
    "programmes.create_many": _("Programmes ajoutés en liste"),
    "programmes.edit_programme": _("Programme modifié"),
    "programmes.open_activity": _("Activité ajoutée"),
    "programmes.open_activities": _("Activités ajoutées en liste"),
    "programmes.close_activity": _("Activité terminée"),
    "programmes.void_activity": _("Activité annulée"),
    "people.register": _("Personne enregistrée"),
    "people.register_many": _("Personnes enregistrées en liste"),
    "people.remove_many": _("Personnes d'un import retirées"),
    "people.meet": _("Personne reçue"),
    "people.meet_many": _("Personnes reçues, en liste"),
    "people.void": _("Fiche annulée"),
    "people.merge": _("Fiches fusionnées"),
    "people.unmerge": _("Fiches séparées"),
    "people.correct": _("Fiche corrigée"),
    "people.add_name": _("Nom ajouté"),
    "people.change_name": _("Nom corrigé"),
    "people.remove_name": _("Nom retiré"),
    "people.add_document": _("Document ajouté"),
    "people.retire_document": _("Document retiré"),
    "people.add_contact": _("Contact ajouté"),
    "people.change_contact": _("Contact corrigé"),
    "people.remove_contact": _("Contact retiré"),
    "people.set_languages": _("Langues mises à jour"),
    "people.set_nationalities": _("Nationalités mises à jour"),
    "people.add_basis": _("Base légale enregistrée"),
    "people.withdraw_basis": _("Consentement retiré"),
    "people.form_household": _("Ménage formé"),
    "people.form_households": _("Ménages formés en liste"),
    "people.join_household": _("Personne ajoutée au ménage"),
    "people.leave_household": _("Personne sortie du ménage"),
    "people.relate": _("Lien de parenté enregistré"),
    "people.unrelate": _("Lien de parenté retiré"),
    "intake.check_in": _("Arrivée notée"),
    "intake.recognise": _("Personne reconnue à l'accueil"),
    "intake.import_upload": _("Fichier d'import déposé"),
    "intake.import_layout": _("Feuille ou titres choisis"),
    "intake.import_columns": _("Colonnes choisies"),
    "intake.import_word": _("Mot du fichier expliqué"),
    "intake.import_decide": _("Ligne du fichier décidée"),
    "intake.import_decide_all": _("Lignes du fichier décidées ensemble"),
    "intake.import_commit": _("Import lancé"),
    "intake.import_resume": _("Import repris"),
    "intake.import_undo": _("Import annulé"),
    "intake.import_discard": _("Fichier d'import abandonné"),
    "intake.arrival.call": _("Personne appelée"),
    "intake.arrival.see": _("Personne reçue"),
    "intake.arrival.leave": _("Départ sans être reçu"),
    "intake.arrival.recall": _("Personne remise en attente"),
    "assistance.record": _("Aide enregistrée"),
    "figures.records": _("Fiches derrière un chiffre ouvertes"),
    "assistance.record_list": _("Distribution enregistrée"),
    "assistance.record_many": _("Aides enregistrées en liste"),
    "assistance.void_many": _("Aides d'un import annulées"),
    "assistance.close_stay": _("Départ d'hébergement enregistré"),
    "assistance.save_service": _("Catalogue des aides modifié"),
    "assistance.act.approve": _("Aide approuvée"),
    "assistance.act.refuse": _("Aide refusée"),
    "assistance.act.give": _("Aide remise"),
    "assistance.act.void": _("Aide annulée"),
    "reporting.import_external": _("Chiffres d'autres sources importés"),
}

KINDS: dict[str, Sentence] = {
    "access.unit": _("Unité"),
    "access.user": _("Compte"),
    "access.roleholding": _("Rôle tenu"),
    "partners.partner": _("Partenaire"),
    "partners.agreement": _("Accord"),
    "programmes.programme": _("Programme"),
    "programmes.activity": _("Activité"),
    "programmes.donor": _("Bailleur"),
    "people.person": _("Personne"),
    "people.personname": _("Nom"),
    "people.identifier": _("Document"),
    "people.contact": _("Contact"),
    "people.legalbasis": _("Base légale"),
    "people.household": _("Ménage"),
    "people.householdmember": _("Membre d'un ménage"),
    "people.relationship": _("Lien de parenté"),
    "people.mergerecord": _("Fusion"),
    "intake.arrival": _("Arrivée"),
    "intake.importbatch": _("Import"),
    "intake.importrow": _("Ligne d'un import"),
    "assistance.act": _("Aide"),
    "assistance.servicetype": _("Aide du catalogue"),
}

# Where the journal's objects have a page of their own, found by their key.
PAGES: dict[str, str] = {
    "access.unit": "access:unit",
    "access.user": "access:account",
    "people.person": "people:person",
    "assistance.act": "assistance:act",
    "assistance.servicetype": "assistance:service",
    "intake.importbatch": "imports:show",
}


def say(
    verbs: Mapping[str, Sentence],
    kinds: Mapping[str, Sentence] | None = None,
    pages: Mapping[str, str] | None = None,
) -> None:
    """An app adds the words of its own verbs, of the kinds of its records, and the addresses of their pages."""
    VERBS.update(verbs)
    KINDS.update(kinds or {})
    PAGES.update(pages or {})


def label(verb: str) -> Sentence:
    """The verb in words. A page asked for without its right names the right."""
    code = verb.removeprefix(PAGE)
    if verb.startswith(PAGE) and code in RIGHTS:
        return _("Page demandée sans le droit « %(right)s »") % {"right": RIGHTS[code].label}
    return VERBS.get(verb, verb)
