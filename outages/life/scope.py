"""Which service points are meant, in the terms in which a trace, a meter or a person names them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Scope:
    """A set of service points: the union of what the four sets of ids name.

    ``node_ids``: points at these connectivity nodes. ``transformer_ids``: every point of these transformers.
    ``unmapped_transformer_ids``: their points that have no node of their own: what a trace adds for a network that is
    known down to the transformer only. ``service_point_ids``: these very points.
    """

    node_ids: frozenset[int] = frozenset()
    transformer_ids: frozenset[int] = frozenset()
    unmapped_transformer_ids: frozenset[int] = frozenset()
    service_point_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(*(getattr(self, f.name) | getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: "Scope") -> "Scope":
        """Set by set: exact when both name their points in the same terms."""
        return Scope(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def lists(self) -> dict[str, list[int]]:
        """Sorted lists by field name: columns of a row, parameters of a statement."""
        return {field.name: sorted(getattr(self, field.name)) for field in fields(self)}


def scope_of(
    *,
    nodes: Iterable[int] = (),
    transformers: Iterable[int] = (),
    unmapped: Iterable[int] = (),
    points: Iterable[int] = (),
) -> Scope:
    return Scope(frozenset(nodes), frozenset(transformers), frozenset(unmapped), frozenset(points))
