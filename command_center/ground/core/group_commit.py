"""Group commit: what many threads ask for at once is done in one batch, which grows by itself with the load; one alone does not wait.

Each caller queues its job, then waits for the leader's lock. Whoever gets it does every job queued by then; the others find theirs done.
So a storm of single requests costs as few statements as a bulk request, in the callers' own threads, without a queue that could be lost.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


@dataclass
class _Queued(Generic[Job, Answer]):
    job: Job
    done: bool = False
    answer: Answer | None = None
    error: BaseException | None = None


class GroupCommit(Generic[Job, Answer]):
    """``do(jobs)`` answers each job in order; when it raises, each job is tried alone and keeps its own error."""

    def __init__(self, do: Callable[[Sequence[Job]], Sequence[Answer]]) -> None:
        self._do = do
        self._leading, self._queueing = threading.Lock(), threading.Lock()
        self._queue: list[_Queued[Job, Answer]] = []

    def __call__(self, job: Job) -> Answer:
        mine: _Queued[Job, Answer] = _Queued(job)
        with self._queueing:
            self._queue.append(mine)
        with self._leading:
            if not mine.done:
                self._do_queued()
        if mine.error is not None:
            raise mine.error
        return mine.answer  # type: ignore[return-value]

    def _do_queued(self) -> None:
        with self._queueing:
            batch, self._queue = self._queue, []
        try:
            answers = self._do([each.job for each in batch])
            for each, answer in zip(batch, answers, strict=True):
                each.answer = answer
        except BaseException as error:
            self._one_by_one(batch, error)
        finally:
            for each in batch:
                each.done = True

    def _one_by_one(self, batch: Sequence[_Queued[Job, Answer]], error: BaseException) -> None:
        if len(batch) == 1:
            batch[0].error = error
            return
        for each in batch:
            try:
                [each.answer] = self._do([each.job])
            except BaseException as own:
                each.error = own
