"""The service connection as a declaration (domain reference §2.7): two appointments, one follow-up, the utility's own days counted.

Whose minute it is follows from the state and stands in rows of its own (``minutes.py``), which let the promise and the clocks of all
stages run in the utility's minutes only; the residents' five days are the whole process (limits by sub-type).
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders.clocks.limits import CHANNEL_CLOCKS
from workorders.engine.process import BACK, EVERY, SAME, ClockRule, Process, State, Verb
from workorders.kinds.common import forms, verbs
from workorders.kinds.connection import forms as connection_forms
from workorders.kinds.connection.owners import TOTAL, VALID
from workorders.kinds.connection.states import ENDS, MAY_REST, UNDER_WAY, Status
from workorders.kinds.connection.steps import MEDIUM_KINDS

S = Status
CONTROLLER, GRID_MANAGER, CUSTOMER = "controller", "grid_manager", "customer"
ASKED_AFTER, FILE = "CONN_CUSTOMER", "CONN_FILE"
BY = Right.CONNECTIONS
ON_SITE = (Right.CONNECTIONS, Right.HANDLE)
TELLS = verbs.TELLS


def _state(label: object, owner: str, clock: str = TOTAL, phase: str = "handling") -> State:
    return State(label=label, owner=owner, phase=phase, clock=clock)


STATES: dict[str, State] = {
    S.ACCEPTED: _state(_("Application accepted"), GRID_MANAGER, "CONN_APPOINT_1", "giving"),
    S.SURVEY_BOOKED: _state(_("Survey booked"), GRID_MANAGER),
    S.SURVEYED: _state(_("Surveyed"), CONTROLLER),
    S.PLAN_REPLIED: _state(_("Plan replied"), CONTROLLER),
    S.CUSTOMER_WORKS: _state(_("Customer's own works"), CUSTOMER, ASKED_AFTER, "customer"),
    S.DESIGN_REVIEWED: _state(_("Design and half-way inspection"), CONTROLLER),
    S.MID_INSPECTED: _state(_("Inspection of the works"), CONTROLLER),
    S.COMPLETION_INSPECTED: _state(_("Completion inspected"), GRID_MANAGER),
    S.GRID_WORKS_WAIT: _state(_("Waits for grid works"), CONTROLLER, "CONN_WAIT", "waiting"),
    S.INSTALL_BOOKED: _state(_("Installation booked"), GRID_MANAGER),
    S.ENERGISED: State(label=_("Energised"), owner=CONTROLLER, phase="desk", clock="CALLBACK"),
    S.FOLLOWED_UP: _state(_("Followed up"), CONTROLLER, FILE, "desk"),
    S.SUSPENDED: State(
        label=_("Suspended"), owner=CONTROLLER, phase="suspended", told="resume_due, when the pause should be over"
    ),
    S.ARCHIVED: State(label=_("Archived"), owner="", phase="ended", end=True),
    S.TERMINATED: State(label=_("Terminated"), owner="", phase="ended", end=True),
}
# A stage that was passed over owes nothing once power is on.
STAGES_CLOCKS = (
    "CONN_SURVEY",
    "CONN_PLAN",
    "CONN_DESIGN",
    "CONN_MID",
    "CONN_COMPLETION",
    "CONN_APPOINT_1",
    "CONN_APPOINT_2",
)
# They count our minutes and no others (domain reference §2.7: "only utility-owned time counts").
OWN_MINUTES = (TOTAL, *STAGES_CLOCKS, "CONN_ENERGISE")
# Whoever has the minute lets these run or stand still (``owners.py: runs``).
FOLLOW_THE_OWNER = (*OWN_MINUTES, VALID)


def _step(name: str, frm: set[str], to: str, label: object, right: object = BY, **more: object) -> Verb:
    fields = {"primary": True, "tells": TELLS, "form": forms.ContactIn} | more
    return Verb(name=name, right=right, frm=frozenset(frm), to=to, label=label, **fields)  # type: ignore[arg-type]


def _visit(order: Any) -> Any:
    """The appointment to which somebody is expected: a tuple of when they set off; None where nobody is."""
    return order.appointments.filter(status="AGREED").values_list("departed_at").first()


def is_to_come(order: Any) -> bool:
    """Somebody is expected, and is not there yet."""
    return _visit(order) is not None


def has_not_set_off(order: Any) -> bool:
    return _visit(order) == (None,)


def has_nobody_to_come(order: Any) -> bool:
    return not is_to_come(order)


def is_on_the_way(order: Any) -> bool:
    return not has_not_set_off(order)


def _looked_at(order: Any) -> set[str]:
    """Which of our looks at the customer's design and works are due: their clocks run."""
    clocks = order.clocks.filter(code__in=("CONN_DESIGN", "CONN_MID", "CONN_COMPLETION"), stopped_at=None)
    return set(clocks.values_list("code", flat=True))


def is_waited_for(code: str) -> Callable[[Any], bool]:
    return lambda order: code in _looked_at(order)


def _is_at_the_works(order: Any) -> bool:
    """The customer builds next: nothing of theirs waits to be looked at. Low voltage has no such works, as a rule."""
    return order.sub_kind in MEDIUM_KINDS and not _looked_at(order)


def _is_complete(order: Any) -> bool:
    """The completed works are inspected next. Low voltage goes from the plan to the meter."""
    if order.status == S.PLAN_REPLIED:
        return False
    looked_at = _looked_at(order)
    return "CONN_MID" not in looked_at and (bool(looked_at) or order.sub_kind not in MEDIUM_KINDS)


def is_built(order: Any) -> bool:
    """Medium voltage gets its meter after the customer's works were inspected; low voltage needs none."""
    return order.sub_kind not in MEDIUM_KINDS or order.status != S.PLAN_REPLIED


STAGES = (
    _step("book-survey", {S.ACCEPTED}, S.SURVEY_BOOKED, _("Book the survey"), ON_SITE, stops=("CONN_APPOINT_1",),
        form=connection_forms.BookVisitIn),
    _step(
        "survey", {S.SURVEY_BOOKED}, S.SURVEYED, _("The survey is done"), ON_SITE, stops=("CONN_SURVEY",), starts=("CONN_PLAN",),
        form=connection_forms.SurveyIn, leads=has_nobody_to_come,
    ),
    _step(
        "reply-plan", {S.SURVEYED}, S.PLAN_REPLIED, _("Sign and reply the plan"), stops=("CONN_PLAN",), starts=(VALID,),
        form=connection_forms.PlanReplyIn,
    ),
    _step(
        "customer-builds", {S.PLAN_REPLIED, S.DESIGN_REVIEWED, S.MID_INSPECTED}, S.CUSTOMER_WORKS,
        _("The customer builds"), starts=(ASKED_AFTER,), leads=_is_at_the_works,
    ),
    _step(
        "submit-design", {S.CUSTOMER_WORKS}, S.PLAN_REPLIED, _("The design is in"),
        stops=(ASKED_AFTER, VALID), starts=("CONN_DESIGN",), primary=False,
    ),
    _step(
        "review-design", {S.PLAN_REPLIED}, S.DESIGN_REVIEWED, _("Design reviewed"), stops=("CONN_DESIGN", VALID),
        leads=is_waited_for("CONN_DESIGN"),
    ),
    _step(
        "ask-mid-inspection", {S.CUSTOMER_WORKS}, S.DESIGN_REVIEWED, _("Half-way: inspection asked"),
        stops=(ASKED_AFTER, VALID), starts=("CONN_MID",), primary=False,
    ),
    _step(
        "inspect-half-way", {S.DESIGN_REVIEWED}, S.MID_INSPECTED, _("Inspected half-way"), stops=("CONN_MID",),
        leads=is_waited_for("CONN_MID"),
    ),
    _step(
        "works-over", {S.CUSTOMER_WORKS}, S.MID_INSPECTED, _("The customer's works are ready"),
        stops=(ASKED_AFTER, VALID), starts=("CONN_COMPLETION",),
    ),
    _step(
        "inspect-completion", {S.PLAN_REPLIED, S.DESIGN_REVIEWED, S.MID_INSPECTED}, S.COMPLETION_INSPECTED,
        _("Completion inspected"), stops=("CONN_COMPLETION", VALID), starts=("CONN_APPOINT_2", "CONN_ENERGISE"),
        leads=_is_complete,
    ),
    _step(
        "wait-for-grid", {S.PLAN_REPLIED, S.MID_INSPECTED, S.COMPLETION_INSPECTED}, S.GRID_WORKS_WAIT,
        _("Waits for grid works"), starts=("CONN_WAIT",), primary=False, form=connection_forms.WaitIn,
    ),
    # The same wait, and now it is another's: the permit is there, the contractor has still to build.
    _step(
        "pass-wait-on", {S.GRID_WORKS_WAIT}, SAME, _("It waits for another now"), primary=False, reason="wait_passed_on",
        form=connection_forms.WaitIn,
    ),
    _step("grid-is-ready", {S.GRID_WORKS_WAIT}, BACK, _("Grid works are ready"), stops=("CONN_WAIT",)),
    _step(
        "book-installation", {S.PLAN_REPLIED, S.COMPLETION_INSPECTED}, S.INSTALL_BOOKED, _("Book the installation"),
        ON_SITE, stops=("CONN_APPOINT_2", VALID), form=connection_forms.BookVisitIn, only=is_built,
    ),
    _step(
        "energise", {S.INSTALL_BOOKED}, S.ENERGISED, _("Switch power on"), ON_SITE, stops=("CONN_ENERGISE", TOTAL),
        voids=(*STAGES_CLOCKS, VALID), starts=("CALLBACK",), answers=Step.RESTORED, leads=has_nobody_to_come,
    ),
    _step(
        "follow-up", {S.ENERGISED}, S.FOLLOWED_UP, _("Record the follow-up"), stops=("CALLBACK",),
        starts=(FILE,),
        form=connection_forms.ConnectionFollowUpIn,
    ),
    _step(
        "archive", {S.FOLLOWED_UP}, S.ARCHIVED, _("Close the file"), stops=(*CHANNEL_CLOCKS.values(), FILE), voids=EVERY, marks=("closed_at",),
        answers=Step.ENDED, form=None,
    ),
)  # fmt: skip


BOOKED: set[str] = {S.SURVEY_BOOKED, S.INSTALL_BOOKED}
VISITS = (
    _step(
        "visit-on-the-way", BOOKED, SAME, _("Set off to the customer"), ON_SITE, form=connection_forms.OnTheWayIn, tells=(),
        only=has_not_set_off,
    ),
    _step(
        "visit-arrived", BOOKED, SAME, _("Arrive at the customer's"), ON_SITE, form=connection_forms.VisitArrivedIn, tells=(),
        only=is_to_come, leads=is_on_the_way,
    ),
)  # fmt: skip
MOVES = (
    _step(
        "move-appointment", BOOKED, SAME, _("Move the appointment"), ON_SITE, form=connection_forms.MoveAppointmentIn, tells=(),
        primary=False,
    ),
    _step(
        "unbook-survey", {S.SURVEY_BOOKED}, S.ACCEPTED, _("Cancel the appointment"), ON_SITE,
        reopens=("CONN_APPOINT_1",), reason="appointment_cancelled", form=connection_forms.CancelAppointmentIn, primary=False,
    ),
    _step(
        "unbook-installation", {S.INSTALL_BOOKED}, S.COMPLETION_INSPECTED, _("Cancel the appointment"), ON_SITE,
        reopens=("CONN_APPOINT_2",), reason="appointment_cancelled", form=connection_forms.CancelAppointmentIn, primary=False,
    ),
)  # fmt: skip


def may_be_prolonged(order: Any) -> bool:
    """Its plan is in force, and was not prolonged before."""
    return bool(order.clocks.filter(code=VALID, stopped_at=None, extended_seconds=0).exists())


# 供电方案有效期. It ends where the applicant gave no sign of going on: no design, no inspection asked for, works not ready, no time
# agreed for the meter. That is our reading of a reference that only tells how long a plan holds (assumed).
WAITS_FOR_THE_APPLICANT: set[str] = {S.PLAN_REPLIED, S.CUSTOMER_WORKS}
VALIDITY = (
    Verb(
        name="prolong-plan", right=BY, frm=frozenset(WAITS_FOR_THE_APPLICANT), label=_("Prolong the plan"), form=forms.ReasonIn,
        only=may_be_prolonged, done=_("Prolonged once; the old end is kept."),
    ),
    # Never closed by itself: whoever signs plans has the case again, and a new reply is due.
    Verb(
        name="plan-lapses", by="the sweep of supply plans", frm=frozenset(WAITS_FOR_THE_APPLICANT), to=S.SURVEYED,
        starts=("CONN_PLAN",), voids=(VALID, ASKED_AFTER, "CONN_APPOINT_2"), reason="plan_lapsed", tells=TELLS,
    ),
)  # fmt: skip

CONTROL = (
    Verb(
        name="report-designation", right=(Right.REPORT, BY, Right.SUPERVISE), frm=frozenset(STATES) - ENDS,
        label=_("Report a designation"), form=connection_forms.DesignationIn, done=_("An order of supervision is out."),
    ),
    Verb(
        name="suspend", right=Right.SUSPEND, frm=MAY_REST, to=S.SUSPENDED, key="H", tells=TELLS,
        label=_("Suspend"), form=forms.SuspendIn, done=_("Suspended; what others caused stops our clocks."),
    ),
    Verb(
        name="resume", right=Right.SUSPEND, frm=frozenset({S.SUSPENDED}), to=BACK, key="H", primary=True,
        reason="resumed", clears=("resume_due",), tells=TELLS, label=_("Resume"),
        done=_("It goes on; its clocks run again."),
    ),
    Verb(
        name="terminate", right=BY, frm=UNDER_WAY, to=S.TERMINATED, voids=EVERY, reason="terminated",
        marks=("closed_at",), answers=Step.ENDED, tells=TELLS, danger=True, label=_("Terminate"), form=forms.ReasonIn,
    ),
    *verbs.watching(set(STATES) - ENDS, set(STATES) - ENDS),
)  # fmt: skip


CONNECTION = Process(
    kind="CONNECTION",
    letter="B",
    trade="connection",
    label=_("Service connection"),
    initial=S.ACCEPTED,
    opens=(TOTAL, "CONN_SURVEY", "CONN_APPOINT_1"),
    # Of the two hotlines only: ten days for any other channel would blame the utility for what the customer builds.
    by_channel=CHANNEL_CLOCKS,
    sub_kinds={
        "LV_RESIDENT": _("Low voltage, resident"),
        "LV_NON_RESIDENT": _("Low voltage, not resident"),
        "MV_SINGLE": _("Medium voltage, one supply"),
        "MV_DUAL": _("Medium voltage, two supplies"),
        "EV_CHARGER": _("Charging post"),
        "PHOTOVOLTAIC": _("Photovoltaic"),
        "TEMPORARY": _("Temporary supply"),
    },
    states=STATES,
    clocks={
        **{code: ClockRule(own_minutes=True) for code in OWN_MINUTES},
        **{code: ClockRule() for code in ("CALLBACK", *CHANNEL_CLOCKS.values())},
        # Until the day that was said with it; this holds where none was.
        "CONN_WAIT": ClockRule(word=_("Grid works expected"), working_days=20),
        # Nobody limits the customer; somebody asks them how it goes. Their time is no delay of ours.
        ASKED_AFTER: ClockRule(word=_("Customer's works: ask how they go"), working_days=20, beside=True),
        FILE: ClockRule(word=_("File to be closed"), working_days=3),
        # The customer's as well: how long the plan that they were told holds.
        VALID: ClockRule(beside=True),
    },
    # Who is expected somewhere sets off and arrives before anything is done there.
    verbs=VISITS + STAGES + MOVES + VALIDITY + CONTROL,
    file_right=Right.REPORT,
)
