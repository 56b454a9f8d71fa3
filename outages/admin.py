"""Back office of the outages, one file a subject."""

from outages import admin_figures, admin_plans  # noqa: F401
