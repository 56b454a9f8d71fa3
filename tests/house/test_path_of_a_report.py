"""How many of our files one report crosses: from its POST to the card on the boards, and on to the crew that is asked."""

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from command_center.ground.core import deliveries, doorbell, realtime
from command_center.ground.core.relay import Publisher
from tests.grid import XUANTUO
from tests.house.sources import APPS, ROOT

# Who may hear of a card is asked on the way (``core/gates.py``).
MOST_TO_THE_CARD = 50
MOST_TO_THE_CREW = 81  # the crew's card tells what the desk wrote to it: dispatch/crew_messages, a model and a selector


@contextmanager
def files_entered() -> Iterator[set[str]]:
    """Our files in which a function runs meanwhile, in this thread."""
    entered: set[str] = set()
    codes = set()

    def called(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code not in codes:
            codes.add(frame.f_code)
            entered.add(frame.f_code.co_filename)

    sys.setprofile(called)
    try:
        yield entered
    finally:
        sys.setprofile(None)
        ours = {str(ROOT / app) for app in APPS}
        entered.intersection_update({name for name in entered if any(name.startswith(f"{app}/") for app in ours)})


@pytest.fixture
def report(agent, transactional_db, monkeypatch) -> Callable[..., tuple[set[str], list[dict[str, Any]]]]:
    """Files one call crosses, and the cards it pushed; one call went before, so that caches are filled."""
    pushed: list[dict[str, Any]] = []
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    monkeypatch.setattr(doorbell, "answered", lambda name: None)
    monkeypatch.setattr(realtime, "push", lambda messages: pushed.extend(messages))

    def file(n: int, *, and_react: bool) -> tuple[set[str], list[dict[str, Any]]]:
        monkeypatch.setattr(doorbell, "wake", lambda name, queue: deliveries.drain(name) if and_react else None)
        publisher = Publisher()
        with files_entered() as entered:
            call(agent, n)
            while publisher.publish(clock=math.inf):
                pass
        return entered, [message["items"] for _, message in pushed if message["type"] == "board.items"]

    file(1, and_react=True)
    pushed.clear()
    return file


def call(agent: Any, n: int) -> None:
    body = {
        "source": "HOTLINE_95598",
        "source_id": f"95598-{n}",
        "reporter": {"name": "冉小明", "phone": f"1380013561{n}"},
        "lat": XUANTUO[0] + n / 100,
        "lon": XUANTUO[1],
        "description": "没有电",
    }
    assert agent.post("/api/v1/fault-reports/", body).status_code == 201


def by_folder(files: set[str]) -> str:
    return "\n".join(sorted(str(Path(name).relative_to(ROOT)) for name in files))


def test_from_the_call_to_the_card(report):
    files, cards = report(2, and_react=False)
    assert cards and len(files) <= MOST_TO_THE_CARD, f"{len(files)} files:\n{by_folder(files)}"


def test_from_the_call_to_the_crew_that_is_asked(report):
    files, cards = report(2, and_react=True)
    assert cards and len(files) <= MOST_TO_THE_CREW, f"{len(files)} files:\n{by_folder(files)}"
