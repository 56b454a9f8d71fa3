"""Figures kept by day: filled by events, restated by corrections, asked as they stood; and an oracle that shares no code."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.db.utils import IntegrityError as Refused

from command_center.ground.core.events import emit
from command_center.ground.core.models import EventRecord
from command_center.ground.core.values import CHINA
from command_center.ground.figures.keeping.kept import catalogue
from command_center.ground.figures.keeping.restating import differences, restate_touched
from command_center.ground.figures.keeping.sweeping import begin_check, go_on
from command_center.ground.figures.keeping.touching import read_events
from command_center.ground.figures.models import Book, DailyValue, Sweep, TouchedDay, Why
from command_center.screens.figures.catalogue import BY_CODE
from outages.ledger.models import Correction
from outages.life.events import OutageChanged
from outages.models import Interruption, Outage
from outages.reliability.services.figures import refresh_changed_figures
from tests.figures.facts import DAYS, july, repaired
from tests.figures.world import a_july
from workorders import events as orders
from workorders.models import Callback, Clock, WorkOrder

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 12, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2025, 1, 1), date(2026, 8, 31)
# The oracle: figure → from the rows, by plain SQL: day, place, above the line, below it. It knows nothing of the catalogue.
DAY = "(%s AT TIME ZONE 'Asia/Shanghai')::date"
REPAIRS = "FROM workorders_workorder WHERE kind IN ('FAULT', 'PROACTIVE') AND gate = ''"
CLOCKED = """FROM workorders_clock c JOIN workorders_workorder w ON w.id = c.order_id WHERE w.gate = '' AND c.outcome <> 'VOID'
    AND (c.outcome <> '' OR (c.paused_at IS NULL AND c.due_at < %(at)s)) AND c.code = """
ORACLE = {
    "arrival_minutes": f"""SELECT {DAY % "reported_at"}, org_path, sum(extract(epoch FROM arrived_at - reported_at) / 60), count(*)
        {REPAIRS} AND arrived_at IS NOT NULL GROUP BY 1, 2""",
    "three_calls": f"SELECT {DAY % 'reported_at'}, org_path, count(*), count(*) {REPAIRS} AND urge_count >= 2 GROUP BY 1, 2",
    "returned_percent": f"""SELECT {DAY % "reported_at"}, org_path, count(*) FILTER (WHERE status = 'RETURNED_UPSTREAM'), count(*)
        {REPAIRS} AND closed_at IS NOT NULL GROUP BY 1, 2""",
    "arrived_percent": f"""SELECT {DAY % "c.started_at"}, w.org_path, count(*) FILTER (WHERE outcome = 'MET'), count(*)
        {CLOCKED} 'ARRIVE' GROUP BY 1, 2""",
    "callbacks_reached_percent": f"""SELECT {DAY % "at"}, org_path, count(*) FILTER (WHERE satisfaction <> 'NOT_REACHED'), count(*)
        FROM workorders_callback b JOIN workorders_workorder w ON w.id = b.order_id WHERE gate = '' GROUP BY 1, 2""",
    "estimate_spare_minutes": f"""SELECT {DAY % "restored_at"}, org_path, sum(extract(epoch FROM e.etr_at - restored_at) / 60),
        count(*) FROM outages_outage o JOIN outages_restorationestimate e ON e.outage_id = o.id AND e.revision =
        (SELECT min(revision) FROM outages_restorationestimate f WHERE f.outage_id = o.id)
        WHERE restored_at IS NOT NULL AND status NOT IN ('DISMISSED', 'MERGED') GROUP BY 1, 2""",
    "outage_hours": """SELECT day, org_path, sum(seconds) / 3600.0, NULL FROM outages_dailyfigure
        WHERE counted <> 'TRANSFORMER' AND band <> 3 GROUP BY 1, 2""",
}  # fmt: skip
KEPT = """SELECT day, place, top, under FROM figures_dailyvalue WHERE figure = %(figure)s AND recorded_at <= %(at)s
    AND (superseded_at IS NULL OR superseded_at > %(at)s) AND rows > 0"""


def sql(statement, **parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def as_told(rows):
    """Rounded to a millionth; the unit of a figure told per customer has nothing of its own below the line."""
    return {(day, place): (round(Decimal(top), 6), below and round(below)) for day, place, top, below in rows}


def by_oracle(code, at=NOW):
    return as_told(sql(ORACLE[code], at=at))


def as_kept(code, at):
    found = as_told(sql(KEPT, figure=code, at=at))
    return {key: (top, None) for key, (top, _) in found.items()} if code == "outage_hours" else found


@pytest.fixture(autouse=True)
def world(province):
    a_july(province)


@pytest.fixture
def counted(world):
    """The book is open and everything before it counted."""
    count(NOW)


def published():
    """As the relay stamps them: in order, without a gap."""
    newest = max(EventRecord.objects.exclude(seq=None).values_list("seq", flat=True), default=0)
    for number, pk in enumerate(
        EventRecord.objects.filter(seq=None).order_by("pk").values_list("pk", flat=True), newest + 1
    ):
        EventRecord.objects.filter(pk=pk).update(seq=number)


def count(at):
    published()
    while read_events(at=at):
        pass
    go_on(at=at)
    return restate_touched(at=at)


def changed(order, **fields):
    """A row is corrected and an event tells of it."""
    WorkOrder.objects.filter(pk=order.pk).update(**fields)
    emit(orders.NoteAdded.of(order))


def test_the_first_count_holds_what_the_rows_say(counted):
    assert all(each.why == Why.FIRST for each in DailyValue.objects.all())
    for code in ORACLE:
        assert as_kept(code, NOW) == by_oracle(code) != {}, code
    wrong = {each.code: found for each in catalogue().kept if (found := differences(each, FIRST, LAST, at=NOW))}
    assert wrong == {}


def test_a_correction_is_a_version_with_its_moment_and_its_reason(counted, mei):
    order = WorkOrder.objects.get(reports__source_id="R-0")
    was = as_kept("arrival_minutes", NOW)
    changed(order, arrived_at=order.arrived_at + 10 * MINUTE)
    later = NOW + timedelta(days=1)
    assert count(later) > 0
    row = DailyValue.objects.get(figure="arrival_minutes", day=july(2).date(), superseded_at=None)
    assert (row.why, row.recorded_at) == (Why.EVENT, later)
    assert row.about == [{"subject": "order", "id": order.pk, "said": "workorder.note_added"}]
    assert as_kept("arrival_minutes", NOW) == was
    assert as_kept("arrival_minutes", later) == by_oracle("arrival_minutes") != was
    assert not TouchedDay.objects.exists()


def test_counting_again_changes_nothing(counted):
    changed(WorkOrder.objects.get(reports__source_id="R-1"), urge_count=7)
    assert count(NOW + MINUTE) > 0
    versions = DailyValue.objects.count()
    emit(orders.NoteAdded.of(WorkOrder.objects.get(reports__source_id="R-0")))
    assert count(NOW + 2 * MINUTE) == 0
    assert DailyValue.objects.count() == versions


def test_a_fact_that_moves_to_another_day_leaves_the_one_before(counted):
    outage = Outage.objects.get(number="TD0")
    for days in (1, 2):
        Outage.objects.filter(pk=outage.pk).update(restored_at=outage.restored_at + timedelta(days=days))
        emit(OutageChanged.of(outage))
        count(NOW + days * MINUTE)
        if days == 2:
            assert as_kept("estimate_spare_minutes", NOW + 2 * MINUTE) == by_oracle("estimate_spare_minutes")


def test_a_limit_that_passes_is_counted_without_an_event(counted):
    clock = Clock.objects.filter(code="ARRIVE", outcome="").last()
    Clock.objects.filter(pk=clock.pk).update(due_at=NOW + MINUTE)
    was = as_kept("arrived_percent", NOW)
    count(NOW + 2 * MINUTE)
    assert as_kept("arrived_percent", NOW + 2 * MINUTE) == by_oracle("arrived_percent", NOW + 2 * MINUTE) != was
    assert DailyValue.objects.filter(figure="arrived_percent", why=Why.LIMIT).exists()


CHANGES = (
    lambda pick, row: {"arrived_at": row.reported_at + pick.randint(1, 300) * MINUTE},
    lambda pick, row: {"arrived_at": None},
    lambda pick, row: {"urge_count": pick.randint(0, 4)},
    lambda pick, row: {"closed_at": pick.choice([None, NOW]), "status": pick.choice(["RETURNED_UPSTREAM", "ARCHIVED"])},
    lambda pick, row: {"reported_at": row.reported_at + timedelta(days=pick.randint(-3, 3))},
    lambda pick, row: {"gate": pick.choice(["", "confidential"])},
)


@pytest.mark.seeds(3)
def test_random_corrections_of_random_rows_agree_with_the_oracle(counted, province, seed):
    """After each step what is kept is what the rows say, of every day and unit; and every earlier moment stays as it was."""
    pick, at, stood = random.Random(seed), NOW, {}
    for _step in range(6):
        for _ in range(pick.randint(1, 4)):
            row = pick.choice(list(WorkOrder.objects.filter(kind__in=("FAULT", "PROACTIVE"))))
            fields = pick.choice(CHANGES)(pick, row)
            if pick.random() < 0.3:
                fields["org_path"] = pick.choice([province.dingzhai.path, province.laifeng.path])
            changed(row, **fields)
        if pick.random() < 0.5:
            said = pick.choice(["SATISFIED", "NOT_REACHED"])
            order = pick.choice(list(WorkOrder.objects.filter(kind="FAULT")))
            Callback.objects.create(order=order, satisfaction=said, at=july(pick.randint(1, 30)))
            emit(orders.NoteAdded.of(order))
        at += MINUTE
        count(at)
        for code in ORACLE:
            assert as_kept(code, at) == by_oracle(code, at), (code, _step)
            stood[code, at] = as_kept(code, at)
    assert {key: as_kept(*key) for key in stood} == stood
    wrong = {each.code: found for each in catalogue().kept if (found := differences(each, FIRST, LAST, at=at))}
    assert wrong == {}


def test_the_nightly_check_finds_what_no_event_told(counted):
    """Somebody wrote into the table: the value is restated, with that reason, and the audit trail says so."""
    order = WorkOrder.objects.get(reports__source_id="R-1")
    WorkOrder.objects.filter(pk=order.pk).update(arrived_at=order.arrived_at + MINUTE)
    tomorrow = NOW + timedelta(days=1)
    assert count(tomorrow) == 0
    begin_check(at=tomorrow)
    go_on(at=tomorrow)
    assert as_kept("arrival_minutes", tomorrow) == by_oracle("arrival_minutes")
    assert DailyValue.objects.filter(why=Why.DRIFT, figure="arrival_minutes").count() == 1
    sweep = Sweep.objects.get(why=Why.DRIFT)
    assert sweep.found >= 1 and sweep.finished_at == tomorrow
    assert sql("SELECT detail->>'values' FROM core_auditentry WHERE action = 'figures_drifted'") == [
        (str(sweep.found),)
    ]
    begin_check(at=tomorrow)
    assert Sweep.objects.count() == 2, "one check a night"


def test_a_version_cannot_be_changed_or_deleted(counted):
    row = DailyValue.objects.filter(superseded_at=None).first()
    for statement in (
        "UPDATE figures_dailyvalue SET top = top + 1 WHERE id = %(pk)s",
        "DELETE FROM figures_dailyvalue WHERE id = %(pk)s",
    ):
        with pytest.raises((Refused, DatabaseError)), transaction.atomic():
            sql(statement, pk=row.pk)


def test_as_of_tells_the_figure_as_it_stood_and_what_was_restated(counted, mei, ask):
    before = ask("arrival_minutes")["now"]
    order = repaired("late", at=july(5), arrival=300)
    emit(orders.NoteAdded.of(order))
    count(NOW + timedelta(days=1))
    now = ask("arrival_minutes")["now"]
    assert now != before
    told = ask("arrival_minutes", as_of=(NOW + MINUTE).isoformat())
    assert told["now"] == before
    assert told["as_of"]["value_now"] == now["value"]
    assert told["as_of"]["restated"] == 1
    [each] = told["as_of"]["restatements"]
    assert (str(each["day"]), each["why"], each["unit"]) == ("2026-07-05", "EVENT", "422826T01")
    assert each["about"] == [{"subject": "order", "number": order.number, "said": "workorder.note_added"}]
    assert each["top_after"] - each["top_before"] == 300


def test_every_kept_figure_as_of_now_is_the_figure_from_the_rows(counted, signed_in, ask):
    """Whoever asks, of every unit and month."""
    wrong = {}
    for name in ("lin", "mei"):
        who = signed_in(name)
        for figure in catalogue().kept:
            by = "units,centres,month"
            rows, kept = ask(figure.code, who, by=by), ask(figure.code, who, by=by, as_of=NOW.isoformat())
            for part in ("now", "year_before", "period_before", "divisions"):
                if kept[part] != rows[part]:
                    wrong[name, figure.code, part] = kept[part], rows[part]
    assert wrong == {}


def test_a_question_that_cannot_be_answered_is_refused(counted, mei):
    def refused(code, **asked):
        answer = mei.get(f"/api/v1/figures/{code}/", {**DAYS, **asked})
        return answer.status_code, answer.data["errors"][0]["pointer"] if answer.status_code == 422 else ""

    assert refused("arrival_minutes", as_of="yesterday") == (422, "/as_of")
    assert refused("arrival_minutes", as_of="2026-01-01T00:00") == (422, "/as_of")
    assert refused("arrival_minutes", as_of="2098-01-01T00:00") == (422, "/as_of")
    assert refused("satisfied_percent", as_of=NOW.isoformat()) == (422, "/as_of")
    assert refused("arrival_minutes", as_of=NOW.isoformat(), by="urban") == (422, "/as_of")
    assert refused("arrival_minutes", as_of=NOW.isoformat(), urban="URBAN") == (422, "/as_of")


def test_the_book_opens_once():
    count(NOW)
    count(NOW)
    assert Book.objects.count() == 1 and Sweep.objects.filter(why=Why.FIRST).count() == 1
    assert set(DailyValue.objects.values_list("figure", flat=True)) <= set(BY_CODE)


def test_a_correction_of_the_ledger_restates_with_its_reason(counted, ask):
    """Through the daily sums of the ledger, which tell the day and why."""
    outage = Outage.objects.get(number="TD1")
    before = ask("outage_hours")["now"]["value"]
    row = Interruption.objects.filter(outage=outage).first()
    correction = Correction.objects.create(outage=outage, kind="NEVER_OFF", reason="表计显示未停电", at=NOW)
    Interruption.objects.filter(pk=row.pk).update(retracted_at=NOW, retracted_by=correction)
    later = datetime.now(CHINA)
    refresh_changed_figures(at=later)
    count(later)
    told = ask("outage_hours", as_of=(NOW + MINUTE).isoformat())
    assert told["now"]["value"] == before > told["as_of"]["value_now"] == ask("outage_hours")["now"]["value"]
    [each] = told["as_of"]["restatements"]
    assert (each["why"], each["about"][0]["number"], each["about"][0]["said"]) == (
        "CORRECTION",
        "TD1",
        "表计显示未停电",
    )
