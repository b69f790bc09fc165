"""What is learned: Continue, the outline."""

from .cast import SEGMENTS, Props


def continue_card() -> Props:
    return {
        "course": "Statistics for Curious People",
        "course_url": "#course",
        "title": "What a p-value does not tell you",
        "url": "#lesson",
        "line": "Lesson 4, about 6 minutes. You stopped at “The question it answers”.",
        "outline_url": "#outline",
        "segments": SEGMENTS,
        "done_text": "3 of 14 done",
        "left_text": "about 3 h 30 left",
        "key": "bars-29",
        "tone": "ink",
    }


def outline() -> list[Props]:
    def step(title: str, kind: str, minutes: int, state: str, note: str = "", part: float = 0) -> Props:
        url = "" if state == "later" else "#lesson"
        return {
            "title": title,
            "url": url,
            "kind": kind,
            "minutes": minutes,
            "state": state,
            "note": note,
            "part": part,
        }

    first = [
        step("Sampling without fooling yourself", "Lesson", 8, "done"),
        step("What a p-value does not tell you", "Lesson", 6, "now", "2 min in", 0.4),
        step("Describing a distribution: check", "Assessment", 12, "rest", "due today"),
        step("Final assessment", "Assessment", 25, "later", "opens after module 3"),
    ]
    return [{"number": 1, "title": "Before the numbers", "done_text": "1 of 4", "activities": first}]
