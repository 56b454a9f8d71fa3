"""Keeping views of a screen under a name. What they ask is checked by whoever reads its address; here it is who may and how many."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.organisation.models import UNITS, OrgUnit, User
from workorders.models import SavedView, ViewedScreen

MOST_VIEWS = 50  # of one person on one screen


def views_for(user: User, screen: str) -> "QuerySet[SavedView]":
    """A person's own views of the screen, and those that people of their centre, or of one above it, have shared with it."""
    above = _paths_to(user.home.path) if user.home else []
    shared = Q(centre__path__in=above)
    views = SavedView.objects.filter(Q(owner=user) | shared, screen=screen)
    return views.select_related("owner", "centre").defer("centre__area")


@transaction.atomic
def keep_view(
    *,
    owner: User,
    screen: ViewedScreen,
    name: str,
    filters: Mapping[str, str],
    ordering: str = "",
    columns: Sequence[str] = (),
    shared: bool,
    opens: bool = False,
    view_id: int | None = None,
) -> SavedView:
    """A new view, or another meaning of one's own; one that ``opens`` the screen takes the place of the one that did.

    Raises ``NotFound`` for somebody else's, ``Invalid`` for a second of that name.
    """
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # two at once are one after the other
    others = SavedView.objects.filter(owner=owner, screen=screen).exclude(pk=view_id or 0)
    if others.filter(name=name).exists():
        raise Invalid(_("You have a view of this name already."), pointer="/name")
    if view_id is None and others.count() >= MOST_VIEWS:
        raise Invalid(_("%(most)d views at most: remove one first.") % {"most": MOST_VIEWS}, pointer="/name")
    view = SavedView(owner=owner, screen=screen) if view_id is None else own_view(owner, screen, view_id)
    if opens:
        others.filter(opens_screen=True).update(opens_screen=False)
    view.opens_screen = opens
    view.name, view.filters, view.ordering, view.columns = name, dict(filters), ordering, list(columns)
    view.centre = centre_of(owner) if shared else None
    view.save()
    return view


@transaction.atomic
def remove_view(*, owner: User, screen: ViewedScreen, view_id: int) -> None:
    """Raises ``NotFound`` for somebody else's: who shared a view keeps it."""
    own_view(owner, screen, view_id).delete()


def centre_of(user: User) -> OrgUnit | None:
    """Whose people a person shares with: their centre, or what they belong to when it is no unit of one."""
    home = user.home
    return home.parent if home and home.level in UNITS else home


def own_view(owner: User, screen: ViewedScreen, view_id: int) -> SavedView:
    """Raises ``NotFound`` for somebody else's, and for one of another screen."""
    view = SavedView.objects.filter(owner=owner, screen=screen, pk=view_id).first()
    if view is None:
        raise NotFound()
    return view


def _paths_to(path: str) -> list[str]:
    """``42/4228/422826/`` → itself and every path above it."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
