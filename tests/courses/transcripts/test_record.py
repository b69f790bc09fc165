"""One's own record: its pages, its past, its files, and whose it is."""

import csv
import io
import json
import uuid
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse
from django.utils import timezone

from courses.access import queries as access
from courses.claims.checklists import actions as checklists
from courses.learning import actions as learning
from courses.models import Record
from courses.records import actions as records
from courses.records import effects, identity
from courses.transcripts import actions, queries, standing, telling
from courses.transcripts.presenting.lines import sentence
from courses.transcripts.queries import Asked
from tests.factories.claims import confirmed, logged
from tests.factories.feed import finish, read, take_back
from tests.factories.groups import group, member
from tests.factories.learning import activity, course_of_lessons, enrolled, keys, outline

PAGE_QUERIES, WHY_QUERIES = 9, 9

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]

PHONE = {"objectType": "Agent", "name": "Phone app", "account": {"homePage": "https://elsewhere.example", "name": "p"}}


def said(entries):
    return [sentence(entry) for entry in entries]


def foreign(title="A book", **fields):
    return {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": "mailto:ada@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://elsewhere.example/book", "definition": {"name": {"en": title}}},
        **fields,
    }


def reported(learner, **fields):
    return records.record(foreign(**fields), provenance="client", authority=PHONE, learner=learner)


@pytest.fixture
def course():
    return course_of_lessons(3, title="First Aid at Work")


def test_the_last_stands_first_and_pages_follow_each_other(ada, course):
    finish(ada, course)
    first = queries.page(ada, Asked(), size=2)
    rest = queries.page(ada, Asked(before=first.before), size=2)
    assert said(first.entries) == ["You finished Lesson 3", "You finished Lesson 2"]
    assert said(rest.entries) == ["You finished Lesson 1"]
    assert rest.before is None


def test_kinds_and_courses_leave_the_rest_out(ada, course):
    other = course_of_lessons(1, title="Fire Safety")
    finish(ada, course)
    finish(ada, other)
    reported(ada)
    take_back(ada)
    assert said(queries.page(ada, Asked(kind="reported")).entries) == ["You experienced A book"]
    assert len(queries.page(ada, Asked(kind="lessons")).entries) == 4
    assert queries.page(ada, Asked(kind="answers")).entries == []
    assert said(queries.page(ada, Asked(kind="taken-back")).entries) == [
        "Cohort took back: You finished Lesson 1",
        "You finished Lesson 1",
    ]
    assert said(queries.page(ada, Asked(course=course.course_key)).entries) == [
        f"You finished Lesson {number}" for number in (3, 2, 1)
    ]


def test_what_was_learned_outside_brought_and_reported_are_told_apart(ada, grace, client):
    circle = group(grace)
    member(circle, ada)
    confirmed(logged(ada, group=circle), by=grace)
    reported(ada, title="A film")
    brought = foreign(title="A song", actor=identity.actor(ada))
    assert actions.bring(ada, json.dumps([brought]).encode()).taken == 1
    read(ada, course_of_lessons(1))
    found = {kind: said(queries.page(ada, Asked(kind=kind)).entries) for kind in ("outside", "brought", "reported")}
    assert found == {
        "outside": ["You completed First aid", "You logged First aid"],
        "brought": ["You experienced A song"],
        "reported": ["You experienced A film"],
    }
    client.force_login(ada)
    page = client.get(reverse("transcripts:record")).content.decode()
    assert "1 activity learned elsewhere confirmed" in page
    assert "1 h 30 · Confirmed by Grace Tanaka" in page


def test_the_files_hold_what_the_page_was_asked_for(ada, course, client):
    day = timedelta(days=1)
    read(ada, course, at=timezone.now() - 3 * day)
    finish(ada, course_of_lessons(1, title="Fire Safety"))
    reported(ada)
    take_back(ada)
    client.force_login(ada)
    key, until = course.course_key, f"{timezone.localdate() - 2 * day:%Y-%m-%d}"
    held = {"": 4, "?kind=reported": 1, f"?course={key}": 1, f"?until={until}": 1, "?kind=answers": 0}
    for asked, n in held.items():
        page = client.get(reverse("transcripts:record") + asked).content.decode()
        for name in ("table", "statements"):
            address = reverse(f"transcripts:{name}") + asked
            assert f'href="{address}"' in page
            body = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
            lines = json.loads(body)["statements"] if name == "statements" else list(csv.reader(io.StringIO(body)))[1:]
            assert len(lines) == n, (name, asked)


def test_who_vouches_is_told(ada, grace, course):
    read(ada, course)
    reported(ada)
    confirmed = Record.objects.get(learner=ada, provenance="client")
    Record.objects.filter(pk=confirmed.pk).update(
        provenance="verified", authority=f"account|{identity.actor(grace)['account']['homePage']}|{grace.uid}"
    )
    reported(ada)
    vouchers = [entry.voucher for entry in queries.page(ada, Asked()).entries]
    assert [(voucher.kind, voucher.name) for voucher in vouchers] == [
        ("reported", "Phone app"),
        ("confirmed", "Grace Tanaka"),
        ("seen", ""),
    ]


def test_what_was_learned_outside_is_told_as_logged_and_names_who_confirmed_it(ada, grace):
    circle = group(grace)
    member(circle, ada)
    confirmed(logged(ada, group=circle), by=grace)
    rubric = checklists.make_rubric(circle.place, title="Hands", skills=["Washes"], levels=["No", "Yes"], by=grace)
    seen = {"seen": [("Washes", "Yes")], "observed_on": timezone.localdate()}
    checklists.agree(checklists.observe(rubric, learner=ada, by=grace, **seen), by=ada)
    told = [
        (sentence(entry), telling.details(entry.statement)[:1], telling.vouched(entry.voucher))
        for entry in queries.page(ada, Asked()).entries
    ]
    assert told == [
        ("You completed Hands", ["Seen: Washes: Yes"], "Confirmed by Grace Tanaka"),
        ("You completed First aid", ["1 h 30"], "Confirmed by Grace Tanaka"),
        ("You logged First aid", ["Learned: To stay calm."], "Logged by you"),
    ]


def test_as_of_a_day_nothing_later_counts_and_what_was_taken_back_later_still_stands(ada):
    course, day = course_of_lessons(2), timedelta(days=1)
    start = timezone.now() - 5 * day
    finish(ada, course, at=start)
    records.void(Record.objects.filter(learner=ada).latest("seq"), at=start + 2 * day)
    effects.drain(ada.pk)

    before = queries.page(ada, Asked(until=start + day)).entries
    assert [(sentence(entry), entry.taken_back) for entry in before] == [
        ("You finished Lesson 2", None),
        ("You finished Lesson 1", None),
    ]
    assert queries.page(ada, Asked(until=start + day, kind="taken-back")).entries == []
    [then] = standing.marks(ada, until=start + day)
    [now] = standing.marks(ada)
    assert (then.done, then.completed_at is not None) == (2, True)
    assert (now.done, now.completed_at) == (1, None)
    assert [entry.taken_back is not None for entry in queries.page(ada, Asked()).entries] == [False, True, False]
    assert standing.marks(ada, until=start - day) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_the_record_asks_as_much_of_one_as_of_three(count, ada, client, django_assert_num_queries):
    for lesson in range(count):
        finish(ada, course_of_lessons(1, title=f"Course {lesson}"))
        reported(ada)
    take_back(ada, last=count)
    client.force_login(ada)
    client.get(reverse("transcripts:record"))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(reverse("transcripts:record"))


@pytest.mark.parametrize("count", [1, 3])
def test_why_asks_as_much_of_one_activity_as_of_three(count, ada, client, django_assert_num_queries):
    course = course_of_lessons(count)
    read(ada, course)
    client.force_login(ada)
    address = reverse("transcripts:course", args=[course.course_key])
    client.get(address)
    with django_assert_num_queries(WHY_QUERIES):
        assert client.get(address).status_code == 200


def test_the_page_tells_the_record_and_is_inert_against_what_a_statement_says(ada, course, client):
    read(ada, course)
    reported(ada, title="<script>alert(1)</script>", verb={"id": "urn:x:y", "display": {"en": "<img src=x>"}})
    client.force_login(ada)
    page = client.get(reverse("transcripts:record")).content.decode()
    assert "You finished Lesson 1" in page
    assert "Recorded here" in page
    assert "Reported by Phone app" in page
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "0 of 1 course completed, 1 of 3 activities done" in page


@pytest.mark.parametrize(
    "query", ["?until=nonsense&course=x&kind=y&before=z", "?until=9999-12-31", "?before=-4", "?until=0001-01-01"]
)
def test_nonsense_in_the_address_shows_a_page(query, ada, course, client):
    read(ada, course)
    client.force_login(ada)
    assert client.get(reverse("transcripts:record") + query).status_code == 200
    assert client.get(reverse("transcripts:transcript") + query).status_code == 200


def test_everyone_sees_their_own_record_alone(ada, mallory, course, client):
    finish(ada, course)
    client.force_login(mallory)
    for name in ("record", "statements", "table", "transcript"):
        response = client.get(reverse(f"transcripts:{name}"))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200
        assert b"First Aid" not in body
        assert b"Lesson 1" not in body
    assert client.get(reverse("transcripts:course", args=[course.course_key])).status_code == 404


def test_why_reads_no_statement_but_of_a_failed_try(ada, course, client):
    read(ada, course)
    reported(ada, object={"id": identity.activity_iri(keys(course)[1])})
    Record.objects.filter(learner=ada).update(statement="never read")
    client.force_login(ada)
    page = client.get(reverse("transcripts:course", args=[course.course_key])).content.decode()
    assert "1 of 3 done, 2 to go." in page


def test_why_tells_each_rule_its_evidence_and_what_is_missing(ada, client):
    check = activity("assessment", "Check", tries=3)
    course = outline([activity(title="Burns"), check], title="First Aid")
    read(ada, course)
    client.force_login(ada)
    page = client.get(reverse("transcripts:course", args=[course.course_key])).content.decode()
    assert "Why is this not complete?" in page
    assert "1 of 2 done, 1 to go." in page
    assert "Reach 70 % or more. 3 tries; the best counts." in page
    assert "Not started." in page


def test_a_course_left_before_it_was_begun_is_in_nobodys_record(ada, course, client):
    enrolment = enrolled(ada, course)
    client.force_login(ada)
    address = reverse("transcripts:course", args=[course.course_key])
    assert client.get(address).status_code == 200
    enrolment.grants.update(revoked=timezone.now())
    assert client.get(address).status_code == 404
    assert standing.marks(ada) == []


def test_a_course_begun_stays_in_the_record_after_access_has_ended(ada, course, client):
    read(ada, course)
    access.enrolment(ada, course.course_key).grants.update(revoked=timezone.now())
    client.force_login(ada)
    page = client.get(reverse("transcripts:course", args=[course.course_key])).content.decode()
    assert "Finished on" in page
    assert "Go to the course" not in page


def test_of_a_course_that_is_not_published_any_more_only_what_one_has_is_told(ada, course, client):
    read(ada, course)
    course.superseded_at = timezone.now()
    course.save()
    client.force_login(ada)
    page = client.get(reverse("transcripts:course", args=[course.course_key])).content.decode()
    assert "This course is not published any more." in page
    assert "Lesson 1" in page
    assert "Lesson 2" not in page


def test_the_statements_come_as_they_are_stored_with_what_was_taken_back(ada, course, client):
    finish(ada, course)
    take_back(ada)
    client.force_login(ada)
    response = client.get(reverse("transcripts:statements"))
    given = json.loads(b"".join(response.streaming_content))["statements"]
    stored = Record.objects.filter(learner=ada).order_by("seq").values_list("statement", flat=True)
    assert given == [json.loads(text) for text in stored]
    assert len(given) == 4
    assert response["Cache-Control"] == "private, no-store"


def test_an_empty_record_is_an_empty_list(ada, client):
    client.force_login(ada)
    response = client.get(reverse("transcripts:statements"))
    assert json.loads(b"".join(response.streaming_content)) == {"statements": []}


def test_the_table_has_a_row_for_each_statement_and_runs_nothing(ada, course, client):
    read(ada, course)
    reported(ada, title="=cmd|' /C calc'!A0", verb={"id": "urn:x:y", "display": {"en": "@sum"}})
    client.force_login(ada)
    response = client.get(reverse("transcripts:table"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert [row[head.index("What")] for row in rows] == ["You finished Lesson 1", "You @sum =cmd|' /C calc'!A0"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_files_hold_no_more_than_a_batch(ada, course, monkeypatch):
    finish(ada, course)
    monkeypatch.setattr(queries, "BATCH", 2)
    assert [entry.record.seq for entry in queries.everything(ada, Asked())] == [1, 2, 3]


def test_a_file_streams_under_asgi_too(ada, course, async_client):
    async def fetched():
        response = await async_client.get(reverse("transcripts:statements"))
        return b"".join([piece async for piece in response.streaming_content])

    finish(ada, course)
    async_client.force_login(ada)
    assert len(json.loads(async_to_sync(fetched)())["statements"]) == 3


def test_what_another_learner_did_does_not_show(ada, ben, course):
    learning.complete_lesson(enrolled(ben, course), activity_key=keys(course)[0])
    assert queries.page(ada, Asked(course=course.course_key)).entries == []
