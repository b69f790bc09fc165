"""What waits for the managers of a group, and what they and the learner hear of it."""

import pytest
from django.urls import reverse

from cohort.models import Capabilities
from community.groups import leadership, memberships
from community.models import Activity, Notification
from community.notifications import queries as notices
from courses.claims import actions
from tests.factories.claims import confirmed, logged
from tests.factories.groups import group, member
from tests.factories.markup import tight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def circle(grace, ada):
    made = group(grace)
    member(made, ada, sharing="named")
    return made


def address(circle):
    return reverse("outside:queue", args=[circle.uid])


def test_a_manager_sees_what_waits_and_how_much(client, ada, grace, circle):
    logged(ada, "First aid", group=circle)
    logged(ada, "Alone")
    logged(grace, "Mine", group=circle)
    confirmed(logged(ada, "Done", group=circle), by=grace)
    client.force_login(grace)
    page = tight(client.get(address(circle)))
    assert "First aid" in page
    assert not [word for word in ("Alone", ">Mine<", ">Done<") if word in page]
    feed = tight(client.get(reverse("feed:group", args=[circle.uid])))
    assert 'To confirm<span class="count">1</span>' in feed


def test_nobody_else_finds_the_page(client, ada, ben, mallory, admin, circle):
    for user in (ada, ben, mallory, admin):
        client.force_login(user)
        assert client.get(address(circle)).status_code == 404
    client.force_login(ada)
    assert "To confirm" not in client.get(reverse("feed:group", args=[circle.uid])).content.decode()


def test_who_left_waits_no_longer(client, ada, grace, circle):
    logged(ada, "First aid", group=circle)
    memberships.leave(circle.memberships.get(user=ada))
    client.force_login(grace)
    assert "First aid" not in client.get(address(circle)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same(client, ada, grace, circle, count, django_assert_num_queries):
    for number in range(count):
        logged(ada, f"Workshop {number}", group=circle)
    client.force_login(grace)
    client.get(address(circle))
    with django_assert_num_queries(6):
        client.get(address(circle))


def test_each_hears_in_words_what_they_may_still_read(client, ada, grace, circle):
    claim = logged(ada, group=circle)
    client.force_login(grace)
    assert "asks you to confirm" in client.get(reverse("notifications:list")).content.decode()
    actions.ask_back(claim, by=grace, revision=claim.revision, reason="Which one?")
    client.force_login(ada)
    page = client.get(reverse("notifications:list")).content.decode()
    assert "has a question about" in page
    assert "Which one?" in page
    memberships.leave(circle.memberships.get(user=ada))
    client.force_login(grace)
    assert "First aid" not in client.get(reverse("notifications:list")).content.decode()


def test_once_one_manager_has_decided_the_other_is_asked_no_longer(client, ada, ben, grace, circle):
    leadership.promote(member(circle, ben), by=grace, role="manager")
    claim = logged(ada, group=circle)

    def notices_of(user):
        client.force_login(user)
        return client.get(reverse("notifications:list")).content.decode()

    assert "asks you to confirm" in notices_of(ben)
    actions.ask_back(claim, by=grace, revision=1, reason="Which one?")
    assert "asks you to confirm" not in notices_of(ben)
    claim = actions.amend(claim, note="The one in town.")
    assert "asks you to confirm" in notices_of(ben)
    confirmed(claim, by=grace)
    assert "asks you to confirm" not in notices_of(ben)


def test_opening_the_claim_reads_its_notice(client, ada, grace, circle):
    claim = logged(ada, group=circle)
    client.force_login(grace)
    page = client.get(reverse("claims:claim", args=[claim.uid])).content.decode()
    assert f'data-reader-thread-value="claim:{claim.uid}"' in page
    client.post(reverse("notifications:reading"), {"thread": f"claim:{claim.uid}"})
    assert notices.unread_count(grace) == 0


def test_a_switch_that_is_off_is_silent(client, ada, grace, circle):
    Capabilities.objects.update(outside=False)
    logged(ada, group=circle)
    assert set(Notification.objects.filter(verb="claimed").values_list("unread", flat=True)) == {False}
    client.force_login(grace)
    assert client.get(address(circle)).status_code == 404
    assert "To confirm" not in client.get(reverse("feed:group", args=[circle.uid])).content.decode()


def test_the_feed_tells_what_was_confirmed_and_not_by_whom(client, ada, ben, grace, mallory, circle):
    member(circle, ben)
    hidden = group(mallory, "Hidden place", visibility="hidden")
    member(hidden, ada, sharing="named")
    confirmed(logged(ada, group=hidden), by=mallory)
    client.force_login(ben)
    page = client.get(reverse("feed:group", args=[circle.uid])).content.decode()
    assert "learned away from the screen" in page
    assert "Workshop · 1 h 30 · confirmed by a person" in page
    assert not [word for word in ("Hidden place", mallory.display_name) if word in page]


def test_kudos_for_it_reach_the_learner(client, ada, ben, grace, circle):
    member(circle, ben)
    confirmed(logged(ada, group=circle), by=grace)
    client.force_login(ben)
    assert client.post(reverse("discussions:kudos", args=[Activity.objects.get().uid])).status_code == 303
    client.force_login(ada)
    page = client.get(reverse("notifications:list")).content.decode()
    assert "gave you kudos for" in page
    assert reverse("claims:log") in page


def test_the_ledger_and_its_rule_say_so(client, ada, grace, circle):
    confirmed(logged(ada, group=circle), by=grace)
    client.force_login(ada)
    page = client.get(reverse("achievements:points")).content.decode()
    assert "Learned elsewhere, confirmed" in page
    assert "learned elsewhere and confirmed" in page
