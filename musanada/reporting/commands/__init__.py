"""Every write of reporting: figures of others, their series, and the definitions that people write here."""

from musanada.reporting.commands.externals import Imported, import_external, note_records_opened

__all__ = ["Imported", "import_external", "note_records_opened"]
