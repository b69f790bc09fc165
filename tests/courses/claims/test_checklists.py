"""Skills ticked beside a learner: both give their word, and it becomes a record."""

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cohort import derived
from community.groups import actions as groups
from community.models import Activity, Notification, PointEntry
from courses.access import actions as access
from courses.claims.actions import Closed
from courses.claims.checklists import actions
from courses.models import Observation, Record, Rubric
from courses.records import actions as records
from courses.records import effects
from tests.factories import catalog as pages
from tests.factories.groups import group, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
SKILLS, LEVELS = ["Asks first", "Stays calm"], ["With help", "Alone"]


@pytest.fixture
def circle(grace, ada):
    made = group(grace)
    member(made, ada, sharing="named")
    return made


@pytest.fixture
def rubric(grace, circle):
    return actions.make_rubric(circle.place, title="First aid", skills=SKILLS, levels=LEVELS, by=grace)


def observed(rubric, learner, *, by, **more):
    said = {"seen": [("Asks first", "Alone")], "observed_on": timezone.localdate(), **more}
    return actions.observe(rubric, learner=learner, by=by, **said)


def agreed(observation):
    result = actions.agree(observation, by=observation.learner)
    effects.drain(observation.learner_id)
    return result


def address(name, thing):
    return reverse(f"claims:{name}", args=[getattr(thing, "uid", thing)])


def test_with_both_words_it_is_a_verified_record_that_earns(ada, grace, rubric):
    observation = observed(rubric, ada, by=grace)
    assert Record.objects.count() == 0
    observation = agreed(observation)
    record = observation.record
    said = json.loads(record.statement)
    assert (record.provenance, record.learner) == ("verified", ada)
    assert said["context"]["instructor"]["account"]["name"] == str(grace.uid)
    assert said["result"]["response"] == "Asks first: Alone"
    (sheet,) = said["attachments"]
    data = observation.sheet.encode()
    assert (sheet["sha2"], sheet["length"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert list(PointEntry.objects.values_list("code", "points")) == [("claim", 10)]
    assert Activity.objects.get().subject["claim_kind"] == "observation"
    assert list(derived.differences()) == []


def test_a_repeat_of_either_word_counts_once(ada, grace, rubric):
    first, again = observed(rubric, ada, by=grace), observed(rubric, ada, by=grace)
    assert first == again
    agreed(first)
    agreed(first)
    assert (Observation.objects.count(), Record.objects.count(), PointEntry.objects.count()) == (1, 1, 1)
    assert Notification.objects.get(recipient=ada, verb="observed").count == 1


def test_nobody_observes_themselves(grace, rubric):
    with pytest.raises(PermissionDenied):
        observed(rubric, grace, by=grace)
    said = {"rubric": rubric, "place": rubric.place, "title": "x", "seen": [], "observed_on": timezone.localdate()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(learner=grace, observer=grace, observed_at=timezone.now(), **said)


def test_only_who_leads_observes_and_only_the_learner_agrees(ada, ben, grace, mallory, admin, circle, rubric):
    member(circle, ben)
    for other in (ben, mallory, admin):
        with pytest.raises(PermissionDenied):
            observed(rubric, ada, by=other)
        with pytest.raises(PermissionDenied):
            actions.make_rubric(circle.place, title="x", skills=SKILLS, levels=LEVELS, by=other)
    with pytest.raises(PermissionDenied):
        observed(rubric, mallory, by=grace)
    observation = observed(rubric, ada, by=grace)
    for other in (ben, grace, mallory, admin):
        with pytest.raises(PermissionDenied):
            actions.agree(observation, by=other)
    assert Record.objects.count() == 0


def test_what_the_learner_refuses_comes_to_nothing(ada, grace, rubric):
    observation = observed(rubric, ada, by=grace)
    actions.refuse(observation, by=ada, reason="I had help.")
    with pytest.raises(Closed):
        actions.agree(observation, by=ada)
    assert Record.objects.count() == 0
    assert list(Notification.objects.filter(recipient=grace).values_list("verb", flat=True)) == ["observed"]


def test_a_changed_checklist_leaves_what_was_seen(ada, grace, rubric):
    observation = observed(rubric, ada, by=grace)
    actions.change_rubric(rubric, title="Other", skills=["Else"], levels=LEVELS, by=grace)
    observation.refresh_from_db()
    assert (observation.title, observation.seen) == ("First aid", [["Asks first", "Alone"]])


def test_taken_back_it_leaves_points_and_feed(ada, grace, rubric):
    records.void(agreed(observed(rubric, ada, by=grace)).record, by=grace)
    effects.drain(ada.pk)
    assert Activity.objects.count() == 0
    assert PointEntry.objects.filter(reversed_by=None).count() == 0
    assert list(derived.differences()) == []


def test_the_pages_from_the_checklist_to_both_words(client, ada, grace, circle):
    client.force_login(grace)
    new = reverse("claims:rubric_new", args=[circle.place])
    wrong = client.post(new, {"title": "First aid", "skills": "", "levels": "One"})
    assert wrong.status_code == 422
    made = client.post(new, {"title": "First aid", "skills": "\n".join(SKILLS), "levels": "\n".join(LEVELS)})
    assert made.status_code == 303
    rubric = Rubric.objects.get()
    assert (rubric.skills, rubric.levels) == (SKILLS, LEVELS)
    today = timezone.localdate().isoformat()
    nothing = client.post(address("observe", rubric), {"learner": str(ada.uid), "observed_on": today})
    assert "Tick at least one skill" in nothing.content.decode()
    said = {"learner": str(ada.uid), "observed_on": today, "skill_1": "1", "note": "Well done."}
    assert client.post(address("observe", rubric), said).status_code == 303
    observation = Observation.objects.get()
    assert observation.seen == [["Stays calm", "Alone"]]
    page = client.get(address("observation", observation)).content.decode()
    assert "Your word" not in page
    assert client.post(address("agreement", observation), {"agrees": "yes"}).status_code == 404
    client.force_login(ada)
    assert "First aid" in client.get(reverse("claims:log")).content.decode()
    assert client.post(address("agreement", observation), {"agrees": "no"}).status_code == 422
    assert client.post(address("agreement", observation), {"agrees": "yes"}).status_code == 303
    observation.refresh_from_db()
    sheet = client.get(address("sheet", observation))
    assert hashlib.sha256(sheet.content).hexdigest() == observation.sha256
    assert sheet["Content-Disposition"].startswith("attachment")
    assert "Confirmed by both" in client.get(reverse("claims:observations")).content.decode()


def test_nobody_else_finds_any_of_it(client, ada, ben, grace, mallory, admin, circle, rubric):
    member(circle, ben)
    observation = agreed(observed(rubric, ada, by=grace, note="CANARY"))
    led = [reverse("claims:rubrics", args=[circle.place]), reverse("claims:rubric_new", args=[circle.place])]
    led += [address(name, rubric) for name in ("rubric", "observe")]
    both = [address(name, observation) for name in ("observation", "sheet")]
    for user, leads, reads in (
        (grace, 200, 200),
        (ada, 404, 200),
        (ben, 404, 404),
        (mallory, 404, 404),
        (admin, 404, 404),
    ):
        client.force_login(user)
        assert {client.get(url).status_code for url in led} == {leads}
        assert {client.get(url).status_code for url in both} == {reads}
    groups.leave(circle.memberships.get(user=ada))
    client.force_login(grace)
    assert {client.get(url).status_code for url in both} == {404}
    for place in ("group:nonsense", "course:nonsense", "nonsense"):
        assert client.get(reverse("claims:rubrics", args=[place])).status_code == 404


def test_the_team_of_a_course_observes_who_learns_it(client, ada, ben, ivan, mallory):
    course = pages.published_course("Nursing", by=pages.teach(ivan))
    access.grant(ada, course.translation_key, source="open")
    place = f"course:{course.translation_key}"
    rubric = actions.make_rubric(place, title="Hands", skills=SKILLS, levels=LEVELS, by=ivan)
    with pytest.raises(PermissionDenied):
        observed(rubric, ben, by=ivan)
    with pytest.raises(PermissionDenied):
        observed(rubric, ada, by=mallory)
    client.force_login(ivan)
    assert "Nursing" in client.get(reverse("claims:places")).content.decode()
    assert "Ada Nwosu" in client.get(address("observe", rubric)).content.decode()
    agreed(observed(rubric, ada, by=ivan))
    assert "Ada Nwosu" in client.get(reverse("notifications:list")).content.decode()
    client.force_login(mallory)
    assert client.get(reverse("claims:rubrics", args=[place])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same(client, ada, grace, circle, count, django_assert_num_queries):
    for number in range(count):
        made = actions.make_rubric(circle.place, title=f"R{number}", skills=SKILLS, levels=LEVELS, by=grace)
        observed(made, ada, by=grace)
    for user, url, queries in (
        (grace, reverse("claims:rubrics", args=[circle.place]), 7),
        (grace, reverse("claims:places"), 6),
        (ada, reverse("claims:observations"), 5),
        (ada, reverse("claims:log"), 6),
    ):
        client.force_login(user)
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)
