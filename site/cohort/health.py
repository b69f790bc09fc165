"""Is the process alive, and can it serve?"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process runs; asks no engine."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503; a cache that is down is named and does no harm."""
    engines = {"database": _answers(_ask_database), "cache": _answers(_ask_cache)}
    ready = engines["database"]
    return JsonResponse({"status": "ok" if ready else "unavailable", **engines}, status=200 if ready else 503)


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception:  # whatever the engine's client raises, the answer is no
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.get("readyz")
