"""White space that only a template's source is read by is not served, and what a reader sees stays."""

import pytest
from django.template import Context, Engine

from cohort.face.spaces import tightened


@pytest.mark.parametrize(
    ("source", "compiled"),
    [
        ("<ul>\n    <li>a</li>\n\n    <li>b  c</li>\n</ul>\n", "<ul>\n<li>a</li>\n<li>b c</li>\n</ul>\n"),
        ("<b>a</b><i>b</i> <u>c</u>", "<b>a</b><i>b</i> <u>c</u>"),
        ('<a\n  class="x"\n  href="{{ url }}"\n>a</a>', '<a class="x" href="{{ url }}">a</a>'),
        ("<p>it's {{ a }}\n  b</p>", "<p>it's {{ a }}\nb</p>"),
        ("{% url 'x' as y %}\n{% include z %}", "{% url 'x' as y %}\n{% include z %}"),
        ("<p>\n{% url 'x' as y %}\n{# why #}\n{{ y }}", "<p>{% url 'x' as y %}{# why #}\n{{ y }}"),
    ],
)
def test_a_run_becomes_one(source, compiled):
    assert tightened(source) == compiled


@pytest.mark.parametrize(
    ("source", "compiled"),
    [
        ("<p>\n  {% if a %}\n    <b>\n  {% endif %}\n</p>", "<p>{% if a %}\n<b>{% endif %}\n</p>"),
        ("{% if a %}\n  <b>\n{% else %}\n  <i>\n{% endif %}x", "{% if a %}\n<b>{% else %}\n<i>{% endif %}\nx"),
        ("{% if a %}\n  <b>\n{% else %}<i>{% endif %}x", "{% if a %}\n<b>\n{% else %}<i>{% endif %}x"),
        ("<p\n  {% if a %}\n    id='x'\n  {% endif %}\n>", "<p{% if a %} id='x'{% endif %}>"),
        ("<p\n  {% if a %}id='x' lang='y'{% endif %}\n>", "<p{% if a %} id='x' lang='y'{% endif %}>"),
        ("<p{% if a %} id='x'{% endif %}\n  lang='y'>", "<p{% if a %} id='x'{% endif %} lang='y'>"),
    ],
)
def test_what_a_condition_parts_becomes_one(source, compiled):
    assert tightened(source) == compiled


@pytest.mark.parametrize(
    "source",
    [
        "Hello {% if a %}{{ a }}{% endif %}, you",
        "a{% if b %} b {% else %} c{% endif %}d",
        "a {% if b %}b{% elif c %} c{% endif %}d",
        "a {% for b in c %}{{ b }}, {% empty %} none{% endfor %}d",
        "a{% with b=c %} b {% endwith %}d",
        "a {% if b %} {% if c %}b{% endif %} {% endif %}d",
        "{% for x in c %} {% if b %}b{% else %} {% endif %} {% endfor %}",
    ],
)
@pytest.mark.parametrize("b", [True, False])
@pytest.mark.parametrize("c", ["", "xy"])
def test_words_stay_apart_or_together_whatever_holds(source, b, c):
    shown, said = (
        Engine().from_string(each).render(Context({"a": "Ada", "b": b, "c": c})) for each in (source, tightened(source))
    )

    assert " ".join(said.split(" ")).split() == shown.split()
    assert [bool(said[:1].strip()), bool(said[-1:].strip())] == [bool(shown[:1].strip()), bool(shown[-1:].strip())]


@pytest.mark.parametrize(
    "source",
    [
        "<pre>  a\n\n  b</pre>",
        "<textarea name='x'>\n  a\n</textarea>",
        "<script>\n  a  \n</script>",
        "<style>\n  a  \n</style>",
        "{% comment %}\n  a\n{% endcomment %}",
        "{% verbatim %}\n  a\n{% endverbatim %}",
        "{% blocktranslate count n=n %}a  b\n{% plural %}  c{% endblocktranslate %}",
        "{% translate 'a  b' %}",
        "{{ a|default:'b  c' }}",
        '<p title="a  b\n{% if c %}  d{% endif %}">',
    ],
)
def test_what_is_meant_as_it_is_written_stays(source):
    assert tightened(source) == source


PAGE = "<p>\n  <b>a</b>\n\n  <i>b</i>\n</p>\n"


def loaded(folder, name, *, debug=False):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(PAGE)
    engine = Engine(dirs=[folder], loaders=["cohort.face.loaders.TightLoader"], debug=debug)
    return engine.get_template(name).source


def test_a_page_in_error_says_in_development_which_line_it_is(tmp_path):
    assert loaded(tmp_path, "page.html") == tightened(PAGE)
    assert loaded(tmp_path, "page.html", debug=True) == PAGE


@pytest.mark.parametrize("name", ["groups/mail.html", "account/email/code.html", "mail/changed.html", "mail/frame.txt"])
def test_a_letter_keeps_its_lines(tmp_path, name):
    assert loaded(tmp_path, name) == PAGE
