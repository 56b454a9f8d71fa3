"""The map of the system: who reacts to what, which card shows which subject, what is pushed by the clock.

To learn what a phone call sets in motion, read ``REACTIONS`` from the top.
"""

from command_center.console import cards, live_positions
from command_center.core.events import Event, Reaction, subscribe
from command_center.core.publishing import push_periodically
from command_center.core.realtime import cards_from
from dispatch import events as dispatch_events
from dispatch import handlers as dispatch
from outages import events as outages
from workorders import events as orders
from workorders import handlers as workorders

JUDGE = Reaction(workorders.judge, queue="workorders")
ROUTE = Reaction(dispatch.route_ready_orders, queue="dispatch", serial=True)
FREE = Reaction(dispatch.free_crews, queue="dispatch")
ROUTE_WAITING = Reaction(dispatch.route_waiting, queue="dispatch", serial=True)

REACTIONS: dict[type[Event], list[Reaction]] = {
    orders.WorkOrderOpened: [JUDGE],
    orders.WorkOrderLocated: [JUDGE],
    orders.WorkOrderLeft: [],
    orders.WorkOrderSplit: [JUDGE],
    orders.WorkOrderReady: [ROUTE],
    orders.WorkOrderDispatched: [],
    orders.WorkOrderAccepted: [],
    orders.CrewDeparted: [],
    orders.CrewArrived: [],
    orders.RepairStarted: [],
    orders.PowerRestored: [],
    orders.ReplyFiled: [],
    orders.ReplyReviewed: [],
    orders.ReworkAsked: [],
    orders.CustomerCalledBack: [],
    orders.WorkOrderArchived: [],
    orders.WorkOrderSuspended: [],
    orders.WorkOrderResumed: [],
    orders.WorkOrderCancelled: [FREE],
    orders.WorkOrderMerged: [FREE],
    orders.NoteAdded: [],
    orders.CustomerUrged: [],
    orders.AttentionRaised: [],
    orders.WorkOrderRated: [],
    orders.ClockWarned: [],
    dispatch_events.OfferMade: [],
    dispatch_events.OfferAccepted: [],
    dispatch_events.OfferRejected: [],
    dispatch_events.OfferExpired: [],
    dispatch_events.OfferWithdrawn: [],
    dispatch_events.DecisionMade: [],
    dispatch_events.CrewChanged: [],
    dispatch_events.CrewFreed: [ROUTE_WAITING],
    outages.OutageOpened: [],
    outages.OutageProbable: [],
    outages.OutageConfirmed: [],
    outages.OutageUnconfirmed: [],
    outages.OutageMoved: [],
    outages.OutageLeft: [],
    outages.OutageSplit: [],
    outages.OutageMerged: [],
    outages.OutageDismissed: [],
    outages.OutageReinstated: [],
    outages.CustomersRestored: [],
    outages.OutageRestored: [],
    outages.NestedOutageFound: [],
    outages.CheckStarted: [],
    outages.OutageVerified: [],
    outages.OutageReopened: [],
    outages.OutageClosed: [],
    outages.EstimateChanged: [],
    outages.LedgerCorrected: [],
    outages.OutageChanged: [],
    outages.SensitiveTouched: [],
    outages.OutageAttentionRaised: [],
    outages.GeneratorChanged: [],
}

CARDS = {"order": cards.order_cards, "crew": cards.crew_cards}

PERIODIC_PUSHES = [(1.0, live_positions.LivePositions().messages)]


def install() -> None:
    """Called once at start, by the roof's AppConfig."""
    subscribe(REACTIONS)
    cards_from(CARDS)
    push_periodically(PERIODIC_PUSHES)
