"""The pushes' way through Redis: one subscription a group and process, one decoding a message, an end to everything.

The package subscribes once more for every socket and decodes every message once for every reader; its queues grow without
end while nobody reads them, and a channel is given back only when its reader happens to be waiting at the moment it is
cancelled. Who leaves while another comes must not take the subscription along: that is looked at under the connection's lock.
"""

import asyncio
import contextlib
from collections import defaultdict
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
    async def subscribe(self, channel: str) -> None:
        pattern = self.channel_layer.pattern_of(channel)
        if not pattern:
            await super().subscribe(channel)
            return
        async with self._lock:
            if pattern not in self._subscribed_to:
                self._ensure_redis()
                self._ensure_receiver()
                await self._pubsub.psubscribe(pattern)
                self._subscribed_to.add(pattern)

    async def unsubscribe(self, channel: str) -> None:
        async with self._lock:
            if channel in self._subscribed_to and channel not in self.channel_layer.groups:
                self._ensure_redis()
                self._ensure_receiver()
                self._subscribed_to.remove(channel)
                await self._pubsub.unsubscribe(channel)

    def _receive_message(self, message: dict[str, Any] | None) -> None:
        if message is None or message["type"] not in ("message", "pmessage"):
            return
        readers = self.channel_layer.groups.get(message["channel"].decode())
        if readers:
            content = self.channel_layer.channel_layer.deserialize(message["data"])
            for channel in readers:
                self.channel_layer.channels[channel].put_nowait(content)


class LoopLayer(RedisPubSubLoopLayer):
    """What one event loop holds. Messages go to groups only; their readers share one object and leave it as it is.

    ``by_pattern`` names beginnings of groups with hardly a message and a member each (a person's sockets): all of them
    are heard by one subscription.
    """

    def __init__(self, hosts: Any = None, by_pattern: tuple[str, ...] = (), **named: Any) -> None:
        super().__init__(hosts=hosts, **named)
        self._shards = [Connection(host, self) for host in decode_hosts(hosts)]
        self._beginnings = [self._get_group_channel_name(beginning) for beginning in by_pattern]
        self.joined: dict[str, set[str]] = defaultdict(set)  # channel → its groups

    def pattern_of(self, group_channel: str) -> str | None:
        return next((f"{each}*" for each in self._beginnings if group_channel.startswith(each)), None)

    async def _subscribe_to_channel(self, channel: str) -> None:
        self.channels[channel] = NewestOnly()

    async def receive(self, channel: str) -> Any:
        return await self.channels[channel].get()

    async def group_add(self, group: str, channel: str) -> None:
        if channel in self.channels:
            self.joined[channel].add(self._get_group_channel_name(group))
        await super().group_add(group, channel)

    async def release(self, channel: str) -> None:
        """Give a channel back: out of every group, no queue, no subscription. What is gone already is no matter."""
        self.channels.pop(channel, None)
        names = self.joined.pop(channel, set())
        for name in names:
            self.groups.get(name, set()).discard(channel)
        for name in names:
            if not self.groups.get(name, True):
                del self.groups[name]
                with contextlib.suppress(Exception):  # Redis away: with its connection the subscription is gone too
                    await self._get_shard(name).unsubscribe(name)


class ChannelLayer(RedisPubSubChannelLayer):
    def _get_layer(self) -> LoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = LoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        return self._layers[loop]
