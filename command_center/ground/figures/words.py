"""Words that figures of every app share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

DOMAIN = _("Domain reference §5.3")
OURS = _("Our interpretation")


def of_choices(choices: type[Choices]) -> Callable[[], Mapping[str, Any]]:
    """The values of a split with their words."""
    return lambda: dict(choices.choices)
