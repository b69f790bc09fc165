"""A small community in which every private text carries a word that must not turn up elsewhere.

Each canary names who may read it and who must find it, or the crawl would prove nothing.
"""

import base64
import uuid
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from community.connections import actions as connections
from community.discussions import actions as discussions
from community.groups import actions as groups
from community.groups import assignments, invitations, memberships, requests
from community.models import Activity, Group, Membership, Notification, User
from courses.access import queries as access
from courses.assessments import actions as assessments
from courses.catalog import queries as catalog
from courses.claims import actions as claims
from courses.claims import evidence
from courses.claims.checklists import actions as checklists
from courses.learning import actions as learning
from courses.links import actions as links
from courses.models import CourseImage, CourseRendition, CourseTeam
from courses.records import actions as records
from courses.records import effects, identity
from tests.factories import catalog as pages
from tests.factories.claims import confirmed, logged
from tests.factories.people import person
from tests.factories.search import index_everything

NAMED, PRIVATE = Membership.Sharing.NAMED, Membership.Sharing.PRIVATE
# One word all canaries share, so that a search for it finds whichever may be found.
WORD = "quokka"
OURS = {"cohort", "community", "courses", "search"}  # what other packages note on a GET is theirs


@dataclass(frozen=True, slots=True)
class Canary:
    """A text with who may ever see it, and who must."""

    text: str
    may: frozenset[str]
    must: frozenset[str]


@dataclass
class World:
    """The people by name, what they made, and the canaries planted in it."""

    people: dict[str, User | None] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def plant(self, name: str, *, may: str, must: str = "") -> str:
        """Return a text only `may` (names) may read; each of `must` has to find it somewhere."""
        text = f"{WORD} {name.replace('_', '')}{uuid.uuid4().hex[:6]}"
        self.canaries[name] = Canary(text, frozenset(may.split()), frozenset(must.split()))
        return text


def build() -> World:
    """Return the community; the capabilities are the caller's to switch on."""
    world = World()
    _people(world)
    _course(world)
    _circle(world)
    _hidden(world)
    _learning(world)
    _talk(world)
    _outside(world)
    _finish(world)
    return world


def _people(world: World) -> None:
    everyone = "ada ben cleo grace ivan ivo hilda hugo rolf mallory"
    world.people = {name: person(f"{name.title()} Canary") for name in everyone.split()}
    world.people["admin"] = person("Root Canary", is_staff=True, is_superuser=True)
    world.people["visitor"] = None
    for user in filter(None, world.people.values()):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for name in ("ivan", "ivo"):
        pages.teach(world.people[name])
    ada, cleo = world.people["ada"], world.people["cleo"]
    ada.about = world.plant("about", may="ada ben cleo grace admin", must="ada ben grace")
    ada.headline = world.plant("headline", may="ada ben cleo grace admin", must="ben")
    ada.email = f"{world.plant('mail', may='ada admin', must='ada').replace(' ', '.')}@example.org"
    world.canaries["mail"] = Canary(ada.email, world.canaries["mail"].may, world.canaries["mail"].must)
    ada.save()
    EmailAddress.objects.filter(user=ada).update(email=ada.email)
    cleo.save()


def _course(world: World) -> None:
    """A closed course the circle learns, a course nobody else should know of, and one that has gone again."""
    ivan, ivo = world.people["ivan"], world.people["ivo"]
    learners = "ada ben cleo grace ivan admin"
    course = pages.published_course("Course of the circle", lessons=0, assessment=False, by=ivan, open_enrolment=False)
    module = pages.add_module(course)
    said = world.plant("lesson_body", may=learners, must="ada ivan")
    body = [pages.text(f"<p>{said}</p>"), *_questions(world, "inline")]
    world.things["lesson"] = pages.add_lesson(module, "Lesson of the circle", body=body)
    world.things["assessment"] = pages.add_assessment(
        module, "Check of the circle", questions=_questions(world, "check")
    )
    world.things["link"] = pages.add_link(
        module,
        "Link of the circle",
        about=f"<p>{world.plant('link_about', may=learners, must='ada ivan')}</p>",
        address=_destination(world, learners),
        reports=True,
    )
    world.things["course"] = course
    draft = pages.draft_course(world.plant("draft_course", may="ivan admin", must="ivan admin"), by=ivan)
    draft.save_revision()
    world.things["draft"] = draft
    other = pages.draft_course(world.plant("other_draft", may="ivo admin", must="ivo"), by=ivo)
    world.things["other"] = other
    gone = pages.published_course("Course that went", lessons=0, assessment=False, by=ivan, open_enrolment=False)
    module = pages.add_module(gone)
    world.things["gone"] = gone
    world.things["named_lesson"] = pages.add_lesson(
        module, world.plant("named_lesson", may="ada ben cleo grace ivan admin", must="ada ben grace")
    )
    world.things["private_lesson"] = pages.add_lesson(
        module, world.plant("private_lesson", may="cleo ivan admin", must="cleo")
    )


def _destination(world: World, learners: str) -> str:
    """Return where a link leads: its host is told on its page, the rest only as it is opened."""
    host = world.plant("link_host", may=learners, must="ada ben ivan").replace(" ", "-")
    path = world.plant("link_path", may="ivan admin", must="ivan").replace(" ", "-")
    return f"https://{host}.example/{path}/"


def _questions(world: World, where: str) -> list[dict[str, Any]]:
    """Return a question of every type, whose author wrote a canary wherever a key can be written."""
    made = {
        "single": pages.single("Which is right here?"),
        "multiple": pages.multiple("Which are right here?"),
        "judged": pages.true_false("This is so."),
        "numeric": pages.numeric("How many are here?"),
    }
    for kind, block in made.items():
        said = [block["value"], *block["value"].get("options", [])]
        fields = [(each, name) for each in said for name in each if name.startswith("feedback")]
        for n, (each, name) in enumerate(fields):
            each[name] = world.plant(f"{where}_{kind}_{n}_", may="ivan admin", must="ivan")
    return list(made.values())


def _circle(world: World) -> None:
    """A private, managed group: ada and ben share by name, cleo is private, rolf asks to join."""
    who = world.people
    circle = groups.create(
        who["grace"], name="The circle", purpose="Where we learn.", visibility=Group.Visibility.PRIVATE, managed=True
    )
    for name, sharing in (("ada", NAMED), ("ben", NAMED), ("cleo", PRIVATE)):
        memberships.join(circle, user=who[name], sharing=sharing)
    for page in ("course", "gone"):
        assignments.assign(circle, course_key=world.things[page].translation_key, by=who["grace"])
    note = world.plant("request_note", may="rolf grace admin", must="grace")
    world.things["request"] = requests.ask_to_join(circle, user=who["rolf"], sharing=PRIVATE, note=note)
    world.things["invitation"] = invitations.invite(circle, by=who["grace"])
    world.canaries["invitation"] = Canary(
        str(world.things["invitation"].uid), frozenset({"grace", "admin"}), frozenset({"grace"})
    )
    world.things["circle"] = circle
    world.things["connection"] = connections.ask(who["ben"], other=who["ada"])


def _hidden(world: World) -> None:
    who = world.people
    world.things["hidden"] = groups.create(
        who["hugo"],
        name=world.plant("hidden_name", may="hilda hugo admin", must="hilda hugo"),
        purpose=world.plant("hidden_purpose", may="hilda hugo admin", must="hilda"),
        visibility=Group.Visibility.HIDDEN,
    )
    memberships.join(world.things["hidden"], user=who["hilda"], sharing=NAMED)


def _learning(world: World) -> None:
    who, gone = world.people, world.things["gone"]
    for name, lesson in (("ada", "named_lesson"), ("cleo", "private_lesson")):
        enrolment = access.enrolment(who[name], gone.translation_key)
        learning.complete_lesson(enrolment, activity_key=world.things[lesson].translation_key)
    gone.refresh_from_db()
    gone.unpublish()
    _told_elsewhere(world)
    enrolment = access.enrolment(who["ada"], world.things["course"].translation_key)
    world.things["attempt"] = assessments.start_attempt(
        enrolment, activity_key=world.things["assessment"].translation_key
    )
    link = world.things["link"]
    secret = links.launch(enrolment, activity_key=link.translation_key, title=link.title)
    auth = base64.b64encode(f"launch:{secret}".encode()).decode()
    for name, key in (("launch_secret", secret), ("launch_auth", auth)):
        world.canaries[name] = Canary(key, frozenset(), frozenset())
    world.things["outline"] = catalog.outline(world.things["course"].translation_key)


def _told_elsewhere(world: World) -> None:
    """What another program said of ada stands in her record, and is read by her and whoever runs the installation."""
    said = world.plant("own_record", may="ada admin", must="ada")
    statement = {
        "actor": identity.actor(world.people["ada"]),
        "verb": {"id": "https://elsewhere.example/read", "display": {"en": "read"}},
        "object": {"id": "https://elsewhere.example/book", "definition": {"name": {"en": said}}},
    }
    authority = {"account": {"homePage": "https://elsewhere.example", "name": "phone"}}
    records.record(statement, provenance="client", authority=authority, learner=world.people["ada"])


def _talk(world: World) -> None:
    who = world.people
    members = "ada ben cleo grace admin"
    circle, hidden = world.things["circle"], world.things["hidden"]
    world.things["topic"] = discussions.open_topic(
        circle.place,
        author=who["ada"],
        kind="question",
        title=world.plant("topic_title", may=members, must="ada ben grace"),
        text=world.plant("topic_text", may=members, must="ben"),
    )
    world.things["reply"] = discussions.reply(
        world.things["topic"], author=who["ben"], text=world.plant("reply_text", may=members, must="ada")
    )
    discussions.post_to_feed(
        circle.place, author=who["grace"], text=world.plant("feed_post", may=members, must="ada ben")
    )
    world.things["hidden_topic"] = discussions.open_topic(
        hidden.place,
        author=who["hugo"],
        kind="discussion",
        title=world.plant("hidden_topic", may="hilda hugo admin", must="hilda"),
        text=world.plant("hidden_text", may="hilda hugo admin", must="hilda"),
    )


def _outside(world: World) -> None:
    """Ada logs at the circle, once confirmed, once waiting; cleo for herself alone; grace observes ada."""
    ada, cleo, grace = (world.people[name] for name in ("ada", "cleo", "grace"))
    circle = world.things["circle"]
    both, members = "ada grace admin", "ada ben cleo grace admin"
    learned = world.plant("learned", may=both, must="ada grace")
    told = logged(ada, world.plant("told_claim", may=members, must="ada ben grace"), group=circle)
    confirmed(told, by=grace)
    name = world.plant("evidence_name", may=both, must="ada grace")
    said = world.plant("evidence_said", may=both, must="ada grace")
    piece = evidence.document(SimpleUploadedFile(f"{name}.txt", said.encode()))
    title = world.plant("waiting_claim", may=both, must="ada grace")
    world.things["claim"] = logged(ada, title, group=circle, learned=learned, pieces=[piece])
    world.things["evidence"] = world.things["claim"].evidence.get()
    ask = world.plant("asked_back", may=both, must="ada grace")
    claims.ask_back(world.things["claim"], by=grace, revision=1, reason=ask)
    world.things["own_claim"] = logged(cleo, world.plant("own_claim", may="cleo", must="cleo"))
    rubric = world.plant("rubric", may=members, must="ada ben grace")
    world.things["rubric"] = checklists.make_rubric(
        circle.place, title="Seen in the circle", skills=[rubric], levels=["No", "Yes"], by=grace
    )
    world.things["observation"] = checklists.observe(
        world.things["rubric"],
        learner=ada,
        seen=[(world.plant("skill", may=both, must="ada grace"), "Yes")],
        observed_on=timezone.localdate(),
        note=world.plant("observed", may=both, must="ada grace"),
        by=grace,
    )
    checklists.agree(world.things["observation"], by=ada)


def _finish(world: World) -> None:
    """Find what the doing of the others left: a notice, an item of a feed, a question, an image."""
    ada = world.people["ada"]
    effects.drain_all(timezone.now())
    world.things["notice"] = Notification.objects.filter(recipient=ada).first()
    world.things["activity"] = Activity.objects.filter(actor=ada, kind=Activity.Kind.LESSON).first()
    world.things["block"] = next(block.id for block in world.things["lesson"].body if block.block_type == "single")
    collection = CourseTeam.objects.get(course_key=world.things["course"].translation_key).collection
    title = world.plant("image_title", may="ivan admin", must="ivan")
    world.things["image"] = CourseImage.objects.create(
        title=title, file=get_test_image_file(filename=f"{title.replace(' ', '-')}.png"), collection=collection
    )
    index_everything()


def rows() -> dict[str, list]:
    """Return every row of our own tables, but for when someone last signed in."""
    return {
        model._meta.label: sorted(repr(_stored(row)) for row in model._base_manager.all())
        for model in apps.get_models()
        if model._meta.app_label in OURS and model is not CourseRendition
    }


def _stored(row) -> list:
    fields = [field for field in row._meta.concrete_fields if field.name != "last_login"]
    return [field.get_prep_value(field.value_from_object(row)) for field in fields]
