"""Every route there is: the URLconf, flattened."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Routes of other packages are judged by namespace or prefix, one row each; so is the store that no session opens.
FOREIGN_PREFIXES = {"admin/": "wagtail.admin", "accounts/": "allauth", "xapi/": "xapi"}


@dataclass(frozen=True, slots=True)
class Route:
    """A door: its name with namespaces, and its pattern."""

    name: str
    pattern: str
    converters: tuple[str, ...]


def routes() -> list[Route]:
    """Return every route of our own, each once, and one row for each other package."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver().url_patterns, "", ""):
        for prefix, package in FOREIGN_PREFIXES.items():
            if route.pattern.startswith(prefix):
                route = Route(package, prefix, ())
        found.setdefault(route.name, route)
    return list(found.values())


def _walk(entries: list, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in entries:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}", pattern, tuple(entry.pattern.converters))
