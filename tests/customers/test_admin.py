"""The back office shows customers masked, within the jurisdiction, and changes none."""

import pytest
from django.test import Client

from customers.models import Customer, ServicePoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(cast):
    client = Client()
    client.force_login(cast.boss)
    return client


@pytest.mark.parametrize("query", ["", "冉小明", "13800135612", "旋坨村"])
@pytest.mark.parametrize("table", ["customer", "servicepoint"])
def test_lists_are_masked(boss, province, table, query):
    page = boss.get(f"/admin/customers/{table}/", {"q": query}).content.decode()
    assert "4228260001" in page
    assert "+8613800135612" not in page and "三组" not in page


def test_one_customer_is_masked(boss, province):
    page = boss.get(f"/admin/customers/customer/{province.customer.pk}/change/").content.decode()
    assert "138****5612" in page and "冉**" in page
    assert "13800135612" not in page and "三组" not in page


def test_a_service_point_opens_masked(boss, province):
    page = boss.get(f"/admin/customers/servicepoint/{ServicePoint.objects.get().pk}/change/").content.decode()
    assert "咸丰县丁寨乡旋坨村***" in page and "三组" not in page


def test_nothing_is_added_or_deleted(boss, province):
    assert boss.get("/admin/customers/customer/add/").status_code == 403
    assert boss.post(f"/admin/customers/customer/{province.customer.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Customer.objects.filter(pk=province.customer.pk).exists()


def test_another_county_is_out_of_sight(boss, cast, province):
    type(cast.boss).objects.filter(pk=cast.boss.pk).update(home=province.laifeng)
    assert "4228260001" not in boss.get("/admin/customers/customer/").content.decode()
