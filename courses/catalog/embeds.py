"""Films on known hosts, recognised by their address alone: nothing is ever asked of the host. Pure, no Django."""

import re
from dataclasses import dataclass

_YOUTUBE = re.compile(
    r"https://(?:(?:www|m)\.youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/)|youtu\.be/|www\.youtube-nocookie\.com/embed/)"
    r"(?P<id>[\w-]{11})(?:[?&#].*)?"
)
_VIMEO = re.compile(r"https://(?:www\.)?(?:player\.)?vimeo\.com/(?:video/)?(?P<id>\d{5,12})(?:[/?#].*)?")


@dataclass(frozen=True, slots=True)
class Film:
    """A film elsewhere: where it plays, where its page is, and who is asked."""

    url: str
    page_url: str
    host: str


HOSTS = (
    (_YOUTUBE, "YouTube", "https://www.youtube-nocookie.com/embed/{}", "https://www.youtube.com/watch?v={}"),
    (_VIMEO, "Vimeo", "https://player.vimeo.com/video/{}?dnt=1", "https://vimeo.com/{}"),
)


def film(address: str) -> Film | None:
    """Return the film at `address`, or None when its host is not on the list."""
    for pattern, host, url, page_url in HOSTS:
        if match := pattern.fullmatch(address.strip()):
            return Film(url.format(match["id"]), page_url.format(match["id"]), host)
    return None


def names() -> list[str]:
    """Return the hosts a film may come from."""
    return [host for _pattern, host, _url, _page_url in HOSTS]
