"""Remembering a small, rarely changed table for a few seconds a process: map, limits. A change is seen within seconds."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Generic, TypeVar

T = TypeVar("T")

_all: list["Remembered[object]"] = []


class Remembered(Generic[T]):
    """A function without arguments whose answer is kept for ``seconds``."""

    def __init__(self, read: Callable[[], T], seconds: float) -> None:
        self.read, self.seconds = read, seconds
        self.known: tuple[float, T] | None = None
        wraps(read)(self)

    def __call__(self) -> T:
        known = self.known
        if known is None or time.monotonic() - known[0] > self.seconds:
            known = self.known = (time.monotonic(), self.read())
        return known[1]

    def forget(self) -> None:
        self.known = None


def remembered(*, seconds: float) -> Callable[[Callable[[], T]], Remembered[T]]:
    def decorate(read: Callable[[], T]) -> Remembered[T]:
        memory = Remembered(read, seconds)
        _all.append(memory)  # type: ignore[arg-type]
        return memory

    return decorate


def forget_everything() -> None:
    """For tests, whose tables change between one moment and the next."""
    for memory in _all:
        memory.forget()
