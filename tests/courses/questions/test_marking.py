"""Marks, by the key of each kind of question."""

import pytest

from courses.questions import marking


def choice(kind, *correct, **fields):
    options = [{"text": f"Option {n}", "correct": right, "feedback": ""} for n, right in enumerate(correct)]
    return {"id": "q", "type": kind, "question": "?", "options": options, "answer": None, **fields}


def numeric(answer, tolerance=0):
    return {"id": "q", "type": "numeric", "question": "?", "options": [], "answer": answer, "tolerance": tolerance}


@pytest.mark.parametrize(
    ("question", "values", "correct"),
    [
        (choice("single", False, True), ["1"], True),
        (choice("single", False, True), ["0"], False),
        (choice("true_false", True, False), ["0"], True),
        (choice("true_false", True, False), ["1"], False),
        (choice("multiple", True, False, True), ["2", "0"], True),
        (choice("multiple", True, False, True), ["0"], False),
        (choice("multiple", True, False, True), ["0", "1", "2"], False),
        (numeric(0.014, 0.001), ["0.0145"], True),
        (numeric(0.014, 0.001), ["0,0145"], True),
        (numeric(0.014, 0.001), [".016"], False),
        (numeric(0.3), ["0.3"], True),
        (numeric(1200), ["1,200.0"], True),
        (numeric(-4), ["−4"], True),
        (numeric(1500), ["1,500"], True),
        (numeric(1500), ["1 500"], True),
        (numeric(1500), ["1.500,00"], True),
        (numeric(1500), ["1’500"], True),
        (numeric(1500000), ["1,500,000"], True),
        (numeric(150000), ["1,50,000"], True),
        (numeric(1.5), ["1,500"], False),
        (numeric(1.5), ["1,5"], True),
        (numeric(0.145), ["0,145"], True),
        (numeric(1), ["1 %"], True),
        (numeric(1), ["1%"], True),
        (numeric(20), ["20 minutes"], True),
        (numeric(20), ["~20"], True),
        (numeric(20), ["about 20"], True),
        (numeric(0.014), ["p = .014"], True),
        (numeric(5), ["€5"], True),
        (numeric(5), ["5 m²"], True),
        (numeric(1e-7), ["0.0000001"], True),
        (numeric(1000), ["1e3"], True),
    ],
)
def test_a_response_is_right_or_not(question, values, correct):
    assert marking.mark(question, marking.read(question, values)).correct is correct


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (choice("single", True, False), []),
        (choice("single", True, False), ["2"]),
        (choice("single", True, False), ["0", "1"]),
        (choice("single", True, False), ["-1"]),
        (choice("multiple", True, False), ["x"]),
        (numeric(1), [""]),
        (numeric(1), ["NaN"]),
        (numeric(1), ["Infinity"]),
        (numeric(1), ["1e999999999"]),
        (numeric(1), ["drop table"]),
        (numeric(1), ["1 2"]),
        (numeric(1), ["1 or 2"]),
        (numeric(1), ["1-2"]),
        (numeric(1), ["1/2"]),
        (numeric(1), ["< 1"]),
        (numeric(1), ["1 thousand"]),
        (numeric(1), ["1k"]),
        (numeric(1), ["1,2,3"]),
    ],
)
def test_what_means_no_possible_answer_is_none_and_wrong(question, values):
    response = marking.read(question, values)

    assert response is None
    assert not marking.mark(question, response).correct


def test_the_chosen_option_speaks_before_the_question():
    question = choice("single", True, False, feedback_right="Well seen", feedback_wrong="Look again")
    question["options"][1]["feedback"] = "The usual mistake"

    assert [marking.mark(question, response).feedback for response in (0, 1, None)] == [
        "Well seen",
        "The usual mistake",
        "Look again",
    ]


def test_an_attempt_earns_a_point_for_each_right_answer():
    questions = [{**choice("single", True, False), "id": "a"}, {**numeric(3), "id": "b"}, {**numeric(4), "id": "c"}]
    result = marking.mark_all(questions, {"a": 0, "b": "3", "foreign": 1})

    assert (result.raw, result.maximum, round(result.scaled, 4)) == (2.0, 3.0, 0.6667)
    assert {key: mark.correct for key, mark in result.marks.items()} == {"a": True, "b": True, "c": False}


@pytest.mark.parametrize(
    ("values", "unread"),
    [(["1 %"], ""), ([""], ""), ([], ""), (["many"], "many"), (["1 or 2"], "1 or 2"), (["1" * 50], "1" * 40)],
)
def test_what_cannot_be_read_as_a_number_is_said(values, unread):
    assert marking.unread(numeric(1), values) == unread
    assert marking.unread(choice("single", True, False), values) == ""


def options(*texts, right=(0,)):
    return [{"text": text, "correct": place in right, "feedback": ""} for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("kind", "response", "now", "carried"),
    [
        ("single", 0, options("b", "a", right=(1,)), 1),
        ("single", 1, options("b", "c", "a", right=(2,)), 0),
        ("single", 0, options("b", "a", right=(0,)), None),
        ("single", 0, options("b", "c", right=(1,)), None),
        ("multiple", [0, 1], options("b", "c", "a", right=(0, 2)), None),
        ("multiple", [0], options("c", "b", "a", right=(2,)), [2]),
    ],
)
def test_an_answer_is_known_by_its_words_when_the_question_is_put_otherwise(kind, response, now, carried):
    before = choice(kind, options=options("a", "b"))
    correct = marking.mark(before, response).correct

    assert marking.carried(response, correct=correct, before=before, now=choice(kind, options=now)) == carried


def test_an_answer_is_not_carried_where_it_is_worth_something_else():
    assert marking.carried("4", correct=True, before=numeric(4), now=numeric(5)) is None
    assert marking.carried("4", correct=True, before=None, now=numeric(4)) == "4"
    assert marking.carried(0, correct=True, before=None, now=choice("single", False, True)) is None
    assert marking.carried(0, correct=True, before=choice("single", True), now=numeric(0)) is None
