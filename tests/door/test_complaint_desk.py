"""The complaint desk: what is due first, what may go further, what else the account met with in a year."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from customers.messages.models import Message
from tests.door.counting import counted
from tests.people import make_user
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db

TOLD = {
    "kind": "COMPLAINT",
    "source": "HOTLINE_95598",
    "description": "一个月停了四次电，电话 13800135612",
    "customer_number": "4228260001",
    "reporter": {"name": "冉小明", "phone": "13800135612"},
}


@pytest.fixture
def qi(cast, province):
    return signed_in("qi", Role.QUALITY_OFFICER, province.xianfeng)


def signed_in(name, role, home):
    client = APIClient()
    client.force_login(make_user(name, role, home))
    return client


def file(agent, source_id="C-1", **told):
    answer = agent.post("/api/v1/matters/", TOLD | {"source_id": source_id} | told, format="json")
    assert answer.status_code in (200, 201), answer.data
    return answer.data["number"]


def of_others(turn):
    """What a report says whose caller nobody knows yet."""
    caller = {"name": "覃三", "phone": f"1390000111{turn}"}
    return {"source_id": f"C-{turn}", "customer_number": "", "reporter": caller, "lat": 29.66, "lon": 109.15}


def do(client, number, verb, **body):
    answer = client.post(f"/api/v1/work-orders/{number}/{verb}/", body, format="json")
    assert answer.status_code == 200, answer.data


def rows(client, **asked):
    answer = client.get("/api/v1/complaint-cases/", asked)
    assert answer.status_code == 200, answer.data
    return answer.data["results"]


def numbers(client, **asked):
    return [row["number"] for row in rows(client, **asked)]


def counts(client, **asked):
    return client.get("/api/v1/complaint-stages/", asked).data


def test_a_row_says_what_is_alleged_by_when_it_is_answered_and_whom_it_is_about(agent, qi):
    number = file(agent, concerns="422826T01")
    do(qi, number, "classify", category="frequent-outage", grade="ORDINARY")
    [row] = rows(qi)
    assert (row["number"], row["stage"], row["state"], row["category"]) == (number, "GIVING", "已受理", "频繁停电")
    assert row["complainant"] == "冉**" and "13800135612" not in str(row), "masked, in the words too"
    assert row["concerns"] == "丁寨供电所" and row["risks"] == ["FREQUENT_OUTAGES"]
    assert row["next_due_at"] < row["contact_due_at"] < row["answer_due_at"]


def test_what_may_go_further_is_found_by_filter_and_count_alike(agent, qi):
    calm, regulator = file(agent), file(agent, **of_others(2), source="HOTLINE_12398")
    called = {file(agent, **of_others(3) | {"source_id": f"again-{turn}"}) for turn in range(3)}.pop()
    told = {row["number"]: row["risks"] for row in rows(qi)}
    assert told == {calm: [], regulator: ["REGULATOR"], called: ["CALLED_OFTEN"]}
    assert sorted(numbers(qi, at_risk="true")) == sorted([regulator, called]) and numbers(qi, at_risk="false") == [calm]
    assert counts(qi)["at_risk"] == 2
    WorkOrder.objects.filter(number=calm).update(next_due_at=now() - timedelta(hours=1))
    assert numbers(qi, overdue="true") == [calm] and len(numbers(qi, at_risk="true")) == 3
    assert (counts(qi)["overdue"], counts(qi)["at_risk"]) == (1, 3)


def test_what_waits_for_a_second_person_is_told(agent, qi):
    number = file(agent)
    assert numbers(qi, waits="true") == []
    do(qi, number, "propose-downgrade", reason="只是询问")
    [row] = rows(qi, waits="true")
    assert (row["number"], row["waits"]) == (number, "downgrade") and counts(qi)["waits"] == 1


def test_the_columns_count_what_they_show(agent, qi):
    given, _waiting = file(agent), file(agent, **of_others(2))
    do(qi, given, "give", unit="422826S01")
    told = {column["stage"]: column["cases"] for column in counts(qi)["stages"]}
    assert {stage: count for stage, count in told.items() if count} == {"GIVING": 1, "CONTACT": 1}
    assert numbers(qi, stage="CONTACT") == [given]
    assert counts(qi)["cases"] == 2 and counts(qi, stage="CONTACT")["cases"] == 2, "a count ignores its own filter"


def test_the_year_of_the_account_stands_beside_the_complaint(agent, qi, cast):
    earlier = file(agent, "O-1", kind="OPINION", description="请修路灯")
    complaint = file(agent, "C-1")
    told = qi.get(f"/api/v1/complaint-cases/{complaint}/").data["year"]
    assert [(row["what"], row["number"]) for row in told] == [("OPINION", earlier)]
    assert "请修路灯" in told[0]["words"]
    WorkOrder.objects.filter(number=earlier).update(reported_at=now() - timedelta(days=366))
    assert qi.get(f"/api/v1/complaint-cases/{complaint}/").data["year"] == []


def test_a_confidential_complaint_tells_no_account(agent, qi):
    file(agent, "O-1", kind="OPINION", description="请修路灯")
    number = file(agent, "C-1", confidential=True)
    told = qi.get(f"/api/v1/complaint-cases/{number}/").data
    assert told["confidential"] and (told["complainant"], told["phone"], told["year"]) == ("", "", [])


def test_nonsense_is_refused_in_one_sentence(qi):
    for asked in ({"stage": "NOWHERE"}, {"at_risk": "perhaps"}, {"wish": "1"}):
        assert qi.get("/api/v1/complaint-stages/", asked).status_code == 422, asked
        assert qi.get("/api/v1/complaint-cases/", asked).status_code == 422, asked
    assert qi.get("/api/v1/complaint-cases/20260101000000C000001/").status_code == 404


def test_a_complaint_of_another_county_does_not_exist(agent, province, qi):
    number = file(agent)
    elsewhere = signed_in("far", Role.QUALITY_OFFICER, province.laifeng)
    assert numbers(elsewhere) == [] and elsewhere.get(f"/api/v1/complaint-cases/{number}/").status_code == 404


def test_ten_complaints_cost_what_one_costs(agent, qi):
    file(agent, "C-0")
    one = counted(lambda: rows(qi))
    for turn in range(1, 10):
        file(agent, **of_others(turn))
    assert counted(lambda: rows(qi)) == one and len(rows(qi)) == 10


def verbs_of(client, number):
    return {verb["verb"]: verb for verb in client.get(f"/api/v1/work-orders/{number}/").data["verbs"]}


def units_for(client, number, verb):
    [field] = [field for field in verbs_of(client, number)[verb]["form"] if field["name"] == "unit"]
    return {code for code, _name in field["choices"]}


def test_the_unit_of_the_place_may_be_given_it_and_the_unit_concerned_may_not(agent, qi):
    number = file(agent, concerns="422826S01")
    place = WorkOrder.objects.get(number=number).unit.code
    assert place == "422826T01"
    offered = units_for(qi, number, "give")
    assert place in offered and "422826S01" not in offered
    assert rows(qi)[0]["unit"] == "咸丰县", "until it is given, it lies with the desk"
    do(qi, number, "give", unit=place)
    assert not units_for(qi, number, "transfer") & {place, "422826S01"}
    assert rows(qi)[0]["unit"] == "丁寨供电所"


def test_nobody_is_shown_a_button_that_would_refuse_them(agent, qi, province):
    number = file(agent, concerns="422826T01")
    head = signed_in("hua", Role.STATION_HEAD, province.dingzhai)
    assert set(verbs_of(head, number)) <= {"urge", "media"}
    for verb, body in (
        ("give", {"unit": "422826S01"}),
        ("contact", {}),
        ("investigate", {}),
        ("classify", {"category": "repair-overdue", "grade": "ORDINARY"}),
        ("decide-liability", {"liability": "LIABLE", "text": "属实"}),
    ):
        assert "appeal" not in verbs_of(qi, number)
        do(qi, number, verb, **body)
    assert "appeal" in verbs_of(head, number) and "appeal" not in verbs_of(qi, number), "who is concerned may appeal"


def test_a_judgement_is_not_made_by_the_first_choice_of_a_list(agent, qi):
    number = file(agent)
    judged = {
        (verb["verb"], field["name"])
        for verb in verbs_of(qi, number).values()
        for field in verb["form"]
        if field["judged"]
    }
    assert judged == {("give", "unit"), ("classify", "category"), ("classify", "grade")}


def test_one_button_stands_out_until_a_justified_complaint_has_its_measures(agent, qi):
    number = file(agent)
    for verb, body in (
        ("give", {"unit": "422826S01"}),
        ("contact", {}),
        ("investigate", {}),
        ("classify", {"category": "repair-overdue", "grade": "ORDINARY"}),
        ("decide-liability", {"liability": "LIABLE", "text": "属实"}),
        ("take-measures", {"text": "增派一班"}),
        ("answer", {"measures": "已道歉", "not_told_reason": "停机"}),
        ("file-reply", {}),
        ("review", {"passed": True}),
        ("callback", {"satisfaction": "SATISFIED"}),
    ):
        if verb != "classify":
            assert [name for name, told in verbs_of(qi, number).items() if told["primary"]] == [verb]
        do(qi, number, verb, **body)
    assert WorkOrder.objects.get(number=number).status == "ARCHIVED"


def test_the_customers_link_of_a_complaint_is_sent_in_words_of_its_own(agent, qi, relayed):
    number = file(agent, customer_number="4228260001")
    assert agent.get(f"/api/v1/work-orders/{number}/").data["matter"]["followed"]
    assert agent.post(f"/api/v1/work-orders/{number}/tracking-link/renew/", format="json").status_code == 200
    assert agent.post(f"/api/v1/work-orders/{number}/tracking-link/send/", format="json").status_code == 200
    message = Message.objects.get(kind="MATTER_LINK")
    assert number in message.text and "停电" not in message.text and "/track/" in message.text
