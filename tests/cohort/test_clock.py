from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import Revision

from courses import clock
from courses.catalog.pages import CoursePage
from tests.factories import catalog


@pytest.mark.django_db
def test_one_failing_action_does_not_stop_the_clock(monkeypatch):
    ran = []

    def fails(now):
        raise RuntimeError("engine gone")

    monkeypatch.setattr(clock, "_due", {})
    clock.register("fails", fails)
    clock.register("works", lambda now: ran.append(now) or 2)
    out = StringIO()
    call_command("tick", stdout=out)
    assert len(ran) == 1
    assert out.getvalue() == "fails: failed\nworks: 2\n"


@pytest.mark.django_db
def test_a_page_that_cannot_be_published_does_not_stop_the_rest_and_keeps_its_date():
    course = catalog.publish(catalog.draft_course())
    revision = Revision.objects.for_instance(course).latest("pk")
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())

    def database_is_away(**kwargs):
        raise OperationalError("the connection is lost")

    pre_save.connect(database_is_away, sender=CoursePage)
    try:
        done = clock.tick(timezone.now())
    finally:
        pre_save.disconnect(database_is_away, sender=CoursePage)
    assert done["publishing"] == -1
    assert done["search"] >= 0
    out = StringIO()
    call_command("tick", stdout=out)
    assert out.getvalue().splitlines()[0] == "publishing: 1"
