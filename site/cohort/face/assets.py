"""Where the front end's files are: the sprite, the import map, the allow-list of files from npm."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

_LITERATA = "@fontsource-variable/literata/files/literata"
_INTER = "@fontsource-variable/inter/files/inter"

# Served name → file below node_modules. Nothing else of a package is ever served.
FROM_NPM = {
    "npm/turbo.js": "@hotwired/turbo/dist/turbo.es2017-esm.js",
    "npm/stimulus.js": "@hotwired/stimulus/dist/stimulus.js",
    "fonts/literata-latin.woff2": f"{_LITERATA}-latin-opsz-normal.woff2",
    "fonts/literata-europe.woff2": f"{_LITERATA}-latin-ext-opsz-normal.woff2",
    "fonts/literata-latin-ext.woff2": f"{_LITERATA}-latin-ext-opsz-normal.woff2",
    "fonts/literata-vietnamese.woff2": f"{_LITERATA}-vietnamese-opsz-normal.woff2",
    # Italics stand in running text, at the size their one optical size is drawn for.
    "fonts/literata-latin-italic.woff2": f"{_LITERATA}-latin-wght-italic.woff2",
    "fonts/literata-europe-italic.woff2": f"{_LITERATA}-latin-ext-wght-italic.woff2",
    "fonts/literata-latin-ext-italic.woff2": f"{_LITERATA}-latin-ext-wght-italic.woff2",
    "fonts/literata-vietnamese-italic.woff2": f"{_LITERATA}-vietnamese-wght-italic.woff2",
    "fonts/inter-latin.woff2": f"{_INTER}-latin-wght-normal.woff2",
    "fonts/inter-europe.woff2": f"{_INTER}-latin-ext-wght-normal.woff2",
    "fonts/inter-latin-ext.woff2": f"{_INTER}-latin-ext-wght-normal.woff2",
    "fonts/inter-vietnamese.woff2": f"{_INTER}-vietnamese-wght-normal.woff2",
}
# What every page is set in; the others are fetched where their letters stand.
FIRST_FONTS = ("fonts/literata-latin.woff2", "fonts/inter-latin.woff2")
_LIBRARIES = {"@hotwired/turbo": "npm/turbo.js", "@hotwired/stimulus": "npm/stimulus.js"}
# What is fetched at once: by every page, and by those of somebody signed in. The rest comes when something needs it.
_FIRST = (
    "@hotwired/turbo",
    "cohort/main",
    "cohort/needed",
    "cohort/focus",
    "cohort/morph",
    "cohort/unsent",
    "cohort/drafts",
)
_FIRST_INSIDE = (
    "@hotwired/stimulus",
    "cohort/elements/live",
    "cohort/controllers/palette",
    "cohort/controllers/tray",
    "cohort/controllers/waiting",
)


def node_modules() -> Path:
    """Return the folder `npm ci` fills."""
    return Path(settings.BASE_DIR) / "node_modules"


def source() -> Path:
    """Return the folder of our own static files."""
    return Path(settings.BASE_DIR) / "site" / "static"


@lru_cache(maxsize=1)
def sprite() -> str:
    """Return the URL of the icons' sprite."""
    return staticfiles_storage.url("icons/sprite.svg")


@lru_cache(maxsize=1)
def links() -> str:
    """Return the links to the fonts every page needs, to the one style sheet and to the icon of the site."""
    sheet, mark = staticfiles_storage.url("css/cohort.css"), staticfiles_storage.url("icons/mark.svg")
    # A font is always asked for without credentials, so its preload has to be, too.
    fonts = "".join(
        f'<link rel="preload" as="font" type="font/woff2" href="{staticfiles_storage.url(font)}" crossorigin>'
        for font in FIRST_FONTS
    )
    return (
        f'{fonts}<link rel="icon" type="image/svg+xml" href="{mark}">'
        f'<link rel="stylesheet" href="{sheet}" data-turbo-track="reload">'
    )


@lru_cache(maxsize=1)
def modules() -> dict[str, str]:
    """Return the bare specifier of every script → its static name: ours are `cohort/<folder>/<name>`."""
    own = {}
    for path in sorted((source() / "js").rglob("*.js")):
        name = path.relative_to(source() / "js").with_suffix("").as_posix()
        own[f"cohort/{name}"] = f"js/{name}.js"
    return _LIBRARIES | own


@lru_cache(maxsize=2)
def import_map(*, inside: bool = False) -> str:
    """Return the import map and the entry's script tags, with NONCE where the request's nonce goes.

    A page of somebody signed in (`inside`) fetches more at once.
    """
    urls = {name: staticfiles_storage.url(path) for name, path in modules().items()}
    first = [urls[name] for name in (*_FIRST, *(_FIRST_INSIDE if inside else ()))]
    # "<" is escaped so that no name can end the script element.
    table = json.dumps({"imports": urls}, separators=(",", ":")).replace("<", "\\u003c")
    preload = "".join(f'<link rel="modulepreload" href="{url}">' for url in first)
    return (
        f'<script type="importmap" nonce="NONCE" data-turbo-track="reload">{table}</script>{preload}'
        f'<script type="module" src="{urls["cohort/main"]}" data-turbo-track="reload"></script>'
    )
