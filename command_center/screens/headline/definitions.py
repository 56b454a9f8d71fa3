"""What stands in the headline table: rows of the catalogue, and beside each what the article printed.

The article's figures (Hubei Daily, August 2022; January to July 2022) are quoted and never reckoned here. Where a figure depends on a
definition, the catalogue says so (domain reference §5.3).
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

SOURCE = _("Hubei Daily, August 2022: January to July 2022 against the same months of 2021")


class Headline(NamedTuple):
    """``code`` of the catalogue; ``article``: as it was printed, "" where the article has none."""

    code: str
    article: Any = ""


HEADLINES = (
    Headline("arrival_minutes", _("−1.01 min")),
    Headline("repair_minutes", _("−66.68 min")),
    Headline("frequent_feeders", "−77.36 %"),
    Headline("outage_hours", _("−2.88 h")),
    Headline("complaints", "−91.72 %"),
    Headline("complaints_per_million", "2.11"),
    Headline("opinions"),
    Headline("withdrawn"),
    Headline("accepted_percent", "100 %"),
    Headline("handled_percent", "100 %"),
    Headline("booked_percent", "99.97 %"),
    Headline("kept_percent", "99.06 %"),
    Headline("satisfied_percent", "99.9 %"),
    Headline("served", "185,300"),
    Headline("saved_yuan", _("1.156 billion yuan")),
)
