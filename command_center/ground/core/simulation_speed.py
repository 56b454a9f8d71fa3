"""The speed of a simulation, kept in the cache for the boards as long as it runs; in real life nobody announces one."""

from django.core.cache import cache

KEPT_SECONDS = 60
KEY = "simulation_speed"


def announce(speed: float) -> None:
    """``speed``: minutes that pass on the road and at repairs in one minute of the clock."""
    cache.set(KEY, speed, KEPT_SECONDS)


def current() -> float | None:
    """None: nothing is simulated, or the cache is away."""
    try:
        return cache.get(KEY)
    except Exception:  # Redis away: the board still wants its figures
        return None
