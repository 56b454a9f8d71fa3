"""Ask after the file is closed, hear the answer once, and give whoever is not satisfied to somebody with a due moment."""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from command_center.ground.core.errors import NotFound
from customers.messages.models import Reading, Reply
from customers.messages.reading import read_rating
from customers.messages.services import Recipient, Subject, Word, tell
from workorders.models import Rating, Satisfaction, Survey, WorkOrder
from workorders.services.matters import open_about
from workorders.surveys.models import AnsweredBy

ASKED_OF = ("FAULT", "COMPLAINT", "CONNECTION")
ARCHIVED = "ARCHIVED"
# Nobody is asked more often, whatever they bring us; a question is open for so long. Assumed.
NOT_AGAIN_WITHIN = timedelta(days=30)
OPEN_FOR = timedelta(days=7)
LONGEST_COMMENT = 1000


def token_of(nonce: uuid.UUID) -> str:
    """192 unguessable bits, URL-safe; another key than that of the order's own link."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"survey:" + nonce.bytes, hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def ask(*, order_ids: Collection[int], at: datetime) -> int:
    """Ask the customers of these closed files who want to be called back and have not told us yet; how many are asked.

    Who opted out of messages, who stays unknown, and who was asked within a month is not asked.
    """
    closed = WorkOrder.objects.filter(pk__in=order_ids, kind__in=ASKED_OF, status=ARCHIVED)
    willing = closed.filter(callback_wanted=True, confidential=False, survey=None).exclude(pk__in=_told_us(order_ids))
    reachable = willing.exclude(customer__preference__opted_out=True).exclude(customer=None, reporter_phone="")
    rows = [_survey(order, at) for order in _not_asked_lately(list(reachable.order_by("pk")), at)]
    Survey.objects.bulk_create(rows)
    tell([_word(row) for row in rows], at=at)
    return len(rows)


def _told_us(order_ids: Collection[int]) -> list[int]:
    return list(Rating.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True))


def _not_asked_lately(orders: Sequence[WorkOrder], at: datetime) -> list[WorkOrder]:
    """Whoever was not asked within a month; of several files of one person that are closed together the first. One query."""
    customers = [order.customer_id for order in orders if order.customer_id]
    phones = [order.reporter_phone for order in orders if not order.customer_id]
    same = Q(order__customer_id__in=customers) | Q(order__reporter_phone__in=phones)
    lately = Survey.objects.filter(same, asked_at__gt=at - NOT_AGAIN_WITHIN)
    pairs = lately.values_list("order__customer_id", "order__reporter_phone")
    asked: set[int | str | None] = {who for pair in pairs for who in pair if who}
    found = []
    for order in orders:
        if (order.customer_id or order.reporter_phone) not in asked:
            found.append(order)
            asked |= {order.customer_id, order.reporter_phone}
    return found


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


@transaction.atomic
def answer(
    *, survey_id: int, satisfaction: str, score: int | None = None, comment: str = "", by: str, at: datetime
) -> Survey:
    """The customer's own word, once: a second one changes nothing. Who is not satisfied becomes a matter with its own clocks."""
    row = Survey.objects.select_for_update(no_key=True, of=("self",)).select_related("order").get(pk=survey_id)
    if row.answered_at is not None:
        return row
    row.satisfaction, row.score, row.comment = satisfaction, score, comment.strip()[:LONGEST_COMMENT]
    row.answered_at, row.answered_by = at, by
    if satisfaction == Satisfaction.UNSATISFIED:
        row.matter = _matter(row, at=at)
    row.save()
    return row


def _matter(row: Survey, *, at: datetime) -> WorkOrder:
    words = _("Not satisfied with %(number)s, the customer answers our question.") % {"number": row.order.number}
    text = f"{words} {row.comment}".strip()
    return open_about(row.order, kind="OPINION", sub_kind="SERVICE", text=text, at=at, actor=None)


@transaction.atomic
def hear_replies(*, reply_ids: Sequence[int], at: datetime) -> int:
    """Answers by message to our question; how many were heard. Hearing them again changes nothing."""
    said = Reply.objects.filter(pk__in=list(reply_ids), reading=Reading.RATED, message__kind="SURVEY")
    heard = 0
    for reply in said.select_related("message").order_by("pk"):
        score = read_rating(reply.text)
        row = (
            Survey.objects.filter(order_id=reply.message.subject_id, answered_at=None).first()
            if reply.message
            else None
        )
        if row is None or score is None:
            continue
        number = score if reply.text.strip().isdigit() else None
        answer(survey_id=row.pk, satisfaction=satisfaction_of(score), score=number, by=AnsweredBy.MESSAGE.value, at=at)
        heard += 1
    return heard
