"""Five years after an order its people are pseudonyms, in every row of it; held orders and young ones are as they were."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from customers.messages.selectors.audit import pairs
from customers.models import Message, Promise, Reply
from tests.grid import make_held_order, make_order
from tests.people import make_user
from workorders.models import (
    Category,
    CategoryTree,
    Classification,
    FaultReport,
    Grade,
    LateWord,
    LegalHold,
    Note,
    Pseudonymised,
    StatusChange,
    Transfer,
    WorkOrder,
)
from workorders.retention import columns
from workorders.retention.services import due_orders, forget_people, forget_told, hold, lift, years_before
from workorders.retention.services.rewriting import histories_let_words_go

pytestmark = pytest.mark.django_db
NAME, PHONE, HOUSE = "冉启明", "+8619900005612", "咸丰县丁寨镇枫香村4组85号"
CALL = "冉启明说家里没电，打13812349999也行"
IN_FIVE_YEARS = timedelta(days=5 * 366)


@pytest.fixture
def order(province, cast):
    """An order with people in everything that can hold them, closed now."""
    order = make_held_order(
        by=cast.omar, reporter_name=NAME, reporter_phone=PHONE, address=HOUSE, description=CALL,
        customer_number=province.customer.number,
    )  # fmt: skip
    at = now()
    Note.objects.create(order=order, author=cast.mei, text=f"已回电 {PHONE}", at=at)
    StatusChange.objects.create(order=order, old="", new="RECEIVED", at=at, reason="x", detail=f"{NAME}催办")
    Transfer.objects.create(order=order, to_unit=order.centre, actor=cast.mei, at=at, reason=f"{NAME}搬家")
    LateWord.objects.create(
        order=order, crew="丁寨01班", step="arrive", said={"note": f"{NAME}不在家"}, observed_at=at, received_at=at, in_time=True
    )  # fmt: skip
    WorkOrder.objects.filter(pk=order.pk).update(closed_at=at, latitude=29.66871, longitude=109.13342)
    order.refresh_from_db()
    return order


def everything_of(order):
    """All that the tables of the declaration hold of the order, as text."""
    found = []
    for label in [*columns.IN_ORDERS, *columns.OF_CLOCKS]:
        model = apps.get_model(label)
        path = "pk" if model is WorkOrder else "clock__order" if label in columns.OF_CLOCKS else "order"
        found += [str(row) for row in model.objects.filter(**{path: order.pk}).values()]
    return "\n".join(found)


def later(order, **more):
    return order.closed_at + IN_FIVE_YEARS + timedelta(**more)


def test_nothing_of_the_person_is_left_and_the_work_is(order):
    before = everything_of(order)
    assert NAME in before and "19900005612" in before and "85号" in before
    assert forget_people(at=later(order)) == 1
    after = everything_of(order)
    assert [each for each in (NAME, "19900005612", "13812349999", "85号", "109.13342") if each in after] == []
    fresh = WorkOrder.objects.get(pk=order.pk)
    assert (fresh.reporter_name, fresh.reporter_phone, fresh.description) == ("#1", "#1", "#1说家里没电，打#2也行")
    assert (fresh.customer, fresh.service_point, fresh.latitude) == (None, None, 29.67)
    assert (fresh.unit, fresh.node, fresh.closed_at, fresh.status) == (
        order.unit,
        order.node,
        order.closed_at,
        order.status,
    )
    assert fresh.rev == order.rev + 1, "who keeps a copy hears of it"
    assert Note.objects.get(order=order).text == "已回电 #1"
    assert FaultReport.objects.get(order=order).payload["reporter_name"] == "#1"
    assert Pseudonymised.objects.get(order=order).people == 2
    entry = AuditEntry.objects.get(action="people_forgotten")
    assert (entry.object_ref, entry.detail["orders"], entry.detail["kept_years"]) == (order.number, 1, 5)


def test_it_happens_once(order):
    assert [forget_people(at=later(order)) for _ in range(2)] == [1, 0]


def test_a_held_order_stays_until_the_hold_is_lifted(order, cast):
    held = hold(order, reason="诉讼", actor=cast.boss, at=now())
    before = everything_of(order)
    assert forget_people(at=later(order)) == 0 and everything_of(order) == before
    lift(held, actor=cast.boss, at=now())
    assert forget_people(at=later(order)) == 1
    actions = AuditEntry.objects.filter(object_ref=order.number, action__startswith="legal").order_by("pk")
    assert [entry.action for entry in actions] == ["legal_hold", "legal_hold_lifted"]


def test_a_young_order_stays_and_so_does_an_old_one_with_a_young_one_about_it(order):
    assert forget_people(at=order.closed_at + timedelta(days=365 * 5 - 1)) == 0
    other = make_order("R2")
    WorkOrder.objects.filter(pk=other.pk).update(about=order)
    assert forget_people(at=later(order)) == 0


def test_a_history_lets_words_be_taken_out_in_that_transaction_and_nothing_else(order):
    change = StatusChange.objects.filter(order=order).first()

    def touch(say, **fields):
        with pytest.raises(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('workorders.forgetting', %s, true)", [say])
            StatusChange.objects.filter(pk=change.pk).update(**fields)

    touch("off", detail="x")
    touch("on", new="CLOSED", detail="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        change.delete()


def test_by_hand_a_dry_run_counts_and_changes_nothing(order, settings):
    settings.KEEP_ORDERS_YEARS = 0
    told = StringIO()
    call_command("keep_house", dry_run=True, stdout=told)
    assert "old orders' people: 1 would be removed" in told.getvalue()
    assert not Pseudonymised.objects.exists()
    call_command("keep_house", stdout=told)
    assert "old orders' people: 1 removed" in told.getvalue()
    assert not due_orders(at=now()).exists()


def test_the_security_administrator_holds_by_number_and_reads_no_order(order, province, client):
    client.force_login(make_user("sec", "SECURITY_ADMINISTRATOR", province.province, is_staff=True))
    url = "/admin/workorders/legalhold/"
    for number in ("nope", order.number, order.number):
        client.post(f"{url}add/", {"number": number, "reason": "诉讼"})
    held = LegalHold.objects.get()
    assert (held.order, held.held_by.username) == (order, "sec")
    client.post(url, {"action": "lift", "_selected_action": [held.pk]})
    held.refresh_from_db()
    assert held.lifted_by.username == "sec"
    assert client.get("/admin/workorders/workorder/").status_code == 403


def test_29_february_is_kept_until_the_28th(order):
    leap = order.closed_at.replace(year=2028, month=2, day=29)
    assert years_before(leap, 5).date().isoformat() == "2023-02-28"


def told(kind, pk, chain, at, customer=None):
    """A message with its answer and its word in the book, about an order or an outage."""
    message = Message.objects.create(
        key=f"{kind}:{pk}:x:{PHONE}", kind="ETR_SET", family="supply", customer=customer, org_path="42/", subject_kind=kind,
        subject_id=pk, subject_ref="O1", channel="SMS", recipient=PHONE, language="zh-hans", state="DELIVERED", due_at=at,
        created_at=at, text=f"{HOUSE}停电", variables={"address": HOUSE}, chains=[chain], promise_kind="BACK_BY",
    )  # fmt: skip
    Reply.objects.create(
        channel="SMS", reference=f"r-{message.pk}", sender=PHONE, text=f"我是{NAME}，{PHONE}", reading="UNREAD", message=message,
        customer=customer, org_path="42/", received_at=at,
    )  # fmt: skip
    Promise.objects.create(
        chain=chain, customer=customer, org_path="42/", subject_kind=kind, subject_id=pk, subject_ref="O1", kind="BACK_BY",
        until_at=at, told_at=at, channel="SMS", message=message,
    )  # fmt: skip
    return message


def what_was_told():
    rows = [
        *Message.objects.order_by("pk").values(),
        *Reply.objects.order_by("pk").values(),
        *Promise.objects.order_by("pk").values(),
    ]
    return "\n".join(map(str, rows))


def test_what_was_told_about_an_order_goes_with_it(order, province):
    told("order", order.pk, f"order:{order.pk}", order.closed_at, province.customer)
    assert forget_people(at=order.closed_at + timedelta(days=4 * 365)) == 0 == forget_told(at=later(order, days=-400))
    assert forget_people(at=later(order)) == 1
    after = what_was_told()
    assert [each for each in ("19900005612", "85号", NAME) if each in after] == []
    message, promise = Message.objects.get(), Promise.objects.get()
    assert (message.recipient, message.customer, message.chains) == ("#1", None, [])
    assert (message.kind, message.state, message.subject_id) == ("ETR_SET", "DELIVERED", order.pk), (
        "what happened stays"
    )
    assert (promise.chain, promise.customer) == (f"order:{order.pk}", None)
    assert Reply.objects.get().text == "我是#1，#1"


def test_what_was_told_of_an_outage_goes_after_its_own_years_and_its_words_still_answer_each_other(province):
    at = now()
    for moment in (at - timedelta(days=1), at, at + timedelta(days=400)):
        told(
            "outage", 9 + moment.day, f"supply:{province.customer.service_points.first().pk}", moment, province.customer
        )
    before = pairs()
    three_years_on = at + timedelta(days=3 * 366)
    assert forget_told(at=at + timedelta(days=3 * 365 - 2)) == 0
    assert forget_told(at=three_years_on) == 6 and forget_told(at=three_years_on) == 0
    young = Message.objects.latest("created_at")
    assert young.recipient == PHONE and set(
        Message.objects.exclude(pk=young.pk).values_list("recipient", flat=True)
    ) == {"#1"}
    old = Promise.objects.exclude(message=young)
    assert {*old.values_list("chain", "customer")} == {(f"gone:{old.earliest('pk').pk}", None)}
    assert pairs().unexplained <= before.unexplained
    assert AuditEntry.objects.get(action="told_forgotten").detail["kept_years"] == 3


def test_the_book_lets_nothing_else_go(order):
    told("order", order.pk, "supply:1", now())
    with pytest.raises(DatabaseError), transaction.atomic(), histories_let_words_go():
        Promise.objects.update(until_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.update(customer=None, chain="x")


def test_the_evidence_of_a_grave_complaint_is_kept_for_its_years_and_what_is_about_it_waits(order):
    grave = Grade.objects.create(
        tree=CategoryTree.objects.first(), code="GRAVEST", label_zh="x", label_en="x", rank=9, evidence_years=8
    )  # fmt: skip
    category = Category.objects.filter(tree=grave.tree).first()
    Classification.objects.create(order=order, category=category, grade=grave, at=order.closed_at)
    about = make_order("R3")
    WorkOrder.objects.filter(pk=about.pk).update(about=order, closed_at=order.closed_at)
    assert forget_people(at=later(order)) == 0
    assert forget_people(at=years_before(order.closed_at, -8) - timedelta(days=1)) == 0
    assert forget_people(at=years_before(order.closed_at, -8) + timedelta(days=1)) == 2
