"""Back office of the outages, one file a subject."""

from outages import admin_figures  # noqa: F401
