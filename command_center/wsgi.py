"""HTTP: WSGI with few, bounded threads and persistent connections (docs/architecture.md §4)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
application = get_wsgi_application()
