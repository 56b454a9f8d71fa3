"""What both HTTP gateways share: one POST with a bearer token, and what its answer means for each message."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from customers.messages.gateways.base import Outcome, Outgoing, Result

TIMEOUT_S = 6.0
# Before anything was written: surely not taken over.
NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.LocalProtocolError)


def hand_over(url: str, token: str, body: Mapping[str, Any], messages: Sequence[Outgoing]) -> list[Outcome]:
    """POST ``body`` and read ``{"results": [{"key", "status", "id", "error"}]}``; ``status``: accepted, refused or later.

    Without a connection nothing was taken over; without an answer nobody knows. 4xx refuses all, 429 and 503 ask for later.
    """
    try:
        # An empty token is no header: a bearer of nothing is none that HTTP can send.
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = httpx.post(url, json=body, headers=headers, timeout=TIMEOUT_S)
    except NOT_REACHED as error:
        return _all(messages, Result.LATER, repr(error))
    except httpx.HTTPError as error:
        return _all(messages, Result.UNKNOWN, repr(error))
    if answer.status_code in (429, 503):
        return _all(messages, Result.LATER, str(answer.status_code))
    if answer.status_code >= 500:
        return _all(messages, Result.UNKNOWN, str(answer.status_code))
    if answer.status_code >= 400:
        return _all(messages, Result.REFUSED, f"{answer.status_code} {answer.text[:200]}")
    return _read(answer, messages)


RESULTS = {"accepted": Result.SENT, "refused": Result.REFUSED, "later": Result.LATER}


def _read(answer: httpx.Response, messages: Sequence[Outgoing]) -> list[Outcome]:
    try:
        rows = {str(row["key"]): row for row in answer.json()["results"]}
    except (ValueError, KeyError, TypeError) as error:
        return _all(messages, Result.UNKNOWN, f"an answer that cannot be read: {error!r}")
    return [_outcome(message.key, rows.get(message.key)) for message in messages]


def _outcome(key: str, row: Mapping[str, Any] | None) -> Outcome:
    if row is None:
        return Outcome(key=key, result=Result.UNKNOWN, error="the answer does not name it")
    result = RESULTS.get(str(row.get("status")), Result.UNKNOWN)
    return Outcome(
        key=key, result=result, provider_id=str(row.get("id") or "")[:120], error=str(row.get("error") or "")
    )


def _all(messages: Sequence[Outgoing], result: Result, error: str) -> list[Outcome]:
    return [Outcome(key=message.key, result=result, error=error) for message in messages]
