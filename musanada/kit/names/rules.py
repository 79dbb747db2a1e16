"""What a rule of spelling is: a pattern, what it becomes, why, and names that show it.

The examples are no decoration: ``test_names_rules`` checks that the first name of every example shares a key
with each of the others, so a rule that no longer does what it says fails a test.
"""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """``examples``: groups separated by commas; the names of a group are spellings of one name."""

    pattern: re.Pattern[str]
    becomes: str
    why: str
    examples: str

    @property
    def groups(self) -> list[list[str]]:
        return [group.split() for group in self.examples.split(",")]


def rule(pattern: str, becomes: str, why: str, examples: str = "") -> Rule:
    return Rule(re.compile(pattern), becomes, why, examples)


def applied(rules: tuple[Rule, ...], text: str) -> str:
    """The text after all rules, in their order."""
    for pattern, becomes, _why, _examples in rules:
        text = pattern.sub(becomes, text)
    return text
