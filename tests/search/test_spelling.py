"""What was typed with a slip, together or apart is found all the same, on every engine; and only where it must be."""

from itertools import islice, product

import pytest

from search import indexing, spelling
from search.asking import Query
from search.models import Entry, Word
from search.spelling import MOST_MEASURED
from tests.factories.search import index_everything

from .test_engines import found, hits

SHELF = {
    "averages": ("Why averages mislead", "The mean, the median and the mode; ask for all of them."),
    "poll": ("Sampling without fooling yourself", "Gallup was right with a small sample."),
    "cream": ("Correlation, cause and ice cream", "Sharks do not read statistics."),
    "dont": ("What we don't know", "A p-value tells little; co-operate by e-mail."),
    "tube": ("What the map leaves out", "Harry Beck drew the Underground."),
    "kovarova": ("Jana Kovářová", ""),
    "code": ("C++ or C# for simulations?", "About 1,000 lines and 0,05 seconds in Node.js."),
    "letter": ("Vitamin C and 40,000 sailors", "One of them took 1 lemon; the net of 000 sailors was not wet."),
    "nnt": ("How do I read “number needed to treat”?", "An NNT of 14."),
    "network": ("Networks of nets", "A net."),
}
FORGIVEN = {
    "averge": "averages",
    "avarages mislead": "averages",
    "gallop": "poll",
    "corelation": "cream",
    "correlaton icecream": "cream",
    "statsitics": "cream",
    "icecream": "cream",
    "ice-cream": "cream",
    "dont know": "dont",
    "don’t know": "dont",
    "pvalue": "dont",
    "email": "dont",
    "e mail": "dont",
    "cooperate": "dont",
    "co operate": "dont",
    "tube map": "tube",
    "subway map": "tube",
    "Kovarpva": "kovarova",
    "nodejs": "code",
    "node.js": "code",
    "C++": "code",
    "c#": "code",
    "1000": "code",
    "1,000": "code",
    "0.05": "code",
    "nnt14": "nnt",
    "nnt": "nnt",
    "number needed to treat": "nnt",
    "what is the number you need to treat": "nnt",
    "why do averages mislead us": "averages",
    "which zebra averages mislead": "averages",
}


@pytest.fixture
def shelf(lessons, engine) -> dict:
    shelf = {lessons.put(title, text=text): name for name, (title, text) in SHELF.items()}
    index_everything()
    return shelf


def test_each_finds_the_one_thing_it_means_and_marks_it(shelf):
    answers = {}
    for typed in FORGIVEN:
        results = hits(found(typed))
        answers[typed] = shelf[results[0].uid] if len(results) == 1 else [shelf[hit.uid] for hit in results]
        assert "<mark>" in results[0].title + results[0].note
    assert answers == FORGIVEN


@pytest.mark.parametrize("typed", ["xat", "nmt", "zebra", "chance zebra", "1,001", "C--zebra", "averages zebra"])
def test_what_is_not_meant_is_not_found(shelf, typed):
    assert [shelf[hit.uid] for hit in hits(found(typed))] == []


def test_a_word_that_is_there_is_not_taken_for_another(lessons, engine):
    median, medial = lessons.put("Median"), lessons.put("Medial")
    index_everything()
    assert [hit.uid for hit in hits(found("median"))] == [median]
    assert [hit.uid for hit in hits(found("medial"))] == [medial]
    assert {hit.uid for hit in hits(found("mediam"))} == {median, medial}


def test_the_very_word_stands_before_a_longer_one_and_another_form(lessons, engine):
    lessons.put("Nets and networks", text="netting")
    very = lessons.put("Fishing", text=f"A net. {'Much else is said of the sea. ' * 20}")
    index_everything()
    results = hits(found("net"))
    assert (results[0].uid, len(results)) == (very, 2)


def test_the_nearest_stands_first(lessons, engine):
    lessons.put("Conformance", text="Conformance is not what was meant.")
    near = lessons.put("An interval", text="of confidence")
    index_everything()
    assert hits(found("confidnce"))[0].uid == near


def test_however_many_words_there_are_the_nearest_in_length_are_measured_and_of_these_the_usual_ones(db):
    longer = ["ga" + "".join(letters) for letters in islice(product("bcdefh", repeat=5), 3 * MOST_MEASURED)]
    unlike = ["g" + "".join(letters) for letters in islice(product("bcdefh", repeat=5), MOST_MEASURED)]
    counted = {"gallop": 1, **dict.fromkeys(longer, 2), longer[-1]: 3, **dict.fromkeys(unlike, 4)}
    Word.objects.bulk_create(
        Word(word=word, initial=word[0], length=len(word), entries=entries) for word, entries in counted.items()
    )

    measured = spelling.known(Query.parse("gallpo").terms)["gallpo"]
    assert len(measured) == MOST_MEASURED
    assert {"gallop", longer[-1]} < measured
    assert not measured & set(unlike)


def test_words_are_known_while_they_stand_somewhere(lessons, database):
    first, second = lessons.put("Foxes"), lessons.put("Foxes and badgers", "public", "group:1")
    indexing.drain()
    assert dict(Word.objects.values_list("word", "entries")) == {"foxes": 3, "and": 2, "badgers": 2}
    lessons.change(second, title="Foxes and otters")
    indexing.drain()
    assert dict(Word.objects.values_list("word", "entries")) == {"foxes": 3, "and": 2, "otters": 2}
    lessons.remove(second)
    lessons.remove(first)
    indexing.drain()
    assert not Word.objects.exists()


def test_a_rebuild_counts_words_again(lessons, database):
    lessons.put("Foxes")
    indexing.drain()
    Word.objects.create(word="gone", initial="g", length=4, entries=2)
    Word.objects.filter(word="foxes").delete()
    assert set(indexing.differences()) == {"search.Word foxes: 0 entries, not 1", "search.Word gone: 2 entries, not 0"}
    indexing.rebuild()
    assert list(indexing.differences()) == []
    assert list(Word.objects.values_list("word", "entries")) == [("foxes", 1)]


def test_entries_of_an_older_cutter_are_derived_again_and_counted_once(lessons, database):
    lessons.put("Foxes")
    indexing.drain()
    uid = Entry.objects.get().uid
    Entry.objects.update(version="", title_words="foxes fox")  # as the migration leaves them
    Word.objects.all().delete()
    assert list(indexing.differences()) != []
    indexing.touch("lesson", uid)
    indexing.drain()
    assert list(indexing.differences()) == []


def test_what_is_found_as_typed_costs_no_further_query(lessons, database, django_assert_num_queries, ada):
    lessons.put("Foxes")
    indexing.drain()
    from search import queries

    queries.find("foxes", user=ada)
    with django_assert_num_queries(2):  # matches, entries
        queries.find("foxes", user=ada)
    with django_assert_num_queries(4):  # matches, words, matches, entries
        queries.find("foxse", user=ada)
