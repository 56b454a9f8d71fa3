"""A generic text-message gateway: ``{"messages": [{"key", "to", "text"}]}``, the key taken once by the other side."""

from collections.abc import Sequence

from django.conf import settings

from customers.messages.gateways.base import Outcome, Outgoing
from customers.messages.gateways.http import hand_over


class HttpSmsGateway:
    name, is_idempotent, most_at_once = "http-sms", True, 100

    def send(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        body = {"messages": [{"key": each.key, "to": each.to, "text": each.text} for each in messages]}
        return hand_over(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN, body, messages)
