"""Jobs that come in while another is being done are done together; each keeps its own answer and its own error."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from command_center.ground.core.group_commit import GroupCommit
from tests.at_once import at_once

PATIENCE_SECONDS = 10


class Desk:
    """Doubles numbers. Only one job is in the first batch, which waits until every other job has been laid down; those share the next."""

    def __init__(self, others: int) -> None:
        self.together = GroupCommit(self.do)
        self.others = others
        self.batches: list[list[int]] = []
        self.is_busy, self.all_laid_down = threading.Event(), threading.Event()

    def do(self, jobs: Sequence[int]) -> list[int]:
        self.batches.append(list(jobs))
        if self.others and len(self.batches) == 1:
            self.is_busy.set()
            assert self.all_laid_down.wait(PATIENCE_SECONDS)
        if 13 in jobs:
            raise ValueError("13 cannot be doubled")
        return [2 * job for job in jobs]

    def while_busy(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """``act``, begun while the first batch is being done. Nobody can be told that they wait: they are seen in the queue."""

        def later() -> Any:
            assert self.is_busy.wait(PATIENCE_SECONDS)
            return act()

        return later

    def watch(self) -> None:
        """The first batch goes on when every other job has been laid down."""
        assert self.is_busy.wait(PATIENCE_SECONDS)
        for _ in range(1000 * PATIENCE_SECONDS):
            if len(self.together._queue) == self.others:
                self.all_laid_down.set()
                return
            threading.Event().wait(0.001)


def test_one_alone_is_done_at_once():
    desk = Desk(others=0)
    assert desk.together(4) == 8


def test_who_waits_shares_one_batch_and_gets_the_own_answer():
    desk = Desk(others=5)
    others = [desk.while_busy(lambda job=job: desk.together(job)) for job in range(1, 6)]
    *answers, _ = at_once(lambda: desk.together(0), *others, desk.watch)
    assert answers == [0, 2, 4, 6, 8, 10]
    assert [len(batch) for batch in desk.batches] == [1, 5]


def test_a_bad_job_hurts_only_itself():
    desk = Desk(others=2)

    def ask(job: int) -> int | str:
        try:
            return desk.together(job)
        except ValueError as error:
            return str(error)

    others = [desk.while_busy(lambda job=job: ask(job)) for job in (13, 2)]
    *answers, _ = at_once(lambda: ask(1), *others, desk.watch)
    assert answers == [2, "13 cannot be doubled", 4]
    assert sorted(desk.batches[1]) == [2, 13]


def test_a_job_that_fails_alone_says_so():
    desk = Desk(others=0)
    with pytest.raises(ValueError, match="13"):
        desk.together(13)
