"""Words that figures of every app share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

MV, LV = "MV", "LV"
VOLTAGES = {MV: _("10 kV and above"), LV: _("Below 1 kV")}
DOMAIN = _("Domain reference §5.3")
OURS = _("Our interpretation")


def of_choices(choices: type[Choices]) -> Callable[[], Mapping[str, Any]]:
    """The values of a split with their words."""
    return lambda: dict(choices.choices)


def voltages() -> Mapping[str, Any]:
    """The values of the split by voltage. What of both it is, or neither, has none."""
    return VOLTAGES
