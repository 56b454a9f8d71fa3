"""A device as the API tells it, wherever it stands in an answer."""

from typing import Any

from command_center.ground.network.selectors.device import Device


def told_of(device: Device) -> dict[str, Any]:
    return {
        "code": device.code,
        "name": device.name,
        "kind": device.kind,
        "open": device.is_open,
        "off_normal": device.off_normal,
        "telemetered": device.telemetered,
    }
