"""Devices and meters as a person names them, turned into a scope within the person's jurisdiction."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.network.models import Branch
from command_center.ground.organisation.scope import refused, scoped
from customers.models import ServicePoint
from outages.life.scope import Scope, scope_of
from outages.life.selectors.affected import scope_of_device

# A device's id and a moment → whom it means.
Reach = Callable[..., Scope]


def device_named(code: str, user: Any, pointer: str = "/device") -> Branch:
    """Raises ``Invalid`` for what is unknown, cannot open, or lies outside: they look the same on purpose."""
    device = scoped(Branch.objects.devices(), user).filter(code=code).first()
    if device is None:
        outside = Branch.objects.devices().filter(code=code)
        raise Invalid(_("There is no such device in your area."), pointer=pointer).leaving(
            *refused(outside, user, code)
        )
    return device


def scope_of_meters(numbers: Collection[str], user: Any, pointer: str = "/service_points") -> Scope:
    """Raises ``Invalid`` with the numbers that are unknown or outside."""
    found = scoped(ServicePoint.objects.filter(meter_number__in=list(numbers)), user)
    ids = dict(found.values_list("meter_number", "pk"))
    if unknown := sorted(set(numbers) - ids.keys()):
        outside = ServicePoint.objects.filter(meter_number__in=unknown)
        trace = refused(outside, user, unknown[0], meters=unknown[:20], asked=len(unknown))
        raise Invalid(_("There are no such meters in your area."), pointer=pointer, unknown=unknown[:20]).leaving(
            *trace
        )
    return scope_of(points=ids.values())


def whom(data: dict[str, Any], user: Any, *, at: datetime) -> tuple[Scope, int | None]:
    """Who is meant by a ``WhomIn``, by the switches of ``at``, and the id of the device if one was named."""
    if "device" not in data:
        return scope_of_meters(data["service_points"], user), None
    device = device_named(data["device"], user)
    return reach_of(device, scope_of_device, at=at), device.pk


def reach_of(device: Branch, reach: Reach, *, at: datetime) -> Scope:
    """What ``reach`` says of the device. Raises ``Invalid`` when that is nobody."""
    scope = reach(device.pk, at=at)
    if not scope:
        raise Invalid(_("This device feeds nobody on its own now."), pointer="/device")
    return scope
