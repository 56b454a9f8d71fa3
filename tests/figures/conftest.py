"""Asking figures as a signed-in person does."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.figures.facts import DAYS


@pytest.fixture
def ask(mei: Any) -> Callable[..., Any]:
    """``ask("arrival_minutes", by="units")`` → the answer and, of one ``by``, its parts, months and cells.

    Of the days of ``facts.DAYS`` unless others are given.
    """

    def asked(code: str, who: Any = mei, **more: Any) -> Any:
        answer = who.get(f"/api/v1/figures/{code}/", {**DAYS, **more})
        assert answer.status_code == 200, answer.data
        divisions = answer.data["divisions"]
        return {**answer.data, **(divisions[0] if divisions else {})}

    return asked
