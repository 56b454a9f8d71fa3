"""Somebody of the province who asks, on a written-down day of July."""

from datetime import datetime
from typing import Any

import pytest

from command_center.ground.core.values import CHINA
from command_center.screens.questions.answering import Reader

AT = datetime(2026, 7, 31, 18, tzinfo=CHINA)
TODAY = AT.date()


@pytest.fixture
def reader(cast: Any) -> Reader:
    return Reader.of(cast.lin)
