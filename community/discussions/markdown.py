"""Markdown in, safe HTML out: what people write to each other. Imports no Django.

The renderer takes no raw HTML and no images; what it makes is cleaned once more, so that a fault in one of the
two does not reach a reader. Length, nesting and the number of marks are capped: text beyond them is shown as it
was typed, so that hostile text costs little more than plain.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST = 10_000  # characters
DEEPEST = 12  # quotes and lists in each other
MOST_MARKS = 450  # an inline mark counts once, a line thrice, a web address five times; fences do not
LINE = 3
ADDRESS = 5

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener noreferrer"

_OFF = ["image", "heading", "lheading", "table", "html_block", "html_inline", "reference"]
_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True, "maxNesting": DEEPEST})
_markdown.disable(_OFF)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]}]")

_NOT_MARKS = re.compile(r'[^\[\]()*_~`<>\\&"!#+-]+')
_MARKUP = re.compile(r"(?:^|(?<=\s))(?:[>#*+-]|\d{1,9}[.)])(?=\s)|[*_`~\\]|\]\([^)\s]{0,500}\)|[\[\]]")


def _link_addresses(state: StateCore) -> None:
    """Make links of the web addresses that stand in text as they are."""
    for block in state.tokens:
        if block.type == "inline" and "://" in block.content:
            block.children = list(_linked(block.children or []))


def _linked(tokens: Iterable[Token]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or inside:
            yield token
            continue
        end = 0
        for address in _ADDRESS.finditer(token.content):
            yield Token("text", "", 0, content=token.content[end : address.start()])
            yield Token("link_open", "a", 1, attrs={"href": address.group()})
            yield Token("text", "", 0, content=address.group())
            yield Token("link_close", "a", -1)
            end = address.end()
        yield Token("text", "", 0, content=token.content[end:])


_markdown.core.ruler.after("inline", "addresses", _link_addresses)


def render(text: str) -> str:
    """Return safe HTML for the first 10,000 characters of Markdown `text`."""
    text = text[:LONGEST].replace("\x00", "").replace("\r\n", "\n")
    if _marks(text) > MOST_MARKS:
        return f"<pre>{escape(text)}</pre>"
    made = _markdown.render(text)
    return nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL).strip()


def excerpt(text: str, *, length: int = 80) -> str:
    """Return the beginning of Markdown `text` as plain words, at most `length` characters."""
    plain = " ".join(_MARKUP.sub("", text[: length * 6]).split())
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def _marks(text: str) -> int:
    """Return roughly what `text` costs to render beyond its length."""
    outside = "\n".join(text.split("\n```")[::2]) if text.count("\n```") > 1 else text
    return len(_NOT_MARKS.sub("", outside)) + LINE * outside.count("\n") + ADDRESS * text.count("://")
