"""An address that no socket has is closed with words, not with an error in the log."""

import pytest

from command_center.screens.sockets.base import NOT_FOUND
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("path", ["/ws/nope/", "/", "/ws/track/\0/", "/ws/track/x/"])
async def test_it_is_closed_quietly(db, path):
    async with Screen(path) as screen:
        assert await screen.close_code() == NOT_FOUND
