"""What is said when something cannot be opened: never the content, never whose it is."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Problem


class Unreadable(Problem):
    """A key is missing, or what is stored was altered. ``code`` says which."""


def key_missing() -> Unreadable:
    return Unreadable(
        _(
            "La clé qui ouvre ces données n'est pas dans le trousseau : remettez en place le fichier de clés de cette "
            "installation (MUSANADA_KEYRING), puis lancez « musanada doctor »."
        ),
        code="key-missing",
    )


def keyring_missing() -> Unreadable:
    return Unreadable(
        _(
            "Le trousseau de clés de cette installation est introuvable : montez le disque qui le porte, ou restaurez "
            "sa sauvegarde à l'endroit que dit MUSANADA_KEYRING. Aucune nouvelle clé n'a été faite."
        ),
        code="keyring-missing",
    )


def keyring_foreign() -> Unreadable:
    return Unreadable(
        _(
            "Ce trousseau de clés est celui d'une autre installation : indiquez le bon fichier dans MUSANADA_KEYRING."
        ),
        code="keyring-foreign",
    )


def keyring_damaged() -> Unreadable:
    return Unreadable(
        _(
            "Le trousseau de clés est abîmé ou illisible : restaurez sa sauvegarde, et vérifiez ses droits d'accès."
        ),
        code="keyring-damaged",
    )


def damaged() -> Unreadable:
    return Unreadable(
        _(
            "Une donnée chiffrée est abîmée ou a été modifiée hors de l'application : elle ne peut pas être ouverte. "
            "Restaurez-la depuis une sauvegarde."
        ),
        code="damaged",
    )


def key_destroyed() -> Unreadable:
    return Unreadable(
        _(
            "La clé de cette personne a été détruite à l'effacement de son dossier : la copie ne s'ouvre plus."
        ),
        code="key-destroyed",
    )
