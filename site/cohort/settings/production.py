"""Settings of production: refuses to start with what was shipped, HTTPS throughout, hashed static files."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ACCOUNT_EMAIL_VERIFICATION, ALLAUTH_TRUSTED_PROXY_COUNT, SECRET_KEY, SHIPPED_SECRET_KEY, env

if SECRET_KEY == SHIPPED_SECRET_KEY or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set SECRET_KEY to a random string of 50 characters or more of your own.")
if not env.str("IRI_BASE", ""):
    raise ImproperlyConfigured("Set IRI_BASE to this installation's address; it is written into every record.")

if ACCOUNT_EMAIL_VERIFICATION != "mandatory":
    raise ImproperlyConfigured(
        "Leave ACCOUNT_EMAIL_VERIFICATION out, or set it to mandatory: otherwise signing up tells who has an account."
    )

DEMO = False
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", True)
STORAGES = {
    "default": {"BACKEND": "cohort.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Anyone may send this header; a proxy overwrites it, so it is believed only where TRUSTED_PROXIES says there is one.
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31536000)
# Both bind names beside this one, and a preloaded one for years: whoever owns the domain opts in.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]  # noqa: F405  (that warn where nobody opted in)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", True)
if SESSION_COOKIE_SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
