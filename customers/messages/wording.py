"""Which text says a word, by what was told before; and the words of its variables. Pure."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from customers.messages.catalogue import KINDS, MOMENTS, NO_TIME, OTHER_REASON, REASONS, PromiseKind
from customers.messages.promises import News, Pledge, Told, news
from customers.messages.rendering import moment_words, render


def text_kind(code: str, last: Told | None, pledge: Pledge | None) -> str:
    """The kind of message: a return of power is told for the first time, as a change, or as *not back after all*."""
    if pledge is None or pledge.kind != PromiseKind.BACK_BY:
        return code
    if last is not None and last.kind == PromiseKind.BACK and news(last, pledge) is News.CONTRADICTS:
        return "STILL_OUT"
    if last is not None and last.kind == PromiseKind.BACK_BY and last.until_at and pledge.until_at:
        return "ETR_CHANGED"
    return "ETR_SET" if pledge.until_at else "POWER_OUT"


def is_owed(code: str, last: Told | None, pledge: Pledge | None) -> bool:
    """Whether somebody has to hear it who was told ``last``: the end of a trouble goes to those who heard of the trouble."""
    kind = KINDS[code]
    if not kind.is_echo:
        return True
    if last is None:
        return False
    if pledge is None or pledge.kind != PromiseKind.BACK:
        return True
    return last.kind == PromiseKind.BACK_BY and _began_before(last, pledge.since_at)


def _began_before(last: Told, back_at: datetime | None) -> bool:
    return last.since_at is None or back_at is None or last.since_at < back_at


def reason_words(code: str, language: str) -> str:
    """Why a time changed, in the reader's words."""
    said = REASONS.get(code, REASONS[OTHER_REASON])
    return said.get(language, next(iter(said.values())))


def write(
    kind: str,
    template: str,
    variables: Mapping[str, str],
    *,
    reason: str,
    last: Told | None,
    language: str,
    zone: tzinfo,
) -> str:
    """The text of one message. Moments come as RFC 3339 and are said in local time; ``before`` is what was told last."""
    values = dict(variables)
    if last is not None and last.until_at is not None:
        values["before"] = last.until_at.isoformat()
    if last is not None and last.from_at is not None and KINDS[kind].is_echo:
        values["from"] = last.from_at.isoformat()  # what is called off is the hour that they know
    values.setdefault("reason", reason_words(reason, language))
    for name in KINDS[kind].variables:
        values[name] = _said(name, values.get(name, ""), language, zone)
    return render(template, values)


def _said(name: str, value: str, language: str, zone: tzinfo) -> str:
    if name not in MOMENTS:
        return value
    return moment_words(datetime.fromisoformat(value), zone=zone, language=language) if value else NO_TIME[language]
