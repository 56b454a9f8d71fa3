"""The rows of verbs that several kinds are put together from; each kind says with which right and which clocks.

Every function answers rows of a process; nothing else is decided here than what domain reference §2.4 says for all kinds.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders import events
from workorders.clocks.limits import CHANNEL_CLOCKS, OTHER_CHANNEL_CLOCK
from workorders.engine.process import BACK, EVERY, ClockRule, Verb
from workorders.kinds.common import forms
from workorders.kinds.common.guards import not_by_the_concerned
from workorders.kinds.common.states import UNANSWERED, Status

S = Status
Codes = tuple[str, ...]
Rights = Any

CHANNELS: Codes = (*CHANNEL_CLOCKS.values(), OTHER_CHANNEL_CLOCK)
BY_ANY_CHANNEL = {**CHANNEL_CLOCKS, "": OTHER_CHANNEL_CLOCK}
TELLS = (events.MatterMoved,)
MEDIA = "media_attention"
WITH_UNIT = frozenset({S.DISPATCHED, S.HANDLING})


def clock_rules(*codes: str) -> dict[str, ClockRule]:
    """A kind's own clocks, with those that every handled matter has."""
    return {code: ClockRule() for code in (*codes, "REVIEW", "CALLBACK", *CHANNELS)}


def giving(right: Rights, stops: Codes = ("RETURN_UP",), start: str = S.RECEIVED) -> tuple[Verb, ...]:
    """The desk gives the matter to a unit, or returns it to where it came from; only before it is given."""
    return (
        Verb(
            name="give", right=right, frm=frozenset({start}), to=S.DISPATCHED, primary=True, stops=stops,
            answers=Step.SENT, tells=TELLS, label=_("Give to a unit"), form=forms.GiveIn,
            done=_("The unit has it."),
        ),
        Verb(
            name="return-upstream", right=right, frm=frozenset({start}), to=S.RETURNED_UPSTREAM, stops=stops,
            voids=EVERY, reason="returned", marks=("closed_at",), answers=Step.ENDED,
            tells=TELLS, label=_("Return to where it came from"), form=forms.ReasonIn,
        ),
    )  # fmt: skip


def handling(right: Rights, desk: Rights) -> tuple[Verb, ...]:
    """The unit takes it in hand, hands it back or on; the concerned unit never."""
    both = (*_each(right), *_each(desk))
    return (
        Verb(
            name="accept", right=right, frm=frozenset({S.DISPATCHED}), to=S.HANDLING, primary=True,
            marks=("accepted_at",), tells=TELLS, label=_("Take in hand"), guard=not_by_the_concerned,
        ),
        Verb(
            name="hand-back", right=right, frm=WITH_UNIT, to=S.RECEIVED, reason="handed_back", tells=TELLS,
            label=_("Back to the desk"), form=forms.ReasonIn,
        ),
        Verb(
            name="transfer", right=both, frm=WITH_UNIT | {S.REWORK}, to=S.DISPATCHED, reason="transferred", tells=TELLS,
            label=_("Transfer"), form=forms.TransferIn, done=_("The other unit has it."),
        ),
        Verb(
            name="contact", right=both, frm=frozenset({S.DISPATCHED, S.HANDLING, S.REWORK}), reason="contacted",
            tells=TELLS, label=_("Record the conversation"), form=forms.ContactIn,
        ),
    )  # fmt: skip


def answering(right: Rights, clocks: Codes, frm: Collection[str] = (S.HANDLING, S.REWORK)) -> tuple[Verb, ...]:
    """The unit answers: what was found, what was done, when the customer was told. ``clocks`` stop."""
    return (
        Verb(
            name="answer", right=right, frm=frozenset(frm), to=S.REPLIED, primary=True, stops=clocks, starts=("REVIEW",),
            answers=Step.RESTORED, tells=TELLS, label=_("Answer"), form=forms.AnswerIn, guard=not_by_the_concerned,
        ),
    )  # fmt: skip


def reviewing(right: Rights, clocks: Codes, *, to: str = S.REVIEWED) -> tuple[Verb, ...]:
    """The desk passes the answer, or sends it back: ``clocks`` run on without a reset."""
    ends = to == S.ARCHIVED
    more: dict[str, Any] = (
        {"stops": ("REVIEW", *CHANNELS), "marks": ("closed_at",), "answers": Step.ENDED}
        if ends
        else {"stops": ("REVIEW",), "starts": ("CALLBACK",)}
    )
    return (
        Verb(
            name="review", right=right, frm=frozenset({S.REPLIED}), to=to, primary=True, tells=TELLS,
            label=_("Review the answer"), form=forms.ReviewIn, guard=not_by_the_concerned, **more,
        ),
        Verb(
            name="send-back", by="review", frm=frozenset({S.REPLIED}), to=S.REWORK, stops=("REVIEW",), reopens=clocks,
            reason="rework", tells=TELLS,
        ),
    )  # fmt: skip


def calling_back(
    right: Rights,
    clocks: Codes,
    *,
    also: Collection[str] = (S.MERGED,),
    every: Codes = (),
    files: Callable[[Any], bool] | None = None,
) -> tuple[Verb, ...]:
    """The customer is asked; who is not satisfied may be sent back to who handled it. ``also``: who followed another.

    The order in front was answered for who followed it: what still runs of their own (``every``) ends with the callback.
    """
    return (
        Verb(
            name="callback", right=right, frm=frozenset({S.REVIEWED, *also}), to=S.CALLED_BACK, primary=True,
            stops=("CALLBACK",), tells=TELLS, label=_("Record the call-back"), form=forms.CallbackIn,
            only=lambda order: order.status == S.REVIEWED,
        ),
        Verb(
            name="mend", by="callback", frm=frozenset({S.CALLED_BACK}), to=S.REWORK, reopens=clocks,
            reason="not_satisfied", tells=TELLS,
        ),
        Verb(
            name="archive", by="callback", frm=frozenset({S.CALLED_BACK}), to=S.ARCHIVED, only=files,
            stops=(*CHANNELS, *(every or clocks)),
            marks=("closed_at",), answers=Step.ENDED, tells=TELLS,
        ),
    )  # fmt: skip


def following(right: Rights, clocks: Codes) -> tuple[Verb, ...]:
    """The same matter twice is one matter: one follows the other and keeps its own callback and its channel's clock.

    Who stands alone again has not been answered: ``clocks`` run on without a reset.
    """
    return (
        Verb(
            name="merge", right=right, frm=frozenset({S.RECEIVED, S.DISPATCHED, S.HANDLING}), to=S.MERGED, key="X",
            voids=("RETURN_UP",), reason="merged", tells=TELLS, label=_("Merge into another order"), form=forms.MergeOrderIn,
            done=_("It follows the other order now."),
        ),
        Verb(name="follow", by="merge", frm=frozenset({S.MERGED}), to=S.MERGED, reason="follows", tells=TELLS),
        Verb(
            name="stand-alone", by="split", frm=frozenset({S.MERGED}), to=S.RECEIVED, voids=("CALLBACK",), reopens=clocks,
            tells=TELLS,
        ),
        Verb(
            name="split", right=right, frm=UNANSWERED | {S.MERGED, S.REPLIED, S.REVIEWED}, label=_("Split off"),
            form=forms.SplitOrderIn, only=lambda order: order.has_parts,
        ),
    )  # fmt: skip


def pausing(clocks: Codes) -> tuple[Verb, ...]:
    """With approval and evidence the clocks of the handling stand still; those of a channel never do."""
    return (
        Verb(
            name="suspend", right=Right.SUSPEND, frm=frozenset({S.DISPATCHED, S.HANDLING}), to=S.SUSPENDED, key="H",
            pauses=clocks, tells=TELLS, label=_("Suspend"), form=forms.SuspendIn,
            done=_("Suspended; its clocks stand still."),
        ),
        Verb(
            name="resume", right=Right.SUSPEND, frm=frozenset({S.SUSPENDED}), to=BACK, key="H", primary=True, resumes=True,
            reason="resumed", clears=("resume_due",), tells=TELLS, label=_("Resume"),
            done=_("It goes on; its clocks run again."),
        ),
    )  # fmt: skip


def controlling(live: Collection[str], everywhere: Collection[str], desk: Rights) -> tuple[Verb, ...]:
    """What the desk may do with an order of any kind as long as it lives: urge, extend, supervise, cancel, note."""
    live = frozenset(live)
    return (
        *watching(live, everywhere),
        Verb(
            name="extend", right=desk, frm=live, reason="extended", tells=TELLS, label=_("Extend"),
            form=forms.ExtendClockIn, done=_("Extended; the old due moment is kept."),
            only=lambda order: order.next_due_at is not None,
        ),
        Verb(
            name="cancel", right=desk, frm=live, to=S.CANCELLED, voids=EVERY, reason="cancelled", marks=("closed_at",),
            answers=Step.ENDED, tells=TELLS, danger=True, label=_("Cancel the order"), form=forms.ReasonIn,
            done=_("The order is cancelled."),
        ),
    )  # fmt: skip


def watching(live: Collection[str], everywhere: Collection[str]) -> tuple[Verb, ...]:
    """Urge, supervise, note, and that the media have noticed: they leave an order where it is."""
    return (
        *heard_by_media(live),
        Verb(
            name="urge", right=Right.REPORT, frm=frozenset(live), key="R", label=_("Urge"), form=forms.UrgeIn,
            done=_("Whoever has it is urged."),
        ),
        Verb(
            name="supervise", right=Right.SUPERVISE, frm=frozenset(live), label=_("Supervise"), form=forms.SuperviseIn,
            done=_("An order of supervision is out."),
        ),
        Verb(
            name="note", right=(Right.REPORT, Right.DISPATCH, Right.REVIEW, Right.MATTERS, Right.HANDLE),
            frm=frozenset(everywhere), form=forms.NoteIn,
        ),
    )  # fmt: skip


def heard_by_media(live: Collection[str]) -> tuple[Verb, ...]:
    """Whoever takes calls may say that the media report or ask; who supervises says that it is over, else it ends with the order.

    Domain reference §2.4: media attention escalates. The rule for it is a row, and names people (``EscalationRule``).
    """
    return (
        Verb(
            name="media", right=Right.REPORT, frm=frozenset(live), reason="media_attention", label=_("The media have noticed"),
            form=forms.MediaIn, done=_("Those named for it are called."), only=lambda order: MEDIA not in order.reasons,
        ),
        Verb(
            name="media-over", right=Right.SUPERVISE, frm=frozenset(live), reason="media_over", clears=(MEDIA,),
            tells=(events.AttentionCleared,), label=_("The media let it rest"), form=forms.ReasonIn,
            only=lambda order: MEDIA in order.reasons,
        ),
    )  # fmt: skip


def final_answer(right: Rights, frm: Collection[str], *, voids: Codes = ()) -> tuple[Verb, ...]:
    """Only in the listed cases, with the opinion of the legal department (domain reference §2.4)."""
    return (
        Verb(
            name="final-answer", right=right, frm=frozenset(frm), to=S.FINAL_ANSWER, voids=("REVIEW", "CALLBACK", *voids),
            stops=CHANNELS, reason="final_answer", marks=("closed_at",), answers=Step.ENDED, tells=TELLS, danger=True,
            label=_("Final answer"), form=forms.FinalAnswerIn, guard=not_by_the_concerned,
        ),
    )  # fmt: skip


def _each(right: Rights) -> tuple[Any, ...]:
    return right if isinstance(right, tuple) else (right,)
