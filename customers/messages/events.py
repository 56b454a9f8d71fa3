"""What can happen to messages. No card shows them; several of one kind are told together."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MessagesSettled(Event):
    """The outcome of messages is known that somebody follows (``catalogue.FOLLOWED``): delivered, failed or uncertain."""

    name: ClassVar[str] = "messages.settled"
    subject: ClassVar[str] = "message"
    subject_field: ClassVar[str] = "first_id"

    first_id: int
    message_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(Event):
    """A customer answered a message, and it could be read: ``reading`` says whether they have power."""

    name: ClassVar[str] = "reply.received"
    subject: ClassVar[str] = "reply"
    subject_field: ClassVar[str] = "reply_id"

    reply_id: int
    reading: str
