"""Template tags of the face, built in: no template needs to load them.

Each returns a ready string and asks no database. A person is anything with `name` (or `display_name`), `uid`
and, where there is one, `picture_url` or `pseudonym`; a dictionary will do.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohort.face import assets, badges, covers, measures, people
from community import times

register = template.Library()

AVATARS = {24: " a24", 28: " a28", 36: " a36", 40: "", 56: " a56", 96: " a96"}


def _said(value: Any) -> str:
    """Return a value as markup: what is safe stays, all else is escaped (faster here than the lazy-aware original)."""
    text = value if isinstance(value, str) else str(value)
    return text if hasattr(text, "__html__") else escape(text)


def pick(thing: Any, name: str, default: Any = "") -> Any:
    """Return a dictionary's key or an object's attribute."""
    if isinstance(thing, dict):
        return thing.get(name, default)
    return getattr(thing, name, default)


def _name(person: Any) -> Any:
    return pick(person, "name") or pick(person, "display_name")


@register.simple_tag
def icon(name: str, label: str = "", size: int = 20) -> SafeString:
    """Return an icon of the sprite; without `label` it is hidden from screen readers."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=512)
def _icon(name: str, label: str, size: int) -> SafeString:
    extra = f" s{size}" if size != 20 else ""
    says = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return SafeString(f'<svg class="icon i-{name}{extra}" {says}><use href="{assets.sprite()}#{name}"/></svg>')


@register.filter
def initials(name: str) -> str:
    """Return one or two letters for a name."""
    return people.initials(str(name))


@register.simple_tag
def avatar(person: Any, size: int = 40) -> SafeString:
    """Return a person's picture, or initials on their hue; a pseudonym is a mask in a dashed ring."""
    extra = AVATARS[size]
    if pick(person, "pseudonym"):
        symbol = f'<svg class="icon" aria-hidden="true"><use href="{assets.sprite()}#mask"/></svg>'
        return SafeString(f'<span class="avatar mask{extra}" aria-hidden="true">{symbol}</span>')
    picture = pick(person, "picture_url")
    if picture:
        sides = f'width="{size}" height="{size}"'
        return SafeString(f'<img class="avatar{extra}" src="{escape(str(picture))}" alt="" {sides} loading="lazy">')
    name = str(_name(person))
    hue = people.hue_of(str(pick(person, "uid") or name))
    nobody = f'<svg class="icon"><use href="{assets.sprite()}#person"/></svg>'
    letters = escape(people.initials(name)) or nobody
    return SafeString(f'<span class="avatar hue-{hue}{extra}" aria-hidden="true">{letters}</span>')


@register.simple_tag
def called(person: Any) -> SafeString:
    """Return a person's name, which leads to them where they have a `url`."""
    return SafeString(_link(_name(person), pick(person, "url"), "name"))


@register.simple_tag
def symbol(name: str, hue: int = 4, size: int = 40) -> SafeString:
    """Return an icon in the place of a face, for a notice that has no person."""
    mark = f'<svg class="icon"><use href="{assets.sprite()}#{name}"/></svg>'
    return SafeString(f'<span class="avatar hue-{hue}{AVATARS[size]}" aria-hidden="true">{mark}</span>')


@register.simple_tag
def faces(persons: Iterable[Any], size: int = 36, limit: int = 7) -> SafeString:
    """Return the first `limit` faces, overlapping; the words beside them name the people."""
    shown = "".join(avatar(person, size) for person, _n in zip(persons, range(limit), strict=False))
    return SafeString(f'<span class="faces">{shown}</span>')


@register.simple_tag
def cover(kind: str, key: Any, size: str = "card", tone: str = "", family: str = "") -> SafeString:
    """Return the cover of a `course` or `group`; `size` is thumb, card or wide."""
    if kind == "group":
        return SafeString(covers.group_cover(str(key), size, tone))
    return SafeString(covers.course_cover(str(key), size, tone, family))


@register.simple_tag
def measure(segments: Iterable[Iterable[float | str]], size: str = "", label: str = "") -> SafeString:
    """Return progress as segments: modules of states, 1 or "done", 0 or "rest", between or "now"."""
    modules = measures.modules_of(segments)
    done, total = measures.counts(modules)
    words = label or ngettext("%(done)d of %(total)d activity done", "%(done)d of %(total)d activities done", total) % {
        "done": done,
        "total": total,
    }
    return SafeString(measures.measure(modules, label=escape(words), size=size))


@register.simple_tag
def meter(done: int, total: int) -> SafeString:
    """Return the small bar of a manager's cell; write the number beside it."""
    return SafeString(measures.bar(done, total))


@register.simple_tag
def part(value: float | None) -> str:
    """Return the class that fills a knot to its part (0 to 1)."""
    return measures.part_class(float(value or 0))


@register.simple_tag
def interval(numbers: tuple[float, float, float, float, float]) -> SafeString:
    """Return the picture of a difference: low, point, high, and the ends of the scale."""
    return SafeString(measures.interval(*numbers))


@register.simple_tag
def badge(
    kind: str,
    marks: Iterable[Iterable[float | str]] = (),
    key: Any = "",
    score: Any = "",
    size: int = 88,
    tone: str = "",
) -> SafeString:
    """Return a badge's picture: kind course, lesson, assessment, help, streak or verified."""
    ring = tuple(tuple(module) for module in measures.modules_of(marks))
    drawn = badges.badge(
        kind, ring, key=str(key), score=escape(str(score)), size=size, sprite=assets.sprite(), tone=tone
    )
    return SafeString(drawn)


@register.simple_tag
def when(at: datetime | date | None, style: str = "auto") -> SafeString:
    """Return a time in the reader's zone.

    Styles: auto (18:52 today, Yesterday, else the day), time, day, date (with the year), ago (12 min, 4 h, Mon).
    """
    if at is None:
        return SafeString("")
    if not isinstance(at, datetime):
        return SafeString(f'<time datetime="{at.isoformat()}">{date_format(at, "j F")}</time>')
    local = timezone.localtime(at)
    if style == "time":
        clock = local.isoformat(timespec="minutes")
        return SafeString(f'<time datetime="{clock}">{clock[11:16]}</time>')
    return SafeString(f'<time datetime="{local.isoformat(timespec="minutes")}">{escape(_words(local, style))}</time>')


def _words(local: datetime, style: str) -> str:
    now = timezone.localtime()
    days = (now.date() - local.date()).days
    if style == "auto" and days == 0:
        return f"{local:%H:%M}"
    if style == "ago" and 0 <= days < 7:
        return times.ago(local)
    if style == "auto" and days == 1:
        return _("Yesterday")
    same_year = local.year == now.year and style != "date"
    return date_format(local, "j F" if same_year else "j F Y")


@register.filter
def minutes(value: int | None) -> str:
    """Return a length of time as people say it: "6 min", "50 min", "2 h 30"."""
    total = int(value or 0)
    if total < 60:
        return _("%(n)d min") % {"n": total}
    hours, rest = divmod(total, 60)
    return _("%(h)d h %(m)02d") % {"h": hours, "m": rest} if rest else _("%(h)d h") % {"h": hours}


_BRACED = re.compile(r"\{(?:person|people|object|place)\}")


@register.simple_tag
def sentence(item: Any, links: bool = True) -> SafeString:
    """Fill a translated sentence such as "{person} finished {object}" with names that are links.

    Reads `sentence`, `person` (its `url` links the name), or `people` (ready words such as "Ngozi, Mei-Ling and 3
    others"), `object`, `object_url`, `place`, `place_url` of the item; whatever is empty is plain, and all is where
    `links` is false, as inside a summary.
    """
    person = pick(item, "person", None)
    words = {
        "{people}": lambda: f'<b class="name">{_said(pick(item, "people"))}</b>',
        "{object}": lambda: _link(pick(item, "object"), links and pick(item, "object_url"), "studied"),
        "{place}": lambda: _link(pick(item, "place"), links and pick(item, "place_url"), "name"),
    }
    if person:
        words["{person}"] = lambda: _link(_name(person), links and pick(person, "url"), "name")
    # In one pass: a name may read "{object}" itself.
    text = _BRACED.sub(lambda found: words.get(found.group(), found.group)(), _said(pick(item, "sentence")))
    return SafeString(text)


def _link(words: Any, url: Any, css: str) -> str:
    if url:
        return f'<a class="{css}" href="{escape(str(url))}">{_said(words)}</a>'
    return f'<b class="{css}">{_said(words)}</b>'


@register.simple_tag
def acts(item: Any) -> SafeString:
    """Return what one can do with a thing in a feed: answer it, give kudos for it, ask why it is shown.

    Reads `replies_url`, `replies`, `kudos_url` ("" where one may not), `kudos`, `kudos_given`, `key`, `why`, `mute_url`
    and `mute_label` of the item; whatever is empty is left out.
    """
    return SafeString(f'<div class="acts">{_answer(item)}{_kudos(item)}{_why(item)}</div>')


def _answer(item: Any) -> str:
    if not (url := pick(item, "replies_url")):
        return ""
    words = f"{icon('reply', size=16)}{_said(pick(item, 'replies'))}{_for_ears(item)}"
    return f'<a class="mini" href="{_said(url)}">{words}</a>'


def _for_ears(item: Any) -> str:
    """Name whose and what a button is about, which eyes see beside it."""
    person = pick(item, "person", None)
    about = filter(None, [_name(person) if person else "", str(pick(item, "object"))])
    words = ", ".join(about)
    return f'<span class="unseen">: {_said(words)}</span>' if words else ""


def _kudos(item: Any) -> str:
    url, count = pick(item, "kudos_url"), pick(item, "kudos", 0)
    if not url and not count:
        return ""
    number = f'<span class="pressed-count">{count or ""}</span>'
    words = f"{icon('kudos', size=16)}{_said(_('Kudos'))} {number}{_for_ears(item)}"
    if not url:
        return f'<span class="mini still">{words}</span>'
    given, other = ("true", "false") if pick(item, "kudos_given") else ("false", "true")
    state = f'name="pressed" value="{other}" aria-pressed="{given}"'
    return f'<button class="mini" form="act" formaction="{_said(url)}" {state}>{words}</button>'


def _why(item: Any) -> str:
    if not (why := pick(item, "why")):
        return ""
    name, mute = f"why-{_said(pick(item, 'key'))}", ""
    if url := pick(item, "mute_url"):
        label = f"{icon('mute', size=16)}{_said(pick(item, 'mute_label'))}"
        mute = f'<button class="mini" form="act" formaction="{_said(url)}">{label}</button>'
    return (
        f'<button class="mini why" type="button" popovertarget="{name}">{icon("help", size=16)}'
        f"<span>{_said(_('Why this?'))}</span>{_for_ears(item)}</button>"
        f'<div class="popover" popover id="{name}"><h3 class="head">{_said(_("Why you see this"))}</h3>'
        f"<p>{_said(why)}</p>{mute}</div>"
    )


@register.simple_tag(takes_context=True)
def importmap(context: template.Context) -> SafeString:
    """Return the import map with the request's nonce, and what the browser should fetch at once."""
    request = context.get("request")
    inside = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
    return SafeString(
        assets.import_map(inside=inside).replace("NONCE", str(getattr(request, "csp_nonce", "") or ""), 1)
    )


@register.simple_tag
def head_links() -> SafeString:
    """Return the links to the fonts every page needs, to the one style sheet and to the icon of the site."""
    return SafeString(assets.links())


@register.simple_block_tag
def panel(content: str, title: str, link_url: str = "", link_label: str = "", id: str = "") -> SafeString:
    """Wrap a part of the aside: a section under a hairline with its head and, at the end, one link."""
    link = f'<a class="quiet-link" href="{escape(str(link_url))}">{escape(str(link_label))}</a>' if link_url else ""
    name = f' id="{escape(str(id))}"' if id else ""
    return SafeString(
        f'<section class="panel"{name}><div class="panel-head"><h2 class="head">{escape(str(title))}</h2>{link}</div>'
        f"{content}</section>"
    )
