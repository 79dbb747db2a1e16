"""The diagram of a procedure, drawn from its table: states as boxes in layers, steps as arrows with their words.

States stand in the layer of the shortest way to them. Between two layers lies a channel of tracks: every arrow has a
track of its own there, with its words on it, so that no words ever meet. Arrows that go back or pass over a layer run
through a lane at the side, one lane a target. A closing state that many states lead to (withdrawn, deceased…) would be
a web of lines: it stands at the foot with a number, and the boxes it can be reached from carry the number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.cases.diagram_layers import Edge, Table, columns_of, layers_of, table_of
from musanada.cases.procedures import Procedure
from musanada.kit.formats import format_number
from musanada.kit.svg import Frame
from musanada.kit.svg.canvas import Canvas
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import SMALL, TEXT

BOX_W, BOX_H, GAP_X = 196.0, 58.0, 40.0
LANE, MARGIN, PORT = 14.0, 16.0, 18.0
LINE_H, LABEL_W = 15.0, 176.0
HEAD = 7.0


@dataclass
class Track:
    """A horizontal way inside a channel, with the words that lie on it."""

    words: list[str]
    y: float = 0.0

    @property
    def height(self) -> float:
        return max(len(self.words), 1) * LINE_H + 7


@dataclass
class Route:
    """An arrow being laid: from where, to where, on which tracks, through which lane."""

    edge: Edge
    out: Track
    into: Track | None = None  # the target's own track, of an arrow that comes through a lane
    lane: tuple[str, str] | None = None  # (side, target)
    x1: float = 0.0
    x2: float = 0.0


@dataclass
class Plan:
    """Where everything stands, before it is drawn."""

    table: Table
    layers: list[list[str]]
    column: dict[str, int]
    top: dict[int, float] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    channels: dict[int, list[Track]] = field(default_factory=dict)
    lanes: dict[tuple[str, str], float] = field(default_factory=dict)
    left: float = MARGIN
    width: float = 0.0
    height: float = 0.0

    @property
    def layer(self) -> dict[str, int]:
        return {state: n for n, row in enumerate(self.layers) for state in row}

    def x(self, state: str) -> float:
        return self.left + self.column[state] * (BOX_W + GAP_X)

    def middle(self, state: str) -> float:
        return self.x(state) + BOX_W / 2

    def y(self, state: str) -> float:
        return self.top[self.layer[state]]


def draw(procedure: Procedure, lang: str, current: str = "") -> SafeString:
    """The whole procedure; ``current`` is the state of a file, if one is looked at."""
    plan = planned(table_of(procedure))
    desc = _("%(states)s états, %(steps)s étapes. Le tableau qui suit dit la même chose en mots.") % {
        "states": len(procedure.states),
        "steps": len(procedure.flow.steps),
    }
    title = _("Procédure : %(name)s") % {"name": procedure.label}
    canvas = Canvas(Frame(title, lang, desc, width=round(plan.width)))
    canvas.rect(0, 0, plan.width, plan.height, "paper")
    for route in plan.routes:
        line(canvas, plan, route)
    for route in plan.routes:
        label(canvas, plan, route)
    for row in plan.layers:
        for state in row:
            box(canvas, plan, procedure, state, current)
    exits(canvas, plan, procedure, current)
    return canvas.svg(plan.height, css="mk mk-flow")


# Laying out


def planned(table: Table) -> Plan:
    layers = layers_of(table)
    plan = Plan(table, layers, columns_of(table, layers))
    plan.channels = {n: [] for n in range(-1, len(layers))}
    lay_tracks(plan)
    lay_lanes(plan)
    lay_ports(plan)
    lay_heights(plan)
    return plan


def lay_tracks(plan: Plan) -> None:
    """A track under its source for every arrow; one above its target for all that come through a lane."""
    layer, columns = plan.layer, max(plan.column.values()) + 1
    into: dict[str, tuple[int, Track]] = {}
    for edge in plan.table.edges:
        out = Track(wrap(edge.words, SMALL, LABEL_W, 4))
        route = Route(edge, out)
        above = layer[edge.target] - 1
        if layer[edge.source] == above:
            plan.channels[above].append(out)
        else:
            plan.channels[layer[edge.source]].insert(0, out)
            side = "end" if plan.column[edge.target] >= columns / 2 else "start"
            route.lane = (side, edge.target)
            if edge.target not in into:
                into[edge.target] = (above, Track([]))
            route.into = into[edge.target][1]
        plan.routes.append(route)
    for above, track in into.values():
        plan.channels[above].append(track)


def lay_lanes(plan: Plan) -> None:
    """Lanes side by side, outside of the columns; then the boxes know where they start."""
    used = list(dict.fromkeys(route.lane for route in plan.routes if route.lane))
    first = [lane for lane in used if lane[0] == "start"]
    last = [lane for lane in used if lane[0] == "end"]
    plan.left = MARGIN + len(first) * LANE + (GAP_X / 2 if first else 0)
    columns = max(plan.column.values()) + 1
    edge = plan.left + columns * (BOX_W + GAP_X) - GAP_X
    plan.lanes = {lane: MARGIN + n * LANE for n, lane in enumerate(first)}
    plan.lanes |= {lane: edge + GAP_X / 2 + n * LANE for n, lane in enumerate(last, 1)}
    plan.width = edge + MARGIN + (len(last) + 1) * LANE + (GAP_X / 2 if last else 0)


def lay_ports(plan: Plan) -> None:
    """Where arrows leave and enter a box: side by side, in the order of where they go and come from."""
    for state in plan.column:
        leaving = sorted((r for r in plan.routes if r.edge.source == state), key=lambda r: towards(plan, r))
        for route, x in zip(leaving, ports(plan.middle(state), len(leaving)), strict=True):
            route.x1 = x
    for state in plan.column:
        coming = [r for r in plan.routes if r.edge.target == state]
        ways = sorted({origin(plan, r) for r in coming})
        places = dict(zip(ways, ports(plan.middle(state) + PORT / 4, len(ways)), strict=True))
        for route in coming:
            route.x2 = places[origin(plan, route)]
            if route.lane is None and len(ways) == 1 and abs(route.x1 - route.x2) < BOX_W / 3:
                route.x2 = route.x1


def ports(middle: float, count: int) -> list[float]:
    gap = min(PORT, (BOX_W - 30) / max(count, 1))
    return [middle + (n - (count - 1) / 2) * gap for n in range(count)]


def towards(plan: Plan, route: Route) -> float:
    return plan.lanes[route.lane] if route.lane else plan.middle(route.edge.target)


def origin(plan: Plan, route: Route) -> float:
    return plan.lanes[route.lane] if route.lane else plan.middle(route.edge.source)


def lay_heights(plan: Plan) -> None:
    """Layers and tracks from the top down; the exits stand under the last."""
    y = MARGIN
    for n in range(-1, len(plan.layers)):
        if n >= 0:
            plan.top[n] = y
            y += BOX_H
        tracks = plan.channels[n]
        y += 10 if tracks else 0
        for track in tracks:
            track.y = y + track.height / 2
            y += track.height
        y += HEAD + 9 if tracks else (22 if n >= 0 else 0)
    plan.height = y + exits_height(plan) + MARGIN


# Drawing


def line(canvas: Canvas, plan: Plan, route: Route) -> None:
    start, end = plan.y(route.edge.source) + BOX_H, plan.y(route.edge.target)
    points = [(route.x1, start), (route.x1, route.out.y)]
    if route.lane and route.into:
        lane = plan.lanes[route.lane]
        points += [(lane, route.out.y), (lane, route.into.y), (route.x2, route.into.y)]
    else:
        points += [(route.x2, route.out.y)]
    canvas.polyline([*points, (route.x2, end)], "axis", width=1.25)
    x = route.x2
    canvas.polyline([(x - 4, end - HEAD), (x, end - 1), (x + 4, end - HEAD)], "ink", width=1.5)


def label(canvas: Canvas, plan: Plan, route: Route) -> None:
    """The words of a step, on its own track near the box it leaves from."""
    wide = max((text_width(word, SMALL) for word in route.out.words), default=0) * 1.06 + 8
    target = plan.lanes[route.lane] if route.lane else route.x2
    way = target - route.x1
    if abs(way) > wide + 16:
        middle = route.x1 + (wide / 2 + 10) * (1 if way > 0 else -1)
    else:
        middle = route.x1 + way / 2
    middle = min(max(middle, wide / 2 + 2), plan.width - wide / 2 - 2)
    high = len(route.out.words) * LINE_H
    top = route.out.y - high / 2
    canvas.rect(middle - wide / 2, top - 1, wide, high + 2, "paper")
    for n, word in enumerate(route.out.words):
        canvas.text(middle, top + LINE_H * n + 11.5, word, anchor="middle", size=SMALL)


def box(canvas: Canvas, plan: Plan, procedure: Procedure, state: str, current: str) -> None:
    a_box(canvas, plan.x(state), plan.y(state), procedure, state, current)
    marks = " ".join(format_number(n, canvas.frame.lang) for n in plan.table.ways_out(state))
    if marks:
        right = plan.x(state) + BOX_W - 8
        fill = "on5" if state == current else "soft"
        canvas.text(right, plan.y(state) + BOX_H - 6, marks, anchor="end", size=SMALL, fill=fill)


def a_box(canvas: Canvas, x: float, y: float, procedure: Procedure, state: str, current: str) -> None:
    """A state: dashed where it closes the file, filled and with a mark where the file is."""
    here, closes = state == current, state in procedure.closures
    name = str(procedure.label_of(state))
    canvas.open(_("%(state)s : le dossier est ici") % {"state": name} if here else name)
    fill = "bar" if here else "wash" if state == procedure.flow.initial else "paper"
    canvas.rect(x, y, BOX_W, BOX_H, fill, stroke="bar" if here else "ink", dash="5 4" if closes else "")
    words = wrap(f"● {name}" if here else name, TEXT, BOX_W - 20, 2)
    first = y + BOX_H / 2 + 5 - (len(words) - 1) * 9 - (4 if len(words) > 1 else 0)
    for n, word in enumerate(words):
        ink = "on5" if here else "ink"
        canvas.text(x + BOX_W / 2, first + n * 18, word, anchor="middle", fill=ink, bold=here)
    canvas.close()


# The exits at the foot


def exit_words(plan: Plan, state: str) -> list[str]:
    """Under an exit: the step that leads there, and the way back if there is one."""
    told = [*plan.table.exits[state], *plan.table.back[state]]
    return [word for words in told for word in wrap(words, SMALL, BOX_W, 2)]


def rows_of_exits(plan: Plan) -> Iterable[list[str]]:
    columns, states = max(plan.column.values()) + 1, list(plan.table.exits)
    return [states[n : n + columns] for n in range(0, len(states), columns)]


def exits_height(plan: Plan) -> float:
    if not plan.table.exits:
        return 0.0
    rows = [BOX_H + 14 + LINE_H * max(len(exit_words(plan, s)) for s in row) for row in rows_of_exits(plan)]
    return 46 + sum(rows) + 14 * len(rows)


def exits(canvas: Canvas, plan: Plan, procedure: Procedure, current: str) -> None:
    if not plan.table.exits:
        return
    y = plan.height - exits_height(plan) - MARGIN + 12
    canvas.line(plan.left, y, plan.width - MARGIN, y, "grid")
    y += 22
    canvas.text(plan.left, y, _("Sorties : depuis chaque état qui porte leur numéro"), bold=True)
    y += 14
    number = 0
    for row in rows_of_exits(plan):
        deepest = 0
        for n, state in enumerate(row):
            x, number = plan.left + n * (BOX_W + GAP_X), number + 1
            a_box(canvas, x, y, procedure, state, current)
            canvas.text(
                x + BOX_W - 8,
                y + BOX_H - 6,
                format_number(number, canvas.frame.lang),
                anchor="end",
                size=SMALL,
                fill="on5" if state == current else "soft",
            )
            told = exit_words(plan, state)
            deepest = max(deepest, len(told))
            for k, words in enumerate(told):
                canvas.text(x, y + BOX_H + 16 + k * LINE_H, words, size=SMALL)
        y += BOX_H + 28 + deepest * LINE_H
