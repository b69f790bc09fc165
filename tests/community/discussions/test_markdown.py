"""Markdown in, safe HTML out, whatever is written; pure."""

import time
from html.parser import HTMLParser

import pytest

from community.discussions.markdown import LONGEST, SCHEMES, TAGS, excerpt, render

PLAIN = "\n\n".join(["The quick brown fox jumps over the lazy dog near a river bank. " * 8] * 20)[:LONGEST]


@pytest.mark.parametrize(
    "text, html",
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("```\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("# not a title", "<p># not a title</p>"),
        ("", ""),
    ],
)
def test_what_people_write_looks_as_they_meant(text, html):
    assert render(text) == html


def test_a_link_leaves_without_a_trace_of_us():
    assert render("[a](https://example.org/?q=1&r=2)") == (
        '<p><a href="https://example.org/?q=1&amp;r=2" rel="nofollow ugc noopener noreferrer">a</a></p>'
    )


@pytest.mark.parametrize(
    "text, addresses",
    [
        (
            "See https://example.org/a?b=1&c=2, and then http://b.example.",
            ["https://example.org/a?b=1&c=2", "http://b.example"],
        ),
        ("(https://example.org)", ["https://example.org"]),
        ("`https://example.org`", []),
        ("[https://example.org](https://other.example)", ["https://other.example"]),
        ("javascript://example.org ftp://example.org", []),
    ],
)
def test_an_address_in_text_is_a_link(text, addresses):
    assert [attributes["href"] for tag, attributes in elements(render(text)) if tag == "a"] == addresses


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:alert(1))",
        '[x](https://a" onmouseover="alert(1))',
        "![x](https://tracker.example/pixel.png)",
        "<javascript:alert(1)>",
        "<iframe src=//evil.example>",
        "`<script>alert(1)</script>`",
        "<style>*{display:none}</style>",
        "\x00<script>alert(1)</script>",
        "a" + "[" * 600 + "<script>alert(1)</script>",  # beyond the marks that are rendered
        "</pre><script>alert(1)</script>" + "[" * 600,
    ],
)
def test_hostile_text_is_inert(hostile):
    for tag, attributes in elements(render(hostile)):
        assert tag in TAGS
        assert attributes.keys() <= {"href", "rel", "start"}
        assert attributes.get("href", "https:").split(":")[0] in SCHEMES


HOSTILE = {
    "brackets": "[" * LONGEST,
    "images": "![" * LONGEST,
    "links": "[a](" * LONGEST,
    "pointed links": "[a](<b" * LONGEST,
    "stars": "*a" * LONGEST,
    "mixed emphasis": "**a_ " * LONGEST,
    "quotes": "> " * LONGEST,
    "deep quotes": "\n".join(">" * (n % 60) + "a" for n in range(2000)),
    "lists": "- a\n" * LONGEST,
    "deep lists": "".join(" " * n + "- a\n" for n in range(200)),
    "paragraphs": "a\n\n" * LONGEST,
    "lines": "a\n" * LONGEST,
    "backticks": "".join("`" * n + " " for n in range(1, 200)),
    "codes": "`a`" * LONGEST,
    "entities": "&amp;" * LONGEST,
    "tags": "<a " * LONGEST,
    "double quotes": '"' * LONGEST,
    "backslashes": "\\*" * LONGEST,
    "spaces": " " * LONGEST,
    "addresses": "<http://a>" * LONGEST,
    "bare addresses": "http://a " * LONGEST,
    "unending address": "http://" * LONGEST,
    "open fences": "\n```\na" * LONGEST,
    "just below the cap": "[" * 440 + PLAIN,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_at_most_ten_times_plain_text_of_its_length(name):
    text = HOSTILE[name][:LONGEST]
    text += PLAIN[: LONGEST - len(text)]

    assert len(text) == len(PLAIN) == LONGEST
    assert _cost(text) <= 10 * _cost(PLAIN)


def test_an_excerpt_is_plain_and_short():
    assert excerpt("**Why** is the [mean](https://example.org) *so* high?") == "Why is the mean so high?"
    assert excerpt("> - a `b`") == "a b"
    assert excerpt("word " * 100, length=20) == "word word word word…"


class Elements(HTMLParser):
    """Collects the elements of HTML, as a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    parser = Elements()
    parser.feed(html)
    return parser.found


def test_the_test_would_find_what_is_not_inert():
    assert elements("<p><a href='javascript:x' onclick=y>x</a></p>") == [
        ("p", {}),
        ("a", {"href": "javascript:x", "onclick": "y"}),
    ]


def _cost(text: str) -> float:
    """Return the least of several times, which a busy machine lengthens but never shortens."""
    times = []
    for _ in range(7):
        began = time.process_time()
        render(text)
        times.append(time.process_time() - began)
    return min(times)
