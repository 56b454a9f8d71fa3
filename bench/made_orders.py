"""Millions of orders of every kind for measuring: written by PostgreSQL itself, without triggers, indexes built afterwards."""

from typing import Any

from django.db.models import NOT_PROVIDED, Field

COUNTIES, STATIONS = 80, 12
YEARS = 3
STILL_OPEN = 4000  # of the newest orders; of the older ones one in five thousand
CHUNK = 1_000_000
CUSTOMERS = 200_000
TABLES = ("workorders_workorder", "workorders_orderwords", "workorders_faultreport")

UNITS = f"""
INSERT INTO organisation_orgunit (code, name, name_en, level, path, latitude, longitude, phone, active)
SELECT code, name, '', level, path, 30, 110, '', true FROM (
    SELECT '42' AS code, '湖北省' AS name, 'PROVINCE' AS level, '42/' AS path
    UNION ALL
    SELECT '42' || c, '第' || c || '县', 'COUNTY_CENTRE', '42/42' || c || '/' FROM generate_series(1000, {999 + COUNTIES}) c
    UNION ALL
    SELECT format('42%sT%s', c, s), format('%s县%s所', c, s), 'TOWNSHIP_STATION', format('42/42%s/42%sT%s/', c, c, s)
    FROM generate_series(1000, {999 + COUNTIES}) c, generate_series(10, {9 + STATIONS}) s
) made;
UPDATE organisation_orgunit u SET parent_id = p.id FROM organisation_orgunit p
WHERE u.level = 'TOWNSHIP_STATION' AND p.level = 'COUNTY_CENTRE' AND starts_with(u.path, p.path);
CREATE TABLE bench_unit AS
SELECT row_number() OVER (ORDER BY md5(path))::int AS n, id, parent_id, path FROM organisation_orgunit
WHERE level = 'TOWNSHIP_STATION';
INSERT INTO customers_customer (id, number, name, kind, flags, org_path)
SELECT n, 4228000000 + n, '户' || n, 'RESIDENT', '{{}}', '42/' FROM generate_series(1, {CUSTOMERS}) n;
CREATE TABLE bench_state (k int, kind text, status text, over bool, n int, many int);
"""
# A few names are everywhere, most are rare: the square of a random number favours the first of the list.
NAMES = """
CREATE FUNCTION bench_one(words text) RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT substr(words, 1 + floor(random() * random() * length(words))::int, 1) $$;
CREATE FUNCTION bench_name() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT
bench_one('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭冉')
|| bench_one('伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂启建国志晓小玉春海')
|| CASE WHEN random() < 0.7 THEN bench_one('明华英平军兰红梅林峰辉云龙芳玲珍琴波飞生凤宁') ELSE '' END $$;
"""
TOWNS = "ARRAY['城关镇','高乐山镇','丁寨乡','忠堡镇','坪坝营镇','清坪镇','活龙坪乡','唐崖镇','黄金洞乡','大路坝区','小村乡','朝阳寺镇']"
VILLAGES = "ARRAY['旋坨','石门','龙井','沙坝','青山','杨柳','白果','双河']"
SAID = "ARRAY['烤烟房空气开关烧毁','全村停电','表箱冒烟','电压低灯不亮','变压器响','电线被树压断','跳闸合不上','电费有疑问','业扩没人来','抄表不对']"
MADE = {
    "id": "g.n",
    "number": "to_char(at, 'YYYYMMDD') || split_part(path, '/', 2) || left(kind, 1) || lpad((g.n % 1000000)::text, 6, '0')",
    "kind": "kind",
    "status": "status",
    "centre_id": "parent_id",
    "unit_id": "u.id",
    "org_path": "path",
    "source": "(ARRAY['HOTLINE_95598', 'APP', 'PHONE', 'WECHAT'])[1 + g.n % 4]",
    "reporter_name": "bench_name()",
    "reporter_phone": "'+8613' || lpad(floor(random() * 1e9)::bigint::text, 9, '0')",
    "customer_id": f"CASE WHEN g.n % 3 = 0 THEN 1 + g.n / 3 % {CUSTOMERS} END",
    "description": f"({SAID})[1 + floor(random() * 10)::int] || '，' || floor(random() * 500)::int || '户'",
    "address": f"split_part(path, '/', 2) || '县' || ({TOWNS})[1 + u.n % {STATIONS}]"
    f" || ({VILLAGES})[1 + floor(random() * 8)::int] || '村' || floor(random() * 12)::int || '组' || floor(random() * 200)::int || '号'",
    "grade": "1 + g.n % 3",
    "hazard": "g.n % 50 = 0",
    "attention": "CASE WHEN NOT over AND g.n % 9 = 0 THEN 'no_crew' ELSE '' END",
    "reported_at": "at",
    "received_at": "at",
    "closed_at": "CASE WHEN over THEN at + random() * interval '2 days' END",
    "next_due_at": "CASE WHEN NOT over THEN at + interval '90 minutes' END",
    "updated_at": "at + random() * interval '2 days'",
}
GIVEN = """
SELECT n, date_trunc('second', now()) - interval '{years} years' * (1 - n / {rows}::float) AS at, floor(random() * random() * {kinds})::int AS k,
    n > {rows} - {still_open} OR n % 5000 = 0 AS live
FROM generate_series({first}::bigint, {last}::bigint) n
"""
WORDS = r"""
INSERT INTO workorders_orderwords (order_id, words, reporter_name, reporter_phone)
SELECT id, ' ' || regexp_replace(lower(concat_ws(' ', number, address, description)), '[\s,、;。!?]+', ' ', 'g'), reporter_name, reporter_phone
FROM workorders_workorder WHERE id BETWEEN %s AND %s
"""
REPORTS = """
INSERT INTO workorders_faultreport (source, source_id, order_id, urge, phone, warnings, payload, received_at)
SELECT source, 'call-' || id, id, false, reporter_phone, '{}', '{}', received_at FROM workorders_workorder WHERE id BETWEEN %s AND %s
"""


def make_orders(rows: int) -> None:
    """``rows`` orders of three years with their words and reports. All tables are new; nothing else is in them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(UNITS + NAMES)
        _states(cursor)
        indexes = _without_indexes(cursor)
        for first in range(1, rows + 1, CHUNK):
            last = min(first + CHUNK - 1, rows)
            cursor.execute(_orders(rows, first, last))
            for statement in (WORDS, REPORTS):
                cursor.execute(statement, [first, last])
            print(f"  {last:,} orders", flush=True)
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("SELECT setval(pg_get_serial_sequence('workorders_workorder', 'id'), %s)", [rows])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _states(cursor: Any) -> None:
    from workorders.kinds import PROCESSES

    rows = []
    for k, process in enumerate(PROCESSES.values()):
        for over in (True, False):
            states = [
                str(code) for code, state in process.states.items() if state.end == over and state.phase != "merged"
            ]
            rows += [(k, process.kind, status, over, n, len(states)) for n, status in enumerate(states)]
    cursor.executemany("INSERT INTO bench_state VALUES (%s, %s, %s, %s, %s, %s)", rows)


def _orders(rows: int, first: int, last: int) -> str:
    from workorders.kinds import PROCESSES
    from workorders.models import WorkOrder

    # What is not made is as in a new row.
    left = [field for field in WorkOrder._meta.concrete_fields if field.column not in MADE and not field.null]
    made = MADE | {str(field.column): _blank(field) for field in left if field.db_default is NOT_PROVIDED}
    given = GIVEN.format(years=YEARS, rows=rows, kinds=len(PROCESSES), still_open=STILL_OPEN, first=first, last=last)
    return (
        f"INSERT INTO workorders_workorder ({', '.join(made)}) SELECT {', '.join(made.values())} FROM ({given}) g"
        f" JOIN bench_unit u ON u.n = 1 + g.n % {COUNTIES * STATIONS}"
        " JOIN bench_state s ON s.k = g.k AND s.over <> g.live AND s.n = g.n % s.many"
    )


def _blank(field: "Field[Any, Any]") -> str:
    """The SQL of a column's default."""
    default = field.get_default()
    return "'{}'" if isinstance(default, list) else f"'{default or ''}'" if isinstance(default, str) else f"{default}"


def _without_indexes(cursor: Any) -> list[str]:
    """Takes off what would be written row by row; the statements that bring it back."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY 1",
        [list(TABLES)],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]
