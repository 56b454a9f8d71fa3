"""The words with which people speak of a planned outage, in columns and in the lists of forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outages.life.choices import PREARRANGED

# Domain reference §4.1: what is arranged before; a disconnection is the customer's own affair.
PLAN_KINDS = [(kind.value, kind.label) for kind in PREARRANGED]


class NotDone(models.TextChoices):
    """Why a plan was not carried out as announced (domain reference §4.2, S10)."""

    WEATHER = "WEATHER", _("Weather")
    OBSTRUCTION = "OBSTRUCTION", _("Obstruction on site")
    PREPARATION = "PREPARATION", _("Poor preparation")
    CUSTOMER = "CUSTOMER", _("Customer")
    UPPER_GRID = "UPPER_GRID", _("Upper grid")
    OTHER = "OTHER", _("Other reason")


class PlanChangeKind(models.TextChoices):
    DRAFTED = "DRAFTED", _("Drafted")
    STATUS = "STATUS", _("Status")
    EXTENDED = "EXTENDED", _("Extended")


class Channel(models.TextChoices):
    PUBLIC = "PUBLIC", _("Public announcement")
    SMS = "SMS", _("Text message")
    WECHAT = "WECHAT", _("WeChat")
    PHONE = "PHONE", _("Phone call")
    VISIT = "VISIT", _("Visit, signed for")
    DOOR = "DOOR", _("Notice at the door")
    LOUDSPEAKER = "LOUDSPEAKER", _("Village loudspeaker")


class NoticeOutcome(models.TextChoices):
    """``RECORDED``: written down for a gateway that does not exist yet, or said by a person."""

    RECORDED = "RECORDED", _("Recorded")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILED = "FAILED", _("Not delivered")
    REFUSED = "REFUSED", _("Refused to sign")
