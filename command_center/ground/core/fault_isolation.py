"""Fault isolation in periodic sweeps: a row or a step that fails keeps no other from its turn."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from celery.exceptions import SoftTimeLimitExceeded

log = structlog.get_logger(__name__)
Row = TypeVar("Row")
Answer = TypeVar("Answer")


def run_each(rows: Iterable[Row], act: Callable[[Row], Answer]) -> list[Answer]:
    """``act`` on every row, each a transaction of its own; one that fails is logged and comes again with the next sweep."""
    answers = []
    for row in rows:
        try:
            answers.append(act(row))
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.error("sweep_failed", step=getattr(act, "__name__", str(act)), row=str(row), exc_info=error)
    return answers


def run_steps(*steps: Callable[[], object]) -> None:
    """Every step of a tick, each for itself."""
    run_each(steps, lambda step: step())
