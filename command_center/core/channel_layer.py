"""The pushes' way through Redis, with an end to everything: queues are bounded and a channel can be given back.

The package leaves both open: its queues grow without end while nobody reads them, and a channel is given back only when
its reader happens to be waiting at the moment it is cancelled. Who leaves while another comes must not take the
subscription along either: that is looked at under the connection's lock.
"""

import asyncio
import contextlib
from typing import Any

from channels_redis.pubsub import (
    RedisPubSubChannelLayer,
    RedisPubSubLoopLayer,
    RedisSingleShardConnection,
)
from channels_redis.utils import _wrap_close, decode_hosts

QUEUE_LIMIT = 500


class NewestOnly(asyncio.Queue[Any]):
    """A full queue forgets its oldest message: frames are numbered, whoever reads notices the gap and heals it."""

    def put_nowait(self, item: Any) -> None:
        while self.qsize() >= QUEUE_LIMIT:
            self.get_nowait()
        super().put_nowait(item)


class Connection(RedisSingleShardConnection):
    async def unsubscribe(self, channel: str) -> None:
        async with self._lock:
            wanted = channel in self.channel_layer.groups or channel in self.channel_layer.channels
            if channel in self._subscribed_to and not wanted:
                self._ensure_redis()
                self._ensure_receiver()
                self._subscribed_to.remove(channel)
                await self._pubsub.unsubscribe(channel)


class LoopLayer(RedisPubSubLoopLayer):
    """What one event loop holds."""

    def __init__(self, hosts: Any = None, **named: Any) -> None:
        super().__init__(hosts=hosts, **named)
        self._shards = [Connection(host, self) for host in decode_hosts(hosts)]

    async def _subscribe_to_channel(self, channel: str) -> None:
        self.channels[channel] = NewestOnly()
        await self._get_shard(channel).subscribe(channel)

    async def release(self, channel: str) -> None:
        """Give a channel back: out of every group, no queue, no subscription. What is gone already is no matter."""
        self.channels.pop(channel, None)
        emptied = [name for name, members in self.groups.items() if members == {channel}]
        for members in self.groups.values():
            members.discard(channel)
        for name in emptied:
            del self.groups[name]
        for name in (channel, *emptied):
            with contextlib.suppress(Exception):  # Redis away: with its connection the subscription is gone too
                await self._get_shard(name).unsubscribe(name)


class ChannelLayer(RedisPubSubChannelLayer):
    def _get_layer(self) -> LoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = LoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        return self._layers[loop]
