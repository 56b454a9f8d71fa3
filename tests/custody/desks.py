"""Desks of the mini province: who signs on, what they hold, what the checker says."""

from types import SimpleNamespace
from typing import Any

from django.utils.timezone import now

from command_center.ground.custody.models import Custody
from command_center.ground.custody.services.duty import sign_on
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from command_center.screens.owners import CUSTODY, offenders
from tests.people import make_user


def on_duty(person: User, centre: Any = None, *, at: Any = None) -> User:
    sign_on(person=person, centre=centre or person.home, at=at or now())
    return person


def make_desks(p: Any) -> SimpleNamespace:
    """Seats nobody sits in yet: an (dispatcher) and bo (supervisor) in Xianfeng, ci in the city, po in the province."""
    return SimpleNamespace(
        an=make_user("an", Role.DISPATCHER, p.xianfeng),
        bo=make_user("bo", Role.SUPERVISOR, p.xianfeng),
        ci=make_user("ci", Role.DISPATCHER, p.city),
        po=make_user("po", Role.SUPERVISOR, p.province),
        lei=make_user("lei", Role.DISPATCHER, p.laifeng),
    )


def holder_of(order: Any, kind: str = "order") -> str | None:
    """The username in whose name it stands; the centre's name where nobody is on duty; None without a row."""
    row = Custody.objects.live().filter(item_kind=kind, item_id=order.pk).select_related("holder", "centre").first()
    return None if row is None else row.holder.username if row.holder else row.centre.name


def nameless(*, at: Any = None) -> list[str]:
    """What the checker finds wrong with names: asked in SQL, of the rows alone."""
    return [str(found) for found in offenders(at=at or now()) if found.rule in CUSTODY]
