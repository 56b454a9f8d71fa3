"""Sealed text: only a process that holds the key reads it, whatever is copied out of the database.

Fernet (AES-128-CBC and HMAC-SHA256) by ``SEAL_KEYS``: the first key seals, every key opens, so that keys can be changed.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(fields: Mapping[str, Any]) -> bytes:
    """The fields as a sealed text; the same fields twice are two different texts."""
    return _keys().encrypt(json.dumps(dict(fields), ensure_ascii=False).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, Any]:
    """What was sealed. Raises ``cryptography.fernet.InvalidToken`` where no key of ours opens it."""
    opened: dict[str, Any] = json.loads(_keys().decrypt(bytes(sealed)))
    return opened


def digest(text: str) -> str:
    """By which the same text is recognised without being readable: keyed, 64 hexadecimal digits; "" of nothing."""
    return hmac.new(settings.SEAL_KEYS[-1].encode(), text.encode(), hashlib.sha256).hexdigest() if text else ""


def _keys() -> MultiFernet:
    return _made_of(tuple(settings.SEAL_KEYS))


@cache
def _made_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
