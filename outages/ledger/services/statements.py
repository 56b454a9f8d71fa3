"""The ledger's statements: opened, ended and rewritten for a whole feeder at once. Only services of this app call them.

Rows are always taken in the order of their service points, so that two outages over the same customers wait for each
other in line instead of crosswise; ``tests/outages/ledger.py`` says for one point what these say for all.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from command_center.ground.organisation.closed_years import bound_by_closed_years, require_for_closed_years
from outages.ledger.models import Correction, Interruption, RestorationStep
from outages.life.choices import BACK_FEEDING
from outages.life.models import Outage
from outages.life.scope import Scope

TABLE = Interruption._meta.db_table
COLUMNS = [str(field.column) for field in Interruption._meta.concrete_fields if not field.primary_key]
NEVER_COPIED = {"recorded_at", "ended_recorded_at", "retracted_at", "retracted_by_id", "correction_id"}

# UNION and not OR: each part then walks its own index.
_MEANT = """
    SELECT id FROM customers_servicepoint WHERE node_id = ANY(%(node_ids)s)
    UNION SELECT id FROM customers_servicepoint WHERE transformer_id = ANY(%(transformer_ids)s)
    UNION SELECT id FROM customers_servicepoint
        WHERE transformer_id = ANY(%(unmapped_transformer_ids)s) AND node_id IS NULL
    UNION SELECT id FROM customers_servicepoint WHERE id = ANY(%(service_point_ids)s)
"""
# The planner knows the length of a list and nothing of a subquery: all that follows is given the points as a list.
POINTS = "points AS (SELECT unnest(%(points)s::bigint[]) AS id)"
# What the figures need, as it is on this day: the feeder of each transformer is looked up the tree.
FACTS = """
    meant AS MATERIALIZED (
        SELECT id, customer_id, transformer_id, org_path, area_kind, phases FROM customers_servicepoint
        WHERE id = ANY(%(points)s::bigint[])
    ),
    feeders AS (
        WITH RECURSIVE up(transformer_id, node_id, kind, parent_id) AS (
            SELECT n.id, n.id, n.kind, n.parent_id FROM network_supplynode n
                WHERE n.id IN (SELECT transformer_id FROM meant)
            UNION ALL
            SELECT up.transformer_id, n.id, n.kind, n.parent_id FROM up JOIN network_supplynode n ON n.id = up.parent_id
                WHERE up.kind <> 'FEEDER'
        )
        SELECT transformer_id, node_id FROM up WHERE kind = 'FEEDER'
    ),
    facts AS (
        SELECT m.id, m.transformer_id, f.node_id AS feeder_id, m.org_path, m.area_kind,
            CASE WHEN m.phases = '' THEN 'ABC' ELSE m.phases END AS phases,
            CASE WHEN c.kind = 'MV_BUSINESS' OR t.dedicated THEN 'MV' ELSE 'LV' END AS basis
        FROM meant m JOIN customers_customer c ON c.id = m.customer_id
        JOIN network_supplynode t ON t.id = m.transformer_id
        LEFT JOIN feeders f USING (transformer_id)
    )
"""
INSERT = (
    f"INSERT INTO {TABLE} (service_point_id, outage_id, off_at, on_at, ended_by, back_fed, ended_recorded_at, correction_id,"
    " phases, feeder_id, transformer_id, org_path, area_kind, kind, basis)"
)


def run(statement: str, parameters: Mapping[str, Any]) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _sent(parameters))
        return int(cursor.rowcount)


def rows_of(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _sent(parameters))
        return list(cursor.fetchall())


def _sent(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of ids as one literal ``{1,2,3}``: ten thousand of them are then one constant to both sides, not as many expressions."""
    return {name: _one_literal(value) if _are_ids(value) else value for name, value in parameters.items()}


def _are_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and type(value[0]) is int


def _one_literal(ids: list[int]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def points_of(scope: Scope) -> list[int]:
    """Ids of the service points that are meant, sorted."""
    return sorted(row[0] for row in rows_of(_MEANT, scope.lists()))


def locked_points(scope: Scope) -> list[int]:
    """The same, and nobody else claims any of them until the end of the transaction: they take these locks in one order."""
    locked = f"SELECT id FROM customers_servicepoint WHERE id IN ({_MEANT}) ORDER BY id FOR NO KEY UPDATE"
    return [row[0] for row in rows_of(locked, scope.lists())]


def claim(outage: Outage, points: list[int], *, since: datetime, correction: Correction | None = None) -> int:
    """Begin the interruptions of those of ``points`` (locked) who are not dark already; how many began.

    Whoever had power back after ``since`` begins then: a claim is believed back to the last recorded return.
    """
    statement = f"""
        WITH {POINTS}, {FACTS},
        known AS (
            SELECT i.service_point_id AS id, bool_or(i.on_at IS NULL) AS dark, max(i.on_at) AS last_on_at
            FROM points JOIN {TABLE} i ON i.service_point_id = points.id
            WHERE i.retracted_at IS NULL AND tstzrange(i.off_at, i.on_at) && tstzrange(%(since)s, NULL)
            GROUP BY 1
        )
        {INSERT}
        SELECT facts.id, %(outage)s, greatest(%(since)s, k.last_on_at), NULL, '', false, NULL, %(correction)s,
            facts.phases, facts.feeder_id, facts.transformer_id, facts.org_path, facts.area_kind, %(kind)s, facts.basis
        FROM facts LEFT JOIN known k USING (id) WHERE k.dark IS NOT TRUE
        ORDER BY facts.id
    """
    began = run(statement, _claim(outage, points, since, correction))
    _keep_closed_years(correction)
    return began


def claim_between(
    outage: Outage, points: list[int], *, off_at: datetime, on_at: datetime, correction: Correction, ended_by: str
) -> int:
    """Append what no other interruption covers of ``[off_at, on_at)`` for each of ``points``; how many rows."""
    statement = f"""
        WITH {POINTS}, {FACTS},
        free AS (
            SELECT points.id, unnest(
                tstzmultirange(tstzrange(%(since)s, %(until)s)) - coalesce(
                    range_agg(tstzrange(i.off_at, i.on_at)) FILTER (WHERE i.id IS NOT NULL), '{{}}'::tstzmultirange)
            ) AS during
            FROM points LEFT JOIN {TABLE} i ON i.service_point_id = points.id AND i.retracted_at IS NULL
                AND tstzrange(i.off_at, i.on_at) && tstzrange(%(since)s, %(until)s)
            GROUP BY points.id
        )
        {INSERT}
        SELECT facts.id, %(outage)s, lower(during), upper(during), %(ended_by)s, false, statement_timestamp(),
            %(correction)s, facts.phases, facts.feeder_id, facts.transformer_id, facts.org_path, facts.area_kind,
            %(kind)s, facts.basis
        FROM facts JOIN free USING (id) ORDER BY facts.id, during
    """
    parameters = _claim(outage, points, off_at, correction) | {"until": on_at, "ended_by": ended_by}
    added = run(statement, parameters)
    _keep_closed_years(correction)
    return added


def _claim(outage: Outage, points: list[int], since: datetime, correction: Correction | None) -> dict[str, Any]:
    made = correction.pk if correction else None
    return {"points": points, "outage": outage.pk, "kind": outage.kind, "since": since, "correction": made}


def chosen_rows(outage_id: int, scope: Scope | None) -> tuple[str, dict[str, Any]]:
    """The condition (on alias ``i``) for the standing rows of an outage within a scope (None: all), and its parameters."""
    condition = "i.retracted_at IS NULL AND i.outage_id = %(outage)s"
    if scope is None:
        return condition, {"outage": outage_id}
    points = {"outage": outage_id, "points": points_of(scope)}
    return f"{condition} AND i.service_point_id = ANY(%(points)s::bigint[])", points


def dark_rows(outage_id: int, scope: Scope | None, *, phases: str, at: datetime) -> tuple[list[int], int]:
    """Ids of the open rows of an outage within a scope and on ``phases``, locked; how many of them begin at ``at`` or later."""
    condition, parameters = chosen_rows(outage_id, scope)
    condition += " AND i.on_at IS NULL AND (%(phases)s = '' OR translate(i.phases, %(phases)s, '') = '')"
    found = _locked(condition, parameters | {"phases": phases, "at": at}, extra="i.off_at >= %(at)s")
    return [row[0] for row in found], sum(row[1] for row in found)


def end(step: RestorationStep, row_ids: list[int]) -> int:
    """End these locked open rows by a step; how many."""
    statement = f"""
        UPDATE {TABLE} SET on_at = %(at)s, ended_by = %(ended_by)s, back_fed = %(back_fed)s, step_id = %(step)s,
            ended_recorded_at = statement_timestamp()
        WHERE id = ANY(%(rows)s::bigint[])
    """
    back_fed = step.ended_by in BACK_FEEDING
    ending = {"at": step.at, "ended_by": step.ended_by, "back_fed": back_fed, "step": step.pk, "rows": row_ids}
    return run(statement, ending)


def retract(correction: Correction, condition: str, parameters: Mapping[str, Any]) -> int:
    """Retract the rows ``i`` under ``condition``; how many."""
    rows = [row[0] for row in _locked(condition, parameters)]
    gone = run(_RETRACT, {"correction": correction.pk, "rows": rows})
    _keep_closed_years(correction)
    return gone


def rewrite(
    correction: Correction, condition: str, parameters: Mapping[str, Any], *, instead: Mapping[str, str]
) -> int:
    """Retract the rows ``i`` under ``condition`` and append each again with the expressions ``instead``; how many.

    Expressions may use the retracted row as ``g``. One statement: both happen at the same recorded moment.
    """
    rows = [row[0] for row in _locked(condition, parameters)]
    chosen = {name: instead.get(name, f"g.{name}") for name in COLUMNS if name not in NEVER_COPIED}
    names, expressions = ", ".join(chosen), ", ".join(chosen.values())
    known = f"CASE WHEN ({chosen['on_at']}) IS NULL THEN NULL ELSE statement_timestamp() END"
    # Sorted: PostgreSQL then retracts every row before it appends the first, and neighbours never seem to collide.
    statement = f"""
        WITH gone AS ({_RETRACT} RETURNING *)
        INSERT INTO {TABLE} ({names}, ended_recorded_at, correction_id)
        SELECT {expressions}, {known}, %(correction)s FROM gone g ORDER BY g.service_point_id, g.off_at
    """
    moved = run(statement, {**parameters, "correction": correction.pk, "rows": rows})
    _keep_closed_years(correction)
    return moved


def copy_back(correction: Correction, of: Correction) -> int:
    """Append again what correction ``of`` retracted, where nothing stands there now; how many rows."""
    names = ", ".join(name for name in COLUMNS if name not in NEVER_COPIED)
    statement = f"""
        INSERT INTO {TABLE} ({names}, ended_recorded_at, correction_id)
        SELECT {names}, CASE WHEN on_at IS NOT NULL THEN statement_timestamp() END, %(correction)s
        FROM {TABLE} WHERE retracted_by_id = %(of)s ORDER BY service_point_id, off_at
        ON CONFLICT DO NOTHING
    """
    back = run(statement, {"of": of.pk, "correction": correction.pk})
    _keep_closed_years(correction)
    return back


def _keep_closed_years(correction: Correction | None) -> None:
    """Whatever the verb and its door: a desk moves no row of a closed year. Raises ``NotAllowed``."""
    if correction is None or not bound_by_closed_years(correction.author):
        return
    touched = f"""SELECT min(off_at) FROM (SELECT off_at FROM {TABLE} WHERE correction_id = %(correction)s
        UNION ALL SELECT off_at FROM {TABLE} WHERE retracted_by_id = %(correction)s) rows"""
    [[first]] = rows_of(touched, {"correction": correction.pk})
    require_for_closed_years(correction.author, [first], at=correction.at)


_RETRACT = f"""UPDATE {TABLE} SET retracted_at = statement_timestamp(), retracted_by_id = %(correction)s
    WHERE id = ANY(%(rows)s::bigint[])"""


def _locked(condition: str, parameters: Mapping[str, Any], *, extra: str = "NULL") -> list[tuple[Any, ...]]:
    """Id and ``extra`` of the rows ``i`` under ``condition``, locked in the order of their service points."""
    return rows_of(
        f"SELECT i.id, {extra} FROM {TABLE} i WHERE {condition} ORDER BY i.service_point_id FOR NO KEY UPDATE OF i",
        parameters,
    )
