"""The address under which a calendar program reads planned work: of one person, for nothing else, until it is revoked.

What it shows follows the person's role and area at the moment of reading. A new password revokes it too.
"""

import base64
import hashlib
import hmac
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from command_center.ground.organisation.models import CalendarKey, User


def token_for(nonce: uuid.UUID) -> str:
    """192 unguessable bits, URL-safe."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"calendar:" + nonce.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@transaction.atomic
def show(*, person: User, at: datetime) -> str:
    """The person's token, the same each time; made when there is none."""
    nonce = uuid.uuid4()
    key, _ = CalendarKey.objects.get_or_create(
        person=person, defaults={"nonce": nonce, "token_hash": token_hash(token_for(nonce)), "made_at": at}
    )
    return token_for(key.nonce)


@transaction.atomic
def renew(*, person: User, at: datetime) -> str:
    """A new token; the one before opens nothing any more."""
    revoke(person=person)
    return show(person=person, at=at)


def revoke(*, person: User) -> None:
    CalendarKey.objects.filter(person=person).delete()


def person_of(token: str) -> User | None:
    """Whose token it is; None when it was revoked, was never given out, or its person may no longer sign in."""
    key = CalendarKey.objects.select_related("person", "person__home").filter(token_hash=token_hash(token)).first()
    return key.person if key and key.person.is_active else None
