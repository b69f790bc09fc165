"""Told of the same at the same moment: nobody who did it is lost."""

import pytest

from community.models import Notification
from community.notifications.actions import notify
from tests.factories.people import person
from tests.factories.races import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.postgres
def test_the_first_two_tellings_at_once_count_both(switches_on):
    ada, ben, grace = person("Ada Nwosu"), person("Ben Okafor"), person("Grace Tanaka")

    def tell(actor):
        notify([ada], verb="replied", actor=actor, thread="topic:1", data={"topic": "1", "post": "2"})

    with meanwhile(lambda: tell(grace)):
        tell(ben)
    row = Notification.objects.get()
    assert (row.count, row.data["actors"]) == (2, [grace.pk, ben.pk])
