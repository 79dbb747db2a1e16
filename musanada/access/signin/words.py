"""The journal's words for signing in."""

from django.utils.translation import gettext_lazy as _

from musanada.access.verbs import say

say(
    {
        "access.invite": _("Invitation faite"),
        "access.reset_access": _("Accès remis à zéro et nouvelle invitation"),
        "access.accept_invitation": _("Invitation acceptée, mot de passe choisi"),
        "access.hand_over": _("Dossiers remis à un successeur"),
        "access.sign_in": _("Connexion"),
        "access.sign_in_failed": _("Connexion refusée"),
        "access.locked_out": _("Essais trop nombreux : attente imposée"),
        "access.sign_out": _("Déconnexion"),
        "access.single_sign_on_refused": _("Connexion par le service de l'organisation refusée"),
        "access.add_totp": _("Application de codes ajoutée"),
        "access.add_passkey": _("Clé d'accès ajoutée"),
        "access.remove_factor": _("Second facteur retiré"),
        "access.renew_recovery_codes": _("Codes de secours faits"),
        "access.end_session": _("Session terminée à distance"),
        "access.end_other_sessions": _("Autres sessions terminées"),
    },
    kinds={"access.invitation": _("Invitation")},
)
