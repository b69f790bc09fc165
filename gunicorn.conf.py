"""How gunicorn serves the pages in production: run `gunicorn` in this folder; WEB_CONCURRENCY says how many workers.

The site is loaded once and the workers are forked from it. What was loaded lives as long as they do, so it is taken out
of the collector's sight: no worker walks through it again, and its memory stays shared.
"""

import gc
from importlib import import_module
from typing import Any

wsgi_app = "cohort.wsgi:application"
pythonpath = "site"
preload_app = True
worker_class = "gthread"
threads = 4
keepalive = 30  # seconds, for the proxy before it
max_requests, max_requests_jitter = 50_000, 5_000


def when_ready(server: Any) -> None:
    """Read the addresses too, which the first request would, close what must not be shared, and freeze it all."""
    from django.conf import settings  # the site is loaded only now
    from django.db import connections  # the same

    import_module(settings.ROOT_URLCONF)
    connections.close_all()
    gc.collect()
    gc.freeze()
