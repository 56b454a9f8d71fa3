"""The words with which people speak of an outage, in columns and in the lists of forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutageKind(models.TextChoices):
    """Domain reference §4.1; a disconnection is the customer's own affair and never an outage."""

    FAULT = "FAULT", _("Fault outage")
    PLANNED = "PLANNED", _("Planned outage")
    TEMPORARY = "TEMPORARY", _("Temporary outage")
    RATIONING = "RATIONING", _("Rationing")
    CUSTOMER_REQ = "CUSTOMER_REQ", _("On the customer's request")
    MOMENTARY = "MOMENTARY", _("Momentary")


# Wanted by us or by the customer, and told before.
PREARRANGED = (OutageKind.PLANNED, OutageKind.TEMPORARY, OutageKind.RATIONING, OutageKind.CUSTOMER_REQ)


class CauseClass(models.TextChoices):
    USER = "USER", _("Customer equipment")
    NATURE = "NATURE", _("Nature")
    EXTERNAL_FORCE = "EXTERNAL_FORCE", _("External force")
    OPERATION = "OPERATION", _("Operation and maintenance")
    EQUIPMENT = "EQUIPMENT", _("Equipment")
    DESIGN = "DESIGN", _("Design and construction")
    LV_BEFORE_METER = "LV_BEFORE_METER", _("Low voltage before the meter")
    LV_AFTER_METER = "LV_AFTER_METER", _("Low voltage after the meter")
    UPSTREAM = "UPSTREAM", _("Upper grid or source")
    UNKNOWN = "UNKNOWN", _("Cause unknown")


class ChangeKind(models.TextChoices):
    OPENED = "OPENED", _("Opened")
    STATUS = "STATUS", _("Status")
    MOVED = "MOVED", _("Moved to another device")
    SPLIT = "SPLIT", _("Split")
    MERGED = "MERGED", _("Merged")
    UNMERGED = "UNMERGED", _("Merge undone")
    DISMISSED = "DISMISSED", _("Dismissed")
    REINSTATED = "REINSTATED", _("Reinstated")
    NESTED = "NESTED", _("Nested outage found")
    CORRECTED = "CORRECTED", _("Ledger corrected")
    CAUSE = "CAUSE", _("Cause")


class EndedBy(models.TextChoices):
    """What brought the power back to a customer."""

    REPAIR = "REPAIR", _("Repair")
    SWITCHING = "SWITCHING", _("Switching")
    TIE = "TIE", _("Supply through a tie")
    GENERATOR = "GENERATOR", _("Generator vehicle")
    RECLOSE = "RECLOSE", _("Automatic reclosing")
    METER = "METER", _("Meter reports power")
    CUSTOMER = "CUSTOMER", _("Customer says so")
    PLAN = "PLAN", _("End of planned work")
    CORRECTION = "CORRECTION", _("Correction")


# The customer has power, but not from his normal supply.
BACK_FEEDING = (EndedBy.TIE, EndedBy.GENERATOR)


class EstimateSource(models.TextChoices):
    AUTO = "AUTO", _("Computed")
    CREW = "CREW", _("Crew's word")
    DESK = "DESK", _("Desk's word")
    PLAN = "PLAN", _("From the plan")


# A person's word is never replaced by a computed one.
BY_HAND = (EstimateSource.CREW, EstimateSource.DESK)


class Answer(models.TextChoices):
    WAITING = "WAITING", _("Not answered yet")
    ON = "ON", _("Has power")
    OFF = "OFF", _("Has no power")
