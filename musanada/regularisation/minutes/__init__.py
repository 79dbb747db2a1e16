"""The minutes of a session: their content is made once, in French or in Arabic, and laid out as PDF or as DOCX."""

from musanada.regularisation.minutes.content import FORMATS, LANGUAGES, Minutes, minutes

__all__ = ("FORMATS", "LANGUAGES", "Minutes", "minutes")
