"""Markdown in, safe HTML out, whatever is written; pure."""

from html.parser import HTMLParser

import pytest

from community.markdown import SCHEMES, TAGS, excerpt, render
from tests.bench.markdown import HOSTILE, of_full_length


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
        ("javascript://example.org ftp://example.org xhttp://example.org http://", []),
        ("https://en.example/wiki/Mean_(disambiguation)", ["https://en.example/wiki/Mean_(disambiguation)"]),
        ("(see https://en.example/wiki/Mean_(disambiguation).)", ["https://en.example/wiki/Mean_(disambiguation)"]),
        (
            "https://example.org/x?q=2*3*4 *or* https://example.org/a_b_c",
            ["https://example.org/x?q=2*3*4", "https://example.org/a_b_c"],
        ),
        (
            "**https://example.org/a**, ~~https://example.org/b~~ _https://example.org/c_",
            [f"https://example.org/{n}" for n in "abc"],
        ),
        ("https://example.org/a[0]?b=~c&d=`e`", ["https://example.org/a[0]?b=~c&d="]),
        (r"https://example.org/a\_b", ["https://example.org/a_b"]),
        (
            "“https://example.org/a” https://example.org/b。次 «HTTPS://example.org/c»",
            ["https://example.org/a", "https://example.org/b", "HTTPS://example.org/c"],
        ),
        ("https://example.org/Bayes'_theorem!", ["https://example.org/Bayes'_theorem"]),
        ("[a](https://example.org/2*3_(4))", ["https://example.org/2*3_(4)"]),
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


@pytest.mark.parametrize("name", HOSTILE)
def test_text_that_is_dear_to_render_is_inert_and_loses_no_word(name):
    text = of_full_length(HOSTILE[name])
    html = render(text)

    assert {tag for tag, _ in elements(html)} <= TAGS
    assert "quick brown fox" not in text or "quick brown fox" in html


PROSE = [
    ("```\n" + "a < *b*\n" * 60 + "```\n\nWhy *is* that?", 1, "a < *b*"),
    ("Look:\n\n```\n" + "a < *b*\n" * 160 + "```\nWhy *is* that?", 1, "a < *b*"),
    ("  ~~~ python\n" + "  x\n" * 200 + "  ~~~\nWhy *is* that?", 1, "x"),
]


@pytest.mark.parametrize("text, fences, code", PROSE)
def test_a_long_fence_is_drawn_as_one_wherever_it_stands(text, fences, code):
    html = render(text)

    assert html.count("<pre>") == html.count("</pre>") == fences
    assert "```" not in html
    assert "~~~" not in html
    drawn = html.partition("<pre><code>")[2].partition("</code>")[0]
    assert drawn.splitlines()[0] == code.replace("<", "&lt;")
    assert html.endswith("<p>Why <em>is</em> that?</p>")


@pytest.mark.parametrize(
    "text, paragraphs",
    [
        ("\n\n".join("One thought - and another - of an essay." for _ in range(60)), 60),
        ("\n\n".join(f"Set x_max = a[{n}] * b, she said." for n in range(250)), 250),
        ("\n".join("Two words" for _ in range(900)), 1),
        ("\n\n".join("A list follows:\n- a\n- b" for _ in range(200)), 200),
    ],
)
def test_whatever_is_long_reads_as_prose(text, paragraphs):
    html = render(text)

    assert "<pre>" not in html
    assert html.count("<p>") == paragraphs


def test_what_is_dear_spares_no_mark_of_what_stands_before_it():
    html = render("*First.*\n\nPlain.\n\n" + "[" * 600 + "\n\nSee https://example.org/a_(b).\n\n**Last.**")

    assert html.startswith("<p><em>First.</em></p>\n<p>Plain.</p>\n<p>[[[")
    assert '<a href="https://example.org/a_(b)"' in html


@pytest.mark.parametrize(
    "text, words",
    [
        ("**Why** is the [mean](https://example.org) *so* high?", "Why is the mean so high?"),
        ("> - a `b`", "a b"),
        ("We met in 2019. Room 12. Set x_max = a[0] * b", "We met in 2019. Room 12. Set x_max = a[0] * b"),
        ("I moved here in 1999. Since then Monday - Friday", "I moved here in 1999. Since then Monday - Friday"),
        ("1999. Since then", "1999. Since then"),
        ("Yes:\n1. one\n2. two", "Yes: one two"),
        ("# 1 < 2 & \\*c\\* ~ d ^ e | f", "# 1 < 2 & *c* ~ d ^ e | f"),
        ("one\ntwo\n\nthree", "one two three"),
        ("`a_b` ~~no~~ https://example.org/2*3*4", "a_b no https://example.org/2*3*4"),
        ("```\nif a_b:\n    return [c] * 2\n```", "if a_b: return [c] * 2"),
        ("> said\n\nanswered", "said answered"),
        ("\u202eturned\u202c", "turned"),
    ],
)
def test_an_excerpt_leaves_out_what_is_markup_and_nothing_else(text, words):
    assert excerpt(render(text)) == words


def test_an_excerpt_is_short_and_ends_between_two_signs():
    assert excerpt(render("word " * 100), length=20) == "word word word word…"
    assert excerpt(render("*word* " * 100), length=20) == "word word word word…"
    assert excerpt(render("e\u0301" * 30), length=20) == "e\u0301" * 9 + "…"
    assert excerpt(render("[a](https://example.org/" + "x" * 900 + ") and *b*"), length=20) == "a and b"


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
