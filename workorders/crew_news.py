"""Where the crew of an order is, in words for a caller. Crews live a storey higher: the wiring installs who knows."""

from collections.abc import Callable, Collection
from typing import Any

# Order ids → what a caller is told about each (JSON values); an order that has ended is absent.
CrewNews = Callable[[Collection[int]], dict[int, dict[str, Any]]]

_news_by: list[CrewNews] = []


def crew_news_from(news: CrewNews) -> None:
    """Called once, by ``command_center.wiring``."""
    _news_by[:] = [news]


def crew_news(order_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    return _news_by[0](order_ids) if _news_by and order_ids else {}
