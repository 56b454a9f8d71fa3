"""A storm night of words: outages open, merge, split and end, estimates move, customers call and answer — and what each of
them read, heard on the phone and answered is kept, so that somebody else can look for contradictions in it.

The services are the real ones; what carries messages is a provider that loses answers and phones that are switched off.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from command_center.ground.core.errors import DomainError
from command_center.ground.network.models import SupplyNode
from command_center.trials.houses import House
from customers.messages.gateways import Outcome, Outgoing, Result
from customers.messages.services.receipts import Receipt, take_receipts
from customers.messages.services.replies import Answer, take_replies
from customers.messages.services.sending import send_due
from customers.models import ServicePoint
from outages.estimates.services.estimating import estimate_by_hand
from outages.ledger.selectors.known import known_outages
from outages.life.choices import EstimateSource
from outages.life.models import Outage
from outages.life.scope import scope_of
from outages.life.states import DARK, Status
from outages.telling.services.telling import tell_of_outages
from outages.verbs.services.dismissing import dismiss
from outages.verbs.services.merging import merge
from outages.verbs.services.nesting import find_nested
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from outages.verbs.services.splitting import split
from workorders.report import Report
from workorders.services.intake import open_fault_orders
from workorders.services.told_on_phone import ReadOut, note_read_out

ROUND = timedelta(minutes=4)
MOST_LIVE = 16  # outages at a time
SWITCHED_OFF, NO_ANSWER, BUSY = 0.01, 0.01, 0.02
DARK_STATUSES = [status.value for status in DARK]


@dataclass
class Provider:
    """Takes each key once; now and then its answer is lost, or it is busy. ``read`` is what phones show, in order."""

    chance: random.Random
    at: datetime
    name: str = "trial"
    is_idempotent: bool = True
    most_at_once: int = 100
    keys: set[str] = field(default_factory=set)
    read: list[tuple[datetime, Outgoing]] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)

    def send(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        return [Outcome(key=message.key, result=self._one(message)) for message in messages]

    def _one(self, message: Outgoing) -> Result:
        if self.chance.random() < BUSY:
            return Result.LATER
        if message.key not in self.keys:
            self.keys.add(message.key)
            off = self.chance.random() < SWITCHED_OFF
            self.receipts.append(Receipt(key=message.key, delivered=not off, at=self.at))
            if not off:
                self.read.append((self.at, message))
        return Result.UNKNOWN if self.chance.random() < NO_ANSWER else Result.SENT


class ToldNight:
    """One night over ``houses``, whose points hang in groups of ``group`` neighbours; the same seed, the same night."""

    def __init__(self, houses: Sequence[House], *, seed: int, at: datetime, group: int = 50, calls: int = 100) -> None:
        self.chance, self.at, self.calls = random.Random(seed), at, calls
        self.provider = Provider(random.Random(seed + 1), at)
        self.house_of = {house.point_id: house for house in houses}
        points = [house.point_id for house in houses]
        self.groups = [points[n : n + group] for n in range(0, len(points), group)]
        self.node_id = SupplyNode.objects.filter(kind="TRANSFORMER").values_list("pk", flat=True)[0]
        self.reports = self.replies = self.outages = 0
        self.touched: set[int] = set()

    def play(self, reports: int) -> Iterator[int]:
        """Round after round until so many have called; yields how many called in each. Ends with everybody's power back."""
        while self.reports < reports:
            yield self._round(min(self.calls, reports - self.reports))
        for outage in self._live():
            self._try(self._restore_all, outage)
        for _ in range(4):
            self._round(0, quiet=True)

    def _round(self, calls: int, *, quiet: bool = False) -> int:
        if not quiet:
            self._happens()
        heard = self._calls(calls)
        self._tell()
        self._carry()
        self.at += ROUND
        self.provider.at = self.at
        return heard

    # --- what happens to outages -------------------------------------------------------------------------------------------
    def _happens(self) -> None:
        live = self._live()
        while len(live) < min(max(3, len(self.groups) // 4), MOST_LIVE):
            if (new := self._try(self._open)) is None:
                break
            live.append(new)
        verbs: list[tuple[Callable[[Outage], Outage | None], float]] = [
            (self._estimate, 0.35), (self._merge, 0.04), (self._split, 0.05), (self._restore_some, 0.06),
            (self._restore_all, 0.08), (self._dismiss, 0.01),
        ]  # fmt: skip
        for outage in live:
            for verb, share in verbs:
                if self.chance.random() < share:
                    self._try(verb, outage)
        for outage in self._restored():
            if self.chance.random() < 0.05:
                self._try(self._nested, outage)

    def _try(self, verb: Callable[..., Outage | None], *arguments: Outage) -> Outage | None:
        """The step, where the state of things allows it."""
        try:
            done = verb(*arguments)
        except DomainError:
            return None
        self.touched |= {each.pk for each in (*arguments, done) if each is not None}
        return done

    def _live(self) -> list[Outage]:
        return list(Outage.objects.filter(status__in=DARK_STATUSES).order_by("pk"))

    def _restored(self) -> list[Outage]:
        return list(Outage.objects.filter(status=Status.RESTORED, restored_at__gt=self.at - 5 * ROUND).order_by("pk"))

    def _open(self) -> Outage:
        points = [p for group in self.chance.sample(self.groups, self.chance.choice([1, 1, 2])) for p in group]
        since = self.at - timedelta(minutes=self.chance.randrange(3))
        self.outages += 1
        return open_outage(
            scope=scope_of(points=points),
            started_at=since,
            at=self.at,
            status=self.chance.choice([Status.PROBABLE, Status.CONFIRMED]),
            node_id=self.node_id,
        )

    def _estimate(self, outage: Outage) -> Outage:
        return estimate_by_hand(
            outage_id=outage.pk,
            etr_at=self.at + timedelta(minutes=self.chance.choice([5, 20, 45, 60, 90, 180, 240])),
            source=EstimateSource.CREW,
            at=self.at,
            reason=self.chance.choice(["", "crew_on_site"]),
        )

    def _merge(self, outage: Outage) -> Outage | None:
        others = [each for each in self._live() if each.pk != outage.pk]
        if not others:
            return None
        return merge(outage_id=outage.pk, parent_id=self.chance.choice(others).pk, reason="trial", at=self.at)

    def _points(self, outage: Outage, share: float) -> list[int]:
        rows = list(outage.interruptions.open().order_by("service_point_id").values_list("service_point_id", flat=True))
        return self.chance.sample(rows, int(len(rows) * share)) if rows else []

    def _split(self, outage: Outage) -> Outage:
        some = scope_of(points=self._points(outage, 0.4))
        return split(outage_id=outage.pk, scope=some, reason="trial", at=self.at, node_id=self.node_id)

    def _restore_some(self, outage: Outage) -> Outage:
        return restore(outage_id=outage.pk, at=self.at, scope=scope_of(points=self._points(outage, 0.5))).outage

    def _restore_all(self, outage: Outage) -> Outage:
        return restore(outage_id=outage.pk, at=self.at).outage

    def _dismiss(self, outage: Outage) -> Outage:
        return dismiss(outage_id=outage.pk, reason="trial", at=self.at)

    def _nested(self, outage: Outage) -> Outage | None:
        """After the return of power some prove to have been dark all the time."""
        back = outage.interruptions.standing().exclude(on_at=None).order_by("service_point_id")
        points = list(back.values_list("service_point_id", flat=True))
        if not points:
            return None
        some = self.chance.sample(points, min(len(points), 3))
        return find_nested(outage_id=outage.pk, scope=scope_of(points=some), at=self.at, node_id=self.node_id)

    # --- what people say ---------------------------------------------------------------------------------------------------
    def _calls(self, number: int) -> int:
        """Customers call, dark ones above all; the agent reads out what is known of their outage."""
        dark = [p for outage in self._live() for p in self._points(outage, 0.2)] or list(self.house_of)
        houses = [self.house_of[self.chance.choice(dark)] for _ in range(number)]
        reports = [
            Report(
                source="HOTLINE_95598",
                source_id=f"told-{self.reports + n}",
                description="家里停电",
                customer_number=h.number,
            )
            for n, h in enumerate(houses)
        ]
        opened = open_fault_orders(reports, at=self.at) if reports else []
        known = known_outages(house.point_id for house in houses)
        read_out = [
            ReadOut(each.order, known[house.point_id])
            for each, house in zip(opened, houses, strict=True)
            if house.point_id in known
        ]
        note_read_out(read_out, at=self.at)
        self.reports += number
        return number

    def _tell(self) -> None:
        """The reaction of the wiring, on everything that something happened to since it ran last."""
        touched, self.touched = self.touched, set()
        tell_of_outages(outage_ids=touched, at=self.at)

    def _carry(self) -> None:
        """What is due leaves; receipts come back; some customers answer the last thing they read."""
        before = len(self.provider.read)
        send_due(at=self.at, gateways=lambda channel: self.provider)
        receipts, self.provider.receipts = self.provider.receipts, []
        if receipts:
            take_receipts(receipts, at=self.at)
        answers = [
            Answer(
                channel="SMS",
                reference=message.key,
                sender=message.to,
                text=self.chance.choice(["1", "来电了", "几点来电?"]),
                at=self.at,
            )
            for _, message in self.provider.read[before:]
            if self.chance.random() < 0.01
        ]
        if answers:
            self.replies += len(take_replies(answers, at=self.at))


def phones_of(houses: Sequence[House]) -> dict[str, int]:
    """Phone → the service point behind it, to read a night from the phones' side."""
    known = set(ServicePoint.objects.values_list("pk", flat=True))
    return {house.phone: house.point_id for house in houses if house.point_id in known}
