"""可开放容量 and the plan that follows, against numbers reckoned by hand."""

from datetime import date

import pytest
from django.utils.timezone import now

from tests.connections.cases import make_case
from workorders.kinds.connection.headroom import Load, Near, Rule, draft, headroom_kw, room_for_sun_kw
from workorders.kinds.connection.models import ConnectionCase, NodeLoad
from workorders.kinds.connection.near import near
from workorders.kinds.connection.plan_words import WORDS, reason_words
from workorders.kinds.connection.services.plans import draft_plan

RULE = Rule()
T400 = Load(rated_kva=400, peak_kw=200)
FEEDER = Load(rated_kva=8000, peak_kw=3000)


def test_headroom_by_hand():
    """400 kVA × 0.95 × 80 % = 304 kW; less 200 at the peak, less 60 % of 50 promised: 74."""
    assert headroom_kw(Load(rated_kva=400, peak_kw=200, promised_kw=50), 80, RULE) == pytest.approx(74)
    assert headroom_kw(Load(rated_kva=100, peak_kw=200), 80, RULE) == 0
    assert room_for_sun_kw(Load(rated_kva=400, peak_kw=200, pv_kw=100), RULE) == pytest.approx(220)


@pytest.mark.parametrize(
    ("sub_kind", "kw", "near_by", "voltage", "works"),
    [
        ("LV_RESIDENT", 8, Near(transformer=T400, feeder=FEEDER, distance_m=120), "LV_220", False),
        ("LV_NON_RESIDENT", 80, Near(transformer=T400, feeder=FEEDER, distance_m=120), "LV_380", False),
        ("LV_NON_RESIDENT", 120, Near(transformer=T400, feeder=FEEDER, distance_m=120), "LV_380", True),
        ("LV_NON_RESIDENT", 80, Near(transformer=T400, feeder=FEEDER, distance_m=900), "LV_380", True),
        ("EV_CHARGER", 200, Near(transformer=T400, feeder=FEEDER, distance_m=120), "MV_10", False),
        ("MV_SINGLE", 630, Near(feeder=FEEDER), "MV_10", False),
        ("PHOTOVOLTAIC", 100, Near(transformer=T400, feeder=FEEDER, distance_m=50), "LV_380", False),
        ("LV_RESIDENT", 8, Near(), "LV_220", False),
    ],
)
def test_a_plan_by_rules(sub_kind, kw, near_by, voltage, works):
    plan = draft(sub_kind, kw, near_by, RULE)
    assert (plan.voltage, plan.grid_works) == (voltage, works)
    assert all(each["code"] in WORDS and reason_words(each) for each in plan.reasons)


def test_what_is_unknown_is_said_and_no_room_is_made_up():
    plan = draft("LV_RESIDENT", 8, Near(), RULE)
    assert plan.headroom_kw is None
    assert {"transformer_unknown", "feeder_unknown"} <= {each["code"] for each in plan.reasons}


@pytest.mark.django_db
def test_the_nearest_public_transformer_and_what_is_promised_there(province):
    for node, kva, kw in ((province.t1, 400, 200), (province.f1, 8000, 3000)):
        NodeLoad.objects.create(node=node, rated_kva=kva, peak_kw=kw, measured_on=date(2026, 7, 1), invented=True)
    other = make_case("B", reporter_phone="+8613800135699")
    ConnectionCase.objects.filter(order=other).update(approved_kw=50, headroom_node=province.t1)
    order = make_case("A", kw="80", sub_kind="LV_NON_RESIDENT")
    found = near(order)
    assert (found.transformer, found.feeder, found.invented) == (province.t1, province.f1, True)
    plan = draft_plan(order, at=now())
    assert (plan.headroom_kw, plan.grid_works, plan.node) == (74.0, True, province.t1)
    assert {"loads_invented", "rule_assumed", "no_room"} <= {each["code"] for each in plan.reasons}
    assert draft_plan(order, at=now()).pk == plan.pk, "drawn up anew it is the same draft"
