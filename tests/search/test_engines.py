"""Both engines find the same things."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser

from search import queries
from tests.factories.search import index_everything

TITLES = {
    "pvalue": ("What a p-value does not tell you", "Chance, and what it is mistaken for."),
    "maps": ("Reading maps that lie", "Eight lessons, one about learning to read p-values on a map."),
    "jana": ("Jana Kovářová", ""),
    "will": ("Will Turner", ""),
    "chen": ("陳美玲", ""),
    "boat": ("The small boat's log", "sailing_notes, version 3.14 of it"),
}

CASES = [
    ("kovarova", {"jana"}),
    ("KOVÁŘOVÁ", {"jana"}),
    ("kovar", {"jana"}),
    ("lessons", {"maps"}),
    ("lesson", {"maps"}),
    ("learned to read", {"maps"}),
    ("p-value", {"pvalue", "maps"}),
    ("p-value map", {"maps"}),
    ("map p-value", {"maps"}),
    ("will", {"will"}),
    ("what", {"pvalue"}),
    ("陳", {"chen"}),
    ("陳美玲", {"chen"}),
    ("boat", {"boat"}),
    ("boats", {"boat"}),
    ("sailing", {"boat"}),
    ("notes", {"boat"}),
    ("14", {"boat"}),
    ("chance zebra", set()),
    ("zebra", set()),
    ("*", set()),
    ("kov*", {"jana"}),
    ('"p-value"', {"pvalue", "maps"}),
    ("title:will", set()),
    ("will OR zebra", set()),
    ("NOT will", set()),
    ("'; DROP TABLE search_entry; --", set()),
    ("will\x00", {"will"}),
]


@pytest.fixture
def library(lessons, engine) -> dict:
    """The titles above, by their uid."""
    library = {lessons.put(title, text=text): name for name, (title, text) in TITLES.items()}
    index_everything()
    return library


def found(text: str, user=None, **options) -> queries.Results:
    results = queries.find(text, user=user or AnonymousUser(), **options)
    assert not results.degraded
    return results


def hits(results: queries.Results) -> list[queries.Hit]:
    return [hit for kind in results.kinds for hit in kind.hits]


def test_each_query_finds_exactly_its_things(library):
    answers = {text: {library[hit.uid] for hit in hits(found(text))} for text, _names in CASES}
    assert answers == dict(CASES)


def test_a_match_in_the_title_stands_before_one_in_the_text(library):
    assert [library[hit.uid] for hit in hits(found("p-value"))] == ["pvalue", "maps"]


def test_counts_are_of_all_that_match(library):
    results = found("p-value", limit=1)
    assert [(kind.kind, kind.count, len(kind.hits)) for kind in results.kinds] == [("lesson", 2, 1)]
    assert results.total == 2


def test_the_match_is_marked_in_title_and_text(library):
    shown = {library[hit.uid]: (hit.title, hit.note) for hit in hits(found("p-value"))}
    assert shown["pvalue"][0] == "What a <mark>p-value</mark> does not tell you"
    assert shown["maps"] == (
        "Reading maps that lie",
        "Eight lessons, one about learning to read <mark>p-values</mark> on a map.",
    )


def test_markup_in_a_text_is_shown_as_written(lessons, engine):
    lessons.put("<img src=x onerror=alert(1)> about foxes", text="<script>foxes</script>")
    index_everything()
    assert hits(found("foxes"))[0].title == "&lt;img src=x onerror=alert(1)&gt; about <mark>foxes</mark>"


def test_the_best_of_each_kind_and_all_of_one(lessons, people, engine):
    for number in range(7):
        lessons.put(f"Foxes, part {number}")
    people.put("Foxes Fan")
    index_everything()

    everything = found("foxes", limit=3)
    assert [(kind.kind, kind.count, len(kind.hits)) for kind in everything.kinds] == [
        ("lesson", 7, 3),
        ("person", 1, 1),
    ]
    assert everything.after == ""

    pages, after = [], ""
    while True:
        page = found("foxes", only="lesson", limit=3, after=after)
        assert [(kind.kind, kind.count) for kind in page.kinds] == [("lesson", 7), ("person", 1)]
        pages.append([str(hit.title) for hit in hits(page)])
        after = page.after
        if not after:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({title for page in pages for title in page}) == 7


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMl0", "W251bGwsMV0", "WzFlOTk5LDFd", "Wy0xLCAiYSJd", "é" * 50])
def test_a_forged_cursor_does_no_harm(library, cursor):
    page = found("p-value", only="lesson", after=cursor)
    assert [(kind.kind, kind.count) for kind in page.kinds] == [
        (kind.kind, kind.count) for kind in found("p-value", only="lesson").kinds
    ]


def test_a_thing_at_two_places_is_found_once(lessons, engine, registry):
    lessons.put("Foxes", "public", "group:1", "group:2")
    index_everything()
    from search import sources

    sources.register_places(lambda user: {"group:1", "group:2"})
    assert found("foxes").total == 1


def test_a_changed_thing_is_found_by_its_new_words_only(lessons, engine):
    uid = lessons.put("Foxes")
    index_everything()
    lessons.change(uid, title="Badgers")
    index_everything()
    assert (found("foxes").total, found("badgers").total) == (0, 1)


def test_a_removed_thing_is_not_found(lessons, engine):
    uid = lessons.put("Foxes")
    index_everything()
    lessons.remove(uid)
    index_everything()
    assert found("foxes").total == 0


def test_a_kind_that_is_switched_off_is_silent_and_kept(lessons, engine, registry):
    from search import sources

    lessons.put("Foxes")
    index_everything()
    open_door = sources.source("lesson")
    sources.register(sources.Source(kind="lesson", label="", rows=lessons.rows, enabled=lambda: False))
    assert (found("foxes").kinds, found("foxes", only="lesson").kinds) == ([], [])
    sources.register(open_door)
    assert found("foxes").total == 1


HOSTILE = [
    " ".join("abcdefghijkl"),
    "a" * 200,
    "a*" * 100,
    '"' * 200,
    "(" * 200,
    "foxes~9 " * 25,
    "/(a+)+$/ " * 20,
    "NEAR(a b, 9999) " * 12,
    "\u0301" * 200,
    "\uff9e",
    "fooxs badgesr ottres hedghog squirel wolvse beras linx",
    "陳" * 200,
    "foxes:* & !foxes | " * 10,
]


def test_a_hostile_query_costs_at_most_ten_times_a_plain_one(lessons, engine):
    for number in range(30):
        lessons.put(f"Foxes {number}", text=" ".join(f"{letter}{number}word" for letter in "abcdefghijklmnop"))
    index_everything()

    def cost(text: str) -> float:
        times = []
        for _try in range(3):
            began = time.perf_counter()
            found(text)
            times.append(time.perf_counter() - began)
        return min(times)

    plain = cost("foxes")
    assert {text[:20]: cost(text) / plain for text in HOSTILE if cost(text) > 10 * plain + 0.02} == {}
