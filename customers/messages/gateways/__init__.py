"""Adapters to those who carry messages. Which one serves a channel is a setting; the log writes them down and sends nothing."""

from django.conf import settings
from django.utils.module_loading import import_string

from customers.messages.gateways.base import Gateway, Outcome, Outgoing, Result

GATEWAYS = {
    "log": "customers.messages.gateways.log.LogGateway",
    "smtp": "customers.messages.gateways.smtp.SmtpGateway",
    "http-sms": "customers.messages.gateways.http_sms.HttpSmsGateway",
    "wechat": "customers.messages.gateways.wechat.WeChatGateway",
}

__all__ = ["GATEWAYS", "Gateway", "Outcome", "Outgoing", "Result", "gateway_for"]


def gateway_for(channel: str) -> Gateway:
    """The gateway of a channel by ``MESSAGE_GATEWAYS``; the log where nothing is said."""
    gateway: Gateway = import_string(GATEWAYS[settings.MESSAGE_GATEWAYS.get(channel, "log")])()
    return gateway
