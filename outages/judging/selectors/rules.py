"""The judge's numbers that are in force: rows over the defaults of ``outages.judging.judgement``, each from its first day on."""

from datetime import datetime

from django.utils.timezone import localdate

from command_center.ground.core.process_cache import cached
from outages.judging.judgement import Rules
from outages.judging.models.parameters import JudgementParameter


@cached(seconds=5)
def _rows() -> list[JudgementParameter]:
    return list(JudgementParameter.objects.order_by("valid_from"))


def parameters_in_force(*, at: datetime) -> JudgementParameter:
    """The row of the local day; without one the model's defaults."""
    day = localdate(at)
    valid = [row for row in _rows() if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]
    return valid[-1] if valid else JudgementParameter()


def rules_in_force(*, at: datetime) -> Rules:
    return Rules(calls_needed=parameters_in_force(at=at).least_signals)


def probable_after_minutes(*, at: datetime) -> int:
    return parameters_in_force(at=at).probable_after_minutes


def grace_minutes(*, at: datetime) -> int:
    return parameters_in_force(at=at).grace_minutes
