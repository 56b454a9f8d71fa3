"""What the desks of complaints, connections and supervision are told in English: names in Latin letters, words as they were written."""

import pytest
from django.utils.timezone import now

from command_center.ground.alarms.services import Subject, raise_alarms
from tests.connections.cases import make_case
from tests.custody.desks import make_desks
from tests.door.test_complaint_boards import CAUSES, ROWS, UNITS, linked_to, quan, told  # noqa: F401
from tests.door.test_complaints import LIABLE, TO_THE_INVESTIGATION, staff, walk  # noqa: F401
from tests.door.test_english_pages import chinese_in
from tests.door.test_outages import make_outage
from tests.grid import make_held_order, make_network, make_order
from tests.outages.lines import make_device, make_points
from tests.outages.plans import make_started

pytestmark = pytest.mark.django_db
SUPERVISION = "/api/v1/supervision/"


def page(client, path, query=None, *, language="en"):
    answer = client.get(path, query, headers={"Accept-Language": language})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, content
    return content.decode()


def called(node, name):
    node.name = name
    node.save(update_fields=["name"])


@pytest.fixture
def ci(client, province):
    """At the desk of the city."""
    client.force_login(make_desks(province).ci)
    return client


def test_every_desk_below_has_a_name_and_one_of_its_own_comes_first(ci, province):
    make_order("one")
    province.laifeng.name_en = "Laifeng"
    province.laifeng.save(update_fields=["name_en"])
    names = lambda language: [desk["name"] for desk in ci.get(SUPERVISION, headers=language).json()["desks"]]  # noqa: E731
    assert names({"Accept-Language": "en"}) == ["Enshi Prefecture", "Xianfeng County", "Laifeng"]
    assert names({"Accept-Language": "zh-hans"}) == ["恩施州", "咸丰县", "来凤县"]


def test_the_lines_of_the_supervision_desk(ci, province):
    called(province.f1, "10kV丁寨1线")
    make_points(province.t3, 2)
    order = make_order("one", customer_number="4228260001")
    make_outage(province.t3, device_id=make_device("FU-1", province.t3, name="旋坨支线熔断器").pk)
    plan = make_started(make_network(province).fu2)
    crew = make_held_order("held").assignments.get().crew
    raise_alarms(
        [Subject(kind="crew", id=crew.pk, name=crew.name, org_path=crew.org_path, codes={"crew_message_unread": 2})],
        at=now(),
    )
    lines = page(ci, SUPERVISION, {"list": "no_holder"})
    assert chinese_in(lines, order.description, plan.title, plan.work, "冉") == []
    for name in (
        "Xuantuo Branch Fuse",
        "10kV Dingzhai Line 1",
        "Dingzhai Crew 01",
        "Xianfeng County Xuantuo Village",
    ):
        assert name in lines, name
    at_home = page(ci, SUPERVISION, {"list": "no_holder"}, language="zh-hans")
    for name in ("旋坨支线熔断器", "10kV丁寨1线", "丁寨 01 班", "咸丰县 旋坨村"):
        assert name in at_home, name


def test_complaints_by_unit_and_by_cause_and_the_rows_behind_them(agent, quan, staff, province, cast):  # noqa: F811
    called(province.f1, "10kV丁寨1线")
    called(province.t1, "丁寨01#1台区")
    number = told(agent, 1, concerns="422826T01")
    linked_to(staff, number, make_held_order(by=cast.omar, customer_number="4228260001").number)
    units, causes, rows = (page(quan, path) for path in (UNITS, CAUSES, ROWS))
    file = page(quan, f"{UNITS.rstrip('/')}.csv")
    for text in (units, causes, rows, file):
        assert chinese_in(text) == [] and "Dingzhai Supply Station" in text
    assert "Xianfeng County" in units and "Xianfeng County" in file
    assert "10kV Dingzhai Line 1" in causes and "Dingzhai 01#1 Transformer" in causes
    assert all(name in page(quan, CAUSES, language="zh-hans") for name in ("丁寨供电所", "10kV丁寨1线", "丁寨01#1台区"))


def test_the_units_that_a_form_offers_and_the_one_that_mends(agent, staff, province):  # noqa: F811
    province.town.name_en = "Gaoleshan"
    province.town.save(update_fields=["name_en"])
    number = told(agent, 1)
    measures = {"text": "砍青", "unit": "422826T01", "due_on": "2026-12-31"}
    walk(staff, number, *TO_THE_INVESTIGATION, LIABLE, ("qi", "take-measures", measures))

    def record(language):
        return staff["qi"].get(f"/api/v1/work-orders/{number}/", headers={"Accept-Language": language}).data

    def offered(language):
        verbs = {verb["verb"]: verb["form"] for verb in record(language)["verbs"]}
        return dict(next(field for field in verbs["take-measures"] if field["name"] == "unit")["choices"])

    assert offered("en")["422826T01"] == "Dingzhai Supply Station" and offered("en")["422826S01"] == "Gaoleshan"
    assert offered("zh-hans")["422826T01"] == "丁寨供电所"
    mended = lambda language: [line["text"] for line in record(language)["matter"]["file"] if "砍青" in line["text"]]  # noqa: E731
    assert mended("en")[0].startswith("砍青 · Dingzhai Supply Station") and "丁寨供电所" in mended("zh-hans")[0]


@pytest.mark.parametrize("path", ["/complaints/", "/connections/", "/connections/calendar/"])
def test_what_the_search_of_a_desk_offers(client, cast, path):
    make_case()
    client.force_login(cast.mei)
    offered = client.get(f"{path}?lang=en").content.decode()
    assert '["422826", "Xianfeng County"]' in offered and '["422826T01", "Dingzhai Supply Station"]' in offered
