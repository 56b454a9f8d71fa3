"""Roles of the trade (domain reference §1.3) and what each may do. One literal table; default is no."""

from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Func, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    SUPERVISOR = "SUPERVISOR", _("Shift supervisor")
    DISPATCHER = "DISPATCHER", _("Service dispatcher")
    CONTROLLER = "CONTROLLER", _("Distribution controller")
    MONITOR = "MONITOR", _("Operations monitor")
    CONNECTION_CONTROLLER = "CONNECTION_CONTROLLER", _("Connection controller")
    QUALITY_OFFICER = "QUALITY_OFFICER", _("Quality officer")
    CREW_LEADER = "CREW_LEADER", _("Crew leader")
    REPAIRER = "REPAIRER", _("Repairer")
    GRID_MANAGER = "GRID_MANAGER", _("Grid manager")
    STATION_HEAD = "STATION_HEAD", _("Station head")
    MATERIAL_KEEPER = "MATERIAL_KEEPER", _("Material keeper")
    MANAGER = "MANAGER", _("Manager (read)")
    AUDITOR = "AUDITOR", _("Auditor")
    ADMINISTRATOR = "ADMINISTRATOR", _("System administrator")
    SECURITY_ADMINISTRATOR = "SECURITY_ADMINISTRATOR", _("Security administrator")
    AGENT_95598 = "AGENT_95598", _("95598 agent")
    HEAD_END = "HEAD_END", _("Meter head-end (machine)")
    WALL_SCREEN = "WALL_SCREEN", _("Wall screen (device)")


def role_choices() -> list[tuple[str, Any]]:
    """For the columns that hold a role: read when they are shown, so that a new role is no migration."""
    return Role.choices


def is_role(field: str) -> Func:
    """True for a role that there is: a function of the database, kept by ``declared.py``, for the constraints of those columns."""
    return Func(field, function="organisation_is_role", output_field=BooleanField())


class Right(TextChoices):
    REPORT = "report", _("file fault reports")
    READ_ORDERS = "read_orders", _("see work orders")
    DISPATCH = "dispatch", _("dispatch, override, reassign, cancel")
    SUSPEND = "suspend", _("suspend and resume")
    REVIEW = "review", _("review replies and call customers back")
    FIELD = "field", _("work as a crew")
    POSITION = "position", _("send positions")
    READ_CUSTOMERS = "read_customers", _("look customers up")
    READ_EVENTS = "read_events", _("read the event stream")
    READ_AUDIT = "read_audit", _("read the audit trail")
    OPERATE = "operate", _("record where switches stand")
    READ_OUTAGES = "read_outages", _("see outages and reliability figures")
    OUTAGES = "outages", _("act on outages")
    METER_EVENTS = "meter_events", _("send meter events")
    PLAN_OUTAGES = "plan_outages", _("plan outages and follow up frequent ones")
    ALARMS = "alarms", _("acknowledge alarms")
    APPROVE_PLANS = "approve_plans", _("approve planned outages and waive what speaks against them")
    DUTY = "duty", _("be on duty at a desk, answer for open items and hand them over")
    CUSTODY = "custody", _("say who answers for an open item, and relieve somebody who has gone")
    CLOSED_YEARS = "closed_years", _("correct figures of a closed year")
    MATTERS = "matters", _("give opinions, requests and the like to units, and close them")
    HANDLE = "handle", _("handle and answer what is given to one's unit")
    COMPLAINTS = "complaints", _("lead complaints")
    WRONGDOING = "wrongdoing", _("see and follow up reports of wrongdoing")
    CONNECTIONS = "connections", _("lead service connections")
    SUPERVISE = "supervise", _("issue orders of supervision and clear them")
    WALL = "wall", _("see the wall and nothing else")
    WALL_SCREENS = "wall_screens", _("pair and revoke the screens of the wall")


R = Right
_DESK = {
    R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.DISPATCH, R.REVIEW, R.READ_CUSTOMERS, R.READ_EVENTS, R.OUTAGES, R.ALARMS,
    R.DUTY,
}  # fmt: skip

RIGHTS: dict[str, frozenset[str]] = {
    Role.SUPERVISOR: frozenset(
        _DESK
        | {R.SUSPEND, R.OPERATE, R.PLAN_OUTAGES, R.APPROVE_PLANS, R.CUSTODY, R.CLOSED_YEARS, R.MATTERS, R.SUPERVISE}
        | {R.WALL_SCREENS}
    ),
    Role.DISPATCHER: frozenset(_DESK | {R.SUSPEND, R.MATTERS}),
    Role.CONTROLLER: frozenset(
        {R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.READ_EVENTS, R.OUTAGES, R.OPERATE, R.PLAN_OUTAGES, R.ALARMS, R.DUTY}
    ),
    Role.MONITOR: frozenset({R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.READ_EVENTS, R.ALARMS, R.DUTY}),
    Role.CONNECTION_CONTROLLER: frozenset(
        {R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.READ_CUSTOMERS, R.CONNECTIONS, R.SUSPEND, R.DUTY}
    ),
    Role.QUALITY_OFFICER: frozenset(
        {
            R.REPORT,
            R.READ_ORDERS,
            R.READ_OUTAGES,
            R.REVIEW,
            R.READ_CUSTOMERS,
            R.MATTERS,
            R.COMPLAINTS,
            R.WRONGDOING,
            R.SUPERVISE,
            R.SUSPEND,
            R.DUTY,
        }
    ),
    Role.CREW_LEADER: frozenset({R.FIELD, R.POSITION}),
    Role.REPAIRER: frozenset({R.FIELD, R.POSITION}),
    Role.GRID_MANAGER: frozenset({R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.READ_CUSTOMERS, R.HANDLE}),
    Role.STATION_HEAD: frozenset({R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.READ_CUSTOMERS, R.HANDLE}),
    Role.MATERIAL_KEEPER: frozenset({R.READ_ORDERS, R.READ_OUTAGES}),
    Role.MANAGER: frozenset({R.READ_ORDERS, R.READ_OUTAGES, R.READ_EVENTS}),
    Role.AUDITOR: frozenset({R.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset(),
    Role.SECURITY_ADMINISTRATOR: frozenset(),
    # Reads the stream: what became of its reports, a return upstream (退单) above all.
    Role.AGENT_95598: frozenset({R.REPORT, R.READ_ORDERS, R.READ_OUTAGES, R.READ_CUSTOMERS, R.READ_EVENTS}),
    Role.HEAD_END: frozenset({R.METER_EVENTS}),
    # A device, no account: it is let in by the cookie of its pairing (``walls.py``), at the doors of the wall alone.
    Role.WALL_SCREEN: frozenset({R.WALL}),
}

# What is told to fewer than may see orders: gate → the rights of which any opens it (``hearing.py``). A report of wrongdoing is
# known to who follows it up; what was told in confidence to whoever leads, gives or handles such matters, and to nobody else.
GATES: dict[str, frozenset[str]] = {
    "wrongdoing": frozenset({R.WRONGDOING}),
    "confidential": frozenset({R.WRONGDOING, R.COMPLAINTS, R.MATTERS, R.HANDLE, R.CONNECTIONS}),
}

# How long a token lasts that is given out by signing in: None until it is revoked, because machines have nobody who types
# a password. Whoever is not named here works at a desk, for a shift.
DESK_TOKEN_LASTS = timedelta(hours=12)
TOKEN_LASTS: dict[str, timedelta | None] = {
    Role.CREW_LEADER: timedelta(days=14),
    Role.REPAIRER: timedelta(days=14),
    Role.AGENT_95598: None,
    Role.HEAD_END: None,
}
