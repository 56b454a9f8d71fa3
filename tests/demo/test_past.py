"""Two invented years of every kind: each row went a legal way, what has ended owes nothing, and the figures are those of the rows."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from django.core.management import call_command
from django.db.models import Count, F, Q
from django.utils.timezone import localdate, localtime, now
from rest_framework.test import APIClient

from command_center.ground.organisation.models import User
from demo import loading_outages, network
from demo.loading import load_province
from demo.past import loading as past
from demo.past.played import Ids
from demo.past.world import INVENTED, world
from workorders.kinds import ENDS, PROCESSES
from workorders.models import (
    Appeal,
    Callback,
    Category,
    Classification,
    Clock,
    Complaint,
    Downgrade,
    DueChange,
    FaultKind,
    FaultReport,
    Pause,
    Source,
    StatusChange,
    Transfer,
    WorkOrder,
)

CUSTOMERS = 2000


@pytest.fixture
def two_years(db, monkeypatch):
    monkeypatch.setattr(network, "FEEDERS", 200)
    monkeypatch.setattr(network, "FEWEST_TRANSFORMERS", 400)
    monkeypatch.setattr(loading_outages, "OUTAGES", 300)
    monkeypatch.setattr(past, "FULL_SIZE", 5 * CUSTOMERS)  # a fifth of the orders, on a fiftieth of the customers
    load_province(seed=7, customer_count=CUSTOMERS, say=lambda words: None)
    return WorkOrder.objects.filter(status__in=ENDS)


def test_two_years_of_every_kind(two_years, capsys):
    every_change_is_a_legal_move(two_years)
    what_has_ended_owes_nothing(two_years)
    moments_are_in_order(two_years)
    the_past_is_varied(two_years)
    it_says_that_it_is_invented(two_years)
    call_command("check_owners")
    both_years_are_counted_as_the_rows_say()
    the_same_seed_plays_the_same()


def every_change_is_a_legal_move(orders):
    lines = defaultdict(list)
    for line in StatusChange.objects.filter(order__in=orders).order_by("pk"):
        lines[line.order_id].append(line)
    for order in orders:
        moves, of = PROCESSES[order.kind].moves, lines[order.pk]
        assert (of[0].old, of[0].new) == ("", PROCESSES[order.kind].initial), order
        assert of[-1].new == order.status, order
        for before, after in pairwise(of):
            assert after.old == before.new and before.at <= after.at, order
            assert after.new in moves[after.old] or is_given_on(order, after), (order, after)


def is_given_on(order, line):
    """A verb that comes to the state it left: another unit has it, another order is followed."""
    verbs = PROCESSES[order.kind].verbs
    return line.old == line.new and any(line.old in verb.frm and verb.to == line.new for verb in verbs)


def what_has_ended_owes_nothing(orders):
    assert not Clock.objects.filter(order__in=orders).filter(Q(stopped_at=None) | Q(outcome="")).exists()
    assert not Pause.objects.filter(order__in=orders, ended_at=None).exists()
    assert not orders.filter(Q(next_due_at__isnull=False) | ~Q(attention="") | Q(closed_at=None)).exists()
    late = Clock.objects.filter(order__in=orders, outcome="MET", stopped_at__gt=F("due_at"))
    assert not late.exists()
    assert not Clock.objects.filter(order__in=orders, outcome="MISSED", stopped_at__lte=F("due_at")).exists()


def moments_are_in_order(orders):
    assert not orders.exclude(reported_at__lte=F("received_at")).exists()
    assert not orders.exclude(received_at__lte=F("closed_at")).exists()
    assert not orders.filter(closed_at__gte=now()).exists()
    for model in (Callback, Transfer, Classification):
        rows = model.objects.filter(order__in=orders)
        assert not rows.filter(Q(at__lt=F("order__received_at")) | Q(at__gt=F("order__closed_at"))).exists(), model
    assert not Appeal.objects.filter(decided_at__lt=F("asked_at")).exists()
    first, last = orders.earliest("reported_at").reported_at, orders.latest("reported_at").reported_at
    assert timedelta(days=690) < last - first < timedelta(days=731)


def the_past_is_varied(orders):
    kinds = Counter(orders.values_list("kind", flat=True))
    assert {*kinds} == {*PROCESSES} - {"CONNECTION"}
    for kind in {*kinds} - {"FAULT", "PROACTIVE", "SUPERVISION"}:
        declared = {*PROCESSES[kind].sub_kinds}
        assert {*orders.filter(kind=kind).values_list("sub_kind", flat=True)} - {""} == declared, kind
    faults = orders.filter(kind="FAULT")
    assert {*faults.values_list("fault_kind", flat=True)} == {*FaultKind.values}
    assert {*faults.values_list("grade", flat=True)} == {1, 2, 3}
    assert {*orders.values_list("source", flat=True)} == {*Source.values}
    ended = {*orders.filter(kind="COMPLAINT").values_list("status", flat=True)}
    assert {"ARCHIVED", "WITHDRAWN", "DOWNGRADED"} <= ended
    assert Complaint.objects.exclude(reopens=None).exists() and Downgrade.objects.exclude(opinion=None).exists()
    assert {*Complaint.objects.values_list("liability", flat=True)} >= {"LIABLE", "PARTLY", "NOT_LIABLE"}
    for rows in (DueChange.objects, Pause.objects, Appeal.objects, Callback.objects.filter(satisfaction="NOT_REACHED")):
        assert rows.exists(), rows
    assert Clock.objects.filter(order__in=orders, outcome="MISSED").exists()
    assert StatusChange.objects.filter(order__in=orders, new="REWORK").exists()


def it_says_that_it_is_invented(orders):
    told = FaultReport.objects.filter(order__in=orders)
    assert (
        told.filter(source_id__startswith=INVENTED).exists()
        and not told.exclude(source_id__startswith="demo-").exists()
    )
    sealed = orders.filter(confidential=True)
    assert sealed.exists() and not sealed.exclude(reporter_name="", reporter_phone="", customer=None).exists()
    assert not sealed.exclude(kind="SUPERVISION").annotate(n=Count("complainants")).filter(n=0).exists()


def both_years_are_counted_as_the_rows_say():
    """``complaint-figures/`` over the last twelve months against the rows, told one by one without its query."""
    client = APIClient()
    client.force_authenticate(User.objects.get(username="quality"))
    until = localdate() - timedelta(days=1)
    since = until - timedelta(days=300)
    answered = client.get("/api/v1/complaint-figures/", {"since": since, "until": until}).json()
    for tree in answered["trees"]:
        for column, (first, last) in {
            "now": (since, until),
            "last_year": (since.replace(year=since.year - 1), until.replace(year=until.year - 1)),
        }.items():
            by_hand = counted(tree["tree"], first, last)
            assert {name: tree[column][name] for name in by_hand} == by_hand, (tree["tree"], column)
            assert sum(by_hand.values()) > 10
    newest = answered["trees"][-1]
    assert newest["last_year"]["alleged"] > newest["now"]["alleged"] > 0, "complaints fall"


def counted(tree, first, last):
    counts_as = dict(Category.objects.filter(tree__code=tree).values_list("code", "counts_as"))
    found = Counter(dict.fromkeys(("complaints", "opinions", "withdrawn", "downgraded"), 0))
    for order in WorkOrder.objects.filter(kind__in=["COMPLAINT", "OPINION"]):
        if not first <= localdate(order.reported_at) <= last:
            continue
        if Downgrade.objects.filter(opinion=order).exists() or Complaint.objects.filter(order=order).exclude(
            reopens=None
        ):
            continue
        again = Complaint.objects.filter(reopens=order).first()
        status = again.order.status if again else order.status
        classified = order.classifications.order_by("pk").last()
        kind = counts_as.get(classified.category.code) if classified else order.kind
        column = {"WITHDRAWN": "withdrawn", "DOWNGRADED": "downgraded"}.get(status)
        found[column or ("complaints" if kind == "COMPLAINT" else "opinions")] += 1
    return dict(found)


def the_same_seed_plays_the_same():
    one, other = ([(play.order.number, play.at, play.order.status) for play in few_plays()] for _ in range(2))
    assert one == other and len(one) > 90


def few_plays():
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    scene = world(np.random.default_rng(4), Ids(), sample=50, customer_count=CUSTOMERS, midnight=midnight)
    return list(past.every_order(scene, customer_count=1))
