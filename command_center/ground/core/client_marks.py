"""Marks of clients without an account, as far as may be kept: a keyed hash of the address, the kind of device."""

import hashlib
import hmac
import re

from django.conf import settings

KINDS = (
    ("WeChat", re.compile(r"MicroMessenger", re.IGNORECASE)),
    ("phone", re.compile(r"Mobile|Android|iPhone|HarmonyOS", re.IGNORECASE)),
    ("browser", re.compile(r"Mozilla", re.IGNORECASE)),
)


def mark_of(address: str | None) -> str:
    """The same address gives the same mark, and nobody without the site's secret finds the address to a mark."""
    return hmac.new(settings.SECRET_KEY.encode(), b"address:" + (address or "").encode(), hashlib.sha256).hexdigest()[
        :12
    ]


def device_kind(user_agent: str) -> str:
    """``WeChat``, ``phone``, ``browser`` or ``program``."""
    return next((kind for kind, sign in KINDS if sign.search(user_agent)), "program")
