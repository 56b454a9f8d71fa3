"""What nobody means to send, for every kind of field; and bodies as no browser makes them."""

import random
from typing import Any
from urllib.parse import quote_from_bytes

from tests.connections.test_apply import HEIC, HOSTILE
from tests.workorders.test_photos import png_of, upload

WORDS: list[str | bytes] = [
    "", " ", "\x00", "没电\x00了", "\u202e反向\u2066", "\ufeff", "\ud800".encode(errors="surrogatepass"), b"\xff\xfe", "长" * 900, "长" * 5000,
    "一行\r\n" * 150, "<script>alert(1)</script>", "'; DROP TABLE users; --", "{{ 7|add:7 }}{% now 'Y' %}", "%s %(x)s {} {0}", "../../etc/passwd",
    "𝟙𝟚𝟛", "١٢٣", "😀" * 300, "null", "[]", "true", "-1", "0", "1e309", "NaN", "Infinity", "1_000", "0x10", "9" * 400, "1,5", "+86138", "13800135612",
]  # fmt: skip
MOMENTS: list[str | bytes] = [
    "2026-02-30T08:00:00+08:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2026-12-01T08:00:00+99:99", "2026-12-01T25:61:00Z",
    "2026-12-01", "2026-W49-2", "2026-12-01T08:00:00 08:00", "2026-12-01T08:00:00", "20261201T080000Z", "0000-00-00T00:00:00Z", "2026-12-01T08:00:00Z\x00",
]  # fmt: skip
NAMES = [
    "a.jpg",
    "身份证.heic",
    "../../etc/passwd",
    "a\x00.jpg",
    "x" * 300 + ".png",
    "",
    "a.jpg\r\nX-Evil: 1",
    ".",
    "CON.heic",
]
FILES = [
    *HOSTILE, HEIC, upload().read(), png_of(12_001, 10), png_of(30_000, 30_000), b"GIF89a/*" + upload().read(), b"PK\x03\x04" + b"\0" * 400,
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><svg>&a;</svg>", b"%PDF-1.7\n%\xe2\xe3", HEIC + upload().read(), upload().read()[:200],
]  # fmt: skip
BOUNDARY = "----hostile"
TYPES = ["text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-7",
         "application/x-www-form-urlencoded; charset=nonsense", "application/octet-stream", "", "multipart/form-data; boundary=" + "x" * 300]  # fmt: skip

Pairs = list[tuple[str, str | bytes]]
Files = list[tuple[str, str, bytes]]


def encoded(pairs: Pairs) -> bytes:
    """As a form without files is sent, whatever its bytes."""
    return "&".join(f"{quote_from_bytes(_bytes(k))}={quote_from_bytes(_bytes(v))}" for k, v in pairs).encode()


def multipart(pairs: Pairs, files: Files) -> bytes:
    """As a form with files is sent; values and names of files go as they are."""
    parts = [(f'name="{name}"', _bytes(value)) for name, value in pairs]
    parts += [(f'name="{name}"; filename="{called}"\r\nContent-Type: image/jpeg', content) for name, called, content in files]  # fmt: skip
    lines = [
        b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), _bytes(head), body)
        for head, body in parts
    ]
    return b"".join(lines) + b"--%s--\r\n" % BOUNDARY.encode()


def some_body(dice: random.Random, pairs: Pairs, files: Files) -> tuple[bytes, str]:
    """The form and its type: mostly as a browser sends it, now and then with another type or cut off."""
    whole = dice.random() < 0.5 or bool(files)
    body, kind = (
        (multipart(pairs, files), f"multipart/form-data; boundary={BOUNDARY}")
        if whole
        else (encoded(pairs), "application/x-www-form-urlencoded")
    )
    if dice.random() < 0.1:
        body = body[: dice.randrange(len(body) + 1)]
    return body, dice.choice(TYPES) if dice.random() < 0.1 else kind


def as_text(value: Any) -> str:
    """What the server reads of it."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode(errors="surrogatepass")
