"""Desks of the mini province: who signs on, what they hold, what the checker says."""

from types import SimpleNamespace
from typing import Any

from django.utils.timezone import localdate, now

from command_center.ground.custody.models import Custody
from command_center.ground.custody.services.duty import sign_on
from command_center.ground.custody.services.handing_over import begin, close
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from command_center.screens.owners import CUSTODY, offenders
from tests.people import make_user
from workorders.models import Escalation, EscalationCall, EscalationRule


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


def duty_of(person: User) -> int:
    """The id of this person's duty, begun now."""
    return sign_on(person=person, centre=person.home, at=now()).pk


def handover_of(person: User) -> int:
    """The id of a hand-over that this person has closed, with nothing to give."""
    on_duty(person)
    return close(begin(giver=person, at=now()).pk, giver=person, at=now()).pk


def call_of(order: Any) -> int:
    """The id of a call to this order that nobody in particular was found for."""
    rule = EscalationRule.objects.create(
        name="a test", reason="a_test", level="COUNTY_CENTRE", valid_from=localdate(), role="MATERIAL_KEEPER"
    )
    row = Escalation.objects.create(order=order, rule=rule, unit=order.centre, org_path=order.org_path, at=now())
    return EscalationCall.objects.create(escalation=row).pk
