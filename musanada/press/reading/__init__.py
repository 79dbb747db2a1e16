"""Numbers of a text: where, how much, of what, for when. ``read(text, lang)`` is the door; ``files`` opens documents."""

from musanada.press.reading.numbers import Finding, Number, Sentence, Text
from musanada.press.reading.reader import read

__all__ = ["Finding", "Number", "Sentence", "Text", "read"]
