"""A cache in the memory of each process for what rarely changes: small tables for some seconds, a large model until its version changes."""

import threading
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Clearable(Protocol):
    def clear(self) -> None: ...


_all: list[Clearable] = []


def register_cache(cache: Clearable) -> None:
    """A cache of another kind, which tests empty too."""
    _all.append(cache)


class CachedForSeconds(Generic[T]):
    """A function without arguments whose answer is kept for ``seconds``."""

    def __init__(self, read: Callable[[], T], seconds: float) -> None:
        self.read, self.seconds = read, seconds
        self.kept: tuple[float, T] | None = None
        wraps(read)(self)

    def __call__(self) -> T:
        kept = self.kept
        if kept is None or monotonic() - kept[0] > self.seconds:
            kept = self.kept = (monotonic(), self.read())
        return kept[1]

    def clear(self) -> None:
        self.kept = None


def cached(*, seconds: float) -> Callable[[Callable[[], T]], CachedForSeconds[T]]:
    def decorate(read: Callable[[], T]) -> CachedForSeconds[T]:
        cache = CachedForSeconds(read, seconds)
        _all.append(cache)
        return cache

    return decorate


class CachedByVersion(Generic[T]):
    """A function of a version whose last answer is kept until the version is another. One thread reads, others wait."""

    def __init__(self, read: Callable[[int], T], version: Callable[[], int]) -> None:
        self.read, self.version = read, version
        self.kept: tuple[int, T] | None = None
        self.reading = threading.Lock()
        wraps(read)(self)

    def __call__(self) -> T:
        version = self.version()
        kept = self.kept
        if kept is not None and kept[0] == version:
            return kept[1]
        with self.reading:
            if self.kept is None or self.kept[0] < version:
                self.kept = (version, self.read(version))
            return self.kept[1]

    def clear(self) -> None:
        self.kept = None


def cached_by_version(version: Callable[[], int]) -> Callable[[Callable[[int], T]], CachedByVersion[T]]:
    def decorate(read: Callable[[int], T]) -> CachedByVersion[T]:
        cache = CachedByVersion(read, version)
        _all.append(cache)
        return cache

    return decorate


def clear_all() -> None:
    """For tests, whose tables change between one moment and the next."""
    for cache in _all:
        cache.clear()
