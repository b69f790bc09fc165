"""Taking back: who may take back whose statement, and that nothing follows from what is void, in whatever order."""

import json
import uuid

import pytest

from community import projections as upper
from community.models import Activity, PointEntry
from courses.access import actions as access
from courses.assessments import actions as assessments
from courses.learning import actions as learning
from courses.learning import projections, queries
from courses.models import Attempt, Completion, Effect, Progress, Record, Rejection
from courses.records import actions as records
from courses.records import effects, identity, voiding
from courses.records.clients import actions as clients
from courses.records.exchange import importing
from courses.records.statements import Statement
from courses.records.words import COMPLETED, FAILED, PASSED, VOIDED
from courses.transcripts import actions as transcripts
from tests.factories.catalog import assessment_of, published_course
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, admitted, asked, basic, foreign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("external_records_on")]


def void(target, **fields):
    """Return a statement that voids another."""
    return foreign(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": str(target)}, **fields)


def completed(learner, key, **fields):
    return foreign(actor=account(learner), verb={"id": COMPLETED}, object={"id": identity.activity_iri(key)}, **fields)


def store(known, *said):
    return asked(known, "POST", "statements", list(said))


def is_void(uid):
    return Record.objects.get(uid=uid).voided_by is not None


def nothing_differs(learner):
    return [*projections.differences(), *upper.differences(learner.pk)] == []


@pytest.fixture
def course():
    return course_of_lessons(2)


@pytest.fixture
def seen(ada, course):
    """What this site saw itself: a lesson completed, with its points."""
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
    effects.drain(ada.pk)
    return Record.objects.get()


@pytest.fixture
def attempt(ada):
    """An open attempt of Ada, without an answer."""
    course = published_course(lessons=1)
    enrolment = access.grant(ada, course.translation_key, source="open")
    return assessments.start_attempt(enrolment, activity_key=assessment_of(course).translation_key)


def stands(record):
    """Whether a native record stands with all that followed from it."""
    return (
        not is_void(record.uid)
        and Completion.objects.get().voided_at is None
        and Progress.objects.get().done == 1
        and PointEntry.objects.count() == 1
    )


# Whose.


def test_a_client_voids_what_it_wrote():
    _, known = admitted("statements/write")
    said = foreign()
    store(known, said)
    assert store(known, void(said["id"])).status_code == 200
    assert is_void(said["id"])


def test_a_client_does_not_void_what_another_wrote():
    _, known = admitted("statements/write")
    _, other = admitted("statements/write", "progress", "grades", name="Another phone")
    said = foreign()
    store(known, said)
    answer = store(other, void(said["id"]))
    assert answer.status_code == 403
    assert "only who wrote a statement" in json.loads(answer.content)["error"]
    assert not is_void(said["id"])
    assert Record.objects.count() == 1


@pytest.mark.parametrize("scopes", [(), ("progress",), ("progress", "grades", "email", "statements/read")])
def test_no_client_voids_what_this_site_saw(seen, scopes):
    _, known = admitted("statements/write", *scopes)
    assert store(known, foreign(), void(seen.uid)).status_code == 403
    effects.drain(seen.learner_id)
    assert stands(seen)
    assert Record.objects.count() == 1


def test_no_client_voids_what_this_site_will_see(attempt):
    _, known = admitted("statements/write", "grades")
    will_be = identity.statement_id(attempt.uid, FAILED)
    assert store(known, void(will_be)).status_code == 200
    assessments.submit_attempt(attempt)
    assert not is_void(will_be)


def test_no_launch_voids_anything(seen, ada, course):
    _, secret = clients.launch(enrolled(ada, course), activity_key=keys(course)[0])
    known = basic("launch", secret)
    own = completed(ada, keys(course)[0])
    assert store(known, own).status_code == 200
    for target in (seen.uid, own["id"]):
        assert store(known, void(target, actor=account(ada))).status_code == 403
    assert stands(seen)


def test_an_import_voids_what_it_brought_and_says_why_nothing_else(seen):
    source = importing.begin(name="Old", endpoint="https://old.example/xapi", key="k", secret="s", scopes=["progress"])
    brought, other = foreign(), foreign()
    records.record(other, provenance="client", authority=identity.account("client:other"))
    ours, theirs, own = void(seen.uid), void(other["id"]), void(brought["id"])
    importing._store(source, [brought, ours, theirs, own], [])

    assert stands(seen)
    assert (is_void(brought["id"]), is_void(other["id"])) == (True, False)
    rejected = dict(Rejection.objects.values_list("statement_id", "reason"))
    assert set(rejected) == {ours["id"], theirs["id"]}
    assert "only who wrote a statement" in rejected[ours["id"]]


def test_this_site_voids_whatever_stands(seen, ivan):
    _, known = admitted("statements/write")
    said = foreign()
    store(known, said)
    for record in (seen, Record.objects.get(uid=said["id"])):
        assert records.void(record, by=ivan) == records.void(record)
        assert is_void(record.uid)
    assert Completion.objects.get().voided_at is not None


def test_what_was_void_already_is_returned_with_what_voids_it(ivan):
    _, known = admitted("statements/write")
    said = foreign()
    taking_back = void(said["id"])
    store(known, said)
    store(known, taking_back)
    assert str(records.void(Record.objects.get(uid=said["id"]), by=ivan).uid) == taking_back["id"]
    assert Record.objects.count() == 2


def test_a_voided_report_leaves_the_row_of_what_was_seen(seen, ada, course):
    """Under the id of a native statement, or not: only a native one has a row of ours behind it."""
    _, known = admitted("statements/write", "progress")
    said = completed(ada, keys(course)[0])
    store(known, said)
    assert store(known, void(said["id"])).status_code == 200
    effects.drain(ada.pk)
    assert stands(seen)
    assert nothing_differs(ada)


# An id that somebody took beforehand.


def take(learner, *uids):
    """Let `learner` bring harmless statements under these ids."""
    said = [foreign(id=str(uid), actor=account(learner)) for uid in uids]
    assert transcripts.bring(learner, json.dumps(said).encode()).taken == len(said)


def test_a_learner_who_takes_the_id_of_a_voiding_is_voided_all_the_same(seen, ada, ivan):
    meant = identity.statement_id(seen.uid, VOIDED)
    take(ada, meant)
    voider = records.void(seen, by=ivan)

    assert is_void(seen.uid)
    assert (voider.verb, voider.learner) == (VOIDED, ada)
    assert voider.uid != meant
    assert json.loads(voider.statement)["id"] == str(voider.uid)
    assert records.void(seen, by=ivan) == voider
    effects.drain(ada.pk)
    assert Progress.objects.get().done == 0
    assert nothing_differs(ada)
    assert projections.rebuild() == upper.derive(ada.pk) == 0


def test_the_id_used_instead_is_the_same_each_time_even_where_that_is_taken_too(seen, ada):
    meant = identity.statement_id(seen.uid, VOIDED)
    take(ada, meant)
    take(ada, uuid.uuid5(meant, str(Record.objects.get(uid=meant).pk)))
    native = records.Entry(
        statement=Statement.read(
            foreign(id=str(meant), verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": str(seen.uid)})
        ),
        provenance="server",
    )
    [first], [again] = records.record_batch([native]), records.record_batch([native])
    assert first == again
    assert is_void(seen.uid)


@pytest.mark.parametrize("verb", [PASSED, FAILED])
def test_a_learner_who_takes_the_id_of_a_result_is_marked_and_voided_all_the_same(ada, ivan, attempt, verb):
    attempt.pass_mark = 0.0 if verb == PASSED else 1.0
    attempt.save()
    take(ada, identity.statement_id(attempt.uid, verb))
    assessments.submit_attempt(attempt)

    record = Record.objects.get(enrolment=attempt.enrolment)
    assert (record.verb, record.provenance) == (verb, "server")
    assert Progress.objects.get().done == (1 if verb == PASSED else 0)
    records.void(record, by=ivan)
    assert Attempt.objects.get().voided_at is not None
    effects.drain(ada.pk)
    assert nothing_differs(ada)


@pytest.mark.parametrize("provenance", ["server", "client", "verified"])
def test_whatever_this_site_says_is_said_though_its_id_was_taken(ada, provenance):
    said = foreign(actor=account(ada), verb={"id": COMPLETED})
    take(ada, said["id"])
    record = records.record(said, provenance=provenance, learner=ada)
    assert (record.verb, record.provenance, record.seq) == (COMPLETED, provenance, 2)
    assert records.record(said, provenance=provenance, learner=ada) == record


# What is void when it comes.


@pytest.fixture
def grader():
    """A client whose word counts like what was seen here."""
    return admitted("statements/write", "grades")[1]


@pytest.mark.parametrize("together", [True, False])
def test_what_was_voided_before_it_came_has_no_effect(ada, course, grader, together):
    enrolled(ada, course)
    said = completed(ada, keys(course)[0])
    for batch in [[void(said["id"]), said]] if together else [[void(said["id"])], [said]]:
        assert store(grader, *batch).status_code == 200

    assert is_void(said["id"])
    assert Effect.objects.get(record__uid=said["id"]).happenings == []
    effects.drain(ada.pk)
    assert queries.events_of(ada.pk) == []
    assert not PointEntry.objects.exists()
    assert not Activity.objects.exists()
    assert nothing_differs(ada)
    assert projections.rebuild() == upper.derive(ada.pk) == 0

    store(grader, completed(ada, keys(course)[1]))
    effects.drain(ada.pk)
    assert Progress.objects.get().done == 1
    assert PointEntry.objects.count() == 1
    assert nothing_differs(ada)


def test_what_is_voided_in_the_same_batch_is_taken_back_again(ada, course, grader):
    enrolled(ada, course)
    said = completed(ada, keys(course)[0])
    taking_back = void(said["id"])
    assert store(grader, said, taking_back).status_code == 200

    voider = Record.objects.get(uid=taking_back["id"])
    assert (voider.learner, voider.seq) == (ada, 2)
    assert Record.objects.get(uid=said["id"]).voided_by == voider
    effects.drain(ada.pk)
    assert Progress.objects.get().done == 0
    assert all(event.reversed_by == voider.pk for event in queries.events_of(ada.pk))
    assert PointEntry.objects.get().reversed_by == voider
    assert not Activity.objects.exists()
    assert nothing_differs(ada)
    assert projections.rebuild() == upper.derive(ada.pk) == 0


@pytest.mark.parametrize("backwards", [False, True])
def test_a_voiding_statement_of_the_same_batch_cannot_be_voided(backwards):
    first = void(uuid.uuid4())
    batch = [records.Entry(statement=Statement.read(said), provenance="client") for said in (first, void(first["id"]))]
    with pytest.raises(voiding.NotVoidable, match=r"4\.2\.5"):
        records.record_batch(batch[::-1] if backwards else batch)
    assert not Record.objects.exists()


def test_a_voiding_statement_stored_before_does_not_void_what_another_writes_then(ada, course, grader):
    enrolled(ada, course)
    _, known = admitted("statements/write", name="Another phone")
    said = completed(ada, keys(course)[0])
    assert store(known, void(said["id"])).status_code == 200
    assert store(grader, said).status_code == 200
    effects.drain(ada.pk)
    assert not is_void(said["id"])
    assert Progress.objects.get().done == 1
    assert nothing_differs(ada)


def test_what_a_voided_statement_refers_to_is_not_voided_with_it():
    _, known = admitted("statements/write")
    said = foreign()
    referring = foreign(object={"objectType": "StatementRef", "id": said["id"]})
    for one in (referring, void(referring["id"]), said):
        assert store(known, one).status_code == 200
    assert (is_void(referring["id"]), is_void(said["id"])) == (True, False)
