"""The rates of appointments and follow-ups stand twice: as pure arithmetic over rows, for the desk, and as SQL, for the catalogue.

Both are held to each other, and to a count told here by hand, over rows drawn at random: on every border, and with every odd ending.
"""

import random
from datetime import timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from tests.connections.cases import make_case
from tests.figures.facts import july
from tests.people import make_user
from workorders.models import Appointment, Callback, Clock, VisitSlot, WorkOrder

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = july(21, 12)
CASES, ROWS = 12, 240
PERIODS = [(1, 31), (1, 20), (21, 21), (20, 22), (5, 5), (10, 19), (25, 31)]
CODES = ("booked", "kept", "satisfied", "reached", "conformity")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_desk_the_catalogue_and_a_hand_count_agree(province, seed):
    chance = random.Random(seed)
    cases = [_case(number) for number in range(CASES)]
    bookings = [_booking(chance, chance.choice(cases)) for _ in range(ROWS)]
    visits = [_visit(chance, chance.choice(cases), n, province) for n in range(ROWS)]
    answers = [_answer(chance, chance.choice(cases)) for _ in range(60)]
    archived = _archive(chance, cases)
    counted = 0
    with time_machine.travel(AT, tick=False):
        client = APIClient()
        client.force_authenticate(make_user("boss", Role.SUPERVISOR, province.province))
        for first, last in PERIODS:
            start, end = july(first, 0), july(last, 0) + DAY
            by_hand = {
                "booked": _share([met for due, met in bookings if met is not None and start <= due < end]),
                "kept": _share([kept for ends, kept in visits if kept is not None and start <= ends < end]),
                **_told(answers, start, end),
                "conformity": _conformity(archived, cases, start, end),
            }
            assert _of_the_desk(client, start, end) == by_hand, (first, last)
            assert _of_the_catalogue(client, first, last) == by_hand, (first, last)
            counted += sum(of for _percent, of in by_hand.values())
    assert counted > 500, "there was something to count"


def _case(number):
    order = make_case(f"A-{number}", reporter_phone=f"+861380013{number:04d}", at=july(1))
    Clock.objects.filter(order=order).delete()
    return order


def _moment(chance):
    """Any hour of the month, often midnight, noon of today, or now."""
    return chance.choice([july(chance.randint(1, 31), chance.randint(0, 23)), july(chance.randint(1, 31), 0), AT])


def _booking(chance, order):
    """A clock of an appointment; ``(due, met)``, met None where it does not count."""
    due, outcome = _moment(chance), chance.choice(["MET", "MISSED", "VOID", ""])
    paused = chance.random() < 0.2
    code = chance.choice(["CONN_APPOINT_1", "CONN_APPOINT_2"])
    Clock.objects.create(
        order=order, code=code, started_at=july(1), due_at=due, limit_minutes=480, outcome=outcome,
        stopped_at=july(31), paused_at=july(2) if paused else None,
    )  # fmt: skip
    if paused or outcome == "VOID" or (outcome == "" and due >= AT):
        return due, None
    return due, outcome == "MET"


def _visit(chance, order, number, province):
    """One row of an appointment; ``(end of the slot, kept)``, kept None where it does not count."""
    ends = _moment(chance)
    starts = ends - 4 * HOUR
    slot = VisitSlot.objects.create(
        unit=province.dingzhai,
        starts_at=july(1, 0, year=2020) + number * HOUR,
        ends_at=july(1, 0, year=2021),
        capacity=9,
    )
    arrived = chance.choice([None, ends - HOUR, ends, ends + timedelta(minutes=1)])
    ended, by = chance.choice(
        [(None, ""), (starts - HOUR, "CUSTOMER"), (starts, "CUSTOMER"), (starts - HOUR, "UTILITY"), (ends, "UTILITY")]
    )
    status = "MOVED" if by else "KEPT" if arrived else "MISSED"
    Appointment.objects.create(
        order=order, purpose="SURVEY", slot=slot, starts_at=starts, ends_at=ends, made_at=july(1), made_by="CUSTOMER",
        status=status, arrived_at=arrived, ended_at=ended, ended_by=by,
    )  # fmt: skip
    if ends > AT or (by == "CUSTOMER" and ended < starts):
        return ends, None
    return ends, by != "UTILITY" and arrived is not None and arrived <= ends


def _answer(chance, order):
    said, at = chance.choice(["SATISFIED", "FAIR", "UNSATISFIED", "NOT_REACHED", "NOT_RATED"]), _moment(chance)
    row = Callback.objects.create(order=order, satisfaction=said, at=at)
    return order.pk, row.pk, at, said


def _archive(chance, cases):
    """Some are archived, with what was late of them: order → (when, codes)."""
    ended = {}
    for order in cases[: CASES // 2]:
        at, late = _moment(chance), chance.sample(["CONN_TOTAL", "CONN_PLAN", "CONN_CUSTOMER"], k=chance.randint(0, 2))
        WorkOrder.objects.filter(pk=order.pk).update(status="ARCHIVED", closed_at=at)
        for code in late:
            Clock.objects.create(
                order=order,
                code=code,
                started_at=july(1),
                due_at=july(2),
                limit_minutes=480,
                outcome="MISSED",
                stopped_at=july(3),
            )
        ended[order.pk] = at, set(late)
    return ended


def _share(hits):
    return (round(100 * sum(hits) / len(hits), 2) if hits else None), len(hits)


def _told(answers, start, end):
    last = {}
    for order, row, at, said in answers:
        if start <= at < end and (order not in last or row > last[order][0]):
            last[order] = row, said
    words = [said for _row, said in last.values()]
    rated = [said != "UNSATISFIED" for said in words if said in ("SATISFIED", "FAIR", "UNSATISFIED")]
    return {"satisfied": _share(rated), "reached": _share([said != "NOT_REACHED" for said in words])}


def _conformity(archived, cases, start, end):
    """0.4 stages in time + 0.3 promise kept + 0.3 satisfied. A booking that was missed is a stage that was late."""
    found = [(order, late) for order, (at, late) in archived.items() if start <= at < end]
    points = 0.0
    for order, late in found:
        missed = late | set(
            Clock.objects.filter(order_id=order, outcome="MISSED", code__startswith="CONN_APPOINT").values_list(
                "code", flat=True
            )
        )
        last = Callback.objects.filter(order_id=order).order_by("pk").last()
        points += 0.4 * (not missed - {"CONN_TOTAL", "CONN_CUSTOMER"}) + 0.3 * ("CONN_TOTAL" not in missed)
        points += 0.3 * (last is not None and last.satisfaction in ("SATISFIED", "FAIR"))
    return (round(100 * points / len(found), 2) if found else None), len(found)


def _of_the_desk(client, start, end):
    answer = client.get("/api/v1/connection-figures/", {"start": start.isoformat(), "end": end.isoformat()})
    assert answer.status_code == 200, answer.data
    told = {each["code"]: each for each in answer.data["figures"]}
    return {
        code: (None if (percent := told[code]["percent"]) is None else float(percent), told[code]["of"])
        for code in CODES
    }


def _of_the_catalogue(client, first, last):
    days = {"from": f"2026-07-{first:02}", "to": f"2026-07-{last:02}"}
    told = {}
    for code in CODES:
        answer = client.get(f"/api/v1/figures/{code}_percent/", days)
        assert answer.status_code == 200, answer.data
        now = answer.data["now"]
        told[code] = (None if now["value"] is None else round(now["value"], 2)), now["rows"]
    return told
