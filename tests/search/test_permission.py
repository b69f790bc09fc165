"""Who finds what: only what stands at a place the viewer reads, on both engines, whatever an index still holds."""

import pytest
from django.contrib.auth.models import AnonymousUser

from search import queries, sources
from tests.factories.search import index_everything

from .test_engines import hits


@pytest.fixture
def group(lessons, people, engine, ada, mallory):
    """Ada reads a hidden group where a lesson and ben are found; everyone reads one public lesson."""
    sources.register_places(lambda user: {"group:hidden", f"person:{user.uid}"} if user == ada else set())
    shelves = {"open": lessons.put("Foxes for all"), "secret": lessons.put("Foxes in secret", "group:hidden")}
    shelves["ben"] = people.put("Foxes Okafor", "group:hidden", subject=7)
    index_everything()
    return shelves


def titles(results: queries.Results) -> set[str]:
    return {str(hit.title) for hit in hits(results)}


def test_a_member_finds_what_stands_in_the_group(group, ada):
    assert {hit.uid for hit in hits(queries.find("foxes", user=ada))} == set(group.values())


@pytest.mark.parametrize("who", ["mallory", "visitor"])
def test_an_outsider_finds_the_public_thing_only(group, mallory, who):
    results = queries.find("foxes", user=mallory if who == "mallory" else AnonymousUser())
    assert {hit.uid for hit in hits(results)} == {group["open"]}
    assert [(kind.kind, kind.count) for kind in results.kinds] == [("lesson", 1)]


def test_for_an_outsider_a_hidden_name_is_as_good_as_nonsense(group, mallory):
    for only in ("", "person"):
        hidden, nonsense = (queries.find(text, user=mallory, only=only) for text in ("Okafor", "Okafzz"))
        assert (hidden.kinds, hidden.after, hidden.total) == (nonsense.kinds, nonsense.after, nonsense.total)


def test_what_left_a_place_is_gone_although_an_index_still_has_it(group, people, ada):
    from search import indexing

    people.change(group["ben"], places=())
    indexing.derive()  # the cluster has not heard yet
    results = queries.find("okafor", user=ada)
    assert (results.kinds, results.total) == ([], 0)


def test_each_hit_is_checked_again_on_the_way_out(group, ada):
    sources.register_check("lesson", lambda user, hits: {hit.uid for hit in hits} - {group["secret"]})
    results = queries.find("foxes", user=ada)
    assert {hit.uid for hit in hits(results)} == {group["open"], group["ben"]}
    assert [(kind.kind, kind.count) for kind in results.kinds] == [("lesson", 1), ("person", 1)]
