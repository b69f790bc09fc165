"""The evening the journeys begin with: two groups of grace's that learn one course of ivan's."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import actions as discussions
from community.discussions import reactions
from community.groups import actions as groups
from community.groups import assignments, invitations, memberships
from community.models import Activity, Group, Membership, Reaction, Topic, User
from courses.access import queries as access
from courses.assessments import actions as assessments
from courses.catalog.activities import AssessmentPage, LessonPage
from courses.catalog.pages import CoursePage
from courses.learning import actions as learning
from courses.models import Attempt
from courses.records import effects
from tests.factories import catalog as pages
from tests.factories.people import person
from tests.factories.search import index_everything
from tests.factories.switches import switch_on

COURSE = "Statistics for Curious People"
CAST = {"ada": "Ada Nwosu", "ben": "Ben Okafor", "grace": "Grace Tanaka", "mallory": "Mallory Vane"}
# What is right in the assessment, by the type of the question.
RIGHT = {"single": 0, "multiple": [0, 1], "true_false": 0, "numeric": "4"}


@dataclass
class Evening:
    """A managed group that learns a course, another one that is not managed, and who is in them."""

    people: dict[str, User]
    managed: Group
    loose: Group
    course: CoursePage
    lesson: LessonPage
    assessment: AssessmentPage
    invitation_url: str

    @property
    def course_url(self) -> str:
        return self.course.url

    @property
    def lesson_url(self) -> str:
        return self.lesson.url

    @property
    def assessment_url(self) -> str:
        return self.assessment.url


@dataclass
class Later:
    """The evening further on: what both talk about, and the attempt that ben passed."""

    evening: Evening
    topic: Topic
    passed: Attempt


def begin() -> Evening:
    """Return the evening before anybody has learned: ben is in both groups, ada in the loose one and invited."""
    switch_on()
    people = {key: person(name) for key, name in CAST.items()}
    teacher = pages.teach(person("Ivan Marković"))
    course = pages.published_course(COURSE, lessons=2, by=teacher, open_enrolment=False)
    managed, loose = (
        groups.create(
            people["grace"], name=name, purpose="We learn.", visibility=Group.Visibility.PRIVATE, managed=managed
        )
        for name, managed in (("Evening Statistics", True), ("Night Readers", False))
    )
    for group in (managed, loose):
        memberships.join(group, user=people["ben"], sharing=Membership.Sharing.NAMED)
        assignments.assign(group, course_key=course.translation_key, by=people["grace"])
    memberships.join(loose, user=people["ada"], sharing=Membership.Sharing.NAMED)
    invitation = reverse("groups:invitation", args=[invitations.invite(managed, by=people["grace"]).uid])
    lesson, check = pages.lessons_of(course)[0], pages.assessment_of(course)
    return Evening(people, managed, loose, course, lesson, check, invitation)


def ask(evening: Evening) -> Topic:
    """Return a question of ben's in the managed group."""
    return discussions.open_topic(
        evening.managed.place,
        author=evening.people["ben"],
        kind=Topic.Kind.QUESTION,
        title="What does the median hide?",
        text="It is **quiet** about something.\n\n    median([1, 2, 90])",
    )


def go_on(evening: Evening) -> Later:
    """Let ben finish the course, ada begin it, and both talk."""
    ada, ben, grace = (evening.people[name] for name in ("ada", "ben", "grace"))
    key = evening.course.translation_key
    memberships.join(evening.managed, user=ada, sharing=Membership.Sharing.NAMED)
    mine, his = (access.enrolment(user, key) for user in (ada, ben))
    learning.complete_lesson(mine, activity_key=evening.lesson.translation_key)
    for lesson in pages.lessons_of(evening.course):
        learning.complete_lesson(his, activity_key=lesson.translation_key)
    attempt = assessments.start_attempt(his, activity_key=evening.assessment.translation_key)
    answers = {question["id"]: RIGHT[question["type"]] for question in attempt.questions}
    attempt = assessments.submit_attempt(attempt, answers=answers)
    topic = ask(evening)
    discussions.reply(topic, author=ada, text="The tails, and often the point.")
    discussions.post_to_feed(evening.managed.place, author=grace, text="Welcome, all. See <https://example.org>.")
    connections.accept(connections.ask(ben, other=ada), by=ada)
    connections.ask(evening.people["mallory"], other=ben)
    effects.drain_all(timezone.now())
    done = Activity.objects.filter(actor=ben).first()
    reactions.react(ada, kind=Reaction.Kind.KUDOS, target=done.uid)
    effects.drain_all(timezone.now())
    index_everything()
    return Later(evening, topic, attempt)


def address(name: str, group: Group) -> str:
    """Return the address of a page of `group`."""
    return reverse(name, args=[group.uid])
