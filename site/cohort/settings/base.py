"""Settings shared by every environment; all that differs between installations comes from the environment."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from . import engines

BASE_DIR = Path(__file__).resolve().parents[3]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

SHIPPED_SECRET_KEY = "cohort-development-key-never-for-production-0123456789abcdef"
SECRET_KEY = env.str("SECRET_KEY", SHIPPED_SECRET_KEY)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SITE_NAME = env.str("SITE_NAME", "Cohort")
# Fixed at installation: every IRI in the records begins with it, whatever host a request names.
IRI_BASE = env.str("IRI_BASE", "http://127.0.0.1:8000").rstrip("/")
# Where the browser finds this site; links in mail and the socket's Origin are checked against it.
SITE_ORIGIN = env.str("SITE_ORIGIN", IRI_BASE).rstrip("/")
# Development and tests also take the socket from the host that was asked for.
LIVE_OWN_HOST = False
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "community.notifications.library.NotificationsConfig",
    "cohort.apps.CohortConfig",
    "community",
    "courses",
    "search",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "cohort.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "channels",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "cohort.frames.RoomyFrameMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cohort.middleware.TurboMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cohort.refusals.middleware.WholeAnswerMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cohort.middleware.PersonMiddleware",
    "cohort.middleware.CapabilitiesMiddleware",
    "community.live.middleware.TurboRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "community.people.second_factor.SecondFactorMiddleware",
    "courses.catalog.middleware.OwnCoursesMiddleware",
    "cohort.refusals.middleware.KeptFormMiddleware",
]

ROOT_URLCONF = "cohort.urls"
ASGI_APPLICATION = "cohort.asgi.application"
WSGI_APPLICATION = "cohort.wsgi.application"

TEMPLATE_LOADERS = ["cohort.face.loaders.TightLoader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cohort.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cohort.face.templatetags.face",
            ],
        },
    }
]
FORM_RENDERER = "cohort.face.forms.FormRenderer"

DATABASES = {
    "default": engines.database(
        env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'cohort.sqlite3'}"),
        pooled=env.bool("DATABASE_POOL", False),
    )
}
REDIS_URL = env.str("REDIS_URL", "")
CHANNEL_LAYERS = engines.channel_layers(REDIS_URL)
CACHES = engines.caches(REDIS_URL)
TASKS = engines.tasks(env.str("TASKS", "immediate"))
SEARCH = engines.search(env.str("ELASTICSEARCH_URL", ""))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "community.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "community.people.forms.SignupForm"
ACCOUNT_ADAPTER = "community.people.adapter.AccountAdapter"
# Anything but "mandatory" tells by its answer whether an address has an account, so production refuses it.
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", "mandatory")
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # asked when signing in
ACCOUNT_FORMS = {
    "login": "community.people.signing_in.SignInForm",
    "signup": "community.people.signing_in.SignUpForm",
    "reset_password": "community.people.signing_in.AddressForm",
    "request_login_code": "community.people.signing_in.CodeForm",
    "change_password": "community.people.signing_in.ChangePasswordForm",
    "reset_password_from_key": "community.people.signing_in.NewPasswordForm",
    "add_email": "community.people.signing_in.AnotherAddressForm",
    "reauthenticate": "community.people.signing_in.AgainForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Signs in whoever confirms in the browser that signed up, and goes on to where they were going.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Wrong passwords are counted by axes for each address, so that one attacked account locks nobody else out
# (community.people.adapter); what allauth counts as failed are wrong codes of a second factor, for each person.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/900s/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
# Whether statements may be sent to and fetched from stores within one's own network; only the open internet else.
EXCHANGE_WITH_PRIVATE_ADDRESSES = env.bool("EXCHANGE_WITH_PRIVATE_ADDRESSES", False)
# Whether a link of a course may lead to this very machine by http; only https is opened otherwise.
LINKS_TO_THIS_MACHINE = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Whether the demo may be made here: its accounts, an admin among them, have a password that anyone can read.
DEMO = True
# Whether the editor opens to admins and instructors only with a second factor; where not, they are reminded.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", False)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["ip_address", "username"]]
AXES_USERNAME_CALLABLE = "community.people.throttling.address"
AXES_CLIENT_IP_CALLABLE = "community.people.throttling.client"
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "cohort.errors.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

MAIL = engines.email(env.str("EMAIL_URL", ""))
EMAIL_BACKEND, EMAIL_FILE_PATH = MAIL["EMAIL_BACKEND"], MAIL["EMAIL_FILE_PATH"]
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"], MAIL["EMAIL_TIMEOUT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"], MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <cohort@localhost>")

LANGUAGE_CODE = "en-gb"
# The site speaks English; a language named here as well is offered to people for courses translated into it.
LANGUAGE_NAMES = {"en-gb": _("English"), "es": _("Spanish")}
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    (code, LANGUAGE_NAMES.get(code, code)) for code in env.list("LANGUAGES", default=["en-gb"])
]
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
FACE_DIR = VAR_DIR / "face"  # what is made of the front end's parts
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cohort.face.finders.NpmFinder",
    "cohort.face.finders.StyleFinder",
]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/files/by-name/"  # never mounted: private files are served by courses.catalog.files alone
# The internal location of nginx that serves MEDIA_ROOT by X-Accel-Redirect, such as /private/; empty sends from here.
FILES_ACCEL = env.str("FILES_ACCEL", "")
STORAGES = {
    "default": {"BACKEND": "cohort.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Names with the __Host- prefix need HTTPS; production sets them.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cohort.errors.forbidden"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the editor shows previews in a frame of its own origin
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_ORIGIN
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "courses.CourseImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.catalog.titles.ImageForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 52_000_000  # as phones take them; unpacked whole when a size of it is drawn
WAGTAILDOCS_DOCUMENT_MODEL = "courses.CourseDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.catalog.titles.DocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "mp3",
    "mp4",
    "odp",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "txt",
    "vtt",
    "webm",
    "xlsx",
    "zip",
]
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES: list[str] = []  # a person has one zone, chosen in Settings
WAGTAILEMBEDS_FINDERS: list = []  # embeds come from a list of known hosts by URL pattern
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

NOTIFICATIONS_NOTIFICATION_MODEL = "community.Notification"
DJANGO_NOTIFICATIONS_CONFIG = {"SOFT_DELETE": False, "USE_JSONFIELD": True}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "cohort.logs.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
        "plain": {"()": "cohort.logs.PlainFormatter", "format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": env.str("LOG_FORMAT", "json")},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
