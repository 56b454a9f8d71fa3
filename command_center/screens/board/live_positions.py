"""Crew positions for the map: whatever moved since the last look, once a second, to the boards that may see it."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from command_center.ground.core.realtime import boards_above
from command_center.ground.core.values import iso
from command_center.screens.cards.crews import crew_work_states
from dispatch.models import CrewPosition

Messages = list[tuple[str, dict[str, Any]]]
# A position is stamped when it is received and seen by others when its transaction ends, which may be after our look.
LOOK_BACK = timedelta(seconds=5)


class LivePositions:
    """Remembers the moment of the last look and what it showed; lives in the active relay."""

    def __init__(self) -> None:
        self.looked_at: datetime | None = None
        self.shown: dict[int, datetime] = {}  # crew → when what was shown of it was received, within ``LOOK_BACK``

    def messages(self) -> Messages:
        """One message per board with ``[crew_id, lon, lat, state, fixed_at, org_path]`` of each crew that moved."""
        at = now()
        since, self.looked_at = (self.looked_at or at) - LOOK_BACK, at
        recent = CrewPosition.objects.filter(seen_at__gt=since, latitude__isnull=False).values_list(
            "crew_id", "seen_at", "longitude", "latitude", "fixed_at", "crew__org_path"
        )
        shown, self.shown = self.shown, {}
        moved = []
        for crew_id, seen_at, lon, lat, fixed_at, org_path in recent:
            self.shown[crew_id] = seen_at
            if shown.get(crew_id) != seen_at:
                moved.append((crew_id, lon, lat, fixed_at, org_path))
        states = crew_work_states([crew_id for crew_id, *_ in moved], at=at) if moved else {}
        boards: dict[str, list[list[Any]]] = defaultdict(list)
        for crew_id, lon, lat, fixed_at, org_path in moved:
            for group in boards_above(org_path):
                boards[group].append([crew_id, lon, lat, states[crew_id][0], iso(fixed_at), org_path])
        return [(g, {"type": "board.positions", "at": iso(at), "items": items}) for g, items in boards.items()]
