"""From pairs to groups of records that are one person, each record in exactly one group.

Pairs above the threshold join; where that makes a chain, the group is built again from its surest pairs, and two parts
are joined only if what all their pairs say together speaks for it. A pair nobody compared, or that contradicts,
speaks against. So one doubtful pair does not fold two people, or two families, into one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush

UNSEEN = -1.5  # log2 odds of a pair of one group that was never compared
HIGHEST = 12.0
LARGE = 12  # more records of one person are looked at by people
Edge = tuple[int, int, float]  # two records and the log2 odds that they are one person


class Sets:
    """Which records hang together."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}

    def top(self, one: int) -> int:
        above = self.above
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.top(one), self.top(other)))
        self.above[second] = first


def components(edges: Iterable[Edge], at_least: float) -> Iterator[tuple[list[int], list[Edge]]]:
    """Records that hang together by pairs of the threshold, with all that is known between them."""
    edges = list(edges)
    sets = Sets()
    for a, b, odds in edges:
        if odds >= at_least:
            sets.join(a, b)
    inside: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if (
            edge[0] in sets.above
            and edge[1] in sets.above
            and (top := sets.top(edge[0])) == sets.top(edge[1])
        ):
            inside[top].append(edge)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for one in sets.above:
        members[sets.top(one)].append(one)
    for top, found in members.items():
        yield sorted(found), inside[top]


def grouped(edges: Iterable[Edge], at_least: float) -> tuple[list[list[int]], set[int]]:
    """Groups of two and more, and the records of groups that had to be cut or are large."""
    groups: list[list[int]] = []
    suspicious: set[int] = set()
    for members, inside in components(edges, at_least):
        parts = [members] if len(members) == 2 else split(inside, at_least)
        if len(parts) > 1 or len(members) > LARGE:
            suspicious.update(members)
        groups += [part for part in parts if len(part) > 1]
    return groups, suspicious


def split(edges: list[Edge], at_least: float) -> list[list[int]]:
    """Parts by average linkage: the two parts whose pairs speak most for it are joined first."""
    parts: dict[int, list[int]] = {}
    links: defaultdict[int, dict[int, float]] = defaultdict(dict)  # sum of odds of the pairs known, by part
    known: dict[tuple[int, int], int] = {}
    for a, b, odds in edges:
        parts.setdefault(a, [a])
        parts.setdefault(b, [b])
        links[a][b] = links[b][a] = min(odds, HIGHEST)
        known[a, b] = known[b, a] = 1
    heap = [(-min(odds, HIGHEST), a, b, 1, 1) for a, b, odds in edges]
    heapify(heap)
    while heap:
        worth, a, b, size_a, size_b = heappop(heap)
        if -worth < at_least:
            break
        if a not in parts or b not in parts or len(parts[a]) != size_a or len(parts[b]) != size_b:
            continue
        parts[a] += parts.pop(b)
        for other, total in links.pop(b).items():
            links[other].pop(b)
            count = known.pop((b, other))
            known.pop((other, b))
            if other != a:
                links[a][other] = links[other][a] = links[a].get(other, 0.0) + total
                known[a, other] = known[other, a] = known.get((a, other), 0) + count
        for other, total in links[a].items():
            pairs = len(parts[a]) * len(parts[other])
            mean = (total + UNSEEN * (pairs - known[a, other])) / pairs
            if mean >= at_least:
                heappush(heap, (-mean, a, other, len(parts[a]), len(parts[other])))
    return [sorted(part) for part in parts.values()]
