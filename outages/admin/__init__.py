"""Back office of the outages, one file a capability."""

from outages.admin import checks, estimates, figures, generators, judging, ledger, outages, plans, sensitive  # noqa: F401
