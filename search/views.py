"""The page and the palette: the same hits, at length and at a glance."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import queries, sources
from .asking import Query

EACH = 5  # hits of each kind on the overview
PAGE = 20  # hits of one kind on a page
GLANCE = 3  # hits of each kind in the palette


@dataclass(frozen=True, slots=True)
class Group:
    """Hits under one heading, and the way to the rest of them."""

    title: str
    hits: list[Any]
    more_url: str = ""
    more_label: str = ""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds: the best of each kind, or all of one `kind`, page by page."""
    only, after = request.GET.get("kind", "")[:30], request.GET.get("after", "")[:200]
    asked = request.GET.get("q", "")
    results = queries.find(asked, user=request.user, only=only, limit=PAGE if only else EACH, after=after)
    groups = _groups(results, only)
    context = {
        "results": results,
        "groups": groups,
        "tabs": _tabs(results, only),
        "next_url": _url(results, only, results.after) if results.after else "",
        "empty": None if groups else _nothing(results),
    }
    return render(request, "search/page.html", context)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Answer the palette's frame: doors first, then a few hits of each kind."""
    results = queries.find(request.GET.get("q", ""), user=request.user, limit=GLANCE)
    doors = sources.palette_actions(request.user, results.query)
    context = {"results": results, "groups": [*_doors(doors, results.query), *_groups(results, only="")]}
    return render(request, "search/palette.html", context)


def _groups(results: queries.Results, only: str) -> list[Group]:
    return [
        Group(kind.title, kind.hits, *_rest(results, kind) if not only and kind.count > len(kind.hits) else ())
        for kind in results.kinds
        if kind.hits
    ]


def _rest(results: queries.Results, kind: queries.Kind) -> tuple[str, str]:
    return _url(results, kind.kind), _("All %(count)d in %(kind)s") % {"count": kind.count, "kind": kind.title}


def _doors(actions: list[sources.PaletteAction], query: Query) -> list[Group]:
    groups: dict[str, Group] = {}
    for action in actions:
        group = groups.setdefault(str(action.under), Group(str(action.under), []))
        group.hits.append(replace(action, title=queries.marked(action.title, query)))
    return list(groups.values())


def _tabs(results: queries.Results, only: str) -> list[dict[str, Any]]:
    if not results.kinds:
        return []
    everything = {"label": _("Everything"), "url": _url(results), "count": results.total, "current": not only}
    return [
        everything,
        *(
            {"label": kind.title, "url": _url(results, kind.kind), "count": kind.count, "current": kind.kind == only}
            for kind in results.kinds
        ),
    ]


def _nothing(results: queries.Results) -> dict[str, str]:
    if not results.query:
        return {"title": _("What are you looking for?"), "text": _("A word or the beginning of one is enough.")}
    return {
        "title": _("Nothing found for “%(query)s”") % {"query": results.query.text},
        "text": _("All words must stand in what you look for. Try fewer, or another form."),
    }


def _url(results: queries.Results, only: str = "", after: str = "") -> str:
    parameters = {"q": results.query.text, "kind": only, "after": after}
    return f"{reverse('search:page')}?{urlencode({name: value for name, value in parameters.items() if value})}"
