"""The ASGI application: pages and the one socket at /live/."""

import os
import sys
from pathlib import Path

# A server may know this file alone: the composition stands in `site`, the lower floors beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort.settings.production")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from cohort.sockets import application_for  # noqa: E402  (imports models, so after the apps are ready)

application = application_for(pages)
