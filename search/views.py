"""The page and the palette: the same hits, at length and at a glance."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import queries, sources

EACH = 5  # hits of each kind on the overview
PAGE = 20  # hits of one kind on a page
GLANCE = 3  # hits of each kind in the palette


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds: the best of each kind, or all of one `kind`, page by page."""
    only, after = request.GET.get("kind", "")[:30], request.GET.get("after", "")[:200]
    results = queries.find(
        request.GET.get("q", ""), user=request.user, only=only, limit=PAGE if only else EACH, after=after
    )
    text = results.query.text
    context = {
        "results": results,
        "groups": [kind for kind in results.kinds if kind.hits],
        "tabs": _tabs(results, only),
        "more_urls": {} if only else {kind.kind: _url(text, kind.kind) for kind in results.kinds if kind.count > EACH},
        "next_url": _url(text, only, results.after) if results.after else "",
    }
    return render(request, "search/page.html", context)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Answer the palette's frame: doors first, then a few hits of each kind."""
    results = queries.find(request.GET.get("q", ""), user=request.user, limit=GLANCE)
    actions = sources.palette_actions(request.user, results.query)
    context = {
        "results": results,
        "groups": [*_doors(actions), *(kind for kind in results.kinds if kind.hits)],
        "all_url": _url(results.query.text),
    }
    return render(request, "search/palette.html", context)


def _doors(actions: list[sources.PaletteAction]) -> list[dict]:
    groups: dict[str, list[sources.PaletteAction]] = {}
    for action in actions:
        groups.setdefault(str(action.group), []).append(action)
    return [{"title": title, "hits": hits} for title, hits in groups.items()]


def _tabs(results: queries.Results, only: str) -> list[dict]:
    text = results.query.text
    everything = {"label": _("Everything"), "url": _url(text), "count": results.total, "current": not only}
    kinds = [
        {"label": kind.title, "url": _url(text, kind.kind), "count": kind.count, "current": kind.kind == only}
        for kind in results.kinds
    ]
    return [everything, *kinds] if kinds else []


def _url(text: str, only: str = "", after: str = "") -> str:
    parameters = {name: value for name, value in (("q", text), ("kind", only), ("after", after)) if value}
    return f"{reverse('search:page')}?{urlencode(parameters)}" if parameters else reverse("search:page")
