"""Two invented years of every kind: each row went a legal way, what has ended owes nothing, and the figures are those of the rows."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Q
from django.utils.timezone import localdate, localtime, now
from PIL import Image
from rest_framework.test import APIClient

from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.facts import Window
from command_center.ground.organisation.models import User
from command_center.screens.figures.catalogue import FIGURES
from customers.messages.selectors.audit import pairs, rates
from customers.models import Message, Promise
from demo import loading_outages, network
from demo.loading import load_province
from demo.past import loading as past
from demo.past import repairs, visits
from demo.past.pictures import SIZE
from demo.past.played import Ids
from demo.past.seasons import COURSES
from demo.past.world import INVENTED, world
from outages.reliability.services.figures import refresh_changed_figures
from tests.figures.test_lineage import OF_JULY, by_sql
from workorders.kinds import ENDS, PROCESSES
from workorders.kinds.connection.owners import Owner
from workorders.models import (
    Appeal,
    Appointment,
    Callback,
    Category,
    Classification,
    Clock,
    Complaint,
    ConnectionCase,
    ConnectionDocument,
    Downgrade,
    DueChange,
    FaultKind,
    FaultReport,
    FeedPost,
    GridDependency,
    OwnedPeriod,
    Pause,
    Reply,
    Source,
    StatusChange,
    SupplyPlan,
    Survey,
    Transfer,
    WorkOrder,
)

CUSTOMERS = 2000
# So many of each that whatever is rare happens a few times.
COUNTS = {
    "FAULT": 300, "PROACTIVE": 40, "CONSULT": 120, "SERVICE_REQ": 200, "OPINION": 160, "COMPLAINT": 400, "PRAISE": 60,
    "REPORT": 70, "CONNECTION": 300,
}  # fmt: skip


@pytest.fixture
def two_years(db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(network, "FEEDERS", 200)
    monkeypatch.setattr(network, "FEWEST_TRANSFORMERS", 400)
    monkeypatch.setattr(loading_outages, "OUTAGES", 100)
    monkeypatch.setattr(past, "FULL_SIZE", CUSTOMERS)
    for rare in ("MISSED", "WE_MOVE", "BOOKED_LATE"):
        monkeypatch.setattr(visits, rare, 0.03)
    for rare in ("LATE_LOOKS", "LONG_SHARE"):
        monkeypatch.setattr(repairs, rare, 0.06)
    courses = {kind: replace(COURSES[kind], count=count) for kind, count in COUNTS.items()}
    # Most applications are young: some of so few then have an appointment to come.
    courses["CONNECTION"] = replace(courses["CONNECTION"], left=200.0)
    monkeypatch.setattr(past, "COURSES", courses)
    load_province(seed=7, customer_count=CUSTOMERS, say=lambda words: None)
    return WorkOrder.objects.filter(status__in=ENDS)


def test_two_years_of_every_kind(two_years, capsys):
    every_change_is_a_legal_move(two_years)
    what_has_ended_owes_nothing(two_years)
    moments_are_in_order(two_years)
    the_past_is_varied(two_years)
    it_says_that_it_is_invented(two_years)
    call_command("check_owners")
    a_few_rows_have_a_picture_that_is_there()
    both_years_are_counted_as_the_rows_say()
    the_three_rates_are_those_counted_by_hand()
    what_was_told_is_a_book_without_a_contradiction_unexplained()
    nobody_is_asked_twice_a_month_and_who_is_unhappy_is_a_matter_of_somebody()
    every_figure_is_the_sql_over_its_rows()
    the_same_seed_plays_the_same()


def every_figure_is_the_sql_over_its_rows():
    """A year of the whole province; what is told per customer is reckoned by hours of July in the SQL and left out here."""
    refresh_changed_figures(at=now())
    manager, wrong = User.objects.get(username="manager"), {}
    window = Window(user=manager, first=localdate() - timedelta(days=365), last=localdate(), at=now())
    for figure in FIGURES:
        asked = Inquiry(figure, window)
        facts, told = asked.facts(), asked.value()
        if figure.code not in OF_JULY and told.rows and not facts.sealed:
            expected = by_sql(figure.code, [row.id for row in facts.listed()])
            if (told.rows, told.value) != (facts.count(), None if expected is None else Decimal(str(expected))):
                wrong[figure.code] = told, facts.count(), expected
    assert wrong == {}


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
    assert {*kinds} == {*PROCESSES}
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
    set_off = orders.filter(kind="COMPLAINT", complaint__reopens=None).exclude(about=None)
    assert {*set_off.values_list("about__kind", flat=True)} == {"FAULT", "CONNECTION"}
    assert not set_off.filter(about__reported_at__gt=F("reported_at")).exists(), "nothing is set off by what came later"
    assert not set_off.filter(confidential=True).exists(), "it would lead to who told it"
    assert Complaint.objects.exclude(outage_number="").exists()
    connections_are_varied()
    merged = orders.filter(kind="FAULT").exclude(parent=None)
    assert merged.exists() and {*merged.values_list("status", flat=True)} == {"ARCHIVED"}
    assert Downgrade.objects.filter(granted=False).exists()
    assert {*Classification.objects.values_list("category__tree__code", flat=True)} == {"2016", "2022"}
    for rows in (DueChange.objects, Pause.objects, Appeal.objects, Callback.objects.filter(satisfaction="NOT_REACHED")):
        assert rows.exists(), rows
    missed = Clock.objects.filter(order__in=orders, outcome="MISSED").values_list("code", flat=True)
    assert {*missed} >= {"ACCEPT", "ARRIVE", "RESTORE", "CALLBACK"}, "nobody keeps every promise for two years"
    assert StatusChange.objects.filter(order__in=orders, new="REWORK").exists()


def connections_are_varied():
    """Both appointments with what may happen to them, waits of several, pauses, ends; and some that go on.

    Whether so few cases have a visit to come depends on the day of the week on which they are played.
    """
    assert {*Appointment.objects.values_list("status", flat=True)} >= {"KEPT", "MISSED", "MOVED", "CANCELLED"}
    assert {*Appointment.objects.filter(status="MOVED").values_list("ended_by", flat=True)} == {"CUSTOMER", "UTILITY"}
    assert len({*GridDependency.objects.values_list("owner", flat=True)}) == 3
    assert {*OwnedPeriod.objects.values_list("owner", flat=True)} == {*Owner}
    cases = ConnectionCase.objects.select_related("order")
    assert {case.order.status for case in cases} > {"ARCHIVED", "TERMINATED", "CUSTOMER_WORKS"}
    done = [case for case in cases if case.energised_at]
    assert all(case.approved_kw and case.scheme and case.cost_saved is not None for case in done)
    assert SupplyPlan.objects.exclude(signed_at=None).exclude(headroom_kw=None).exclude(reasons=[]).count() > 100


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


def the_three_rates_are_those_counted_by_hand():
    """``connection-figures/`` over twelve months, and over the last thirty days, against the rows, told one by one."""
    client = APIClient()
    client.force_authenticate(User.objects.get(username="supervisor"))
    end = now()
    for start in (end - timedelta(days=365), end - timedelta(days=30)):
        answered = client.get(
            "/api/v1/connection-figures/", {"start": start.isoformat(), "end": end.isoformat()}
        ).json()
        told = {row["code"]: (row["hits"], row["of"]) for row in answered["figures"] if row["code"] in HAND_COUNTS}
        by_hand = {code: told_by_hand(rows, start, end, end) for code, rows in HAND_COUNTS.items()}
        assert told == by_hand and all(of > 5 for _hits, of in by_hand.values()), (start, told, by_hand)


# One row a thing that counts, and whether it was in time: by the tables alone, without a line of the product.
HAND_COUNTS = {
    "booked": """
        SELECT stopped_at IS NOT NULL AND stopped_at <= due_at FROM workorders_clock
        WHERE code IN ('CONN_APPOINT_1', 'CONN_APPOINT_2') AND due_at >= %(start)s AND due_at < %(end)s
            AND outcome <> 'VOID' AND (stopped_at IS NOT NULL OR due_at < %(at)s AND paused_at IS NULL)""",
    "kept": """
        SELECT status = 'KEPT' AND arrived_at <= ends_at FROM workorders_appointment
        WHERE ends_at >= %(start)s AND ends_at < %(end)s
            AND NOT (status IN ('MOVED', 'CANCELLED') AND ended_by = 'CUSTOMER' AND ended_at < starts_at)""",
    "satisfied": """
        SELECT satisfaction <> 'UNSATISFIED' FROM (
            SELECT DISTINCT ON (c.order_id) c.satisfaction FROM workorders_callback c
            JOIN workorders_workorder o ON o.id = c.order_id AND o.kind = 'CONNECTION'
            WHERE c.at >= %(start)s AND c.at < %(end)s ORDER BY c.order_id, c.at DESC, c.id DESC) last
        WHERE satisfaction IN ('SATISFIED', 'FAIR', 'UNSATISFIED')""",
}


def told_by_hand(rows, start, end, at):
    with connection.cursor() as cursor:
        cursor.execute(rows, {"start": start, "end": end, "at": at})
        in_time = [was for (was,) in cursor.fetchall()]
    return in_time.count(True), len(in_time)


def what_was_told_is_a_book_without_a_contradiction_unexplained():
    """Asked by the audit, which shares nothing with what plays: words kept, broken and moved, and each move says why."""
    told, found = StringIO(), pairs()
    call_command("promises", audit=True, stdout=told)
    assert (found.unexplained, found.unmarked) == (0, 0) and found.contradicting > 5 and found.words > 300, found
    judged = rates(since=now() - timedelta(days=200), until=now() + timedelta(days=1), at=now())
    assert min(sum(getattr(unit, what) for unit in judged) for what in ("kept", "broken", "moved")) > 3
    assert {*Message.objects.values_list("kind", flat=True)} >= {
        "CREW_SENT", "CREW_ARRIVED", "COMPLAINT_ANSWERED", "STAGE_CHANGED", "APPOINTMENT_MADE", "APPOINTMENT_REMINDER", "RESTORED",
    }  # fmt: skip
    written = list(Message.objects.order_by("pk").values_list("created_at", flat=True))
    assert written == sorted(written), "the log goes by key"
    told = list(Promise.objects.order_by("pk").values_list("told_at", "message__due_at"))
    assert [at for at, _due in told] == sorted(at for at, _due in told) and all(at == due for at, due in told)
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states["DELIVERED"] > 0.8 * states.total() and {*states} >= {"SENT", "FAILED", "REPLACED"}, states
    assert not Message.objects.filter(state__in=["FAILED", "UNCERTAIN"], settled_at=None).exists(), (
        "nobody has to look at the past"
    )
    late = Message.objects.filter(sent_at__isnull=False).exclude(kind="DANGER")
    assert not [row for row in late if not 7 <= localtime(row.sent_at).hour < 22], "quiet at night"


def a_few_rows_have_a_picture_that_is_there():
    """Each row has a file of its own, for it goes with its row once people are forgotten."""
    names = []
    for model, field in ((Appointment, "arrival_photo"), (FeedPost, "photo"), (Reply, "photo")):
        found = [str(name) for name in model.objects.exclude(**{field: ""}).values_list(field, flat=True)]
        assert 0 < len(found) < model.objects.count() / 3, model
        names += found
    papers = ConnectionDocument.objects.all()
    assert 0 < papers.values("order").distinct().count() < ConnectionCase.objects.count() / 3
    assert not papers.exclude(at=F("order__reported_at")).exists()
    names += [str(name) for name in papers.values_list("photo", flat=True)]
    assert len(names) == len(set(names)) and all(default_storage.exists(name) for name in names)
    with default_storage.open(names[-1]) as file, Image.open(file) as picture:
        assert (picture.format, picture.size) == ("JPEG", SIZE)
    assert sum(default_storage.size(name) for name in names) < 20_000 * len(names)


def nobody_is_asked_twice_a_month_and_who_is_unhappy_is_a_matter_of_somebody():
    surveys = Survey.objects.select_related("order", "matter").order_by("asked_at")
    last: dict[int | str, datetime] = {}
    for row in surveys:
        whom = row.order.customer_id or row.order.reporter_phone
        assert row.asked_at - last.get(whom, row.asked_at - timedelta(days=30)) >= timedelta(days=30)
        last[whom] = row.asked_at
        assert row.order.status == "ARCHIVED" and row.asked_at >= row.order.closed_at and not row.order.confidential
        assert row.matter is None or (row.matter.kind, row.matter.status in ENDS) == ("OPINION", True)
    said = Counter(surveys.values_list("satisfaction", flat=True))
    assert said[""] > said["SATISFIED"] > said["FAIR"] > 0 and said["UNSATISFIED"] > 0, said
    told = Message.objects.filter(kind="SURVEY").values_list("subject_id", flat=True)
    assert set(told) == {row.order_id for row in surveys}, "whoever was asked has a message"


def the_same_seed_plays_the_same():
    one, other = ([(play.order.number, play.at, play.order.status) for play in few_plays()] for _ in range(2))
    assert one == other and len(one) > 90


def few_plays():
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    scene = world(np.random.default_rng(4), Ids(), sample=50, customer_count=CUSTOMERS, midnight=midnight, now=now())
    return list(past.every_order(scene, customer_count=1))
