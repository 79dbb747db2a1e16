"""A procedure as a graph: its arrows, its exits, the layer and the column of each state. Pure, and drawn elsewhere."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from musanada.cases.procedures import Procedure

MANY = 3  # a closing state that one step reaches from so many states is an exit
JOINED = " / "


@dataclass(frozen=True)
class Edge:
    """All steps from one state to another, as one arrow."""

    source: str
    target: str
    words: str


@dataclass
class Table:
    """``exits``: closing states with the words of the steps into them; ``back``: how one returns from there."""

    initial: str
    states: list[str]
    edges: list[Edge] = field(default_factory=list)
    exits: dict[str, list[str]] = field(default_factory=dict)
    back: dict[str, list[str]] = field(default_factory=dict)
    leads: dict[str, set[str]] = field(default_factory=dict)  # state → exits it can take

    def ways_out(self, state: str) -> list[int]:
        """Numbers of the exits that can be taken from a state."""
        mine = self.leads.get(state, set())
        return [n for n, one in enumerate(self.exits, 1) if one in mine]


def table_of(procedure: Procedure) -> Table:
    steps = list(procedure.flow.steps.values())
    exits: dict[str, list[str]] = {
        s.target: [] for s in steps if s.target in procedure.closures and len(s.source) >= MANY
    }
    found = Table(procedure.flow.initial, procedure.flow.states(), [], exits, {e: [] for e in exits})
    words: dict[tuple[str, str], list[str]] = {}
    for step in steps:
        if step.target in exits:
            exits[step.target].append(str(step.label))
        for source in step.source:
            if step.target in exits:
                found.leads.setdefault(source, set()).add(step.target)
            elif source in exits:
                back = {"step": step.label, "state": procedure.label_of(step.target)}
                found.back[source].append(_("Retour vers %(state)s : %(step)s") % back)
            else:
                words.setdefault((source, step.target), []).append(str(step.label))
    found.edges = [Edge(a, b, JOINED.join(told)) for (a, b), told in words.items()]
    return found


def layers_of(table: Table) -> list[list[str]]:
    """States by the length of the shortest way to them; those no drawn arrow reaches stand last."""
    layers, known = [[table.initial]], {table.initial}
    while layers[-1]:
        nearest = [e.target for state in layers[-1] for e in table.edges if e.source == state]
        fresh = [state for state in dict.fromkeys(nearest) if state not in known]
        known |= set(fresh)
        layers.append(fresh)
    rest = [s for s in table.states if s not in known and s not in table.exits]
    return [row for row in [*layers, rest] if row]


def columns_of(table: Table, layers: list[list[str]]) -> dict[str, int]:
    """Each state near the middle of those that lead to it; the first stands where reading starts, on a phone too."""
    widest = max(len(row) for row in layers)
    column: dict[str, int] = {}
    for row in layers:
        wish = {state: wished(table, column, state) for state in row}
        ordered = sorted(row, key=lambda s: (wish[s], row.index(s)))
        taken = -1
        for n, state in enumerate(ordered):
            latest = widest - (len(ordered) - n)
            column[state] = min(max(taken + 1, round(wish[state] - (len(ordered) - 1) / 2 + n)), latest)
            column[state] = max(column[state], taken + 1)
            taken = column[state]
        row[:] = ordered
    return column


def wished(table: Table, column: dict[str, int], state: str) -> float:
    above = [column[e.source] for e in table.edges if e.target == state and e.source in column]
    return sum(above) / len(above) if above else 0.0
