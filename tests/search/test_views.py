import pytest
from django.urls import reverse

from search import indexing, sources
from tests.factories.search import index_everything

pytestmark = pytest.mark.usefixtures("database")


def page(client, **parameters) -> str:
    response = client.get(reverse("search:page"), parameters)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_finds_what_is_public(client, lessons):
    lessons.put("Reading maps")
    index_everything()
    body = page(client, q="maps")
    assert "Reading <mark>maps</mark>" in body
    assert 'value="maps"' in body


def test_an_empty_query_invites_to_ask(client, db):
    assert "<mark>" not in page(client)


def test_nothing_found_says_so(client, lessons):
    assert "zebra" in page(client, q="zebra")


def test_the_query_is_shown_as_text(client, lessons):
    assert "<script>alert" not in page(client, q="<script>alert(1)</script>")


def test_a_long_list_of_one_kind_goes_on_page_by_page(client, lessons):
    for number in range(25):
        lessons.put(f"Foxes, part {number}")
    index_everything()
    overview = page(client, q="foxes")
    assert overview.count("<mark>Foxes</mark>") == 5
    assert "kind=lesson" in overview
    first = page(client, q="foxes", kind="lesson")
    assert first.count("<mark>Foxes</mark>") == 20
    assert "after=" in first


@pytest.mark.parametrize("name", ["search:page", "search:palette"])
@pytest.mark.parametrize(
    "sign", ["\uff9e", "\uff9f", "\u3099", "\u309a", "\u0301", "\u064b", "\u200d", "a \uff9e", "\uff9ea"]
)
def test_a_mark_that_is_no_word_is_asked_without_harm(client, lessons, name, sign):
    lessons.put("Reading maps")
    index_everything()
    assert client.get(reverse(name), {"q": sign}).status_code == 200


@pytest.mark.parametrize("kind", ["nonsense", "x" * 500, "'"])
def test_an_unknown_kind_finds_nothing(client, lessons, kind):
    lessons.put("Foxes")
    index_everything()
    assert "<mark>" not in page(client, q="foxes", kind=kind)


def test_the_palette_answers_its_frame(client, lessons, ada):
    lessons.put("Reading maps")
    index_everything()
    sources.register_palette_action(
        lambda user, query: [sources.PaletteAction(under="Continue", title="Maps, lesson 4", url="/lessons/4/")]
    )
    client.force_login(ada)
    body = client.get(reverse("search:palette"), {"q": "maps"}).content.decode()
    assert body.lstrip().startswith('<turbo-frame id="palette-results"')
    assert "cover" not in body.split("</a>")[0]  # a sign of its own: a door is no group
    assert body.index("<mark>Maps</mark>, lesson 4") < body.index("Reading <mark>maps</mark>")


def test_a_missing_cluster_is_said_on_the_page(client, lessons, gone_cluster):
    lessons.put("Reading maps")
    indexing.drain()
    body = page(client, q="maps")
    assert "Reading <mark>maps</mark>" in body
    assert "simpler search" in body


def test_nothing_changes_by_post(client, db):
    assert client.post(reverse("search:page")).status_code in (403, 405)


@pytest.mark.parametrize("name", ["search:page", "search:palette"])
@pytest.mark.parametrize("hits", [1, 3])
def test_one_hit_and_three_cost_the_same_queries(client, lessons, ada, name, hits, django_assert_num_queries):
    for number in range(hits):
        lessons.put(f"Foxes {number}")
    index_everything()
    client.force_login(ada)
    client.get(reverse(name), {"q": "warm"})
    with django_assert_num_queries(5):  # session, person, switches, matches, entries
        client.get(reverse(name), {"q": "foxes"})
