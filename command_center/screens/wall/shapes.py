"""The wall as the API tells it: codes and numbers, no words but names of units, devices and planned work."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment


class WallUnit(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    level = serializers.CharField()


class WallDark(serializers.Serializer[Any]):
    customers = serializers.IntegerField(help_text="Without power now, planned work included")
    planned = serializers.IntegerField(help_text="Of these by planned work")
    outages = serializers.IntegerField()
    suspected = serializers.IntegerField(help_text="Outages not believed enough yet to be counted")
    important = serializers.IntegerField()
    life_support = serializers.IntegerField()
    restored_today = serializers.IntegerField(
        help_text="Customers whom a fault had left dark, with power again since midnight, each once"
    )


class WallOrders(serializers.Serializer[Any]):
    open = serializers.IntegerField()
    pending = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Past a limit, as on the board")
    overdue_waiting = serializers.IntegerField(help_text="Of these whose customers still wait; the others are paper")
    due_soon = serializers.IntegerField()
    orders_today = serializers.IntegerField()


class WallCrew(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    state = serializers.ChoiceField(choices=["EN_ROUTE", "ON_SITE"])


class WallCrews(serializers.Serializer[Any]):
    on_duty = serializers.IntegerField()
    en_route = serializers.IntegerField()
    on_site = serializers.IntegerField()
    places = WallCrew(many=True)


class WallArea(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    customers = serializers.IntegerField()
    outages = serializers.IntegerField()


class WallArrival(serializers.Serializer[Any]):
    area_kind = serializers.CharField()
    minutes = serializers.FloatField(allow_null=True, help_text="Mean from report to arrival")
    arrived = serializers.IntegerField()
    limit_minutes = serializers.IntegerField(allow_null=True)
    kept_percent = serializers.FloatField(allow_null=True)
    kept_of = serializers.IntegerField()


class WallTrend(serializers.Serializer[Any]):
    start = Moment()
    step_minutes = serializers.IntegerField()
    reported = serializers.ListField(child=serializers.IntegerField())
    restored = serializers.ListField(child=serializers.IntegerField())


class WallPlace(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    customers = serializers.IntegerField()
    planned = serializers.BooleanField()
    order_status = serializers.CharField(allow_blank=True)


class WallLine(serializers.Serializer[Any]):
    """An order is its kind of fault and its station; never what was told or where somebody lives."""

    kind = serializers.CharField(help_text="order or outage")
    number = serializers.CharField()
    grade = serializers.IntegerField()
    marks = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    order_status = serializers.CharField(allow_blank=True)
    what = serializers.CharField(allow_blank=True, help_text="The device of an outage")
    fault_kind = serializers.CharField(allow_blank=True)
    centre = serializers.CharField()
    centre_en = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    unit_en = serializers.CharField(allow_blank=True)
    customers = serializers.IntegerField(allow_null=True)
    since = Moment()
    due_at = Moment(allow_null=True)
    due_code = serializers.CharField(allow_blank=True)


class WallWorst(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    lines = WallLine(many=True)


class WallPlan(serializers.Serializer[Any]):
    number = serializers.CharField()
    title = serializers.CharField()
    centre = serializers.CharField()
    centre_en = serializers.CharField(allow_blank=True)
    to = Moment()
    customers = serializers.IntegerField()
    under_way = serializers.BooleanField()
    late = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": Moment()}  # a word of the language


class WallPlans(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    under_way = serializers.IntegerField()
    customers = serializers.IntegerField()
    lines = WallPlan(many=True)


class WallOut(serializers.Serializer[Any]):
    """The same as a frame ``wall`` of ``/ws/wall/``."""

    at = Moment()
    unit = WallUnit()
    dark = WallDark()
    orders = WallOrders()
    crews = WallCrews()
    areas = WallArea(many=True)
    arrival_minutes = serializers.FloatField(allow_null=True, help_text="Mean of all areas today, as on the board")
    arrival = WallArrival(many=True)
    trend = WallTrend()
    places = WallPlace(many=True)
    worst = WallWorst()
    plans = WallPlans()
    pace = serializers.FloatField(allow_null=True, help_text="How much faster than life a simulation runs")


class WallResult(serializers.Serializer[Any]):
    code = serializers.CharField()
    unit = serializers.CharField()
    now = serializers.FloatField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    by = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)


class WallYearOut(serializers.Serializer[Any]):
    """Of this month and this year until today, against the same days of the year before."""

    since = serializers.DateField()
    until = serializers.DateField()
    arrival = WallArrival(many=True)
    arrival_before = WallArrival(many=True)
    results = WallResult(many=True)
