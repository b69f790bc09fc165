"""The WSGI application: pages only, for the page workers of production."""

import os
import sys
from pathlib import Path

# A server may know this file alone: the composition stands in `site`, the lower floors beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort.settings.production")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
