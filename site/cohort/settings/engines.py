"""Turn engine URLs into Django settings: pure functions, the only place that knows which engine is named."""

from typing import Any
from urllib.parse import urlsplit

import environ

MAIL_SERVER_ANSWERS_WITHIN = 10  # seconds; a page may be waiting
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
    " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
)


def database(url: str, *, pooled: bool = False) -> dict[str, Any]:
    """Return the `DATABASES["default"]` entry for `url`; with `pooled`, psycopg's pool serves the threads."""
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"] == "django.db.backends.sqlite3":
        options.update(
            timeout=20,
            transaction_mode="IMMEDIATE",
            init_command=SQLITE_PRAGMAS,
        )
    elif config["ENGINE"] == "django.db.backends.postgresql":
        # Compiling a page's query takes PostgreSQL many times what running it takes.
        options.setdefault("options", "-c jit=off")
        if pooled:
            options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
        else:
            config["CONN_MAX_AGE"] = 60
            config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ValueError(f"DATABASE_URL names {config['ENGINE']}; use sqlite:// or postgres://")
    return config


def channel_layers(redis_url: str) -> dict[str, Any]:
    """Return `CHANNEL_LAYERS`: Redis pub/sub when `redis_url` is set, else one process's memory."""
    if not redis_url:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    return {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [redis_url], "prefix": _own_prefix(redis_url)},
        }
    }


def _own_prefix(redis_url: str) -> str:
    """Return the prefix of what is sent by Redis, which carries a word to every one of its numbered databases."""
    number = urlsplit(redis_url).path.strip("/")
    return f"cohort:{number}" if number else "cohort"


def caches(redis_url: str) -> dict[str, Any]:
    """Return `CACHES`: Redis when `redis_url` is set, else local memory."""
    if not redis_url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": "cohort",
        }
    }


def tasks(name: str) -> dict[str, Any]:
    """Return `TASKS` for `name`: `immediate` (in the request) or `database` (`manage.py db_worker`)."""
    backends = {
        "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        "database": "django_tasks_db.DatabaseBackend",
    }
    if name not in backends:
        raise ValueError(f"TASKS is {name!r}; use one of {', '.join(sorted(backends))}")
    return {"default": {"BACKEND": backends[name], "ENQUEUE_ON_COMMIT": False}}


SEARCH_SCHEMES = {
    "http": ("http", "elasticsearch"),
    "https": ("https", "elasticsearch"),
    "elasticsearch": ("http", "elasticsearch"),
    "elasticsearchs": ("https", "elasticsearch"),
    "opensearch": ("http", "opensearch"),
    "opensearchs": ("https", "opensearch"),
}


def search(url: str) -> dict[str, Any]:
    """Return `SEARCH`: the hosts and dialect of the cluster at `url`, or an empty mapping for the database engine."""
    if not url:
        return {}
    scheme = urlsplit(url).scheme
    if scheme not in SEARCH_SCHEMES:
        raise ValueError(f"ELASTICSEARCH_URL begins with {scheme}://; use {', '.join(sorted(SEARCH_SCHEMES))}")
    transport, dialect = SEARCH_SCHEMES[scheme]
    return {"url": transport + url[len(scheme) :], "dialect": dialect}


def email(url: str) -> dict[str, Any]:
    """Return the `EMAIL_…` settings for `url`, by the schemes of django-environ; unset, mail is printed on the console.

    Raises ValueError in words that never repeat the password.
    """
    try:
        parts = urlsplit(url or "consolemail://")
        port = parts.port
    except ValueError:
        raise ValueError(
            "EMAIL_URL names no port; signs such as / # @ : in a password are written %2F %23 %40 %3A"
        ) from None
    if parts.scheme not in environ.Env.EMAIL_SCHEMES:
        known = ", ".join(f"{scheme}://" for scheme in environ.Env.EMAIL_SCHEMES)
        raise ValueError(f"EMAIL_URL begins with {parts.scheme or 'no scheme'}; use one of {known}")
    if parts.scheme.startswith("smtp") and not parts.hostname:
        raise ValueError(f"EMAIL_URL names no server; write {parts.scheme}://user:password@mail.example.org:587")
    if parts.scheme == "filemail" and not parts.path.strip("/"):
        raise ValueError("EMAIL_URL names no folder; write filemail:////var/mail/cohort")
    if parts.query or parts.fragment:
        raise ValueError("EMAIL_URL goes on after its address; say how to speak to the server by its scheme alone")
    config: dict[str, Any] = dict(environ.Env.email_url_config(url or "consolemail://"))
    usual = 465 if config.get("EMAIL_USE_SSL") else 587 if config.get("EMAIL_USE_TLS") else 25
    config["EMAIL_PORT"] = port or usual
    config["EMAIL_HOST_USER"] = config["EMAIL_HOST_USER"] or ""
    config["EMAIL_HOST_PASSWORD"] = config["EMAIL_HOST_PASSWORD"] or ""
    return config | {"EMAIL_TIMEOUT": MAIL_SERVER_ANSWERS_WITHIN}
