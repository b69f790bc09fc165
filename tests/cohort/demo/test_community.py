"""The demo's people, groups and talk belong together."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cohort.demo.community import groups, people, talk
from cohort.demo.lessons import Lesson
from cohort.demo.reading import CONTENT, courses

PEOPLE = {person.key: person for person in people()}
GROUPS = {group.key: group for group in groups()}
TALK = talk()
LESSONS = {
    activity.slug: course.key for course in courses() for activity in course.activities if isinstance(activity, Lesson)
}


def joined(group: str, person: str) -> timedelta:
    """When the timeline lets `person` into `group`: in the morning of the day of joining."""
    return timedelta(days=next(member.day for member in GROUPS[group].members if member.person == person), hours=9)


def test_about_forty_people_with_different_addresses_and_real_time_zones():
    assert 38 <= len(PEOPLE) <= 44
    assert len({person.email for person in PEOPLE.values()}) == len(PEOPLE)
    for person in PEOPLE.values():
        ZoneInfo(person.zone)
        assert person.headline.endswith((".", "?"))
        assert person.about
        assert len(person.headline) <= 120
    assert {"ada", "ben", "grace", "ivan", "rosa"} <= set(PEOPLE)


def test_six_groups_public_private_and_one_hidden():
    assert {group.name: group.visibility for group in GROUPS.values()} == {
        "Evening Statistics": "private",
        "Ward 7 Nursing Team": "private",
        "Night Readers": "public",
        "The Map Room": "public",
        "Oral History Circle": "private",
        "Steady Ground": "hidden",
    }
    assert [group.key for group in GROUPS.values() if group.managed] == ["ward"]


@pytest.mark.parametrize("group", GROUPS.values(), ids=lambda group: group.key)
def test_group_knows_its_people_and_courses(group):
    members = [member.person for member in group.members]

    assert len(members) == len(set(members))
    assert set(members) <= set(PEOPLE)
    assert set(group.managers) <= set(members)
    assert group.members[0].person == group.managers[0]
    assert group.members[0].day == group.founded == min(member.day for member in group.members)
    assert {member.sharing for member in group.members} <= {"named", "private"}
    assert {assigned.course for assigned in group.courses} <= set(LESSONS.values())
    assert {assigned.by for assigned in group.courses} <= set(group.managers)
    assert len(group.purpose) <= 300


def test_most_people_share_by_name_and_some_do_not():
    sharing = [member.sharing for group in GROUPS.values() if group.visibility != "hidden" for member in group.members]

    assert 0.7 < sharing.count("named") / len(sharing) < 0.9


def test_connected_people_know_each_other_and_share_a_group():
    for person in PEOPLE.values():
        for other in person.connects:
            assert person.key not in PEOPLE[other].connects
            assert any(
                {person.key, other} <= {member.person for member in group.members} for group in GROUPS.values()
            ), (person.key, other)


def test_there_is_something_to_read():
    topics = [conversation for conversation in TALK if conversation.title]
    posts = [conversation for conversation in TALK if not conversation.title]

    assert 25 <= len(topics) <= 32
    assert 20 <= len(posts) <= 28
    assert all(conversation.replies for conversation in topics)
    assert {conversation.kind for conversation in topics} == {"question", "discussion"}


@pytest.mark.parametrize("conversation", TALK, ids=lambda conversation: conversation.title or conversation.opening.by)
def test_people_speak_and_like_only_in_groups_they_have_joined(conversation):
    for said in (conversation.opening, *conversation.replies):
        assert said.at >= joined(conversation.group, said.by), said.by
        assert said.at <= timedelta(hours=20)
        assert said.text
        assert said.by not in said.liked_by
        assert len(set(said.liked_by)) == len(said.liked_by)
        for liker in said.liked_by:
            assert said.at >= joined(conversation.group, liker), liker


@pytest.mark.parametrize(
    "conversation", [conversation for conversation in TALK if conversation.lesson], ids=lambda c: c.title
)
def test_talk_below_a_lesson_is_in_a_group_that_has_its_course(conversation):
    course = LESSONS[conversation.lesson]
    assigned = {assigned.course: assigned.day for assigned in GROUPS[conversation.group].courses}

    assert course in assigned
    assert conversation.opening.at > timedelta(days=assigned[course], hours=9)


def test_voice_has_no_exclamation_marks_and_curly_quotes_only():
    for path in [*CONTENT.glob("talk/*.toml"), CONTENT / "people.toml", CONTENT / "groups.toml"]:
        text = path.read_text(encoding="utf-8")
        assert "!" not in text, path.name
        assert "'" not in text, path.name
