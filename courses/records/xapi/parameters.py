"""Query parameters, read as strictly as the same values in a statement (4.1.6)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from .. import literals
from ..statements import agent_key, iri_key
from ..statements import instant as moment
from ..validation import actors
from ..values import is_instant, is_iri, is_uuid, zoned
from ..words import Invalid


class Parameters:
    """The parameters of one request; each may stand there once, and only those a resource knows.

    `wrong` has by name what is raised for how some were sent. What was `passed_on` from the address of a link is none
    of the store's, and is held against nobody.
    """

    def __init__(
        self,
        values: Mapping[str, str],
        *,
        wrong: Mapping[str, Exception] | None = None,
        passed_on: Collection[str] = (),
    ) -> None:
        self._values = dict(values)
        self._wrong = dict(wrong or {})
        self._passed_on = frozenset(passed_on)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def sent_by(self, passed_on: Collection[str]) -> "Parameters":
        """Return these as sent by a caller that passes on parameters of these names; raises `Invalid`."""
        for name, problem in self._wrong.items():
            if name not in passed_on:
                raise problem
        return Parameters(self._values, passed_on=passed_on)

    def only(self, known: Iterable[str], *, required: Iterable[str] = ()) -> None:
        """Raise `Invalid` for a parameter that is not among `known`, and for a `required` one that is missing."""
        for name in self._values:
            if name not in known and name not in self._passed_on:
                raise Invalid(f"parameter {name}: unknown here (4.1.6)")
        for name in required:
            self.text(name)

    def text(self, name: str, *, longest: int | None = None) -> str:
        """Return a parameter that must be there, of `longest` characters at most."""
        value = self._values.get(name, "")
        if not value:
            raise Invalid(f"parameter {name}: missing (4.1.6)")
        if longest and len(value) > longest:
            raise Invalid(f"parameter {name}: longer than {longest} characters (4.1.6)")
        literals.refuse_unstorable(value)
        return value

    def all(self) -> dict[str, str]:
        """Return every parameter as it was given."""
        return dict(self._values)

    def boolean(self, name: str) -> bool:
        """Return "true" or "false"; false where it is missing."""
        value = self._values.get(name, "false")
        if value not in ("true", "false"):
            raise Invalid(f"parameter {name}: true or false (4.1.6.1)")
        return value == "true"

    def whole(self, name: str) -> int:
        """Return a whole number of 0 or more; 0 where it is missing."""
        value = self._values.get(name, "0")
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise Invalid(f"parameter {name}: no whole number (4.1.6.1)")
        return int(value)

    def uuid(self, name: str) -> UUID | None:
        """Return a UUID, None where it is missing."""
        if name not in self:
            return None
        value = self.text(name)
        if not is_uuid(value):
            raise Invalid(f"parameter {name}: no UUID (4.2.7)")
        return UUID(value)

    def iri(self, name: str) -> str:
        """Return an IRI as it is looked up, "" where it is missing."""
        if name not in self:
            return ""
        value = self.text(name)
        if not is_iri(value):
            raise Invalid(f"parameter {name}: no IRI (4.2.7)")
        return iri_key(value)

    def instant(self, name: str, *, needs_zone: bool = True) -> datetime | None:
        """Return a moment with its offset, None where it is missing; one that needs none is of UTC without."""
        if name not in self:
            return None
        date, time = self.text(name)[:11], self.text(name)[11:]
        value = date + time.replace(" ", "+")  # an offset's plus sign that was not escaped
        if not needs_zone:
            value = zoned(value)
        if not is_instant(value):
            raise Invalid(f"parameter {name}: no RFC 3339 timestamp (4.2.7)")
        return moment(value)

    def agent(self, name: str, *, groups: bool = False) -> Mapping[str, Any]:
        """Return an agent (or, with `groups`, an identified group) given as JSON."""
        value = literals.loads(self.text(name))
        (actors.actor if groups else actors.agent)(value, f"parameter {name}")
        if not agent_key(value):
            raise Invalid(f"parameter {name}: without an identifier (4.1.6.1)")
        return value
