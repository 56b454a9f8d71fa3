"""The judge's numbers that are in force: rows of the province over the defaults of ``outages.judgement``."""

from datetime import datetime

from django.utils.timezone import localdate

from command_center.core.remembering import remembered
from outages.judgement import Rules
from outages.models import JudgementLevel, JudgementParameter

PROBABLE_AFTER_MINUTES = 15


@remembered(seconds=5)
def _rows() -> list[JudgementParameter]:
    return list(JudgementParameter.objects.filter(centre=None).order_by("valid_from"))


def _in_force(level: JudgementLevel, at: datetime) -> JudgementParameter | None:
    day = localdate(at)
    valid = [
        r for r in _rows() if r.level == level and r.valid_from <= day and (r.valid_to is None or day <= r.valid_to)
    ]
    return valid[-1] if valid else None


def rules_in_force(*, at: datetime) -> Rules:
    """How many places must report comes from the level of the transformer area; without a row the defaults hold."""
    area = _in_force(JudgementLevel.AREA, at)
    return Rules(calls_needed=area.least_signals) if area else Rules()


def probable_after_minutes(*, at: datetime) -> int:
    feeder = _in_force(JudgementLevel.FEEDER, at)
    return feeder.probable_after_minutes if feeder else PROBABLE_AFTER_MINUTES
