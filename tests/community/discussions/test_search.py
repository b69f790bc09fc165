"""How conversations are found, and by whom."""

import pytest
from django.utils import timezone

from community.discussions import actions
from search import queries
from tests.factories.groups import group, member
from tests.factories.search import index_everything
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def evening(grace, ada):
    evening = group(by=grace)
    member(evening, ada)
    return evening


def found(user, text: str) -> list[str]:
    index_everything()
    results = queries.find(text, user=user)
    return [str(hit.uid) for kind in results.kinds for hit in kind.hits if hit.kind == "topic"]


def test_a_conversation_is_found_by_its_title_and_by_what_is_said_in_it(evening, ada, grace):
    asked = question(evening, ada, title="Which histogram first?", text="I cannot decide.")
    reply(asked, grace, text="Begin with the pangolins.")

    assert found(ada, "histogram") == found(ada, "pangolins") == [str(asked.uid)]


def test_mallory_and_who_left_find_nothing(evening, ada, mallory):
    question(evening, ada, title="Which histogram first?")
    index_everything()
    evening.memberships.filter(user=ada).update(left=timezone.now())

    assert found(mallory, "histogram") == found(ada, "histogram") == []


def test_what_was_removed_or_edited_away_is_found_no_longer(evening, ada, grace):
    asked = question(evening, ada, title="Which histogram first?", text="About capybaras")
    answer = reply(asked, grace, text="Begin with the pangolins.")
    actions.edit(asked.opening, by=ada, text="About nothing")
    actions.remove(answer, by=grace)

    assert found(ada, "capybaras") == found(ada, "pangolins") == []
    actions.remove(asked.opening, by=ada)
    assert found(ada, "histogram") == []
