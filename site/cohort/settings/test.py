"""Settings of the tests: engines by URL as everywhere, fast password hashing, mail in memory."""

import atexit
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from . import engines
from .base import *  # noqa: F403
from .base import BASE_DIR, REDIS_URL, SEARCH, env

SECRET_KEY = "tests-only"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("es", "Spanish")]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
LIVE_OWN_HOST = True
LINKS_TO_THIS_MACHINE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each worker of a run has folders and engines of its own; the servers that it starts share them.
WORKER = env.str("PYTEST_XDIST_WORKER", "main")
WORKER_NUMBER = 0 if WORKER == "main" else int(WORKER.removeprefix("gw")) + 1
VAR_DIR = Path(env.str("COHORT_TESTS_VAR", "") or tempfile.mkdtemp(prefix=f"cohort-tests-{WORKER}-"))
if not env.str("COHORT_TESTS_VAR", ""):
    atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
STATIC_ROOT = VAR_DIR / "static"
FACE_DIR = BASE_DIR / "var" / "face"  # every worker serves the same
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR_DIR / "media"
# A browser's server finds static files where they are written; nothing is collected first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
if not env.str("DATABASE_URL", ""):
    # A file, not memory: threads, sockets and the browser's server meet it as they would in service.
    DATABASES["default"]["NAME"] = VAR_DIR / "cohort.sqlite3"  # noqa: F405
if REDIS_URL:
    REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{WORKER_NUMBER}").geturl()
    CACHES, CHANNEL_LAYERS = engines.caches(REDIS_URL), engines.channel_layers(REDIS_URL)
if SEARCH:
    SEARCH = {**SEARCH, "url": urlsplit(SEARCH["url"])._replace(path=f"/tests-{WORKER}").geturl()}
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
INSTALLED_APPS += ["django_extensions"]  # noqa: F405  (its validate_templates is part of `make check`)
