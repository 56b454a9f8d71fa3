"""Database reads of sockets: in a few threads of their own, and for all who ask at the same time together.

Channels gives all of them one thread, and that thread to whatever else is synchronous: one large snapshot then holds back
every card of every board. Building snapshots is the long work and has its own thread; the budget is in docs/operations.md.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from channels.db import DatabaseSyncToAsync

SHORT_READS = ThreadPoolExecutor(2, thread_name_prefix="socket-reads")
SNAPSHOTS = ThreadPoolExecutor(1, thread_name_prefix="snapshots")

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def in_database(function: Callable[..., Any], pool: ThreadPoolExecutor = SHORT_READS) -> Any:
    """Run a read in a database thread; its connection is given back afterwards."""
    return DatabaseSyncToAsync(function, thread_sensitive=False, executor=pool)


class BatchedRead(Generic[Asked, Answer]):
    """A read that answers a whole list: what is asked while it runs waits, and is then read in one go.

    After a restart hundreds of sockets ask the same within a second: who they are, what they missed, their board.
    """

    def __init__(
        self, read: Callable[[Sequence[Asked]], Sequence[Answer]], pool: ThreadPoolExecutor = SHORT_READS
    ) -> None:
        self.read, self.pool = read, pool
        self.waiting: WeakKeyDictionary[Any, list[tuple[Asked, asyncio.Future[Answer]]]] = WeakKeyDictionary()
        self.working: WeakKeyDictionary[Any, asyncio.Task[None]] = WeakKeyDictionary()

    async def __call__(self, asked: Asked) -> Answer:
        """Raises what the reading raised, to all who waited for it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self.waiting.setdefault(loop, []).append((asked, answer))
        if loop not in self.working or self.working[loop].done():
            self.working[loop] = loop.create_task(self._work(loop))
        return await answer

    async def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        while batch := self.waiting.pop(loop, None):
            try:
                found = await in_database(self.read, self.pool)([asked for asked, _ in batch])
            except Exception as error:
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(error)
            else:
                for (_, answer), each in zip(batch, found, strict=True):
                    if not answer.done():
                        answer.set_result(each)
