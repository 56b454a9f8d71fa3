"""Signing on at a desk and off it. Nobody leaves with an open item in their name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.ground.core import audit
from command_center.ground.core.errors import Conflict, Invalid, require_reason
from command_center.ground.core.fault_isolation import run_each
from command_center.ground.custody.models import Custody, DeskDuty
from command_center.ground.custody.services import holding
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import covers


@transaction.atomic
def sign_on(*, person: User, centre: OrgUnit, at: datetime) -> DeskDuty:
    """A person takes a seat; what the centres below hold for want of one falls to them as the rule says.

    Raises ``Invalid`` for a desk that is none or outside their area, ``Conflict`` for somebody who is on duty already.
    """
    if centre.level not in holding.DESKS or not covers(person, centre.path) or not person.may(Right.DUTY):
        raise Invalid(_("There is no desk for you at this place."), pointer="/centre")
    holding.hold_roster_alone()
    if (standing := duty_of(person)) is not None:
        raise Conflict(_("You are on duty already: %(centre)s.") % {"centre": standing.centre})
    duty = DeskDuty.objects.create(person=person, centre=centre, role=person.role, since=at)
    nobodys = Custody.objects.live().filter(holder=None, org_path__startswith=centre.path).locked()
    _fall_anew(nobodys, at=at)
    return duty


@transaction.atomic
def sign_off(*, person: User, at: datetime) -> DeskDuty:
    """The seat is left. Raises ``Conflict`` while anything open stands in the person's name: it is handed over first."""
    holding.hold_roster_alone()
    duty = duty_of(person)
    if duty is None:
        raise Conflict(_("You are not on duty."))
    held = Custody.objects.live().filter(holder=person).count()
    if held:
        words = ngettext(
            "%(count)d open item is still yours: hand it over.",
            "%(count)d open items are still yours: hand them over.",
            held,
        )
        raise Conflict(words % {"count": held}, held=held)
    return end_duty(duty, at=at)


@transaction.atomic
def relieve_absent(*, duty_id: int, reason: str, at: datetime, actor: Any) -> DeskDuty:
    """Somebody has gone without handing over (ill, or no longer here): their items fall to who is on duty now.

    Raises ``Invalid`` without a reason, ``Conflict`` for a duty that has ended.
    """
    require_reason(reason)
    holding.hold_roster_alone()
    duty = DeskDuty.objects.select_related("person", "centre").get(pk=duty_id)
    if duty.until is not None:
        raise Conflict(_("This duty has ended."))
    end_duty(duty, at=at, by=actor, reason=reason.strip())
    audit.record(actor=actor, action="duty_ended", object_kind="person", object_ref=str(duty.person), reason=reason)
    return duty


def end_duty(duty: DeskDuty, *, at: datetime, by: Any = None, reason: str = "") -> DeskDuty:
    """Within a transaction that holds the roster alone: whatever they still hold falls anew, to others."""
    duty.until, duty.ended_by, duty.end_reason = at, by, reason
    duty.save(update_fields=["until", "ended_by", "end_reason"])
    duty.handovers.filter(closed_at=None, dropped_at=None).update(dropped_at=at)
    _fall_anew(Custody.objects.live().filter(holder=duty.person_id).locked(), at=at)
    return duty


def end_lost_duties(*, at: datetime) -> int:
    """Who may be at their desk no more (left the service, another role, another area) is on duty no more; how many."""
    lost = DeskDuty.objects.filter(until=None).exclude(person__is_active=True, person__role=F("role"))
    gone = [*lost, *_out_of_their_area()]
    run_each(gone, lambda duty: _end_lost(duty.pk, at=at))
    return len(gone)


def _out_of_their_area() -> Iterable[DeskDuty]:
    live = DeskDuty.objects.filter(Q(person__is_active=True), until=None, person__role=F("role"))
    return [duty for duty in live.select_related("person__home", "centre") if not covers(duty.person, duty.centre.path)]


@transaction.atomic
def _end_lost(duty_id: int, *, at: datetime) -> None:
    holding.hold_roster_alone()
    duty = DeskDuty.objects.filter(pk=duty_id, until=None).first()
    if duty is not None:
        end_duty(duty, at=at, reason="no longer at this desk")


def duty_of(person: User) -> DeskDuty | None:
    return DeskDuty.objects.filter(person=person, until=None).select_related("centre").first()


def _fall_anew(rows: Iterable[Custody], *, at: datetime) -> None:
    ended = holding.end(list(rows), at=at)
    holding.fall(holding.items_of(ended), at=at)
