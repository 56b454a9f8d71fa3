"""Orders are found by number, words, reporter and phone; every way has an index; nobody can guess a masked phone."""

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.grid import make_order
from workorders.models import OrderWords, WorkOrder
from workorders.selectors.listing import is_open
from workorders.selectors.searching import by_address, by_number, by_phone, by_reporter, found_by

pytestmark = pytest.mark.django_db
MANY = 20_000


@pytest.fixture
def orders(province):
    """Three orders as callers told them."""
    return {
        "ran": make_order(
            "R1", description="烤烟房空气开关烧毁，没电", address="咸丰县丁寨乡旋坨村三组",
            reporter_name="冉启明", reporter_phone="+8613800135612",
        ),
        "li": make_order(
            "R2", description="Meter box ON FIRE", address="咸丰县高乐山镇人民路１２号",
            reporter_name="李静", reporter_phone="+8613900139000",
        ),
        "wu": make_order(
            "R3", description="全村停电", address="", reporter_name="", reporter_phone="", latitude=29.69
        ),
    }  # fmt: skip


def found(query):
    return set(found_by(WorkOrder.objects.all(), query))


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("空气开关", {"ran"}),
        ("旋坨村 空气开关", {"ran"}),
        ("空气开关，旋坨村", {"ran"}),
        ("旋坨", {"ran"}),
        ("没电", {"ran"}),
        ("人民路12号", {"li"}),
        ("meter BOX", {"li"}),
        ("冉启明", {"ran"}),
        ("李静", {"li"}),
        ("138 0013-5612", {"ran"}),
        ("+8613900139000", {"li"}),
        ("全村停电", {"wu"}),
        ("月球背面", set()),
        ("村", set()),
        ("100%", set()),
        ("", set()),
    ],
)
def test_an_order_is_found_by_what_is_remembered(orders, query, who):
    assert found(query) == {orders[name] for name in who}


def test_an_order_is_found_by_its_number_and_the_end_of_it(orders):
    order = orders["li"]
    assert found(order.number) == {order}
    assert order in found(order.number[-4:])


@pytest.mark.parametrize("guess", ["5612", "0013561", "冉启", "启明"])
def test_what_is_masked_is_found_in_full_only(orders, guess):
    assert orders["ran"] not in found(guess)


def test_the_words_follow_the_order_whoever_writes_it(orders):
    WorkOrder.objects.filter(pk=orders["wu"].pk).update(address="咸丰县唐崖镇钟塘村")
    assert found("钟塘村") == {orders["wu"]}
    assert OrderWords.objects.count() == 3


def test_a_change_of_status_does_not_write_the_words(orders):
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, ctid::text FROM workorders_orderwords ORDER BY order_id")
        before = cursor.fetchall()
        WorkOrder.objects.update(status="PENDING_DISPATCH", urge_count=3)
        orders["wu"].save()
        cursor.execute("SELECT xmin::text, ctid::text FROM workorders_orderwords ORDER BY order_id")
        assert cursor.fetchall() == before


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("旋坨村三组", "order_words_trigrams"),
        ("旋坨", "order_words_trigrams"),
        ("冉启明", "order_by_reporter"),
        ("13800135612", "order_by_reporter_phone"),
    ],
)
def test_every_way_has_its_index(orders, query, index):
    crowd(orders["wu"])
    plan = plan_of(found_by(WorkOrder.objects.order_by("-pk"), query))
    assert index in plan, plan
    assert "Seq Scan on workorders_orderwords" not in plan, plan


# Question → the index that leads to it. The crowd is closed.
WAYS = {
    "order_by_report": lambda all_of_them: all_of_them.order_by("-reported_at", "-pk"),
    "order_by_kind_and_report": lambda all_of_them: all_of_them.filter(kind="PRAISE").order_by("-reported_at", "-pk"),
    "order_by_grade": lambda all_of_them: all_of_them.order_by("grade", "pk"),
    "order_by_close": lambda all_of_them: all_of_them.filter(closed_at__isnull=False).order_by("-closed_at", "-pk"),
    "order_by_time_left": lambda all_of_them: all_of_them.filter(is_open()).order_by("-reported_at", "-pk"),
    "order_to_be_looked_at": lambda all_of_them: all_of_them.exclude(attention="").order_by("-reported_at", "-pk"),
    "order_by_phone_end": lambda all_of_them: by_phone(all_of_them, "5612").order_by("-reported_at", "-pk"),
    "order_by_reporter ": lambda all_of_them: by_reporter(all_of_them, "冉").order_by("-reported_at", "-pk"),
    "order_words_trigrams": lambda all_of_them: by_address(all_of_them, "旋坨村三组").order_by("-reported_at", "-pk"),
}


@pytest.mark.parametrize("index", WAYS)
def test_what_a_list_asks_and_sorts_by_has_its_index(orders, index):
    """Neither of the two large tables is read from end to end."""
    WorkOrder.objects.filter(pk=orders["wu"].pk).update(next_due_at=None, closed_at=now(), status="ARCHIVED")
    crowd(orders["wu"])
    WorkOrder.objects.filter(pk=orders["wu"].pk).update(attention="no_crew")
    plan = plan_of(WAYS[index](WorkOrder.objects.all()))
    assert index.strip() in plan, plan
    assert "Seq Scan on workorders_" not in plan, plan


def test_the_end_of_a_number_and_the_id_upstream_are_one_question(orders):
    crowd(orders["wu"])
    plan = plan_of(by_number(WorkOrder.objects.order_by("-reported_at"), orders["li"].number[-7:]))
    assert "order_words_trigrams" in plan and "Seq Scan on workorders_" not in plan, plan


def plan_of(asked):
    sql, params = asked.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('order_words_trigrams')")  # as the autovacuum does
        cursor.execute("ANALYZE workorders_orderwords")
        cursor.execute("ANALYZE workorders_workorder")
        cursor.execute(f"EXPLAIN {sql} LIMIT 51", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def crowd(order):
    """Twenty thousand orders like this one, each with a text of its own."""
    fields = [f.column for f in WorkOrder._meta.concrete_fields if f.column not in ("id", "number", "description")]
    columns = ", ".join(fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO workorders_workorder (number, description, {columns})"
            f" SELECT 'X' || n, '第' || n || '户跳闸' || md5(n::text), {columns}"
            " FROM workorders_workorder, generate_series(1, %s) n WHERE id = %s",
            [MANY, order.pk],
        )
