"""Every compiled query reads what the ORM reads for the same values, whatever changes in Django below it."""

import sys
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from community.connections import actions as connections
from community.discussions import actions as discussions
from community.groups import policies as places
from community.people import actions as people
from courses.prepared import Prepared
from tests.safety import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
FLOORS = ("cohort.", "community.", "courses.", "search.")


def standing() -> dict[Prepared, str]:
    """Return the compiled queries that stand in a module, each by its name."""
    return {
        value: f"{module}.{name}"
        for module, loaded in list(sys.modules.items())
        if module.startswith(FLOORS)
        for name, value in vars(loaded).items()
        if isinstance(value, Prepared)
    }


def as_read(row: Any, *, since: tuple[Model, ...] = ()) -> Any:
    """Return what a row holds: its columns, and those of the rows it was joined with."""
    if not isinstance(row, Model) or any(row is before for before in since):  # a row and its own point at each other
        return row
    columns = {name: value for name, value in vars(row).items() if name != "_state"}
    cached = {name: as_read(other, since=(*since, row)) for name, other in row._state.fields_cache.items()}
    return type(row), columns, cached


def test_the_pages_read_by_compiled_queries_what_the_orm_reads(client, monkeypatch):
    made = world.build()
    ada, ben, circle, course = made.people["ada"], made.people["ben"], made.things["circle"], made.things["course"]
    lesson = made.things["lesson"]
    connections.accept(made.things["connection"], by=ada)
    people.share(ben, sharing="named")
    below = {"lesson_key": lesson.translation_key, "lesson_title": lesson.title, "course_key": course.translation_key}
    discussions.open_topic(circle.place, author=ada, kind="question", title="Why?", text="Because.", **below)
    asked: set[Prepared] = set()
    ask = Prepared.__call__

    def ask_both(query: Prepared, **values: Any) -> list[Any]:
        rows = ask(query, **values)
        asked.add(query)
        assert [as_read(row) for row in rows] == [as_read(row) for row in query._build(**values)]
        return rows

    monkeypatch.setattr(Prepared, "__call__", ask_both)
    pages = [
        reverse("home"),
        reverse("feed:group", args=[circle.uid]),
        reverse("leaderboards:board", args=[circle.uid]),
        reverse("leaderboards:board", args=[circle.uid]) + "?period=all",
        reverse("groups:courses", args=[circle.uid]),
        reverse("achievements:points"),
        reverse("search:page") + "?q=circle",
        course.get_url(),
        lesson.get_url(),
    ]
    for name in ("ada", "cleo", "grace", "ivan", "mallory"):
        client.force_login(made.people[name])
        for page in pages:
            assert client.get(page).status_code in (200, 404)
        places.readable_places(made.people[name])
    assert {name for query, name in standing().items() if query not in asked} == set()
