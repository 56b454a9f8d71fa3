"""A complaint from the call to the archive, and everything by which one could be made to vanish."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation.roles import Role
from tests.people import make_user
from workorders.models import Clock, Complaint, Downgrade, WorkOrder

pytestmark = pytest.mark.django_db

COMPLAINT = {
    "kind": "COMPLAINT",
    "source": "HOTLINE_95598",
    "source_id": "C-1",
    "description": "一个月停了四次电",
    "customer_number": "4228260001",
    "reporter": {"name": "冉小明", "phone": "13800135612"},
}
ANSWER = {"cause": "线路树障", "measures": "已砍青并加装绝缘护套", "told_at": None, "not_told_reason": "号码停机"}


@pytest.fixture
def staff(cast, province):
    """qi and qin lead complaints in the county, head is the station's, hua the station that the complaint is about."""
    people = {
        "qi": (Role.QUALITY_OFFICER, province.xianfeng),
        "qin": (Role.QUALITY_OFFICER, province.xianfeng),
        "quan": (Role.QUALITY_OFFICER, province.city),
        "head": (Role.STATION_HEAD, province.town),
        "hua": (Role.STATION_HEAD, province.dingzhai),
    }
    clients = {}
    for name, (role, home) in people.items():
        clients[name] = APIClient()
        clients[name].force_login(make_user(name, role, home))
    return clients


def file(client, **told):
    return client.post("/api/v1/matters/", COMPLAINT | told, format="json")


def post(client, number, verb, **body):
    return client.post(f"/api/v1/work-orders/{number}/{verb}/", body, format="json")


def verbs(client, number):
    return {verb["verb"]: verb for verb in client.get(f"/api/v1/work-orders/{number}/").data["verbs"]}


def walk(staff, number, *steps):
    for who, verb, body in steps:
        answer = post(staff[who], number, verb, **body)
        assert answer.status_code == 200, (verb, answer.data)
    return WorkOrder.objects.get(number=number).status


CLASSIFIED = ("qi", "classify", {"category": "frequent-outage", "grade": "ORDINARY"})
TO_THE_INVESTIGATION = [
    ("qi", "give", {"unit": "422826S01"}),
    ("qi", "contact", {"text": "已致歉"}),
    ("qi", "investigate", {}),
    CLASSIFIED,
]
LIABLE = ("qi", "decide-liability", {"liability": "LIABLE", "text": "近三月停电四次属实"})


def test_a_frequent_outage_complaint_from_the_call_to_the_archive(agent, staff):
    number = file(agent, concerns="422826T01").data["number"]
    walk(staff, number, *TO_THE_INVESTIGATION, LIABLE)
    refused = post(staff["qi"], number, "answer", **ANSWER)
    assert refused.status_code == 409 and "停电" in refused.data["detail"], "not without the history of outages"
    walk(staff, number, ("qi", "pull-history", {}))
    refused = post(staff["qi"], number, "answer", **ANSWER)
    assert refused.status_code == 409 and "整改" in refused.data["detail"], "justified: not without a remedy"
    measures = {"text": "砍青", "unit": "422826T01", "due_on": "2026-12-31"}
    status = walk(
        staff,
        number,
        ("qi", "take-measures", measures),
        ("qi", "answer", ANSWER),
        ("qi", "file-reply", {}),
        ("qin", "review", {"passed": True}),
        ("qin", "callback", {"satisfaction": "SATISFIED"}),
    )
    assert status == "ARCHIVED"
    facts = Complaint.objects.get(order__number=number)
    assert (facts.liability, facts.outage_history) == ("LIABLE", [])
    assert Clock.objects.get(order__number=number, code="C_ANSWER").outcome == "MET"


def test_a_field_says_what_is_asked_and_what_may_be_left_out_is_not_said_by_leaving_it(agent, staff):
    number = file(agent).data["number"]
    walk(staff, number, *TO_THE_INVESTIGATION, LIABLE)
    verb = verbs(staff["qi"], number)["take-measures"]
    form = {field["name"]: field for field in verb["form"]}
    assert (form["due_on"]["type"], form["unit"]["choices"][0]) == ("date", ["", "—"])
    given = {field["name"]: field for field in verbs(staff["qi"], number)["transfer"]["form"]}
    assert given["unit"]["choices"][0][0], "a unit that must be said has no empty choice"
    assert verb["done"] == "已完成：登记整改措施"


def test_the_form_offers_the_tree_of_the_day_in_the_readers_language(agent, staff):
    number = file(agent).data["number"]
    form = {field["name"]: field for field in verbs(staff["qi"], number)["classify"]["form"]}
    assert ["frequent-outage", "频繁停电"] in form["category"]["choices"] and form["category"]["type"] == "choice"
    english = staff["qi"].get(f"/api/v1/work-orders/{number}/", headers={"Accept-Language": "en"}).data["verbs"]
    [category, _grade, _reason] = next(verb["form"] for verb in english if verb["verb"] == "classify")
    assert ["frequent-outage", "Frequent outages"] in category["choices"]


def test_the_liability_waits_for_the_category_and_a_new_category_for_a_reason(agent, staff):
    number = file(agent).data["number"]
    walk(staff, number, *TO_THE_INVESTIGATION[:3])
    assert post(staff["qi"], number, "decide-liability", liability="LIABLE", text="属实").status_code == 409
    walk(staff, number, CLASSIFIED)
    bill = {"category": "bill", "grade": "ORDINARY"}
    assert post(staff["qi"], number, "classify", **bill).status_code == 422
    assert post(staff["qi"], number, "classify", category="nonsense", grade="ORDINARY", reason="错").status_code == 422
    assert post(staff["qi"], number, "classify", **bill, reason="客户说的是电费").status_code == 200
    assert WorkOrder.objects.get(number=number).classifications.count() == 2


ALLEGED = {"category": "frequent-outage", "grade": "ORDINARY"}


def test_what_it_alleges_is_said_in_the_request_that_files_it(agent, staff):
    told = file(staff["qi"], **ALLEGED)
    assert told.status_code == 201, told.data
    order = WorkOrder.objects.get(number=told.data["number"])
    assert (order.sub_kind, order.classifications.get().category.code) == ("OUTAGE", "frequent-outage")
    other = file(staff["quan"], source="HOTLINE_12345", source_id="12345-1", category="bill", grade="MAJOR")
    assert other.status_code == 201 and other.data["number"] != told.data["number"], "another allegation, another case"


def test_told_once_more_it_stays_classified_and_what_is_said_now_is_kept(agent, staff):
    number = file(staff["qi"], **ALLEGED).data["number"]
    assert file(staff["qi"], **ALLEGED).status_code == 200, "the same report"
    again = file(staff["qi"], source="HOTLINE_12345", source_id="12345-1", category="frequent-outage", grade="MAJOR")
    order = WorkOrder.objects.get(number=number)
    assert (again.data["number"], order.classifications.count()) == (number, 1)
    assert order.notes.filter(text="频繁停电 · 重大").exists()


@pytest.mark.parametrize(
    ("who", "told", "status"),
    [
        ("qi", {"category": "nonsense", "grade": "ORDINARY"}, 422),
        ("qi", {"category": "bill"}, 422),
        ("qi", {"grade": "MAJOR"}, 422),
        ("qi", {**ALLEGED, "kind": "OPINION"}, 422),
        ("mei", ALLEGED, 403),
    ],
)
def test_a_category_that_cannot_be_said_files_nothing(staff, mei, who, told, status):
    assert file({**staff, "mei": mei}[who], **told).status_code == status
    assert not WorkOrder.objects.exists()


def test_the_unit_concerned_neither_investigates_nor_decides(agent, staff, province):
    number = file(agent, concerns="422826T01").data["number"]
    walk(staff, number, ("qi", "give", {"unit": "422826S01"}))
    hao = APIClient()
    hao.force_login(make_user("hao", Role.QUALITY_OFFICER, province.dingzhai))
    for verb, body in (("contact", {}), ("classify", CLASSIFIED[2])):
        assert post(hao, number, verb, **body).status_code in (403, 404), verb


def test_the_unit_concerned_lets_no_complaint_about_itself_go(agent, staff, province):
    """Neither as the second person of a downgrade, nor by sending a reply back; found by a walk of many seeds."""
    hao = APIClient()
    hao.force_login(make_user("hao", Role.QUALITY_OFFICER, province.dingzhai))
    number = file(agent, concerns="422826T01").data["number"]
    walk(staff, number, ("qi", "propose-downgrade", {"reason": "客户只是建议"}))
    WorkOrder.objects.filter(number=number).update(unit=province.dingzhai, org_path=province.dingzhai.path)
    for granted in (True, False):
        assert post(hao, number, "decide-downgrade", granted=granted, answer="同意").status_code == 403
    assert Downgrade.objects.get().decided_at is None and WorkOrder.objects.get(number=number).status == "REGISTERED"


def test_a_downgrade_takes_two_people_and_both_are_kept(agent, staff):
    number = file(agent).data["number"]
    walk(staff, number, ("qi", "propose-downgrade", {"reason": "客户只是建议"}))
    assert "propose-downgrade" not in verbs(staff["qi"], number)
    own = post(staff["qi"], number, "decide-downgrade", granted=True, answer="同意")
    assert own.status_code == 403
    assert (
        walk(staff, number, ("qin", "decide-downgrade", {"granted": False, "answer": "客户明确投诉"})) == "REGISTERED"
    )
    walk(staff, number, ("qi", "propose-downgrade", {"reason": "再次核实，客户改为建议"}))
    status = walk(staff, number, ("quan", "decide-downgrade", {"granted": True, "answer": "录音已听"}))
    assert status == "DOWNGRADED"
    [refused, granted] = Downgrade.objects.order_by("pk")
    assert (refused.granted, granted.granted, granted.opinion.kind) == (False, True, "OPINION")
    assert AuditEntry.objects.filter(object_ref=number, action="complaint_downgraded").exists()


def test_nobody_at_a_desk_withdraws_a_complaint(agent, staff, mei):
    number = file(agent).data["number"]
    for client in (*staff.values(), mei, agent):
        assert post(client, number, "withdraw", text="客户同意撤诉").status_code == 404
        assert "withdraw" not in verbs(staff["qi"], number)


def test_a_reopened_complaint_keeps_its_first_clock_and_is_counted_once(agent, staff):
    number = file(agent).data["number"]
    steps = [*TO_THE_INVESTIGATION[:3], ("qi", "classify", {"category": "bill", "grade": "MAJOR"})]
    walk(staff, number, *steps, ("qi", "decide-liability", {"liability": "NOT_LIABLE", "text": "抄表无误"}))
    walk(
        staff, number, ("qi", "answer", ANSWER), ("qi", "file-reply", {}), ("qin", "review", {"passed": True}),
        ("qin", "callback", {"satisfaction": "FAIR"}),
    )  # fmt: skip
    first = WorkOrder.objects.get(number=number)
    WorkOrder.objects.filter(pk=first.pk).update(reported_at=first.reported_at - timedelta(days=40))
    first.refresh_from_db()
    again = post(staff["qi"], number, "reopen", reason="客户说电费还是不对")
    assert again.status_code == 200, again.data
    order = WorkOrder.objects.get(number=again.data["part"])
    clock = order.clocks.get(code="C_ANSWER")
    assert (clock.started_at, order.status) == (first.reported_at, "REGISTERED")
    assert clock.due_at < now(), "the days that passed are not given back"
    assert post(staff["qi"], number, "reopen", reason="又一次").status_code == 409
    figures = staff["qi"].get("/api/v1/complaint-figures/", {"since": "2026-01-01", "until": "2030-01-01"}).data
    assert [tree["now"]["told"] for tree in figures["trees"]] == [1, 1]


def test_an_appeal_is_the_units_and_a_third_person_decides(agent, staff):
    number = file(agent, concerns="422826T01").data["number"]
    repair = ("qi", "classify", {"category": "repair-overdue", "grade": "ORDINARY"})
    walk(staff, number, *TO_THE_INVESTIGATION[:3], repair)
    assert post(staff["hua"], number, "appeal", reason="早").status_code in (404, 409)
    walk(staff, number, LIABLE, ("qi", "take-measures", {"text": "考核", "unit": "", "due_on": None}))
    walk(staff, number, ("qi", "answer", ANSWER), ("qi", "file-reply", {}), ("qin", "review", {"passed": True}))
    assert post(staff["head"], number, "appeal", reason="不是我们").status_code in (403, 404)
    walk(staff, number, ("hua", "appeal", {"reason": "道路塌方，有照片"}))
    assert Clock.objects.get(order__number=number, code="C_APPEAL").due_at > now()
    assert walk(staff, number, ("qin", "callback", {"satisfaction": "SATISFIED"})) == "CALLED_BACK"
    assert post(staff["qi"], number, "decide-appeal", granted=True, answer="同意").status_code == 403, "decided it"
    assert walk(staff, number, ("qin", "decide-appeal", {"granted": True, "answer": "塌方属实"})) == "ARCHIVED"
    assert Complaint.objects.get(order__number=number).liability == "NOT_LIABLE"


def test_the_figure_stands_under_the_old_and_the_new_tree_beside_each_other(agent, staff):
    calls = [("frequent-outage", "HOTLINE_95598"), ("repair-overdue", "HOTLINE_12345"), ("bill", "HOTLINE_12398")]
    for n, (category, source) in enumerate(calls):
        number = file(agent, source=source, source_id=f"C-{n}", sub_kind=["", "GRID", "BUSINESS"][n]).data["number"]
        walk(staff, number, ("quan", "classify", {"category": category, "grade": "ORDINARY"}))
    file(agent, kind="OPINION", source_id="O-1")
    figures = staff["quan"].get("/api/v1/complaint-figures/").data
    old, new = (tree["now"] for tree in figures["trees"])
    assert (old["complaints"], old["opinions"], old["told"]) == (3, 1, 4)
    assert (new["complaints"], new["opinions"], new["told"]) == (1, 3, 4)
    assert [old["by_hotline_95598"], old["by_hotline_12345"], old["by_hotline_12398"]] == [2, 1, 1]
    assert figures["trees"][0]["complaints_change"] is None, "nothing the year before"


@pytest.mark.parametrize(
    "days", [{"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "gestern"}, {"since": "2026-02-30"}]
)
def test_a_day_that_no_calendar_has_is_refused_in_words(staff, days):
    answer = staff["quan"].get("/api/v1/complaint-figures/", days)
    assert answer.status_code == 422 and "2026-07-31" in answer.data["detail"]
