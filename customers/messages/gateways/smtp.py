"""E-mail by Django's mail settings. A mail server knows no key: who breaks off in between does not know whether it went."""

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from customers.messages.catalogue import ZH
from customers.messages.gateways.base import Outcome, Outgoing, Result

SUBJECTS = {ZH: "供电服务通知"}
OTHER_SUBJECT = "Power supply service"
WORST_S = 10


class SmtpGateway:
    name, is_idempotent, most_at_once = "smtp", False, 1

    def send(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        return [self._send_one(message) for message in messages]

    def _send_one(self, message: Outgoing) -> Outcome:
        mail = EmailMessage(
            SUBJECTS.get(message.language, OTHER_SUBJECT),
            message.text,
            settings.DEFAULT_FROM_EMAIL,
            [message.to],
            headers={"X-Message-Key": message.key},
        )
        try:
            connection = get_connection(timeout=WORST_S)
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(key=message.key, result=Result.LATER, error=repr(error))
        try:
            connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            return Outcome(key=message.key, result=Result.REFUSED, error=repr(error))
        except smtplib.SMTPResponseException as error:
            result = Result.LATER if 400 <= error.smtp_code < 500 else Result.REFUSED
            return Outcome(key=message.key, result=result, error=repr(error))
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(key=message.key, result=Result.UNKNOWN, error=repr(error))
        finally:
            connection.close()
        return Outcome(key=message.key, result=Result.SENT)
