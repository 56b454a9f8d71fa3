"""The supervision desk: the same figure beside a list and below it, per centre; and a person's name for whatever has none."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from command_center.ground.custody.services.duty import relieve_absent
from command_center.ground.organisation.models import OrgUnit
from command_center.screens.owners import offenders
from command_center.screens.supervision.watch import WATCHES
from outages.life.states import Status
from outages.models import PlannedOutage
from outages.verbs.services.opening import open_outage
from tests.custody.desks import holder_of, make_desks, on_duty
from tests.grid import IN_LAIFENG, make_held_order, make_network, make_order, make_waiting_order
from tests.outages.lines import below, make_points
from tests.outages.plans import make_announced, make_started
from workorders.engine.writing import raise_attention
from workorders.models import WorkOrder
from workorders.services.control import suspend

API = "/api/v1/"


@pytest.fixture
def desks(province):
    desks = make_desks(province)
    for name in ("an", "bo", "ci", "po", "lei"):
        client = APIClient()
        client.force_authenticate(getattr(desks, name))
        setattr(desks, f"{name}_calls", client)
    return desks


def due_in(order, minutes):
    WorkOrder.objects.filter(pk=order.pk).update(next_due_at=now() + timedelta(minutes=minutes))
    return order


@pytest.fixture
def evening(desks):
    on_duty(desks.an)
    desks.late = due_in(make_order("late"), -5)
    desks.soon = due_in(make_order("soon"), 10)
    desks.later = due_in(make_order("later"), 25)
    desks.called = due_in(make_waiting_order("called"), 300)
    raise_attention([desks.called], "third_call")
    desks.resting = due_in(make_held_order("resting"), 300)
    in_two_hours = now() + timedelta(hours=2)
    suspend(
        order_id=desks.resting.pk, reason="customer_asks_later", detail="by phone", resume_at=in_two_hours, at=now(), actor=desks.bo
    )  # fmt: skip
    latitude, longitude = IN_LAIFENG
    desks.nobodys = due_in(make_order("nobodys", latitude=latitude, longitude=longitude), 300)
    return desks


def listed(client, name, **query):
    answer = client.get(f"{API}supervision/", {"list": name, **query}).json()
    figure = next(watch["count"] for watch in answer["watches"] if watch["code"] == name)
    assert figure == len(answer["lines"]), name
    return [line["number"] for line in answer["lines"]]


def test_each_list_shows_what_its_figure_counts(evening):
    listing = lambda name: listed(evening.ci_calls, name)  # noqa: E731
    assert listing("overdue") == [evening.late.number]
    assert listing("due_15") == [evening.soon.number]
    assert listing("due_30") == [evening.soon.number, evening.later.number]
    assert listing("third_call") == [evening.called.number]
    assert listing("no_holder") == [evening.nobodys.number]
    assert listing("supervised") == []


def test_a_pause_that_should_be_over_is_on_its_list(evening):
    WorkOrder.objects.get(pk=evening.resting.pk).pauses.update(expected_resume_at=now() - timedelta(minutes=1))
    assert listed(evening.ci_calls, "resume_over") == [evening.resting.number]


def test_the_city_sees_its_counties_and_a_county_only_itself(evening):
    desks = evening.ci_calls.get(f"{API}supervision/").json()["desks"]
    assert [(desk["name"], desk["counts"]["open"], desk["counts"]["no_holder"]) for desk in desks] == [
        ("恩施州", 6, 1),
        ("咸丰县", 5, 0),
        ("来凤县", 1, 1),
    ]
    assert [desk["name"] for desk in evening.bo_calls.get(f"{API}supervision/").json()["desks"]] == ["咸丰县"]
    assert listed(evening.ci_calls, "overdue", centre="422827") == []
    assert evening.bo_calls.get(f"{API}supervision/", {"centre": "422827"}).status_code == 404


def test_places_have_their_english_name_for_who_reads_english(evening):
    OrgUnit.objects.filter(code="422826").update(name_en="Xianfeng")
    told = lambda language: evening.bo_calls.get(f"{API}supervision/", headers={"Accept-Language": language}).json()  # noqa: E731
    assert [told(language)["desks"][0]["name"] for language in ("en", "zh-hans")] == ["Xianfeng", "咸丰县"]


def test_the_province_sees_cities_first(evening):
    desks = evening.po_calls.get(f"{API}supervision/").json()["desks"]
    assert [(desk["name"], desk["is_top"]) for desk in desks] == [("湖北省", True), ("恩施州", False)]


def test_a_supervisor_takes_over_or_gives_to_somebody_by_name(evening):
    on_duty(evening.bo)
    body = {"items": [{"kind": "order", "id": evening.late.pk}]}
    assert evening.an_calls.post(f"{API}supervision/give/", body, format="json").status_code == 403
    assert evening.bo_calls.post(f"{API}supervision/give/", body, format="json").json() == {"given": 1}
    assert holder_of(evening.late) == "bo"
    evening.bo_calls.post(f"{API}supervision/give/", body | {"to": evening.an.pk}, format="json")
    assert holder_of(evening.late) == "an"


def test_what_lies_in_another_county_is_not_there_to_be_given(evening):
    on_duty(evening.bo)
    body = {"items": [{"kind": "order", "id": evening.nobodys.pk}]}
    assert evening.bo_calls.post(f"{API}supervision/give/", body, format="json").status_code == 404


def test_giving_by_hand_is_a_step_of_forwarding_until_a_crew_has_it(evening):
    on_duty(evening.bo)
    held = make_held_order("held")
    body = {"items": [{"kind": "order", "id": each.pk} for each in (evening.late, held)]}
    evening.bo_calls.post(f"{API}supervision/give/", body, format="json")
    counts = dict(WorkOrder.objects.filter(pk__in=[evening.late.pk, held.pk]).values_list("pk", "custodian_count"))
    assert counts == {evening.late.pk: 2, held.pk: 2}  # the crew is the second name of the one, bo of the other


def test_every_list_can_be_asked_and_the_number_of_queries_does_not_grow(evening, django_assert_max_num_queries):
    for number in range(15):
        due_in(make_order(f"more-{number}"), -30)
    with django_assert_max_num_queries(14):
        assert len(listed(evening.ci_calls, "overdue")) == 16
    for name in WATCHES:
        assert evening.ci_calls.get(f"{API}supervision/", {"list": name}).status_code == 200


def test_an_outage_that_nobody_holds_is_on_the_list_too(evening, province):
    make_points(province.t3, 2)
    began = now() - timedelta(minutes=5)
    relieve_absent(duty_id=evening.an.duties.get().pk, reason="ill", at=now(), actor=evening.bo)
    outage = open_outage(
        scope=below(province.t3), started_at=began, at=now(), status=Status.CONFIRMED, node_id=province.t3.pk
    )
    assert outage.number in listed(evening.ci_calls, "no_holder")


@pytest.mark.parametrize(
    ("status", "starts_in", "ends_in", "lists"),
    [
        ("ANNOUNCED", timedelta(days=20), timedelta(days=20, hours=4), set()),
        ("ANNOUNCED", timedelta(hours=20), timedelta(hours=24), {"no_holder"}),
        ("APPROVED", timedelta(minutes=-1), timedelta(hours=4), {"no_holder", "overdue"}),
        ("IN_PROGRESS", timedelta(hours=-4), timedelta(minutes=1), {"no_holder"}),
        ("IN_PROGRESS", timedelta(hours=-4), timedelta(minutes=-1), {"no_holder", "overdue"}),
        ("POSTPONED", timedelta(days=-9), timedelta(days=-8), {"no_holder"}),
        ("CLOSED", timedelta(hours=-4), timedelta(minutes=-1), set()),
    ],
)
def test_a_planned_outage_is_on_the_lists_when_somebody_must_be_there(
    desks, province, status, starts_in, ends_in, lists
):
    make_points(province.t3, 2)
    fuse, at = make_network(province).fu2, now()
    plan = make_started(fuse) if status == "IN_PROGRESS" else make_announced(fuse, start=at + timedelta(days=20))
    PlannedOutage.objects.filter(pk=plan.pk).update(
        status=status, planned_start_at=at + starts_in, planned_end_at=at + ends_in
    )
    assert {name for name in WATCHES if plan.number in listed(desks.ci_calls, name)} == lists
    on_duty(desks.an)
    assert {name for name in WATCHES if plan.number in listed(desks.ci_calls, name)} == lists - {"no_holder"}


def test_the_checker_finds_alarms_and_reasons_of_plans_that_do_not_agree(desks, province):
    plan = make_announced(make_network(province).fu2, start=now() + timedelta(days=20))

    def told():
        return {found.rule for found in offenders(at=now()) if found.name == plan.number}

    assert told() == set()
    PlannedOutage.objects.filter(pk=plan.pk).update(attention="notice_refused")
    assert "a reason of a plan that no alarm tells" in told()
    Alarm.objects.create(
        subject_kind="plan", subject_id=plan.pk, subject_name=plan.number, code="notice_refused", grade=2, org_path=plan.org_path,
        raised_at=now(),
    )  # fmt: skip
    assert told() == set()
    PlannedOutage.objects.filter(pk=plan.pk).update(status="CANCELLED")
    assert "is open, although its plan is over" in told()
