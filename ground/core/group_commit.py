"""Doing together what many ask for at once: the batch grows by itself with the load, and one alone does not wait.

Each caller lays its job down and queues for the pen. Whoever gets the pen does every job that lies there by then; the
others find theirs done. So a storm of single requests costs as few statements as a bulk request, in the callers' own
threads, without a queue that could be lost.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


@dataclass
class _Slip(Generic[Job, Answer]):
    job: Job
    done: bool = False
    answer: Answer | None = None
    error: BaseException | None = None


class GroupCommit(Generic[Job, Answer]):
    """``do(jobs)`` answers each job in order; when it raises, each job is tried alone and keeps its own error."""

    def __init__(self, do: Callable[[Sequence[Job]], Sequence[Answer]]) -> None:
        self._do = do
        self._pen, self._desk = threading.Lock(), threading.Lock()
        self._waiting: list[_Slip[Job, Answer]] = []

    def __call__(self, job: Job) -> Answer:
        slip: _Slip[Job, Answer] = _Slip(job)
        with self._desk:
            self._waiting.append(slip)
        with self._pen:
            if not slip.done:
                self._clear_the_desk()
        if slip.error is not None:
            raise slip.error
        return slip.answer  # type: ignore[return-value]

    def _clear_the_desk(self) -> None:
        with self._desk:
            slips, self._waiting = self._waiting, []
        try:
            answers = self._do([slip.job for slip in slips])
            for slip, answer in zip(slips, answers, strict=True):
                slip.answer = answer
        except BaseException as error:
            self._one_by_one(slips, error)
        finally:
            for slip in slips:
                slip.done = True

    def _one_by_one(self, slips: Sequence[_Slip[Job, Answer]], error: BaseException) -> None:
        if len(slips) == 1:
            slips[0].error = error
            return
        for slip in slips:
            try:
                [slip.answer] = self._do([slip.job])
            except BaseException as own:
                slip.error = own
