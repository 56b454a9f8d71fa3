"""Jobs that come in while another is being done are done together; each keeps its own answer and its own error."""

import threading
from collections.abc import Sequence

import pytest

from command_center.ground.core.group_commit import GroupCommit
from tests.at_once import at_once


class Desk:
    """Doubles numbers. The first batch waits until every other job has been laid down, so that those share one batch."""

    def __init__(self, others: int) -> None:
        self.together = GroupCommit(self.do)
        self.others = others
        self.batches: list[list[int]] = []

    def do(self, jobs: Sequence[int]) -> list[int]:
        if not self.batches:
            self.batches.append(list(jobs))
            while len(self.together._queue) < self.others:
                threading.Event().wait(0.001)
        else:
            self.batches.append(list(jobs))
        if 13 in jobs:
            raise ValueError("13 cannot be doubled")
        return [2 * job for job in jobs]


def test_one_alone_is_done_at_once():
    desk = Desk(others=0)
    assert desk.together(4) == 8


def test_who_waits_shares_one_batch_and_gets_the_own_answer():
    desk = Desk(others=5)
    answers = at_once(*[lambda job=job: desk.together(job) for job in range(6)])
    assert answers == [0, 2, 4, 6, 8, 10]
    assert sorted(len(batch) for batch in desk.batches) == [1, 5]


def test_a_bad_job_hurts_only_itself():
    desk = Desk(others=2)

    def ask(job: int) -> int | str:
        try:
            return desk.together(job)
        except ValueError as error:
            return str(error)

    assert at_once(lambda: ask(1), lambda: ask(13), lambda: ask(2)) == [2, "13 cannot be doubled", 4]


def test_a_job_that_fails_alone_says_so():
    desk = Desk(others=0)
    with pytest.raises(ValueError, match="13"):
        desk.together(13)
