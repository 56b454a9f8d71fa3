"""The map of the system: who reacts to what, which card shows which subject, what is pushed by the clock.

To learn what a phone call sets in motion, read ``REACTIONS`` from the top.
"""

from command_center.ground.alarms import events as alarms
from command_center.ground.alarms import handlers as alarm_handlers
from command_center.ground.alarms.selectors import alarm_cards, gated_alarms
from command_center.ground.alarms.services import on_their_own
from command_center.ground.core.events import Event, Reaction, subscribe
from command_center.ground.core.gates import gated_by
from command_center.ground.core.realtime import cards_from
from command_center.ground.core.relay import push_periodically
from command_center.ground.custody import events as custody
from command_center.ground.custody.services.keeping import Rows, open_items_from
from command_center.ground.figures.keeping.kept import Catalogue, figures_kept_from
from command_center.ground.network import events as network
from command_center.ground.network.selectors.model import customers_counted_by
from command_center.ground.organisation import events as people
from command_center.screens.board import live_positions
from command_center.screens.cards.crews import crew_cards
from command_center.screens.cards.orders import order_cards
from command_center.screens.cards.outages import outage_cards
from command_center.screens.figures.catalogue import FIGURES
from command_center.screens.tracking.crew_news import crew_news
from customers.loads import customers_by_place
from customers.messages import events as messages
from dispatch import events as dispatch_events
from dispatch import handlers as dispatch
from outages import handlers as outage_handlers
from outages.ledger.selectors.known import known_outages
from outages.ledger.selectors.supply_history import supply_history
from outages.life import events as outages
from outages.life.selectors.triggers import outages_of_triggers
from outages.models import Outage, PlannedOutage
from outages.planned import events as plans
from outages.planned.figures import plans_begun
from outages.telling import handlers as outage_telling
from workorders import events as orders
from workorders import handlers as order_handlers
from workorders.crew_news import crew_news_from
from workorders.escalation import handlers as escalation
from workorders.figures.depending import orders_related, orders_with_a_limit
from workorders.gate import gated_orders
from workorders.kinds.connection import events as connections
from workorders.known_outages import known_outages_from
from workorders.models import WorkOrder
from workorders.outage_history import outage_history_from
from workorders.sweeps import find_sweeps
from workorders.trigger_outages import trigger_outages_from

# The names stand in the database: a reaction keeps its own when its function moves or is renamed.
JUDGE = Reaction("outages.judge_reports", outage_handlers.judge_reports, queue="outages", serial=True)
JUDGE_SIGNALS = Reaction("outages.judge_signals", outage_handlers.judge_signals, queue="outages", serial=True)
FOLLOW_SWITCHES = Reaction("outages.follow_switches", outage_handlers.follow_switches, queue="outages", serial=True)
ESTIMATE = Reaction("outages.estimate_first", outage_handlers.estimate_first, queue="outages")
ESTIMATE_ON_SITE = Reaction("outages.estimate_on_site", outage_handlers.estimate_on_site, queue="outages")
END_WITH_ORDER = Reaction("outages.end_with_order", outage_handlers.end_with_order, queue="outages")
TAKE_BACK_END = Reaction("outages.take_back_end", outage_handlers.take_back_end, queue="outages")
HEAR_LATE_WORDS = Reaction("outages.hear_late_words", outage_handlers.hear_late_words, queue="outages")
HEAR_CUSTOMERS = Reaction("outages.hear_customers", outage_handlers.hear_customers, queue="outages")
CLOSE_WITH_ORDER = Reaction("outages.close_with_order", outage_handlers.close_with_order, queue="outages")
ASK_CUSTOMERS = Reaction("outages.ask_customers", outage_handlers.ask_customers, queue="outages")
LEAD_ON = Reaction("outages.lead_on", outage_handlers.lead_on, queue="outages")
REJOIN = Reaction("outages.rejoin", outage_handlers.rejoin_outage, queue="outages")
LEAD_OUTAGES_ON = Reaction("outages.lead_outages_on", outage_handlers.lead_outages_on, queue="outages")
LEAD_PLAN = Reaction("outages.lead_plan", outage_handlers.lead_plan, queue="outages")
TELL = Reaction("outages.tell_customers", outage_telling.tell_customers, queue="outages", serial=True)
FOLLOW_NOTICES = Reaction("outages.follow_notices", outage_telling.follow_notices, queue="outages")
CALL_OFF_NOTICES = Reaction("outages.call_off_notices", outage_telling.call_off_notices, queue="outages")
HEAR_ANSWERS = Reaction("outages.hear_answers", outage_telling.hear_answers, queue="outages")
HEAR_BY_LINK = Reaction("outages.hear_by_link", outage_handlers.hear_by_link, queue="outages")
HEAR_REPLIES = Reaction("workorders.hear_replies", order_handlers.hear_replies, queue="workorders")
TELL_OF_VISITS = Reaction("workorders.tell_of_appointments", order_handlers.tell_of_appointments, queue="workorders")
TELL_OF_PLANS = Reaction("workorders.tell_of_plans", order_handlers.tell_of_plans, queue="workorders")
TELL_OF_DANGER = Reaction("workorders.tell_of_danger", order_handlers.tell_of_danger, queue="workorders")
ASK_HOW_IT_WAS = Reaction("workorders.ask_how_it_was", order_handlers.ask_how_it_was, queue="workorders")
TELL_OF_STEPS = Reaction("workorders.tell_of_steps", order_handlers.tell_of_steps, queue="workorders")
ROUTE = Reaction(
    "dispatch.route_ready_orders", dispatch.route_ready_orders, queue="dispatch", serial=True, at_once=True
)
FREE = Reaction("dispatch.free_crews", dispatch.free_crews, queue="dispatch")
ROUTE_WAITING = Reaction("dispatch.route_waiting", dispatch.route_waiting, queue="dispatch", serial=True)
FOLLOW_PAUSES = Reaction("dispatch.follow_pauses", dispatch.follow_pauses, queue="dispatch")
ALARM_FOR_HELP = Reaction("dispatch.alarm_for_help", dispatch.alarm_for_help, queue="dispatch")
TELL_OF_CREW = Reaction("dispatch.tell_of_crews", dispatch.tell_of_crews, queue="dispatch")
ESCALATE = Reaction("workorders.escalate_limits", escalation.escalate_limits, queue="workorders", serial=True)
HEAR_CALLED = Reaction("workorders.hear_acknowledgements", escalation.hear_acknowledgements, queue="workorders")
FIND_SWEEPS = Reaction("workorders.find_sweeps", find_sweeps, queue="core")
ALARM_FOR_SWEEPS = Reaction("alarms.alarm_for_sweeps", alarm_handlers.alarm_for_sweeps, queue="core")

REACTIONS: dict[type[Event], list[Reaction]] = {
    orders.WorkOrderOpened: [JUDGE],
    orders.DangerTold: [TELL_OF_DANGER],
    # What is no fault: nobody judges it for darkness, no crew is looked for.
    orders.MatterOpened: [],
    orders.MatterMoved: [TELL_OF_STEPS, ASK_HOW_IT_WAS],
    connections.AppointmentMade: [TELL_OF_VISITS],
    connections.AppointmentAgreed: [],
    connections.AppointmentMoved: [TELL_OF_VISITS],
    connections.AppointmentCancelled: [TELL_OF_VISITS],
    connections.AppointmentNear: [TELL_OF_VISITS],
    connections.VisitorOnTheWay: [],
    connections.VisitorArrived: [],
    connections.AppointmentMissed: [TELL_OF_VISITS],
    connections.FeedPosted: [],
    connections.SupplyPlanSigned: [],
    connections.DesignationReported: [],
    orders.WorkOrderLocated: [JUDGE],
    orders.WorkOrderLeft: [],
    orders.WorkOrderSplit: [JUDGE],
    orders.WorkOrderReady: [ROUTE],
    orders.WorkOrderDispatched: [],
    orders.WorkOrderAccepted: [],
    orders.CrewDeparted: [TELL_OF_CREW],
    orders.CrewArrived: [ESTIMATE_ON_SITE, TELL_OF_CREW],
    orders.RepairStarted: [],
    orders.FaultFound: [],
    orders.PowerRestored: [END_WITH_ORDER, TELL_OF_CREW],
    orders.PowerNotRestored: [TAKE_BACK_END, REJOIN],
    orders.ReplyFiled: [FREE, LEAD_ON],
    orders.ReplyReviewed: [],
    orders.ReworkAsked: [],
    orders.CustomerCalledBack: [HEAR_CUSTOMERS],
    orders.WorkOrderArchived: [CLOSE_WITH_ORDER, LEAD_ON, ASK_HOW_IT_WAS],
    orders.WorkOrderSuspended: [LEAD_ON, FOLLOW_PAUSES, TELL_OF_CREW],
    orders.WorkOrderResumed: [REJOIN, FOLLOW_PAUSES],
    orders.WorkOrderCancelled: [FREE, LEAD_ON, TELL_OF_CREW],
    orders.WorkOrderReturned: [],
    orders.WorkOrderMerged: [FREE, LEAD_ON, TELL_OF_CREW],
    orders.LateWordReceived: [HEAR_LATE_WORDS],
    orders.NoteAdded: [],
    orders.CustomerContacted: [],
    orders.CustomerUrged: [],
    orders.AttentionRaised: [],
    orders.AttentionCleared: [],
    orders.WorkOrderRated: [],
    orders.CustomerAnswered: [HEAR_BY_LINK],
    orders.ClockWarned: [ESCALATE, TELL_OF_PLANS],
    orders.ClockMoved: [],
    dispatch_events.OfferMade: [],
    dispatch_events.OfferAccepted: [],
    dispatch_events.OfferRejected: [],
    dispatch_events.OfferExpired: [],
    dispatch_events.OfferWithdrawn: [],
    dispatch_events.DecisionMade: [],
    dispatch_events.CrewChanged: [],
    dispatch_events.CrewFreed: [ROUTE_WAITING],
    dispatch_events.CrewMessaged: [],
    dispatch_events.CrewMessageRead: [],
    dispatch_events.CrewSos: [ALARM_FOR_HELP],
    network.DeviceOperated: [FOLLOW_SWITCHES],
    outages.OutageOpened: [ESTIMATE],
    outages.OutageProbable: [TELL],
    outages.OutageConfirmed: [TELL],
    outages.OutageUnconfirmed: [],
    outages.OutageMoved: [TELL],
    outages.OutageLeft: [],
    outages.OutageSplit: [ESTIMATE, LEAD_OUTAGES_ON, TELL],
    outages.OutageMerged: [LEAD_PLAN, TELL],
    outages.OutageDismissed: [LEAD_PLAN, TELL],
    outages.OutageReinstated: [LEAD_OUTAGES_ON, LEAD_PLAN, TELL],
    outages.CustomersRestored: [LEAD_OUTAGES_ON, LEAD_PLAN, TELL],
    outages.OutageRestored: [ASK_CUSTOMERS, LEAD_PLAN, TELL],
    outages.NestedOutageFound: [ESTIMATE, TELL],
    outages.CheckStarted: [],
    outages.OutageVerified: [],
    outages.OutageReopened: [LEAD_OUTAGES_ON, LEAD_PLAN, TELL],
    outages.OutageClosed: [],
    outages.EstimateChanged: [TELL],
    outages.LedgerCorrected: [TELL],
    outages.OutageChanged: [],
    outages.SensitiveTouched: [],
    outages.OutageAttentionRaised: [],
    outages.GeneratorChanged: [],
    outages.SignalsReceived: [JUDGE_SIGNALS],
    plans.PlanDrafted: [],
    plans.PlanChecked: [],
    plans.PlanApproved: [],
    plans.NoticesGiven: [],
    plans.PlanAnnounced: [],
    plans.PlanStarted: [],
    plans.PlanExtended: [],
    plans.PlanRestored: [],
    plans.PlanUnstarted: [],
    plans.PlanReopened: [],
    plans.PlanClosed: [],
    plans.PlanPostponed: [CALL_OFF_NOTICES],
    plans.PlanCancelled: [CALL_OFF_NOTICES],
    plans.PlanAttentionRaised: [],
    people.CustomersOpened: [FIND_SWEEPS],
    messages.MessagesSettled: [FOLLOW_NOTICES],
    messages.ReplyReceived: [HEAR_REPLIES, HEAR_ANSWERS],
    people.PeopleSwept: [ALARM_FOR_SWEEPS],
    alarms.AlarmRaised: [],
    alarms.AlarmChanged: [],
    alarms.AlarmLeft: [],
    alarms.AlarmAcknowledged: [HEAR_CALLED],
    alarms.AlarmCleared: [],
    custody.HandoverClosed: [],
}

CARDS = {
    "order": order_cards,
    "crew": crew_cards,
    "outage": outage_cards,
    "alarm": alarm_cards,
}

# Whose card shows something of another subject: with an order goes the card of the outage whose repair it leads.
COMPANIONS = {"order": ("outage", Outage.objects.led_by)}

# What somebody has to answer for by name, all of it that is open.
OPEN_ITEMS: dict[str, Rows] = {
    "order": WorkOrder.objects.held,
    "outage": Outage.objects.on_board,
    "plan": PlannedOutage.objects.held,
    "alarm": on_their_own,
}

# What is told to fewer than see its place: who may hear of it is asked by every way out.
GATED = {"order": gated_orders, "alarm": gated_alarms}

# What the figures kept by day are read from; the days of an order are counted again with it and with what depends on it.
KEPT_FIGURES = Catalogue(
    figures=FIGURES, related={"order": orders_related},
    limits={"order": orders_with_a_limit, "planned_outage": plans_begun},
)  # fmt: skip

PERIODIC_PUSHES = [(1.0, live_positions.LivePositions().messages)]


def install() -> None:
    """Called once at start, by the roof's AppConfig."""
    subscribe(REACTIONS)
    cards_from(CARDS, COMPANIONS)
    gated_by(GATED)
    push_periodically(PERIODIC_PUSHES)
    known_outages_from(known_outages)
    outage_history_from(supply_history)
    trigger_outages_from(outages_of_triggers)
    crew_news_from(crew_news)
    open_items_from(OPEN_ITEMS)
    customers_counted_by(customers_by_place)
    figures_kept_from(KEPT_FIGURES)
