"""The service worker: it keeps one page that is nobody's, with its static files, for when there is no network."""

import hashlib
import json

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from cohort.face import assets
from courses.claims.views import shell


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the worker with the names of the files it keeps; a release changes them or the page, and so the worker."""
    kept = [staticfiles_storage.url(path) for path in ("css/cohort.css", "icons/mark.svg", *assets.FIRST_FONTS)]
    kept += [staticfiles_storage.url(path) for path in assets.modules().values()]
    kept.append(assets.sprite())
    words = {
        "assets": json.dumps(kept),
        "shell": json.dumps(reverse("claims:shell")),
        "static": json.dumps(staticfiles_storage.url("")),
        "version": hashlib.sha256("\n".join([*kept, _page()]).encode()).hexdigest()[:16],
    }
    response = HttpResponse(
        render_to_string("cohort/offline/worker.js", words), content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-cache"  # the browser asks each time whether it is still this one
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page() -> str:
    """Return the page it keeps as anybody sees it, without what belongs to one request."""
    nobody = HttpRequest()
    nobody.method = "GET"
    return shell(nobody).content.decode()
