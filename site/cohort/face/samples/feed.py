"""What happened and was said."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import mark_safe

from .cast import ADA, FATIMA, HANA, JONAS, KWAME, LAN, MEILING, NGOZI, PRIYA, TOMAS, YUSUF, Props


def days(now: datetime) -> list[Props]:
    why = mark_safe(
        "You are both in <b>Evening Statistics</b>, and Tomás shares by name there. Nobody outside sees this."
    )

    def item(key: str, who: Props, sentence: str, what: str = "", **more: Any) -> Props:
        at = now - timedelta(hours=len(key) + 1)
        return {
            "key": key,
            "person": who,
            "sentence": sentence,
            "object": what,
            "object_url": "#lesson" if what else "",
            "at": at,
            "place": "Evening Statistics",
            "place_url": "#group",
            "kudos_url": "#kudos",
            "kudos": 3,
            "why": why,
            "mute_url": "#mute",
            "mute_label": "Leave Evening Statistics out of Home",
            **more,
        }

    names = (NGOZI, MEILING, KWAME, HANA, LAN)
    folded = {
        "folded": True,
        "key": "fold",
        "people": "Ngozi, Mei-Ling",
        "sentence": "{people} and 3 others finished {object}",
        "object": "Sampling without fooling yourself",
        "faces": [NGOZI, MEILING],
        "why": "",
        "members": [{"person": who, "at": now - timedelta(minutes=40 * n), "text": ""} for n, who in enumerate(names)],
    }
    course = {
        "kind": "course",
        "marks": [[1, 1, 1], [1, 1, 1], [1, 1]],
        "key": "orbits-4",
        "tone": "ochre",
        "title": "The Listening Hour",
        "url": "#course",
        "text": "8 activities over three weeks. A first course here.",
    }
    helped = {"kind": "help", "marks": [[1] * 10], "text": "Ten of Hana’s answers were accepted by those who asked."}
    today = [
        folded,
        item("a", TOMAS, "{person} finished a course", milestone=course, kudos=6, kudos_given=True),
        item(
            "bb",
            YUSUF,
            "{person} asked about {object}",
            "What a p-value does not tell you",
            kudos_url="",
            kudos=0,
            quote="If p = 0.04, is there a 4 % chance that the null is true? My whole department reads it that way.",
            replies_url="#replies",
            replies="3 replies",
        ),
    ]
    before = [
        item("ccc", PRIYA, "{person} passed {object} with 92 %", "Describing a distribution: check"),
        item("dddd", HANA, "{person} earned a badge", milestone=helped, kudos_url="", kudos=9),
        item(
            "eeeee",
            FATIMA,
            "{person} posted",
            place="Instructor",
            place_url="",
            kudos=0,
            body=mark_safe(
                "<p>Tuesday we read the <em>chocolate makes you thin</em> study together. Ten minutes with the "
                "methods section first, please.</p>"
            ),
        ),
    ]
    return [
        {"name": "Today", "date": "Friday 20 November", "entries": today},
        {"name": "Yesterday", "date": "", "entries": before},
    ]


def talk(now: datetime) -> Props:
    question = {
        "key": "q",
        "person": YUSUF,
        "at": now - timedelta(hours=4),
        "kind": "Question",
        "answered": True,
        "body": mark_safe("<p>If p = 0.04, is there a 4 % chance that the null is true?</p>"),
        "helpful_url": "#helpful",
        "helpful": 2,
        "helpful_given": True,
        "reply_url": "#reply",
    }
    answer = {
        "key": "a",
        "person": PRIYA,
        "at": now - timedelta(hours=3),
        "accepted_by": "Yusuf",
        "nested": True,
        "body": mark_safe("<p>The 4 % is about the data, given the null. Not the null, given the data.</p>"),
        "helpful_url": "#helpful",
        "reply_url": "#reply",
    }
    mine = {
        "key": "m",
        "person": ADA,
        "at": now - timedelta(minutes=12),
        "edited": True,
        "nested": True,
        "body": mark_safe("<p>Thank you, both.</p>"),
        "edit_url": "#edit",
        "remove_url": "#remove",
        "accept_url": "#accept",
    }
    gone = {"key": "g", "person": JONAS, "at": now, "nested": True, "removed": "Removed by Jonas."}
    return {"posts": [question, answer, mine, gone]}


def tabs() -> list[Props]:
    return [
        {"label": "Feed", "url": "#", "current": True},
        {"label": "Discussions", "url": "#", "count": 12},
        {"label": "Courses", "url": "#", "count": 3},
        {"label": "People", "url": "#", "count": 18},
        {"label": "Leaderboard", "url": "#"},
    ]
