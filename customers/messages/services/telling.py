"""Tell many customers in a handful of statements: who is meant, how they want it, what they know already, one row each.

A higher app says *what* (``Word``): the kind, the subject, the promise and whom it concerns. What each of them then reads
follows from what they were told last. Saying it again changes nothing; a newer word replaces an older one that has not left.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import override

from command_center.ground.core.postgres import insert_rows
from command_center.ground.core.values import CHINA
from customers.messages.catalogue import KINDS, SUPPLY, MessageKind, PromiseKind
from customers.messages.models import ON_ITS_WAY, Message, MessageState, Promise
from customers.messages.promises import Pledge, is_worth_telling
from customers.messages.quiet_hours import may_go_at
from customers.messages.selectors.recipients import Known, Recipient, known_recipients
from customers.messages.services.book import Last, last_words
from customers.messages.services.templates import texts_in_force
from customers.messages.wording import is_owed, text_kind, write

INSERTED = (
    "key", "kind", "family", "customer", "org_path", "subject_kind", "subject_id", "subject_ref", "channel", "recipient",
    "language", "template_version", "variables", "text", "reason", "promise_kind", "from_at", "until_at", "since_at",
    "chains", "state", "due_at", "attempts", "gateway", "provider_id", "error", "created_at", "settled_how", "updated_at",
)  # fmt: skip
COLUMNS = tuple("customer_id" if name == "customer" else name for name in INSERTED)
# What was said before under this key did not go, because something else held or was said; now it holds again: it goes after all, as it
# is said now. What may have arrived does not: a word that nobody was handed, or whose gateway said that it did not take it.
COMES_BACK = f"""
(key) DO UPDATE SET overtaken = '', {{written}} WHERE {Message._meta.db_table}.state = 'REPLACED'
    AND (excluded.until_at IS NULL OR excluded.promise_kind = '{PromiseKind.BACK}' OR excluded.until_at > excluded.created_at)
    AND ({Message._meta.db_table}.attempts = 0 OR {Message._meta.db_table}.promise_kind <> '' AND NOT EXISTS (
        SELECT FROM {Promise._meta.db_table} p WHERE p.message_id = {Message._meta.db_table}.id AND p.void_at IS NULL))
""".format(written=", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name not in ("key", "settled_how")))
# Why a message goes no more whose recipient is not to be known.
SEALED = "sealed"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a message is about: ``kind`` e.g. ``outage``, and its number as people say it."""

    kind: str
    id: int
    ref: str
    org_path: str


@dataclass(frozen=True, kw_only=True)
class Word:
    """One thing to be told. ``event`` tells it apart from the other words about the subject: told once a customer.

    ``variables``: words, those of the catalogues not translated yet; moments as RFC 3339. ``reason``: a code of ``catalogue.REASONS``, where the word takes an
    earlier one back. ``chain``: what the promise is about: of each recipient's service point (``supply:17``), or as it stands.
    ``once``: it says what happened and not how things stand, so that said again it changes nothing, also not what was said after it.
    """

    kind: str
    subject: Subject
    event: str
    to: Sequence[Recipient]
    variables: Mapping[str, Any] = field(default_factory=dict)
    pledge: Pledge | None = None
    reason: str = ""
    chain: str = SUPPLY
    once: bool = False


@transaction.atomic
def tell(words: Sequence[Word], *, at: datetime) -> int:
    """Write the messages of these words; how many are new, or hold again. However many they are: seven statements, one more where some
    are no customers, and one where some are said once."""
    heard = _heard(words)
    if not heard:
        return 0
    lasts = last_words(chain for each in heard for chain in each.chains)
    for each in heard:
        each.look_back(lasts)
    heard = _not_said_before(heard)
    _replace_unsent(heard, at=at)
    texts = texts_in_force()
    rows = sorted((_row(each, texts, at) for each in heard if each.learns), key=lambda row: row.key)
    return insert_rows(list({row.key: row for row in rows}.values()), INSERTED, on_conflict=COMES_BACK)


@transaction.atomic
def withdraw(subjects: Iterable[tuple[str, int]], families: Iterable[str], *, at: datetime, why: str) -> int:
    """What has not left yet about these subjects does not go any more; how many."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, pk in subjects:
        by_kind[kind].append(pk)
    unsent = Message.objects.filter(state__in=ON_ITS_WAY, family__in=list(families))
    return sum(
        unsent.filter(subject_kind=kind, subject_id__in=ids).update(**_goes_no_more(why), updated_at=at)
        for kind, ids in by_kind.items()
    )


@transaction.atomic
def withdraw_windows(windows: Mapping[tuple[str, int], datetime | None], family: str, *, at: datetime, why: str) -> int:
    """Subject → the begin of the window that holds for it now, None where none does: unsent words of others do not go; how many."""
    unsent = Message.objects.filter(state__in=ON_ITS_WAY, family=family)
    return sum(
        unsent.filter(subject_kind=kind, subject_id=pk)
        .exclude(from_at=from_at)
        .update(**_goes_no_more(why), updated_at=at)
        for (kind, pk), from_at in windows.items()
    )


@transaction.atomic
def forget_recipients(subject: tuple[str, int], *, at: datetime) -> None:
    """Who hears of this subject is not to be known from now on: what has not left does not go, of the rest stays that it went.

    What is being handed over in this very moment keeps its address until the gateway has answered.
    """
    kind, pk = subject
    rows = Message.objects.filter(subject_kind=kind, subject_id=pk)
    rows.filter(state__in=ON_ITS_WAY).update(**_goes_no_more(SEALED))
    veil(rows.exclude(state=MessageState.SENDING), at=at)
    Promise.objects.filter(subject_kind=kind, subject_id=pk).update(customer=None)


def veil(rows: QuerySet[Message], *, at: datetime) -> None:
    """Of these messages stays that they went, and not to whom."""
    key = Concat(Value("sealed:"), Cast("pk", CharField()))
    rows.update(recipient="", customer=None, variables={}, key=key, updated_at=at)


def _goes_no_more(why: str) -> dict[str, Any]:
    """What becomes of a message that is not to go any more: one that is being handed over does not go *again*."""
    waits = Q(state=MessageState.WAITING)
    return {
        "state": Case(When(waits, then=Value(MessageState.REPLACED)), default=F("state")),
        "error": Case(When(waits, then=Value(why)), default=F("error")),
        "overtaken": why,
    }


@dataclass
class _Heard:
    """One word for one customer; of their supply for one of their places. With all of its chains, where several meters hang there."""

    word: Word
    known: Known
    chains: list[str] = field(default_factory=list)
    point_ids: list[int] = field(default_factory=list)  # whose supply it is about
    last: Last | None = None
    learns: bool = True

    def look_back(self, lasts: Mapping[str, Last]) -> None:
        """The last word that this one answers: of several places the one told latest."""
        found = [lasts[chain] for chain in self.chains if chain in lasts]
        self.last = max(found, key=lambda last: (last.told.told_at, last.id), default=None)
        told, pledge = self.last.told if self.last else None, self.word.pledge
        owed = self.known.recipient.is_owed or is_owed(self.word.kind, told, pledge)
        self.learns = owed and (pledge is None or self.kind.is_reminder or is_worth_telling(told, pledge))

    @property
    def kind(self) -> MessageKind:
        return KINDS[text_kind(self.word.kind, self.last.told if self.last else None, self.word.pledge)]

    @property
    def key(self) -> str:
        """Stable however often it is said; who was told meanwhile something else of their supply hears the old word anew."""
        subject, who = self.word.subject, self.known.customer_id or self.known.address
        if self.point_ids:
            who = f"{who}.{min(self.point_ids)}"
        again = self.learns and self.word.chain == SUPPLY and self.word.pledge is not None
        after = f":after-{self.last.id}" if self.last and again else ""
        return f"{subject.kind}:{subject.id}:{self.word.event}{after}:{who}"[:160]


def _heard(words: Sequence[Word]) -> list[_Heard]:
    everybody = known_recipients([recipient for word in words for recipient in word.to])
    heard: dict[tuple[int, Any, str], _Heard] = {}
    for number, word in enumerate(words):
        for recipient in word.to:
            known = everybody.get(recipient.identity)
            if known is None:
                continue
            known = replace(known, recipient=recipient)
            is_supply = word.chain == SUPPLY and recipient.point_id is not None
            who = (number, known.customer_id or known.address, known.place if is_supply else "")
            chain = f"{word.chain}:{recipient.point_id}" if recipient.point_id else word.chain
            each = heard.setdefault(who, _Heard(word, known))
            if recipient.is_owed and not each.known.recipient.is_owed:
                each.known = known
            if chain != SUPPLY:
                each.chains.append(chain)
            if is_supply and recipient.point_id is not None:
                each.point_ids.append(recipient.point_id)
    return list(heard.values())


def _not_said_before(heard: list[_Heard]) -> list[_Heard]:
    """Without the words that are said once and were said, whatever became of them. One query, none where no word is said once."""
    keys = [each.key for each in heard if each.word.once]
    said = set(Message.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    return [each for each in heard if not (each.word.once and each.key in said)]


# What waits does not go; what is being handed over does not go again, unless the same is said once more meanwhile. Of a word that tells
# its customer nothing new, whatever stands under its event is the same word, after whatever it was said.
IS_OTHER = """CASE WHEN w.learns THEN m.key <> w.key
    ELSE m.subject_kind || ':' || m.subject_id <> w.subject OR split_part(m.key, ':', 3) <> w.event END"""
# Whom a customer's row names, and whom only their address does: each by an index of its own.
REPLACE = f"""
UPDATE {Message._meta.db_table} m SET state = CASE m.state WHEN 'WAITING' THEN 'REPLACED' ELSE m.state END,
    error = CASE m.state WHEN 'WAITING' THEN 'replaced' ELSE m.error END,
    overtaken = CASE WHEN m.overtaken = '{SEALED}' THEN m.overtaken WHEN {IS_OTHER} THEN 'replaced' ELSE '' END, updated_at = %(at)s
FROM unnest(%(whom)s::{{type}}[], %(families)s::text[], %(keys)s::text[], %(subjects)s::text[], %(events)s::text[], %(learn)s::boolean[],
    %(chains)s::text[]) AS w (whom, family, key, subject, event, learns, chain)
WHERE m.state IN ('WAITING', 'SENDING') AND {{same}} AND m.family = w.family AND ({IS_OTHER} OR m.overtaken <> '')
    AND CASE WHEN m.family <> '{SUPPLY}' THEN m.subject_kind || ':' || m.subject_id = w.subject
        ELSE w.chain = '' OR w.chain = ANY(m.chains) END
"""
REPLACE_OF_CUSTOMERS = REPLACE.format(type="bigint", same="m.customer_id = w.whom")
REPLACE_OF_STRANGERS = REPLACE.format(type="text", same="m.customer_id IS NULL AND m.recipient = w.whom")


def _replace_unsent(heard: Sequence[_Heard], *, at: datetime) -> None:
    """Older words of the same family that still wait do not go: the last one wins. Of the supply those about the same place, whichever
    outage they are about. In the order of the customers, then of the addresses."""
    ours = sorted((each for each in heard if each.known.customer_id), key=lambda each: each.known.customer_id or 0)
    strangers = sorted((each for each in heard if not each.known.customer_id), key=lambda each: each.known.address)
    _replace(REPLACE_OF_CUSTOMERS, [(each.known.customer_id, each) for each in ours], at)
    _replace(REPLACE_OF_STRANGERS, [(each.known.address, each) for each in strangers if each.known.address], at)


def _replace(statement: str, heard: Sequence[tuple[int | str | None, _Heard]], at: datetime) -> None:
    if not heard:
        return
    rows = [
        (whom, each, chain)
        for whom, each in heard
        for chain in ([f"{SUPPLY}:{point_id}" for point_id in each.point_ids] or [""])
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "at": at,
                "whom": [whom for whom, _each, _chain in rows],
                "families": [each.kind.family for _whom, each, _chain in rows],
                "keys": [each.key for _whom, each, _chain in rows],
                "subjects": [f"{each.word.subject.kind}:{each.word.subject.id}" for _whom, each, _chain in rows],
                "events": [each.word.event for _whom, each, _chain in rows],
                "learn": [each.learns for _whom, each, _chain in rows],
                "chains": [chain for _whom, _each, chain in rows],
            },
        )


def _row(each: _Heard, texts: Mapping[tuple[str, str], tuple[int, str]], at: datetime) -> Message:
    word, known, kind = each.word, each.known, each.kind
    pledge = word.pledge
    with override(known.language):
        said = {name: str(value) for name, value in word.variables.items()}
    variables = {"number": word.subject.ref, "address": known.place, **said}
    version, template = texts[kind.code, known.language]
    refused = _why_not(known, kind)
    return Message(
        key=each.key,
        kind=kind.code,
        family=kind.family,
        customer_id=known.customer_id,
        org_path=known.org_path or word.subject.org_path,
        subject_kind=word.subject.kind,
        subject_id=word.subject.id,
        subject_ref=word.subject.ref,
        channel=known.channel,
        recipient=known.address,
        language=known.language,
        template_version=version,
        variables=variables,
        text=write(
            kind.code,
            template,
            variables,
            reason=word.reason,
            last=each.last.told if each.last else None,
            language=known.language,
            zone=CHINA,
        ),
        reason=word.reason,
        promise_kind=str(pledge.kind) if pledge else "",
        from_at=pledge.from_at if pledge else None,
        until_at=pledge.until_at if pledge else None,
        since_at=pledge.since_at if pledge else None,
        chains=sorted(each.chains) if pledge else [],
        state=MessageState.WITHHELD if refused else MessageState.WAITING,
        due_at=may_go_at(
            at + timedelta(seconds=kind.holds_seconds),
            known.quiet,
            zone=CHINA,
            at_night=kind.at_night,
            is_life_support=known.is_life_support,
        ),
        error=refused,
        created_at=at,
    )


def _why_not(known: Known, kind: MessageKind) -> str:
    if known.opted_out and not (kind.safety or kind.on_request):
        return "opted_out"
    return "" if known.address else "no_address"
