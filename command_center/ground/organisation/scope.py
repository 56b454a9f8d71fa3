"""Jurisdiction: one layer for API, console, sockets and admin. Never in templates.

A person sees a row when its ``org_path`` starts with one of the person's paths. What is outside looks as if it did
not exist (404), and the attempt is written to the audit trail.
"""

from typing import Any, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from command_center.ground.core.errors import NotAllowed, NotFound
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right

M = TypeVar("M", bound=Model)


class Jurisdiction(Protocol):
    """Whoever answers for some organisation paths: a person, or a board that several people share."""

    @property
    def scope_paths(self) -> list[str]: ...


def scoped(queryset: "QuerySet[M]", user: Any, *, field: str = "org_path") -> "QuerySet[M]":
    """The rows within the user's jurisdiction."""
    within = Q(pk__in=[])
    for path in getattr(user, "scope_paths", []):
        within |= Q(**{f"{field}__startswith": path})
    return queryset.filter(within)


def covers(user: Jurisdiction, org_path: str) -> bool:
    return any(org_path.startswith(path) for path in user.scope_paths)


def get_scoped(queryset: "QuerySet[M]", user: Any, *, field: str = "org_path", **lookup: Any) -> M:
    """One row within the user's jurisdiction. Raises ``NotFound``; a foreign row is audited and looks the same."""
    row = scoped(queryset, user, field=field).filter(**lookup).first()
    if row is not None:
        return row
    ref = str(next(iter(lookup.values()), ""))
    raise NotFound().leaving(*refused(queryset.filter(**lookup), user, ref))


def refused(rows: "QuerySet[Any]", user: Any, ref: str, **detail: Any) -> list[dict[str, Any]]:
    """For ``DomainError.leaving``: the entry that somebody reached for rows outside their area, if these exist at all."""
    if not rows.exists():
        return []
    kind = rows.model._meta.model_name or ""
    entry = {"actor": user, "action": "foreign_access_refused", "object_kind": kind, "object_ref": ref[:80]}
    return [{**entry, "allowed": False, **detail}]


def require(user: Any, *rights: Right) -> None:
    """Raise ``NotAllowed`` unless the user's role carries one of the rights."""
    if not (isinstance(user, User) and any(user.may(right) for right in rights)):
        raise NotAllowed()
