"""Settings of the tests: engines by URL as everywhere, fast password hashing, mail in memory."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import env

SECRET_KEY = "tests-only"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("es", "Spanish")]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
LIVE_OWN_HOST = True
LINKS_TO_THIS_MACHINE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
VAR_DIR = Path(tempfile.mkdtemp(prefix="cohort-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
MEDIA_ROOT = VAR_DIR / "media"
# A browser's server finds static files where they are written; nothing is collected first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
if not env.str("DATABASE_URL", ""):
    DATABASES["default"]["NAME"] = VAR_DIR / "cohort.sqlite3"  # noqa: F405
    # A file, not memory: threads, sockets and the browser's server meet it as they would in service.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # noqa: F405
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
INSTALLED_APPS += ["django_extensions"]  # noqa: F405  (its validate_templates is part of `make check`)
