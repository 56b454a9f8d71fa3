"""HTTP: WSGI with few, bounded threads and persistent connections (docs/architecture.md §4)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
_django = get_wsgi_application()  # first: it loads the apps

# isort: split
from command_center.core.api.edge import with_text_encoding  # noqa: E402

application = with_text_encoding(_django)
