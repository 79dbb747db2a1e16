"""Names of this register's people: one name, many spellings, in three scripts and any order.

``keys`` gives the few short values under which a name is filed and found; ``prefix_keys`` the same while
the last word is still being typed; ``compare`` says how alike two names are and why. What is known about
names beyond sound (that Diallo and Jallow are one name, that Mamadou and Mohamed have one origin) is data:
``equivalents.csv``. Pure functions, no tables: `people` stores the keys, `linkage` searches them.
"""

from musanada.kit.names.compare import Match, Reason, compare, likeness
from musanada.kit.names.indexing import Key, Typed, completed, keys, prefix_keys
from musanada.kit.names.normalise import normalise, tokens
from musanada.kit.names.scripts import script_of

__all__ = [
    "Key",
    "Match",
    "Reason",
    "Typed",
    "compare",
    "completed",
    "keys",
    "likeness",
    "normalise",
    "prefix_keys",
    "script_of",
    "tokens",
]
