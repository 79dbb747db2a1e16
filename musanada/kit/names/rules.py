"""What a rule of spelling is: a pattern, what it becomes, why, and names that show it.

The examples are no decoration: ``test_names_rules`` checks that the first name of every example shares a key
with each of the others, so a rule that no longer does what it says fails a test.
"""

import re
from typing import NamedTuple

LITERAL = re.compile(r"\^?([a-z\u0621-\u064a]+)")


class Rule(NamedTuple):
    """``examples``: groups separated by commas; the names of a group are spellings of one name.

    ``needs``: letters without which the pattern finds nothing; looking for them is ten times faster.
    """

    pattern: re.Pattern[str]
    becomes: str
    why: str
    examples: str
    needs: str

    @property
    def groups(self) -> list[list[str]]:
        return [group.split() for group in self.examples.split(",")]


def rule(pattern: str, becomes: str, why: str, examples: str = "", needs: str = "") -> Rule:
    return Rule(re.compile(pattern), becomes, why, examples, needs or needed(pattern))


def needed(pattern: str) -> str:
    """The letters a pattern begins with, where it has no other branch."""
    found = LITERAL.match(pattern)
    if found is None or has_branches(pattern):
        return ""
    optional = pattern[found.end() : found.end() + 1] in ("?", "*", "{")
    return found[1][:-1] if optional else found[1]


def has_branches(pattern: str) -> bool:
    """Whether a ``|`` stands outside of every bracket."""
    depth = 0
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            return True
    return False


def applied(rules: tuple[Rule, ...], text: str) -> str:
    """The text after all rules, in their order."""
    for pattern, becomes, _why, _examples, needs in rules:
        if needs in text:
            text = pattern.sub(becomes, text)
    return text


def first_change(rules: tuple[Rule, ...], text: str) -> str:
    """The text after the first rule that changes it; empty if none does."""
    for pattern, becomes, _why, _examples, needs in rules:
        if needs in text and (changed := pattern.sub(becomes, text)) != text:
            return changed
    return ""
