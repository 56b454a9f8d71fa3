"""POST planned-outages/preview/: what the form shows while somebody types is what the check says afterwards, and nothing is kept."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.models import EventRecord
from customers.models import Customer, Flag
from outages.models import NoticeRule, PlannedOutage
from tests.grid import make_network
from tests.outages.lines import make_points
from tests.people import make_user

PLANS = "/api/v1/planned-outages/"


@pytest.fixture
def con(province, cast):
    make_network(province)
    make_points(province.t2, 12)
    client = APIClient()
    client.force_login(make_user("plan", "CONTROLLER", province.xianfeng))
    return client


def body(days=10, **more):
    start = (now() + timedelta(days=days)).replace(microsecond=0)
    window = {"planned_start_at": start.isoformat(), "planned_end_at": (start + timedelta(hours=2)).isoformat()}
    return {"open": ["FU2"], **window, **more}


def preview(client, **more):
    return client.post(f"{PLANS}preview/", body(**more), format="json")


def test_it_says_what_the_check_says_and_keeps_nothing(con):
    sent = body(title="更换开关", reason="检修")
    seen = con.post(f"{PLANS}preview/", sent, format="json").data
    assert not PlannedOutage.objects.exists() and not EventRecord.objects.filter(name__startswith="plan").exists()
    number = con.post(PLANS, sent, format="json").data["number"]
    con.post(f"{PLANS}{number}/check/")
    plan = con.get(f"{PLANS}{number}/").data
    assert seen["counts"] == {name: plan[name] for name in seen["counts"]} and seen["counts"]["customers"] == 12
    assert [(one["code"], one["severity"]) for one in seen["findings"]] == [
        (one["code"], one["severity"]) for one in plan["findings"]
    ]


def test_life_support_is_named_first_and_masked(con):
    ill = Customer.objects.order_by("pk").last()
    Customer.objects.filter(pk=ill.pk).update(flags=[Flag.LIFE_SUPPORT], name="张三丰")
    Customer.objects.filter(pk=ill.pk - 1).update(flags=[Flag.IMPORTANT])
    seen = preview(con).data
    assert [one["sensitive_class"] for one in seen["who"]] == ["LIFE_SUPPORT", "GRADE_2"]
    assert "三丰" not in str(seen["who"]) and "life_support" in [one["code"] for one in seen["findings"]]


def test_the_notice_is_said_in_one_sentence(con):
    hours = NoticeRule.objects.get(code="planned_7_days").hours_before
    assert hours == 168
    in_time, late = preview(con, days=10).data["notice"], preview(con, days=3).data["notice"]
    assert (in_time["late"], late["late"]) == (False, True)
    assert in_time["sentence"].startswith("来得及") and "7 天" in late["sentence"] and "主管" in late["sentence"]


def test_other_plans_of_the_feeder_are_shown_with_their_window(con):
    con.post(PLANS, body(title="先前的", reason="检修"), format="json")
    seen = preview(con).data
    assert [one["title"] for one in seen["conflicts"]] == ["先前的"]


def test_the_notice_reads_in_both_languages(con):
    texts = preview(con, title="更换开关").data["texts"]
    assert "因更换开关" in texts["zh-hans"] and texts["en"].startswith("Planned work (更换开关)")


def test_what_makes_no_plan_is_said_at_its_field(con):
    assert preview(con, open=["NOWHERE"]).data["errors"][0]["pointer"].endswith("open")
    assert preview(con, days=-1).status_code == 422


def test_who_plans_nothing_previews_nothing(con, mei, agent):
    assert agent.post(f"{PLANS}preview/", body(), format="json").status_code == 403
