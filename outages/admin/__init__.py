"""Back office of the outages, one file a subject."""

from outages.admin import figures, outages, plans  # noqa: F401
