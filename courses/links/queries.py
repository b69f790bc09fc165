"""A link as one person meets it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from courses import capabilities
from courses.catalog import queries as catalog
from courses.learning import opening
from courses.models import Enrolment, LinkPage, Outline
from courses.outline import outlines
from courses.outline.path import Path, Step

from . import destinations

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A link someone may open; without `enrolment` they only look. It `reports` while external records are on."""

    page: LinkPage
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
    page = catalog.activity_page(LinkPage, key)
    if page is None or destinations.flaw(page.address, loopback=settings.LINKS_TO_THIS_MACHINE):
        return None
    found = opening.opened(user, key, course_key=page.course_key, kind=page.kind)
    if found is None:
        return None
    return Visit(
        page=page,
        outline=found.outline,
        enrolment=found.enrolment,
        path=found.path,
        step=found.step,
        module=outlines.module_of(found.outline.data, key),
        reports=page.reports and capabilities.is_on("external_records"),
    )
