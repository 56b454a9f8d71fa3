"""Loading the invented outages: rows by COPY, their interruptions from them in one statement, then the daily figures."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
from django.db import connection
from django.utils.timezone import localtime
from tqdm import tqdm

from command_center.ground.organisation.models import Level as UnitLevel
from command_center.ground.organisation.models import OrgUnit
from demo.bulk_loading import built_later, copy_rows, settle_sequences
from demo.graph import Graph, Row
from demo.outage_history import CAUSES, PastOutage, past_outages
from demo.told_times import told_times
from outages.life.choices import BACK_FEEDING
from outages.life.states import Status
from outages.models import ChangeKind, EndedBy, OutageKind
from outages.reliability.services.denominators import count_served_customers
from outages.reliability.services.figures import refresh_changed_figures

INVENTED = "demo-history"
# As many as make a customer's year look like one, unless the ledger would take longer to load than everything else.
OUTAGES, MOST_INTERRUPTIONS = 9000, 1_000_000
MEAN_SHARE = 0.62  # of a feeder's customers, an outage takes on average
# Invented, and proves nothing: a judgement is confirmed so long after it, and every so many-th named the wrong device.
CONFIRMED_AFTER, WRONG_DEVICE = timedelta(minutes=6), 14
LARGE = ["outages_outage", "outages_outagechange", "outages_restorationestimate", "outages_interruption"]

OUTAGE_COLUMNS = [
    "id", "number", "kind", "status", "before", "rev", "centre_id", "operating_org_id", "serving_org_id", "org_path",
    "device_id", "node_id", "feeder_id", "latitude", "longitude", "cause_class", "cause", "confidence", "reason_code",
    "reason_params", "root_cause_key", "attention", "started_at", "detected_at", "confirmed_at", "restored_at",
    "verified_at", "closed_at", "planned_end_at", "etr_at", "etr_p50_at", "etr_source", "etr_revision",
    "customers_total", "customers_out", "important_out", "life_support_out", "time_critical_out", "updated_at",
]  # fmt: skip
STEP_COLUMNS = ["id", "outage_id", "at", "recorded_at", "ended_by", "by_device_id", "phases", "customers", "note"]
PAST_COLUMNS = ["outage_id", "node_id", "off_at", "on_at", "ended_by", "back_fed", "step_id", "kind"]
CHANGE_COLUMNS = ["outage_id", "kind", "old", "new", "device_after_id", "at", "recorded_at", "reason", "detail"]
ESTIMATE_COLUMNS = ["outage_id", "revision", "etr_at", "p50_at", "source", "reason", "params", "at", "recorded_at"]

PAST = """
CREATE TEMP TABLE past (outage_id bigint, node_id bigint, off_at timestamptz, on_at timestamptz, ended_by text,
    back_fed boolean, step_id bigint, kind text) ON COMMIT DROP
"""
# What a customer was at the opening is what he is: the invented past had the present network.
INTERRUPTIONS = """
INSERT INTO outages_interruption (service_point_id, outage_id, off_at, on_at, ended_by, back_fed, step_id, phases,
    recorded_at, ended_recorded_at, feeder_id, transformer_id, org_path, area_kind, kind, basis)
SELECT sp.id, p.outage_id, p.off_at, p.on_at, p.ended_by, p.back_fed, p.step_id, sp.phases,
    p.off_at + interval '2 min', p.on_at + interval '1 min', o.feeder_id, sp.transformer_id, sp.org_path, sp.area_kind,
    p.kind, CASE WHEN c.kind = 'MV_BUSINESS' OR t.dedicated THEN 'MV' ELSE 'LV' END
FROM past p JOIN outages_outage o ON o.id = p.outage_id JOIN customers_servicepoint sp ON sp.node_id = p.node_id
JOIN customers_customer c ON c.id = sp.customer_id JOIN network_supplynode t ON t.id = sp.transformer_id
ORDER BY p.off_at, sp.id
"""
# The demo does not know how its customers grew: the same number on one day of every month.
SERVED_BEFORE = """
INSERT INTO outages_servedcustomers (day, org_path, area_kind, counted, customers)
SELECT month::date, org_path, area_kind, counted, customers
FROM outages_servedcustomers, generate_series(%(day)s::date - interval '25 months', %(day)s::date - 1, '1 month') month
WHERE day = %(day)s
"""


def load_outages(rng: np.random.Generator, graph: Graph, *, midnight: datetime) -> int:
    """How many closed outages were loaded. The caller's transaction holds the province and its graph already."""
    served = sum(low.customers for feeder in graph.feeders for supply in feeder.supplies() for low in supply.low)
    most = MOST_INTERRUPTIONS / (served / len(graph.feeders) * MEAN_SHARE)
    outages = past_outages(rng, graph.feeders, round(min(OUTAGES, most)), midnight=midnight)
    centres = _centres()
    tables: dict[str, tuple[Sequence[str], Iterable[Row]]] = {
        "outages_outage": (OUTAGE_COLUMNS, (_outage_row(n, o, centres) for n, o in enumerate(outages, 1))),
        "outages_outagescope": (
            ["outage_id", "node_ids", "transformer_ids", "unmapped_transformer_ids", "service_point_ids"],
            (_scope_row(n, o) for n, o in enumerate(outages, 1)),
        ),
        "outages_restorationstep": (STEP_COLUMNS, (row for row, _ in _steps(outages))),
        "outages_outagechange": (CHANGE_COLUMNS, (row for n, o in enumerate(outages, 1) for row in _changes(n, o))),
        "outages_restorationestimate": (
            ESTIMATE_COLUMNS,
            (row for n, o in enumerate(outages, 1) for row in _estimates(n, o)),
        ),
        "past": (PAST_COLUMNS, (row for _, rows in _steps(outages) for row in rows)),
    }
    with built_later(LARGE), connection.cursor() as cursor:
        cursor.execute(PAST)
        for table, (columns, rows) in tqdm(tables.items(), desc="  outages", unit=" table"):
            copy_rows(table, columns, rows)
        # Fresh tables have no statistics: the joins would be planned for a handful of rows.
        cursor.execute("ANALYZE past, outages_outage, network_supplynode, customers_customer, customers_servicepoint")
        cursor.execute(INTERRUPTIONS)
        cursor.execute("SELECT setval('outages_number_seq', %s)", [len(outages) + 1])
    settle_sequences(["outages_outage", "outages_restorationstep"])
    _count(midnight)
    return len(outages)


def _count(midnight: datetime) -> None:
    day = localtime(midnight).date()
    count_served_customers(day=day)
    with connection.cursor() as cursor:
        cursor.execute(SERVED_BEFORE, {"day": day})
        cursor.execute("ANALYZE outages_interruption")
    refresh_changed_figures(at=midnight)


def _centres() -> dict[str, tuple[int, str]]:
    """Path of a county centre → (id, code)."""
    rows = OrgUnit.objects.filter(level=UnitLevel.COUNTY_CENTRE).values_list("path", "pk", "code")
    return {path: (identity, code) for path, identity, code in rows}


def _outage_row(number: int, outage: PastOutage, centres: dict[str, tuple[int, str]]) -> Row:
    unit = outage.feeder.node.unit
    centre_id, code = centres[unit.path.removesuffix(f"{unit.code}/")]
    at = _moments(outage)
    told = told_times(number, outage, known_at=at[Status.CONFIRMED])
    last = (told[-1].p80, told[-1].p50, told[-1].source.value, len(told)) if told else (None, None, "", 0)
    words = "检修" if outage.kind == OutageKind.PLANNED else CAUSES[outage.cause][1]
    planned_end = (told[0].p80 if told else outage.restored_at) if outage.kind == OutageKind.PLANNED else None
    return (
        number, f"{localtime(at[Status.CONFIRMED]):%Y%m%d}{code:0>6}O{number:06d}", outage.kind.value,
        Status.CLOSED.value, "", 5, centre_id, unit.id, unit.id, unit.path, outage.device_id, outage.node_id,
        outage.feeder.node.id, round(outage.spot[0], 6), round(outage.spot[1], 6), outage.cause.value, words, 1.0, "",
        {"invented": True}, f"{INVENTED}-{number}", "", outage.started_at, at[Status.CONFIRMED],
        _confirmed_at(number, outage), outage.restored_at, at[Status.VERIFIED], at[Status.CLOSED], planned_end,
        *last, outage.customers, 0, 0, 0, 0, at[Status.CLOSED],
    )  # fmt: skip


def _moments(outage: PastOutage) -> dict[Status, datetime]:
    """When it was known, over, checked and closed; steps of minutes as a good desk needs them."""
    known = min(outage.started_at + timedelta(minutes=1), outage.restored_at)
    back = outage.restored_at
    return {
        Status.CONFIRMED: known,
        Status.RESTORED: back,
        Status.VERIFIED: back + timedelta(minutes=9),
        Status.CLOSED: back + timedelta(minutes=40),
    }


def _confirmed_at(number: int, outage: PastOutage) -> datetime:
    """What was judged is confirmed some minutes after it was seen, what telemetry showed at once."""
    seen = _moments(outage)[Status.CONFIRMED]
    if not _is_judged(number, outage):
        return seen
    return max(seen, min(seen + CONFIRMED_AFTER, *(part.on_at for part in outage.parts)))


def _is_judged(number: int, outage: PastOutage) -> bool:
    """Two of three faults were judged from calls and meters."""
    return outage.kind == OutageKind.FAULT and number % 3 > 0


def _scope_row(number: int, outage: PastOutage) -> Row:
    return number, sorted(low.node_id for part in outage.parts for low in part.low), [], [], []


def _steps(outages: Sequence[PastOutage]) -> Iterator[tuple[Row, list[Row]]]:
    """A step of restoration with the nodes that got power by it; parts that came back together are one step."""
    step_id = 0
    for number, outage in enumerate(outages, 1):
        for on_at, ended_by in sorted({(part.on_at, part.ended_by.value) for part in outage.parts}):
            step_id += 1
            parts = [part for part in outage.parts if (part.on_at, part.ended_by.value) == (on_at, ended_by)]
            back_fed = EndedBy(ended_by) in BACK_FEEDING
            rows: list[Row] = [
                (number, low.node_id, outage.started_at, on_at, ended_by, back_fed, step_id, outage.kind.value)
                for part in parts
                for low in part.low
            ]
            customers = sum(part.customers for part in parts)
            yield (step_id, number, on_at, on_at, ended_by, outage.device_id, "", customers, INVENTED), rows


def _changes(number: int, outage: PastOutage) -> Iterator[Row]:
    old, partial = "", sorted({part.on_at for part in outage.parts})[:-1]
    moments = [*_moments(outage).items()]
    moments[1:1] = [(Status.PARTIALLY_RESTORED, at) for at in partial[:1]]
    if _is_judged(number, outage):
        seen, sure = moments[0][1], _confirmed_at(number, outage)
        guess = Status.PREDICTED.value
        yield number, ChangeKind.OPENED.value, "", guess, outage.device_id, seen, seen, "", INVENTED
        if number % WRONG_DEVICE == 0:
            yield number, ChangeKind.MOVED.value, guess, guess, outage.device_id, sure, sure, "", INVENTED
        moments[0], old = (Status.CONFIRMED, sure), guess
    for status, at in moments:
        kind = ChangeKind.STATUS if old else ChangeKind.OPENED
        yield number, kind.value, old, status.value, outage.device_id, at, at, "", INVENTED
        old = status.value


def _estimates(number: int, outage: PastOutage) -> Iterator[Row]:
    told = told_times(number, outage, known_at=_moments(outage)[Status.CONFIRMED])
    for revision, each in enumerate(told, start=1):
        yield (
            number, revision, each.p80, each.p50, each.source.value, each.reason, {"invented": True}, each.at, each.at,
        )  # fmt: skip
