"""Kinds of record whose system is not built yet, or that no rule disposes of by itself: named, so that nobody forgets."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.kit.subject import RETENTION, RetainedKind

NOT_BUILT = _("Aucun dossier de cette sorte n'est tenu ici pour le moment.")
BY_OWNER = _(
    "Le responsable du dossier protégé le scelle sur la page du dossier : personne d'autre n'en sait rien."
)
CHAINED = _(
    "Le journal est une chaîne qui ne se coupe pas : son élimination se fait à l'archivage de l'installation entière."
)
END = _("fin du dossier")

NAMED: tuple[tuple[str, Sentence, Sentence, Sentence], ...] = (
    ("child", _("Protection de l'enfance"), END, BY_OWNER),
    ("trafficking", _("Traite des êtres humains"), END, BY_OWNER),
    ("access_log", _("Journal des accès"), _("jour de l'entrée"), CHAINED),
    (
        "statistics",
        _("Statistiques et extraits figés"),
        _("jour de l'extrait"),
        _("Ils ne parlent de personne."),
    ),
)
for code, label, start, why in NAMED:
    RETENTION.add(code, RetainedKind(code, label, start, why_not=why))
