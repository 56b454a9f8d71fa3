"""What is masked is not spelled out question by question, and a free text does not tell what the field beside it hides."""

import pytest
from django.conf import settings as django_settings
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation import look_ups
from customers.phones import mask_phones_in
from tests.grid import make_order
from tests.people import make_user

ORDERS = "/api/v1/work-orders/"


@pytest.fixture
def rates(monkeypatch):
    def at_most(**rates):
        for throttle in (look_ups.LookUpThrottle, look_ups.RevealThrottle, look_ups.DailyRevealThrottle):
            monkeypatch.setattr(throttle, "THROTTLE_RATES", {**throttle.THROTTLE_RATES, **rates})

    return at_most


@pytest.mark.parametrize("question", ["/api/v1/customers/?q=199{n:04}5612", ORDERS + "?search=199{n:04}5612"])
def test_a_sweep_is_noticed_once_and_comes_to_an_end(mei, lin, province, rates, relayed, monkeypatch, question):
    monkeypatch.setattr(look_ups, "SWEEP_AT", 3)
    rates(look_up="5/hour")
    answers = [mei.get(question.format(n=n)).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    entry = AuditEntry.objects.get(action="look_up_sweep")
    assert (entry.actor.username, entry.allowed, entry.detail) == ("mei", False, {"look_ups": 3})
    relayed()
    (alarm,) = lin.get("/api/v1/alarms/").data["results"]
    assert (alarm["code"], alarm["subject"], alarm["subject_name"]) == ("look_up_sweep", "person", "Mei")


def test_lists_without_a_question_are_not_counted(mei, province, rates):
    rates(look_up="1/hour")
    assert [mei.get(ORDERS).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("ceiling", [{"reveal": "2/hour"}, {"reveal_a_day": "2/day"}], ids=["hour", "day"])
def test_revealing_has_ceilings_that_are_written_down_and_told(mei, lin, province, rates, relayed, ceiling):
    order = make_order()
    rates(**ceiling)
    say = lambda: mei.post(f"{ORDERS}{order.number}/reveal/", {"reason": "停电回访"})  # noqa: E731
    assert [say().status_code for _ in range(4)] == [200, 200, 429, 429]
    assert AuditEntry.objects.filter(action="reveal_ceiling").count() == 1
    relayed()
    told = [alarm["subject_name"] for alarm in lin.get("/api/v1/alarms/?code=reveal_ceiling").data["results"]]
    assert told == ["Mei"]


@pytest.mark.parametrize(
    "reason, good", [("回访", True), ("line dropped", True), ("x", False), ("xxxxxxx", False), ("呵", False)]
)
def test_a_letter_is_no_reason(mei, province, reason, good):
    order = make_order()
    status = mei.post(f"{ORDERS}{order.number}/reveal/", {"reason": reason}).status_code
    assert status == (200 if good else 422)


def test_a_number_within_the_text_is_masked_on_cards_and_for_roles_that_see_no_customers(mei, cast, province):
    order = make_order(description="我电话13812349999，烤烟房没电")
    manager = APIClient()
    manager.force_login(make_user("he", "MANAGER", province.province))
    (card,) = mei.get(ORDERS).data["results"]
    assert card["title"] == "我电话138****9999，烤烟房没电"
    url = f"{ORDERS}{order.number}/"
    assert "13812349999" in mei.get(url).data["description"]
    assert "13812349999" not in manager.get(url).content.decode()
    mei.post(f"{url}note/", {"text": "再打 138-1234-9999"})
    assert "1234-9999" in mei.get(f"{url}timeline/").content.decode()
    assert "1234-9999" not in manager.get(f"{url}timeline/").content.decode()


@pytest.mark.parametrize(
    "said, shown",
    [
        ("１３８１２３４９９９９", "138****9999"),
        ("+86 138 1234 9999 急", "138****9999 急"),
        ("座机0718-6823456", "座机********56"),
        ("户号4228260719，10千伏旋坨线", "户号4228260719，10千伏旋坨线"),
    ],
)
def test_numbers_of_every_spelling(said, shown):
    assert mask_phones_in(said) == shown


def test_the_pages_keep_the_browser_shut(mei, cast, db):
    boss = APIClient()
    boss.force_login(cast.boss)
    for client, path in ((mei, "/"), (boss, "/admin/"), (boss, "/api/docs/")):
        answer = client.get(path)
        assert "microphone=()" in answer["Permissions-Policy"], path
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
    assert django_settings.REST_FRAMEWORK["NUM_PROXIES"] == django_settings.PROXIES
