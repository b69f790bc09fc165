from io import StringIO

import pytest
from django.core.management import call_command

from courses import clock


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
