"""Progress from facts and an outline alone."""

from datetime import UTC, datetime, timedelta

import pytest

from courses.outline.progress import Fact, State, Voiding, advance, counted, fold, history
from tests.factories.learning import activity, outline_data

START = datetime(2026, 11, 3, 18, tzinfo=UTC)
LESSONS = [activity(title="One"), activity(title="Two")]
CHECK = activity("assessment", "Check")
OUTLINE = outline_data(LESSONS, [CHECK])
ONE, TWO, QUIZ = LESSONS[0]["key"], LESSONS[1]["key"], CHECK["key"]


def fact(seq: int, verb: str, key: str | None, **fields) -> Fact:
    return Fact(record=seq, uid=f"r{seq}", seq=seq, verb=verb, activity=key, at=START + timedelta(hours=seq), **fields)


def told(happenings):
    return [(one.kind, one.fact.record) for one in happenings]


def test_each_activity_counts_once_and_the_last_rule_completes_the_course():
    state, happenings = fold(
        [
            fact(1, "completed", ONE),
            fact(2, "completed", ONE),
            fact(3, "passed", QUIZ, scaled=0.8),
            fact(4, "completed", TWO),
            fact(5, "passed", QUIZ, scaled=0.9),
        ],
        OUTLINE,
    )

    assert told(happenings) == [("lesson", 1), ("assessment", 3), ("lesson", 4), ("course", 4)]
    assert happenings[-1].activities == 3
    assert (state.met.record, state.last.record) == (4, 5)
    assert counted(state, OUTLINE) == (3, 3)


def test_the_first_pass_is_the_evidence_and_the_best_score_counts():
    state, _ = fold([fact(n, "passed", QUIZ, scaled=score) for n, score in enumerate((0.7, 0.95, 0.8), 1)], OUTLINE)

    assert (state.done[QUIZ]["record"], state.done[QUIZ]["scaled"]) == ("r1", 0.95)


@pytest.mark.parametrize(
    ("verb", "key"),
    [("passed", ONE), ("completed", QUIZ), ("", ONE), ("", None)],
    ids=["a lesson passed", "a check completed", "another verb", "nothing of ours"],
)
def test_only_the_verb_an_activity_is_met_by_moves_it(verb, key):
    state, happenings = advance(State(), fact(1, verb, key), OUTLINE)

    assert (counted(state, OUTLINE), happenings, state.last.record) == ((0, 3), [], 1)


@pytest.mark.parametrize("verb", ["completed", "passed"])
def test_a_link_is_met_by_either_verb_and_counts_as_a_lesson(verb):
    link = activity("link")
    outline = outline_data([link])
    state, happenings = fold([fact(1, "", link["key"]), fact(2, verb, link["key"], scaled=0.8)], outline)

    assert told(happenings) == [("lesson", 2), ("course", 2)]
    assert (state.done[link["key"]]["record"], state.done[link["key"]]["scaled"]) == ("r2", 0.8)
    assert counted(state, outline) == (1, 1)


def test_a_later_activity_is_kept_but_counts_for_nothing():
    state, happenings = advance(State(), fact(1, "completed", activity()["key"]), OUTLINE)

    assert told(happenings) == [("lesson", 1)]
    assert counted(state, OUTLINE) == (0, 3)


def test_a_waived_activity_leaves_both_sides_and_completes_only_where_something_was_done():
    nothing, happenings = fold([fact(n, "waived", key) for n, key in enumerate((ONE, TWO, QUIZ), 1)], OUTLINE)
    assert (counted(nothing, OUTLINE), happenings, nothing.met) == ((0, 0), [], None)

    state, happenings = fold(
        [fact(1, "completed", ONE), fact(2, "waived", QUIZ), fact(3, "waived", TWO), fact(4, "waived", ONE)], OUTLINE
    )
    assert told(happenings) == [("lesson", 1), ("course", 3)]
    assert counted(state, OUTLINE) == (1, 1)


def test_what_was_reported_is_proven_by_a_later_record():
    state, happenings = fold(
        [fact(1, "completed", ONE, reported=True), fact(2, "completed", ONE), fact(3, "completed", ONE, reported=True)],
        OUTLINE,
    )

    assert told(happenings) == [("lesson", 1), ("lesson", 2)]
    assert (state.done[ONE]["record"], state.done[ONE]["reported"]) == ("r2", False)


def test_history_says_what_a_voiding_took_back_and_what_stands_instead():
    entries = [
        (7, fact(1, "completed", ONE)),
        (7, fact(2, "passed", QUIZ)),
        (7, fact(3, "passed", QUIZ)),
        (7, fact(4, "completed", TWO)),
        Voiding(record=5, seq=5, targets=frozenset({2})),
    ]

    assert [(one.kind, one.fact.record, one.reversed_by) for one in history(entries, {7: OUTLINE})] == [
        ("lesson", 1, None),
        ("assessment", 2, 5),
        ("assessment", 3, None),
        ("lesson", 4, None),
        ("course", 4, None),
    ]


def test_history_without_voiding_is_the_fold():
    facts = [fact(1, "completed", ONE), fact(2, "completed", TWO), fact(3, "passed", QUIZ)]

    assert list(history([(1, one) for one in facts], {1: OUTLINE})) == fold(facts, OUTLINE)[1]
