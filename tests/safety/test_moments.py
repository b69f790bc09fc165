"""A moment is shown as the day and hour that it is in the reader's zone, on both sides of a change of clocks."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import models
from django.utils import timezone

from .addresses import ADDRESSES
from .test_canaries import client_of
from .world import OURS

pytestmark = pytest.mark.takes(8)

# Who reads, where, and a moment beside a change of clocks, in London (where one hour comes twice) or in Auckland.
PASSES = [
    ("ada", "Pacific/Auckland", datetime(2025, 9, 27, 14, 30, tzinfo=UTC)),
    ("ada", "Asia/Kolkata", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ("ada", "Pacific/Honolulu", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),
    ("ada", "Europe/London", datetime(2025, 10, 26, 1, 30, tzinfo=UTC)),
    ("grace", "Pacific/Auckland", datetime(2026, 4, 4, 14, 30, tzinfo=UTC)),
    ("grace", "Europe/London", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
]
APART = {"xapi", "wagtail.admin", "allauth"}  # not our pages
MONTHS = [date(2026, month, 1).strftime("%B") for month in range(1, 13)]
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b")
CLOCK = re.compile(r"\b(\d{1,2}:\d\d)\b")


@pytest.mark.parametrize("who, zone, at", PASSES, ids=[f"{who}-{zone}-{at:%Y-%m-%dT%H:%M}" for who, zone, at in PASSES])
def test_every_page_shows_moments_as_they_are_where_its_reader_is(world, who, zone, at):
    reader = world.people[who]
    reader.time_zone = zone
    reader.save()
    _happened(at)
    client, wrong = client_of(world, who), []
    for route, addresses in ADDRESSES.items():
        for address in addresses(world) if route not in APART else ():
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and "guide" not in route:
                wrong += [f"{address}: {said}" for said in _not_of(zone, answer.content.decode(), at)]
    assert wrong == [], "\n".join(wrong)


def _happened(at: datetime) -> None:
    """Let everything that is past have happened at one moment."""
    now = timezone.now()
    for model in apps.get_models():
        if model._meta.app_label in OURS | {"notifications"}:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.DateTimeField):
                    model._base_manager.filter(**{f"{field.name}__lt": now}).update(**{field.name: at})


def _not_of(zone: str, html: str, at: datetime) -> list[str]:
    """Return what a page says that is not so in `zone`."""
    page = BeautifulSoup(html, "html.parser")
    here, now = at.astimezone(ZoneInfo(zone)), timezone.now().astimezone(ZoneInfo(zone))
    wrong = []
    for time in page.find_all("time"):
        said = time["datetime"]
        read = datetime.fromisoformat(said)
        if "T" in said and read.utcoffset() != read.astimezone(ZoneInfo(zone)).utcoffset():
            wrong.append(str(time))
    for unread in page.find_all(["script", "template", "textarea", "select", "option", "input"]):
        unread.decompose()
    text = page.get_text(" ")
    # This week, days that were chosen, what ends soon, and what was asked for.
    around = [*(now.date() + timedelta(days=n) for n in range(-7, 16)), date(2999, 1, 1)]
    days = {(day.day, MONTHS[day.month - 1]) for day in (here.date(), *around)}
    wrong += [found[0] for found in DAY.finditer(text) if (int(found[1]), found[2]) not in days]
    wrong += [found[0] for found in CLOCK.finditer(text) if found[1] not in (f"{here:%H:%M}", f"{now:%H:%M}")]
    return wrong
