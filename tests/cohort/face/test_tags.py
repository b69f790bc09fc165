"""The built-in tags: ready strings, escaped, without a query."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import SafeString

from cohort.face.templatetags import face


def render(text: str, **context) -> str:
    return Template(text).render(Context(context))


def test_an_icon_is_hidden_unless_it_has_a_name():
    assert 'aria-hidden="true"' in render("{% icon 'bell' %}")
    assert 'role="img" aria-label="A &amp; B"' in render("{% icon 'bell' label='A & B' %}")


@pytest.mark.parametrize(
    "person",
    [{"display_name": "Ada Nwosu", "uid": uuid.UUID(int=7)}, {"name": "Ada Nwosu", "uid": str(uuid.UUID(int=7))}],
)
def test_an_avatar_reads_a_mapping_or_an_object(person):
    assert ">AN</span>" in face.avatar(person)
    assert face.avatar(person) == face.avatar(type("Face", (), person))


def test_an_avatar_never_lets_a_name_or_an_address_be_markup():
    assert "<script" not in face.avatar({"name": "<script> <script>", "uid": "1"})
    assert 'src="/x&quot; onerror=&quot;' in face.avatar({"name": "A", "picture_url": '/x" onerror="'})


def test_a_pseudonym_shows_nothing_of_the_person():
    known = {"name": "Patient Otter", "uid": "7", "picture_url": "/me.jpg", "pseudonym": True}

    assert face.avatar(known) == face.avatar({"name": "Quiet Heron", "uid": "8", "pseudonym": True})


def test_faces_stop_at_their_limit():
    assert face.faces([{"name": f"P{n}"} for n in range(9)], 28, 3).count("avatar") == 3


def test_a_sentence_links_names_and_escapes_them():
    item = {
        "sentence": "{person} finished {object} & more",
        "person": {"name": "<Ada>", "url": "/people/1/"},
        "object": "A {person}",
        "object_url": "",
    }

    assert face.sentence(item) == (
        '<a class="name" href="/people/1/">&lt;Ada&gt;</a> finished <b class="studied">A {person}</b> &amp; more'
    )


def test_a_name_leads_to_its_person_where_there_is_a_way():
    assert face.called({"name": "A & B", "url": "/p/"}) == '<a class="name" href="/p/">A &amp; B</a>'
    assert face.called({"name": "A"}) == '<b class="name">A</b>'


def test_a_measure_says_its_denominator():
    assert 'aria-label="1 of 2 activities done"' in render("{% measure s %}", s=[[1, 0.5]])


def test_times_are_said_in_the_readers_zone(settings):
    at = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    with timezone.override("Africa/Lagos"):
        assert "6 January" in face.when(at, "date")
        assert ">00:30<" in face.when(at, "time")
    assert "5 January" in face.when(date(2026, 1, 5))
    assert face.when(None) == ""


@pytest.mark.parametrize(
    ("ago", "words"), [(timedelta(seconds=5), "now"), (timedelta(minutes=12), "12 min"), (timedelta(hours=4), "4 h")]
)
def test_what_was_just_now_is_said_by_its_age(ago, words):
    assert f">{words}<" in face.when(timezone.now() - ago, "ago")


@pytest.mark.parametrize(
    ("value", "words"), [(6, "6 min"), (60, "1 h"), (150, "2 h 30"), (65, "1 h 05"), (0, "0 min"), (None, "0 min")]
)
def test_minutes_are_said_as_people_do(value, words):
    assert face.minutes(value) == words


def test_a_panel_wraps_what_it_is_given():
    drawn = render("{% panel title='A & B' link_url='/x/' link_label='All' %}<p>{{ w }}</p>{% endpanel %}", w="<w>")

    assert '<h2 class="head">A &amp; B</h2>' in drawn
    assert "<p>&lt;w&gt;</p>" in drawn


def test_what_one_can_do_with_a_thing_leaves_out_what_one_cannot():
    drawn = face.acts({"key": "k", "kudos_url": "/k/?a=1&b=2", "kudos": 2, "kudos_given": True})

    assert 'formaction="/k/?a=1&amp;b=2" name="pressed" value="false" aria-pressed="true"' in drawn
    assert ">2</span></button>" in drawn
    assert "popover" not in drawn
    assert "<a" not in drawn
    assert face.acts({"key": "k", "kudos_url": "", "kudos": 0}) == '<div class="acts"></div>'
    assert "<button" not in face.acts({"key": "k", "kudos": 1})


def test_what_one_can_do_with_a_thing_never_lets_words_be_markup():
    item = {"key": '"k', "replies_url": '"/r', "replies": "<1>", "why": "<w>", "mute_url": "/m", "mute_label": "<m>"}
    drawn = face.acts(item)

    assert "&lt;1&gt;</a>" in drawn
    assert 'href="&quot;/r"' in drawn
    assert 'id="why-&quot;k"' in drawn
    assert "<p>&lt;w&gt;</p>" in drawn
    assert "&lt;m&gt;</button>" in drawn
    assert "<p>You are in <b>A</b></p>" in face.acts({**item, "why": SafeString("You are in <b>A</b>")})
