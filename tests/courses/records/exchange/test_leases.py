"""Whatever goes wrong with one store is kept with it and holds up no other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Destination, Import
from courses.records.exchange import forwarding, importing, leases
from tests.factories.records import foreign
from tests.factories.stores import KEY, SECRET

pytestmark = pytest.mark.django_db


def begin(name, endpoint="https://store.example/xapi"):
    return forwarding.begin(name=name, endpoint=endpoint, key=KEY, secret=SECRET)


def test_what_nobody_foresaw_is_kept_with_its_reason_and_the_others_go_on():
    first, second = begin("first"), begin("second")

    def work(partner):
        if partner.pk == first.pk:
            raise OverflowError("date value out of range")
        return 3

    now = timezone.now()
    assert leases.run(Destination.objects.all(), work, now=now) == 3
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.error, first.tries, first.leased_until) == ("OverflowError: date value out of range", 1, None)
    assert first.due == now + leases.BACKOFF
    assert (second.error, second.tries) == ("", 0)

    for _ in range(leases.TRIES):
        now += timedelta(hours=7)
        leases.run(Destination.objects.all(), work, now=now)
    first.refresh_from_db()
    assert (first.tries, first.error) == (leases.TRIES, "OverflowError: date value out of range")
    assert first.parked_at is not None


def test_a_lease_lasts_from_when_it_was_taken():
    """The tick may have begun long before: those before this one took their time."""
    begin("late")
    until = []
    now = timezone.now() - timedelta(minutes=10)
    Destination.objects.update(due=now)
    leases.run(Destination.objects.all(), lambda partner: until.append(partner.leased_until) or 0, now=now)
    assert until[0] > timezone.now() + leases.LEASE - timedelta(seconds=10)


def test_a_link_that_is_no_address_stops_its_import_alone(other):
    other.say(foreign())
    given = {"endpoint": other.endpoint, "key": KEY, "secret": SECRET}
    bad, good = importing.begin(name="bad", **given), importing.begin(name="good", **given)
    Import.objects.filter(pk=bad.pk).update(more="http://[")
    assert importing.read_due(timezone.now()) == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.error.startswith("the link to the next page is no address")
    assert bad.parked_at is not None
    assert good.finished is not None
