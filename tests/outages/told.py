"""A provider that keeps what it is given, and what a customer has read."""

from collections.abc import Callable, Sequence

from customers.messages.gateways import Outcome, Outgoing, Result
from customers.messages.services.sending import send_due
from customers.models import Message


class Provider:
    """Takes each key once, as a good one does. ``answers`` says what it answers to a message."""

    name, is_idempotent, most_at_once = "fake", True, 100

    def __init__(self, answers: Callable[[Outgoing], Result] = lambda message: Result.SENT) -> None:
        self.answers, self.given, self.taken = answers, [], {}

    def send(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        self.given += messages
        outcomes = [Outcome(key=each.key, result=self.answers(each), error="said the fake") for each in messages]
        for message, outcome in zip(messages, outcomes, strict=True):
            if outcome.result in (Result.SENT, Result.UNKNOWN):
                self.taken.setdefault(message.key, message)
        return outcomes

    def at(self, moment):
        """Send what is due."""
        send_due(at=moment, gateways=lambda channel: self)
        return self


class SlowProvider(Provider):
    """Answers only after ``meanwhile``: what people do while a message is on its way, which they can not see."""

    def __init__(self, answers, meanwhile):
        super().__init__(answers)
        self.meanwhile = meanwhile

    def send(self, messages):
        outcomes = super().send(messages)
        self.meanwhile(messages)
        return outcomes


def read_by(point) -> list[str]:
    """Kinds of the messages that left for the customer of this service point, in their order."""
    rows = Message.objects.filter(customer_id=point.customer_id, state__in=["SENT", "DELIVERED"])
    return list(rows.order_by("sent_at", "pk").values_list("kind", flat=True))


def states_of(point) -> list[tuple[str, str]]:
    rows = Message.objects.filter(customer_id=point.customer_id).order_by("pk")
    return list(rows.values_list("kind", "state"))
