"""An address of every route there is, in a given world; a route without one fails the crawl."""

import json
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from community import last_letters as unsubscribing
from courses.models import Record
from courses.records import identity

from .world import WORD, World

Addresses = Callable[[World], list[str]]


def _at(name: str, *things: str, **fixed: Any) -> Addresses:
    """Return the addresses of `name` for each of `things` by its uid (or translation key)."""
    return lambda world: [reverse(name, args=[_uid(world.things[thing]), *fixed.values()]) for thing in things]


def _plain(name: str, query: str = "") -> Addresses:
    return lambda world: [reverse(name) + query]


def _uid(thing: Any) -> uuid.UUID:
    return getattr(thing, "uid", None) or thing.translation_key


def _person(name: str) -> Addresses:
    return lambda world: [reverse(name, args=[who.uid]) for who in world.people.values() if who]


def _place(name: str) -> Addresses:
    return lambda world: [reverse(name, args=[world.things[group].place]) for group in ("circle", "hidden")]


def _member(name: str, *rest: str) -> Addresses:
    """Return addresses of ada's and cleo's memberships in the circle."""

    def addresses(world: World) -> list[str]:
        circle = world.things["circle"]
        members = circle.memberships.filter(user__in=[world.people["ada"], world.people["cleo"]])
        return [
            reverse(name, args=[circle.uid, member.uid, *(_uid(world.things[thing]) for thing in rest)])
            for member in members
        ]

    return addresses


def _pair(name: str, outer: str, inner: str) -> Addresses:
    return lambda world: [reverse(name, args=[_uid(world.things[outer]), _uid(world.things[inner])])]


def _admin(world: World) -> list[str]:
    course, draft = world.things["course"], world.things["draft"]
    pages = [
        course,
        draft,
        world.things["other"],
        world.things["lesson"],
        world.things["assessment"],
        world.things["link"],
    ]
    searched = f"?q={WORD}"
    return [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore_root"),
        *(reverse("wagtailadmin_explore", args=[page.pk]) for page in pages),
        *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages),
        *(reverse("wagtailadmin_pages:history", args=[page.pk]) for page in pages),
        *(reverse("wagtailadmin_pages:view_draft", args=[page.pk]) for page in pages),
        *(reverse("wagtailadmin_pages:usage", args=[page.pk]) for page in pages),
        reverse("wagtailadmin_explore", args=[course.get_parent().pk]),
        reverse("wagtailadmin_pages:search") + searched,
        reverse("wagtailadmin_choose_page") + searched,
        reverse("wagtailadmin_choose_page_search") + searched,
        reverse("wagtailimages:index") + searched,
        reverse("wagtaildocs:index") + searched,
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_reports:workflow_tasks"),
        reverse("wagtailadmin_reports:page_types_usage"),
        "/admin/api/main/pages/",
        f"/admin/api/main/pages/?search={WORD}",
        "/admin/users/",
        "/admin/groups/",
        "/admin/collections/",
        *_record_store(),
    ]


def _record_store() -> list[str]:
    """Return the admin's pages of the record store: every list and form, and the latest statement of a learner."""
    statement = Record.objects.exclude(learner=None).latest("pk").uid
    names = ("record_statements", "record_clients", "record_client_new", "activity_aliases", "activity_alias_new")
    exchange = ("destinations", "destination_new", "record_imports", "record_import_new")
    return [
        *(reverse(name) for name in names + exchange),
        reverse("record_statement", args=[statement]),
        reverse("record_statement_voiding", args=[statement]),
    ]


def _xapi(world: World) -> list[str]:
    agent = urlencode({"agent": json.dumps(identity.actor(world.people["ada"]))})
    activity = urlencode({"activityId": identity.activity_iri(world.things["lesson"].translation_key)})
    return [
        reverse("xapi:statements"),
        f"{reverse('xapi:statements')}?{agent}",
        f"{reverse('xapi:state')}?{activity}&{agent}",
        f"{reverse('xapi:activity-profile')}?{activity}",
        f"{reverse('xapi:agent-profile')}?{agent}",
        f"{reverse('xapi:activities')}?{activity}",
        f"{reverse('xapi:agents')}?{agent}",
        reverse("xapi:about"),
    ]


def _unsubscribing(world: World) -> list[str]:
    notices = unsubscribing.of_notices(world.people["ada"].uid, verb="answered")
    return [urlsplit(each).path for each in (notices, unsubscribing.of_invitations("jo@example.org"))]


ADDRESSES: dict[str, Addresses] = {
    "healthz": _plain("healthz"),
    "readyz": _plain("readyz"),
    "home": _plain("home"),
    "start:name": _plain("start:name"),
    "start:choice": _plain("start:choice"),
    "wagtail.admin": _admin,
    "allauth": lambda world: [reverse("account_login"), reverse("account_signup"), reverse("account_email")],
    "xapi": _xapi,
    "face:styleguide": _plain("face:styleguide"),
    "search:page": _plain("search:page", f"?q={WORD}"),
    "search:palette": _plain("search:palette", f"?q={WORD}"),
    "you": _plain("you"),
    "unsubscribing:letters": _unsubscribing,
    "people:settings": _plain("people:settings"),
    "people:picture_change": _plain("people:picture_change"),
    "people:picture_end": _plain("people:picture_end"),
    "people:account": _plain("people:account"),
    "people:privacy": _plain("people:privacy"),
    "people:sharing": _plain("people:sharing"),
    "people:private_everywhere": _plain("people:private_everywhere"),
    "people:picture": _person("people:picture"),
    "profiles:person": _person("profiles:person"),
    "achievements:points": _plain("achievements:points"),
    "connections:list": _plain("connections:list"),
    "connections:sharing": _plain("connections:sharing"),
    "connections:acceptance": _at("connections:acceptance", "connection"),
    "connections:removal": _at("connections:removal", "connection"),
    "connections:ask": _person("connections:ask"),
    "discussions:list": _at("discussions:list", "circle", "hidden"),
    "discussions:newer": _at("discussions:newer", "circle", "hidden"),
    "discussions:new": _at("discussions:new", "circle", "hidden"),
    "discussions:feed-post": _at("discussions:feed-post", "circle", "hidden"),
    "discussions:course": _at("discussions:course", "course", "gone"),
    "discussions:lesson": _at("discussions:lesson", "lesson", "named_lesson"),
    "discussions:topic": _at("discussions:topic", "topic", "hidden_topic"),
    "discussions:newer-replies": _at("discussions:newer-replies", "topic", "hidden_topic"),
    "discussions:replies": _at("discussions:replies", "topic", "hidden_topic"),
    "discussions:edit": _at("discussions:edit", "reply"),
    "discussions:removal": _at("discussions:removal", "reply"),
    "discussions:acceptance": _at("discussions:acceptance", "reply"),
    "discussions:acceptance_end": _at("discussions:acceptance_end", "reply"),
    "discussions:helpful": _at("discussions:helpful", "reply"),
    "discussions:kudos": lambda world: [reverse("discussions:kudos", args=[world.things["activity"].uid])],
    "feed:muting": _at("feed:muting", "circle", "hidden"),
    "feed:muting_end": _at("feed:muting_end", "circle", "hidden"),
    "feed:newer-home": _plain("feed:newer-home"),
    "feed:group": _at("feed:group", "circle", "hidden"),
    "feed:newer": _at("feed:newer", "circle", "hidden"),
    "groups:list": _plain("groups:list"),
    "groups:new": _plain("groups:new"),
    "groups:invitation": _at("groups:invitation", "invitation"),
    "groups:group": _at("groups:group", "circle", "hidden"),
    "groups:membership": _at("groups:membership", "circle", "hidden"),
    "groups:leaving": _at("groups:leaving", "circle", "hidden"),
    "groups:request_end": _at("groups:request_end", "circle", "hidden"),
    "groups:sharing": _at("groups:sharing", "circle", "hidden"),
    "groups:agreement": _at("groups:agreement", "circle", "hidden"),
    "groups:people": _at("groups:people", "circle", "hidden"),
    "groups:manager": _member("groups:manager"),
    "groups:manager_end": _member("groups:manager_end"),
    "groups:removal": _member("groups:removal"),
    "groups:decision": _pair("groups:decision", "circle", "request"),
    "groups:invitations": _at("groups:invitations", "circle", "hidden"),
    "groups:revocation": _pair("groups:revocation", "circle", "invitation"),
    "groups:courses": _at("groups:courses", "circle", "hidden"),
    "groups:assignment_end": _pair("groups:assignment_end", "circle", "course"),
    "groups:settings": _at("groups:settings", "circle", "hidden"),
    "insights:grid": _at("insights:grid", "circle", "hidden"),
    "insights:export": _at("insights:export", "circle", "hidden"),
    "insights:evidence": _member("insights:evidence", "course"),
    "leaderboards:board": _at("leaderboards:board", "circle", "hidden"),
    "notifications:list": _plain("notifications:list"),
    "notifications:tray": _plain("notifications:tray"),
    "notifications:count": _plain("notifications:count"),
    "notifications:reading": _plain("notifications:reading"),
    "notifications:clearing": _plain("notifications:clearing"),
    "notifications:preferences": _plain("notifications:preferences"),
    "notifications:unmuting": _plain("notifications:unmuting"),
    "notifications:muting": lambda world: [reverse("notifications:muting", args=[world.things["notice"].uid])],
    "offline:worker": _plain("offline:worker"),
    "outside:queue": _at("outside:queue", "circle", "hidden"),
    "claims:log": _plain("claims:log"),
    "claims:new": _plain("claims:new"),
    "claims:shell": _plain("claims:shell"),
    "claims:claim": _at("claims:claim", "claim", "own_claim"),
    "claims:amend": _at("claims:amend", "claim", "own_claim"),
    "claims:withdrawal": _at("claims:withdrawal", "claim", "own_claim"),
    "claims:decision": _at("claims:decision", "claim", "own_claim"),
    "claims:evidence": _at("claims:evidence", "evidence"),
    "claims:places": _plain("claims:places"),
    "claims:rubrics": _place("claims:rubrics"),
    "claims:rubric_new": _place("claims:rubric_new"),
    "claims:rubric": _at("claims:rubric", "rubric"),
    "claims:rubric_end": _at("claims:rubric_end", "rubric"),
    "claims:observe": _at("claims:observe", "rubric"),
    "claims:observations": _plain("claims:observations"),
    "claims:observation": _at("claims:observation", "observation"),
    "claims:agreement": _at("claims:agreement", "observation"),
    "claims:observation_withdrawal": _at("claims:observation_withdrawal", "observation"),
    "claims:sheet": _at("claims:sheet", "observation"),
    "catalog:list": _plain("catalog:list"),
    "catalog:course_short": _at("catalog:course_short", "course", "draft", "gone"),
    "catalog:course": _at("catalog:course", "course", "draft", "gone", slug="course"),
    "catalog:file": lambda world: [
        reverse("catalog:file", args=[world.things["image"].uid, spec]) for spec in ("original", "wide", "small")
    ],
    "learning:enrol": _at("learning:enrol", "course"),
    "learning:outline": _at("learning:outline", "course"),
    "learning:finished": _at("learning:finished", "course"),
    "learning:lesson": _at("learning:lesson", "lesson", "named_lesson"),
    "learning:completion": _at("learning:completion", "lesson"),
    "learning:bookmark": _at("learning:bookmark", "lesson"),
    "learning:question": lambda world: [
        reverse("learning:question", args=[world.things["lesson"].translation_key, block.id])
        for block in world.things["lesson"].body
        if block.block_type != "text"
    ],
    "links:link": _at("links:link", "link"),
    "links:launches": _at("links:launches", "link"),
    "links:completion": _at("links:completion", "link"),
    "transcripts:record": lambda world: [
        reverse("transcripts:record") + query for query in ("", "?kind=lessons", "?kind=reported", "?until=2999-01-01")
    ],
    "transcripts:statements": _plain("transcripts:statements"),
    "transcripts:table": _plain("transcripts:table"),
    "transcripts:transcript": _plain("transcripts:transcript"),
    "transcripts:bring": _plain("transcripts:bring"),
    "transcripts:course": _at("transcripts:course", "course", "gone"),
    "assessments:assessment": _at("assessments:assessment", "assessment"),
    "assessments:attempts": _at("assessments:attempts", "assessment"),
    "assessments:attempt": _at("assessments:attempt", "attempt"),
    "assessments:question": lambda world: [
        reverse("assessments:question", args=[world.things["attempt"].uid, number]) for number in (1, 2, 3, 4)
    ],
    "assessments:summary": _at("assessments:summary", "attempt"),
    "assessments:submission": _at("assessments:submission", "attempt"),
}
