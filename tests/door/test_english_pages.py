"""Pages that the server makes, asked for in English: names are in Latin letters, what people wrote is as they wrote it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import OrgUnit
from dispatch.services import fieldwork
from tests.door.test_outages import make_outage
from tests.door.test_status_page import make_plan
from tests.grid import make_held_order
from tests.outages.lines import make_points
from workorders.models import TrackingLink, WorkOrder
from workorders.services.tracking_links import token_for

CHINESE = re.compile(r"[\u3400-\u9fff]+")
OTHER_LANGUAGE = "中文"


def chinese_in(page, *written):
    """What is left of it without the way to the Chinese page and what people wrote."""
    for words in (OTHER_LANGUAGE, *written):
        page = page.replace(words, "")
    return sorted(set(CHINESE.findall(page)))


@pytest.fixture
def on_its_way(cast):
    order = make_held_order(by=cast.omar)
    crew = order.assignments.get().crew
    fieldwork.depart(order_id=order.pk, crew_id=crew.pk, at=now(), actor=cast.omar)
    return order


def tracked(client, order):
    return client.get(f"/track/{token_for(TrackingLink.objects.get(order=order).nonce)}/?lang=en").content.decode()


def test_the_customers_link(client, on_its_way):
    page = tracked(client, on_its_way)
    assert "Dingzhai Supply Station" in page and on_its_way.description in page
    assert chinese_in(page, on_its_way.description, on_its_way.address) == []


def test_the_crew_has_the_name_of_its_leader_and_without_one_its_own(client, on_its_way, cast):
    crew = on_its_way.assignments.get().crew
    crew.leader = None
    crew.save()
    assert "Dingzhai Crew 01" in tracked(client, on_its_way)
    cast.omar.name = "王强"
    cast.omar.save()
    crew.leader = cast.omar
    crew.save()
    assert "Master Wang" in tracked(client, on_its_way)


def test_an_address_of_the_register_is_a_name_and_one_that_was_told_is_not(client, on_its_way):
    assert on_its_way.address in tracked(client, on_its_way)
    WorkOrder.objects.filter(pk=on_its_way.pk).update(address="咸丰县丁寨镇旋坨村三组十二号")
    assert "Dingzhai Town" in tracked(client, on_its_way)


def test_the_status_page(client, province):
    make_points(province.t2, 12)
    make_outage(province.t2)
    plan = make_plan(province)
    page = client.get("/status/?lang=en&area=422826").content.decode()
    assert "Xianfeng County" in page and "Dingzhai Supply Station" in page
    assert chinese_in(page, plan.reason) == []
    found = client.get("/status/?lang=en&q=dingzhai").content.decode()
    assert "Your area" in found and "Xianfeng County · Dingzhai Supply Station" in found


def test_a_name_of_its_own_comes_first(client, province):
    OrgUnit.objects.filter(pk=province.xianfeng.pk).update(name_en="Xianfeng")
    make_points(province.t2, 12)
    make_outage(province.t2)
    page = client.get("/status/?lang=en").content.decode()
    assert ">Xianfeng<" in page and "Xianfeng County" not in page


def test_the_list_of_orders_as_a_file(mei, province, on_its_way):
    OrgUnit.objects.filter(pk=province.xianfeng.pk).update(name_en="Xianfeng")
    asked = "/api/v1/work-orders.csv?columns=centre,unit,crew,place,title"
    text = b"".join(mei.get(asked, HTTP_ACCEPT_LANGUAGE="en").streaming_content).decode("utf-8-sig")
    _heads, [centre, unit, crew, place, title] = csv.reader(io.StringIO(text))
    assert (centre, unit, crew) == ("Xianfeng", "Dingzhai Supply Station", "Dingzhai Crew 01")
    assert not CHINESE.search(place) and title == on_its_way.description
    at_home = b"".join(mei.get(asked, HTTP_ACCEPT_LANGUAGE="zh-hans").streaming_content).decode("utf-8-sig")
    assert "咸丰县,丁寨供电所,丁寨 01 班," in at_home


def test_what_the_search_of_the_list_offers(client, cast, province):
    client.force_login(cast.mei)
    page = client.get("/orders/?lang=en").content.decode()
    assert '["422826", "Xianfeng County"]' in page and '["422826T01", "Dingzhai Supply Station"]' in page


def test_planned_work_for_the_calendar(client, province):
    make_plan(province, planned_start_at=now() + timedelta(days=1), planned_end_at=now() + timedelta(days=1, hours=2))
    text = client.get("/status/planned.ics?area=422826", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "SUMMARY:Planned outage: Xianfeng County" in text
