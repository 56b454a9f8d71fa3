"""The shapes of outages for the API's description. They are built by ``screens.cards.outages`` and ``outage_detail``."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.screens.cards.shapes import HolderShape, StatusChangeShape
from outages.findings.rules import Effect
from outages.models import Extent
from workorders.engine.shapes import VerbShape


class FeederShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class DeviceShape(FeederShape):
    kind = serializers.CharField()


class OutageCard(serializers.Serializer[Any]):
    """The whole present state of one outage. ``etr_at`` is the P80, ``etr_p50_at`` the median; ``calls`` are reports."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    rev = serializers.IntegerField()
    number = serializers.CharField()
    outage_kind = serializers.CharField()
    status = serializers.CharField()
    device = DeviceShape(allow_null=True)
    node = FeederShape(allow_null=True, help_text="The named equipment that is off")
    feeder = FeederShape(allow_null=True)
    centre = serializers.CharField()
    centre_code = serializers.CharField()
    city = serializers.CharField()
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    customers_total = serializers.IntegerField()
    customers_out = serializers.IntegerField()
    important_out = serializers.IntegerField()
    life_support_out = serializers.IntegerField()
    time_critical_out = serializers.IntegerField()
    cause_class = serializers.CharField()
    cause = serializers.CharField()
    confidence = serializers.FloatField(allow_null=True)
    reason_code = serializers.CharField()
    reason_params = serializers.DictField()
    started_at = Moment()
    detected_at = Moment()
    confirmed_at = Moment(allow_null=True)
    restored_at = Moment(allow_null=True)
    planned_end_at = Moment(allow_null=True)
    etr_at = Moment(allow_null=True)
    etr_p50_at = Moment(allow_null=True)
    etr_source = serializers.CharField()
    etr_revision = serializers.IntegerField()
    lead_order = serializers.CharField(allow_null=True)
    order_status = serializers.CharField(allow_null=True)
    grade = serializers.IntegerField(allow_null=True)
    crew = HolderShape(allow_null=True)
    calls = serializers.IntegerField()
    attention = serializers.CharField(allow_null=True)
    attention_also = serializers.ListField(child=serializers.CharField())
    nested_in = serializers.CharField(allow_null=True)
    updated_at = Moment()


class FindingSaid(serializers.Serializer[Any]):
    """What a crew on site said, and what became of it."""

    extent = serializers.ChoiceField(choices=Extent.choices)
    cause_class = serializers.CharField(allow_blank=True)
    cause = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    hazard = serializers.BooleanField()
    customers = serializers.IntegerField()
    effect = serializers.ChoiceField(choices=[each.value for each in Effect])


class EvidenceShape(serializers.Serializer[Any]):
    kind = serializers.CharField()
    at = Moment()
    received_at = Moment()
    meter_number = serializers.CharField(allow_null=True)
    device = serializers.CharField(allow_null=True)
    node = serializers.CharField(allow_null=True)
    order = serializers.CharField(allow_null=True)
    author = serializers.CharField(allow_null=True)
    finding = FindingSaid(allow_null=True)


class StepShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    at = Moment()
    recorded_at = Moment()
    ended_by = serializers.CharField()
    device = serializers.CharField(allow_null=True)
    phases = serializers.CharField()
    customers = serializers.IntegerField()
    actor = serializers.CharField()
    note = serializers.CharField()


class OutageChangeShape(StatusChangeShape):
    kind = serializers.CharField()
    device_before = serializers.CharField(allow_null=True)
    device_after = serializers.CharField(allow_null=True)
    other = serializers.CharField(allow_null=True)
    correction = serializers.IntegerField(allow_null=True)


class EstimateShape(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    etr_at = Moment()
    p50_at = Moment(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    author = serializers.CharField()
    reason = serializers.CharField()
    params = serializers.DictField()
    at = Moment()


class OutageOrderShape(serializers.Serializer[Any]):
    number = serializers.CharField()
    status = serializers.CharField()
    role = serializers.CharField()
    grade = serializers.IntegerField()
    hazard = serializers.BooleanField()
    at = Moment()


class SensitiveShape(serializers.Serializer[Any]):
    sensitive_class = serializers.CharField()
    use = serializers.CharField()
    hours_to_damage = serializers.FloatField(allow_null=True)
    own_generator = serializers.BooleanField()
    customer_number = serializers.CharField()
    customer = serializers.CharField()
    meter_number = serializers.CharField()


class GeneratorShape(serializers.Serializer[Any]):
    """A generator vehicle that supplies customers of the outage; ``to_at``: until when it did."""

    vehicle = serializers.CharField()
    plate = serializers.CharField(allow_blank=True)
    kva = serializers.IntegerField()
    customers = serializers.IntegerField()
    from_at = Moment()
    to_at = Moment(allow_null=True)


class StandbyShape(serializers.Serializer[Any]):
    vehicle = serializers.CharField()
    plate = serializers.CharField(allow_blank=True)
    kva = serializers.IntegerField()
    fuel_hours = serializers.FloatField()
    place = serializers.CharField()


class RoundShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    at = Moment()
    population = serializers.IntegerField()
    asked = serializers.IntegerField()
    finished_at = Moment(allow_null=True)
    passed = serializers.BooleanField(allow_null=True)
    waiting = serializers.IntegerField()
    on = serializers.IntegerField()
    off = serializers.IntegerField()


class AnswerShape(serializers.Serializer[Any]):
    meter_number = serializers.CharField()
    important = serializers.BooleanField()
    answer = serializers.CharField()
    answered_at = Moment(allow_null=True)
    customer_number = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)
    address = serializers.CharField(required=False)


class VerificationShape(serializers.Serializer[Any]):
    """``answers`` are those of the last round; who they are, masked, for who may read customers."""

    rounds = RoundShape(many=True)
    answers = AnswerShape(many=True)


class PlanOfOutage(serializers.Serializer[Any]):
    """The planned work by which it is dark, with what the reader may do with that."""

    number = serializers.CharField()
    rev = serializers.IntegerField()
    title = serializers.CharField()
    reason = serializers.CharField()
    status = serializers.CharField()
    planned_start_at = Moment()
    planned_end_at = Moment()
    verbs = VerbShape(many=True)


class OutageDetail(OutageCard):
    verified_at = Moment(allow_null=True)
    closed_at = Moment(allow_null=True)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    nested = serializers.ListField(child=serializers.CharField())
    evidence_counts = serializers.DictField(child=serializers.IntegerField())
    evidence = EvidenceShape(many=True)
    steps = StepShape(many=True)
    changes = OutageChangeShape(many=True)
    estimates = EstimateShape(many=True)
    orders = OutageOrderShape(many=True)
    sensitive = SensitiveShape(many=True)
    generators = GeneratorShape(many=True)
    on_standby = StandbyShape(many=True)
    verification = VerificationShape()
    plan = PlanOfOutage(allow_null=True)
    verbs = VerbShape(many=True)
