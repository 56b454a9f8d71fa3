"""A province full of crews and the processes that serve it; both are gone when the test ends."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from knox.models import AuthToken

from command_center.ground.core import watchdog
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.faults.callers import Callers
from tests.faults.engines import Stack, url_of_test_database
from tests.grid import make_crew, make_province
from tests.people import make_user

CREWS = 30
LAST_WORDS = 20_000


@pytest.fixture
def database(transactional_db: None) -> str:
    """Its address; a test that wants to do harm to the server itself has one of its own."""
    return url_of_test_database()


@pytest.fixture
def busy_province(database: str) -> SimpleNamespace:
    """The mini province with thirty more crews around Dingzhai: enough for some of 120 reports, not for all at once."""
    province = make_province()
    for n in range(CREWS):
        make_crew(f"X{n}", f"丁寨 {n} 班", province.dingzhai, place=(29.6 + n / 400, 109.1))
    return province


@pytest.fixture
def agent_token(busy_province: SimpleNamespace) -> str:
    agent: User = make_user("agent", Role.AGENT_95598, busy_province.province)
    return str(AuthToken.objects.create(agent)[1])


@pytest.fixture
def watchdog_patience() -> float:
    return watchdog.PATIENCE_SECONDS


@pytest.fixture
def stack(busy_province: SimpleNamespace, database: str, tmp_path: Path, watchdog_patience: float) -> Iterator[Stack]:
    log = tmp_path / "engines.log"
    stack = Stack(log, database, watchdog_patience=watchdog_patience)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
        print(log.read_text(errors="replace")[-LAST_WORDS:])  # shown when the test fails


@pytest.fixture
def callers(stack: Stack, agent_token: str) -> Callers:
    return Callers(stack.url, agent_token)
