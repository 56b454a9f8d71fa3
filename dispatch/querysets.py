"""Named predicates and writing of offers."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.timezone import now

if TYPE_CHECKING:
    from dispatch.models import Offer  # noqa: F401


class OfferQuerySet(models.QuerySet["Offer"]):
    def update(self, **values: Any) -> int:
        """Many at once; ``auto_now`` does not see this way of writing, and clients keep copies by ``updated_at``."""
        return super().update(**{"updated_at": now(), **values})
