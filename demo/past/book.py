"""Messages of the invented past, what became of each, and the book of promises kept by them.

The rules are the product's: what a text says after what was told before, when it may go, what contradicts what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import KINDS, ZH, PromiseKind
from customers.messages.models import Message, MessageChannel, MessageState, Promise, Reply
from customers.messages.promises import News, Pledge, Told, news
from customers.messages.quiet_hours import USUAL, may_go_at
from customers.messages.services.sending import is_stale
from customers.messages.wording import is_owed, text_kind, write
from demo.past.unsaved import unsaved
from demo.past.world import INVENTED, World

NO_RECEIPT, NOT_DELIVERED, UNCERTAIN, ANSWERED = 0.015, 0.02, 0.001, 0.03
GATEWAY = "demo"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One word to one customer, at the moment at which somebody had something to tell."""

    kind: str
    at: datetime
    event: str
    variables: Mapping[str, str]
    pledge: Pledge | None = None
    chain: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class To:
    """Whom it is told, and about what (``outage 17``)."""

    subject_kind: str
    subject_id: int
    ref: str
    org_path: str
    customer_id: int | None
    phone: str


@dataclass
class Book:
    """Messages and words so far; ``lasts`` is the last word of each chain that somebody heard."""

    world: World
    messages: list[Message] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    lasts: dict[str, tuple[int, Told]] = field(default_factory=dict)
    words: dict[str, list[Promise]] = field(default_factory=dict)

    def tell(self, to: To, said: Sequence[Said]) -> None:
        """Words to one customer about one matter, in their order: what a newer one overtakes before it may leave does not go."""
        said = [each for each in said if each.at <= self.world.now]
        leaves = [may_leave(each) for each in said]
        for n, each in enumerate(said):
            family = KINDS[each.kind].family
            newer = takewhile(lambda other: other.at <= leaves[n], said[n + 1 :])  # noqa: B023
            self._message(to, each, leaves[n], any(KINDS[other.kind].family == family for other in newer))

    def came_true(self, chain: str, at: datetime) -> None:
        """Power is back, somebody is there: every word of the chain that waited for it."""
        for row in self.words.get(chain, ()):
            if row.came_true_at is None and row.kind != PromiseKind.BACK and row.told_at <= at:
                row.came_true_at = at

    def number_by_time(self) -> None:
        """Keys in the order of time, as rows have them that were written one after the other: logs and last words go by key."""
        self.messages.sort(key=lambda row: (row.created_at, row.pk))
        self.promises.sort(key=lambda row: (row.told_at, row.pk))
        self.replies.sort(key=lambda row: row.received_at)
        messages, promises = _renumbered(self.messages), _renumbered(self.promises)
        for reply in self.replies:
            reply.message_id = messages.get(reply.message_id or 0)
        for promise in self.promises:
            promise.message_id = messages.get(promise.message_id or 0)
            promise.contradicts_id = promises.get(promise.contradicts_id or 0)

    def _message(self, to: To, said: Said, leaves_at: datetime, overtaken: bool) -> None:
        last = self.lasts.get(said.chain)
        told, pledge = last[1] if last else None, said.pledge
        if not is_owed(said.kind, told, pledge):
            return
        against = pledge is not None and news(told, pledge) is News.CONTRADICTS and not said.reason
        kind = KINDS[text_kind(said.kind, told, pledge)]
        variables = {"number": to.ref, **said.variables}
        row = unsaved(
            Message, next(self.world.ids.messages), key=f"{to.subject_kind}:{to.subject_id}:{said.event}:{to.customer_id or to.phone}",
            kind=kind.code, family=kind.family, customer_id=to.customer_id, org_path=to.org_path, subject_kind=to.subject_kind,
            subject_id=to.subject_id, subject_ref=to.ref, channel=MessageChannel.SMS.value, recipient=to.phone, language=ZH,
            variables=variables, reason=said.reason, created_at=said.at, due_at=leaves_at, updated_at=leaves_at,
            promise_kind=str(pledge.kind) if pledge else "", chains=[said.chain] if pledge else [],
            from_at=pledge.from_at if pledge else None, until_at=pledge.until_at if pledge else None,
            since_at=pledge.since_at if pledge else None,
            text=write(kind.code, kind.texts[ZH], variables, reason=said.reason, last=told, language=ZH, zone=CHINA),
        )  # fmt: skip
        self.messages.append(row)
        self._send(row, overtaken or against, is_stale(pledge, leaves_at) if pledge else False)
        if pledge and row.state not in (MessageState.WAITING, MessageState.REPLACED, MessageState.WITHHELD):
            self._promise(row, said.chain, pledge, last)

    def _send(self, row: Message, overtaken: bool, stale: bool) -> None:
        """Taken over by the gateway, and what the receipt says; what did not arrive, a person has told otherwise by now."""
        world, lot = self.world, self.world.lot.random()
        if not row.recipient:
            row.state, row.error = MessageState.WITHHELD.value, "no_address"
        elif overtaken or stale:
            row.state, row.error = MessageState.REPLACED.value, "stale" if stale else "replaced"
        elif row.due_at <= world.now:
            row.gateway, row.attempts, row.provider_id = GATEWAY, 1, f"{INVENTED}-{row.pk}"
            row.claimed_at = row.sent_at = row.due_at
            row.state = MessageState.SENT.value
            if lot < NOT_DELIVERED + UNCERTAIN:
                row.state = (MessageState.UNCERTAIN if lot < UNCERTAIN else MessageState.FAILED).value
                row.error = "" if lot < UNCERTAIN else "unreachable"
                row.settled_at = min(row.due_at + timedelta(hours=world.between(0.2, 5)), world.now)
                row.settled_by_id, row.settled_how = world.desk, "已改由电话告知"
            elif lot > NO_RECEIPT + NOT_DELIVERED + UNCERTAIN:
                row.state = MessageState.DELIVERED.value
                row.delivered_at = row.due_at + timedelta(seconds=round(world.between(2, 40)))

    def _promise(self, message: Message, chain: str, pledge: Pledge, last: "tuple[int, Told] | None") -> None:
        against = last[0] if last and news(last[1], pledge) is News.CONTRADICTS else None
        row = unsaved(
            Promise, next(self.world.ids.promises), chain=chain, customer_id=message.customer_id, org_path=message.org_path,
            subject_kind=message.subject_kind, subject_id=message.subject_id, subject_ref=message.subject_ref,
            told_at=message.due_at, channel=message.channel, message_id=message.pk, contradicts_id=against,
            reason=message.reason, **{name: getattr(pledge, name) for name in ("from_at", "until_at", "since_at")},
            kind=str(pledge.kind),
        )  # fmt: skip
        self.promises.append(row)
        if message.state == MessageState.FAILED:
            row.void_at = message.settled_at
            return
        self.words.setdefault(chain, []).append(row)
        self.lasts[chain] = row.pk, Told(told_at=row.told_at, **vars(pledge))

    def answer(self, message: Message, text: str, reading: str) -> None:
        """What the customer wrote back; what no machine reads, a person has read by now."""
        at = message.due_at + timedelta(minutes=round(self.world.between(1, 30)))
        unread: dict[str, Any] = (
            {"settled_at": at, "settled_by_id": self.world.desk, "settled_how": "已阅"} if reading == "UNREAD" else {}
        )
        self.replies.append(
            unsaved(
                Reply, channel=message.channel, reference=f"{INVENTED}-r{message.pk}", sender=message.recipient, text=text,
                reading=reading, message_id=message.pk, customer_id=message.customer_id, org_path=message.org_path,
                received_at=at, updated_at=at, **unread,
            )
        )  # fmt: skip


def _renumbered(rows: Sequence[Message] | Sequence[Promise]) -> dict[int, int]:
    """Give the same keys anew, in the order of ``rows``; old key → new one."""
    given = {row.pk: key for row, key in zip(rows, sorted(row.pk for row in rows), strict=True)}
    for row in rows:
        row.pk = given[row.pk]
    return given


def may_leave(said: Said) -> datetime:
    """After its hold, and not at night."""
    kind = KINDS[said.kind]
    due_at = said.at + timedelta(seconds=kind.holds_seconds)
    return may_go_at(due_at, USUAL, zone=CHINA, at_night=kind.at_night, is_life_support=False)
