"""What the demo's people learn outside the computer belongs to them, their groups and their courses."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from cohort.demo import steps
from cohort.demo.community import groups, people
from cohort.demo.outside.moments import moments
from cohort.demo.outside.written import AMENDS, ASKS_BACK, CONFIRMS, DECLINES, checklists, claims
from cohort.demo.pictures import outside
from cohort.demo.reading import CONTENT, courses
from courses.models import Claim

PEOPLE = {person.key for person in people()}
GROUPS = {group.key: group for group in groups()}
COURSES = {course.key: course for course in courses()}
CLAIMS, CHECKLISTS = claims(), checklists()
DAY = timedelta(days=1)


def joined(group: str, person: str) -> timedelta:
    """When the timeline lets `person` into `group`: in the morning of the day of joining."""
    return timedelta(days=next(member.day for member in GROUPS[group].members if member.person == person), hours=9)


def test_every_kind_of_learning_is_there():
    assert {claim.kind for claim in CLAIMS} == set(Claim.Kind.values)
    assert len({claim.key for claim in CLAIMS}) == len(CLAIMS)
    assert {claim.by for claim in CLAIMS} < PEOPLE


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)
def test_what_is_confirmed_says_something_of_substance_after_it_happened(claim):
    said = next((turn.learned for turn in reversed(claim.turns) if turn.learned), claim.learned)
    standing = not claim.turns or claim.turns[-1].does == CONFIRMS

    assert claim.minutes >= 30
    assert len(claim.title) <= 120
    assert claim.on <= claim.at / DAY
    assert len(said) > (150 if standing else 60)


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.group], ids=lambda claim: claim.key)
def test_who_leads_the_group_decides_and_who_learned_amends(claim):
    assert claim.at >= joined(claim.group, claim.by)
    assert claim.by not in GROUPS[claim.group].managers
    for turn in claim.turns:
        amends = turn.does == AMENDS
        assert turn.by in ([claim.by] if amends else GROUPS[claim.group].managers)
        assert bool(turn.learned) == amends
        assert turn.text
        assert turn.at < timedelta(hours=20)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)
def test_turns_follow_each_other_as_they_may(claim):
    told = [turn.does for turn in claim.turns]

    assert told in ([], [CONFIRMS], [DECLINES], [ASKS_BACK], [ASKS_BACK, AMENDS, CONFIRMS])
    assert not claim.liked_by or told[-1] == CONFIRMS


def test_kudos_come_from_people_of_a_group_where_the_learner_shares_by_name():
    for claim in CLAIMS:
        circle = {
            other.person
            for group in GROUPS.values()
            for member in group.members
            if member.person == claim.by and member.sharing == "named"
            for other in group.members
        }
        assert set(claim.liked_by) <= circle - {claim.by}


def test_who_signs_in_as_manager_has_something_to_decide():
    waiting = [claim for claim in CLAIMS if claim.group and not claim.turns]

    assert {(claim.by, *GROUPS[claim.group].managers) for claim in waiting} == {
        ("hana", "grace"),
        ("leila", "grace"),
        ("jonas", "grace"),
    }


@pytest.mark.parametrize("checklist", CHECKLISTS, ids=lambda checklist: checklist.key)
def test_a_checklist_is_kept_by_who_leads_and_used_on_who_learns_there(checklist):
    learning = [group for group in GROUPS.values() if checklist.course in {each.course for each in group.courses}]
    here = [GROUPS[checklist.group]] if checklist.group else learning
    leads = GROUPS[checklist.group].managers if checklist.group else [COURSES[checklist.course].instructor]

    assert checklist.by in leads
    assert 5 <= len(checklist.skills) <= 6
    for seen in checklist.observed:
        assert seen.of in {member.person for group in here for member in group.members} - {checklist.by}
        assert len(seen.seen) == len(checklist.skills)
        assert {""} < {"", *seen.seen} <= {"", *checklist.levels}
        assert seen.on <= seen.at / DAY
        assert seen.at > checklist.at


def test_one_observation_waits_and_it_is_of_ada():
    waiting = [(each.key, seen.of) for each in CHECKLISTS for seen in each.observed if seen.agrees is None]

    assert waiting == [("aloud", "ada")]


def test_every_turn_is_a_step_the_same_for_the_same_seed():
    midnight = datetime.combine(date(2026, 3, 11), time(), UTC)
    made = list(moments(midnight, seed=1))

    kinds = {kind: sum(type(step) is kind for step in made) for kind in (steps.Log, steps.Decide, steps.Amend)}
    assert kinds == {steps.Log: 19, steps.Decide: 17, steps.Amend: 2}
    assert list(moments(midnight, seed=1)) == made
    assert list(moments(midnight, seed=2)) != made


def test_the_pictures_show_what_the_words_say():
    middles = outside.SCALES.values()

    assert (len(middles), max(middles) - min(middles)) == (5, 140)
    assert outside.TALLIES == {"said": 20, "arrived": 12, "arrived, said back": 18}


def test_voice_has_no_exclamation_marks_and_curly_quotes_only():
    text = (CONTENT / "outside.toml").read_text(encoding="utf-8")

    assert "!" not in text
    assert "'" not in text
