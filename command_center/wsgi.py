"""HTTP: WSGI with few, bounded threads and persistent connections (docs/architecture.md, *Processes and engines*)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
# Nothing that is imported here is ever garbage: looking through it again and again takes a quarter of the start, and time
# from every board afterwards.
gc.disable()
_django = get_wsgi_application()  # first: it loads the apps

# isort: split
from django.urls import get_resolver  # noqa: E402

from command_center.ground.core.api.edge import with_text_encoding  # noqa: E402

_ = get_resolver().url_patterns  # all routes now: the first request would bring them while boards wait
gc.freeze()
gc.enable()

application = with_text_encoding(_django)
