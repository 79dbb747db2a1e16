"""Procedures over a case: the table of steps, the words of its states, the part of the file it belongs to.

A domain declares one in its ``workflow.py``; pages, work lists, diagrams, the journal and the matrix read it here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from musanada.cases.caseflow import CaseFlow
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Procedure:
    """``states`` names every state of the table; ``closures`` gives, for each state that closes a case, the motive.

    ``waiting`` are the states in which the file waits for the office (not for the person or another body): what is
    late there is the office's own lateness. ``address`` names the page of one case: a URL name that takes its key.
    """

    code: str
    label: Sentence
    flow: CaseFlow
    group: FieldGroup
    states: Mapping[str, Sentence]
    closures: Mapping[str, str] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()
    tones: Mapping[str, str] = field(default_factory=dict)
    address: str = "files:show"

    @property
    def open_states(self) -> list[str]:
        return [state for state in self.flow.states() if state not in self.closures]

    def label_of(self, state: str) -> Sentence:
        return self.states.get(state, state)


PROCEDURES: Registry[Procedure] = Registry("procedure")


def procedure(code: str) -> Procedure:
    """Raises: LookupError for a code nobody declared."""
    return PROCEDURES[code]


def declare(one: Procedure) -> Procedure:
    """Add a procedure; a state without words, or words without a state, is an error at import."""
    missing = set(one.flow.states()) ^ set(one.states)
    if missing:
        raise LookupError(f"procedure '{one.code}': states and words differ in {sorted(missing)}")
    unknown = set(one.closures) - set(one.states)
    if unknown:
        raise LookupError(f"procedure '{one.code}' closes in unknown states {sorted(unknown)}")
    return PROCEDURES.add(one.code, one)


def codes_by_group() -> dict[str, list[str]]:
    """Procedures by the part of the file they belong to: rights are asked once per part."""
    found: dict[str, list[str]] = {}
    for code, one in PROCEDURES.items():
        found.setdefault(one.group, []).append(code)
    return found
