"""Markdown in, safe HTML out: what people write to each other. Imports no Django.

The renderer takes no raw HTML and no images; what it makes is cleaned once more, so that a fault in one of the
two does not reach a reader. Length, nesting and the number of marks it is given are capped. A text beyond them is
taken apart: fences and paragraphs without a mark are drawn here, and what is still too dear stands as a paragraph
with its marks as they were typed. So hostile text costs little more than plain, and prose always reads as prose.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from courses import readable

LONGEST = 10_000  # characters
DEEPEST = 12  # quotes and lists in each other
MOST_MARKS = 350  # an inline mark counts once, a line thrice, a web address five times, each part 25 times
LINE = 3
PART = 25
ADDRESS = 5
MOST_FENCES = 300  # that are told apart in a text that is taken apart
MOST_HTML = 20_000  # characters of it that an excerpt is taken from
MOST_ADDRESSES = 100  # that are links in a paragraph drawn here

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener noreferrer"

_OFF = ["image", "heading", "lheading", "table", "html_block", "html_inline", "reference"]
_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True, "maxNesting": DEEPEST})
_markdown.disable(_OFF)

_SCHEME = re.compile(r"(?<![^\W_])https?$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![^\W_])https?://", re.IGNORECASE)
_OPENS = {")": "(", "]": "[", "）": "（"}
_TURNS = re.compile(r"[\s<>\"`“”„«»。、，！？；：「」『』【】《》()\[\]（）]")  # where an address may end
_NOT_LAST = ".,;:!?'’…*_~\\"
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

_NOT_MARKS = re.compile(r'[^\[\]()*_~`<>\\&"!#+-]+')
_FENCE = re.compile(r"^( {0,3})(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*\n?", re.MULTILINE)
_FENCE_END = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+")
_MARKED = re.compile(r"[\\*_~`\[\]<>&]|^(?:[ \t]|[+-]|\d{1,9}[.)](?:\s|$))", re.MULTILINE)

_NUMBER = re.compile(r'<ol start="(\d+)">\s*<li>')
_TAG = re.compile(r"</?(?:p|br|pre|blockquote|ul|ol|li|hr)\b[^>]*>|(<[^>]*>)")
_CUT = re.compile(r"(?:<[^>]*|&\w*)\Z")


def render(text: str) -> str:
    """Return safe HTML for the first 10,000 characters of Markdown `text`.

    Marks alone, which would draw nothing (a hyphen, a rule, an empty link), are shown as they were written.
    """
    text = text[:LONGEST].replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    html = _drawn(text) if _marks(text) <= MOST_MARKS else "\n".join(_in_parts(text))
    return html if readable.is_seen(excerpt(html)) else _paragraphs(text)


def excerpt(html: str, *, length: int = 80) -> str:
    """Return the beginning of what `render` made as plain words, at most `length` characters.

    Only markup is left out: the number a list begins with is a word like others.
    """
    beginning = _CUT.sub("", html[:MOST_HTML])
    words = _TAG.sub(lambda tag: "" if tag[1] else " ", _NUMBER.sub(r"<li>\1. ", beginning))
    return readable.shortened(unescape(words), length=length)


def _drawn(text: str) -> str:
    made = _markdown.render(text)
    return nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL).strip()


def _in_parts(text: str) -> Iterator[str]:
    """Yield the HTML of each part of a text that is too dear as a whole, the dearer ones while marks are left."""
    left = MOST_MARKS
    for fenced, part in _fences(text):
        if fenced:
            yield f"<pre><code>{escape(part, quote=False)}</code></pre>"
            continue
        blocks, at = _BETWEEN.split(part.strip("\n")), 0
        for marked, alike in groupby(blocks, key=lambda block: bool(_MARKED.search(block))):
            if left < PART:
                yield _paragraphs("\n\n".join(blocks[at:]))
                break
            these = list(alike)
            at += len(these)
            words = "\n\n".join(these)
            cost = PART + _marks(words) if marked else 0
            affordable = marked and cost <= left
            left -= cost if affordable else 0
            yield _drawn(words) if affordable else _paragraphs(words)


def _fences(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each part of `text` with whether it stands between fences (CommonMark 4.5)."""
    at = 0
    for _ in range(MOST_FENCES):
        opening = _FENCE.search(text, at)
        if opening is None:
            break
        ends = (end for end in _FENCE_END.finditer(text, opening.end()) if end[1].startswith(opening[2]))
        closing = next(ends, None)
        code = text[opening.end() : closing.start() if closing else len(text)]
        yield False, text[at : opening.start()]
        yield True, _outdented(code, len(opening[1]))
        at = closing.end() if closing else len(text)
    yield False, text[at:]


def _outdented(code: str, indent: int) -> str:
    return re.sub(rf"^ {{1,{indent}}}", "", code, flags=re.MULTILINE) if indent else code


def _paragraphs(text: str) -> str:
    """Return `text` as paragraphs with its lines and web addresses, and no other mark."""
    pieces, end, found = [], 0, 0
    for start in _ADDRESS.finditer(text) if "://" in text else ():
        if start.start() < end or found == MOST_ADDRESSES:
            continue
        found += 1
        pieces.append(escape(text[end : start.start()], quote=False))
        end = _address_end(text, start.end())
        address = escape(text[start.start() : end])
        pieces.append(f'<a href="{address}" rel="{REL}">{address}</a>' if end > start.end() else address)
    pieces.append(escape(text[end:], quote=False))
    words = "".join(pieces).strip().replace("\n\n", "</p><p>").replace("\n", "<br>\n").replace("</p><p>", "</p>\n<p>")
    return f"<p>{words}</p>" if words else ""


def _address_end(text: str, start: int) -> int:
    """Return where the web address ends whose host begins at `start`: whole with its brackets, without a last stop."""
    opened: list[str] = []
    end = len(text)
    for turn in _TURNS.finditer(text, start):
        if turn.group() in _OPENS.values():
            opened.append(turn.group())
        elif not opened or opened.pop() != _OPENS.get(turn.group()):
            end = turn.start()
            break
    while end > start and text[end - 1] in _NOT_LAST:
        end -= 1
    return end


def _address(state: StateInline, silent: bool) -> bool:
    """Make a link of a web address that stands in the text, before anything in it is taken for a mark."""
    text, at = state.src, state.pos
    if state.linkLevel or not text.startswith("://", at):
        return False
    scheme = _SCHEME.search(text, max(0, at - 6), at)
    end = _address_end(text[: state.posMax], at + 3)
    if not scheme or end == at + 3:
        return False
    if not silent:
        if not state.pending.endswith(scheme.group()):
            return False
        state.pending = state.pending[: -len(scheme.group())]
        address = _ESCAPED.sub(r"\1", text[scheme.start() : end])
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = end
    return True


def _marks(text: str) -> int:
    """Return roughly what `text` costs to render beyond its length."""
    return len(_NOT_MARKS.sub("", text)) + LINE * text.count("\n") + ADDRESS * text.count("://")


_markdown.inline.ruler.before("newline", "address", _address)
