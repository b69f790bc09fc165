"""Settings of the tests: engines by URL as everywhere, fast password hashing, mail in memory."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import env

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
VAR_DIR = Path(tempfile.mkdtemp(prefix="cohort-tests-"))
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
if not env.str("DATABASE_URL", ""):
    DATABASES["default"]["NAME"] = VAR_DIR / "cohort.sqlite3"  # noqa: F405
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
