"""Who sees what a person has just finished, said to them where they finish it."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from community.groups import policies
from community.groups import queries as groups
from community.models import Membership, User
from community.requests import PersonRequest
from courses import slots
from courses.pagination import Folded


def register() -> None:
    """Fill the place under a finished course."""
    slots.register("course.finished", under_the_ring, capability="community", budget=1)


def under_the_ring(request: PersonRequest, *, completed_at: datetime, **context: Any) -> SafeString:
    """Return who sees that the course was finished at `completed_at`, and the way to change it. One query."""
    return render_to_string("components/sharing_status.html", {"status": status(request.user, at=completed_at)})


def status(user: User, *, at: datetime) -> dict[str, str]:
    """Return, for the component, who sees what `user` finished `at`: members and connections, or managers alone."""
    memberships = list(groups.groups_of(user).filter(joined__lte=at).order_by(Folded("group__name"), "pk"))
    told = [
        _("the members of %(group)s") % {"group": each.group.name}
        for each in memberships
        if each.sharing == Membership.Sharing.NAMED and each.shared_since and each.shared_since <= at
    ]
    if user.sharing == User.Sharing.NAMED and user.shared_since and user.shared_since <= at:
        told.append(_("your connections"))
    managed = [each.group.name for each in memberships if policies.agreed_to_management(each)]
    title = _("Only you see this.")
    if told:
        title = _("Seen by %(people)s.") % {"people": get_text_list(told, _("and"))}
    elif managed:
        title = _("No feed shows this.")
    text = ""
    if managed:
        text = _("The managers of %(groups)s see it where the course is assigned.") % {
            "groups": get_text_list(managed, _("and"))
        }
    return {
        "sharing": "named" if told else "private",
        "title": title,
        "text": text,
        "change_url": reverse("people:privacy"),
    }
