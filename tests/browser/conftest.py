"""One Chromium a file of tests, and no page left over from one test to the next."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .phones import chromium


@pytest.fixture(scope="module")
def started_browser() -> Iterator[Browser]:
    """Not one for the whole run: while it is there, Playwright's loop lives in the thread of the tests, and Django must not mind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with chromium() as browser:
            yield browser


@pytest.fixture
def browser(started_browser: Browser) -> Iterator[Browser]:
    yield started_browser
    for context in started_browser.contexts:
        context.close()
