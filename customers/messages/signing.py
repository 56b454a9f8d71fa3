"""Signed calls of gateways, as standardwebhooks.com has it: HMAC-SHA-256 over id, moment and body; five minutes either way."""

import base64
import hashlib
import hmac
from datetime import datetime

TOLERANCE_S = 300
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def signature(secret: str, call_id: str, timestamp: str, body: bytes) -> str:
    signed = b".".join((call_id.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def is_signed(secret: str, *, call_id: str, timestamp: str, signatures: str, body: bytes, at: datetime) -> bool:
    """Whether one of the signatures is ours and the call is of now. Without a secret nothing is."""
    if not secret or not call_id or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return False
    if abs(at.timestamp() - int(timestamp)) > TOLERANCE_S:
        return False
    ours = signature(secret, call_id, timestamp, body)
    return any(hmac.compare_digest(ours.encode(), each.encode()) for each in signatures.split())
