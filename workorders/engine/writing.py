"""Writing rows that a process is about: their fields, their reasons for attention, and what follows from both.

In sets, within the caller's transaction and on rows that it has locked; ``rev`` rises with every statement.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F
from django.db.models.functions import Now
from django.db.models.sql import UpdateQuery
from django.utils.timezone import now

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import CODES
from command_center.ground.alarms.reasons import columns, with_reason, without
from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import set_columns
from command_center.ground.custody.services import holding
from workorders.engine.subject import Subject
from workorders.services import clocks

Some = TypeVar("Some", bound=Subject)


def write(subjects: Sequence[Subject], *, at: datetime | None = None, **fields: Any) -> None:
    """Write the same fields to locked subjects of one kind and raise ``rev``, in one statement.

    A reason for attention that is written alone is the only one left; reasons that end with these fields end here.
    """
    if not subjects:
        return
    if "attention" in fields:
        fields.setdefault("attention_also", [])
    elif any(each.over_with(fields) for each in subjects):
        write_reasons(subjects, lambda each: without(each.reasons, *each.over_with(fields)), at=at, **fields)
        return
    model = type(subjects[0])
    before = [each.alarm() for each in subjects]
    set_columns(model, [each.pk for each in subjects], also=_following(model), **fields)
    for each in subjects:
        for name, value in fields.items():
            setattr(each, name, value)
        each.rev += 1
    pairs = list(zip(subjects, before, strict=True))
    holding.follow([each.item for each, said in pairs if each.org_path != said.org_path], at=at or now())
    follow_alarms([each for each, said in pairs if each.alarm() != said], at=at or now())


@cache
def _following(model: type[Subject]) -> tuple[str, Any]:
    """What is assigned with every write of a row, as SQL: Django writes it once a process, for it is always the same."""
    query: Any = model._default_manager.all().query.chain(UpdateQuery)
    query.add_update_values(
        {"rev": F("rev") + 1, "updated_at": Now(), **(clocks.next_due() if model.has_clocks else {})}
    )
    sql, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql.partition(" SET ")[2], params


def write_reasons(
    subjects: Sequence[Some], left: Callable[[Some], list[str]], *, at: datetime | None = None, **fields: Any
) -> None:
    """Write fields and what is ``left`` of each one's reasons for attention: a statement for each set of reasons that remains."""
    groups: dict[tuple[str, ...], list[Some]] = defaultdict(list)
    for each in subjects:
        groups[tuple(left(each))].append(each)
    for reasons, group in groups.items():
        write(group, at=at, **fields, **columns(reasons))


def raise_attention(subjects: Sequence[Some], code: str, *, at: datetime | None = None) -> list[Some]:
    """Ask for a person, with the reason as a code beside those that stand; those who did not say it before.

    The codes stand in ``command_center/ground/alarms/codes.py``. Repeating one says nothing new, and nobody is asked to look
    at what has ended: no step would ever end that alarm.
    """
    live = [each for each in subjects if each.status not in each.process.ends]
    fresh = [each for each in live if with_reason(each.reasons, code) != each.reasons]
    if fresh:
        write_reasons(fresh, lambda each: with_reason(each.reasons, code), at=at)
        emit_all(each.attention_raised.of(each) for each in fresh)
    return fresh


def clear_attention(subjects: Sequence[Some], *codes: str, at: datetime | None = None) -> None:
    """These reasons are answered; the others stay. Most end by a step."""
    answered = [each for each in subjects if set(codes) & set(each.reasons)]
    write_reasons(answered, lambda each: without(each.reasons, *codes), at=at)


def follow_alarms(subjects: Sequence[Subject], *, at: datetime) -> None:
    """Alarms of subjects whose reasons, grade or centre changed."""
    if subjects:
        alarms.follow([each.alarm() for each in subjects], at=at, codes=CODES)
