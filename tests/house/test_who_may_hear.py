"""A report of wrongdoing, and what was told in confidence: to whom does the house let on that it is there, by any way out?

The ways out are those of the table of doors, so that a new one is asked without a line here. Every role asks every list, page
and record before and after the secret came in, was late, was escalated, supervised and handed over: for who may not hear of it,
not one answer differs.
"""

import json
import re
from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from command_center.ground.core import realtime, relay
from command_center.ground.core.models import EventRecord
from command_center.ground.custody.models import Custody
from command_center.ground.custody.services.handing_over import begin, close, fill
from command_center.ground.organisation.doors import PAGES, SOCKETS, api_doors, read
from command_center.ground.organisation.hearing import open_gates
from command_center.ground.organisation.roles import GATES, RIGHTS, Right, Role
from command_center.screens.board.shared_snapshots import View, missed_by, snapshots_of
from tests.custody.desks import call_of, handover_of, on_duty
from tests.grid import make_held_order, make_province
from tests.house import endpoints
from tests.people import make_user
from workorders import custody
from workorders.matter import Matter
from workorders.models import WorkOrder
from workorders.services import clocks, matters, supervising

pytestmark = pytest.mark.django_db

# Numbers that cannot be mistaken for anything else in an answer.
FIRST_ORDER, FIRST_ALARM = 771_000_000, 772_000_000
SECRET = re.compile(r"77[12]0000\d\d")
# When the answer was given, how far the stream is, repairs by quarter hours and seats by ten minutes of the clock: true for all.
OF_THE_MOMENT = {"at", "start", "end", "head", "next_after", "updated_at", "session_ends_at", "trend", "seat_slots"}
# By credentials or a link of their own; one outage or plan, behind which no matter stands; a figure that is one for every reader.
ELSEWHERE = (
    "auth/",
    "track/",
    "outages/{",
    "planned-outages/{",
    "complaint-figures/",
    "headline-figures",
    "key-figures",
    "wall/year/",
)
OF_DUTY = {"desk-duties/", "handover/", "handovers/", "events/"}
KINDS = {"wrongdoing": "REPORT", "confidential": "COMPLAINT"}


@pytest.fixture
def world():
    province = make_province()
    qi = make_user("qi", Role.QUALITY_OFFICER, province.xianfeng)
    quan = make_user("quan", Role.QUALITY_OFFICER, province.xianfeng)
    handover_id = handover_of(make_user("mei", Role.DISPATCHER, province.xianfeng))
    seen = make_held_order("SEEN", by=make_user("omar", Role.CREW_LEADER, province.dingzhai))
    on_duty(qi)
    on_duty(quan)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SEQUENCE workorders_workorder_id_seq RESTART WITH {FIRST_ORDER}")
        cursor.execute(f"ALTER SEQUENCE alarms_alarm_id_seq RESTART WITH {FIRST_ALARM}")
    relay.publish_round()
    return SimpleNamespace(
        province=province, qi=qi, quan=quan, seen=seen, handover_id=handover_id, call_id=call_of(seen)
    )


@pytest.fixture
def people(world):
    return {role: make_user(role.lower(), role, world.province.xianfeng) for role in Role}


def come_in(world, gate):
    """The secret, late, escalated, supervised, and given from one hand to the next."""
    opened = now() - timedelta(days=60)
    matter = Matter(
        kind=KINDS[gate], sub_kind="CONDUCT" if gate == "wrongdoing" else "SERVICE", source="HOTLINE_12398", source_id="W-1",
        description="收受红包", reporter_name="冉小明", reporter_phone="+8613800135612", customer_number="4228260001",
        confidential=True,
    )  # fmt: skip
    order = matters.open_matter(matter, at=opened).order
    assert (order.pk >= FIRST_ORDER, order.gate) == (True, gate)
    clocks.warn_due(at=now())
    supervision = supervising.supervise(order_id=order.pk, level="CITY", reason="加快", at=now(), actor=world.qi)
    custody.give([("order", order.pk), ("order", supervision.pk)], to=world.qi, at=now(), actor=world.qi)
    call = call_of(order)
    handover = begin(giver=world.qi, at=now())
    refs = set(Custody.objects.live().filter(holder=world.qi).values_list("item_kind", "item_id"))
    fill(handover.pk, refs, giver=world.qi, to=world.quan, remark=None)
    close(handover.pk, giver=world.qi, at=now())
    relay.publish_round()
    return SimpleNamespace(order=order, supervision=supervision, call_id=call, handover_id=handover.pk)


def answers(person, world):
    """What this person is told at every door that opens for their role, without what is of the moment."""
    client, browser = APIClient(), Client()
    client.force_authenticate(person)
    browser.force_login(person)
    held = {
        "number": world.seen.number,
        "call_id": world.call_id,
        "handover_id": world.handover_id,
        "customer": "4228260001",
    }
    told = {}
    for door in api_doors():
        path = _filled(door.path, held, world)
        if path and door.method == "GET" and door.opens_for(person.role):
            answer = client.get(endpoints.ROOT + path)
            told[door.path] = _plain(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    for page in read(PAGES):
        if (
            page.method == "GET"
            and "{" not in page.path
            and page.path != "/api/schema/"
            and page.opens_for(person.role)
        ):
            told[page.path] = "".join(SECRET.findall(browser.get(page.path).content.decode("utf-8", "replace")))
    return told


def _filled(path, held, world):
    of = {"customers": held["customer"]}
    filled = {
        **held,
        "number": of.get(path.partition("/")[0], held["number"]),
        "crew_id": world.province.dingzhai_crew.pk,
    }
    if path.startswith(ELSEWHERE):
        return ""
    # A new door has a new word in its address: whatever it names, the first one is asked for.
    return path.format_map(defaultdict(lambda: 1, filled, code="x"))


def _plain(content):
    try:
        return json.dumps(_still(json.loads(content)), ensure_ascii=False, sort_keys=True)
    except ValueError:
        return content.decode("utf-8", "replace") if not content.startswith(b"PK") else ""


def _still(told):
    if isinstance(told, dict):
        return {name: _still(value) for name, value in told.items() if name not in OF_THE_MOMENT}
    return [_still(each) for each in told] if isinstance(told, list) else told


def _first_difference(one, two):
    place = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"…{one[max(0, place - 200) : place + 200]}… became …{two[max(0, place - 60) : place + 200]}…"


def may_hear(role, gate):
    return bool(GATES[gate] & RIGHTS[role])


@pytest.mark.parametrize("gate", GATES)
def test_for_who_may_not_hear_no_answer_differs(world, people, gate):
    deaf = [role for role in Role if not may_hear(role, gate)]
    on_duty(people[Role.SUPERVISOR])
    before = {role: answers(people[role], world) for role in deaf}
    come_in(world, gate)
    for role in deaf:
        after = answers(people[role], world)
        differs = {door for door, told in after.items() if told != before[role][door]}
        # That one quality officer handed over to another is no secret; what and how much they handed over is.
        told = {door: _first_difference(before[role][door], after[door]) for door in differs - OF_DUTY}
        assert told == {}, role
        assert not [door for door, told in after.items() if SECRET.search(told)], role
        for door in differs:
            assert KINDS[gate] not in after[door], (role, door)
            assert set(re.findall(r'"items": (\d+)', after[door])) <= {"0", "1"}, (role, door)


@pytest.mark.parametrize("gate", GATES)
def test_who_may_hear_is_told_everywhere(world, people, gate):
    secret = come_in(world, gate)
    for role in (role for role in Role if may_hear(role, gate) and Right.READ_ORDERS in RIGHTS[role]):
        told = answers(people[role], world)
        for door in ("work-orders/", "alarms/", "escalations/", "handovers/"):
            assert door in told
        assert secret.order.number in told["work-orders/"] and secret.order.number in told["alarms/"], role
        assert secret.order.number in told["escalations/"], role


@pytest.mark.parametrize("gate", GATES)
def test_what_boards_are_sent_first_later_and_after_a_gap(world, people, gate):
    start = relay.head()[1]
    come_in(world, gate)
    items = realtime.items_for(list(EventRecord.objects.filter(seq__gt=start).order_by("seq")))
    for role in (role for role in Role if Right.READ_ORDERS in RIGHTS[role]):
        person = people[role]
        view = View(person.scope_paths, tuple(open_gates(person)))
        [snapshot], [missed] = snapshots_of([view]), missed_by([(view, start)])
        pushed = [item for item in items if view.shows(item["org_path"], item["gate"])]
        for told in (snapshot.text, json.dumps([item.text for item in missed.items]), json.dumps(pushed)):
            assert bool(SECRET.search(told)) == may_hear(role, gate), (role, told[:300])


def test_one_reading_for_boards_of_different_people_gives_each_their_own(world, people):
    come_in(world, "wrongdoing")
    qi, mei = (View(person.scope_paths, tuple(open_gates(person))) for person in (world.qi, people[Role.DISPATCHER]))
    hers, his = snapshots_of([qi, mei])
    assert SECRET.search(hers.text) and not SECRET.search(his.text)


@pytest.mark.parametrize("gate", GATES)
def test_nobody_acts_on_what_they_may_not_hear_of(world, people, gate):
    secret = come_in(world, gate)
    alarm = Alarm.objects.open().filter(subject_id=secret.order.pk).first()
    for role in (role for role in Role if not may_hear(role, gate)):
        client = APIClient()
        client.force_authenticate(people[role])
        if Right.ALARMS in RIGHTS[role]:
            answer = client.post("/api/v1/alarms/acknowledge/", {"ids": [alarm.pk]}, format="json")
            assert answer.data == {"alarms": []}, role
        if Right.CUSTODY in RIGHTS[role]:
            refs = {"items": [{"kind": "order", "id": secret.order.pk}]}
            assert client.post("/api/v1/supervision/give/", refs, format="json").status_code == 404, role
        if Right.READ_ORDERS in RIGHTS[role]:
            said = client.post(f"/api/v1/escalations/{secret.call_id}/acknowledge/", {}, format="json")
            assert said.status_code == 404, role
            for number in (secret.order.number, secret.supervision.number):
                assert client.get(f"/api/v1/work-orders/{number}/").status_code == 404, (role, number)
    alarm.refresh_from_db()
    assert alarm.acknowledged_at is None


def test_the_record_of_a_hand_over_leaves_out_what_the_reader_may_not_hear_of(world, people):
    secret = come_in(world, "wrongdoing")
    for role, heard in ((Role.SUPERVISOR, False), (Role.QUALITY_OFFICER, True)):
        client = APIClient()
        client.force_authenticate(people[role])
        told = client.get(f"/api/v1/handovers/{secret.handover_id}/")
        assert (secret.order.number in str(told.data)) == (secret.supervision.number in str(told.data)) == heard
        figure = next(each["value"] for each in told.data["figures"] if each["code"] == "orders_opened")
        assert (
            figure
            == WorkOrder.objects.filter(received_at__gte=told.data["since"], gate__in=open_gates(people[role])).count()
        )


def test_what_is_about_a_report_of_wrongdoing_falls_to_nobody_else(world, people):
    on_duty(people[Role.SUPERVISOR])
    secret = come_in(world, "wrongdoing")
    held = Custody.objects.live().filter(item_kind="order", item_id__in=[secret.order.pk, secret.supervision.pk])
    assert {row.holder.role for row in held} == {Role.QUALITY_OFFICER}
    assert {row.trade for row in held} == {"wrongdoing"}


def test_the_sockets_there_are_and_who_asks_for_them():
    """The board asks the gates (above); a crew's and a customer's phone and the wall pass on nothing of what they hear."""
    assert {row.path for row in read(SOCKETS)} == {"/ws/console/", "/ws/crew/", "/ws/track/{token}/", "/ws/wall/"}
