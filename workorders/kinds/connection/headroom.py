"""可开放容量: what a transformer or feeder can still take, and the supply plan that follows from it. Pure.

Every number is of the rule in force (``HeadroomRule``, marked assumed); kilowatts, metres, per cent.
"""

from dataclasses import dataclass, field
from typing import Any

MEDIUM = ("MV_SINGLE", "MV_DUAL")
RESIDENT, PHOTOVOLTAIC = "LV_RESIDENT", "PHOTOVOLTAIC"
LV_220, LV_380, MV_10 = "LV_220", "LV_380", "MV_10"

Reason = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    power_factor: float = 0.95
    transformer_loading_percent: float = 80
    feeder_loading_percent: float = 70
    simultaneity_percent: float = 60
    pv_percent: float = 80
    single_phase_most_kw: float = 16
    low_voltage_most_kw: float = 160
    low_voltage_most_m: float = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One piece of equipment. ``promised_kw``: approved for cases that are not connected yet; ``pv_kw`` feeds in already."""

    rated_kva: float
    peak_kw: float
    promised_kw: float = 0.0
    pv_kw: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The equipment near the point; None where nothing is known of it. ``distance_m`` to the transformer, on the map."""

    transformer: Load | None = None
    feeder: Load | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    voltage: str
    headroom_kw: float | None
    granted_kw: float | None
    grid_works: bool
    reasons: tuple[Reason, ...] = field(default=())


def headroom_kw(load: Load, loading_percent: float, rule: Rule) -> float:
    """Rating × power factor × loading − peak − what is promised and will come at the peak; never less than nothing."""
    can_carry = load.rated_kva * rule.power_factor * loading_percent / 100
    return max(0.0, can_carry - load.peak_kw - load.promised_kw * rule.simultaneity_percent / 100)


def room_for_sun_kw(load: Load, rule: Rule) -> float:
    """What may still feed in: a share of the rating less what does."""
    return max(0.0, load.rated_kva * rule.pv_percent / 100 - load.pv_kw - load.promised_kw)


def draft(sub_kind: str, asked_kw: float | None, near: Near, rule: Rule) -> Draft:
    """A plan by rules: voltage by kind, power and distance; works in the grid where there is no room; each with its reason."""
    reasons: list[Reason] = []
    voltage = _voltage(sub_kind, asked_kw, near, rule, reasons)
    room = _room(sub_kind, voltage, near, rule, reasons)
    works = _works(asked_kw, room, voltage, near, rule, reasons)
    granted = asked_kw
    if asked_kw is None:
        reasons.append({"code": "capacity_open"})
    return Draft(voltage=voltage, headroom_kw=room, granted_kw=granted, grid_works=works, reasons=tuple(reasons))


def _voltage(sub_kind: str, asked_kw: float | None, near: Near, rule: Rule, reasons: list[Reason]) -> str:
    kw = asked_kw or 0.0
    if sub_kind in MEDIUM:
        reasons.append({"code": "kind_is_mv"})
        return MV_10
    if kw > rule.low_voltage_most_kw:
        reasons.append({"code": "too_much_for_lv", "kw": kw, "most": rule.low_voltage_most_kw})
        return MV_10
    if kw <= rule.single_phase_most_kw:
        reasons.append({"code": "single_phase", "kw": kw, "most": rule.single_phase_most_kw})
        return LV_220
    reasons.append({"code": "three_phase", "kw": kw, "most": rule.low_voltage_most_kw})
    return LV_380


def _room(sub_kind: str, voltage: str, near: Near, rule: Rule, reasons: list[Reason]) -> float | None:
    """The least of what stands on the way up; None where a part of the way is unknown."""
    parts: list[tuple[str, Load | None, float]] = [("feeder", near.feeder, rule.feeder_loading_percent)]
    if voltage != MV_10:
        parts.insert(0, ("transformer", near.transformer, rule.transformer_loading_percent))
    rooms = []
    for name, load, percent in parts:
        if load is None:
            reasons.append({"code": f"{name}_unknown"})
            continue
        kw = room_for_sun_kw(load, rule) if sub_kind == PHOTOVOLTAIC else headroom_kw(load, percent, rule)
        reasons.append({"code": f"{name}_room", "kw": round(kw, 1), "rated": load.rated_kva})
        rooms.append(kw)
    return round(min(rooms), 1) if len(rooms) == len(parts) else None


def _works(
    asked_kw: float | None, room: float | None, voltage: str, near: Near, rule: Rule, reasons: list[Reason]
) -> bool:
    short = room is not None and asked_kw is not None and asked_kw > room
    if short:
        reasons.append({"code": "no_room", "kw": asked_kw, "room": room})
    elif room is not None and asked_kw is not None:
        reasons.append({"code": "room_enough", "kw": asked_kw, "room": room})
    far = voltage != MV_10 and near.distance_m is not None and near.distance_m > rule.low_voltage_most_m
    if far:
        reasons.append({"code": "too_far", "m": round(near.distance_m or 0), "most": rule.low_voltage_most_m})
    elif near.distance_m is not None:
        reasons.append({"code": "distance", "m": round(near.distance_m)})
    return short or far
