"""Complaints by unit and by cause, through the doors: the numbers against SQL, the rows behind them, and who is told what."""

import random
from collections import Counter

import pytest
from django.db import connection
from django.utils.timezone import localdate, now
from rest_framework.test import APIClient

from command_center.ground.core.comparing import year_before
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Role
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.connections.cases import make_case
from tests.door.test_complaints import file, post, staff, walk  # noqa: F401
from tests.grid import make_held_order
from tests.outages.lines import below
from tests.people import make_user
from workorders.models import Category, Classification, Complaint, Grade, WorkOrder

pytestmark = pytest.mark.django_db

UNITS, CAUSES, ROWS = (f"/api/v1/complaint-figures/{name}/" for name in ("units", "causes", "rows"))
FIGURES = "/api/v1/complaint-figures/"
FOUR = ("complaints", "opinions", "withdrawn", "downgraded")


@pytest.fixture
def quan(staff):  # noqa: F811
    """Leads complaints of the whole city."""
    return staff["quan"]


def told(agent, n, **said):
    """A complaint of somebody else than the others."""
    answer = file(
        agent, source_id=f"B-{n}", customer_number="", lat=29.672, lon=109.141,
        reporter={"name": "", "phone": f"13800{n:06d}"}, **said,
    )  # fmt: skip
    assert answer.status_code == 201, answer.data
    return answer.data["number"]


def cell(figures, unit):
    return next(row for row in figures["units"] if row["unit"] == unit)


def stands(number, status):
    """As if it had come there by its steps; they have tests of their own."""
    WorkOrder.objects.filter(number=number).update(status=status)


def decided(number, liability):
    order = WorkOrder.objects.get(number=number)
    Complaint.objects.update_or_create(
        order=order, defaults={"liability": liability, "liability_at": now(), "liability_grounds": "…"}
    )


def test_a_unit_has_its_own_numbers_and_what_names_none_is_told_apart(agent, quan, province):
    numbers = [told(agent, n, concerns="422826T01") for n in range(12)]
    for number in numbers[:3]:
        stands(number, "WITHDRAWN")
    decided(numbers[5], "LIABLE")
    decided(numbers[6], "PARTLY")
    few = told(agent, 20, concerns="422827T01")
    stands(few, "WITHDRAWN")
    told(agent, 21)
    figures = quan.get(UNITS).data
    dingzhai = cell(figures, "422826T01")
    province.dingzhai.name_en = "Dingzhai station"
    province.dingzhai.save(update_fields=["name_en"])
    english = quan.get(UNITS, headers={"Accept-Language": "en"}).data
    assert cell(english, "422826T01")["name"] == "Dingzhai station"
    assert (dingzhai["name"], dingzhai["centre"], dingzhai["rank"]) == ("丁寨供电所", "422826", 1)
    assert [dingzhai["now"][name] for name in ("alleged", "withdrawn", "liable", "partly")] == [12, 3, 1, 1]
    assert dingzhai["rates"]["withdrawn"] == {
        "percent": 25.0,
        "of": 12,
        "few": False,
        "before": None,
        "few_before": True,
    }
    assert dingzhai["rates"]["liable"]["percent"] == 11.11, "of the nine that are complaints still"
    baifusi = cell(figures, "422827T01")
    assert (baifusi["rates"]["withdrawn"]["percent"], baifusi["rates"]["withdrawn"]["few"], baifusi["rank"]) == (
        100.0,
        True,
        None,
    )
    assert cell(figures, "")["now"]["alleged"] == 1
    xianfeng = next(row for row in figures["centres"] if row["centre"] == "422826")
    assert (xianfeng["name"], xianfeng["now"]["withdrawn"]) == ("咸丰县", 3)
    assert figures["total"]["now"]["alleged"] == 14 and figures["in_confidence"] is None


def test_the_same_days_of_the_year_before_stand_beside_it(agent, quan):
    number = told(agent, 1, concerns="422826T01")
    last = told(agent, 2, concerns="422826T01")
    order = WorkOrder.objects.get(number=last)
    WorkOrder.objects.filter(pk=order.pk).update(
        reported_at=order.reported_at - (localdate() - year_before(localdate()))
    )
    stands(last, "WITHDRAWN")
    row = cell(quan.get(UNITS).data, "422826T01")
    assert (row["now"]["alleged"], row["last_year"]["alleged"]) == (1, 1)
    assert (row["rates"]["withdrawn"]["percent"], row["rates"]["withdrawn"]["before"]) == (0.0, 100.0)
    before = quan.get(UNITS).data
    behind = quan.get(
        ROWS, {"unit": "422826T01", "since": before["before_since"], "until": before["before_until"]}
    ).data
    assert [each["number"] for each in behind["rows"]] == [last] != [number]


# --- a random log, and what SQL says of it --------------------------------------------------------------------------------
ORACLE = """
WITH RECURSIVE chain (first, last) AS (
    SELECT o.id, o.id FROM workorders_workorder o
    UNION ALL SELECT c.first, k.order_id FROM chain c JOIN workorders_complaint k ON k.reopens_id = c.last),
ends AS (SELECT DISTINCT ON (first) first, last, last <> first AS again FROM chain
    ORDER BY first, (SELECT count(*) FROM workorders_complaint n WHERE n.reopens_id = chain.last), last DESC),
matter AS (
    SELECT o.id, o.kind, u.code AS unit, e.again, l.status, coalesce(k.liability, '') AS liability,
        coalesce((SELECT t.counts_as FROM workorders_classification s
            JOIN workorders_category a ON a.id = s.category_id
            JOIN workorders_category t ON t.code = a.code
            JOIN workorders_categorytree v ON v.id = t.tree_id AND v.code = %(tree)s
            WHERE s.order_id = o.id AND s.id = (SELECT max(id) FROM workorders_classification WHERE order_id = o.id)),
            o.kind) AS counts
    FROM workorders_workorder o JOIN ends e ON e.first = o.id JOIN workorders_workorder l ON l.id = e.last
    LEFT JOIN workorders_complaint k ON k.order_id = e.last
    LEFT JOIN organisation_orgunit u ON u.id = o.concerns_id
    WHERE o.kind IN ('COMPLAINT', 'OPINION') AND o.org_path LIKE '42/4228/%%'
        AND NOT EXISTS (SELECT FROM workorders_complaint r WHERE r.order_id = o.id AND r.reopens_id IS NOT NULL)
        AND NOT EXISTS (SELECT FROM workorders_downgrade d WHERE d.opinion_id = o.id)),
counted AS (SELECT *, CASE status WHEN 'WITHDRAWN' THEN 'withdrawn' WHEN 'DOWNGRADED' THEN 'downgraded'
    ELSE CASE counts WHEN 'COMPLAINT' THEN 'complaints' ELSE 'opinions' END END AS col FROM matter)
SELECT coalesce(unit, ''), count(*) FILTER (WHERE col = 'complaints'), count(*) FILTER (WHERE col = 'opinions'),
    count(*) FILTER (WHERE col = 'withdrawn'), count(*) FILTER (WHERE col = 'downgraded'),
    count(*) FILTER (WHERE col = 'complaints' AND liability = 'LIABLE'),
    count(*) FILTER (WHERE col = 'complaints' AND liability = 'PARTLY'),
    count(*) FILTER (WHERE col <> 'opinions' AND again)
FROM counted GROUP BY 1
"""


@pytest.mark.seeds(2)
def test_every_cell_is_what_sql_counts_and_they_add_up_to_the_figure(agent, quan, staff, seed):  # noqa: F811
    a_random_log(agent, staff, random.Random(seed))
    whole = {tree["tree"]: tree["now"] for tree in quan.get(FIGURES).data["trees"]}
    for tree in ("2016", "2022"):
        answer = quan.get(UNITS, {"tree": tree}).data
        with connection.cursor() as cursor:
            cursor.execute(ORACLE, {"tree": tree})
            by_sql = {unit: row for unit, *row in cursor.fetchall()}
        columns = (*FOUR, "liable", "partly", "reopened")
        told_units = Counter()
        for row in answer["units"]:
            told_units.update({(row["unit"], name): row["now"][name] for name in columns})
        assert {unit: [told_units[unit, name] for name in columns] for unit in by_sql} == by_sql, tree
        for name in (*FOUR, "told", "alleged", "liable", "partly", "reopened"):
            assert answer["total"]["now"][name] == whole[tree][name], (tree, name)
            assert sum(row["now"][name] for row in answer["units"]) == whole[tree][name]
            assert sum(row["now"][name] for row in answer["centres"]) == whole[tree][name]
        for name in ("told", "withdrawn", "reopened"):
            of = sum(len(behind(quan, tree, name, row)) for row in answer["units"])
            assert of == whole[tree][name], "and every number opens its rows"
    assert min(whole["2016"][name] for name in FOUR) > 0 and whole["2016"]["reopened"] > 0, "the log is varied"


def behind(client, tree, figure, row):
    asked = {"tree": tree, "figure": figure, "centre": row["centre"], "unit": row["unit"] or "-"}
    found = client.get(ROWS, asked).data
    assert found["of"] == row["now"][figure] == len(found["rows"]), asked
    return found["rows"]


def a_random_log(agent, staff, dice):  # noqa: F811
    """Thirty matters in whatever state, about whom you like, classified by either tree, some of them gone on with twice."""
    staff["qiao"] = APIClient()  # of the city: no county's own complaint is about them
    staff["qiao"].force_login(make_user("qiao", Role.QUALITY_OFFICER, OrgUnit.objects.get(code="4228")))
    categories = [
        ("frequent-outage", "2016"),
        ("frequent-outage", "2022"),
        ("repair-overdue", "2022"),
        ("bill", "2022"),
    ]
    for n in range(30):
        kind = dice.choice(["COMPLAINT"] * 4 + ["OPINION"])
        number = told(agent, n, kind=kind, concerns=dice.choice(["", "422826T01", "422826S01", "422827T01", "422826"]))
        if kind == "OPINION":
            continue
        order = WorkOrder.objects.get(number=number)
        if dice.random() < 0.8:
            classified(order, *dice.choice(categories))
        if dice.random() < 0.15:
            walk(staff, number, ("quan", "propose-downgrade", {"reason": "建议"}))
            walk(staff, number, ("qiao", "decide-downgrade", {"granted": True, "answer": "同意"}))
            continue
        for _ in range(dice.choice([0, 0, 1, 2])):
            stands(number, "ARCHIVED")
            decided(number, dice.choice(["LIABLE", "PARTLY", "NOT_LIABLE"]))
            number = post(staff["quan"], number, "reopen", reason="又来").data["part"]
        if dice.random() < 0.5:
            decided(number, dice.choice(["LIABLE", "PARTLY", "NOT_LIABLE"]))
        stands(number, dice.choice(["WITHDRAWN", "ARCHIVED", "INVESTIGATING", "FINAL_ANSWER"]))


def classified(order, category, tree):
    Classification.objects.create(
        order=order, category=Category.objects.get(tree__code=tree, code=category),
        grade=Grade.objects.filter(tree__code=tree).first(), at=now(),
    )  # fmt: skip


# --- causes ---------------------------------------------------------------------------------------------------------------
def dimension(answer, code):
    rows = next(each["rows"] for each in answer["dimensions"] if each["code"] == code)
    return {row["key"]: row["now"] for row in rows}


def linked_to(staff, number, about):  # noqa: F811
    answer = post(staff["qi"], number, "link", about=about)
    assert answer.status_code == 200, answer.data


def test_complaints_are_counted_over_what_set_them_off(agent, quan, staff, province, cast):  # noqa: F811
    repair, case = make_held_order(by=cast.omar, customer_number="4228260001"), make_case()
    outage = open_outage(
        scope=below(province.f1), started_at=now(), at=now(), status=Status.CONFIRMED, node_id=province.f1.pk
    )
    numbers = [told(agent, n) for n in range(6)]
    for number, about in zip(numbers, (repair, repair, case, outage), strict=False):
        linked_to(staff, number, about.number)
    answer = quan.get(CAUSES).data
    assert (answer["alleged"], answer["linked"]) == (6, 4)
    assert dimension(answer, "trigger") == {"REPAIR": 2, "OUTAGE": 1, "CONNECTION": 1, "NONE": 2}
    assert dimension(answer, "feeder")["F1"] >= 3 and dimension(answer, "feeder")["NONE"] == 2
    assert dimension(answer, "transformer")["T1"] >= 2
    assert dimension(answer, "unit")["422826T01"] >= 2 and dimension(answer, "unit_kind")["TOWNSHIP_STATION"] >= 2
    assert dimension(answer, "category") == {"UNKNOWN": 6}
    assert all(sum(row["now"] for row in each["rows"]) == 6 for each in answer["dimensions"])
    only = quan.get(CAUSES, {"trigger": "REPAIR"}).data
    assert (only["alleged"], dimension(only, "trigger")) == (2, {"REPAIR": 2})
    rows = quan.get(ROWS, {"by": "transformer", "key": "T1", "trigger": "REPAIR"}).data["rows"]
    assert {(row["number"], row["trigger"]) for row in rows} == {(number, repair.number) for number in numbers[:2]}
    nobody = quan.get(ROWS, {"by": "feeder", "key": "NONE"}).data
    assert {row["number"] for row in nobody["rows"]} == {*numbers[4:]}


@pytest.mark.parametrize("dice", [random.Random(3)])
def test_every_bar_opens_as_many_rows_as_it_is_long(agent, quan, staff, province, cast, dice):  # noqa: F811
    repairs = [make_held_order(f"R{n}", by=cast.omar, customer_number="4228260001") for n in range(1)]
    triggers = [*repairs, make_case("A-1"), make_case("A-2")]
    for n in range(10):
        number = told(agent, n, concerns=dice.choice(["", "422826T01"]))
        if dice.random() < 0.8:
            linked_to(staff, number, dice.choice(triggers).number)
    for top in (1, 10):
        answer = quan.get(CAUSES, {"top": top}).data
        for each in answer["dimensions"]:
            for row in each["rows"]:
                found = quan.get(ROWS, {"by": each["code"], "key": row["key"], "top": top}).data
                assert found["of"] == row["now"], (each["code"], row)


def test_a_trigger_outside_the_readers_area_is_told_as_that_and_nothing_more(agent, staff, province, cast):  # noqa: F811
    repair = make_held_order(by=cast.omar, customer_number="4228260001")
    number = told(agent, 1, about=repair.number)
    walk(staff, number, ("qi", "give", {"unit": "422826S01"}))
    head = staff["head"]  # of that station: the repair is another's
    answer = head.get(CAUSES).data
    assert dimension(answer, "feeder") == dimension(answer, "trigger") == {"BEYOND": 1}
    [row] = head.get(ROWS).data["rows"]
    assert (row["number"], row["trigger"], row["trigger_words"]) == (number, "", "")


@pytest.mark.parametrize(
    ("about", "status"), [("O-nonsense", 422), ("", 422), ("itself", 422), ("again", 409), ("sprung", 422), ("secret", 422)]
)  # fmt: skip
def test_what_cannot_have_set_it_off_is_refused_in_words(agent, staff, province, cast, about, status):  # noqa: F811
    repair, number = make_held_order(by=cast.omar), told(agent, 1)
    linked_to(staff, number, repair.number)
    walk(staff, number, ("qi", "supervise", {"level": "CITY", "reason": "加快"}))
    named = {
        "itself": number, "again": repair.number, "sprung": WorkOrder.objects.get(kind="SUPERVISION").number,
        "secret": told(agent, 2, kind="OPINION", confidential=True),
    }.get(about, about)  # fmt: skip
    refused = post(staff["qi"], number, "link", about=named)
    assert refused.status_code == status, refused.data
    assert WorkOrder.objects.get(number=number).about == repair, "and what was linked stays"


def test_an_outage_is_named_when_the_complaint_is_filed_and_stands_in_its_file(agent, quan, province):
    outage = open_outage(
        scope=below(province.t1), started_at=now(), at=now(), status=Status.CONFIRMED, node_id=province.t1.pk
    )
    number = told(agent, 1, about=outage.number)
    lines = quan.get(f"/api/v1/work-orders/{number}/").data["matter"]["file"]
    assert outage.number in {line["text"] for line in lines}
    refused = file(agent, kind="OPINION", source_id="O-9", about=outage.number)
    assert refused.status_code == 422, "of a complaint alone"


def test_the_unit_concerned_does_not_say_what_set_it_off(agent, staff, province, cast):  # noqa: F811
    hao = APIClient()
    hao.force_login(make_user("hao", Role.QUALITY_OFFICER, province.dingzhai))
    number = told(agent, 1, concerns="422826T01")
    assert post(hao, number, "link", about=make_held_order(by=cast.omar).number).status_code == 403


# --- who is told what ------------------------------------------------------------------------------------------------------
SECRET = {"concerns": "422826T01", "confidential": True, "sub_kind": "SERVICE"}


@pytest.fixture
def readers(province, cast):
    """quality may hear of what was told in confidence, the manager may not; hua is head of the unit that it is about."""
    clients = {}
    for name, role, home in (
        ("quality", Role.QUALITY_OFFICER, province.xianfeng),
        ("manager", Role.MANAGER, province.xianfeng),
        ("hua", Role.STATION_HEAD, province.dingzhai),
    ):
        clients[name] = APIClient()
        clients[name].force_login(make_user(f"{name}-{home.code}", role, home))
    return clients


def without(answer, *names):
    return {name: value for name, value in answer.items() if name not in names}


@pytest.mark.parametrize("who", ["manager", "hua"])
def test_what_was_told_in_confidence_is_in_no_cell_for_who_may_not_hear_of_it(agent, readers, cast, who):
    """Told before and after: the sums grow by one, and nothing says of which unit, cause, category or trigger."""
    client, repair = readers[who], make_held_order(by=cast.omar, customer_number="4228260001")
    told(agent, 1, concerns="422826T01", about=repair.number)
    asked = [(UNITS, {}), (CAUSES, {}), *((ROWS, {"figure": "told"} | each) for each in ({}, {"unit": "422826T01"}))]
    before = [client.get(path, query).data for path, query in asked]
    secret = told(agent, 2, **SECRET, about=repair.number)
    units, causes, rows, of_unit = (client.get(path, query).data for path, query in asked)
    assert without(units, "total", "in_confidence") == without(before[0], "total", "in_confidence")
    assert units["in_confidence"]["now"]["told"] == 1 and units["total"]["now"]["told"] == 2
    for mine, was in zip(causes["dimensions"], before[1]["dimensions"], strict=True):
        sealed = [row for row in mine["rows"] if row["key"] == "SEALED"]
        assert [row["now"] for row in sealed] == [1] and [row for row in mine["rows"] if row not in sealed] == was[
            "rows"
        ]
    assert rows["rows"] == before[2]["rows"] and (rows["of"], rows["in_confidence"]) == (1, 1)
    assert of_unit == before[3], "of one unit not even how many"
    for query in ({"by": "unit", "key": "SEALED"}, {"by": "category", "key": "UNKNOWN"}, {"trigger": "REPAIR"}):
        assert secret not in str(client.get(ROWS, query).data)


def test_who_may_hear_of_it_counts_it_where_it_belongs(agent, readers):
    secret = told(agent, 2, **SECRET)
    figures = readers["quality"].get(UNITS).data
    assert (cell(figures, "422826T01")["now"]["told"], figures["in_confidence"]) == (1, None)
    assert [row["number"] for row in readers["quality"].get(ROWS).data["rows"]] == [secret]


def test_another_area_is_another_board(agent, signed_in):
    told(agent, 1, concerns="422826T01")
    eva = signed_in("eva")  # of the other county
    assert eva.get(UNITS).data["units"] == [] and eva.get(ROWS).data["of"] == eva.get(CAUSES).data["alleged"] == 0


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (UNITS, {"tree": "1999"}), (UNITS, {"unti": "x"}), (CAUSES, {"trigger": "MOON"}), (CAUSES, {"top": "0"}),
        (ROWS, {"figure": "happy"}), (ROWS, {"by": "moon"}), (ROWS, {"since": "2026-12-31", "until": "2026-01-01"}),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_in_words(quan, path, asked):
    answer = quan.get(path, asked)
    assert answer.status_code == 422 and answer.data["detail"]
