"""Who may enter by which door: every role × own, parent, other and no centre × every endpoint, page and socket.

The table is ``organisation/doors.py``; a door without a row fails. One order is held by Dingzhai 01, in Xianfeng county,
where two customers are dark. Everyday every role knocks at each fourth endpoint from its own place, so that each endpoint
meets a quarter of the roles, and one role of each row knocks from the three other places; with ``--long`` all of them do.
"""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from command_center.ground.core import relay
from command_center.ground.exports.models import Export
from command_center.ground.organisation.api import door as api_door
from command_center.ground.organisation.doors import (
    ACCOUNT,
    ANYONE,
    PAGES,
    PLACES,
    SOCKETS,
    Door,
    api_doors,
    read,
    rights_for,
)
from command_center.ground.organisation.roles import RIGHTS, Right, Role
from command_center.screens.board.socket import BoardSocket
from command_center.screens.crew_phone.socket import CrewSocket
from command_center.screens.socket_routes import socket_routes
from command_center.screens.sockets.accounts import AccountSocket
from customers.models import Message, Promise, Reply
from dispatch.crew_messages.services import send_message
from dispatch.models import CrewMember
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.connections.cases import make_case
from tests.custody.desks import call_of, duty_of, handover_of
from tests.customers.messages import make_message
from tests.grid import make_held_order, make_network
from tests.house import endpoints
from tests.outages.frequents import make_frequent
from tests.outages.lines import below, make_points
from tests.outages.plans import make_announced
from tests.people import make_user
from workorders.filings.services import file_in_advance
from workorders.kinds.connection.services.appointments import book
from workorders.kinds.connection.slots import free_slots
from workorders.matter import Matter
from workorders.models import ConnectionDocument, CustomerAnswer, FeedPost, SavedView, Survey
from workorders.services.matters import open_matter
from workorders.services.tracking_links import token_for

ENDPOINTS, SIGHTS = api_doors(), read(PAGES)
REFUSALS = {401: "·", 403: "-", 404: "?"}
SHUT = "-"
BY_ITS_OWN_CREDENTIALS = "····"  # name and password, or a token: a session does not count (tests/door/test_sign_in.py)
LONG_TO_WRITE = "/api/schema/"  # fetched without an account in tests/door/test_sign_in.py
AFTER_THE_PASSWORD = "/login/code/"  # tests/door/test_second_factor.py
FIELD_ROLES = {role for role in Role if Right.FIELD in RIGHTS[role]}


@pytest.fixture
def held(province, cast) -> SimpleNamespace:
    handover_id = handover_of(cast.mei)
    order = make_held_order(by=cast.omar)
    relay.publish_round()
    network = make_network(province)
    make_points(province.t3, 2)
    began = now() - timedelta(minutes=1)
    outage = open_outage(
        scope=below(province.t3), started_at=began, at=now(), status=Status.CONFIRMED, node_id=province.t3.pk
    )
    plan = make_announced(network.fu2, start=now() + timedelta(days=20))
    Alarm.objects.create(
        subject_kind="crew", subject_id=1, code="crew_sos", grade=1, org_path=order.org_path, raised_at=began
    )
    call_id, duty_id = call_of(order), duty_of(cast.mei)
    filing = file_in_advance(
        unit="422826T01", customer_number=province.customer.number, kind="", reason="…", evidence="…", from_on=localdate(),
        until_on=localdate(), at=now(), actor=cast.mei,
    )  # fmt: skip
    message = make_message(province.customer)
    Message.objects.update(state="FAILED")
    Promise.objects.create(
        chain="supply:1", org_path=order.org_path, subject_kind="outage", subject_id=1, subject_ref="O1", kind="BACK",
        told_at=began, channel="SMS",
    )  # fmt: skip
    reply = Reply.objects.create(
        channel="SMS", reference="r1", sender="+8613800135612", text="?", reading="UNREAD", org_path=order.org_path,
        received_at=began,
    )  # fmt: skip
    answer = CustomerAnswer.objects.create(
        order=order, question="PHOTO", photo=ContentFile(b"...", "switch.jpg"), verdict="ACCEPTED", rule="photo_shown",
        change="SHOWN", link="x", at=began,
    )  # fmt: skip
    Survey.objects.create(order=order, token_hash="x", asked_at=began, expires_at=now())
    SavedView.objects.create(owner=cast.mei, centre=province.xianfeng, screen="BOARD", name="咸丰")
    case = make_case()
    paper = ConnectionDocument.objects.create(
        order=case, what="IDENTITY", photo=ContentFile(b"...", "paper.jpg"), at=began
    )
    book(order_id=case.pk, slot=free_slots(case, at=now())[0].starts_at, at=now(), actor=None)
    post = FeedPost.objects.create(order=case, side="APPLICANT", photo=ContentFile(b"...", "post.jpg"), at=began)
    told = Matter(kind="COMPLAINT", source="PHONE", source_id="C", description="…", customer_number="4228260001")
    complaint = open_matter(told, at=now()).order
    return SimpleNamespace(
        case=case.number,
        complaint=complaint.number,
        document_id=paper.pk,
        post_id=post.pk,
        answer_id=answer.pk,
        applicant=token_for(case.tracking_link.nonce),
        message_id=message.pk,
        crew_message_id=send_message(crew_id=province.dingzhai_crew.pk, text="…", at=began, actor=cast.mei).pk,
        reply_id=reply.pk,
        filing_id=filing.pk,
        call_id=call_id,
        duty_id=duty_id,
        handover_id=handover_id,
        plan=plan.number,
        frequent_id=make_frequent(province.f1).pk,
        outage=outage.number,
        interruption_id=outage.interruptions.first().pk,
        device=network.sw1.code,
        number=order.number,
        offer_id=order.offers.get().pk,
        crew_id=province.dingzhai_crew.pk,
        customer=province.customer.number,
        token=token_for(order.tracking_link.nonce),
        # Mei's own, shared with her county: others see it in the list and cannot change it.
        view_id=SavedView.objects.create(owner=cast.mei, centre=province.xianfeng, name="咸丰").pk,
        # Mei's alone.
        export_id=Export.objects.create(
            owner=cast.mei, table="work-orders", form="csv", language="zh-hans", title="orders", rows=1, asked_at=now()
        ).pk,
    )


class People:
    """Somebody of every role in every place, made when first asked for; a crew's place is the crew they are of."""

    def __init__(self, province: Any) -> None:
        self.homes = dict(zip(PLACES, (province.xianfeng, province.city, province.laifeng, None), strict=True))
        self.crews = {"own": province.dingzhai_crew, "other": province.town_crew}
        self.clients: dict[tuple[str, str], APIClient] = {}

    def client(self, role: str, place: str) -> APIClient:
        if (role, place) not in self.clients:
            person = make_user(f"{role}-{place}".lower(), role, self.homes[place])
            if role in FIELD_ROLES and place in self.crews:
                CrewMember.objects.create(crew=self.crews[place], person=person, from_on=localdate())
            self.clients[role, place] = APIClient()
            self.clients[role, place].force_authenticate(person)
        return self.clients[role, place]


@pytest.fixture
def everybody(held, province) -> People:
    return People(province)


def expected(door: str, role: str, place: str) -> str:
    """The sign of the table: of the first row that opens for the role."""
    opening = [row.signs for row in ROWS_OF[door] if row.opens_for(role)]
    return opening[0][PLACES.index(place)] if opening else SHUT


ROWS_OF: dict[str, list[Door]] = defaultdict(list)
for row in ENDPOINTS:
    ROWS_OF[f"{row.method} {row.path}"].append(row)


def test_every_endpoint_has_a_row():
    doors = {(row.method, row.path) for row in ENDPOINTS}
    assert doors == endpoints.described()
    assert {path for _, path in doors} == endpoints.routed()


def test_the_table_names_rights_that_there_are():
    named = {right for row in (*ENDPOINTS, *SIGHTS, *read(SOCKETS)) for right in row.rights}
    assert named - {ANYONE, ACCOUNT} <= set(Right)


def test_every_role_meets_at_every_endpoint_what_the_table_says(everybody, held, pytestconfig):
    wrong = [
        f"{door} {role} {place}: {met}, not {said}"
        for door, role, place in cells(all_of_them=pytestconfig.getoption("long"))
        if (met := knock(everybody.client(role, place), door, held)) != (said := expected(door, role, place))
    ]
    assert not wrong, "\n".join(wrong)


def cells(*, all_of_them: bool) -> list[tuple[str, str, str]]:
    """(endpoint, role, place): all, or those that are taken everyday."""
    found = []
    for turn, (door, rows) in enumerate(ROWS_OF.items()):
        if rows[0].signs == BY_ITS_OWN_CREDENTIALS:
            continue
        found += [(door, role, "own") for n, role in enumerate(Role) if all_of_them or (n + turn) % 4 == 0]
        for row in rows:
            roles = row.roles() if all_of_them else row.roles()[:1]
            found += [(door, role, place) for role in roles for place in PLACES[1:]]
    return found


def knock(client: APIClient, door: str, held: SimpleNamespace) -> str:
    """The sign for the answer; what the request changed is rolled back, so that the next person finds the same."""
    method, path = door.split()
    with transaction.atomic():
        answer = client.generic(method, address(path, held), '{"reason": "a test"}', content_type="application/json")
        transaction.set_rollback(True)
    cache.clear()  # nor is the next one counted together with those before
    if answer.status_code in REFUSALS:
        return REFUSALS[answer.status_code]
    assert answer.status_code in {200, 201, 204, 409, 422}, answer.content
    return "0" if b'"results":[]' in getattr(answer, "content", b"") else "+"


def address(path: str, held: SimpleNamespace) -> str:
    of = {
        "complaint-cases": held.complaint,
        "connection-cases": held.case,
        "customers": held.customer,
        "outages": held.outage,
        "planned-outages": held.plan,
    }
    number = of.get(path.partition("/")[0], held.number)
    codes = {"connection-figures": "kept", "figures": "arrival_minutes", "feeders": "F1"}
    code = codes.get(path.partition("/")[0], held.device)
    token = held.applicant if path.startswith("connection/") else held.token
    table = "units" if path.startswith("complaint-figures") else "figures"
    filled = path.format(**vars(held) | {"number": number, "code": code, "token": token, "table": table})
    return endpoints.ROOT + filled + (f"?q={held.customer}" if path == "customers/" else "")


def test_whoever_is_not_signed_in_gets_through_no_door_but_the_open_ones(held):
    nobody = APIClient()
    wrong = {
        row.path: met
        for row in ENDPOINTS
        if (met := knock(nobody, f"{row.method} {row.path}", held)) != (row.signs[0] if ANYONE in row.rights else "·")
    }
    assert wrong == {}


def test_a_door_that_nobody_wrote_down_is_shut(mei, monkeypatch):
    monkeypatch.setattr(api_door, "rights_for", lambda method, route: frozenset())
    assert mei.get("/api/v1/me/").status_code == 403
    assert rights_for("GET", "api/v1/new/<int:pk>/") == frozenset()


# --- pages ---------------------------------------------------------------------------------------------------------------
def test_every_page_has_a_row():
    rows = {row.path.removeprefix("/") for row in SIGHTS}
    assert rows == {path for path in endpoints.all_routed() if not path.startswith(("admin/", endpoints.ROOT[1:]))}


@pytest.mark.parametrize(
    "row",
    [row for row in SIGHTS if row.method == "GET" and row.path not in (LONG_TO_WRITE, AFTER_THE_PASSWORD)],
    ids=lambda row: row.path,
)
def test_a_page_opens_for_its_roles_and_leads_others_away(province, row):
    path = row.path.format(token="x", post_id=1, code="arrival_minutes")
    nobody = Client().get(path)
    assert nobody.headers.get("Location", "").startswith("/login/") == (ANYONE not in row.rights)
    for role in Role if ANYONE not in row.rights else ():
        client = Client()
        client.force_login(make_user(role.lower(), role, province.xianfeng))
        answer = client.get(path)
        assert (answer.status_code == 200) == row.opens_for(role), role
        assert answer.status_code in ((200,) if row.opens_for(role) else (302, 403)), role
        assert answer.headers.get("Location") not in (path, "/login/"), role


# --- sockets and their topics --------------------------------------------------------------------------------------------
def test_every_socket_has_a_row_and_wants_its_right():
    paths = {"/" + endpoints.named(str(route.pattern)) for route in socket_routes}
    assert {row.path for row in read(SOCKETS)} == {path for path in paths if path.startswith("/ws/")}
    wanted = {"/ws/console/": BoardSocket, "/ws/crew/": CrewSocket}
    for row in read(SOCKETS):
        if row.path in wanted:
            assert issubclass(wanted[row.path], AccountSocket)
            assert row.rights == {wanted[row.path].right}
