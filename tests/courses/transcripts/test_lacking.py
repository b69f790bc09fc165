"""Why a course is not complete, from what is known of it."""

from datetime import UTC, datetime

from courses.records.words import COMPLETED, FAILED, LAUNCHED, PASSED
from courses.transcripts import lacking
from courses.transcripts.lacking import Lack, Sign, Tries
from courses.transcripts.presenting import answers
from courses.transcripts.standing import Why
from tests.factories.learning import activity, outline_data

NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
LATER = datetime(2026, 2, 12, 12, tzinfo=UTC)


NO_TRY = Tries(0, False)


def standing(one, *, state=None, signs=(), part=0.0, tries=NO_TRY):
    key = one["key"]
    [found] = lacking.standings(
        outline_data([one]),
        state=state or {},
        signs={key: signs},
        parts={} if part is None else {key: part},
        tries={key: tries},
    )
    return found


def codes(found):
    return [lack.code for lack in found.lacks]


def told(one, *, own=True, **facts):
    found = standing(one, **facts)
    why = Why(key=found.key, title="", slug="", opens=False, completed_at=None, done=0, required=1, standings=[found])
    [answer] = answers.answers(why, own=own)
    return answer


def test_a_lesson_not_begun_and_one_read_in_part():
    lesson = activity()
    assert codes(standing(lesson)) == [lacking.NOT_BEGUN]
    assert standing(lesson, part=0.4).lacks == (Lack(code=lacking.PART_READ, scaled=0.4),)


def test_what_is_done_is_evidence_and_lacks_nothing():
    lesson = activity()
    done = {"record": "r", "at": NOON.isoformat(), "scaled": None, "reported": True}
    found = standing(lesson, state={"done": {lesson["key"]: done}, "waived": {}}, signs=[Sign(verb=FAILED, at=NOON)])
    assert (found.state, found.lacks) == (lacking.HAD, ())
    assert found.evidence.reported


def test_what_its_author_took_out_and_what_is_optional_keep_nothing_open():
    out, extra = activity(), activity(required=False)
    assert standing(out, state={"done": {}, "waived": {out["key"]: "r"}}).state == lacking.WAIVED
    assert standing(extra).state == lacking.OPTIONAL
    assert lacking.missing([standing(extra)]) == []


def test_failed_tries_are_counted_with_the_best_score_and_those_taken_back_are_not():
    check = activity("assessment", tries=2)
    failed = [
        Sign(verb=FAILED, at=NOON, scaled=0.4),
        Sign(verb=FAILED, at=NOON, scaled=0.6),
        Sign(verb=FAILED, at=NOON, scaled=0.69, taken_back_at=LATER),
    ]
    found = standing(check, signs=failed, tries=Tries(2, False))
    assert found.lacks == (
        Lack(code=lacking.NOT_PASSED, count=2, scaled=0.6),
        Lack(code=lacking.NO_TRY_LEFT, count=2),
    )


def test_an_open_try_is_not_handed_in():
    assert codes(standing(activity("assessment"), tries=Tries(1, True))) == [lacking.NOT_HANDED_IN]


def test_a_pass_taken_back_is_named_with_its_day():
    signs = [Sign(verb=PASSED, at=NOON, scaled=0.9, taken_back_at=LATER)]
    assert standing(activity("assessment"), signs=signs).lacks == (Lack(code=lacking.TAKEN_BACK, at=LATER),)


def test_what_does_not_meet_the_rule_or_was_said_elsewhere_is_named():
    assert codes(standing(activity(), signs=[Sign(verb=PASSED, at=NOON)])) == [lacking.NOT_BEGUN, lacking.OTHER_VERB]
    assert codes(standing(activity(), signs=[Sign(verb=COMPLETED, at=NOON, counts=False)])) == [
        lacking.NOT_BEGUN,
        lacking.ELSEWHERE,
    ]


def test_a_link_is_not_begun_until_it_is_opened_and_met_by_either_verb():
    link = activity("link")
    assert codes(standing(link, part=None)) == [lacking.NOT_BEGUN]
    assert codes(standing(link, part=0.0)) == [lacking.OPENED]
    assert codes(standing(link, part=None, signs=[Sign(verb=LAUNCHED, at=NOON)])) == [lacking.OPENED]
    for verb in (COMPLETED, PASSED):
        back = [Sign(verb=verb, at=NOON, taken_back_at=LATER)]
        assert standing(link, part=None, signs=back).lacks == (Lack(code=lacking.TAKEN_BACK, at=LATER),)
        away = [Sign(verb=verb, at=NOON, counts=False)]
        assert codes(standing(link, part=None, signs=away)) == [lacking.NOT_BEGUN, lacking.ELSEWHERE]


def test_a_link_that_is_done_says_who_says_so():
    link = activity("link")
    for reported, source in ((True, "Reported from elsewhere."), (False, "Recorded here.")):
        done = {"record": "r", "at": NOON.isoformat(), "scaled": 0.9, "reported": reported}
        answer = told(link, state={"done": {link["key"]: done}, "waived": {}})
        assert (answer.kind, answer.evidence) == ("Link", f"Done on 11 February 2026. {source}")
        assert answer.rule.startswith("Do what it leads to.")
    assert told(link, part=0.0).lacks == ["You have opened it. That it is done is neither confirmed nor reported yet."]
    assert told(link, part=0.0, own=False).lacks == ["Opened, not done."]


def test_the_learner_and_who_leads_them_read_it_in_their_own_words():
    lesson, check = activity(), activity("assessment", tries=3)
    assert told(lesson, part=0.4).lacks == ["You have read 40 % of it and not finished it."]
    assert told(lesson, part=0.4, own=False).lacks == ["Begun, not finished."]
    assert told(lesson).rule == ""
    answer = told(check, signs=[Sign(verb=FAILED, at=NOON, scaled=0.5)], tries=Tries(1, False), own=False)
    assert answer.rule == "Reach 70 % or more. 3 tries; the best counts."
    assert answer.lacks == ["1 try, not passed: 50 %."]


def test_every_code_has_its_words_for_both():
    every = {value for name, value in vars(lacking).items() if name.isupper() and isinstance(value, str)}
    states = {lacking.HAD, lacking.WAIVED, lacking.OPTIONAL, lacking.LACKED}
    kinds = {lacking.LESSON, lacking.ASSESSMENT, lacking.LINK}
    verbs = {lacking.COMPLETED, lacking.PASSED}
    assert set(answers._OWN) == set(answers._LED) == every - states - kinds - verbs
