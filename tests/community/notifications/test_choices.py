"""What a person chose to hear of."""

import pytest

from community.models import MutedThread, Notification
from community.notifications import choices
from community.notifications.actions import notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def test_muting_what_is_no_conversation_refuses_its_kind(ada, ben):
    notify([ada], verb="kudos", actor=ben, thread="activity:1:kudos", data={"activity": "1"})
    choices.mute(Notification.objects.get())

    assert not MutedThread.objects.exists()
    assert notify([ada], verb="kudos", actor=ben, thread="activity:2:kudos", data={"activity": "2"}) == 0
