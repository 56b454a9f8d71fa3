"""What happened with an order, as rows ``{"at", "kind", "code", "text", "actor"}``: moves, clock warnings, notes, late words."""

from datetime import UTC, datetime
from typing import Any, TypedDict

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from command_center.ground.core.models import EventRecord
from command_center.ground.organisation.unit_names import called
from workorders import labels
from workorders.asking.words import answer_words
from workorders.clocks import codes
from workorders.kinds import label_of
from workorders.kinds.fault.states import Status
from workorders.models import (
    Clock,
    CustomerAnswer,
    DueChange,
    LateWord,
    Note,
    Outcome,
    Pause,
    Satisfaction,
    StatusChange,
)

CLOCK_WARNED = "clock.warned"


class Entry(TypedDict):
    """``kind`` is status | offer | decision | clock | note | finding | late | answer | escalation; ``code`` depends on it; ``actor`` is a name or empty."""

    at: datetime
    kind: str
    code: str
    text: str
    actor: str


# What a crew types itself, in the bodies of its verbs.
OWN_WORDS = ("device", "cause", "measures", "text", "note", "reason", "site_check", "customer_opinion")


def order_timeline(order_id: int) -> list[Entry]:
    """Six queries, a seventh where a due moment was moved; not yet in the order of time (other rooms add theirs)."""
    clocks = [*_warnings(order_id), *_clocks(order_id)]
    return [*_moves(order_id), *clocks, *_notes(order_id), *_late_words(order_id), *_answers(order_id)]


def last_step_at(order_id: int, *, to: Status | None = None) -> datetime | None:
    """When its last move happened, or its last move to this status."""
    rows = StatusChange.objects.filter(order_id=order_id)
    if to is not None:
        rows = rows.filter(new=to.value)
    return rows.order_by("-pk").values_list("at", flat=True).first()


def _moves(order_id: int) -> list[Entry]:
    rows = StatusChange.objects.filter(order_id=order_id).select_related("actor").annotate(kind=F("order__kind"))
    return [Entry(at=row.at, kind="status", code=row.new, text=_words(row), actor=_name(row.actor)) for row in rows]


def _words(row: Any) -> str:
    label = label_of(row.kind, row.new)
    why = [str(word) for word in (_why(row), _detail(row.detail)) if word]
    return f"{label}: {' · '.join(why)}" if why else label


def _why(row: StatusChange) -> object:
    """The listed reason of a suspension; that a person took the order from its crew."""
    if row.new == Status.SUSPENDED:
        return labels.PAUSE.get(row.reason, row.reason)
    return _("reassigned") if row.reason == "reassigned" else ""


def _detail(detail: str) -> str:
    """A code in words; what a person wrote as it stands."""
    code, _colon, metres = detail.partition(":")
    if code == "unverified":
        return _("position %(metres)s m away") % {"metres": metres} if metres.isdigit() else _("position unknown")
    if code == "verified":
        return _("position verified")
    return str(Satisfaction(detail).label) if detail in Satisfaction.values else detail


def _warnings(order_id: int) -> list[Entry]:
    rows = EventRecord.objects.filter(subject="order", subject_id=order_id, name=CLOCK_WARNED)
    return [_warning(at, payload) for at, payload in rows.values_list("at", "payload")]


def _warning(at: datetime, payload: dict[str, Any]) -> Entry:
    words = {"clock": codes.word(payload["code"]), "percent": payload["percent"]}
    return Entry(at=at, kind="clock", code=payload["code"], text=_("%(clock)s: %(percent)s%% used") % words, actor="")


def _clocks(order_id: int) -> list[Entry]:
    """E.g. “Arrival: In time, 38 of 45 min (63 min with pauses)”: what ran late, stood still or counts working days.

    Of the others the card tells the minutes; a line for each would bury the moves.
    """
    moved = Exists(DueChange.objects.filter(clock=OuterRef("pk")))
    told = Q(outcome=Outcome.MISSED) | Q(paused_seconds__gt=0) | Q(work_centre__isnull=False) | Q(moved=True)
    rows = Clock.objects.annotate(moved=moved).filter(told, order_id=order_id).exclude(outcome=Outcome.VOID)
    ended = [
        Entry(at=row.stopped_at, kind="clock", code=row.code, text=_kept(row), actor="")
        for row in rows
        if row.stopped_at is not None
    ]
    return ended + (_due_changes(order_id) if any(row.moved for row in rows) else [])


def _kept(clock: Clock) -> str:
    words = {
        "clock": codes.word(clock.code),
        "outcome": clock.get_outcome_display(),
        "net": round(clock.net_minutes or 0),
        "raw": round(clock.raw_minutes or 0),
        "limit": clock.limit_minutes + clock.extended_seconds // 60,
    }
    text = _("%(clock)s: %(outcome)s, %(net)s of %(limit)s min") % words
    if clock.paused_seconds:
        text += _(" (%(raw)s min with pauses)") % words
    if clock.outer_outcome != clock.outcome and clock.outer_outcome:
        words = {"basis": clock.get_outer_basis_display(), "outcome": clock.get_outer_outcome_display()}
        text += " · " + _("%(basis)s: %(outcome)s") % words
    return text


def _due_changes(order_id: int) -> list[Entry]:
    rows = DueChange.objects.filter(clock__order_id=order_id).select_related("clock", "actor")
    return [
        Entry(at=row.at, kind="clock", code=row.clock.code, text=_due_change(row), actor=_name(row.actor))
        for row in rows
    ]


def _due_change(row: DueChange) -> str:
    words = {
        "clock": codes.word(row.clock.code),
        "why": row.get_why_display(),
        "old": f"{localtime(row.old_due_at):%m-%d %H:%M}",
        "new": f"{localtime(row.new_due_at):%m-%d %H:%M}",
        "reason": row.reason,
    }
    return _("%(clock)s: %(why)s, due %(new)s instead of %(old)s: %(reason)s") % words


def _notes(order_id: int) -> list[Entry]:
    rows = Note.objects.filter(order_id=order_id).select_related("author")
    return [
        Entry(at=row.at, kind="note", code="URGE" if row.urge else "NOTE", text=row.text, actor=_name(row.author))
        for row in rows
    ]


def _answers(order_id: int) -> list[Entry]:
    rows = CustomerAnswer.objects.filter(order_id=order_id).select_related("settled_by")
    return [Entry(at=row.at, kind="answer", code=row.question, text=answer_words(row), actor="") for row in rows]


def _late_words(order_id: int) -> list[Entry]:
    rows = list(LateWord.objects.filter(order_id=order_id).select_related("author"))
    stood_still = _stretches(order_id) if rows else []
    return [
        Entry(
            at=row.received_at,
            kind="late",
            code=row.step,
            text=late_words(row, suspended=any(start <= row.received_at < end for start, end in stood_still)),
            actor=_name(row.author),
        )
        for row in rows
    ]


def _stretches(order_id: int) -> list[tuple[datetime, datetime]]:
    """When the order was suspended; a pause that is not over ends after all that has come."""
    pauses = Pause.objects.filter(order_id=order_id).values_list("started_at", "ended_at")
    return [(start, end or datetime.max.replace(tzinfo=UTC)) for start, end in pauses]


def late_words(row: LateWord, *, suspended: bool) -> str:
    """E.g. “Dingzhai 01 reported at 22:58: power restored (arrived after the order was taken back)”, with its own words."""
    words = {"crew": called(row.crew), "time": f"{localtime(row.observed_at):%H:%M}", "what": row.get_step_display()}
    if suspended:
        text = _("%(crew)s reported at %(time)s: %(what)s (arrived while the order was suspended)") % words
    else:
        text = _("%(crew)s reported at %(time)s: %(what)s (arrived after the order was taken back)") % words
    own = [str(row.said[name]) for name in OWN_WORDS if row.said.get(name)]
    return " · ".join([text, *own])


def _name(person: Any) -> str:
    return str(person) if person else ""
