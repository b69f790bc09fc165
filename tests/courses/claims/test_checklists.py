"""Skills ticked beside a learner: both give their word, and it becomes a record."""

import hashlib
import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cohort import derived
from cohort.models import Capabilities
from community.groups import leadership, memberships
from community.models import Activity, Notification, PointEntry
from courses.access import actions as access
from courses.claims.actions import Closed
from courses.claims.checklists import actions, forms, presenting, queries
from courses.claims.presenting import day
from courses.models import Observation, Record, Rubric
from courses.records import actions as records
from courses.records import effects
from tests.factories import catalog as pages
from tests.factories import people
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
    said = {"learner": str(ada.uid), "observed_on": today, "note": "Well done.", "version": version(client, rubric)}
    nothing = client.post(address("observe", rubric), said)
    assert "Tick at least one skill" in nothing.content.decode()
    ticked = {**said, forms.field_of("Stays calm"): "Alone"}
    nobody = client.post(address("observe", rubric), {**ticked, "learner": ""})
    assert "Choose whom you observe." in nobody.content.decode()
    assert client.post(address("observe", rubric), ticked).status_code == 303
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


def version(client, rubric):
    """Return what the page of an observer says of the checklist it shows."""
    page = client.get(address("observe", rubric)).content.decode()
    return re.search(r'name="version" value="(\w+)"', page)[1]


def test_a_tick_never_lands_on_another_skill(client, ada, grace, rubric):
    client.force_login(grace)
    said = {
        "learner": str(ada.uid),
        "observed_on": timezone.localdate().isoformat(),
        "note": "As I saw it.",
        "version": version(client, rubric),
        forms.field_of("Asks first"): "Alone",
    }
    actions.change_rubric(rubric, title="First aid", skills=["Washes", *SKILLS], levels=LEVELS, by=grace)
    refused = client.post(address("observe", rubric), said)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "The checklist changed while you filled it in." in page
    assert "As I saw it." in page
    assert re.findall(r'name="skill_(\w+)" value="(\w*)"[^>]* checked', page) == [
        (forms.field_of("Washes")[6:], ""),
        (forms.field_of("Asks first")[6:], "Alone"),
        (forms.field_of("Stays calm")[6:], ""),
    ]
    assert Observation.objects.count() == 0
    signed = client.post(address("observe", rubric), {**said, "version": version(client, rubric)})
    assert signed.status_code == 303
    assert Observation.objects.get().seen == [["Asks first", "Alone"]]


@pytest.mark.parametrize("find", ["Zoe", "zoë", "KOVA", "kovarova zoe", "Ková"])
def test_a_name_with_accents_is_found_however_it_is_typed(client, grace, circle, rubric, find):
    member(circle, people.person("Zoë Kovářová"))
    client.force_login(grace)
    found = client.get(address("observe", rubric), {"find": find}).content.decode()
    assert ("Zoë Kovářová" in found, "Ada Nwosu" in found) == (True, False)


def test_a_large_place_is_looked_through_by_name(client, ada, ben, grace, mallory, circle, rubric, monkeypatch):
    monkeypatch.setattr(queries, "MOST_PEOPLE", 1)
    member(circle, ben)
    client.force_login(grace)
    page = client.get(address("observe", rubric)).content.decode()
    assert ("Ada Nwosu" in page, ben.display_name in page, "Not everyone is shown." in page) == (True, False, True)
    found = client.get(address("observe", rubric), {"find": ben.display_name[:4].upper()}).content.decode()
    assert ("Ada Nwosu" in found, ben.display_name in found, "Not everyone is shown." in found) == (False, True, False)
    said = {
        "observed_on": timezone.localdate().isoformat(),
        "version": version(client, rubric),
        forms.field_of("Asks first"): "Alone",
    }
    for person, status in ((mallory, 422), (grace, 422), (ben, 303)):
        assert client.post(address("observe", rubric), {**said, "learner": str(person.uid)}).status_code == status
    assert client.post(address("observe", rubric), {**said, "learner": "nonsense"}).status_code == 422
    assert Observation.objects.get().learner == ben


def test_the_observer_takes_back_what_the_learner_has_not_answered(client, ada, ben, grace, circle, rubric):
    leadership.promote(member(circle, ben), by=grace, role="manager")
    wrong = observed(rubric, ada, by=grace)
    for user in (ada, ben):
        client.force_login(user)
        assert "Take it back" not in client.get(address("observation", wrong)).content.decode()
        assert client.post(address("observation_withdrawal", wrong)).status_code == 404
        with pytest.raises(PermissionDenied):
            actions.take_back(wrong, by=user)
    client.force_login(grace)
    assert "Take it back" in client.get(address("observation", wrong)).content.decode()
    assert client.post(address("observation_withdrawal", wrong)).status_code == 303
    with pytest.raises(Closed):
        actions.agree(wrong, by=ada)
    client.force_login(ada)
    assert client.get(address("observation", wrong)).status_code == 404
    for url in (reverse("claims:log"), reverse("claims:observations"), address("rubric", rubric)):
        assert address("observation", wrong) not in client.get(url).content.decode()
    assert lines(circle.place, ada) == [("First aid", "2 skills · not seen yet", "")]
    assert "waits for your word" not in client.get(reverse("notifications:list")).content.decode()
    again = agreed(observed(rubric, ada, by=grace))
    assert again != wrong
    with pytest.raises(Closed):
        actions.take_back(again, by=grace)
    assert list(derived.differences()) == []


def test_nobody_else_finds_any_of_it(client, ada, ben, grace, mallory, admin, circle, rubric):
    member(circle, ben)
    observation = agreed(observed(rubric, ada, by=grace, note="CANARY"))
    led = [reverse("claims:rubric_new", args=[circle.place]), address("observe", rubric)]
    here = [reverse("claims:rubrics", args=[circle.place]), address("rubric", rubric)]
    both = [address(name, observation) for name in ("observation", "sheet")]
    for user, leads, learns, reads in (
        (grace, 200, 200, 200),
        (ada, 404, 200, 200),
        (ben, 404, 200, 404),
        (mallory, 404, 404, 404),
        (admin, 404, 404, 404),
    ):
        client.force_login(user)
        assert {client.get(url).status_code for url in led} == {leads}
        pages = [client.get(url) for url in here]
        assert {page.status_code for page in pages} == {learns}
        assert all(("CANARY" in page.content.decode()) is False for page in pages)
        assert {client.get(url).status_code for url in both} == {reads}
    client.force_login(ben)
    assert client.post(address("rubric", rubric), {"title": "Mine"}).status_code == 404
    memberships.leave(circle.memberships.get(user=ada))
    client.force_login(grace)
    assert {client.get(url).status_code for url in both} == {404}
    for place in ("group:nonsense", "course:nonsense", "nonsense"):
        assert client.get(reverse("claims:rubrics", args=[place])).status_code == 404


def test_a_learner_reads_what_is_looked_at_and_how_they_were_last_seen(client, ada, grace, rubric):
    client.force_login(ada)
    page = client.get(address("rubric", rubric)).content.decode()
    assert page.count("Not seen yet") == 2
    agreed(observed(rubric, ada, by=grace, seen=[("Asks first", "Alone"), ("Stays calm", "With help")]))
    agreed(observed(rubric, ada, by=grace, seen=[("Stays calm", "Alone")]))
    observed(rubric, ada, by=grace, seen=[("Asks first", "With help")])  # not confirmed, so it says nothing yet
    found = queries.observations_by(rubric, ada)
    assert queries.levels_of(rubric, found) == [("Asks first", "Alone"), ("Stays calm", "Alone")]
    page = client.get(address("rubric", rubric)).content.decode()
    assert "Not seen yet" not in page
    assert "Please confirm" in page


def lines(place, learner):
    return [(row.title, row.note, row.chip) for row in presenting.of_learner(place, learner)]


def test_the_checklists_of_a_place_say_what_waits_first(ada, ben, grace, circle, rubric):
    member(circle, ben)
    other = actions.make_rubric(circle.place, title="Hands", skills=["Washes"], levels=LEVELS, by=grace)
    actions.end_rubric(actions.make_rubric(circle.place, title="Old", skills=SKILLS, levels=LEVELS, by=grace), by=grace)
    assert lines(circle.place, ada) == [
        ("First aid", "2 skills · not seen yet", ""),
        ("Hands", "1 skill · not seen yet", ""),
    ]
    waits = observed(other, ada, by=grace, seen=[("Washes", "Alone")])
    today = day(timezone.localdate())
    assert lines(circle.place, ada) == [
        ("Hands", "1 skill", "Please confirm"),
        ("First aid", "2 skills · not seen yet", ""),
    ]
    agreed(waits)
    assert lines(circle.place, ada)[1] == ("Hands", f"1 skill · seen on {today}", "")
    assert {chip for _title, _note, chip in lines(circle.place, ben)} == {""}


def test_the_group_leads_to_its_checklists(client, ada, grace, circle):
    feed = reverse("feed:group", args=[circle.uid])
    client.force_login(ada)
    assert reverse("claims:rubrics", args=[circle.place]) not in client.get(feed).content.decode()
    made = actions.make_rubric(circle.place, title="First aid", skills=SKILLS, levels=LEVELS, by=grace)
    waits = observed(made, ada, by=grace)
    page = client.get(feed).content.decode()
    assert address("observation", waits) in page
    assert "Please confirm" in page
    client.force_login(grace)
    page = client.get(feed).content.decode()
    assert address("observe", made) in page
    assert "Please confirm" not in page
    Capabilities.objects.update(outside=False)
    assert "First aid" not in client.get(feed).content.decode()


def test_the_course_leads_to_its_checklists(client, ada, ben, ivan, mallory):
    course = pages.published_course("Nursing", by=pages.teach(ivan))
    for learner in (ada, ben):
        access.grant(learner, course.translation_key, source="open")
    place = f"course:{course.translation_key}"
    made = actions.make_rubric(place, title="Hands", skills=SKILLS, levels=LEVELS, by=ivan)
    waits = observed(made, ada, by=ivan)
    for user, leads_to in (
        (ada, address("observation", waits)),
        (ben, address("rubric", made)),
        (ivan, address("observe", made)),
    ):
        client.force_login(user)
        page = client.get(course.get_url()).content.decode()
        assert leads_to in page
        assert ("Please confirm" in page) == (user == ada)
        assert client.get(leads_to).status_code == 200
    client.force_login(mallory)
    assert "Hands" not in client.get(course.get_url()).content.decode()
    client.logout()
    assert "Hands" not in client.get(course.get_url()).content.decode()


def test_the_notice_says_what_became_of_it(client, ada, grace, rubric):
    observation = observed(rubric, ada, by=grace)
    client.force_login(ada)
    assert "Is it right?" in client.get(reverse("notifications:list")).content.decode()
    agreed(observation)
    page = client.get(reverse("notifications:list")).content.decode()
    assert "filled in" in page
    assert "Is it right?" not in page


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
    for user, url, most in (
        (grace, reverse("claims:rubrics", args=[circle.place]), 7),
        (grace, reverse("claims:places"), 6),
        (ada, reverse("claims:observations"), 5),
        (ada, reverse("claims:rubrics", args=[circle.place]), 8),
        (ada, address("rubric", made), 9),
        (ada, reverse("claims:log"), 7),
    ):
        client.force_login(user)
        client.get(url)
        with django_assert_num_queries(most):
            client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_whom_one_observes_costs_the_same(
    client, ben, grace, ivan, mallory, circle, rubric, count, django_assert_num_queries
):
    for person in (ben, ivan, mallory)[:count]:
        member(circle, person)
    client.force_login(grace)
    client.get(address("observe", rubric))
    with django_assert_num_queries(8):
        client.get(address("observe", rubric))
