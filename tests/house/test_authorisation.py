"""Who may knock at which door: the whole API as one table. A new endpoint without a row here fails.

One order is held by Dingzhai 01, in Xianfeng county, where two customers are dark. ``mei`` dispatches there, ``eva`` in the next county; ``omar`` leads
that crew, ``tao`` works in another; the agent is of 95598; the administrator keeps accounts and sees no orders.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.core import relay
from outages.services.opening import open_outage
from outages.states import Status
from tests.grid import make_held_order, make_network
from tests.house import endpoints
from tests.outages.frequents import make_frequent
from tests.outages.lines import below, make_points
from tests.outages.plans import make_announced
from workorders.services.tracking_links import token_for

PEOPLE = ("nobody", "agent", "mei", "eva", "omar", "tao", "auditor", "boss")

# + let in    0 let in, sees an empty list    · 401 not signed in    - 403 not this role    ? 404 outside the area
TABLE = """
                                               nobody agent mei eva omar tao auditor administrator
POST auth/login/                                 ·      ·    ·   ·   ·    ·     ·      ·
POST auth/logout/                                ·      ·    ·   ·   ·    ·     ·      ·
GET  me/                                         ·      +    +   +   +    +     +      +
GET  me/work/                                    ·      -    -   -   +    +     -      -
POST fault-reports/                              ·      +    +   +   -    -     -      -
GET  fault-reports/known/                        ·      +    +   +   -    -     -      -
POST fault-reports/bulk/                         ·      +    +   +   -    -     -      -
GET  work-orders/                                ·      +    +   0   -    -     -      -
GET  work-orders/{number}/                       ·      +    +   ?   +    ?     -      -
GET  work-orders/{number}/timeline/              ·      +    +   ?   +    ?     -      -
GET  work-orders/{number}/candidates/            ·      +    +   ?   -    -     -      -
GET  work-orders/{number}/findings/              ·      +    +   ?   +    ?     -      -
POST work-orders/{number}/findings/              ·      -    -   -   +    ?     -      -
GET  work-orders/{number}/photo/                 ·      +    +   ?   +    ?     -      -
POST work-orders/{number}/reveal/                ·      +    +   ?   -    -     -      -
POST work-orders/{number}/assign/                ·      -    +   ?   -    -     -      -
POST work-orders/{number}/reassign/              ·      -    +   ?   -    -     -      -
POST work-orders/{number}/suspend/               ·      -    +   ?   -    -     -      -
POST work-orders/{number}/resume/                ·      -    +   ?   -    -     -      -
POST work-orders/{number}/review/                ·      -    +   ?   -    -     -      -
POST work-orders/{number}/callback/              ·      -    +   ?   -    -     -      -
POST work-orders/{number}/cancel/                ·      -    +   ?   -    -     -      -
POST work-orders/{number}/merge/                 ·      -    +   ?   -    -     -      -
POST work-orders/{number}/split/                 ·      -    +   ?   -    -     -      -
POST work-orders/{number}/second-crew/           ·      -    +   ?   -    -     -      -
POST work-orders/{number}/false-alarm/           ·      -    +   ?   -    -     -      -
POST work-orders/{number}/return-upstream/       ·      -    +   ?   -    -     -      -
POST work-orders/{number}/locate/                ·      -    +   ?   -    -     -      -
POST work-orders/{number}/send/                  ·      -    +   ?   -    -     -      -
POST work-orders/{number}/explain/               ·      -    +   ?   -    -     -      -
POST work-orders/{number}/note/                  ·      +    +   ?   -    -     -      -
POST work-orders/{number}/tracking-link/         ·      +    +   ?   -    -     -      -
POST work-orders/{number}/tracking-link/renew/   ·      +    +   ?   -    -     -      -
POST work-orders/{number}/tracking-link/revoke/  ·      +    +   ?   -    -     -      -
POST work-orders/{number}/urge/                  ·      +    +   ?   -    -     -      -
POST work-orders/{number}/depart/                ·      -    -   -   +    ?     -      -
POST work-orders/{number}/arrive/                ·      -    -   -   +    ?     -      -
POST work-orders/{number}/not-restored/          ·      -    -   -   +    ?     -      -
POST work-orders/{number}/nothing-found/         ·      -    -   -   +    ?     -      -
POST work-orders/{number}/start/                 ·      -    -   -   +    ?     -      -
POST work-orders/{number}/restore/               ·      -    -   -   +    ?     -      -
POST work-orders/{number}/help/                  ·      -    -   -   +    ?     -      -
POST work-orders/{number}/reply/                 ·      -    -   -   +    ?     -      -
GET  alarms/                                     ·      0    0   0   -    -     -      -
POST alarms/acknowledge/                         ·      -    +   +   -    -     -      -
GET  offers/                                     ·      +    +   0   +    0     -      -
POST offers/{offer_id}/accept/                   ·      -    +   ?   +    ?     -      -
POST offers/{offer_id}/reject/                   ·      -    +   ?   +    ?     -      -
GET  crews/                                      ·      +    +   +   -    -     -      -
GET  crews/{crew_id}/                            ·      +    +   ?   -    -     -      -
GET  shifts/                                     ·      +    +   +   -    -     -      -
GET  units/                                      ·      +    +   +   -    -     -      -
GET  grids/                                      ·      +    +   +   -    -     -      -
GET  customers/                                  ·      +    +   0   -    -     -      -
POST customers/{number}/reveal/                  ·      +    +   ?   -    -     -      -
GET  outages/                                    ·      +    +   0   -    -     -      -
GET  outages/{number}/                           ·      +    +   ?   -    -     -      -
GET  outages/{number}/trace/                     ·      +    +   ?   -    -     -      -
GET  outages/{number}/interruptions/             ·      +    +   ?   -    -     -      -
POST outages/{number}/confirm/                   ·      -    +   ?   -    -     -      -
POST outages/{number}/unconfirm/                 ·      -    +   ?   -    -     -      -
POST outages/{number}/was-off/                   ·      -    +   ?   -    -     -      -
POST outages/{number}/restore/                   ·      -    +   ?   -    -     -      -
POST outages/{number}/dismiss/                   ·      -    +   ?   -    -     -      -
POST outages/{number}/reinstate/                 ·      -    +   ?   -    -     -      -
POST outages/{number}/move/                      ·      -    +   ?   -    -     -      -
POST outages/{number}/split/                     ·      -    +   ?   -    -     -      -
POST outages/{number}/merge/                     ·      -    +   ?   -    -     -      -
POST outages/{number}/unmerge/                   ·      -    +   ?   -    -     -      -
POST outages/{number}/estimate/                  ·      -    +   ?   -    -     -      -
POST outages/{number}/cause/                     ·      -    +   ?   -    -     -      -
POST outages/{number}/check/                     ·      -    +   ?   -    -     -      -
POST outages/{number}/answer/                    ·      -    +   ?   -    -     -      -
POST outages/{number}/verify/                    ·      -    +   ?   -    -     -      -
POST outages/{number}/close/                     ·      -    +   ?   -    -     -      -
POST outages/{number}/generator/                 ·      -    +   ?   -    -     -      -
POST outages/{number}/generator-away/            ·      -    +   ?   -    -     -      -
GET  outages.geojson                             ·      +    +   +   -    -     -      -
POST interruptions/{interruption_id}/correct/    ·      -    +   ?   -    -     -      -
POST meter-events/                               ·      -    -   -   -    -     -      -
GET  indices/                                    ·      +    +   +   -    -     -      -
GET  indices/interruptions/                      ·      +    +   0   -    -     -      -
GET  planned-outages/                            ·      +    +   0   -    -     -      -
POST planned-outages/                            ·      -    -   -   -    -     -      -
GET  planned-outages/{number}/                   ·      +    +   ?   -    -     -      -
GET  planned-outages/{number}/customers/         ·      +    +   ?   -    -     -      -
POST planned-outages/{number}/redraft/           ·      -    -   -   -    -     -      -
POST planned-outages/{number}/check/             ·      -    -   -   -    -     -      -
POST planned-outages/{number}/alternative/       ·      -    -   -   -    -     -      -
POST planned-outages/{number}/approve/           ·      -    -   -   -    -     -      -
POST planned-outages/{number}/waive/             ·      -    -   -   -    -     -      -
POST planned-outages/{number}/notify/            ·      -    -   -   -    -     -      -
POST planned-outages/{number}/delivered/         ·      -    -   -   -    -     -      -
POST planned-outages/{number}/announce/          ·      -    -   -   -    -     -      -
POST planned-outages/{number}/start/             ·      -    -   -   -    -     -      -
POST planned-outages/{number}/extend/            ·      -    -   -   -    -     -      -
POST planned-outages/{number}/restore/           ·      -    -   -   -    -     -      -
POST planned-outages/{number}/close/             ·      -    -   -   -    -     -      -
POST planned-outages/{number}/postpone/          ·      -    -   -   -    -     -      -
POST planned-outages/{number}/cancel/            ·      -    -   -   -    -     -      -
GET  planned-outages.ics                         ·      +    +   +   -    -     -      -
POST planned-outages/calendar-address/           ·      +    +   +   -    -     -      -
POST planned-outages/calendar-address/renew/     ·      +    +   +   -    -     -      -
POST planned-outages/calendar-address/revoke/    ·      +    +   +   -    -     -      -
GET  planned-outages.geojson                     ·      +    +   +   -    -     -      -
GET  frequent-outages/                           ·      +    +   0   -    -     -      -
POST frequent-outages/{frequent_id}/follow-up/   ·      -    -   -   -    -     -      -
GET  events/                                     ·      +    +   0   -    -     -      -
GET  devices/                                    ·      +    +   0   -    -     -      -
GET  devices/geojson/                            ·      +    +   +   -    -     -      -
POST devices/{code}/operate/                     ·      -    -   -   -    -     -      -
POST positions/                                  ·      -    -   -   +    +     -      -
GET  track/{token}/                              +      +    +   +   +    +     +      +
POST track/{token}/rating/                       +      +    +   +   +    +     +      +
POST track/{token}/cancel/                       +      +    +   +   +    +     +      +
"""

ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
REFUSALS = {401: "·", 403: "-", 404: "?"}


@pytest.fixture
def held(province, cast) -> SimpleNamespace:
    order = make_held_order(by=cast.omar)
    relay.publish_round()
    network = make_network(province)
    make_points(province.t3, 2)
    began = now() - timedelta(minutes=1)
    outage = open_outage(
        scope=below(province.t3), started_at=began, at=now(), status=Status.CONFIRMED, node_id=province.t3.pk
    )
    plan = make_announced(network.fu2, start=now() + timedelta(days=20))
    return SimpleNamespace(
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
    )


def test_every_endpoint_has_a_row():
    rows = {(method, path) for method, path, *_ in ROWS}
    assert rows == endpoints.described()
    assert {path for _, path in rows} == endpoints.routed()


def test_the_doors_know_who_may_enter(held, signed_in):
    clients = {name: APIClient() if name == "nobody" else signed_in(name) for name in PEOPLE}
    found = [[method, path, *knock_all(clients, method, address(path, held))] for method, path, *_ in ROWS]
    assert [row for row in found if row not in ROWS] == []


def knock_all(clients: dict[str, APIClient], method: str, url: str) -> list[str]:
    return [knock(clients[name], method, url) for name in PEOPLE]


def address(path: str, held: SimpleNamespace) -> str:
    of = {"customers": held.customer, "outages": held.outage, "planned-outages": held.plan}
    number = of.get(path.partition("/")[0], held.number)
    filled = path.format(**vars(held) | {"number": number, "code": held.device})
    return endpoints.ROOT + filled + (f"?q={held.customer}" if path == "customers/" else "")


def knock(client: APIClient, method: str, url: str) -> str:
    """The sign for the answer; what the request changed is rolled back, so that the next person finds the same."""
    with transaction.atomic():
        answer = client.generic(method, url, '{"reason": "a test"}', content_type="application/json")
        transaction.set_rollback(True)
    if answer.status_code in REFUSALS:
        return REFUSALS[answer.status_code]
    assert answer.status_code in {200, 201, 204, 409, 422}, answer.content
    return "0" if b'"results":[]' in answer.content else "+"
