"""The words the people of a side bear, for the word somebody meant when they slipped: "Aeubakar" for Aboubakar.

Read from what was counted ahead (``NameCount``) and kept in memory until it is counted anew. Only words borne by ten
records at least, of the actor's own sides: what is suggested tells nobody's name.
"""

from collections import defaultdict
from collections.abc import Iterator
from time import monotonic

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from musanada.kit.names import arabic
from musanada.kit.names.words import Word
from musanada.linkage.blocking import Scope
from musanada.linkage.models import NameCount

KEPT = 600.0  # seconds between two looks at whether the names were counted anew
SHORTEST = 4
LONG = 8  # letters from which two slips are forgiven
LETTERS = {ord(sign): chr(letter) for letter, sign in arabic.ASCII.items()}

Words = dict[int, dict[str, int]]  # by length: the word as filed, and how many bear it
_known: dict[tuple[str, tuple[str, ...]], tuple[float, int, Words]] = {}


def words_of(scope: Scope) -> Words:
    """The words of the sides, read again when they were counted anew."""
    name = str(connection.settings_dict["NAME"]), scope.sides
    looked, version, words = _known.get(name, (-KEPT, 0, {}))
    now = monotonic()
    if now - looked < KEPT and version:
        return words
    newest = NameCount.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if newest != version:
        words = read(scope)
    _known[name] = now, newest, words
    return words


def read(scope: Scope) -> Words:
    found: Words = defaultdict(dict)
    rows = NameCount.objects.filter(kind="exact", side__in=scope.sides).values_list("value", "bearers")
    for value, bearers in rows.iterator():
        if len(value) >= SHORTEST:
            found[len(value)][value] = found[len(value)].get(value, 0) + bearers
    return found


def spelled_alike(here: Word, scope: Scope) -> Iterator[str]:
    """Common words a letter or two away, the likeliest first; letters swapped count as one."""
    filed = here.ascii
    if len(filed) < SHORTEST or here.script not in ("Latn", "Arab"):
        return
    slack = 2 if len(filed) >= LONG else 1
    words = words_of(scope)
    found = []
    for length in range(len(filed) - slack, len(filed) + slack + 1):
        of_length = words.get(length, {})
        for near, apart, _at in process.extract(
            filed, of_length.keys(), scorer=OSA.distance, score_cutoff=slack, limit=None
        ):
            if near != filed and near.startswith("0") == filed.startswith("0"):
                found.append((apart, -of_length[near], near))
    for _apart, _bearers, word in sorted(found):
        yield written(word)


def written(filed: str) -> str:
    """The word a key of kind ``exact`` stands for: Arabic is filed letter by letter behind a nought."""
    return filed[1:].translate(LETTERS) if filed.startswith("0") else filed
