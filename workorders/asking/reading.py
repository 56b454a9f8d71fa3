"""What came in by a form, read: a pin, words, a choice. Pure: what cannot be read is none of them."""

import math
import re
from collections.abc import Mapping
from typing import Any

from workorders.asking.verdicts import Pin, Question, Said

LONGEST_WORDS = 200
# Who copies two numbers out of a map application of the mainland copies GCJ-02, up to 700 m off WGS-84 (standards.md §3).
TYPED_ACCURACY_M = 700.0
TYPED = re.compile(r"\s*(-?\d{1,3}\.\d+)\s*[,,;\s]\s*(-?\d{1,3}\.\d+)\s*")
# East of this no latitude lies: the two numbers stand the other way round.
MOST_LATITUDE = 90.0


def read(question: Question, given: Mapping[str, Any], *, is_picture: bool = False) -> Said:
    """``given``: ``lat``, ``lon``, ``accuracy`` and ``words`` of a place, ``said`` of a choice; text or numbers."""
    if question == Question.PLACE:
        words = str(given.get("words") or "").strip()[:LONGEST_WORDS]
        return Said(question=question, pin=_pin(given) or _typed(words), words=words)
    return Said(question=question, is_picture=is_picture, choice=str(given.get("said") or "")[:20])


def _pin(given: Mapping[str, Any]) -> Pin | None:
    latitude, longitude = _number(given.get("lat")), _number(given.get("lon"))
    if latitude is None or longitude is None:
        return None
    accuracy = _number(given.get("accuracy"))
    return Pin(latitude=latitude, longitude=longitude, accuracy_m=None if accuracy is None else max(accuracy, 0.0))


def _typed(words: str) -> Pin | None:
    found = TYPED.fullmatch(words)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > MOST_LATITUDE >= abs(longitude):
        latitude, longitude = longitude, latitude
    return Pin(latitude=latitude, longitude=longitude, accuracy_m=TYPED_ACCURACY_M)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
