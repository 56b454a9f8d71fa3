"""Loading the demo province: everything built in memory, copied in one transaction, the same for the same seed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import numpy as np
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.timezone import localtime, now
from tqdm import tqdm

from command_center.ground.custody.services import keeping
from command_center.ground.organisation.locating import Locator
from command_center.ground.organisation.models import UNITS, Level
from command_center.ground.organisation.roles import Role
from demo import accounts, crews, electrical, network, organisation, register, xuantuo
from demo import customers as demo_customers
from demo.bulk_loading import built_later, copy_rows, settle_sequences
from demo.graph import BRANCH_COLUMNS, NODE_COLUMNS, Graph
from demo.loading_matters import load_matters
from demo.loading_outages import load_outages
from demo.loading_plans import load_plans
from demo.names import people, phones
from demo.past.loading import load_past

SHIFTS_AHEAD = timedelta(days=3)
# Those with hundreds of thousands of rows.
LARGE = [
    "network_supplynode", "network_connectivitynode", "network_branch", "customers_customer", "customers_contact",
    "customers_servicepoint",
]  # fmt: skip
TABLES = [
    "organisation_orgunit", "organisation_user", "organisation_servicegrid", "network_supplynode", "dispatch_crew",
    "dispatch_crewmember", "dispatch_certificate", "dispatch_shift", "customers_customer", "customers_contact",
    "customers_servicepoint", "network_connectivitynode", "network_branch",
]  # fmt: skip
USER_COLUMNS = [
    "id", "username", "password", "name", "role", "home_id", "phone", "email", "extra_paths", "rights_version",
    "is_superuser", "is_staff", "is_active", "date_joined",
]  # fmt: skip
CREW_COLUMNS = [
    "id", "code", "name", "unit_id", "centre_id", "org_path", "leader_id", "base_latitude", "base_longitude", "plate",
    "vehicle_kind", "vehicle_inspected_to", "workload_limit", "active", "rev",
]  # fmt: skip


def load_province(*, seed: int, customer_count: int, say: Callable[[str], None]) -> None:
    """Fill an empty database. The caller has made sure that it is empty."""
    rng = np.random.default_rng(seed)
    say("organisation, grids")
    tree = organisation.build(rng)
    nodes = network.build(tree, rng, customer_count)
    counts = network.customers_of(nodes, rng, customer_count)
    managers = _managers(tree, rng)
    teams = crews.build(tree, rng, first_person_id=len(managers) + 1)
    say("electrical graph")
    graph = electrical.build(nodes, counts, rng)
    with transaction.atomic():
        _copy_organisation(tree, managers, teams)
        with built_later(LARGE):
            say("supply tree, graph, crews, shifts")
            _copy_network(nodes, graph)
            _copy_crews(teams, tree)
            say(f"{customer_count:,} customers")
            areas = demo_customers.supplied(nodes, counts, electrical.places_of(graph))
            sensitive = _copy_customers(areas, tree, rng)
        settle_sequences(TABLES)
        xuantuo.create(on=localtime().date())
        accounts.create_accounts()
        say("sensitive register, generator vehicles (invented)")
        register.load(tree, sensitive, np.random.default_rng([seed, 2]), on=localtime().date())
        midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        say("two years of outages and their ledger (invented)")
        load_outages(np.random.default_rng([seed, 3]), graph, midnight=midnight)
        say("planned outages of the coming two weeks and of the last four (invented)")
        load_plans(np.random.default_rng([seed, 4]), graph, at=now())
        accounts.sit_down(at=now())
        say("two years of orders of every kind (invented)")
        load_past(np.random.default_rng([seed, 6]), customer_count=customer_count, midnight=midnight, at=now())
        say("opinions, requests, complaints of these days (invented)")
        load_matters(np.random.default_rng([seed, 5]), at=now())
        keeping.name_what_has_none(at=now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _managers(tree: organisation.Organisation, rng: np.random.Generator) -> list[crews.Person]:
    """A named manager for each grid."""
    drawn, numbers = people(rng, len(tree.grids)), phones(rng, len(tree.grids), prefix="198")
    return [
        crews.Person(n + 1, grid.code.lower(), name, Role.GRID_MANAGER, grid.unit, phone)
        for n, (grid, name, phone) in enumerate(zip(tree.grids, drawn, numbers, strict=True))
    ]


def _copy_organisation(tree: organisation.Organisation, managers: list[crews.Person], teams: list[crews.Team]) -> None:
    columns = [
        "id",
        "code",
        "name",
        "name_en",
        "level",
        "parent_id",
        "path",
        "latitude",
        "longitude",
        "area",
        "phone",
        "active",
    ]
    copy_rows("organisation_orgunit", columns, map(organisation.unit_row, tree.units))
    everybody = managers + [person for team in teams for person in team.people]
    joined, locked = now(), make_password(None)
    rows: Iterator[tuple[object, ...]] = (
        (p.id, p.username, locked, p.name, p.role, p.unit.id, p.phone, "", [], 0, False, False, True, joined)
        for p in everybody
    )
    copy_rows("organisation_user", USER_COLUMNS, rows)
    grid_rows = (
        (g.id, g.code, g.name, g.unit.id, managers[g.id - 1].id, organisation.grid_area(g), g.unit.path)
        for g in tree.grids
    )
    columns = ["id", "code", "name", "unit_id", "manager_id", "area", "org_path"]
    copy_rows("organisation_servicegrid", columns, grid_rows)


def _copy_network(nodes: list[network.Node], graph: Graph) -> None:
    columns = [
        "id", "code", "name", "kind", "parent_id", "operating_org_id", "serving_org_id", "org_path", "latitude",
        "longitude", "dedicated",
    ]  # fmt: skip
    copy_rows("network_supplynode", columns, (node.row() for node in nodes))
    copy_rows("network_connectivitynode", NODE_COLUMNS, graph.nodes)
    copy_rows("network_branch", BRANCH_COLUMNS, graph.branches)


def _copy_crews(teams: list[crews.Team], tree: organisation.Organisation) -> None:
    copy_rows("dispatch_crew", CREW_COLUMNS, (team.row() for team in teams))
    since = localtime().date()
    members = [(n + 1, team.id, p.id, since) for n, (team, p) in enumerate((t, p) for t in teams for p in t.people)]
    copy_rows("dispatch_crewmember", ["id", "crew_id", "person_id", "from_on"], members)
    papers = [(n + 1, t.id, skill, on) for n, (t, (skill, on)) in enumerate((t, s) for t in teams for s in t.skills)]
    copy_rows(
        "dispatch_certificate",
        ["id", "crew_id", "skill", "expires_on"],
        papers,
    )
    own_grids: dict[int, list[int]] = {}
    for grid in tree.grids:
        own_grids.setdefault(grid.unit.id, []).append(grid.id)
    links = [(team.id, grid_id) for team in teams for grid_id in own_grids.get(team.unit.id, [])]
    copy_rows("dispatch_crew_grids", ["crew_id", "servicegrid_id"], links)
    at = now()
    places = [(team.id, team.unit.lat, team.unit.lon, at, at) for team in teams]
    columns = ["crew_id", "latitude", "longitude", "fixed_at", "seen_at"]
    copy_rows("dispatch_crewposition", columns, places)
    extend_shifts([team.id for team in teams])


def extend_shifts(crew_ids: list[int]) -> int:
    """Shifts from yesterday until three days ahead, without those that exist; how many were added."""
    at = now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(starts_at), %s) FROM dispatch_shift", [at - timedelta(days=1)])
        covered_until = cursor.fetchone()[0]
        rows = list(crews.shifts(crew_ids, from_at=at - timedelta(days=1), until=at + SHIFTS_AHEAD))
        if covered_until > at + timedelta(days=1):
            return 0
        cursor.execute(
            "CREATE TEMP TABLE new_shift (crew_id bigint, starts_at timestamptz, ends_at timestamptz, people int) ON COMMIT DROP"
        )
        columns = ["crew_id", "starts_at", "ends_at", "people"]
        copy_rows("new_shift", columns, rows)
        cursor.execute(
            "INSERT INTO dispatch_shift (crew_id, starts_at, ends_at, people, handover_note)"
            " SELECT crew_id, starts_at, ends_at, people, '' FROM new_shift n WHERE NOT EXISTS"
            " (SELECT FROM dispatch_shift s WHERE s.crew_id = n.crew_id AND s.starts_at = n.starts_at)"
        )
        return cursor.rowcount


def _copy_customers(
    areas: list[demo_customers.Supplied], tree: organisation.Organisation, rng: np.random.Generator
) -> list[register.Flagged]:
    """Those with a flag are handed back for the sensitive register."""
    customer_columns = ["id", "number", "name", "kind", "flags", "org_path"]
    point_columns = [
        "id", "customer_id", "meter_number", "address", "latitude", "longitude", "transformer_id", "unit_id", "grid_id",
        "area_kind", "org_path", "node_id", "phases",
    ]  # fmt: skip
    flagged: list[register.Flagged] = []
    with tqdm(total=sum(area.customers for area in areas), desc="  customers", unit=" customers") as bar:
        for customers, contacts, points in demo_customers.batches(areas, _locator(tree), rng):
            copy_rows("customers_customer", customer_columns, customers)
            copy_rows("customers_contact", ["id", "customer_id", "name", "phone"], contacts)
            copy_rows("customers_servicepoint", point_columns, points)
            flagged += register.flagged(customers)
            bar.update(len(customers))
    return flagged


def _locator(tree: organisation.Organisation) -> Locator:
    counties = [(u.id, u.code, u.area) for u in tree.units if u.level == Level.COUNTY_CENTRE and u.area is not None]
    units = [(u.id, u.parent_id or 0, u.level, u.lat, u.lon) for u in tree.units if u.level in UNITS]
    return Locator(counties, [(g.id, g.unit.id, g.area) for g in tree.grids], units)
