"""Sending a code and taking it back in. A code lives ten minutes, is good once, and bears five wrong tries.

Assumed, as is usual for such codes: six digits, at most one a minute and five an hour to one phone.
"""

import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from command_center.ground.core.sealing import digest
from customers.messages.gateways import Outgoing, gateway_for
from customers.verification.models import PhoneCode

LIVES = timedelta(minutes=10)
MOST_TRIES = 5
PAUSE, AN_HOUR, MOST_AN_HOUR = timedelta(minutes=1), timedelta(hours=1), 5


@transaction.atomic
def send_code(*, phone: str, purpose: str, reference: str, words: str, at: datetime) -> datetime:
    """Send a code to the phone (E.164), with ``words`` that hold ``{code}``; until when it is good.

    The code stands in no row of ours: it leaves through the gateway once the transaction has committed. Raises ``Conflict``
    where one was sent a moment ago, or too many were within the hour.
    """
    _refuse_flood(digest(phone), at)
    PhoneCode.objects.filter(purpose=purpose, reference=reference, used_at=None).delete()
    code = f"{secrets.randbelow(1_000_000):06d}"
    PhoneCode.objects.create(
        purpose=purpose, reference=reference, phone_digest=digest(phone), code_digest=_digest(purpose, reference, code),
        sent_at=at, expires_at=at + LIVES,
    )  # fmt: skip
    text, language = words.format(code=code), get_language() or ""
    message = Outgoing(key=f"code-{uuid.uuid4()}", kind="CODE", to=phone, text=text, language=language)
    transaction.on_commit(lambda: gateway_for("SMS").send([message]))
    return at + LIVES


def _refuse_flood(phone_digest: str, at: datetime) -> None:
    sent = PhoneCode.objects.filter(phone_digest=phone_digest)
    if sent.filter(sent_at__gt=at - PAUSE).exists():
        raise Conflict(_("A code was sent a moment ago. Please wait a minute."))
    if sent.filter(sent_at__gt=at - AN_HOUR).count() >= MOST_AN_HOUR:
        raise Conflict(_("Too many codes were sent. Please try again in an hour, or call 95598."))


def is_code(*, code: str, purpose: str, reference: str, at: datetime) -> bool:
    """Whether this is the code that was sent; a right one is used up, a wrong try is counted.

    In the caller's transaction, which has to commit also where the code was wrong. Raises ``Conflict`` where none is open.
    """
    row = (
        PhoneCode.objects.select_for_update(no_key=True)
        .filter(purpose=purpose, reference=reference, used_at=None)
        .first()
    )
    if row is None or row.expires_at <= at or row.tries >= MOST_TRIES:
        raise Conflict(_("This code is no longer good. Ask for a new one."))
    is_right = hmac.compare_digest(row.code_digest, _digest(purpose, reference, code.strip()))
    row.tries, row.used_at = row.tries + 1, at if is_right else None
    row.save(update_fields=["tries", "used_at"])
    return is_right


def drop_old_codes(*, before: datetime) -> int:
    """Codes that can serve nobody any more; how many."""
    return PhoneCode.objects.filter(expires_at__lt=before).delete()[0]


def _digest(purpose: str, reference: str, code: str) -> str:
    return digest(f"{purpose}:{reference}:{code}")
