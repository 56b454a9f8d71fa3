"""Every list, every ordering: each row exactly once, forwards and backwards, however many rows share a value."""

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from django.urls import URLPattern, get_resolver
from django.utils.timezone import localdate, now
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Role
from customers.models import Promise, Reply
from outages.life.scope import scope_of
from outages.life.states import Status
from outages.models import AffectedCustomer, EndedBy, Interruption
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import How, restore
from tests.connections.cases import make_case
from tests.custody.desks import call_of, handover_of
from tests.customers.messages import make_message
from tests.grid import make_network, make_offer, make_order, make_waiting_order
from tests.outages.frequents import make_frequent
from tests.outages.lines import below, make_points
from tests.outages.plans import make_announced
from tests.people import make_user
from workorders.engine.writing import raise_attention
from workorders.filings.services import file_in_advance
from workorders.kinds.connection.services.appointments import book
from workorders.kinds.connection.services.feed import post
from workorders.kinds.connection.slots import free_slots
from workorders.matter import Matter
from workorders.models import ConnectionCase, Survey, WorkOrder
from workorders.services.matters import open_matter

API = "/api/v1/"
ROWS = 6
AGO = now() - timedelta(days=2)


def list_views() -> Iterator[tuple[str, type[ListAPIView]]]:
    for path, pattern in _patterns(get_resolver(), ""):
        view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
        if path.startswith("api/v1/") and view and issubclass(view, ListAPIView):
            yield path.removeprefix("api/v1/"), view


def _patterns(resolver: Any, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        yield from [(path, each)] if isinstance(each, URLPattern) else _patterns(each, path)


LISTS = dict(list_views())
# Of which rows the list is made, where its model holds others too.
OF_WHICH: dict[str, dict[str, Any]] = {
    "connection-cases/": {"kind": "CONNECTION"},
    "complaint-cases/": {"kind": "COMPLAINT"},
}


def orderings(path: str) -> list[str]:
    names = LISTS[path].ordering_fields
    return ["", *names, *(f"-{name}" for name in names), ",".join(names)] if names else [""]


@pytest.fixture
def rows(province) -> SimpleNamespace:
    """One row of each kind, made by the services."""
    handover_of(make_user("giver", Role.DISPATCHER, province.xianfeng))
    network = make_network(province)
    make_points(province.t3, ROWS)
    outage = open_outage(
        scope=below(province.t3), started_at=AGO, at=AGO, status=Status.CONFIRMED, node_id=province.t3.pk
    )
    plan = make_announced(network.fu2, start=now() + timedelta(days=20))
    make_frequent(province.f1)
    raise_attention([make_waiting_order("alarming")], "no_crew", at=AGO)
    call_of(make_waiting_order("escalated", latitude=29.61, customer_number="", reporter_phone=""))
    file_in_advance(
        unit="422826T01", customer_number=province.customer.number, kind="", reason="…", evidence="…", from_on=localdate(),
        until_on=localdate(), at=now(), actor=make_user("head", Role.STATION_HEAD, province.dingzhai),
    )  # fmt: skip
    told_rows(province)
    open_matter(Matter(kind="COMPLAINT", source="PHONE", source_id="complaint", description="…"), at=AGO)
    for n in range(ROWS):
        make_order(f"asked {n}")
    Survey.objects.create(order=WorkOrder.objects.order_by("pk")[0], token_hash="x", asked_at=AGO, expires_at=AGO)
    return SimpleNamespace(offer=make_offer(), outage=outage, plan=plan, network=network, case=connection_rows())


def connection_rows() -> WorkOrder:
    """A case with an appointment, and a word in its feed."""
    case = make_case("paged", reporter_phone="+8613800135677", at=now())
    book(order_id=case.pk, slot=free_slots(case, at=now())[0].starts_at, at=now(), actor=None)
    post(order_id=case.pk, text="…", at=now())
    return case


def told_rows(province) -> None:
    """A message, what was promised by it, and an answer."""
    message = make_message(province.customer)
    Promise.objects.create(
        chain="supply:1", org_path=message.org_path, subject_kind="outage", subject_id=1, subject_ref="O1", kind="BACK_BY",
        until_at=now(), told_at=now(), channel="SMS",
    )  # fmt: skip
    Reply.objects.create(
        channel="SMS", reference="1", sender="+8613800135612", text="1", reading="STILL_OUT", org_path=message.org_path,
        received_at=now(),
    )  # fmt: skip


# What must differ between copies, besides unique texts; how many rows of one may live at a time is not this test's matter.
DIFFERS: dict[str, Callable[[int], dict[str, Any]]] = {
    "work-orders/": lambda n: {"source_id": f"copy-{n}"},
    "outages/": lambda n: {"device_id": None, "lead_order_id": None, "status": "CLOSED"},
    "devices/": lambda n: {"transformer_id": None},
    "offers/": lambda n: {"status": "EXPIRED"},
    "planned-outages/": lambda n: {"outage_id": None},
    "connection-cases/": lambda n: {"source_id": f"case-{n}"},
    "complaint-cases/": lambda n: {"source_id": f"complaint-{n}"},
    "appointments/": lambda n: {"status": "MOVED", "ended_by": "CUSTOMER", "ended_at": AGO},
    "message-replies/": lambda n: {"reference": f"copy-{n}"},
    "alarms/": lambda n: {"subject_id": 1000 + n},
    "frequent-outages/": lambda n: {"cleared_at": AGO},
    # The list holds closed ones alone.
    "handovers/": lambda n: {"closed_at": AGO + timedelta(hours=n % 3)},
    # One question an order; the orders are those that the other lists need.
    "surveys/": lambda n: {"order_id": list(WorkOrder.objects.order_by("pk").values_list("pk", flat=True))[n + 1]},
    "escalations/": lambda n: {"person_id": make_user(f"called-{n}", Role.SUPERVISOR, None).pk},
}


def multiply(path: str, row: models.Model) -> None:
    """Copies with few different values, some of them empty, in every column that the list can be ordered by."""
    view, fields = LISTS[path], {field.name: field for field in row._meta.fields}
    copies = []
    for n in range(ROWS):
        one = copy.copy(row)
        one.pk, one._state.adding = None, True
        for name, field in fields.items():
            if field.unique and isinstance(field, models.CharField):
                setattr(one, name, f"{getattr(row, name)}Z{n}/" if name == "path" else f"{path[:4]}{n}")
        for name in view.ordering_fields:
            if not fields[name].unique:
                setattr(one, name, _tied(fields[name], getattr(row, name), n))
        for name, value in DIFFERS.get(path, lambda n: {})(n).items():
            setattr(one, name, value)
        copies.append(one)
    type(row)._base_manager.bulk_create(copies)
    if path == "connection-cases/":
        ConnectionCase.objects.bulk_create(ConnectionCase(order=one) for one in copies)
    _tie_automatic_moments(type(row))


def _tied(field: models.Field, value: Any, n: int) -> Any:
    if field.null and n % 3 == 0:
        return None
    if isinstance(field, models.DateTimeField):
        return AGO + timedelta(hours=n % 3 + (12 if field.name.startswith("end") else 0))
    return f"N{n % 3}" if isinstance(field, models.CharField) else n % 3 + 1


def _tie_automatic_moments(model: type[models.Model]) -> None:
    if any(field.name == "updated_at" for field in model._meta.fields):
        model._base_manager.update(updated_at=AGO)


def walk(client, url: str, link: str = "next") -> Iterator[dict[str, Any]]:
    """Each page in turn."""
    for _ in range(200):
        answer = client.get(url)
        assert answer.status_code == 200, answer.data
        yield answer.data
        if answer.data[link] is None:
            return
        url = answer.data[link]
    raise AssertionError("the pages never end")


def test_each_row_once(lin, rows, monkeypatch):
    """One province and ids alone: making it and writing rows out takes longer than all the pages."""
    end_at_two_moments(rows.outage)
    for path, view in LISTS.items():
        monkeypatch.setattr(view, "serializer_class", OnlyId)
        model = view.queryset.model
        if model not in (Interruption, AffectedCustomer):
            row = model._base_manager.filter(**OF_WHICH.get(path, {})).order_by("pk").first()
            assert row is not None, f"{path} has no row to be multiplied"
            multiply(path, row)
        url = API + path.replace("<str:number>", number_in(path, rows))
        months = f"&from={AGO:%Y-%m-01}" if "indices" in path else ""
        for ordering in orderings(path):
            walk_both_ways(lin, f"{url}?{f'ordering={ordering}' if ordering else ''}{months}")


def number_in(path: str, rows: SimpleNamespace) -> str:
    """Of what the list is, by the beginning of its address."""
    of = {"plan": rows.plan, "conn": rows.case}.get(path[:4], rows.outage)
    return str(of.number)


class OnlyId(serializers.Serializer[Any]):
    id = serializers.IntegerField()


def walk_both_ways(client, url: str) -> None:
    """There in pages of one row, so that each row ends a page and begins one; back in pages of two, which are turned round."""
    whole = ids(walk(client, f"{url}&limit=200"))
    assert len(whole) == len(set(whole)) >= ROWS, url
    there = list(walk(client, f"{url}&limit=1"))
    assert ids(there) == whole, url
    back = list(walk(client, there[-2]["next"].replace("limit=1", "limit=2"), "previous"))
    assert ids(reversed(back)) == whole, url


def ids(pages: Iterable[dict[str, Any]]) -> list[int]:
    return [row["id"] for page in pages for row in page["results"]]


def end_at_two_moments(outage: Any) -> None:
    """The others have no end yet."""
    points = list(outage.interruptions.order_by("pk").values_list("service_point_id", flat=True))
    for number, some in enumerate((points[:2], points[2:4]), start=1):
        restore(
            outage_id=outage.pk,
            at=AGO + timedelta(hours=number),
            how=How(ended_by=EndedBy.REPAIR),
            scope=scope_of(points=some),
        )


def test_a_thousand_rows_of_one_moment(lin, province):
    """The documented way to keep a copy comes to its end, although a bulk write gave all rows the same moment."""
    template = province.dingzhai
    OrgUnit.objects.bulk_create(
        OrgUnit(code=f"X{n:04}", path=f"{template.path}X{n:04}/", name="同名", level=template.level, parent=template,
                latitude=template.latitude, longitude=template.longitude)
        for n in range(1_100)
    )  # fmt: skip
    OrgUnit.objects.update(updated_at=AGO)
    for ordering in ("updated_at", "-updated_at", "name"):
        url = f"{API}units/?limit=200&ordering={ordering}&updated_since=2020-01-01T00:00:00Z"
        seen = ids(walk(lin, url))
        assert sorted(seen) == sorted(OrgUnit.objects.values_list("pk", flat=True)), ordering


def test_a_page_is_stable_while_rows_arrive_and_change(lin, province):
    make = lambda n: OrgUnit.objects.create(  # noqa: E731
        code=f"Y{n}", path=f"{province.dingzhai.path}Y{n}/", name=f"Y{n}", level="REPAIR_CREW_BASE", parent=province.dingzhai,
        latitude=29.6, longitude=109.1,
    )  # fmt: skip
    for n in range(4, 8):
        make(n)
    first = lin.get(f"{API}units/?search=Y&ordering=code&limit=2").data
    make(3), make(9)
    rest = [row["code"] for page in walk(lin, first["next"]) for row in page["results"]]
    assert [row["code"] for row in first["results"]] == ["Y4", "Y5"] and rest == ["Y6", "Y7", "Y9"]


def test_a_cursor_belongs_to_its_ordering(lin, province):
    cursor = lin.get(f"{API}units/?ordering=code&limit=2").data["next"].partition("cursor=")[2].partition("&")[0]
    assert lin.get(f"{API}units/?ordering=name&cursor={cursor}").status_code == 422


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "٣", "9" * 30, "1001"])
@pytest.mark.parametrize(
    "path", ["units/", "events/", "customers/?updated_since=2026-01-01T00:00:00Z", "customers/?q=x"]
)
def test_a_limit_is_a_whole_number_that_is_not_too_large(lin, province, path, limit):
    answer = lin.get(f"{API}{path}{'&' if '?' in path else '?'}limit={limit}")
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "/limit")
    assert lin.get(f"{API}units/?limit=201").status_code == 422
