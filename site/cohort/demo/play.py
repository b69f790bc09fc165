"""Replays a timeline through the public actions of the features, each with its own time and without mail."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group as Role

from community.connections import actions as connections
from community.connections import queries as connected
from community.discussions import actions as discussions
from community.discussions import reactions
from community.feed.activities import topic_key
from community.groups import actions as groups
from community.groups import assignments, invitations, leadership, memberships, requests
from community.models import Activity, Group, Membership, Post, Reaction, Topic, User
from community.notifications import actions as notices
from community.people import actions as people
from courses.access import actions as access
from courses.access import queries as enrolled
from courses.assessments import actions as assessments
from courses.catalog import queries as catalog
from courses.learning import actions as learning
from courses.links import actions as links
from courses.models import Enrolment
from courses.records import effects
from search.indexing import touch

from . import community, steps
from .accounts import PASSWORD
from .lessons import Course
from .outside.play import Outside
from .publishing import Published, publish
from .reading import courses

ADMIN = "rosa"
INSTRUCTORS = "Instructors"


@dataclass
class Stage:
    """What stands so far, by the keys of the content."""

    password: str = field(default_factory=lambda: make_password(PASSWORD))
    people: dict[str, User] = field(default_factory=dict)
    courses: dict[str, Published] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    posts: dict[tuple[int, int], Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._written = {person.key: person for person in community.people()}
        self._groups = {group.key: group for group in community.groups()}
        self._courses: dict[str, Course] = {course.key: course for course in courses()}
        self._talk = community.talk()
        self.outside = Outside(self.people, self.groups, self.courses)
        self._enrolments: dict[tuple[str, str], Enrolment] = {}
        self._lesson_of = {
            activity.slug: (course.key, activity.title) for course in courses() for activity in course.activities
        }

    @singledispatchmethod
    def play(self, step: steps.Step) -> None:
        """Do what `step` says; an unknown kind of step is a TypeError."""
        raise TypeError(f"Nobody knows how to play {type(step).__name__}")

    @play.register
    def _(self, step: steps.Arrive) -> None:
        written = self._written[step.by]
        person = User.objects.create(
            email=written.email,
            password=self.password,
            display_name=written.name,
            headline=written.headline,
            about=written.about,
            time_zone=written.zone,
            date_joined=step.at,
            is_staff=step.by == ADMIN,
            is_superuser=step.by == ADMIN,
        )
        EmailAddress.objects.create(user=person, email=written.email, verified=True, primary=True)
        if any(course.instructor == step.by for course in self._courses.values()):
            person.groups.add(Role.objects.get(name=INSTRUCTORS))
        people.share(person, sharing=written.sharing, at=step.at)
        touch("person", person.uid)
        self.people[step.by] = person

    @play.register
    def _(self, step: steps.Publish) -> None:
        self.courses[step.course] = publish(self._courses[step.course], by=self.people[step.by], at=step.at)

    @play.register
    def _(self, step: steps.Found) -> None:
        written = self._groups[step.group]
        self.groups[step.group] = groups.create(
            self.people[step.by],
            name=written.name,
            purpose=written.purpose,
            visibility=written.visibility,
            managed=written.managed,
            time_zone=written.zone,
            sharing=written.members[0].sharing,
            at=step.at,
        )

    @play.register
    def _(self, step: steps.Join) -> None:
        group, person = self.groups[step.group], self.people[step.by]
        invitation = None
        if group.visibility != Group.Visibility.PUBLIC:
            invitation = invitations.invite(group, by=self.people[self._groups[step.group].managers[0]], at=step.at)
        membership = memberships.join(group, user=person, sharing=step.sharing, invitation=invitation, at=step.at)
        if step.manages and membership.role != Membership.Role.MANAGER:
            leadership.promote(
                membership, by=self.people[self._groups[step.group].managers[0]], role=Membership.Role.MANAGER
            )

    @play.register
    def _(self, step: steps.AskToJoin) -> None:
        requests.ask_to_join(
            self.groups[step.group],
            user=self.people[step.by],
            sharing=Membership.Sharing.PRIVATE,
            note=step.note,
            at=step.at,
        )

    @play.register
    def _(self, step: steps.Assign) -> None:
        assignments.assign(
            self.groups[step.group],
            course_key=self.courses[step.course].page.translation_key,
            by=self.people[step.by],
            due=step.due,
            at=step.at,
        )

    @play.register
    def _(self, step: steps.Enrol) -> None:
        key = self.courses[step.course].page.translation_key
        access.grant(self.people[step.by], key, source="open", at=step.at)

    @play.register
    def _(self, step: steps.Answer) -> None:
        page = self.courses[step.course].activities[step.lesson]
        question = catalog.questions(page)[step.question]
        learning.answer_question(
            self._enrolment(step.by, step.course),
            lesson_key=page.translation_key,
            block_id=UUID(question["id"]),
            response=_response(question, step.response),
            at=self._local(step),
        )
        effects.drain(self.people[step.by].pk)

    @play.register
    def _(self, step: steps.Visit) -> None:
        enrolment, key = self._enrolment(step.by, step.course), self.courses[step.course].key(step.link)
        links.open_link(enrolment, activity_key=key, at=step.began)
        learning.complete_link(enrolment, activity_key=key, at=self._local(step))
        effects.drain(self.people[step.by].pk)

    @play.register
    def _(self, step: steps.Complete) -> None:
        learning.complete_lesson(
            self._enrolment(step.by, step.course),
            activity_key=self.courses[step.course].key(step.lesson),
            at=self._local(step),
        )
        effects.drain(self.people[step.by].pk)

    @play.register
    def _(self, step: steps.StopAt) -> None:
        learning.bookmark(
            self._enrolment(step.by, step.course),
            activity_key=self.courses[step.course].key(step.lesson),
            heading=step.heading,
            fraction=step.fraction,
            at=step.at,
        )

    @play.register
    def _(self, step: steps.Sit) -> None:
        attempt = assessments.start_attempt(
            self._enrolment(step.by, step.course),
            activity_key=self.courses[step.course].key(step.assessment),
            at=step.began,
        )
        answers = {
            question["id"]: _response(question, response)
            for question, response in zip(attempt.questions, step.responses, strict=True)
        }
        assessments.submit_attempt(attempt, answers=answers, at=self._local(step))
        effects.drain(self.people[step.by].pk)

    @play.register
    def _(self, step: steps.Open) -> None:
        written = self._talk[step.talk]
        place, author = self.groups[written.group].place, self.people[step.by]
        if not written.title:
            self.topics[step.talk] = discussions.post_to_feed(
                place, author=author, text=written.opening.text, at=step.at
            )
            return
        below: dict[str, Any] = {}
        if written.lesson:
            course, title = self._lesson_of[written.lesson]
            published = self.courses[course]
            below = {
                "lesson_key": published.key(written.lesson),
                "lesson_title": title,
                "course_key": published.page.translation_key,
            }
        self.topics[step.talk] = discussions.open_topic(
            place,
            author=author,
            kind=written.kind,
            title=written.title,
            text=written.opening.text,
            at=step.at,
            **below,
        )

    @play.register
    def _(self, step: steps.Reply) -> None:
        said = self._talk[step.talk].replies[step.reply]
        self.posts[step.talk, step.reply] = discussions.reply(
            self.topics[step.talk], author=self.people[step.by], text=said.text, at=step.at
        )

    @play.register
    def _(self, step: steps.Like) -> None:
        if step.reply is None:
            kind, target = Reaction.Kind.KUDOS, topic_key(self.topics[step.talk].uid)
        else:
            kind, target = Reaction.Kind.HELPFUL, self.posts[step.talk, step.reply].uid
        reactions.react(self.people[step.by], kind=kind, target=target, at=step.at)

    @play.register
    def _(self, step: steps.AcceptReply) -> None:
        discussions.accept(self.posts[step.talk, step.reply], by=self.people[step.by], at=step.at)

    @play.register
    def _(self, step: steps.Applaud) -> None:
        published, whom = self.courses[step.course], self.people[step.whom]
        told = Activity.objects.filter(actor=whom)
        if step.slug:
            told = told.filter(subject__activity_key=str(published.key(step.slug)))
        else:
            told = told.filter(kind=Activity.Kind.COURSE, subject__course_key=str(published.page.translation_key))
        target = told.values_list("pk", flat=True).first()
        if target:
            reactions.react(self.people[step.by], kind=Reaction.Kind.KUDOS, target=target, at=step.at)

    @play.register
    def _(self, step: steps.AskToConnect) -> None:
        connections.ask(self.people[step.by], other=self.people[step.other], at=step.at)

    @play.register
    def _(self, step: steps.Accept) -> None:
        person = self.people[step.by]
        connection = connected.between(person, self.people[step.asker])
        assert connection is not None, f"{step.asker} has not asked {step.by}"
        connections.accept(connection, by=person, at=step.at)

    @play.register
    def _(self, step: steps.CatchUp) -> None:
        notices.read_all(self.people[step.by])

    @play.register
    def _(self, step: steps.Outside) -> None:
        self.outside.play(step)

    def _enrolment(self, person: str, course: str) -> Enrolment:
        if (person, course) not in self._enrolments:
            key = self.courses[course].page.translation_key
            enrolment = enrolled.enrolment(self.people[person], key)
            assert enrolment is not None, f"{person} has no access to {course}"
            self._enrolments[person, course] = enrolment
        return self._enrolments[person, course]

    def _local(self, step: steps.Step) -> Any:
        """Return the time of a step by the clock of whoever takes it: their day is what counts for them."""
        return step.at.astimezone(ZoneInfo(self._written[step.by].zone))


def play(timeline: Iterable[steps.Step], *, tell: Callable[[steps.Step], None]) -> Stage:
    """Play every step in order and return what stands; `tell` hears of each step that is done."""
    stage = Stage()
    for step in _in_order(timeline):
        stage.play(step)
        tell(step)
    return stage


def _in_order(timeline: Iterable[steps.Step]) -> Iterator[steps.Step]:
    last = None
    for step in timeline:
        if last and step.at < last:
            raise ValueError(f"{type(step).__name__} at {step.at} comes before the step in front of it")
        last = step.at
        yield step


def _response(question: dict[str, Any], response: tuple[int, ...] | float) -> Any:
    """Return a response as the marking reads it: a number as written, an index, or a sorted list of them."""
    if isinstance(response, float):
        return f"{response:g}"
    return sorted(response) if question["type"] == "multiple" else response[0]
