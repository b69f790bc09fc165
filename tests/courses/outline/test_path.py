"""The way through a course."""

from courses.outline.path import Stop, walk
from tests.factories.learning import activity, outline_data

ONE, TWO, EXTRA = activity(title="One"), activity(title="Two", minutes=9), activity(title="Extra", required=False)
CHECK = activity("assessment", "Check", minutes=12)
OUTLINE = outline_data([ONE, EXTRA], [TWO, CHECK])


def done(*keys):
    return {"done": {key: {} for key in keys}, "waived": {}}


def test_the_first_required_step_is_next_and_the_rest_is_left():
    path = walk(OUTLINE, state=done(ONE["key"]), stops={TWO["key"]: Stop(fraction=0.4, heading="Tea")})

    assert (path.done, path.required, path.minutes_left) == (1, 3, 21)
    assert (path.next.title, path.next.ordinal, path.next.heading, path.next.part) == ("Two", 3, "Tea", 0.4)
    assert path.segments == [[1], [0.4, 0]]
    assert [step.state for step in path.steps] == ["done", "rest", "now", "rest"]


def test_optional_steps_come_last_and_then_nothing_is_next():
    everything = [ONE["key"], TWO["key"], CHECK["key"]]
    assert walk(OUTLINE, state=done(*everything)).next.title == "Extra"
    assert walk(OUTLINE, state=done(*everything, EXTRA["key"])).next is None


def test_counts_rest_on_the_pinned_outline_and_later_steps_are_new_and_optional():
    later = activity(title="Later")
    now = outline_data([ONE, later], [TWO])
    path = walk(now, pinned=OUTLINE, state=done(ONE["key"], CHECK["key"]))

    assert (path.done, path.required) == (2, 3)
    assert [(step.title, step.new, step.required) for step in path.steps] == [
        ("One", False, True),
        ("Later", True, False),
        ("Two", False, True),
    ]
    assert path.next.title == "Two"


def test_a_waived_step_is_not_counted():
    path = walk(OUTLINE, state={"done": {ONE["key"]: {}}, "waived": {TWO["key"]: "r"}})

    assert (path.done, path.required, path.minutes_left) == (1, 2, 12)
    assert path.segments == [[1], [0]]


def test_after_a_step_comes_the_next_one_not_done():
    path = walk(OUTLINE, state=done(TWO["key"]), here=ONE["key"])

    assert path.after(ONE["key"]).title == "Check"
    assert path.after(CHECK["key"]).title == "One"
