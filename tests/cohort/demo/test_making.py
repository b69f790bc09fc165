"""The demo as a whole: made by public actions, the same again, and gone without a trace."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, strip_tags

from cohort import capabilities, derived
from cohort.demo import actions
from cohort.demo.accounts import ACCOUNTS, PASSWORD
from cohort.demo.removal import InUse
from cohort.models import DemoManifest
from community.discussions import actions as discussions
from community.groups import invitations, leadership, memberships
from community.models import (
    Activity,
    Connection,
    FeedEntry,
    Group,
    Membership,
    Notification,
    PointEntry,
    Post,
    Reaction,
    Standing,
    Topic,
    User,
)
from courses.access import actions as access
from courses.capabilities import Switches
from courses.claims import presenting
from courses.claims.checklists import actions as checklists
from courses.learning.actions import complete_lesson
from courses.learning.desk import desk
from courses.models import (
    AssessmentPage,
    Claim,
    CoursePage,
    Decision,
    Effect,
    Enrolment,
    Evidence,
    LessonPage,
    Observation,
    Outline,
    Record,
    Rubric,
)
from search import queries as search
from search.views import EACH
from tests.factories.claims import confirmed, logged
from tests.factories.people import person
from tests.factories.search import index_everything
from tests.factories.switches import BUILT
from tests.search.conftest import cluster, database, engine  # noqa: F401  (each engine in turn)

from .typed import TYPED

DAY = (datetime.now(UTC) - timedelta(days=1)).date()


def silent(number: int, total: int, step: object) -> None:
    """Hear of each step and say nothing."""


def census() -> dict[str, int]:
    """Count the rows of every table but those that remember kinds of things and who works at what."""
    return {
        model._meta.label: count
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in ("contenttypes.ContentType", "search.Lease")
        and (count := model._base_manager.count())
    }


def portrait() -> dict[str, list]:
    """What must be the same for the same seed and day."""
    return {
        "people": sorted(User.objects.values_list("email", "display_name", "headline")),
        "texts": sorted(Post.objects.values_list("author__email", "text", "at")),
        "claims": sorted(
            Claim.objects.values_list(
                "learner__email", "client_uid", "kind", "title", "happened_on", "learned", "logged_at", "confirmed_at"
            )
        ),
        "decisions": sorted(Decision.objects.values_list("claim__title", "kind", "by__email", "reason", "at")),
        "evidence": sorted(Evidence.objects.values_list("claim__title", "name", "sha256", "added_at")),
        "observations": sorted(
            Observation.objects.values_list("title", "learner__email", "observer__email", "note", "observed_at")
        ),
        "points": sorted(PointEntry.objects.values_list("learner__email", "code", "points", "title", "at")),
        "standings": sorted(
            Standing.objects.values_list("membership__user__email", "group__name", "period", "points", "things")
        ),
    }


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[dict]:
    """Make the demo once for this module, and roll everything back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = census()
        manifest = actions.make(seed=3, day=DAY, tell=silent)
        standing = census(), portrait()
        yield {"before": before, "manifest": manifest}
        assert (census(), portrait()) == standing, "a test left something behind it"
        transaction.set_rollback(True)


pytestmark = [pytest.mark.takes(2.5), pytest.mark.django_db]


def test_people_groups_and_courses_stand(made):
    assert User.objects.count() == 42
    assert Group.objects.count() == 6
    assert CoursePage.objects.live().count() == Outline.objects.current().count() == 3
    assert LessonPage.objects.live().count() == 14
    assert AssessmentPage.objects.live().count() == 4
    assert all(outline.number == 1 for outline in Outline.objects.all())


def test_every_capability_that_is_built_is_on(made):
    assert asdict(capabilities.current()) == {**dict.fromkeys(BUILT, True), "packages": False}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.role)
def test_accounts_have_the_password_and_a_verified_address(made, account):
    someone = User.objects.get(email=account.email)

    assert someone.check_password(PASSWORD)
    assert someone.emailaddress_set.get().verified


def test_instructor_and_admin_may_edit(made):
    ivan, rosa, ada = (User.objects.get(email=f"{name}@example.org") for name in ("ivan", "rosa", "ada"))

    assert ivan.has_perm("wagtailadmin.access_admin")
    assert not ivan.is_superuser
    assert rosa.is_superuser
    assert not ada.has_perm("wagtailadmin.access_admin")


def test_a_month_is_recorded_and_every_effect_kept(made):
    assert Record.objects.count() > 400
    assert Effect.objects.count() == 0
    assert Record.objects.latest("stored").stored.date() == DAY
    assert (DAY - Record.objects.earliest("stored").stored.date()).days >= 25


def test_feed_points_standings_kudos_and_notices_follow(made):
    assert FeedEntry.objects.count() > Activity.objects.count() > 200
    assert Standing.objects.filter(points__gt=0).count() > 50
    assert Reaction.objects.filter(kind="kudos").count() > 100
    assert Reaction.objects.filter(kind="helpful").count() > 100
    assert Connection.objects.exclude(accepted_at=None).count() > 15
    assert Notification.objects.filter(unread=True).exists()
    assert not FeedEntry.objects.filter(at__gt=datetime.now(UTC)).exists()


def test_topics_are_of_their_lessons_and_some_have_an_answer(made):
    assert Topic.objects.exclude(title="").count() >= 25
    assert Topic.objects.exclude(lesson_key=None).count() >= 12
    assert Topic.objects.exclude(accepted=None).count() >= 12


def test_what_is_learned_outside_is_decided_and_some_of_it_waits(made):
    assert Counter(presenting.state_to_learner(each, places=[each.place])[0] for each in Claim.objects.all()) == {
        "Confirmed": 13,
        "Declined": 1,
        "Needs more from you": 1,
        "Waits to be confirmed": 3,
        "Only you see it": 1,
    }
    assert Counter(Decision.objects.values_list("kind", flat=True)) == {"confirmed": 13, "asked_back": 3, "declined": 1}
    assert Counter(Evidence.objects.values_list("kind", flat=True)) == {"photo": 2, "link": 5}
    assert set(Rubric.objects.values_list("title", "kept_by__email")) == {
        ("Explaining a risk at the bedside", "grace@example.org"),
        ("Reading a study aloud", "ivan@example.org"),
    }
    waiting = Observation.objects.filter(confirmed_at=None).values_list("title", "learner__email")
    assert list(waiting) == [("Reading a study aloud", "ada@example.org")]


def test_what_is_confirmed_earns_and_is_told_and_heard_of(made):
    confirmed = {f"{uid}" for uid in Claim.objects.exclude(confirmed_at=None).values_list("uid", flat=True)}
    observed = {f"{uid}" for uid in Observation.objects.exclude(confirmed_at=None).values_list("uid", flat=True)}
    told = Activity.objects.filter(kind="claim")

    assert {activity.subject["claim"] for activity in told} == confirmed | observed
    assert PointEntry.objects.filter(code="claim", reversed_by=None).count() == len(confirmed | observed) == 18
    unread = Notification.objects.filter(unread=True, verb__in=("claimed", "decided", "observed"))
    assert Counter(unread.values_list("recipient__email", "verb")) == {
        ("grace@example.org", "claimed"): 2,  # the third was read
        ("ada@example.org", "decided"): 1,
        ("ada@example.org", "observed"): 1,
    }
    assert {notice.timestamp.date() for notice in unread} <= {DAY - timedelta(days=2), DAY - timedelta(days=1), DAY}


def test_all_that_follows_follows(made):
    assert list(derived.differences()) == []


def test_nothing_is_mailed(made):
    assert mail.outbox == []
    assert not Notification.objects.exclude(mail_due_at=None).exists()


def test_ada_finds_her_place(made):
    ada = User.objects.get(email="ada@example.org")

    card = desk(ada, until=timezone.now()).going_on

    assert (card.title, card.ordinal, card.stopped_at) == (
        "What a p-value does not tell you",
        4,
        "The question it answers",
    )
    assert (card.done, card.required) == (3, 10)
    assert set(Membership.objects.filter(user=ada).values_list("group__name", "sharing")) == {
        ("Evening Statistics", "named"),
        ("Ward 7 Nursing Team", "private"),
        ("Night Readers", "named"),
    }


def test_what_people_type_finds_what_they_mean_among_the_first_five(made, engine):  # noqa: F811
    index_everything()
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    missed = []
    for who, typed, meant in TYPED:
        results = search.find(typed, user=people[who], limit=EACH)
        hits = [hit for kind in results.kinds for hit in kind.hits]
        assert not results.degraded
        assert all("<mark>" in hit.title + hit.note for hit in hits), typed  # each has something of what was typed
        if escape(meant) not in {strip_tags(hit.title) for hit in hits}:
            missed.append(typed)
    assert missed == []


def test_a_second_time_says_that_it_is_there(made, capsys):
    records_before = Record.objects.count()

    call_command("demo")

    assert "is there (seed 3)" in capsys.readouterr().out
    assert Record.objects.count() == records_before


def test_removal_refuses_and_names_who_is_in_it(made):
    mallory = person("Mallory Vane")
    course = CoursePage.objects.first()
    access.grant(mallory, course.translation_key, source="open")
    discussions.post_to_feed(Group.objects.get(name="The Map Room").place, author=mallory, text="Mine")

    with pytest.raises(CommandError, match=r"Mallory Vane, mallory@example.org \(enrolments, posts\).*Nothing"):
        call_command("demo", "--remove")

    assert DemoManifest.objects.exists()
    assert User.objects.count() == 43


def test_removal_refuses_for_records(made):
    mallory = person("Mallory Vane")
    enrolment = access.grant(mallory, CoursePage.objects.first().translation_key, source="open")
    lesson = next(
        activity
        for module in Outline.objects.get(course_key=enrolment.course_key).data["modules"]
        for activity in module["activities"]
    )
    complete_lesson(enrolment, activity_key=lesson["key"])

    with pytest.raises(InUse) as problem:
        actions.remove(made["manifest"])

    assert problem.value.people == {"Mallory Vane, mallory@example.org": ["records", "enrolments"]}


def test_removal_refuses_for_what_others_learned_outside_and_saw(made):
    grace, ada = (User.objects.get(email=f"{name}@example.org") for name in ("grace", "ada"))
    mallory, room = person("Mallory Vane"), Group.objects.get(name="The Map Room")
    memberships.join(room, user=mallory, sharing="named")
    logged(mallory, group=room)
    ward = Group.objects.get(name="Ward 7 Nursing Team")
    seat = memberships.join(ward, user=mallory, sharing="private", invitation=invitations.invite(ward, by=grace))
    leadership.promote(seat, by=grace, role=Membership.Role.MANAGER)
    confirmed(Claim.objects.filter(place=ward.place, confirmed_at=None).order_by("pk")[0], by=mallory)
    rubric = checklists.make_rubric(ward.place, title="Hands", skills=["Washes"], levels=["No", "Yes"], by=mallory)
    checklists.observe(rubric, learner=ada, seen=[("Washes", "Yes")], observed_on=DAY, by=mallory)

    with pytest.raises(InUse) as problem:
        actions.remove(made["manifest"])

    things = problem.value.people["Mallory Vane, mallory@example.org"]
    assert things == ["enrolments", "claims", "decisions", "checklists", "observations"]


def test_removal_leaves_what_was_there_before_and_the_second_demo_is_the_first_again(
    made, django_capture_on_commit_callbacks
):
    first = portrait()
    bystander = person("Mallory Vane")

    files = [(piece.file.storage, piece.file.name) for piece in Evidence.objects.exclude(file="")]
    assert all(storage.exists(name) for storage, name in files)

    with django_capture_on_commit_callbacks(execute=True):
        gone = actions.remove(made["manifest"])

    left = census()
    assert len(files) == 2
    assert not any(storage.exists(name) for storage, name in files)
    assert gone > 5000
    assert User.objects.get() == bystander
    assert {label: count for label, count in left.items() if count != made["before"].get(label, 0)} == {
        "community.User": 1,
        **({"cohort.Capabilities": 1} if "cohort.Capabilities" not in made["before"] else {}),
    }
    assert capabilities.current() == Switches()

    bystander.delete()
    actions.make(seed=3, day=DAY, tell=silent)

    assert portrait() == first
    assert Enrolment.objects.exists()
