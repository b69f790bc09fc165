"""Without external records no store is spoken to; with them on again each goes on from where it was."""

import pytest
from django.utils import timezone

from cohort.models import Capabilities
from courses import clock
from courses.models import Destination, Import, Record
from courses.records import actions as records
from courses.records.exchange import forwarding, importing
from tests.factories.records import foreign
from tests.factories.stores import KEY, SECRET
from tests.factories.switches import switch_on

pytestmark = pytest.mark.django_db
WHO = {"name": "The region", "key": KEY, "secret": SECRET}


def switch_off():
    Capabilities.objects.update(external_records=False)


def say(count):
    return [str(records.record(foreign(), provenance="client").uid) for _ in range(count)]


def standing():
    return [*Destination.objects.values(), *Import.objects.values()]


def tick():
    done = clock.tick(timezone.now())
    return done["forwarding"], done["import"]


def test_a_tick_sends_nothing_and_on_again_all_that_was_said_meanwhile(proxy):
    forwarding.begin(endpoint=proxy.endpoint, **WHO)
    sent = say(2)
    assert tick() == (2, 0)
    switch_off()
    sent += say(3)
    before, asked = standing(), list(proxy.asked)
    assert [tick(), tick()] == [(0, 0), (0, 0)]
    assert (standing(), proxy.asked) == (before, asked)

    switch_on("external_records")
    assert tick() == (3, 0)
    assert proxy.store.ids() == sent


def test_a_tick_reads_nothing_and_on_again_goes_on_with_the_page_it_had_come_to(proxy, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    proxy.store.say(*[foreign() for _ in range(25)])
    importing.begin(endpoint=proxy.endpoint, **WHO)
    proxy.plan = ["pass", 503]
    assert tick() == (0, 0)
    Import.objects.update(due=timezone.now())
    switch_off()
    before, asked = standing(), list(proxy.asked)
    assert [tick(), tick()] == [(0, 0), (0, 0)]
    assert (standing(), proxy.asked) == (before, asked)
    assert Record.objects.count() == 10

    switch_on("external_records")
    assert tick() == (0, 15)
    assert len(proxy.asked) == len(asked) + 2
    assert [str(uid) for uid in Record.objects.order_by("pk").values_list("uid", flat=True)] == proxy.store.ids()
    assert Import.objects.get().finished is not None


@pytest.mark.parametrize("count", [1, 3])
def test_switched_off_in_the_middle_the_batch_is_noted_and_nobody_else_is_spoken_to(proxy, monkeypatch, count):
    monkeypatch.setattr(forwarding, "BATCH", 5)
    stores = [forwarding.begin(endpoint=proxy.endpoint, **WHO) for _ in range(count)]
    said = say(12)
    noted = forwarding._advance

    def note_and_switch_off(*given, **more):
        switch_off()
        return noted(*given, **more)

    monkeypatch.setattr(forwarding, "_advance", note_and_switch_off)
    assert tick() == (5, 0)
    assert proxy.store.ids() == said[:5]
    assert len(proxy.asked) == 1
    assert list(Destination.objects.order_by("pk").values_list("sent", "tries", "error", "leased_until")) == [
        (5, 0, "", None),
        *[(0, 0, "", None)] * (len(stores) - 1),
    ]

    monkeypatch.setattr(forwarding, "_advance", noted)
    switch_on("external_records")
    assert tick() == (12 * count - 5, 0)
    assert proxy.store.ids() == said
