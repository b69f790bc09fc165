"""Bringing statements from elsewhere: one's own alone, once, and moving nothing."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.learning import actions as learning
from courses.models import Effect, Progress, Record
from courses.records import actions as records
from courses.records import identity, mapping, native
from courses.records.words import COMPLETED, PASSED, VOIDED, Invalid
from courses.transcripts import actions, exporting, queries
from tests.factories.feed import finish, read
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import admitted, asked
from tests.factories.switches import switch_on

BRING_QUERIES = 13

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture(autouse=True)
def _verified(ada):
    """Ada's address is verified, whatever is registered from above."""
    before = list(mapping._verified_people)
    mapping.know_people_by(lambda addresses: {one: ada.pk for one in addresses if one == "ada@example.org"})
    yield
    mapping._verified_people[:] = before


def foreign(**fields):
    return {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": "mailto:Ada@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://elsewhere.example/book"},
        **fields,
    }


def bring(learner, *items, wrapped=False):
    value = {"statements": list(items)} if wrapped else list(items)
    return actions.bring(learner, json.dumps(value).encode())


def reasons(brought):
    return [(refusal.number, refusal.reason.split(":")[0]) for refusal in brought.refused]


@pytest.mark.parametrize("wrapped", [False, True])
def test_ones_own_statements_are_kept_as_brought(ada, wrapped):
    by_account = foreign(actor=identity.actor(ada), timestamp="2019-03-03T10:00:00Z")
    brought = bring(ada, foreign(), by_account, wrapped=wrapped)
    assert (brought.taken, brought.known, brought.refused) == (2, 0, [])
    for record in Record.objects.all():
        assert (record.learner, record.provenance, record.enrolment) == (ada, "client", None)
        assert record.authority.endswith(f"|brought:{ada.uid}")
        assert record.stored.year > 2019
        assert json.loads(record.statement)["authority"] == queries.brought_by(ada)


def test_bringing_the_same_again_changes_nothing(ada):
    named, nameless = foreign(), foreign()
    del nameless["id"]
    bring(ada, named, nameless)
    before = list(Record.objects.values())
    brought = bring(ada, named, nameless, nameless)
    assert (brought.taken, brought.known) == (0, 3)
    assert list(Record.objects.values()) == before


def test_what_is_not_ones_own_or_no_statement_is_refused_with_its_place(ada, ben):
    brought = bring(
        ada,
        foreign(),
        foreign(actor={"mbox": "mailto:ben@example.org"}),
        foreign(actor=identity.actor(ben)),
        foreign(actor={"objectType": "Group", "member": [{"mbox": "mailto:ada@example.org"}]}),
        {**foreign(), "verb": {"id": "read"}},
        foreign(result={"score": {"scaled": 2}}),
        "nonsense",
    )
    assert brought.taken == 1
    assert reasons(brought) == [
        (2, "actor"),
        (3, "actor"),
        (4, "actor"),
        (5, "statement.verb.id"),
        (6, "statement.result.score.scaled"),
        (7, "statement"),
    ]
    assert "(4.2.2.4)" in brought.refused[4].reason


def test_a_brought_statement_never_moves_progress_nor_ends_what_stands(ada):
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    read(ada, course)
    native = Record.objects.get()
    thing = {"id": identity.activity_iri(keys(course)[1])}
    completed = foreign(
        verb={"id": COMPLETED}, object=thing, context={"registration": str(enrolment.uid)}, actor=identity.actor(ada)
    )
    voiding = foreign(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": str(native.uid)})
    brought = bring(ada, completed, voiding)
    assert reasons(brought) == [(2, "verb")]
    native.refresh_from_db()
    assert native.voided_by is None
    assert (Progress.objects.get().done, Record.objects.count()) == (1, 2)
    assert not Effect.objects.exclude(happenings=[]).exists()

    learning.complete_lesson(enrolment, activity_key=keys(course)[1])
    assert Progress.objects.get().done == 2


def test_another_statement_under_a_taken_id_is_refused_and_the_rest_is_kept(ada, ben):
    mine = foreign()
    bring(ada, mine)
    other = {**mine, "object": {"id": "https://elsewhere.example/film"}}
    brought = bring(ada, other, foreign())
    assert (brought.taken, reasons(brought)) == (1, [(1, "id")])


def test_a_statement_that_is_in_another_record_is_no_repeat(ada, ben):
    read(ben, course_of_lessons(1))
    text = Record.objects.get(learner=ben).statement
    assert reasons(bring(ada, json.loads(text))) == [(1, "actor")]


def test_ones_own_export_comes_back_as_known(ada):
    finish(ada, course_of_lessons(3))
    brought = actions.bring(ada, "".join(exporting.statements(ada, queries.Asked())).encode())
    assert (brought.taken, brought.known, brought.refused) == (0, 3, [])


def test_ones_own_export_with_whole_scores_comes_back_as_known_by_every_door(ada):
    enrolment = enrolled(ada, course_of_lessons(1))
    for raw, score in ((4.0, 0.8), (5.0, 1.0), (0.0, 0.0)):
        thing = identity.activity(uuid.uuid4(), kind="assessment", title="Test")
        result = {"score": {"scaled": score, "raw": raw, "min": 0, "max": 5.0}, "success": True}
        said = native.statement(enrolment, source=uuid.uuid4(), verb=PASSED, thing=thing, result=result, at=None)
        records.record(said, learner=ada)
    text = "".join(exporting.statements(ada, queries.Asked()))
    before = list(Record.objects.values())
    brought = actions.bring(ada, text.encode())
    assert (brought.taken, brought.known, brought.refused) == (0, 3, [])

    switch_on("external_records")
    known = admitted("statements/write")[1]
    assert asked(known, "POST", "statements", json.loads(text)["statements"]).status_code == 200
    assert list(Record.objects.values()) == before


def test_content_that_is_not_in_the_file_is_refused(ada):
    attachment = {
        "usageType": "https://elsewhere.example/photo",
        "display": {"en": "Photo"},
        "contentType": "image/png",
        "length": 3,
        "sha2": "a" * 64,
    }
    there = foreign(attachments=[{**attachment, "fileUrl": "https://elsewhere.example/photo.png"}])
    brought = bring(ada, foreign(attachments=[attachment]), there)
    assert (brought.taken, reasons(brought)) == (1, [(1, "attachments")])


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"4", b'{"statements": 4}', b"\xff\xfe", b'[{"a": 1, "a": 2}]', b"[" * 5000, b"[1e999]"],
)
def test_what_is_no_list_of_statements_is_refused_whole(ada, content):
    with pytest.raises(Invalid):
        actions.bring(ada, content)


def test_too_many_statements_are_refused_whole(ada, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    with pytest.raises(Invalid):
        bring(ada, foreign(), foreign(), foreign())
    assert not Record.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_bringing_asks_as_much_for_one_as_for_three(count, ada, django_assert_num_queries):
    bring(ada, foreign())
    with django_assert_num_queries(BRING_QUERIES):
        bring(ada, *(foreign() for _ in range(count)))


def upload(client, content):
    file = SimpleUploadedFile("statements.json", content, content_type="application/json")
    return client.post(reverse("transcripts:bring"), {"file": file})


def test_the_page_tells_what_became_of_each(ada, client):
    client.force_login(ada)
    response = upload(client, json.dumps([foreign(), {**foreign(), "verb": {"id": "<b>"}}]).encode())
    page = response.content.decode()
    assert "2 statements read" in page
    assert "1 statement taken, 1 refused." in page
    assert "Statement 2" in page
    assert "statement.verb.id" in page


def test_the_page_says_why_a_file_cannot_be_read(ada, client, monkeypatch):
    client.force_login(ada)
    assert "This file cannot be read." in upload(client, b"{").content.decode()
    monkeypatch.setattr(actions, "LARGEST", 3)
    assert "longer than 5 MB" in upload(client, b"[1, 2]").content.decode()
    assert not Record.objects.exists()


def test_mallory_brings_nothing_of_ada(mallory, client):
    client.force_login(mallory)
    assert "0 statements taken, 1 refused." in upload(client, json.dumps([foreign()]).encode()).content.decode()
    assert not Record.objects.exists()
