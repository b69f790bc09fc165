"""The five steps from a fresh installation to its first guest, on the admin's Home and in the terminal."""

import uuid
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from cohort import capabilities
from community.groups import queries as groups
from community.models import Group, Invitation, Membership, User
from courses.catalog.pages import CoursePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: `state` is done, now or later; `path` is where it is done."""

    key: str
    title: str
    text: str
    path: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The steps; `form` is the template of the one to do now, `group` the place to invite into."""

    steps: list[Step]
    form: str
    group: Group | None
    client_uid: uuid.UUID = field(default_factory=uuid.uuid4)  # by which what is sent twice is made once


def guide_of(user: User) -> Guide | None:
    """Return the steps to whoever runs this place, until they are done. At most five queries, none for others."""
    if not user.is_superuser:
        return None
    group = groups.led_by(user).order_by("pk").first()
    steps = _steps(group)
    now = next((step for step in steps if step.state == "now"), None)
    if now is None:
        return None
    return Guide(steps=steps, form=f"cohort/start/{now.key}.html", group=group)


def every() -> list[Step]:
    """Return the steps as they stand, whoever asks."""
    return _steps(Group.objects.order_by("pk").first())


def _steps(group: Group | None) -> list[Step]:
    chosen = capabilities.installation()
    decided = bool(chosen.chosen_at) or any(getattr(chosen.switches, name) for name in chosen.switches.__slots__)
    guests = Membership.objects.exclude(role=Membership.Role.MANAGER)
    wanted: list[tuple[str, str, str, str, bool]] = [
        ("name", _("Name the place"), _("It stands in the bar, in titles and in mail."), "/", bool(chosen.name)),
        (
            "capabilities",
            _("Choose capabilities"),
            _("What is off closes its doors; you switch it on later, and nothing is lost."),
            "/",
            decided,
        ),
        (
            "course",
            _("Begin the first course"),
            _("A draft that you alone see until you publish it."),
            reverse("new_course"),
            CoursePage.objects.exists(),
        ),
    ]
    if chosen.switches.community or not decided:
        wanted += [
            (
                "group",
                _("Create the first group"),
                _("The people who learn it together."),
                reverse("groups:new"),
                group is not None or Group.objects.exists(),
            ),
            (
                "invitation",
                _("Invite the first person"),
                _("By a link that you hand on, or by mail."),
                reverse("groups:people", args=[group.uid]) if group else reverse("groups:list"),
                Invitation.objects.exists() or guests.exists(),
            ),
        ]
    first = next((key for key, *_words, done in wanted if not done), "")
    return [_step(*each, first=first) for each in wanted]


def _step(key: str, title: str, text: str, path: str, done: bool, *, first: str) -> Step:
    state = "done" if done else "now" if key == first else "later"
    return Step(key=key, title=title, text=text, path=path, state=state)
