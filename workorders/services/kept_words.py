"""What somebody says with a step that leaves the state as it is stands in no history of states: it is kept as a note."""

from datetime import datetime
from typing import Any

from command_center.ground.core.values import CHINA
from workorders.engine.process import SAME
from workorders.models import Note, WorkOrder


def in_words(said: Any) -> str:
    """As it stands in the history, which everybody reads: a moment by the clock on the wall in China, to the minute."""
    return f"{said.astimezone(CHINA):%Y-%m-%d %H:%M}" if isinstance(said, datetime) else str(said)


def keep_words(order: WorkOrder, verb: str, words: str, *, at: datetime, actor: Any) -> None:
    """The words with the name of the step; nothing for a step whose words its history keeps. In the caller's transaction."""
    rule = order.process.by_name[verb]
    if words.strip() and rule.to == SAME:
        Note.objects.create(order=order, author=actor, text=f"{rule.label}: {words.strip()}", at=at)
