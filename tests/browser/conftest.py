"""Chromium is started once a file of tests; of one test to the next only its cache is left."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin

from .windows import Windows, chromiums


@pytest.fixture(scope="module")
def started() -> Iterator[Callable[[bool], Windows]]:
    """``started(draws)``. Not one for the whole run: while it is there, Playwright's loop lives in the thread of the tests, and Django must not mind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        _keep_static_files(patch)
        with chromiums() as windows:
            yield windows


def _keep_static_files(patch: pytest.MonkeyPatch) -> None:
    """The test server's scripts may be kept, as in production, where their names change with what they hold."""
    serve = StaticFilesHandlerMixin.serve

    def served(self, request):
        response = serve(self, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    patch.setattr(StaticFilesHandlerMixin, "serve", served)


@pytest.fixture
def browser(started: Callable[[bool], Windows], request: pytest.FixtureRequest) -> Iterator[Windows]:
    windows = started(request.node.get_closest_marker("map") is not None)
    yield windows
    windows.close_all()
