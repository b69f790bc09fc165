"""Open a link: note that it was, and let what stands there report where it does."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from courses.learning import actions as learning
from courses.models import Enrolment, LaunchToken, Record
from courses.records import actions as records
from courses.records import identity, native
from courses.records.clients import actions as clients
from courses.records.words import LAUNCHED


def open_link(enrolment: Enrolment, *, activity_key: uuid.UUID, at: datetime | None = None) -> None:
    """Note that the learner went where a link leads."""
    learning.bookmark(enrolment, activity_key=activity_key, at=at)


@transaction.atomic
def launch(
    enrolment: Enrolment,
    *,
    activity_key: uuid.UUID,
    title: str,
    passed_on: Sequence[str] = (),
    at: datetime | None = None,
) -> str:
    """Open a link that reports: return the secret of a new token for it, and record that it was launched.

    `passed_on` names the parameters of its own address.
    """
    token, secret = clients.launch(enrolment, activity_key=activity_key, passed_on=passed_on, at=at)
    open_link(enrolment, activity_key=activity_key, at=token.created)
    thing = identity.activity(activity_key, kind="link", title=title)
    statement = native.statement(enrolment, source=token.uid, verb=LAUNCHED, thing=thing, at=token.created)
    records.record(statement, enrolment=enrolment, at=at)
    return secret


def end_launch(record: Record, at: datetime) -> None:
    """End the token of a launch that was taken back."""
    if record.verb != LAUNCHED or not record.enrolment_id or not record.activity_key:
        return
    standing = LaunchToken.objects.filter(
        enrolment_id=record.enrolment_id, activity_key=record.activity_key, revoked=None
    )
    for token in standing:
        if identity.statement_id(token.uid, LAUNCHED) == record.uid:
            clients.end_launch(token, at=at)
