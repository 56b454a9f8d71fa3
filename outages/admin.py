"""Back office of the outages: each capability has its own file, this one makes Django find them."""

from outages.estimates import admin as estimates  # noqa: F401
from outages.generators import admin as generators  # noqa: F401
from outages.judging import admin as judging  # noqa: F401
from outages.ledger import admin as ledger  # noqa: F401
from outages.life import admin as life  # noqa: F401
from outages.planned import admin as planned  # noqa: F401
from outages.reliability import admin as reliability  # noqa: F401
from outages.sensitive import admin as sensitive  # noqa: F401
from outages.verbs import admin as verbs  # noqa: F401
