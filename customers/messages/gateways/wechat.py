"""Template messages in the style of WeChat's official accounts: one a call, the kind names the template, data by name.

The real platform knows no key of ours, so a relay of the utility stands in between, which takes each key once.
"""

from collections.abc import Sequence

from django.conf import settings

from customers.messages.gateways.base import Outcome, Outgoing
from customers.messages.gateways.http import hand_over


class WeChatGateway:
    name, is_idempotent, most_at_once = "wechat", True, 1

    def send(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        return [outcome for message in messages for outcome in self._send_one(message)]

    def _send_one(self, message: Outgoing) -> list[Outcome]:
        data = {name: {"value": value} for name, value in message.variables.items()}
        body = {
            "key": message.key,
            "touser": message.to,
            "template_id": message.kind,
            "data": data | {"text": {"value": message.text}},
        }
        return hand_over(settings.WECHAT_GATEWAY_URL, settings.WECHAT_GATEWAY_TOKEN, body, [message])
