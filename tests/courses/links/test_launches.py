"""A link that reports: the key it is opened by, what that key moves, and when it ends."""

import json
import re
import uuid
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Activity, Award, PointEntry
from courses.access import actions as access
from courses.links import actions
from courses.models import Completion, Enrolment, LaunchToken, LinkPage, Progress, Record
from courses.records import actions as records
from courses.records import identity, naming
from courses.records.clients import actions as clients
from tests.factories import catalog
from tests.factories.records import account, admitted, asked, foreign
from tests.factories.switches import switch_on

pytestmark = pytest.mark.django_db
VERBS = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture
def course(switches_on):
    made = catalog.published_course(lessons=0, assessment=False)
    catalog.add_link(catalog.add_module(made, "Chance"), reports=True)
    return made


@pytest.fixture
def link(course) -> LinkPage:
    return LinkPage.objects.get()


@pytest.fixture
def enrolment(ada, course) -> Enrolment:
    return access.grant(ada, course.translation_key, source="open")


@pytest.fixture
def learner(client, ada, enrolment):
    client.force_login(ada)
    return client


def door(name: str, link) -> str:
    return reverse(f"links:{name}", args=[link.translation_key])


def launch(client, link) -> dict[str, str]:
    """Return what a launch says to what stands at the link's address."""
    answer = client.post(door("launches", link))
    assert answer.status_code == 201
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert address.startswith("https://example.org/coins?")
    return dict(parse_qsl(urlsplit(address).query, strict_parsing=True))


def report(said: dict[str, str], verb: str = "completed", **fields):
    """Return the store's answer to what a launched activity says of itself and its learner."""
    statement = foreign(
        actor=json.loads(said["actor"]),
        verb={"id": VERBS + verb},
        object={"id": said["activity_id"]},
        context={"registration": said["registration"]},
    )
    return asked(said["auth"], "POST", "statements", {**statement, **fields})


def test_it_is_opened_with_what_it_needs_to_report(learner, link, ada, enrolment):
    said = launch(learner, link)

    assert said["endpoint"] == "http://testserver/xapi/"
    assert json.loads(said["actor"]) == identity.actor(ada) == {"objectType": "Agent", **account(ada)}
    assert ada.display_name not in str(said)
    assert ada.email not in str(said)
    assert said["registration"] == str(enrolment.uid)
    assert said["activity_id"] == f"{settings.IRI_BASE}/activities/{link.translation_key}"
    token = LaunchToken.objects.get()
    assert (token.learner, token.enrolment, token.activity_key) == (ada, enrolment, link.translation_key)
    assert token.expires - token.created == clients.LAUNCH
    assert token.secret not in said["auth"]  # only its hash is kept


def test_the_launch_is_recorded_and_moves_nothing(learner, link):
    launch(learner, link)

    record = Record.objects.get()
    assert (record.verb, record.provenance, record.activity_key) == (VERBS + "launched", "server", link.translation_key)
    statement = json.loads(record.statement)
    assert statement["object"]["definition"]["type"] == "http://adlnet.gov/expapi/activities/link"
    assert "You opened Practise with coins" in learner.get(reverse("transcripts:record")).content.decode()
    assert (Progress.objects.get().done, Activity.objects.count()) == (0, 0)


@pytest.mark.parametrize("verb", ["completed", "passed"])
def test_what_it_reports_is_done_and_marked_as_reported(
    learner, link, course, ada, verb, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert report(launch(learner, link), verb, result={"score": {"scaled": 0.9}}).status_code == 200

    record = Record.objects.latest("pk")
    standing = Progress.objects.get()
    assert (record.provenance, standing.done, standing.completed_record) == ("client", 1, record)
    assert standing.state["done"][str(link.translation_key)]["reported"] is True
    assert not Completion.objects.exists()
    page = learner.get(link.get_url()).content.decode()
    assert "reported from example.org" in page
    why = learner.get(reverse("transcripts:course", args=[course.translation_key])).content.decode()
    assert "Reported from elsewhere." in why
    assert set(Activity.objects.filter(actor=ada).values_list("kind", flat=True)) == {"lesson", "course"}
    assert not Award.objects.exists()  # what is only reported earns neither badge nor ranked points
    assert not PointEntry.objects.exists()
    assert learner.get(reverse("learning:finished", args=[course.translation_key])).status_code == 200
    call_command("verify")


@pytest.mark.parametrize("verb", ["completed", "passed"])
def test_content_that_calls_itself_by_another_name_of_the_link_does_it(learner, link, verb):
    naming.name_activity(link.translation_key, iri="http://q7H_course_id")
    said = launch(learner, link)
    agent = {"agent": said["actor"], "activityId": "http://q7H_course_id", "registration": said["registration"]}
    state = f"activities/state?{urlencode({**agent, 'stateId': 'suspend_data'})}"
    thing = {"id": "http://q7H_course_id"}

    assert report(said, "attempted", object=thing).status_code == 200
    assert asked(said["auth"], "PUT", state, {"page": 3}).status_code == 204
    assert Progress.objects.get().done == 0
    assert report(said, verb, object=thing).status_code == 200
    assert Progress.objects.get().done == 1
    assert asked(launch(learner, link)["auth"], "GET", state).json() == {"page": 3}
    call_command("verify")


def test_a_link_that_failed_is_not_done(learner, link):
    assert report(launch(learner, link), "failed").status_code == 200
    assert Progress.objects.get().done == 0


def test_its_page_waits_for_the_report_and_takes_no_word_for_it(learner, link):
    page = learner.get(link.get_url()).content.decode()
    assert "I have done this" not in page
    assert "never your name or address" in page
    assert page.count('class="button primary') == 1

    answer = learner.post(door("completion", link))
    assert answer.headers["Location"] == door("link", link)
    assert not Completion.objects.exists()
    assert "is reported from there" in learner.get(link.get_url()).content.decode()


def test_only_a_post_gives_a_key_and_only_its_answer_shows_it(learner, link, course):
    learner.get(door("launches", link))
    assert not LaunchToken.objects.exists()

    auth = launch(learner, link)["auth"].removeprefix("Basic ")
    pages = [link.get_url(), course.get_url(), "/", "/courses/", reverse("transcripts:record"), door("launches", link)]
    pages += [reverse("transcripts:course", args=[course.translation_key])]
    for page in pages:
        assert auth not in learner.get(page, follow=True).content.decode()
    exported = b"".join(learner.get(reverse("transcripts:statements")).streaming_content).decode()
    assert auth not in exported


def test_a_form_without_its_token_gives_no_key(ada, link, enrolment):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)

    assert client.post(door("launches", link)).status_code == 403
    assert not LaunchToken.objects.exists()


def test_opened_again_the_key_before_ends(learner, link, ada):
    first, second = launch(learner, link), launch(learner, link)

    assert report(first).status_code == 401
    assert report(second).status_code == 200
    assert LaunchToken.objects.filter(revoked=None).count() == 1


def test_the_database_holds_one_key_at_a_time(enrolment, link):
    key = link.translation_key
    clients.launch(enrolment, activity_key=key)
    token, _ = clients.launch(enrolment, activity_key=uuid.uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        LaunchToken.objects.filter(pk=token.pk).update(activity_key=key)


def test_another_links_key_stays(learner, link, ada):
    other = catalog.add_link(link.get_parent().specific, "Dice", reports=True)
    first = launch(learner, link)
    launch(learner, other)

    assert report(first).status_code == 200


def test_a_key_speaks_of_its_own_learner_activity_and_registration_only(learner, link, ada, ben, course):
    other = catalog.add_link(link.get_parent().specific, "Dice", reports=True)
    elsewhere = access.grant(ben, course.translation_key, source="open")
    said = launch(learner, link)

    for wrong in (
        {"actor": account(ben)},
        {"object": {"id": identity.activity_iri(other.translation_key)}},
        {"object": {"id": identity.activity_iri(course.translation_key)}},
        {"context": {"registration": str(elsewhere.uid)}},
    ):
        assert report(said, **wrong).status_code == 403
    assert Record.objects.exclude(verb=VERBS + "launched").count() == 0


def test_a_key_ends_with_the_last_grant_and_lives_again_with_a_new_one(learner, link, ada, course):
    said = launch(learner, link)
    access.revoke(ada, course.translation_key, source="open")
    assert report(said).status_code == 401
    access.grant(ada, course.translation_key, source="open", until=timezone.now() - timedelta(seconds=1))
    assert report(said).status_code == 401
    assert Progress.objects.get().done == 0

    access.grant(ada, course.translation_key, source="group:1")
    assert report(said).status_code == 200
    assert Progress.objects.get().done == 1


def test_who_is_suspended_speaks_through_no_activity(learner, link, ada):
    said = launch(learner, link)
    ada.is_active = False
    ada.save()

    assert report(said).status_code == 401


def test_what_is_done_may_still_be_bettered_by_the_same_key(learner, link):
    said = launch(learner, link)
    report(said, "completed")
    assert report(said, "passed", result={"score": {"scaled": 0.9}}).status_code == 200

    assert Progress.objects.get().state["done"][str(link.translation_key)]["scaled"] == 0.9


def test_a_launch_taken_back_ends_its_key(learner, link, ivan):
    said = launch(learner, link)
    records.void(Record.objects.get(), by=ivan)

    assert report(said).status_code == 401
    assert report(launch(learner, link)).status_code == 200


def test_a_report_taken_back_takes_the_course_back(learner, link, ivan):
    report(launch(learner, link))
    records.void(Record.objects.latest("pk"), by=ivan)

    assert Progress.objects.get().done == 0
    assert "Opened" in learner.get(link.get_url()).content.decode()


def test_without_external_records_no_key_is_given_and_the_learner_confirms(client, ada, ivan):
    course = catalog.published_course(lessons=0, assessment=False)
    link = catalog.add_link(catalog.add_module(course), reports=True)
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)

    page = client.get(link.get_url()).content.decode()
    assert "Nothing about you is sent there." in page
    assert "I have done this" in page
    assert client.post(door("launches", link)).headers["Refresh"] == "0; url=https://example.org/coins"
    assert not LaunchToken.objects.exists()
    assert not Record.objects.exists()
    client.post(door("completion", link))
    assert Progress.objects.get().completed_at is not None

    switch_on("external_records")
    assert "reported from" not in client.get(link.get_url()).content.decode()
    assert "auth" in launch(client, link)


def test_an_author_who_takes_it_out_waives_it_and_the_launch_leads_nowhere(learner, link, ada, course):
    launch(learner, link)
    link.unpublish()

    assert learner.post(door("launches", link)).status_code == 404


def test_what_stands_in_its_own_address_is_not_held_against_its_calls(learner, link, enrolment):
    link.address = "https://example.org/coins?lang=de&theme=a%20b&lang=fr&limit=5"
    link.save_revision().publish()
    said = launch(learner, link)
    passed_on = "lang=de&theme=a+b"

    def status(method, path, body=None):
        return asked(said["auth"], method, path, body).status_code

    agent = urlencode({"agent": said["actor"], "activityId": said["activity_id"], "stateId": "resume"})
    book = foreign(actor=json.loads(said["actor"]), object={"id": said["activity_id"]})
    assert status("POST", f"statements?{passed_on}&lang=fr&limit=5", [book]) == 200
    assert status("GET", f"statements?{passed_on}") == 200
    assert status("PUT", f"activities/state?{agent}&{passed_on}", {"page": 3}) == 204
    assert status("GET", f"activities/state?{agent}&{passed_on}") == 200
    assert status("GET", f"statements?{passed_on}&font=large") == 400
    assert status("GET", "statements?limit=1&limit=2&agent=x&agent=y") == 400

    form = {"Authorization": said["auth"], "X-Experience-API-Version": "1.0.3", "lang": "de", "limit": "1"}
    for address in ("statements?method=GET", f"statements?method=GET&{passed_on}"):
        answer = Client().post(f"/xapi/{address}", urlencode(form), content_type="text/plain")
        assert answer.status_code == 200

    client = admitted("statements/read", "statements/write")[1]
    assert asked(client, "GET", f"statements?{passed_on}").status_code == 400
    other = catalog.add_link(link.get_parent().specific, "Dice", reports=True)
    other_said = dict(parse_qsl(urlsplit(learner.post(door("launches", other)).headers["Refresh"][7:]).query))
    assert asked(other_said["auth"], "GET", "statements?lang=de").status_code == 400


def test_an_action_launches_at_a_given_time(enrolment, link):
    at = timezone.now() - timedelta(days=1)
    secret = actions.launch(enrolment, activity_key=link.translation_key, title=link.title, at=at)

    assert re.fullmatch(r"[\w-]{43}", secret)
    assert (LaunchToken.objects.get().created, Record.objects.get().stored) == (at, at)
