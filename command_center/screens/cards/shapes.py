"""The shapes of cards for the API's description. The cards themselves are built by ``screens.cards.orders``."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from workorders.engine.shapes import VerbShape
from workorders.models import Basis

CREW_STATES = ["OFF_DUTY", "IDLE", "OFFERED", "ASSIGNED", "EN_ROUTE", "ON_SITE"]


class OuterLimitShape(serializers.Serializer[Any]):
    """The wider of two limits on one clock: why it holds and how it ended."""

    basis = serializers.ChoiceField(choices=Basis.choices)
    due_at = Moment()
    outcome = serializers.CharField(allow_null=True)


class ClockShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    started_at = Moment()
    due_at = Moment()
    limit_minutes = serializers.IntegerField()
    working = serializers.BooleanField(help_text="The limit counts working hours only")
    stopped_at = Moment(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    paused = serializers.BooleanField()
    warned_percent = serializers.IntegerField()
    raw_minutes = serializers.FloatField(allow_null=True, help_text="Start to end with the pauses; null while it runs")
    net_minutes = serializers.FloatField(
        allow_null=True, help_text="What counted against the limit; null while it runs"
    )
    outer = OuterLimitShape(allow_null=True)


class PersonShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class HolderShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    eta_at = Moment(allow_null=True)


class OpenOfferShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    crew_id = serializers.IntegerField()
    crew_name = serializers.CharField()
    status = serializers.CharField()
    expires_at = Moment()
    eta_minutes = serializers.FloatField(allow_null=True)


class OrderCard(serializers.Serializer[Any]):
    """The whole present state of one order; ``customer`` is masked."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    rev = serializers.IntegerField()
    number = serializers.CharField()
    order_kind = serializers.CharField()
    sub_kind = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    grade = serializers.IntegerField()
    urgency = serializers.CharField()
    grade_reasons = serializers.ListField(child=serializers.CharField())
    hazard = serializers.BooleanField()
    title = serializers.CharField()
    place = serializers.CharField()
    centre = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    fault_kind = serializers.CharField()
    area_kind = serializers.CharField()
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    located = serializers.BooleanField()
    reported_at = Moment()
    etr_at = Moment(allow_null=True)
    clocks = ClockShape(many=True)
    next_due_at = Moment(allow_null=True)
    next_due_code = serializers.CharField(allow_null=True)
    customer = PersonShape()
    custodian_count = serializers.IntegerField()
    urge_count = serializers.IntegerField()
    attention = serializers.CharField(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())
    crew = HolderShape(allow_null=True)
    offers = OpenOfferShape(many=True)
    updated_at = Moment()


class StatusChangeShape(serializers.Serializer[Any]):
    old = serializers.CharField()
    new = serializers.CharField()
    at = Moment()
    actor = serializers.CharField()
    reason = serializers.CharField()
    detail = serializers.CharField()


class ReplyShape(serializers.Serializer[Any]):
    at = Moment()
    author = serializers.CharField()
    cause = serializers.CharField()
    measures = serializers.CharField()
    restored_at = Moment()
    contacted = serializers.BooleanField()
    contacted_at = Moment(allow_null=True)
    not_contacted_reason = serializers.CharField()
    outage_started_at = Moment(allow_null=True)
    site_check = serializers.CharField()
    customer_opinion = serializers.CharField()
    photo = serializers.CharField(allow_null=True)


class OutageInBrief(serializers.Serializer[Any]):
    number = serializers.CharField()
    status = serializers.CharField()
    role = serializers.CharField()
    customers_out = serializers.IntegerField()
    customers_total = serializers.IntegerField()
    etr_at = Moment(allow_null=True)
    calls = serializers.IntegerField()


class ToldShape(serializers.Serializer[Any]):
    """One report of the order's matter. ``urge``: the order was there already."""

    id = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    received_at = serializers.DateTimeField()
    urge = serializers.BooleanField()
    description = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())


class CustomerAnswerShape(serializers.Serializer[Any]):
    """What the customer answered by their link. ``due_at``: a person looks at it by then; null where nobody has to."""

    id = serializers.IntegerField()
    question = serializers.CharField()
    verdict = serializers.CharField()
    text = serializers.CharField()
    at = Moment()
    due_at = Moment(allow_null=True)
    photo = serializers.CharField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)


class FollowerShape(serializers.Serializer[Any]):
    """An order that follows this one."""

    number = serializers.CharField()
    reported_at = Moment()
    place = serializers.CharField()
    title = serializers.CharField()


class AreaShape(serializers.Serializer[Any]):
    """Where to look for an order without a place."""

    name = serializers.CharField()
    lat = serializers.FloatField()
    lon = serializers.FloatField()


class RelatedShape(serializers.Serializer[Any]):
    """Another order that this one is about, or that is about this one; ``words`` is its kind, ``state`` where it stands."""

    number = serializers.CharField()
    words = serializers.CharField()
    state = serializers.CharField()


class MatterAnswerShape(serializers.Serializer[Any]):
    at = Moment()
    author = serializers.CharField(allow_blank=True)
    cause = serializers.CharField(allow_blank=True)
    measures = serializers.CharField()
    told_at = Moment(allow_null=True)
    not_told_reason = serializers.CharField(allow_blank=True)


class TransferShape(serializers.Serializer[Any]):
    at = Moment()
    actor = serializers.CharField(allow_blank=True)
    to = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class FiledShape(serializers.Serializer[Any]):
    """What a unit let the centre know in advance about this customer (报备)."""

    unit = serializers.CharField()
    reason = serializers.CharField()
    evidence = serializers.CharField()
    until_on = serializers.DateField()


class FileLineShape(serializers.Serializer[Any]):
    """A line of what a kind keeps of its own: what it is about, and the words."""

    name = serializers.CharField()
    text = serializers.CharField()


class MatterShape(serializers.Serializer[Any]):
    """What an order of any kind is about, in the reader's language; ``concerns`` is the unit that may not handle it."""

    kind = serializers.CharField()
    repair = serializers.BooleanField(help_text="A crew goes there")
    followed = serializers.BooleanField(help_text="Its customer may have a link to it")
    sub_kind = serializers.CharField(allow_blank=True)
    state = serializers.CharField()
    owner = serializers.CharField(allow_blank=True)
    confidential = serializers.BooleanField()
    callback_wanted = serializers.BooleanField()
    concerns = serializers.CharField(allow_blank=True)
    about = RelatedShape(allow_null=True)
    orders_about = RelatedShape(many=True)
    filings = FiledShape(many=True)
    transfers = TransferShape(many=True)
    answers = MatterAnswerShape(many=True)
    file = FileLineShape(many=True)


class AnswersShape(serializers.Serializer[Any]):
    """Who answers for it at the desk; the centre's name while nobody is on duty."""

    name = serializers.CharField()
    since = Moment()


class OrderDetail(OrderCard):
    description = serializers.CharField()
    address = serializers.CharField()
    customer_number = serializers.CharField(allow_blank=True)
    permit_number = serializers.CharField()
    status_changes = StatusChangeShape(many=True)
    reply = ReplyShape(allow_null=True)
    outage = OutageInBrief(allow_null=True)
    tracking_link = serializers.ChoiceField(choices=["live", "ended", "revoked", "none"])
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    contact = PersonShape(allow_null=True)
    reports = ToldShape(many=True)
    answers = CustomerAnswerShape(many=True)
    followers = FollowerShape(many=True)
    area = AreaShape(allow_null=True)
    crew_contact = PersonShape(allow_null=True)
    matter = MatterShape()
    holder = AnswersShape(allow_null=True, help_text="Null once it has ended")
    verbs = VerbShape(many=True)


class TimelineEntry(serializers.Serializer[Any]):
    at = Moment()
    kind = serializers.ChoiceField(
        choices=["status", "offer", "decision", "clock", "note", "finding", "late", "answer", "escalation"]
    )
    code = serializers.CharField()
    text = serializers.CharField()
    actor = serializers.CharField()


class CrewCard(serializers.Serializer[Any]):
    """The whole present state of one crew."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    rev = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    centre = serializers.CharField()
    state = serializers.ChoiceField(choices=CREW_STATES)
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    fixed_at = Moment(allow_null=True)
    live = serializers.BooleanField()
    skills = serializers.ListField(child=serializers.CharField())
    plate = serializers.CharField()
    phone = serializers.CharField()
    active_orders = serializers.IntegerField()
    order_number = serializers.CharField(allow_null=True)
    unread = serializers.IntegerField(help_text="Messages to it that nobody there has read")
