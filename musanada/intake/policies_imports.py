"""The rights of staged imports. Running one also needs the right to write what it holds, row by row."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right

right(
    "imports.view",
    _("Voir les imports"),
    roles=("case_manager", "programme_manager", "administrator", "console"),
)
right("imports.run", _("Importer un fichier"), roles=("case_manager", "console"))
right("imports.undo", _("Annuler un import"), roles=("case_manager", "programme_manager", "console"))
