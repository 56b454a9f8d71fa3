"""Names of places, units and crews in the reader's language; what people wrote is never put through it."""

from django import template

from command_center.ground.organisation import unit_names
from command_center.ground.organisation.models import OrgUnit

register = template.Library()


@register.filter
def called(named: OrgUnit | str | None) -> str:
    """A unit, or a name at home that has no other."""
    return unit_names.called_unit(named) if isinstance(named, OrgUnit) else unit_names.called(named or "")
