"""A random walk of files made in the background and of who their owners are meanwhile: areas, roles and accounts that change.

Workers stop in the middle (and the world goes on), die, lose their claim to another and come back. The oracle has a register of
its own of who is what and of which order lies where: nobody is given a row that they may not read in that moment, and nobody
whose role and area have stayed is refused their file. ``--long`` walks a thousand seeds.
"""

import csv
import io
import random
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.exports import services
from command_center.ground.exports.models import Export
from command_center.screens.exports.making import make_next
from command_center.screens.exports.tasks import drop_old_exports
from tests.exports.export_rows import breaches, strays, unfinished
from tests.grid import IN_LAIFENG, XUANTUO, make_order
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db

URL = "/api/v1/exports/"
STEPS = 45
KEPT_DAYS = 7
# What the oracle knows: who reads orders at all, whose area holds which county, and who may hear what was told in confidence.
READS = {"DISPATCHER": True, "SUPERVISOR": True, "MONITOR": True, "REPAIRER": False, "AUDITOR": False}
HEARS_IN_CONFIDENCE = {"DISPATCHER", "SUPERVISOR"}
COUNTIES = {"xianfeng": {"X"}, "laifeng": {"L"}, "city": {"X", "L"}, "dingzhai": {"X"}, "baifusi": {"L"}, None: set()}


class Killed(BaseException):
    """As if the process had been ended: nothing of ours catches it."""


class Walk:
    def __init__(self, province, cast, dice, callbacks):
        self.province, self.dice, self.callbacks, self.told = province, dice, callbacks, []
        self.people = {name: getattr(cast, name) for name in ("mei", "eva", "lin")}
        self.is_now = {name: (True, role, home) for name, role, home in self.FIRST}
        for name in self.people:
            self._write(name)
        self.lies = {}  # number → (county, told in confidence)
        self.asked = {}  # export → (owner, what they were, whether they were something else since, orders to be found)
        self.fetched = []
        self.at, self.depth = now(), 0

    FIRST = (("mei", "DISPATCHER", "xianfeng"), ("eva", "MONITOR", "laifeng"), ("lin", "SUPERVISOR", "city"))

    def step(self):
        self.at += timedelta(seconds=self.dice.choice([1, 5, 30, 70, 200]))
        self.act(self.ACTS)

    def act(self, acts):
        act = self.dice.choices(list(acts), weights=list(acts.values()))[0]
        with time_machine.travel(self.at, tick=False), self.callbacks(execute=True):
            self.told.append(f"{self.at:%d %H:%M:%S} {'. ' * self.depth}{act.__name__}: {act(self)}")

    def report(self):
        county, secret = self.dice.choice("XL"), self.dice.random() < 0.2
        place = XUANTUO if county == "X" else IN_LAIFENG
        order = make_order(f"W{len(self.lies)}", at=self.at, latitude=place[0], longitude=place[1])
        if secret:
            WorkOrder.objects.filter(pk=order.pk).update(confidential=True, gate="confidential")
        self.lies[order.number] = (county, secret)
        return f"{order.number} in {county}{' in confidence' * secret}"

    def reads(self, name):
        """The orders that a person may read now."""
        active, role, home = self.is_now[name]
        if not (active and READS[role]):
            return set()
        hears = role in HEARS_IN_CONFIDENCE
        return {
            number for number, (county, secret) in self.lies.items() if county in COUNTIES[home] and hears >= secret
        }

    def client(self, name):
        client = APIClient()
        client.force_login(self.people[name])
        return client

    def ask(self):
        name, form = self.dice.choice(list(self.people)), "csv"
        body = {"table": "work-orders", "form": form, "query": {"columns": "number"}}
        answer = self.client(name).post(URL, body, format="json")
        active, role, _ = self.is_now[name]
        assert (active and READS[role]) or answer.status_code in (401, 403), self.story(f"{name} asks")
        if answer.status_code == 201:
            self.asked[answer.data["id"]] = [name, self.is_now[name], False, self.reads(name)]
        return f"{name} {answer.status_code} {answer.data.get('id', answer.data)}"

    def move(self):
        name, roles = self.dice.choice(list(self.people)), list(READS)
        active, role, home = self.is_now[name]
        match self.dice.choice(["area", "area", "role", "account", "back", "back", "back"]):
            case "area":
                home = self.dice.choice(list(COUNTIES))
            case "role":
                role = self.dice.choice(roles)
            case "account":
                active = not active
            case "back":
                active, (_, role, home) = True, next(first for first in self.FIRST if first[0] == name)
        self.become(name, (active, role, home))
        return f"{name} is {self.is_now[name]}"

    def become(self, name, what):
        self.is_now[name] = what
        for of in self.asked.values():
            of[2] |= of[0] == name and of[1] != what
        self._write(name)

    def _write(self, name):
        active, role, home = self.is_now[name]
        person = self.people[name]
        person.is_active, person.role, person.home = active, role, home and getattr(self.province, home)
        person.save()

    def work(self):
        """A worker makes the next file; at some of its writes the world goes on, or the process is ended."""
        self.depth += 1
        write, at_writes = services._mine, self.dice.choices(["", "meanwhile", "late", "killed"], [12, 4, 2, 2], k=9)

        def writing(export):
            match at_writes.pop() if at_writes else "":
                case "meanwhile":
                    self.act(self.MEANWHILE)
                case "late":
                    self.at += timedelta(minutes=2)
                    self.act({Walk.work: 1} if self.depth < 3 else self.MEANWHILE)
                case "killed":
                    raise Killed
            return write(export)

        services._mine = writing
        try:
            return make_next(self.at)
        except Killed:
            return "killed"
        finally:
            services._mine = write
            self.depth -= 1

    def fetch(self):
        if not self.asked:
            return "nothing"
        export_id = self.dice.choice(list(self.asked))
        owner = self.asked[export_id][0]
        return self.fetch_one(self.dice.choice([owner, owner, owner, *self.people]), export_id)

    def fetch_one(self, name, export_id):
        owner, _, _, to_be_found = self.asked[export_id]
        answer = self.client(name).get(f"{URL}{export_id}/file/")
        if answer.status_code != 200:
            assert answer.status_code in (401, 403, 404, 409), self.story(f"{answer.status_code}")
            return f"{name} {export_id} {answer.status_code} {answer.data['detail']}"
        self.fetched.append(export_id)
        rows = {line[0] for line in list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))[1:]}
        assert name == owner, self.story(f"{name} is given {export_id} of {owner}")
        assert rows <= self.reads(name), self.story(f"{name} is given {rows - self.reads(name)} by {export_id}")
        assert to_be_found <= rows, self.story(f"{export_id} lacks {to_be_found - rows}")
        return f"{name} {export_id} {len(rows)} rows"

    def remove(self):
        if not self.asked:
            return "nothing"
        export_id = self.dice.choice(list(self.asked))
        owner = self.asked[export_id][0]
        answer = self.client(owner).post(f"{URL}{export_id}/remove/", {}, format="json")
        if answer.status_code == 204:
            del self.asked[export_id]
        return f"{owner} {export_id} {answer.status_code}"

    def days_go_by(self):
        self.at += timedelta(days=self.dice.choice([1, 3, 5]))
        return ""

    def sweep(self):
        drop_old_exports()
        return ""

    ACTS = {report: 5, ask: 9, move: 9, work: 12, fetch: 14, remove: 2, days_go_by: 1, sweep: 1}
    MEANWHILE = {report: 1, ask: 1, move: 4, fetch: 2, remove: 2}

    def end(self):
        """Workers look as often as beat makes them; then everybody is again what they were first, and fetches what is theirs."""
        for _ in range(7 * 9):
            self.at += timedelta(minutes=2)
            with time_machine.travel(self.at, tick=False):
                make_next(self.at)
        assert unfinished() == [], self.story("never ends")
        with time_machine.travel(self.at, tick=False):
            for name, role, home in self.FIRST:
                self.become(name, (True, role, home))
            for export_id in self.asked:
                self.ends_well(export_id)

    def ends_well(self, export_id):
        owner, was, was_another, _ = self.asked[export_id]
        told = self.client(owner).get(f"{URL}{export_id}/")
        if told.status_code == 404:
            return  # its days are over: the checker has their number
        tried = Export.objects.get(pk=export_id).tries
        assert told.data["file"] or told.data["problem"], self.story(f"{export_id} has no end")
        assert told.data["file"] or was_another or tried == 5, self.story(f"{export_id}: {told.data['problem']}")
        said = self.fetch_one(owner, export_id)
        kept_back = told.data["file"] and was == self.is_now[owner] and not said.endswith("rows")
        assert not kept_back, self.story(said)

    def story(self, what):
        return f"{what}\n" + "\n".join(self.told)


@pytest.mark.seeds(6)
def test_nobody_is_given_a_row_they_may_not_read_and_every_file_has_an_end(
    seed, province, cast, settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT, settings.KEEP_EXPORTS_DAYS = str(tmp_path), KEPT_DAYS
    monkeypatch.setattr(services, "ROWS_A_REPORT", 1)
    walk = Walk(province, cast, random.Random(seed), django_capture_on_commit_callbacks)
    for _ in range(STEPS):
        walk.step()
        assert [*breaches(now=walk.at, days=999, fetched=walk.fetched)] == [], walk.story("")
    walk.end()
    with time_machine.travel(walk.at, tick=False), django_capture_on_commit_callbacks(execute=True):
        drop_old_exports()
    assert [*breaches(now=walk.at, days=KEPT_DAYS, fetched=walk.fetched)] == [], walk.story("")
    assert strays(tmp_path) == [], walk.story("strays")
    much_later = walk.at + timedelta(days=KEPT_DAYS + 1)
    with time_machine.travel(much_later, tick=False), django_capture_on_commit_callbacks(execute=True):
        drop_old_exports()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [], walk.story("left behind")
