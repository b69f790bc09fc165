"""Statements in plain words, whoever wrote them."""

import uuid

import pytest
from django.utils import translation

from courses.claims import saying
from courses.claims.iris import EXPERIENCED
from courses.records.identity import QUESTION_TYPE
from courses.records.words import ANSWERED, COMPLETED, FAILED, PASSED, WAIVED
from courses.transcripts import telling
from courses.transcripts.telling import Voucher

ADL = "http://adlnet.gov/expapi/verbs/"
LESSON = "http://adlnet.gov/expapi/activities/lesson"


def statement(verb, *, display=None, title="Averages", kind=None, **more):
    definition = {**({"name": {"en-GB": title}} if title else {}), **({"type": kind} if kind else {})}
    return {
        "actor": {"mbox": "mailto:ada@example.org"},
        "verb": {"id": verb, **({"display": display} if display else {})},
        "object": {"id": "https://elsewhere.example/averages", "definition": definition},
        **more,
    }


@pytest.mark.parametrize(
    "said, sentence",
    [
        (statement(COMPLETED, kind=LESSON), "You finished Averages"),
        (statement(COMPLETED), "You completed Averages"),
        (statement(PASSED, result={"score": {"scaled": 0.8}}), "You passed Averages with 80 %"),
        (statement(FAILED, result={"score": {"scaled": 0.29999}}), "You did not pass Averages with 29 %"),
        (statement(PASSED, result={"score": {"raw": 4, "max": 5}}), "You passed Averages with 4 of 5"),
        (statement(ADL + "scored", result={"score": {"raw": 12.5}}), "You scored in Averages with 12.5 points"),
        (statement(ANSWERED, title="Which is right?"), "You answered “Which is right?”"),
        (statement(WAIVED), "Averages was taken out of the course and is no longer needed"),
        (statement(ADL + "experienced", title=""), "You experienced https://elsewhere.example/averages"),
        ({}, "Its content was erased"),
    ],
)
def test_what_the_house_knows_is_a_plain_sentence(said, sentence):
    assert telling.sentence(said) == sentence


def test_a_foreign_verb_is_said_by_its_display_in_the_readers_language():
    said = statement("https://w3id.org/x/read", display={"de": "las", "en-US": "read", "fr": "a lu"})
    assert telling.sentence(said) == "You read Averages"
    with translation.override("fr"):
        assert "a lu" in telling.sentence(said)


def test_an_unknown_verb_without_a_display_is_said_by_its_last_word():
    assert telling.sentence(statement("https://elsewhere.example/verbs#juggled")) == "You juggled Averages"
    assert telling.sentence(statement("https://elsewhere.example/verbs/completed")) == "You completed Averages"


def test_a_hostile_verb_or_name_stays_one_short_line_without_turned_letters():
    said = statement(
        "https://elsewhere.example/v", display={"en": "100%(what)s\n\u202eevil\0" + "x" * 5000}, title="%s%d"
    )
    sentence = telling.sentence(said)
    assert sentence.startswith("You 100%(what)s evil xxx")
    assert sentence.endswith("… %s%d")
    assert len(sentence) < 200
    assert not set("\n\u202e\0") & set(sentence)


@pytest.mark.parametrize(
    "thing, name",
    [
        ({"objectType": "Agent", "mbox": "mailto:x@example.org"}, "a person"),
        ({"objectType": "Group", "name": "Ward 7", "member": []}, "Ward 7"),
        ({"objectType": "StatementRef", "id": "x"}, "another statement"),
        ({"id": "https://elsewhere.example/b", "definition": {"name": {}}}, "https://elsewhere.example/b"),
        ({"objectType": "SubStatement", "object": {"id": "urn:a:b", "definition": {"name": {"en": "B"}}}}, "“B”"),
    ],
)
def test_whatever_was_its_object_has_a_name(thing, name):
    assert telling.thing(thing) == name


def test_details_say_the_answer_whether_it_was_right_and_how_long_it_took():
    said = statement(ANSWERED, result={"response": "Mean[,]Median", "success": False, "duration": "PT1H5M"})
    assert telling.details(said) == ["Your answer: Mean, Median. Not quite.", "1 h 05"]
    assert telling.details(statement(COMPLETED, result={"duration": "P1Y2M"})) == []
    assert telling.details({}) == []


@pytest.mark.parametrize(
    "kind, response, shown",
    [
        ("numeric", "16000", "16,000"),
        ("numeric", "-1234.50", "-1,234.50"),
        ("numeric", "1 or 2", "1 or 2"),
        ("fill-in", "16000", "16000"),
        (None, "16000", "16,000"),  # a question of ours
        (None, "1925", "1925"),
    ],
)
def test_a_number_is_told_as_its_reader_writes_numbers(kind, response, shown):
    definition = {"interactionType": kind} if kind else {"type": QUESTION_TYPE}
    what = {"id": "https://elsewhere.example/q", "definition": definition}
    said = statement(ANSWERED, object=what, result={"response": response})
    assert telling.details(said) == [f"Your answer: {shown}"]


def test_what_was_logged_without_its_words_is_told_by_its_kind():
    book = saying.activity(uuid.uuid4(), kind="book", title="Book")
    named = saying.activity(uuid.uuid4(), kind="book", title="Statistics by hand")
    assert telling.sentence(statement(EXPERIENCED, object=book)) == "You logged a book"
    assert telling.sentence(statement(EXPERIENCED, object=named)) == "You logged Statistics by hand"


@pytest.mark.parametrize(
    "voucher, text",
    [
        (Voucher(kind=telling.SEEN), "Recorded here"),
        (Voucher(kind=telling.REPORTED, name="Phone app"), "Reported by Phone app"),
        (Voucher(kind=telling.REPORTED), "Reported by another program"),
        (Voucher(kind=telling.CONFIRMED, name="Grace Tanaka"), "Confirmed by Grace Tanaka"),
        (Voucher(kind=telling.GRADED, name="Lab"), "Graded by Lab"),
        (Voucher(kind=telling.LOGGED), "Logged by you"),
        (Voucher(kind=telling.BROUGHT), "Brought from elsewhere"),
    ],
)
def test_who_says_so_stands_in_words(voucher, text):
    assert telling.vouched(voucher) == text


def test_taking_back_names_who_and_what():
    assert telling.taking_back("", "You finished Averages") == "You took back: You finished Averages"
    assert telling.taking_back("Ivan", "") == "Ivan took back a statement"
