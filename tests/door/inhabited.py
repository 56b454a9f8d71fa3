"""A small province where everything is under way: orders, offers, outages and plans at every point of their lives."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from customers.models import Message
from dispatch.crew_messages.models import CrewMessage
from dispatch.crew_messages.services import send_message
from outages.life.states import Status
from outages.models import Interruption
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.connections.cases import make_case
from tests.customers.messages import make_message
from tests.grid import make_customer, make_held_order, make_network, make_offer, make_order, make_waiting_order
from tests.outages.frequents import make_frequent
from tests.outages.lines import below, make_points, only
from tests.outages.plans import make_announced, make_approved, make_plan, make_started
from tests.people import make_user
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention
from workorders.kinds.connection.services import plans
from workorders.kinds.connection.services.appointments import book
from workorders.kinds.connection.slots import free_slots
from workorders.matter import Matter
from workorders.models import ConnectionDocument, FaultReport, FeedPost, WorkOrder
from workorders.services.matters import open_matter
from workorders.services.tracking_links import token_for

AGO = timedelta(minutes=40)
# What a crew reports, in this order; the first number of steps says how far an order has come.
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("depart", {}),
    ("arrive", {}),
    ("start", {"permit_number": "1"}),
    ("restore", {}),
    ("reply", {"cause": "空开烧毁", "measures": "更换", "contacted": True}),
]


def settle(p: SimpleNamespace, cast: SimpleNamespace, client_of: Callable[[str], APIClient]) -> dict[str, list[Any]]:
    """Fill the mini province ``p``. Returns what an address or a body can name there, by the name of its parameter."""
    network = make_network(p)
    points = [*make_points(p.t2, 6), *make_points(p.t3, 2)]
    at = now() - AGO
    outages = [
        open_outage(scope=below(p.t3), started_at=at, at=at, status=Status.CONFIRMED, node_id=p.t3.pk),
        open_outage(scope=only(*points[:2]), started_at=at, at=at, status=Status.PREDICTED, node_id=p.t2.pk),
        open_outage(scope=only(*points[2:6]), started_at=at, at=at, status=Status.CONFIRMED, node_id=p.t2.pk),
    ]
    restore(outage_id=outages[2].pk, at=at + AGO / 2, scope=only(*points[2:4]))
    soon = now() + timedelta(days=20)
    plans = [
        make_plan(network.fu1, start=soon),
        make_approved(network.fu2, start=soon + timedelta(days=1)),
        make_announced(network.fu2, start=soon + timedelta(days=3)),
        make_started(network.fu1),
    ]
    make_customer("4228260009", "村委会", p.t1, phone="+8613800135699", place=(29.601, 109.101))
    for far in (5, 4, 3):
        order = make_held_order(f"step-{far}", by=cast.omar)
        for verb, body in STEPS[:far]:
            said = {**body, "restored_at": now().isoformat()} if verb == "reply" else body
            answer = client_of("omar").post(f"/api/v1/work-orders/{order.number}/{verb}/", said)
            assert answer.status_code == 200, (verb, answer.data)
    make_order("R1")
    make_order("unlocated", latitude=None, longitude=None, address="")
    offer = make_offer("offered")
    raise_attention([make_waiting_order("waiting")], "no_crew", at=at)
    send_message(crew_id=p.dingzhai_crew.pk, text="带上绝缘梯", at=at, actor=cast.mei)
    frequent = make_frequent(p.f1)
    cases, matters = connections_under_way(p), matters_under_way(cast)
    orders = list(WorkOrder.objects.order_by("pk"))
    return {
        "work-orders": [order.number for order in orders],
        "connection-cases": [case.number for case in cases],
        "document_id": list(ConnectionDocument.objects.values_list("pk", flat=True)),
        "post_id": list(FeedPost.objects.values_list("pk", flat=True)),
        "crew_message_id": list(CrewMessage.objects.values_list("pk", flat=True)),
        "message_id": list(Message.objects.values_list("pk", flat=True)),
        "slot": [slot.starts_at.isoformat() for slot in free_slots(cases[0], at=now())[:3]],
        "report": list(FaultReport.objects.filter(order__in=matters, urge=True).values_list("pk", flat=True)),
        "category": ["frequent-outage", "bill"],
        "grade": ["ORDINARY", "MAJOR"],
        "outages": [outage.number for outage in outages],
        "planned-outages": [plan.number for plan in plans],
        "customers": ["4228260001", "4228260009"],
        "crew_id": [p.dingzhai_crew.pk, p.town_crew.pk, p.baifusi_crew.pk],
        "device": ["SW1", "FU1", "FU2", "CB1", "TIE", "TR3"],
        "meter_number": [point.meter_number for point in points],
        "offer_id": [offer.pk, *offer.order.offers.values_list("pk", flat=True)],
        "interruption_id": list(Interruption.objects.order_by("pk").values_list("pk", flat=True)),
        "frequent_id": [frequent.pk],
        "token": [token_for(order.tracking_link.nonce) for order in orders if hasattr(order, "tracking_link")],
        "unit": [p.dingzhai.code, p.town.code, p.xianfeng.code, p.baifusi.code],
    }


def connections_under_way(p: SimpleNamespace) -> list[WorkOrder]:
    """Cases at four points of their lives, one with an appointment, one with a paper and a word in its feed."""
    at = now()
    cases = [make_case(name, reporter_phone=f"+861380016{n:04}", at=at) for n, name in enumerate("ABCD")]
    for case in cases[1:3]:
        book(order_id=case.pk, slot=free_slots(case, at=at)[0].starts_at, at=at, actor=None)
    plans.survey(order_id=cases[2].pk, contacted_at=None, text="", kw=None, at=at, actor=None)
    WorkOrder.objects.filter(pk=cases[3].pk).update(status="ENERGISED")
    ConnectionDocument.objects.create(order=cases[0], what="IDENTITY", photo=ContentFile(b"...", "paper.jpg"), at=at)
    FeedPost.objects.create(order=cases[0], side="APPLICANT", photo=ContentFile(b"...", "post.jpg"), at=at)
    make_message(p.customer)
    return cases


def matters_under_way(cast: SimpleNamespace) -> list[WorkOrder]:
    """One of each kind that is told, and a complaint told twice, given, contacted and under investigation."""
    told = {"source": "PHONE", "description": "…", "customer_number": "4228260001"}
    kinds = ("COMPLAINT", "OPINION", "REPORT", "CONSULT", "SERVICE_REQ", "PRAISE")
    matters = [open_matter(Matter(kind=kind, source_id=kind, **told), at=now()).order for kind in kinds]
    open_matter(Matter(kind="COMPLAINT", **told | {"source": "APP", "source_id": "again"}), at=now())
    complaint = WorkOrder.objects.lock(matters[0].pk)
    for verb in ("give", "contact", "investigate"):
        advance([complaint], verb, at=now(), actor=cast.lin)
    return matters


def make_everybody(p: SimpleNamespace, cast: SimpleNamespace) -> dict[str, Any]:
    """One person of every role by its name in lower case: the cast's where it has one; ``nobody`` is not signed in."""
    of_cast = {person.role: person for person in vars(cast).values()}
    people = {role.lower(): of_cast.get(role) or make_user(role.lower(), role, p.xianfeng) for role in Role.values}
    return {**people, "nobody": None}
