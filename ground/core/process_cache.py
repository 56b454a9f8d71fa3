"""Remembering what rarely changes, a process: small tables for a few seconds, a large model until its version changes."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Clearable(Protocol):
    def clear(self) -> None: ...


_all: list[Clearable] = []


def register_cache(memory: Clearable) -> None:
    """A memory of another kind, which tests empty too."""
    _all.append(memory)


class CachedForSeconds(Generic[T]):
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

    def clear(self) -> None:
        self.known = None


def cached(*, seconds: float) -> Callable[[Callable[[], T]], CachedForSeconds[T]]:
    def decorate(read: Callable[[], T]) -> CachedForSeconds[T]:
        memory = CachedForSeconds(read, seconds)
        _all.append(memory)
        return memory

    return decorate


class CachedByVersion(Generic[T]):
    """A function of a version whose last answer is kept until the version is another. One thread reads, others wait."""

    def __init__(self, read: Callable[[int], T], version: Callable[[], int]) -> None:
        self.read, self.version = read, version
        self.known: tuple[int, T] | None = None
        self.reading = threading.Lock()
        wraps(read)(self)

    def __call__(self) -> T:
        version = self.version()
        known = self.known
        if known is not None and known[0] == version:
            return known[1]
        with self.reading:
            if self.known is None or self.known[0] < version:
                self.known = (version, self.read(version))
            return self.known[1]

    def clear(self) -> None:
        self.known = None


def cached_by_version(version: Callable[[], int]) -> Callable[[Callable[[int], T]], CachedByVersion[T]]:
    def decorate(read: Callable[[int], T]) -> CachedByVersion[T]:
        memory = CachedByVersion(read, version)
        _all.append(memory)
        return memory

    return decorate


def clear_all() -> None:
    """For tests, whose tables change between one moment and the next."""
    for memory in _all:
        memory.clear()
