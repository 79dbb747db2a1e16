"""The rights of publishing: who writes, who builds and checks, who approves (two persons, neither the builder), who publishes.

Published pages are public: they need no account and carry no cookie.
"""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right

HOUSE = ("mne_officer", "statistician", "programme_manager")

right(
    "publications.view",
    _("Lire les rapports et publications en préparation"),
    roles=(*HOUSE, "auditor", "data_protection", "console"),
)
right(
    "publications.write", _("Écrire le texte d'un rapport"), roles=("mne_officer", "statistician", "console")
)
right(
    "publications.build",
    _("Préparer et contrôler une publication"),
    roles=("mne_officer", "statistician", "console"),
)
right("publications.approve", _("Approuver une publication, en seconde personne"), roles=HOUSE)
right(
    "publications.publish",
    _("Publier ou remplacer une publication approuvée"),
    roles=("mne_officer", "programme_manager", "console"),
)
right(
    "publications.deliver",
    _("Tenir le registre des destinataires"),
    roles=("mne_officer", "programme_manager"),
)
