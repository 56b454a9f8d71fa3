"""What strangers may know of an outage: rounded customers, rounded places, an id that says nothing. Pure."""

import hashlib
import hmac

FEWEST = 5  # below that a count could point at households
# Up to this count (excluded) → rounded to multiples of.
STEPS = ((100, 5), (1000, 10), (10_000, 100))
COARSEST = 1000
PLACE_DECIMALS = 2  # about a kilometre


def rounded(customers: int) -> int | None:
    """A count as the public sees it; None says "fewer than five"."""
    if customers < FEWEST:
        return None
    step = next((step for below, step in STEPS if customers < below), COARSEST)
    return max(FEWEST, round(customers / step) * step)


def coarse(degrees: float) -> float:
    return round(degrees, PLACE_DECIMALS)


def opaque(number: str, *, secret: str) -> str:
    """The same for the same outage, and no way back to its number."""
    return hmac.new(secret.encode(), f"public outage {number}".encode(), hashlib.sha256).hexdigest()[:16]
