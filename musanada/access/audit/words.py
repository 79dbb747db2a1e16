"""The journal's own verbs, and the named views: which verbs are readings, exports, sign-ins, changes of configuration.

A verb joins a view by the words it is made of, so that one that a later app brings is there without being listed; what
a name does not tell is listed here.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from musanada.access.verbs import VERBS, say
from musanada.kit.errors import Sentence

READ_OBJECT, READ_ACCOUNT, EXPORT, VERIFY = (
    "audit.read_object",
    "audit.read_account",
    "audit.export",
    "audit.verify",
)
CONFIGURE = "access.configure"

say(
    {
        "audit.read_object": _("Journal d'une fiche consulté"),
        "audit.read_account": _("Journal d'un compte consulté"),
        "audit.export": _("Journal exporté"),
        "audit.verify": _("Chaîne du journal vérifiée"),
        "access.configure": _("Version ou réglages de l'installation changés"),
    }
)

READS, EXPORTS, SIGN_INS, CONFIGURATION, REFUSALS = (
    "reads",
    "exports",
    "sign-ins",
    "configuration",
    "refusals",
)
VIEWS: Mapping[str, Sentence] = {
    "": _("Tout"),
    READS: _("Lectures"),
    EXPORTS: _("Exports"),
    SIGN_INS: _("Connexions"),
    CONFIGURATION: _("Configuration"),
    REFUSALS: _("Refus"),
}

WORDS: Mapping[str, frozenset[str]] = {
    READS: frozenset({"read", "opened", "seen", "records", "looked"}),
    EXPORTS: frozenset(
        {"export", "exported", "download", "downloaded", "package", "extract", "print", "pdf"}
    ),
    SIGN_INS: frozenset(
        {
            "sign",
            "session",
            "sessions",
            "factor",
            "totp",
            "passkey",
            "recovery",
            "password",
            "locked",
            "invitation",
        }
    ),
    CONFIGURATION: frozenset(
        {"configure", "unit", "role", "roles", "account", "retention", "catalogue", "service"}
    ),
}
LISTED: Mapping[str, frozenset[str]] = {
    READS: frozenset({"people.break_glass", "people.unseal"}),
    EXPORTS: frozenset({"figures.records"}),
    SIGN_INS: frozenset(),
    CONFIGURATION: frozenset({"keys.rotate", "keys.renew_index", "keys.forget"}),
}
# Of the installation, not of a place: shown to whoever audits a whole organisation. They hold no count and no name.
INSTALLATION = frozenset(
    {
        CONFIGURE,
        "access.sign_in_failed",
        "access.locked_out",
        "access.single_sign_on_refused",
        "access.too_often",
    }
)


def words_of(verb: str) -> frozenset[str]:
    return frozenset(re.split(r"[._]", verb))


def belongs(verb: str, view: str) -> bool:
    """Is this a verb of the named view? Signing in and configuration are of this app only."""
    ours = verb.startswith("access.")
    if view == SIGN_INS and not ours:
        return False
    if view == CONFIGURATION and not (
        ours or verb in LISTED[view] or words_of(verb) & {"catalogue", "service"}
    ):
        return False
    return verb in LISTED[view] or bool(words_of(verb) & WORDS[view])


def verbs_of(view: str) -> list[str]:
    """The known verbs of a named view."""
    return sorted(verb for verb in VERBS if belongs(verb, view))
