"""``GET /customers/?q=`` and the audited reveal."""

import pytest

from command_center.ground.core.models import AuditEntry
from customers.models import Customer, ServicePoint
from customers.selectors import find_service_points
from tests.grid import make_customer


@pytest.fixture
def people(province):
    """冉小明 in Xuantuo (from the province) and three more, one of them in the other county."""
    province.ran_jing = make_customer(
        "4228260002", "冉静", province.t2, phone="+867186823456", address="咸丰县丁寨乡龙潭村一组8号"
    )
    province.ran_jing_too = make_customer(
        "4228260003", "冉静波", province.t2, phone="+8613800135613", address="咸丰县丁寨乡旋坨村五组2号"
    )
    province.tobacco = make_customer(
        "4228260004", "恩施烟草有限公司", province.t3, phone="+8613800135614", address="咸丰县人民路12号3栋"
    )
    province.foreign = make_customer("4228270001", "冉静", province.t1, address="来凤县百福司镇龙潭村二组")
    Customer.objects.filter(pk=province.foreign.pk).update(org_path=province.baifusi.path)
    ServicePoint.objects.filter(customer=province.foreign).update(org_path=province.baifusi.path)
    return province


def numbers(query, user):
    return [point.customer.number for point in find_service_points(query, user=user)]


@pytest.mark.parametrize(
    ("query", "tails"),
    [
        ("4228260001", ["1"]),
        ("422826", ["1", "2", "3", "4"]),
        ("M4228260002", ["2"]),
        ("138 0013-5612", ["1"]),
        ("+86 13800135612", ["1"]),
        ("0718-682 3456", ["2"]),
        ("冉小明", ["1"]),
        ("冉静", ["2", "3"]),
        ("烟草有限", ["4"]),
        ("旋坨村", ["1", "3"]),
        ("旋坨", ["1", "3"]),
        ("咸丰县旋坨村三组", ["1"]),
        ("咸丰县旋坨村", ["1", "3"]),
        ("旋坨村 冉静波", ["3"]),
        ("冉静，龙潭村", ["2"]),
        ("旋坨 612", ["1"]),
        ("旋坨村 0003", ["3"]),
        ("龙潭村 612", []),
        ("人民路１２号", ["4"]),
        ("月球背面村", []),
        ("95598", []),
        ("冉", []),
        ("", []),
        ("100%", []),
        ("。，", []),
    ],
)
def test_a_customer_is_found_by_what_the_caller_says(people, cast, query, tails):
    assert numbers(query, cast.mei) == [f"422826000{tail}" for tail in tails]


def test_the_exact_name_comes_first_across_counties(people, cast):
    assert numbers("冉静", cast.lin) == ["4228260002", "4228270001", "4228260003"]


def test_another_county_sees_its_own_only(people, cast):
    assert numbers("冉静", cast.eva) == ["4228270001"]
    assert numbers("旋坨村", cast.eva) == []
    assert numbers("13800135614", cast.eva) == []


def test_without_jurisdiction_there_is_nobody(people, cast):
    cast.mei.home = None
    assert numbers("冉静", cast.mei) == []


def test_it_takes_two_queries(people, cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        [
            (point.customer.name, point.unit.name, point.contact_phone)
            for point in find_service_points("冉静", user=cast.mei)
        ]


def test_the_list_is_masked(people, mei):
    (row,) = mei.get("/api/v1/customers/", {"q": "4228260001"}).json()["results"]
    assert row.pop("updated_at")
    assert [row] == [
        {
            "customer_number": "4228260001",
            "name": "冉**",
            "phone": "138****5612",
            "address": "咸丰县丁寨乡旋坨村***",
            "meter_number": "M4228260001",
            "lat": 29.672,
            "lon": 109.141,
            "unit": "丁寨供电所",
            "flags": [],
            "kind": "RESIDENT",
            "service_point_id": people.customer.service_points.get().pk,
        }
    ]


def test_crews_and_auditors_may_not_look_customers_up(people, omar, auditor):
    for client in (omar, auditor):
        assert client.get("/api/v1/customers/", {"q": "冉静"}).status_code == 403
        assert client.post("/api/v1/customers/4228260001/reveal/", {"reason": "x"}).status_code == 403


def test_a_reveal_is_whole_and_audited(people, mei, cast):
    answer = mei.post("/api/v1/customers/4228260001/reveal/", {"reason": "回访"})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["name"], body["phone"], body["address"]) == ("冉小明", "+8613800135612", "咸丰县丁寨乡旋坨村三组")
    entry = AuditEntry.objects.get(action="customer_revealed")
    assert (entry.actor, entry.object_ref, entry.allowed, entry.detail) == (
        cast.mei,
        "4228260001",
        True,
        {"reason": "回访"},
    )


def test_a_reveal_needs_a_reason(people, mei):
    assert mei.post("/api/v1/customers/4228260001/reveal/", {"reason": " "}).status_code == 422
    assert not AuditEntry.objects.filter(action="customer_revealed").exists()


def test_a_foreign_customer_looks_unknown_and_the_attempt_is_kept(people, eva):
    assert eva.post("/api/v1/customers/4228260001/reveal/", {"reason": "x"}).status_code == 404
    assert AuditEntry.objects.get(action="foreign_access_refused").object_ref == "4228260001"
