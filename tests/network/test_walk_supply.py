"""Random switching, lines that are cut and jumpers, and after every step the supply paths and the drawn network.

The oracle (``ways.py``) searches a graph of its own: whatever the door tells has to be one of the ways there are, with the feeder,
the customers and the spans of that way. ``--long`` walks a thousand seeds.
"""

import random
from collections import Counter

import pytest
from django.db import connection
from django.utils.timezone import now

from command_center.ground.network.models import Branch, ConnectivityNode, OperationSource
from command_center.ground.network.services.switching import operate
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.grid import make_branch, make_node, make_order
from tests.network.ways import Link, Ways, drawn_segments, segments
from tests.outages.lines import only
from tests.outages.networks import make_points_at
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db

STEPS, NODES = 12, 9
HERE = "109.0,29.5,109.3,29.8"
KINDS = ["SWITCH", "FUSE", "BREAKER", "RECLOSER"]
STANDS_ELSEWHERE_THAN_TOLD = """SELECT b.code FROM network_branch b WHERE b.retired_at IS NULL AND b.device <> ''
    AND b.is_open <> coalesce((SELECT s.opened FROM network_switchoperation s WHERE s.branch_id = b.id
        ORDER BY s.at DESC, s.id DESC LIMIT 1), b.normally_open)"""


class Town:
    """Two feeders of a few nodes each: a tree with switches on half of its lines, and ties between them."""

    def __init__(self, province, dice):
        self.dice, self.told, self.made = dice, [], 0
        self.feeders = [province.f1, make_node("F2", "FEEDER", province.dingzhai, province.substation)]
        self.nodes = [self._node(n, province) for n in range(NODES)]
        self.is_open = {}
        for n in range(2, NODES):
            above = dice.choice(self.nodes[: n if n < 4 else max(2, n - 1)])
            if n == 2 or n == 3:
                above = self.nodes[n - 2]
            device = dice.choice(KINDS) if dice.random() < 0.6 or n < 4 else ""
            self.join(above, self.nodes[n], device)
        for _ in range(3):
            self.join(*dice.sample(self.nodes[2:], k=2), "TIE", normally_open=True)
        self.points = [
            point for node in self.nodes[2:] if dice.random() < 0.7
            for point in make_points_at(node, province.t1, "", dice.randint(1, 3))
        ]  # fmt: skip
        self.at = now()

    def _node(self, n, province):
        place = {} if self.dice.random() < 0.15 else {"latitude": 29.6 + n / 1000, "longitude": 109.1 + n % 3 / 1000}
        return ConnectivityNode.objects.create(
            code=f"N{n}", is_source=n < 2, container=self.feeders[n % 2], org_path=province.f1.org_path, kv=10, **place
        )

    def join(self, one, other, device="", **fields):
        self.made += 1
        kind = "SWITCH" if device else "LINE"
        branch = make_branch(f"B{self.made}", kind, one, other, device=device, **fields)
        self.is_open[branch.pk] = branch.normally_open
        return branch

    def step(self):
        branches = list(Branch.objects.live().order_by("pk"))
        match self.dice.choices(["switch", "cut", "jumper"], [8, 1, 1])[0]:
            case "switch":
                branch = self.dice.choice([each for each in branches if each.device])
                opened = not self.is_open[branch.pk]
                operate(branch_id=branch.pk, opened=opened, at=now(), source=OperationSource.DESK)
                self.is_open[branch.pk] = opened
                self.told.append(f"{branch.code} {'opens' if opened else 'closes'}")
            case "cut":
                lines = [each for each in branches if not each.device]
                if lines:
                    cut = self.dice.choice(lines)
                    Branch.objects.filter(pk=cut.pk).update(retired_at=now())
                    self.told.append(f"{cut.code} is cut")
            case "jumper":
                one, other = self.dice.sample(self.nodes, k=2)
                self.told.append(f"{self.join(one, other).code} is a jumper {one.code}–{other.code}")

    def ways(self, *, normal=False):
        """The graph of now, or of the normal state of what there is now."""
        links = [
            Link(branch.code, (branch.from_node_id, branch.to_node_id), bool(branch.device), branch.feeder_id)
            for branch in Branch.objects.live().order_by("pk")
            if not (branch.normally_open if normal else self.is_open[branch.pk])
        ]
        people = Counter(point.node_id for point in self.points)
        return Ways(links, {node.pk for node in self.nodes[:2]}, people)

    @property
    def place(self):
        return {
            node.pk: (round(node.longitude, 5), round(node.latitude, 5)) for node in self.nodes if node.latitude is not None
        }  # fmt: skip

    def story(self, *words):
        map_of = [
            f"{b.code} {b.from_node.code}–{b.to_node.code} {b.device}{' n.o.' * b.normally_open}{' open' * self.is_open[b.pk]}"
            f"{' retired' * bool(b.retired_at)}"
            for b in Branch.objects.select_related("from_node", "to_node").order_by("pk")
        ]
        return "\n".join([*map(str, words), *map_of, *self.told])


def told(path):
    lines = [one["geometry"]["coordinates"] for one in path["map"]["features"] if one["properties"]["what"] == "line"]
    return [device["code"] for device in path["devices"]], drawn_segments(lines), path["feeder"]["code"]


def facts_hold(town, path, ways):
    """Of each device: where it stands, and who would be dark without it."""
    for device in path["devices"]:
        branch = Branch.objects.get(code=device["code"])
        is_open = town.is_open[branch.pk]
        stands = device["open"], device["off_normal"], device["kind"]
        assert stands == (is_open, is_open != branch.normally_open, branch.device), town.story(device)
        closed = any(link.code == branch.code for link in ways.links)
        assert device["customers"] == (ways.out_without(branch.code) if closed else 0), town.story(device)


def is_one_of(town, path, candidates):
    """The way among the candidates that was told, with the feeder that its last span belongs to."""
    codes, drawn, feeder = told(path)
    feeders = {each.pk: each.code for each in town.feeders}
    for way in candidates:
        same = codes == [link.code for link in way if link.device] and set(drawn) == segments(way, town.place)
        if same and (not way or feeders[way[-1].feeder] == feeder):
            assert len(drawn) == len(set(drawn)) or len(way) > len(set(drawn)), town.story("drawn twice", drawn)
            return True
    return False


def order_holds(town, client, order):
    path = client.get(f"/api/v1/work-orders/{order.number}/supply-path/").data
    node, ways = order.service_point.node_id, town.ways()
    assert (path["traced"], path["live"]) == (True, node in ways.live()), town.story(
        order.service_point.node.code, path
    )
    if not path["live"]:
        ways = town.ways(normal=True)
    candidates = ways.from_node(node) or [[]]
    assert is_one_of(town, path, candidates), town.story(order.service_point.node.code, path, candidates)
    facts_hold(town, path, ways)


def outage_holds(town, client, outage):
    """Its device comes first, always: on a way of now where it carries voltage, else on one of the normal state."""
    path = client.get(f"/api/v1/outages/{outage.number}/supply-path/").data
    device, present, normal = outage.device, town.ways(), town.ways(normal=True)
    link = Link(device.code, (device.from_node_id, device.to_node_id), True, device.feeder_id)
    carries = not town.is_open[device.pk] and bool(set(link.ends) & present.live())
    ways = present if carries else normal
    candidates = ways.through(link) or [[link]]
    assert is_one_of(town, path, candidates), town.story(device.code, path, candidates)
    facts_hold(town, path, ways)


def drawing_holds(town, client):
    """Every span that is no open switch, once; dead where neither of its ends has voltage."""
    drawing, ways = client.get("/api/v1/network.geojson", {"bbox": HERE, "detail": "low_voltage"}).data, town.ways()
    feeders, live = {each.pk: each.code for each in town.feeders}, ways.live()
    expected = Counter()
    for link in ways.links:
        for segment in segments([link], town.place):
            expected[segment, feeders[link.feeder], not set(link.ends) & live] += 1
    drawn = Counter()
    for one in drawing["features"]:
        what = one["properties"]
        if what["what"] == "line":
            for segment in drawn_segments([one["geometry"]["coordinates"]]):
                drawn[segment, what["feeder"], what["dead"]] += 1
    assert drawn == expected, town.story(drawn - expected, expected - drawn)
    devices = {
        one["properties"]["code"]: one["properties"]["open"]
        for one in drawing["features"]
        if one["properties"]["what"] == "device"
    }
    stands = {
        branch.code: town.is_open[branch.pk]
        for branch in Branch.objects.live().exclude(device="")
        if branch.from_node_id in town.place
    }
    assert devices == stands, town.story(devices)


def as_told_in_sql():
    with connection.cursor() as cursor:
        cursor.execute(STANDS_ELSEWHERE_THAN_TOLD)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.seeds(5)
def test_every_supply_path_is_a_way_that_there_is(seed, province, mei):
    town = Town(province, random.Random(seed))
    orders = []
    for point in town.points[:5]:
        number = make_order(f"R{point.pk}", customer_number=point.customer.number).number
        orders.append(WorkOrder.objects.select_related("service_point__node").get(number=number))
    switches = Branch.objects.exclude(device="").order_by("pk")
    outages = [
        open_outage(scope=only(*town.points[:1]), started_at=now(), at=now(), status=Status.PREDICTED, device_id=each.pk)
        for each in switches[:4]
    ]  # fmt: skip
    for _ in range(STEPS):
        town.step()
        assert as_told_in_sql() == [], town.story()
        for order in orders:
            order_holds(town, mei, order)
        for outage in outages:
            outage_holds(town, mei, outage)
        drawing_holds(town, mei)
