"""The rights of staged imports. Running one also needs the right to write what it holds, row by row."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

right(
    "imports.view",
    _("Voir les imports"),
    roles=("case_manager", "programme_manager", "administrator", "console"),
    reaches=Privacy.P3,
)
right("imports.run", _("Importer un fichier"), roles=("case_manager", "console"), reaches=Privacy.P3)
right(
    "imports.undo",
    _("Annuler un import"),
    roles=("case_manager", "programme_manager", "console"),
    reaches=Privacy.P3,
)
