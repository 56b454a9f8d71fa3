"""GET work-orders/ as a dispatcher asks it: who rang when, what is open where, and what cannot be asked."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from command_center.ground.organisation import look_ups
from command_center.screens.order_list import api as order_list
from command_center.screens.order_list.words import PHASES
from tests.door.counting import counted
from tests.grid import IN_LAIFENG, make_held_order, make_order
from tests.people import make_user
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder
from workorders.selectors import listing

URL = "/api/v1/work-orders/"


@pytest.fixture
def calls(province):
    """Who rang: Ran today, Wang five days ago, Li of another county."""
    return {
        "ran": make_order("R1"),
        "wang": make_order(
            "R2", at=now() - timedelta(days=5), reporter_name="王建国", reporter_phone="+8613900139000",
            description="电线冒火", address="咸丰县城关镇解放路8号",
        ),
        "li": make_order(
            "R3", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1], reporter_name="李静", reporter_phone="+867186823456"
        ),
    }  # fmt: skip


@pytest.fixture
def found(calls, lin):
    """``found("phone=5612")``: the names of the callers."""

    def ask(query):
        answer = lin.get(f"{URL}?{query}")
        assert answer.status_code == 200, answer.data
        names = {order.number: name for name, order in calls.items()}
        return [names[card["number"]] for card in answer.data["results"]]

    return ask


def day(days_ago: int) -> str:
    return f"{localtime() - timedelta(days=days_ago):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("phone=138 0013-5612", {"ran"}),
        ("phone=%2B8613900139000", {"wang"}),
        ("phone=5612", {"ran"}),
        ("phone=3456", set()),  # of a landline the mask shows two digits
        ("phone=0718-6823456", {"li"}),
        ("reporter=王建国", {"wang"}),
        ("reporter=王", {"wang"}),
        ("reporter=王建", set()),
        ("place=城关", {"wang"}),
        ("place=咸丰县 解放路", {"wang"}),
        ("customer_number=4228260001", {"ran"}),
        ("hazard=true", {"wang"}),
        ("centre=422826", {"ran", "wang"}),
        ("centre=422826,422827", {"ran", "wang", "li"}),
        ("unit=422827T01", {"li"}),
        ("source=HOTLINE_95598&source=APP", {"ran", "wang", "li"}),
        ("source=APP", set()),
        ("reported_from=today", {"ran", "li"}),
        ("reported_to=-P1D", {"wang"}),
        ("reported_from=-PT36H", {"ran", "li"}),
        (f"reported_from={day(6)}&reported_to={day(4)}", {"wang"}),
        (f"reported_from={day(5)}&reported_to={day(5)}", {"wang"}),
        ("reporter=王&place=城关&reported_from=-P7D", {"wang"}),
        ("open=true&overdue=true", {"wang"}),
        ("overdue=false", {"ran", "li"}),
        ("needs_attention=true", set()),
        ("closed_from=-P30D", set()),
    ],
)
def test_an_order_is_found_by_what_somebody_remembers(found, query, who):
    assert set(found(query)) == who


def test_a_number_is_found_whole_in_part_and_as_the_source_told_it(found, calls):
    number = calls["li"].number
    for said in (number, number.lower(), number[-7:], f"{number[:8]} {number[8:]}"):
        assert found(f"number={said}") == ["li"], said


def test_the_id_of_the_source_leads_to_the_order(lin, province):
    order = make_order("95598-20261129-0071")
    assert [card["number"] for card in lin.get(f"{URL}?number=95598-20261129-0071").data["results"]] == [order.number]


def test_every_phase_has_a_word():
    """A kind may bring phases of its own."""
    assert set(listing.phases()) <= set(PHASES)


def test_nobody_finds_a_confidential_order_by_who_told_it(mei, signed_in, cast, province, calls):
    WorkOrder.objects.filter(pk=calls["wang"].pk).update(confidential=True)
    cast.he = make_user("he", "QUALITY_OFFICER", province.xianfeng)
    questions = (
        "reporter=王建国",
        "reporter=王",
        "phone=9000",
        "phone=13900139000",
        "search=王建国",
        "search=13900139000",
    )
    for question in questions:
        assert mei.get(f"{URL}?{question}").data["results"] == [], question
        (card,) = signed_in("he").get(f"{URL}?{question}").data["results"]
        assert (card["customer"], card["customer_number"]) == ({"name": "", "phone": ""}, ""), question
    assert len(mei.get(f"{URL}?place=城关").data["results"]) == 1, "that there is one is no secret"


def test_every_kind_and_every_phase_can_be_asked_for(found):
    for kind in PROCESSES:
        found(f"kind={kind}")
    for phase in listing.phases():
        found(f"phase={phase}")
    assert set(found(f"kind={','.join(PROCESSES)}")) == {"ran", "wang", "li"}
    assert set(found("phase=judging")) == {"ran", "wang", "li"}


@pytest.mark.parametrize("kind", PROCESSES)
def test_open_means_that_somebody_still_has_to_act(calls, kind):
    """Of every kind: an end, or another order that it follows, is nobody's work."""
    mine = WorkOrder.objects.filter(pk=calls["ran"].pk)
    for code, state in PROCESSES[kind].states.items():
        mine.update(kind=kind, status=str(code), parent=calls["li"])
        assert mine.filter(listing.is_open()).exists() == (not state.end and state.phase != "merged"), code
        assert mine.filter(listing.has_ended()).exists() == state.end, code
        assert mine.filter(listing.in_phases([state.phase])).exists(), code
        assert not mine.filter(listing.in_phases(set(listing.phases()) - {state.phase})).exists(), code


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("kind=FALUT", "/kind"),
        ("phase=juding", "/phase"),
        ("status=ON_SITE,NOWHERE", "/status"),
        ("centre=422899", "/centre"),
        ("unit=422826T01,xx", "/unit"),
        ("phone=55612", "/phone"),
        ("phone=12", "/phone"),
        ("number=12", "/number"),
        ("place=村", "/place"),
        ("reported_from=yesterday-ish", "/reported_from"),
        ("reported_to=-P0D", "/reported_to"),
        ("reported_to=P1D", "/reported_to"),
        ("reported_from=-P99999999D", "/reported_from"),
        ("overdue=maybe", "/overdue"),
        ("repoted_from=today", "/repoted_from"),
        ("ordering=reporter_name", "/ordering"),
    ],
)
def test_what_means_nothing_is_refused(lin, province, query, pointer):
    answer = lin.get(f"{URL}?{query}")
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("query", ["phone=5612", "reporter=王", "customer_number=4228260001", "search=王建国"])
def test_who_looks_people_up_is_counted(mei, province, monkeypatch, query):
    monkeypatch.setattr(
        look_ups.LookUpThrottle, "THROTTLE_RATES", {**look_ups.LookUpThrottle.THROTTLE_RATES, "look_up": "2/hour"}
    )
    assert [mei.get(f"{URL}?{query}").status_code for _ in range(3)] == [200, 200, 429]


def test_another_county_finds_nothing_of_ours(eva, calls):
    for query in (f"number={calls['ran'].number}", "phone=5612", "reporter=冉小明", "place=城关"):
        assert eva.get(f"{URL}?{query}").data["results"] == [], query


def test_a_question_takes_the_same_few_queries_for_many_rows(lin, province):
    query = f"{URL}?centre=422826&reporter=冉小明&open=true&reported_from=-P7D&ordering=-next_due_at"
    make_held_order("R1")
    few = counted(lambda: lin.get(query))
    for n in range(2, 6):
        make_order(f"R{n}")
    assert counted(lambda: lin.get(query)) == few <= 13


def test_a_question_that_takes_too_long_ends_and_says_what_to_add(lin, province, monkeypatch):
    monkeypatch.setattr(order_list, "rows_of", lambda orders: [])
    monkeypatch.setattr(order_list, "LONGEST_SECONDS", 0.05)
    slowly = lambda user: WorkOrder.objects.extra(where=["pg_sleep(0.2) IS NOT NULL"])  # noqa: E731
    make_order()
    assert lin.get(URL).status_code == 200
    monkeypatch.setattr(order_list, "orders_for", slowly)
    answer = lin.get(URL)
    assert (answer.status_code, answer.data["code"]) == (422, "invalid")
    monkeypatch.undo()
    assert lin.get(URL).status_code == 200, "the limit is gone with the question"


def test_kinds_that_one_may_not_see_are_not_even_looked_for(mei, province, calls):
    hidden = [kind for kind, process in PROCESSES.items() if process.read_right]
    assert hidden
    few = counted(lambda: mei.get(f"{URL}?kind=FAULT"))
    assert counted(lambda: mei.get(f"{URL}?kind={','.join(hidden)}")) < few
    assert mei.get(f"{URL}?kind={','.join(hidden)}").data["results"] == []
