"""Pseudonyms of the people in one order; pure.

The same person has the same pseudonym throughout the order, so that calls, urges and callers can still be counted; another
order's ``#1`` is somebody else. They are numbers in the order of meeting, made from nothing: nothing leads back.
"""

import re
from typing import Any

from customers.phones import SPOKEN_PHONE, mask_address, normalise_phone

GONE = "***"
# Customer numbers, meters, identity cards: a long run of digits names somebody or their supply.
LONG_NUMBER = re.compile(r"(?<!\d)\d{10,}[\dXx]*")
SHORTEST_NAME = 2
PLACES = 2  # of a degree: about a kilometre


class Pseudonyms:
    """Who is known in one order. Everybody is met first (``meet``), and then written anew."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._addresses: set[str] = set()
        self.people = 0

    def meet(self, *, name: str = "", phone: str = "", address: str = "") -> None:
        """Somebody as a field names them: name and phone of one row are one person."""
        marks = [mark for mark in (_spelled(phone), name.strip()) if mark]
        if marks:
            code = next((self._codes[mark] for mark in marks if mark in self._codes), None) or self._next()
            self._codes |= {mark: code for mark in marks if mark not in self._codes}
        if address.strip():
            self._addresses.add(address.strip())

    def meet_told(self, told: Any) -> None:
        """Everybody whom a stored message names."""
        if isinstance(told, dict):
            words = {key: str(told.get(f"reporter_{key}") or told.get(key) or "") for key in ("name", "phone")}
            self.meet(**words, address=str(told.get("address") or ""))
        for each in _within(told):
            self.meet_told(each)

    def person(self, text: str) -> str:
        """Of a name or a phone as a field holds it; empty stays empty."""
        mark = _spelled(text)
        return (self._codes.get(mark) or self._new(mark)) if mark else text

    def address(self, text: str) -> str:
        return text if text.endswith(GONE) else mask_address(text)

    def words(self, text: str) -> str:
        """A free text without the names of this order, phones, addresses and long numbers."""
        for address in sorted(self._addresses, key=len, reverse=True):
            text = text.replace(address, self.address(address))
        text = SPOKEN_PHONE.sub(lambda found: self.person(found[1]), text)
        for name in sorted((mark for mark in self._codes if _is_name(mark)), key=len, reverse=True):
            text = text.replace(name, self._codes[name])
        return LONG_NUMBER.sub(GONE, text)

    def told(self, told: Any, key: str = "") -> Any:
        """A stored message, the same in shape."""
        if isinstance(told, dict):
            return {name: self.told(each, name) for name, each in told.items()}
        if isinstance(told, list):
            return [self.told(each, key) for each in told]
        return self._field(key, told)

    def _field(self, key: str, value: Any) -> Any:
        if key in ("latitude", "longitude", "lat", "lon"):
            return rounded(value)
        if not isinstance(value, str):
            return value
        if key in ("reporter_name", "reporter_phone", "name", "phone"):
            return self.person(value)
        if key in ("customer_number", "meter_number"):
            return ""
        return self.address(value) if key == "address" else self.words(value)

    def _next(self) -> str:
        self.people += 1
        return f"#{self.people}"

    def _new(self, mark: str) -> str:
        self._codes[mark] = self._next()
        return self._codes[mark]


def rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, PLACES)


def _spelled(phone: str) -> str:
    return normalise_phone(phone) or phone.strip()


def _is_name(mark: str) -> bool:
    return len(mark) >= SHORTEST_NAME and not mark.lstrip("+").isdigit()


def _within(told: Any) -> list[Any]:
    values = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [each for each in values if isinstance(each, dict | list)]
