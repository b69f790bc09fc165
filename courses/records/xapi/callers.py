"""Who speaks to the interface: a client or a launch, what each may, and what their statements move (4.1.8)."""

import base64
import binascii
from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from courses.models import Client, LaunchToken, Record

from .. import entries, identity, naming
from ..actions import Entry
from ..clients import actions
from ..clients import queries as clients
from ..statements import Statement, agent_key
from ..words import VOIDED
from .refusals import Refused, forbidden

Scope = Client.Scope
LAUNCH_PER_MINUTE: int | None = 600


class Caller(Protocol):
    """Someone who was recognised."""

    name: str
    per_minute: int | None  # requests; None is as many as it likes
    passed_on: Collection[str]  # names of parameters it may send that are none of the store's

    def may(self, *scopes: str) -> bool:
        """Say whether one of `scopes` is theirs."""

    def authority(self) -> Mapping[str, Any]:
        """Return the agent that vouches for what they write (4.2.4.2)."""

    def entries(self, statements: Sequence[Statement]) -> list[Entry]:
        """Return `statements` with what they are about here; raises `Refused` where they may not say so."""


class ClientCaller:
    """A program with its scopes. Of our own activities it moves what it may: reported, or graded like our own."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.name = f"client:{client.uid}"
        self.per_minute = client.per_minute
        self.passed_on: Collection[str] = ()

    def may(self, *scopes: str) -> bool:
        return self.client.may(*scopes)

    def authority(self) -> Mapping[str, Any]:
        return {**identity.account(self.name), "name": self.client.name}

    def entries(self, statements: Sequence[Statement]) -> list[Entry]:
        return entries.of(statements, scopes=self.client.scopes, authority=self.authority())


class LaunchCaller:
    """A launched activity: it speaks of its learner and of itself, and moves only what it was issued for.

    Content that calls itself by a name of its own is taken at its word, unless that name means something else here.
    """

    def __init__(self, token: LaunchToken) -> None:
        self.token = token
        self.name = f"launch:{token.uid}"
        self.per_minute = LAUNCH_PER_MINUTE
        self.passed_on: Collection[str] = frozenset(token.passed_on)

    def may(self, *scopes: str) -> bool:
        return bool({Scope.WRITE, Scope.READ_MINE, Scope.STATE} & set(scopes))

    def authority(self) -> Mapping[str, Any]:
        return identity.account(self.name)

    def entries(self, statements: Sequence[Statement]) -> list[Entry]:
        meant = naming.meant([statement.activity for statement in statements])
        return [self._entry(statement, meant.get(statement.activity)) for statement in statements]

    def is_of(self, agent: str) -> bool:
        """Say whether this agent is their learner."""
        return agent == agent_key(identity.actor(self.token.learner))

    def speaks_of(self, *, agent: str, iri: str, registration: UUID | None) -> bool:
        """Say whether a document of this agent, activity and registration is theirs."""
        meant = naming.meant([iri]).get(iri)
        return self.is_of(agent) and self._may_say(iri, meant) and self._is_here(registration)

    def _entry(self, statement: Statement, meant: UUID | None) -> Entry:
        """Return what `statement`, whose activity is the one `meant` here if any, is about."""
        if not self.is_of(statement.actor_key):
            raise forbidden("this launch speaks of its own learner only")
        if statement.verb == VOIDED or not self._may_say(statement.activity, meant):
            raise forbidden("this launch speaks of its own activity only")
        if not self._is_here(statement.registration):
            raise forbidden("this launch speaks of its own registration only")
        own = meant == self.token.activity_key
        return Entry(
            statement=statement,
            provenance=Record.Provenance.CLIENT,
            authority=self.authority(),
            learner_id=self.token.learner_id,
            enrolment_id=self.token.enrolment_id if own else None,
            activity_key=meant,
        )

    def _may_say(self, iri: str, meant: UUID | None) -> bool:
        """Whether an IRI is the activity's, by whatever name, or of a part of it, or nobody's here."""
        base = identity.activity_iri(self.token.activity_key)
        if identity.is_ours(iri):
            return iri == base or iri.startswith((f"{base}/", f"{base}#"))
        return bool(iri) and meant in (None, self.token.activity_key)

    def _is_here(self, registration: UUID | None) -> bool:
        return registration in (None, self.token.enrolment.uid)


def only_mine(caller: Caller) -> str:
    """Return the authority whose statements alone `caller` learns of, "" where it may read all."""
    return "" if caller.may(Scope.READ) else agent_key(caller.authority())


def caller_of(authorization: str) -> Caller:
    """Return who sends this Authorization header; raises `Refused` (401) where nobody is known by it."""
    scheme, _, given = authorization.partition(" ")
    found: Caller | None = None
    if scheme.lower() == "basic":
        key, secret = _basic(given)
        if key == "launch":
            found = _launch(secret)
        elif client := clients.client_of(key, secret):
            actions.note_use(client)
            found = ClientCaller(client)
    elif scheme.lower() == "bearer":
        found = _launch(given.strip())
    if found is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, "who speaks? A key and secret are needed (4.1.5)")
    return found


def _launch(secret: str) -> Caller | None:
    token = clients.launch_of(secret)
    return LaunchCaller(token) if token else None


def _basic(given: str) -> tuple[str, str]:
    try:
        key, _, secret = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return key, secret
