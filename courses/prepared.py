"""Queries that the busiest pages ask again and again, compiled once a process.

Compiling a query costs the ORM several times what asking it costs. The ORM still writes the SQL and reads the
columns; what is kept is the text, where its parameters stand, and how its columns are read.

    _members = Prepared(lambda group: Membership.objects.filter(group=group).values_list("user", "joined"), group=int)
    rows = _members(group=7)
"""

import re
import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Field, IntegerField, Model, QuerySet, TextField, UUIDField
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

_FIELDS: dict[type, Field] = {int: IntegerField(), str: TextField(), uuid.UUID: UUIDField(), datetime: DateTimeField()}
_MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 7_305_118_806_000_000 + number,
    str: lambda number: f"prepared parameter {number}",
    uuid.UUID: lambda number: uuid.UUID(int=0x70726570_6172_4564_9A71_000000000000 + number),
    datetime: lambda number: datetime(1901, 9, 9, 9, 9, 9, number, tzinfo=UTC),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


class Prepared:
    """A query of models or of `values_list`, built from parameters of the named types: int, str, UUID or datetime.

    `build` is called once with marks in their place, which must reach the SQL as they are: it may filter by a
    parameter, but never compute with one, branch on one or slice by one. A moment is a parameter too: one written
    into the query would stay the moment at which the process first asked.
    """

    def __init__(self, build: Callable[..., QuerySet], **types: type) -> None:
        self._build = build
        self._types = types
        self._compiled: _Compiled | None = None

    def __call__(self, **values: Any) -> list[Any]:
        """Return the rows for these parameters: instances, with what is select_related and annotated, or tuples."""
        query = self._compiled or self._compile()
        connection = connections[DEFAULT_DB_ALIAS]  # once, for each access to the proxy looks it up
        adapted = {name: _adapt(kind, values[name], connection) for name, kind in self._types.items()}
        filled = [adapted[query.places[at]] if at in query.places else given for at, given in enumerate(query.given)]
        with connection.cursor() as cursor:
            cursor.execute(query.sql, filled)
            rows = cursor.fetchall()
        read = [_read(row[: query.width], query.converters, connection) for row in rows]
        return [query.instance(row) for row in read] if query.instance else read

    def _compile(self) -> "_Compiled":
        connection = connections[DEFAULT_DB_ALIAS]
        marks = {name: _MARKS[kind](number) for number, (name, kind) in enumerate(self._types.items())}
        rows = self._build(**marks)
        compiler = rows.query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        width = len(compiler.select)
        names = {_adapt(self._types[name], mark, connection): name for name, mark in marks.items()}
        places = {at: names[value] for at, value in enumerate(given) if isinstance(value, Hashable) and value in names}
        if missing := set(marks) - set(places.values()):
            raise TypeError(f"a prepared query does not use {', '.join(sorted(missing))} as it is")
        if any(at not in places and _is_moment(value) for at, value in enumerate(given)):
            raise TypeError("a prepared query keeps a moment; let it be a parameter")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        instance = _instances(compiler) if issubclass(rows._iterable_class, ModelIterable) else None
        self._compiled = _Compiled(sql, tuple(given), places, width, list(converters.items()), instance)
        return self._compiled


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    given: tuple[Any, ...]
    places: dict[int, str]
    width: int  # what comes after is there for the order alone
    converters: list[tuple[int, tuple[list[Callable], Any]]]
    instance: Callable[[tuple[Any, ...]], Model] | None


def _is_moment(value: Any) -> bool:
    """Say whether `value`, adapted to the database, is a date and time; SQLite takes them as text."""
    return isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.fullmatch(value) is not None)


def _adapt(kind: type, value: Any, connection: BaseDatabaseWrapper) -> Any:
    return _FIELDS[kind].get_db_prep_value(value, connection)


def _read(
    row: tuple[Any, ...], converters: list[tuple[int, tuple[list[Callable], Any]]], connection: BaseDatabaseWrapper
) -> tuple[Any, ...]:
    if not converters:
        return row
    columns = list(row)
    for place, (convert, expression) in converters:
        for step in convert:
            columns[place] = step(columns[place], expression, connection)
    return tuple(columns)


def _instances(compiler: SQLCompiler) -> Callable[[tuple[Any, ...]], Model]:
    """Return what makes an instance of a row, as the ORM's own iteration over a queryset of models does."""
    info = compiler.klass_info
    model, own = info["model"], info["select_fields"]
    start, end = own[0], own[-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[start:end]]
    related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # Django 6.1's

    def instance(row: tuple[Any, ...]) -> Model:
        found = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in related:
            populator.populate(row, found)
        for name, place in compiler.annotation_col_map.items():
            setattr(found, name, row[place])
        return found

    return instance
