"""What can happen to a planned outage."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanEvent(Event):
    subject: ClassVar[str] = "planned_outage"
    subject_field: ClassVar[str] = "plan_id"

    plan_id: int


class PlanDrafted(PlanEvent):
    """It is drafted, or drafted anew with another window or other devices."""

    name = "plan.drafted"


class PlanChecked(PlanEvent):
    """Whom it affects and what speaks against it is known."""

    name = "plan.checked"


class PlanApproved(PlanEvent):
    name = "plan.approved"


class NoticesGiven(PlanEvent):
    """Whom it affects is frozen, and notices are recorded for them; sending them is another's business."""

    name = "plan.notices_given"


class PlanAnnounced(PlanEvent):
    """It is public."""

    name = "plan.announced"


class PlanStarted(PlanEvent):
    """Its customers are dark."""

    name = "plan.started"


class PlanExtended(PlanEvent):
    """The work takes longer than announced."""

    name = "plan.extended"


class PlanRestored(PlanEvent):
    """All its customers have power again."""

    name = "plan.restored"


class PlanUnstarted(PlanEvent):
    """Its outage was dismissed, nobody was dark: the work did not begin."""

    name = "plan.unstarted"


class PlanReopened(PlanEvent):
    """Somebody is dark still: the work goes on."""

    name = "plan.reopened"


class PlanClosed(PlanEvent):
    name = "plan.closed"


class PlanPostponed(PlanEvent):
    name = "plan.postponed"


class PlanCancelled(PlanEvent):
    name = "plan.cancelled"


class PlanAttentionRaised(PlanEvent):
    """A person should look; the reason is on the plan."""

    name = "plan.attention_raised"
