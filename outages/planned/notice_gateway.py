"""The port through which notices of planned outages leave the house. Customers get messages in a later issue."""

from typing import Protocol

from django.db.models import QuerySet

from outages.planned.models.notices import Notice


class NoticeGateway(Protocol):
    def hand_over(self, notices: "QuerySet[Notice]") -> None:
        """Take fresh notices over. Runs within the transaction that wrote them: queue them here, send them later."""


class RecordedOnly:
    """Nothing is sent: the rows say what is to be told to whom and when, and a person ticks off what was done."""

    def hand_over(self, notices: "QuerySet[Notice]") -> None:
        return None


RECORDED_ONLY = RecordedOnly()
