"""A handful of nodes and what joins them, searched by hand: all ways to a source, who loses power without an edge."""

from itertools import pairwise
from typing import Any, NamedTuple


class Link(NamedTuple):
    code: str
    ends: tuple[int, int]
    device: bool
    feeder: int

    def beyond(self, node: int) -> int:
        return self.ends[1] if self.ends[0] == node else self.ends[0]


class Ways:
    """``links``: those that join, in one state of the switches. ``people``: node → how many are supplied there."""

    def __init__(self, links: list[Link], sources: set[int], people: dict[int, int]) -> None:
        self.links, self.sources, self.people = links, sources, people

    def from_node(self, node: int, been: tuple[int, ...] = ()) -> list[list[Link]]:
        """Every way up to the first source that comes, without passing a node twice."""
        if node in self.sources:
            return [[]]
        return [
            [link, *way]
            for link in self.links
            if node in link.ends and link.beyond(node) not in (*been, node)
            for way in self.from_node(link.beyond(node), (*been, node))
        ]

    def live(self, without: str = "") -> set[int]:
        found, next_to = set(self.sources), list(self.sources)
        while next_to:
            node = next_to.pop()
            for link in self.links:
                if node in link.ends and link.code != without and link.beyond(node) not in found:
                    found.add(link.beyond(node))
                    next_to.append(link.beyond(node))
        return found

    def out_without(self, code: str) -> int:
        return sum(self.people.get(node, 0) for node in self.live() - self.live(code))

    def through(self, link: Link) -> list[list[Link]]:
        """Every way that begins with this link, from either of its ends."""
        return [[link, *way] for node in link.ends for way in self.from_node(link.beyond(node), (node,))]


def segments(way: list[Link], place: dict[int, Any]) -> set[frozenset[Any]]:
    """The spans of a way as pairs of places, of those whose places are known and differ."""
    ends = [tuple(place.get(node) for node in link.ends) for link in way]
    return {frozenset(pair) for pair in ends if None not in pair and pair[0] != pair[1]}


def drawn_segments(lines: list[Any]) -> list[frozenset[Any]]:
    """The same of drawn lines, each as often as it is drawn."""
    return [frozenset((tuple(one), tuple(other))) for line in lines for one, other in pairwise(line)]
