"""The admin's report of effects that failed ten times."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.learning import actions
from courses.models import Effect
from tests.factories.learning import course_of_lessons, enrolled, keys

pytestmark = pytest.mark.django_db
QUERIES = 9  # of the page


@pytest.fixture
def parked(ada) -> Effect:
    course = course_of_lessons(2)
    for key in keys(course):
        actions.complete_lesson(enrolled(ada, course), activity_key=key)
    effect = Effect.objects.order_by("seq").first()
    Effect.objects.filter(pk=effect.pk).update(parked_at=timezone.now(), tries=10, error="RuntimeError: <b>no</b>")
    return effect


def test_the_admin_sees_a_parked_effect_and_what_waits_behind_it(client, admin, parked, ada):
    client.force_login(admin)
    page = client.get(reverse("parked_effects")).content.decode()

    assert "RuntimeError: &lt;b&gt;no&lt;/b&gt;" in page
    assert str(parked.record.uid) in page
    assert ada.display_name not in page
    assert reverse("parked_effects") in client.get("/admin/").content.decode()


def test_the_admin_lets_it_be_tried_again(client, admin, parked):
    client.force_login(admin)

    assert client.post(reverse("retry_effect", args=[parked.uid])).status_code == 302
    assert not Effect.objects.exists()
    assert "everything that was recorded has had its effects" in client.get(reverse("parked_effects")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_asks_as_much_of_one_as_of_three(client, admin, ada, ben, grace, count, django_assert_num_queries):
    course = course_of_lessons(3)
    for learner in (ada, ben, grace)[:count]:
        for key in keys(course):
            actions.complete_lesson(enrolled(learner, course), activity_key=key)
    firsts = Effect.objects.filter(seq=1)
    firsts.update(parked_at=timezone.now(), tries=10, error="RuntimeError: no")
    client.force_login(admin)
    client.get(reverse("parked_effects"))
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("parked_effects"))
    assert [effect.waiting for effect in page.context["object_list"]] == [2] * count


def test_nobody_else_sees_or_retries(client, mallory, ivan, parked):
    from tests.factories.catalog import teach

    for user in (mallory, teach(ivan)):
        client.force_login(user)
        assert client.get(reverse("parked_effects")).status_code != 200
        client.post(reverse("retry_effect", args=[parked.uid]))
    assert Effect.objects.count() == 2
