"""A link as one person meets it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from courses import capabilities
from courses.access import policies
from courses.access import queries as access
from courses.catalog import outlines
from courses.catalog import queries as catalog
from courses.learning import progress
from courses.learning import queries as learning
from courses.learning.path import Path, Step
from courses.models import Enrolment, Outline

from . import destinations

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from courses.catalog.pages import LinkPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A link someone may open; without `enrolment` they only look. It `reports` while external records are on."""

    page: "LinkPage"
    outline: Outline
    enrolment: Enrolment | None
    path: Path
    step: Step
    module: str
    reports: bool

    @property
    def address(self) -> str:
        return destinations.written(self.page.address)

    @property
    def host(self) -> str:
        return destinations.host_of(self.page.address)

    @property
    def opened_at(self) -> datetime | None:
        return self.step.stopped

    @property
    def evidence(self) -> Mapping[str, Any] | None:
        """What proves that it is done, as Progress.state keeps it."""
        standing = getattr(self.enrolment, "progress", None)
        return standing.state.get("done", {}).get(self.step.key) if standing else None


def visit(user: "User | AnonymousUser", key: uuid.UUID) -> Visit | None:
    """Return the link `key` for `user`; None where there is none that they may open, or it leads nowhere any more."""
    page = catalog.link_page(key)
    if page is None or page.course_key is None:
        return None
    if destinations.flaw(page.address, loopback=settings.LINKS_TO_THIS_MACHINE):
        return None
    enrolment = access.enrolment(user, page.course_key)
    outline = learning.current_outline(enrolment) if enrolment else catalog.outline(page.course_key)
    activity = outlines.find(outline.data, key) if outline else None
    if outline is None or activity is None or activity["kind"] != progress.LINK:
        return None
    if enrolment is None and not policies.may_preview(user, page.course_key, activity):
        return None
    path = learning.path_of(outline, enrolment, here=key)
    step = path.find(key)
    if step is None:
        return None
    return Visit(
        page=page,
        outline=outline,
        enrolment=enrolment,
        path=path,
        step=step,
        module=outlines.module_of(outline.data, key),
        reports=page.reports and capabilities.is_on("external_records"),
    )
