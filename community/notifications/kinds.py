"""The kinds of notices there are; `notify(verb=…)` takes one of these names and the `data` it says.

A new kind is a line here and a reader in the `notices.py` of its feature, which looks its subject up again, through
that subject's own policy, whenever a notice is shown or mailed.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a person may choose about: whether such notices come, and whether by mail too."""

    verb: str
    label: str | Promise
    icon: str = "bell"
    capability: str = "community"
    on_site: bool = True  # unless the person chose otherwise, as is by_mail
    by_mail: bool = False
    conversation: bool = False  # its threads can be muted one by one
    shows_face: bool = True  # of who did it, else the icon


_ALL = (
    # data: {"topic": uid, "post": uid}; thread: topic:<uid>
    Kind(verb="answered", label=_("Replies to your questions"), icon="reply", by_mail=True, conversation=True),
    # data: {"topic": uid, "post": uid}; thread: topic:<uid>
    Kind(verb="replied", label=_("Replies in other conversations you take part in"), icon="reply", conversation=True),
    # data: {"topic": uid, "post": uid}; thread: topic:<uid>:accepted
    Kind(verb="accepted", label=_("Your answer is accepted"), icon="check", by_mail=True),
    # data: {"topic": uid, "post": uid}; thread: topic:<uid>:helpful:<post uid>
    Kind(verb="helpful", label=_("Someone finds your post helpful"), icon="kudos", shows_face=False),
    # data: {"activity": uid of the feed's Activity}; thread: activity:<uid>:kudos
    Kind(verb="kudos", label=_("Kudos for what you did"), icon="kudos", shows_face=False),
    # data: {"connection": uid}; thread: connection:<uid>:<uid>, of the two people
    Kind(verb="asked_to_connect", label=_("Someone asks to connect"), icon="people", by_mail=True),
    # data: {"connection": uid}; thread: connection:<uid>:<uid>, of the two people
    Kind(verb="connected", label=_("Someone you asked accepts"), icon="people"),
    # data: {"group": uid, "request": uid}; thread: group:<uid>:requests
    Kind(verb="asked_to_join", label=_("Someone asks to join a group you manage"), icon="people"),
    # data: {"group": uid}; thread: group:<uid>:admitted
    Kind(verb="admitted", label=_("Your request to join is accepted"), icon="people", shows_face=False),
    # data: {"group": uid}; thread: group:<uid>:leads
    Kind(verb="leads", label=_("You lead a group from now on"), icon="people", by_mail=True, shows_face=False),
    # data: {"group": uid, "course": key, "due": iso date or ""}; thread: group:<uid>:course:<key>
    Kind(verb="assigned", label=_("A course is assigned to you"), icon="calendar", by_mail=True),
    # data: {"activity": uid of the feed's Activity}; thread: activity:<uid>; the feed tells everybody of it already
    Kind(verb="finished", label=_("Someone in your groups finishes a course"), icon="check", on_site=False),
    # data: {"claim": uid}; thread: claim:<uid>
    Kind(
        verb="claimed",
        label=_("Someone in a group you manage asks you to confirm what they learned"),
        icon="task",
        capability="outside",
    ),
    # data: {"claim": uid, "decision": uid}; thread: claim:<uid>
    Kind(
        verb="decided", label=_("Someone decides about what you learned elsewhere"), icon="check", capability="outside"
    ),
    # data: {"observation": uid}; thread: observation:<uid>
    Kind(verb="observed", label=_("Checklist observations"), icon="eye", capability="outside"),
    # data: {"award": uid}; thread: award:<uid>
    Kind(verb="earned", label=_("You earn a badge"), icon="kudos", capability="achievements", shows_face=False),
)
KINDS: dict[str, Kind] = {kind.verb: kind for kind in _ALL}
