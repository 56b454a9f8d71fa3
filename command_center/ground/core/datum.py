"""The three datums of Chinese maps: WGS-84 (satellites, everything stored), GCJ-02 (Amap, Tencent), BD-09 (Baidu).

The published transformation (the same in every open implementation, e.g. googollee/eviltransform): about 500 m between
WGS-84 and GCJ-02 in Hubei, larger than any arrival fence. Points are ``(lat, lon)`` in degrees; outside China all three
are one. Convert at the map's edge only and never twice.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]

# Krassowsky 1940, as the algorithm was published.
_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BD_TURN = pi * 3000 / 180
_INVERSE_ROUNDS = 5  # each round shrinks the error about a thousandfold; two already leave under half a metre


def is_in_china(lat: float, lon: float) -> bool:
    """The rough box inside which the shift applies."""
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347


def wgs84_to_gcj02(lat: float, lon: float) -> Point:
    if not is_in_china(lat, lon):
        return lat, lon
    north, east = _shift(lat, lon)
    return lat + north, lon + east


def gcj02_to_wgs84(lat: float, lon: float) -> Point:
    """The point whose GCJ-02 image this is, found by iteration, to well under a centimetre."""
    if not is_in_china(lat, lon):
        return lat, lon
    wgs_lat, wgs_lon = lat, lon
    for _ in range(_INVERSE_ROUNDS):
        north, east = _shift(wgs_lat, wgs_lon)
        wgs_lat, wgs_lon = lat - north, lon - east
    return wgs_lat, wgs_lon


def gcj02_to_bd09(lat: float, lon: float) -> Point:
    if not is_in_china(lat, lon):
        return lat, lon
    radius = hypot(lon, lat) + 0.00002 * sin(lat * _BD_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BD_TURN)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065


def bd09_to_gcj02(lat: float, lon: float) -> Point:
    """The point whose BD-09 image this is, by the same iteration as gcj02_to_wgs84."""
    if not is_in_china(lat, lon):
        return lat, lon
    gcj_lat, gcj_lon = lat - 0.006, lon - 0.0065
    for _ in range(_INVERSE_ROUNDS):
        image_lat, image_lon = gcj02_to_bd09(gcj_lat, gcj_lon)
        gcj_lat, gcj_lon = gcj_lat + lat - image_lat, gcj_lon + lon - image_lon
    return gcj_lat, gcj_lon


def wgs84_to_bd09(lat: float, lon: float) -> Point:
    return gcj02_to_bd09(*wgs84_to_gcj02(lat, lon))


def bd09_to_wgs84(lat: float, lon: float) -> Point:
    return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))


def _shift(lat: float, lon: float) -> Point:
    """How far GCJ-02 lies north and east of WGS-84 here, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    phi = radians(lat)
    flattening = 1 - _ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / (flattening * sqrt(flattening))
    parallel = _SEMI_MAJOR_M / sqrt(flattening) * cos(phi)
    return _north_m(x, y) * 180 / (meridian * pi), _east_m(x, y) * 180 / (parallel * pi)


def _north_m(x: float, y: float) -> float:
    metres = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    waves = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    waves += 20 * sin(pi * y) + 40 * sin(pi / 3 * y) + 160 * sin(pi / 12 * y) + 320 * sin(pi / 30 * y)
    return metres + waves * 2 / 3


def _east_m(x: float, y: float) -> float:
    metres = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    waves = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    waves += 20 * sin(pi * x) + 40 * sin(pi / 3 * x) + 150 * sin(pi / 12 * x) + 300 * sin(pi / 30 * x)
    return metres + waves * 2 / 3
