"""Ask after the file is closed, hear the answer once, and give whoever is not satisfied to somebody with a due moment."""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import NotFound
from command_center.ground.core.postgres import update_rows
from customers.messages.models import Reading, Reply
from customers.messages.reading import read_rating
from customers.messages.services import Recipient, Subject, Word, tell
from customers.messages.services.preferences import want_no_surveys
from workorders.models import Rating, Satisfaction, Survey, WorkOrder
from workorders.services.matters import open_about_each
from workorders.surveys.models import AnsweredBy

ASKED_OF = ("FAULT", "COMPLAINT", "CONNECTION")
ARCHIVED = "ARCHIVED"
# Nobody is asked more often, whatever they bring us; a question is open for so long. Assumed.
NOT_AGAIN_WITHIN = timedelta(days=30)
OPEN_FOR = timedelta(days=7)
LONGEST_COMMENT = 1000
REFUSED = Q(refused_at__isnull=False, order__customer=None)


def token_of(nonce: uuid.UUID) -> str:
    """192 unguessable bits, URL-safe; another key than that of the order's own link."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"survey:" + nonce.bytes, hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def ask(*, order_ids: Collection[int], at: datetime) -> int:
    """Ask the customers of these closed files who have not told us yet; how many are asked.

    Not asked is who wants no such questions or no messages at all, who wants no call back about this matter, who stays
    unknown, and who was asked within a month.
    """
    closed = WorkOrder.objects.filter(pk__in=order_ids, kind__in=ASKED_OF, status=ARCHIVED)
    willing = closed.filter(callback_wanted=True, confidential=False, survey=None).exclude(pk__in=_told_us(order_ids))
    unwilling = Q(customer__preference__opted_out=True) | Q(customer__preference__no_surveys=True)
    reachable = willing.exclude(unwilling).exclude(customer=None, reporter_phone="")
    rows = [_survey(order, at) for order in _may_be_asked(list(reachable.order_by("pk")), at)]
    Survey.objects.bulk_create(rows)
    tell([_word(row) for row in rows], at=at)
    return len(rows)


def _told_us(order_ids: Collection[int]) -> list[int]:
    return list(Rating.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True))


def _may_be_asked(orders: Sequence[WorkOrder], at: datetime) -> list[WorkOrder]:
    """Whoever was not asked within a month; of several files of one person that are closed together the first. One query.

    A customer's refusal is their preference; of a phone of no customer it stands with the survey that was refused.
    """
    customers = [order.customer_id for order in orders if order.customer_id]
    phones = [order.reporter_phone for order in orders if not order.customer_id]
    same = Q(order__customer_id__in=customers) | Q(order__reporter_phone__in=phones)
    bars = Survey.objects.filter(same, Q(asked_at__gt=at - NOT_AGAIN_WITHIN) | REFUSED)
    pairs = bars.values_list("order__customer_id", "order__reporter_phone")
    barred: set[int | str | None] = {who for pair in pairs for who in pair if who}
    found = []
    for order in orders:
        if (order.customer_id or order.reporter_phone) not in barred:
            found.append(order)
            barred |= {order.customer_id, order.reporter_phone}
    return found


@transaction.atomic
def refuse(*, survey_id: int, at: datetime) -> None:
    """Whoever has the link wants no such question again; of a customer it is a preference, which the back office can take back."""
    row = _asked().get(pk=survey_id)
    if row.refused_at is None:
        Survey.objects.filter(pk=row.pk).update(refused_at=at)
    if row.order.customer_id is not None:
        want_no_surveys(row.order.customer_id)


def _survey(order: WorkOrder, at: datetime) -> Survey:
    nonce = uuid.uuid4()
    return Survey(order=order, nonce=nonce, token_hash=hash_of(token_of(nonce)), asked_at=at, expires_at=at + OPEN_FOR)


def url_of(row: Survey) -> str:
    return f"{settings.SITE_URL}/survey/{token_of(row.nonce)}/"


def _word(row: Survey) -> Word:
    order = row.order
    return Word(
        kind="SURVEY",
        subject=Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path),
        event="survey",
        to=[Recipient(customer_id=order.customer_id, phone=order.reporter_phone)],
        variables={"url": url_of(row)},
    )


def behind(token: str, *, at: datetime) -> Survey:
    """The survey of this link. Raises ``NotFound`` for unknown and over alike."""
    row = Survey.objects.filter(token_hash=hash_of(token), expires_at__gt=at).select_related("order").first()
    if row is None:
        raise NotFound()
    return row


def satisfaction_of(score: int) -> Satisfaction:
    """Five and four are satisfied, three is fair, two and one are not. Assumed."""
    return Satisfaction.SATISFIED if score >= 4 else Satisfaction.FAIR if score == 3 else Satisfaction.UNSATISFIED


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a customer answers. ``score``: 1 to 5, where they said a number."""

    satisfaction: str
    score: int | None = None
    comment: str = ""


@transaction.atomic
def answer(
    *, survey_id: int, satisfaction: str, score: int | None = None, comment: str = "", by: str, at: datetime
) -> Survey:
    """The customer's own word, once: a second one changes nothing. Who is not satisfied becomes a matter with its own clocks."""
    row = _asked().get(pk=survey_id)
    if row.answered_at is None:
        _take([(row, Said(satisfaction=satisfaction, score=score, comment=comment))], by=by, at=at)
    return row


def _asked() -> "QuerySet[Survey]":
    """Surveys under their locks, always in one order, with what their matters take from the orders."""
    rows = Survey.objects.select_for_update(no_key=True, of=("self",))
    named = rows.select_related("order__centre", "order__unit").defer("order__centre__area", "order__unit__area")
    return named.order_by("pk")


def _take(answers: Sequence[tuple[Survey, Said]], *, by: str, at: datetime) -> None:
    """Write answers to surveys that are locked and have none; so many queries, however many there are."""
    for row, said in answers:
        row.satisfaction, row.score, row.comment = said.satisfaction, said.score, said.comment.strip()[:LONGEST_COMMENT]
        row.answered_at, row.answered_by = at, by
    unhappy = [row for row, said in answers if said.satisfaction == Satisfaction.UNSATISFIED]
    about = [(row.order, _complaint(row)) for row in unhappy]
    opened = open_about_each(about, kind="OPINION", sub_kind="SERVICE", at=at, actor=None) if about else []
    for row, matter in zip(unhappy, opened, strict=True):
        row.matter = matter
    fields = ["satisfaction", "score", "comment", "answered_at", "answered_by", "matter"]
    update_rows([row for row, _said in answers], fields)


def _complaint(row: Survey) -> str:
    words = _("Not satisfied with %(number)s, the customer answers our question.") % {"number": row.order.number}
    return f"{words} {row.comment}".strip()


@transaction.atomic
def hear_replies(*, reply_ids: Sequence[int], at: datetime) -> int:
    """Answers by message to our question; how many were heard. Hearing them again changes nothing, and of two of one customer the first counts."""
    rated = Reply.objects.filter(pk__in=list(reply_ids), reading=Reading.RATED, message__kind="SURVEY")
    first: dict[int, Said] = {}
    for order_id, text in rated.order_by("pk").values_list("message__subject_id", "text"):
        if (score := read_rating(text)) is not None:
            number = score if text.strip().isdigit() else None
            first.setdefault(order_id, Said(satisfaction=satisfaction_of(score), score=number))
    rows = list(_asked().filter(order_id__in=first, answered_at=None)) if first else []
    if rows:
        _take([(row, first[row.order_id]) for row in rows], by=AnsweredBy.MESSAGE.value, at=at)
    return len(rows)
