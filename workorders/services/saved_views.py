"""Keeping lists under a name. What they ask is checked by whoever reads the list's address; here it is who may and how many."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.organisation.models import UNITS, OrgUnit, User
from workorders.models import SavedView

MOST_VIEWS = 50  # of one person


def views_for(user: User) -> "QuerySet[SavedView]":
    """A person's own views, and those that people of their centre, or of one above it, have shared with it."""
    above = _paths_to(user.home.path) if user.home else []
    shared = Q(centre__path__in=above)
    return SavedView.objects.filter(Q(owner=user) | shared).select_related("owner", "centre").defer("centre__area")


@transaction.atomic
def keep_view(
    *,
    owner: User,
    name: str,
    filters: Mapping[str, str],
    ordering: str,
    columns: Sequence[str],
    shared: bool,
    view_id: int | None = None,
) -> SavedView:
    """A new view, or another meaning of one's own. Raises ``NotFound`` for somebody else's, ``Invalid`` for a second of that name."""
    others = SavedView.objects.filter(owner=owner).exclude(pk=view_id or 0)
    if others.filter(name=name).exists():
        raise Invalid(_("You have a view of this name already."), pointer="/name")
    if view_id is None and others.count() >= MOST_VIEWS:
        raise Invalid(_("%(most)d views at most: remove one first.") % {"most": MOST_VIEWS}, pointer="/name")
    view = SavedView(owner=owner) if view_id is None else own_view(owner, view_id)
    view.name, view.filters, view.ordering, view.columns = name, dict(filters), ordering, list(columns)
    view.centre = centre_of(owner) if shared else None
    view.save()
    return view


@transaction.atomic
def remove_view(*, owner: User, view_id: int) -> None:
    """Raises ``NotFound`` for somebody else's: who shared a view keeps it."""
    own_view(owner, view_id).delete()


def centre_of(user: User) -> OrgUnit | None:
    """Whose people a person shares with: their centre, or what they belong to when it is no unit of one."""
    home = user.home
    return home.parent if home and home.level in UNITS else home


def own_view(owner: User, view_id: int) -> SavedView:
    """Raises ``NotFound`` for somebody else's."""
    view = SavedView.objects.filter(owner=owner, pk=view_id).first()
    if view is None:
        raise NotFound()
    return view


def _paths_to(path: str) -> list[str]:
    """``42/4228/422826/`` → itself and every path above it."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
