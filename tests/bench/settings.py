"""The production settings on a loopback port without HTTPS, and one page more: the floor."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-measuring-" * 4)
os.environ.setdefault("IRI_BASE", "http://127.0.0.1:8099")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("SECURE_COOKIES", "false")

from cohort.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [BASE_DIR / "templates", BASE_DIR / "tests" / "bench" / "templates"]}]  # noqa: F405
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
MIDDLEWARE = ["tests.bench.floor.QueryCountMiddleware", *MIDDLEWARE]  # noqa: F405
