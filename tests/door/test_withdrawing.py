"""A complaint is withdrawn by its customer alone: by the link, and a code that only their phone has."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from customers.messages.gateways.log import LogGateway
from customers.verification.models import PhoneCode
from workorders.matter import Matter
from workorders.models import WorkOrder
from workorders.services.matters import open_matter
from workorders.services.tracking_links import renew, token_for

pytestmark = pytest.mark.django_db

COMPLAINT = {
    "kind": "COMPLAINT",
    "source": "HOTLINE_95598",
    "source_id": "C-1",
    "description": "抢修超时",
    "customer_number": "4228260001",
    "reporter": {"name": "冉小明", "phone": "13800135612"},
}


@pytest.fixture
def phone(monkeypatch, django_capture_on_commit_callbacks):
    """What arrives on the complainant's phone."""
    received = []
    send = LogGateway.send
    monkeypatch.setattr(LogGateway, "send", lambda self, messages: received.extend(messages) or send(self, messages))
    return received


@pytest.fixture
def page(agent, mei, client, django_capture_on_commit_callbacks):
    """The customer's page of a complaint, and its form."""
    number = agent.post("/api/v1/matters/", COMPLAINT, format="json").data["number"]
    renewed = mei.post(f"/api/v1/work-orders/{number}/tracking-link/renew/", {}, format="json")
    assert renewed.status_code == 200, renewed.data
    order = WorkOrder.objects.get(number=number)
    order.refresh_from_db()
    address = f"/track/{token_for(order.tracking_link.nonce)}/"

    class Page:
        def __init__(self):
            self.order, self.address = order, address

        def open(self):
            return client.get(address).content.decode()

        def press(self, **said):
            with django_capture_on_commit_callbacks(execute=True):
                answer = client.post(f"{address}withdraw/", said)
            order.refresh_from_db()
            return answer.content.decode()

    return Page()


def code_in(message):
    return re.search(r"\d{6}", message.text)[0]


def test_the_customer_withdraws_with_the_code_from_their_phone(page, phone):
    assert "撤回" in page.open()
    page.press()
    assert [message.to for message in phone] == ["+8613800135612"]
    page.press(code=code_in(phone[-1]), reason="已经解决")
    assert page.order.status == "WITHDRAWN" and page.order.closed_at is not None
    assert AuditEntry.objects.filter(action="withdrawn_by_link", object_ref=page.order.number).exists()
    assert "withdraw" not in page.open().split("<main")[1].split("panel facts")[1], "no second time"


def test_the_link_alone_withdraws_nothing(page, phone):
    page.press(code="123456")
    assert page.order.status == "REGISTERED", "no code was asked for"
    page.press()
    right = code_in(phone[-1])
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert "不对" in page.press(code=wrong)
    page.press(code=right)
    assert page.order.status == "REGISTERED", "after five wrong tries the right one opens nothing"
    assert PhoneCode.objects.get().tries == 5


def test_a_code_ends_and_is_not_sent_again_at_once(page, phone):
    page.press()
    assert "稍等" in page.press() and len(phone) == 1
    PhoneCode.objects.update(expires_at=now() - timedelta(seconds=1))
    page.press(code=code_in(phone[-1]))
    assert page.order.status == "REGISTERED"


def test_the_code_stands_in_no_row(page, phone):
    page.press()
    row = PhoneCode.objects.get()
    assert code_in(phone[-1]) not in f"{vars(row)}" and "138" not in row.phone_digest[:3]


@pytest.mark.parametrize("kind", ["OPINION", "REPORT", "CONSULT", "CONNECTION"])
def test_a_link_of_another_matter_withdraws_nothing(client, cast, kind):
    told = {"source": "PHONE", "source_id": "O-1", "description": "…", "customer_number": "4228260001"}
    order = open_matter(Matter(kind=kind, **told), at=now()).order
    renew(order_id=order.pk, at=now())
    order.refresh_from_db()
    address = f"/track/{token_for(order.tracking_link.nonce)}/withdraw/"
    answer = client.post(address, {"reason": "已经解决", "code": "123456"})
    assert answer.status_code == 404 and "已经解决" in answer.content.decode(), "and what they wrote stands there"
    assert client.post("/track/nonsense/withdraw/", {}).status_code == 404


@pytest.mark.parametrize("verb", ["withdraw", "downgrade"])
def test_the_api_no_longer_has_a_verb_by_which_one_person_ends_a_complaint(page, agent, mei, verb):
    """docs/api.md says what stands in their place."""
    address = f"/api/v1/work-orders/{page.order.number}/{verb}/"
    assert [who.post(address, {}, format="json").status_code for who in (agent, mei)] == [404, 404]
