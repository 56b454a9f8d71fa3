"""The same questions answered the slow way, from the definitions: breadth-first search in plain Python, one at a time."""

from collections import deque

BORDERS = {"switch", "breaker", "recloser", "sectionaliser", "tie"}


class Brute:
    """``by_phase``: an edge joins only the phases it names; else it joins everything."""

    def __init__(self, tables, *, by_phase):
        self.t = tables
        self.by_phase = by_phase
        self.nodes = range(len(tables.node_ids))
        self.edges = range(len(tables.edge_ids))
        self.ends = list(zip(tables.from_node.tolist(), tables.to_node.tolist(), strict=True))
        self.normal = {e for e in self.edges if tables.normally_open[e]}
        self.devices = [e for e in self.edges if tables.device[e] and e not in self.normal]
        self.ties = [e for e in self.edges if tables.device[e] and e in self.normal]
        self.served = {
            node for e in self.edges for node in self.ends[e] if "S" in self.phases(e) and not self.is_transformer(e)
        }

    def phases(self, e):
        return self.t.phases[e] or "ABCS"

    def is_transformer(self, e):
        return "transformer" in (self.t.kind[e], self.t.device[e])

    def joins(self, e):
        """Pairs of (node, phase) that the closed edge joins."""
        one, other = self.ends[e]
        if not self.by_phase:
            return [((one, "-"), (other, "-"))]
        phases = [p for p in self.phases(e) if p in "ABCS"]
        if self.is_transformer(e) and len(phases) == 1 and phases != ["S"]:
            if other in self.served and one not in self.served:
                return [((one, phases[0]), (other, "S"))]
            if one in self.served and other not in self.served:
                return [((one, "S"), (other, phases[0]))]
        return [((one, p), (other, p)) for p in phases]

    def live_places(self, is_open, dead=frozenset()):
        near = {}
        for e in self.edges:
            if e not in is_open:
                for a, b in self.joins(e):
                    near.setdefault(a, []).append(b)
                    near.setdefault(b, []).append(a)
        letters = "ABCS" if self.by_phase else "-"
        seen = {(n, p) for n in self.nodes if self.t.is_source[n] and n not in dead for p in letters}
        queue = deque(seen)
        while queue:
            for place in near.get(queue.popleft(), []):
                if place not in seen and place[0] not in dead:
                    seen.add(place)
                    queue.append(place)
        return seen

    def live_nodes(self, is_open, dead=frozenset()):
        return {n for n, _ in self.live_places(is_open, dead)} - set(dead)

    def live_loads(self, is_open, dead=frozenset()):
        nodes = self.live_nodes(is_open, dead)
        return {k for k, n in enumerate(self.t.load_node.tolist()) if n in nodes}

    def out(self, device):
        return self.live_loads(self.normal) - self.live_loads(self.normal | {device})

    def ties_for(self, device):
        out = self.out(device)
        back = {tie: out & self.live_loads((self.normal | {device}) - {tie}) for tie in self.ties}
        return {tie: loads for tie, loads in back.items() if loads}

    def zones(self):
        """The sets of nodes joined without passing a border, whatever the phases."""
        zone = {n: {n} for n in self.nodes}
        for e in self.edges:
            a, b = (zone[n] for n in self.ends[e])
            if self.t.device[e] not in BORDERS and e not in self.normal and a is not b:
                a |= b
                zone.update(dict.fromkeys(b, a))
        return {frozenset(members) for members in zone.values()}

    def zone_fault(self, zone):
        before = self.live_loads(self.normal)
        border = {e for e in self.edges if self.t.device[e] and len(zone.intersection(self.ends[e])) == 1}
        isolate, own = border - self.normal, border & self.normal
        places = self.live_places(self.normal, zone)
        feeding = {e for e in isolate for pair in self.joins(e) if any(p in places and p[0] not in zone for p in pair)}
        out = before - self.live_loads(self.normal, zone)
        in_zone = {k for k, n in enumerate(self.t.load_node.tolist()) if n in zone}
        healthy = out - in_zone
        may_close = set(self.ties) - own
        apart = self.normal | isolate
        single = {tie: healthy & self.live_loads(apart - {tie}, zone) for tie in may_close}
        return {
            "feeding_devices": feeding,
            "isolate": isolate,
            "keep_open": own,
            "loads_in_zone": in_zone,
            "out_at_trip": out,
            "healthy_dead": healthy,
            "restorable": healthy & self.live_loads(apart - may_close, zone),
            "single_ties": {tie: loads for tie, loads in single.items() if loads},
        }
