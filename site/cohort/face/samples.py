"""What the style guide shows: invented people and courses, as plain mappings."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.safestring import mark_safe

Props = dict[str, Any]

COLOURS = (
    "canvas", "surface", "sunken", "line", "line-strong", "ink", "ink-soft", "ink-faint", "accent", "accent-deep",
    "on-accent", "accent-wash", "done", "done-wash", "streak", "streak-wash", "danger", "danger-wash",
)  # fmt: skip
ICONS = (
    "home", "book", "people", "person", "person-add", "search", "bell", "mute", "check", "x", "down", "right", "arrow",
    "back", "clock", "lock", "eye", "mask", "kudos", "tally", "reply", "talk", "outline", "calendar", "more", "plus",
    "filter", "download", "flag", "info", "alert", "help", "pencil", "mail", "sliders", "refresh", "play", "link",
    "trophy", "quote", "code", "exit", "sun", "settings", "task",
)  # fmt: skip
SEGMENTS = [[1, 1, 1, 0.4], [0, 0, 0, 0, 0], [0, 0, 0], [0, 0]]
FINISHED = [[1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1], [1, 1]]


def person(name: str, **more: Any) -> Props:
    """Return an invented person, whose hue comes from the name."""
    return {"name": name, "uid": name, "url": "#person", **more}


ADA, NGOZI, MEILING = person("Ada Nwosu"), person("Ngozi Eze"), person("陳美玲 Mei-Ling Chen")
TOMAS, YUSUF, PRIYA = person("Tomás Herrera"), person("Yusuf Demir"), person("Priya Raman")
HANA, KWAME, FATIMA = person("Hana Kovářová"), person("Kwame Mensah"), person("Fatima Zahra El Amrani")
LAN, GRACE, JONAS = person("Nguyễn Thị Lan"), person("Grace Tanaka"), person("Jonas Bergström")
OTTER = person("Patient Otter", pseudonym=True, url="")


class TopicForm(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(label="Title", error_messages={"required": "Give the topic a title"})
    due = forms.CharField(label="Due", help_text="In the group’s time zone, Europe/Prague")
    zone = forms.ChoiceField(label="Time zone", choices=[("Africa/Lagos", "Africa/Lagos"), ("UTC", "UTC")])
    address = forms.CharField(label="Group address", disabled=True, initial="evening-statistics", required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    pace = forms.ChoiceField(
        label="How often", widget=forms.RadioSelect, choices=[("weekly", "Weekly"), ("daily", "Daily")]
    )
    mail = forms.BooleanField(label="Mail me the digest", required=False, initial=True)

    def clean_due(self) -> str:
        raise forms.ValidationError("Choose a due date after today")


def everything() -> Props:
    """Return the context of the style guide."""
    now = timezone.now()
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "segments": SEGMENTS,
        "finished": FINISHED,
        "ahead": [[0, 0, 0, 0], [0, 0, 0, 0, 0]],
        "eight": [[1] * 8],
        "ten": [[1] * 10],
        "seven": [[1] * 7],
        "form": TopicForm({"title": "", "due": "12 November", "zone": "Africa/Lagos", "pace": "weekly", "mail": "on"}),
        "people": [NGOZI, MEILING, TOMAS, PRIYA, YUSUF, HANA, KWAME, LAN],
        "ada": ADA, "mei": MEILING, "yusuf": YUSUF, "lan": LAN, "otter": OTTER, "hana": HANA, "nobody": {"name": ""},
        "families": ("bars", "strata", "leaves", "arches", "weave", "orbits"),
        "tones": ("ink", "moss", "clay", "rose", "stone", "lagoon", "ochre", "fern"),
        "card": _continue(),
        "modules": _outline(),
        "days": _days(now),
        "tabs": _tabs(),
        "periods": [{"label": "This week", "url": "#", "current": True}, {"label": "All time", "url": "#all"}],
        **_talk(now),
        **_board(),
        **_manager(),
        **_sharing(),
        **_notices(now),
    }  # fmt: skip


def _continue() -> Props:
    return {
        "course": "Statistics for Curious People", "course_url": "#course", "title": "What a p-value does not tell you",
        "url": "#lesson", "line": "Lesson 4, about 6 minutes. You stopped at “The question it answers”.",
        "outline_url": "#outline", "segments": SEGMENTS, "done_text": "3 of 14 done", "left_text": "about 3 h 30 left",
        "key": "bars-29", "tone": "ink",
    }  # fmt: skip


def _outline() -> list[Props]:
    def step(title: str, kind: str, minutes: int, state: str, note: str = "", part: float = 0) -> Props:
        url = "" if state == "later" else "#lesson"
        return {"title": title, "url": url, "kind": kind, "minutes": minutes, "state": state, "note": note, "part": part}

    first = [
        step("Sampling without fooling yourself", "Lesson", 8, "done"),
        step("What a p-value does not tell you", "Lesson", 6, "now", "2 min in", 0.4),
        step("Describing a distribution: check", "Assessment", 12, "rest", "due today"),
        step("Final assessment", "Assessment", 25, "later", "opens after module 3"),
    ]
    return [{"number": 1, "title": "Before the numbers", "done_text": "1 of 4", "activities": first}]


def _days(now: datetime) -> list[Props]:
    why = mark_safe("You are both in <b>Evening Statistics</b>, and Tomás shares by name there. Nobody outside sees this.")

    def item(key: str, who: Props, sentence: str, what: str = "", **more: Any) -> Props:
        at = now - timedelta(hours=len(key) + 1)
        return {
            "key": key, "person": who, "sentence": sentence, "object": what, "object_url": "#lesson" if what else "",
            "at": at, "place": "Evening Statistics", "place_url": "#group", "kudos_url": "#kudos", "kudos": 3, "why": why,
            "mute_url": "#mute", "mute_label": "Mute finished lessons from this group", **more,
        }  # fmt: skip

    names = (NGOZI, MEILING, KWAME, HANA, LAN)
    folded = {
        "folded": True, "key": "fold", "people": "Ngozi, Mei-Ling", "sentence": "{people} and 3 others finished {object}",
        "object": "Sampling without fooling yourself", "faces": [NGOZI, MEILING], "why": "",
        "members": [{"person": who, "at": now - timedelta(minutes=40 * n), "text": ""} for n, who in enumerate(names)],
    }  # fmt: skip
    course = {
        "kind": "course", "marks": [[1, 1, 1], [1, 1, 1], [1, 1]], "key": "orbits-4", "tone": "ochre",
        "title": "The Listening Hour", "url": "#course", "text": "8 activities over three weeks. A first course here.",
    }  # fmt: skip
    helped = {"kind": "help", "marks": [[1] * 10], "text": "Ten of Hana’s answers were accepted by those who asked."}
    today = [
        folded,
        item("a", TOMAS, "{person} finished a course", milestone=course, kudos=6, kudos_given=True),
        item("bb", YUSUF, "{person} asked about {object}", "What a p-value does not tell you", kudos_url="", kudos=0,
             quote="If p = 0.04, is there a 4 % chance that the null is true? My whole department reads it that way.",
             replies_url="#replies", replies="3 replies"),
    ]  # fmt: skip
    before = [
        item("ccc", PRIYA, "{person} passed {object} with 92 %", "Describing a distribution: check"),
        item("dddd", HANA, "{person} earned a badge", milestone=helped, kudos_url="", kudos=9),
        item("eeeee", FATIMA, "{person} posted", place="Instructor", place_url="", kudos=0,
             body=mark_safe("<p>Tuesday we read the <em>chocolate makes you thin</em> study together. Ten minutes with the "
                            "methods section first, please.</p>")),
    ]  # fmt: skip
    return [
        {"name": "Today", "date": "Friday 20 November", "entries": today},
        {"name": "Yesterday", "date": "", "entries": before},
    ]


def _tabs() -> list[Props]:
    return [
        {"label": "Feed", "url": "#", "current": True}, {"label": "Discussions", "url": "#", "count": 12},
        {"label": "Courses", "url": "#", "count": 3}, {"label": "People", "url": "#", "count": 18},
        {"label": "Leaderboard", "url": "#"},
    ]  # fmt: skip


def _talk(now: datetime) -> Props:
    question = {
        "key": "q", "person": YUSUF, "at": now - timedelta(hours=4), "kind": "Question", "answered": True,
        "body": mark_safe("<p>If p = 0.04, is there a 4 % chance that the null is true?</p>"), "helpful_url": "#helpful",
        "helpful": 2, "helpful_given": True, "reply_url": "#reply",
    }  # fmt: skip
    answer = {
        "key": "a", "person": PRIYA, "at": now - timedelta(hours=3), "accepted_by": "Yusuf", "nested": True,
        "body": mark_safe("<p>The 4 % is about the data, given the null. Not the null, given the data.</p>"),
        "helpful_url": "#helpful", "reply_url": "#reply",
    }  # fmt: skip
    mine = {
        "key": "m", "person": ADA, "at": now - timedelta(minutes=12), "edited": True, "nested": True,
        "body": mark_safe("<p>Thank you, both.</p>"), "edit_url": "#edit", "remove_url": "#remove", "accept_url": "#accept",
    }  # fmt: skip
    gone = {"key": "g", "person": JONAS, "at": now, "nested": True, "removed": "Removed by Jonas."}
    return {"posts": [question, answer, mine, gone]}


def _board() -> Props:
    def row(rank: int, who: Props, points: int, things: int, note: str = "", me: bool = False) -> Props:
        return {"rank": rank, "person": who, "points": points, "things": f"{things} things", "note": note, "me": me}

    return {
        "board": [
            row(7, person("Amber Finch", pseudonym=True, url=""), 50, 3, "Pseudonym"),
            row(8, ADA, 40, 4, "10 behind rank 7", me=True),
            row(9, KWAME, 30, 3),
            row(10, FATIMA, 20, 2),
        ],
        "podium": [
            {"rank": 1, "person": NGOZI, "points_text": "140 points"},
            {"rank": 2, "person": MEILING, "points_text": "110 points"},
            {"rank": 3, "person": OTTER, "points_text": "90 points"},
        ],
        "formula": [
            {"points": 10, "label": "a lesson"},
            {"points": 20, "label": "an assessment passed"},
            {"points": 50, "label": "a course"},
        ],
    }


def _manager() -> Props:
    columns = ["First Aid at Work", "Data Protection in Plain Words", "Living After a Stroke"]

    def cell(column: int, done: int, total: int, when: str, *, late: bool = False) -> Props:
        return {"title": columns[column], "url": "#cell", "done": done, "total": total, "when": when, "late": late,
                "finished": done == total}  # fmt: skip

    rows = [
        {"person": HANA, "cells": [cell(0, 9, 9, "12 Nov"), cell(1, 6, 6, "2 Oct"), cell(2, 5, 7, "2 days ago")]},
        {"person": FATIMA, "cells": [cell(0, 4, 9, "Yesterday"), cell(1, 2, 6, "Late since 13 Nov", late=True), None]},
        {"person": YUSUF, "cells": [cell(0, 1, 9, "Late since 16 Nov", late=True), None, cell(2, 0, 7, "Not begun")]},
    ]
    totals = [{"text": "5 of 12 finished", "late": "1 late"}, {"text": "9 of 12 finished", "late": "2 late"},
              {"text": "3 of 8 finished", "late": "none late"}]  # fmt: skip
    return {
        "needs": [
            {"person": YUSUF, "last": "Last learned 1 November", "action_url": "#write", "action_label": "Write to Yusuf",
             "action_icon": "mail",
             "why": mark_safe('Two courses late. Opened <a href="#lesson">Cleaning a wound</a> four times.')},
            {"person": FATIMA, "last": "Asked yesterday", "action_url": "#answer", "action_label": "Answer",
             "action_icon": "reply", "why": mark_safe('A question in <a href="#lesson">When to call</a> has waited 26 hours.')},
        ],
        "facts": [
            {"label": "Active this week", "value": 9, "url": "#active", "of": "of 12 members",
             "meta": mark_safe('Finished at least one thing since Monday. <a class="quiet-link" href="#rest">The other 3</a>')},
            {"label": "On time", "value": 17, "url": "#time", "of": "of 20 due", "meta": "Assigned work due by today"},
            {"label": "Better at first aid", "value": "+0.9", "url": "#gain", "of": "points of 10",
             "interval": (0.3, 0.9, 1.5, -0.75, 2.25),
             "meta": "Before and after, same people: 11 of 12 took both. 95 % interval 0.3 to 1.5."},
        ],
        "grid": {"columns": columns, "rows": rows, "totals": totals, "foot_label": "All 12"},
    }  # fmt: skip


def _sharing() -> Props:
    return {
        "statuses": [
            {"sharing": "named", "title": "You share by name here.", "change_url": "#change",
             "text": "Since 3 November, the other 17 members see what you finish."},
            {"sharing": "pseudonymous", "title": "You are Quiet Heron here.", "change_url": "#change",
             "text": "The board counts you; nothing you finish appears in the feed."},
            {"sharing": "private", "title": "You are private here.", "change_url": "#change",
             "text": "You see the board and your own points."},
        ],
        "options": [
            {"value": "named", "title": "By name", "lines": [
                {"kind": "yes", "text": "The group sees the lessons, courses and badges you earn from today on."},
                {"kind": "yes", "text": "You stand on the leaderboard as Ada Nwosu."},
                {"kind": "yes", "text": "Others can give you kudos."}]},
            {"value": "pseudonymous", "title": "Under a pseudonym", "lines": [
                {"kind": "yes", "text": "You count on the leaderboard under a random name that changes with each board."},
                {"kind": "no", "text": "Nothing you finish appears in the feed."},
                {"kind": "info", "text": "Until five people choose this, you are private: with fewer, you could be guessed."}]},
            {"value": "private", "title": "Private", "checked": True, "lines": [
                {"kind": "yes", "text": "Only you see what you learn, with your own points."},
                {"kind": "no", "text": "No feed, no rank, and you are not in the group’s totals."}]},
        ],
    }  # fmt: skip


def _notices(now: datetime) -> Props:
    return {
        "notices": [
            {"uid": "1", "url": "#n", "person": PRIYA, "unread": True, "meta": "12 min · “The 4 % is about the data”",
             "text": mark_safe("<b>Priya Raman</b> and 2 others replied to your question in <b>Evening Statistics</b>"),
             "mute_url": "#mute", "mute_label": "Mute this conversation"},
            {"uid": "2", "url": "#n", "person": None, "icon": "calendar", "hue": 2, "unread": True,
             "meta": "Today · About 12 minutes", "text": mark_safe("<b>Describing a distribution: check</b> is due today")},
            {"uid": "3", "url": "", "person": None, "icon": "info", "hue": 5, "unread": False, "meta": "Monday",
             "text": "This is no longer available"},
        ],
        "hits": [
            {"title": "Lessons and courses", "hits": [
                {"url": "#h", "cover": "bars-29", "title": mark_safe("What a <mark>p-value</mark> does not tell you"),
                 "note": "Lesson 4 · Statistics for Curious People · 6 min"}]},
            {"title": "People", "hits": [
                {"url": "#h", "person": PRIYA, "title": mark_safe("<mark>P</mark>riya Raman"),
                 "note": "In Evening Statistics with you"}]},
            {"title": "Discussions", "hits": [
                {"url": "#h", "icon": "talk", "title": mark_safe("If <mark>p</mark> = 0.04, is there a 4 % chance?"),
                 "note": "Yusuf Demir in Evening Statistics · answered"}]},
        ],
        "head": {"title": "Evening Statistics", "group": "evening", "tone": "ink", "kicker": "Grace Tanaka invites you to",
                 "text": "We meet the same numbers on Tuesdays and argue about them kindly. Beginners welcome.",
                 "meta": ["Private group", "18 people", "Member since 3 November"]},
        "person_head": {"title": "Hana Kovářová", "person": HANA,
                        "text": "Cartographer in Brno. Learning to count properly, late and happily.",
                        "meta": ["Here since March", "You share two groups"]},
        "courses": [
            {"title": "Statistics for Curious People", "url": "#c", "key": "bars-29", "tone": "ink",
             "meta": "Ivan Marković · 14 activities", "segments": SEGMENTS, "done_text": "3 of 14 done",
             "side_text": "Yesterday"},
            {"title": "Soil: How Ground Becomes Garden", "url": "#c", "key": "strata-7", "tone": "moss",
             "meta": "Kwame Mensah · 11 activities · 3 h",
             "text": "Know what your soil needs before you buy anything for it."},
        ],
        "rows": [
            {"title": "Describing a distribution", "url": "#l", "note": "Check · 12 min", "cover": "bars-29", "tone": "ink",
             "chip": "Today", "chip_tone": "streak"},
            {"title": "Evening Statistics", "url": "#l", "note": "By name", "group": "evening", "tone": "ink", "icon": "eye",
             "icon_label": "Shared by name"},
            {"title": "The Listening Hour", "url": "#l", "note": "2 October · 8 activities", "cover": "orbits-4",
             "tone": "ochre", "studied": True},
        ],
        "tiles": [
            {"kind": "course", "marks": FINISHED, "key": "bars-29", "tone": "ink", "title": "Course",
             "note": "14 marks, four modules"},
            {"kind": "course", "marks": SEGMENTS, "key": "bars-29", "tone": "ink", "title": "In progress", "note": "3 of 14"},
            {"kind": "lesson", "marks": [[1]], "title": "First lesson", "note": "Why averages mislead"},
            {"kind": "assessment", "marks": [[1] * 8], "score": 92, "title": "Assessment", "note": "One mark a question"},
            {"kind": "streak", "marks": [[1] * 7], "title": "Streak", "note": "Amber, seven days"},
            {"kind": "help", "marks": [[1] * 10], "title": "Help", "note": "Ten accepted answers"},
            {"kind": "verified", "marks": [], "title": "Verified", "note": "By a named person"},
            {"kind": "course", "marks": [[0] * 5, [0] * 4], "key": "bars-29", "title": "Ahead", "note": "Open ring, no colour"},
        ],
        "week": [
            {"letter": letter, "name": name, "state": state}
            for letter, name, state in zip(
                "MTWTFSS",
                ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
                ("done", "missed", "done", "done", "today", "ahead", "ahead"), strict=True)
        ],
        "menu": [
            {"label": "Your profile", "icon": "person", "url": "#p"}, {"label": "What you share", "icon": "eye", "url": "#s"},
            {"label": "Settings", "icon": "sliders", "url": "#t"},
            {"label": "Private everywhere", "icon": "lock", "action_url": "#x", "danger": True, "rule": True},
        ],
        "now": now,
    }  # fmt: skip
