"""What each part of a file holds, said to whoever chooses what to send."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence

G = FieldGroup
GROUP_WORDS: dict[str, Sentence] = {
    G.IDENTITY: _("nom, sexe, âge, nationalité, langues : toujours transmis"),
    G.CONTACT: _("téléphone, et s'il est sans danger d'appeler"),
    G.HEALTH: _("soins et suivi : transmis même si vous ne les voyez pas"),
    G.PROTECTION: _("dangers et mesures de protection, hors dossiers nommés"),
    G.LEGAL: _("bases légales et démarches"),
    G.TRAVEL: _("papiers et numéros de documents"),
    G.MONEY: _("montants reçus"),
    G.SERVICES: _("aides reçues, sans les soins"),
}
