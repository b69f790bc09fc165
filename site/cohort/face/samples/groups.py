"""Boards, managers, sharing."""

from django.utils.safestring import mark_safe

from .cast import ADA, FATIMA, HANA, KWAME, MEILING, NGOZI, OTTER, YUSUF, Props, person


def board() -> Props:
    def row(rank: int, who: Props, points: int, things: int, note: str = "", me: bool = False) -> Props:
        return {"rank": rank, "person": who, "points": points, "things": f"{things} activities", "note": note, "me": me}

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
            {"rank": 3, "person": OTTER, "points_text": "90 points", "more": "and 1 other"},
        ],
        "formula": [
            {"points": 10, "label": "a lesson"},
            {"points": 20, "label": "an assessment passed"},
            {"points": 50, "label": "a course"},
        ],
    }


def manager() -> Props:
    columns = ["First Aid at Work", "Data Protection in Plain Words", "Living After a Stroke"]

    def cell(column: int, done: int, total: int, when: str, *, late: bool = False) -> Props:
        return {
            "title": columns[column],
            "url": "#cell",
            "done": done,
            "total": total,
            "when": when,
            "late": late,
            "finished": done == total,
        }

    rows = [
        {"person": HANA, "cells": [cell(0, 9, 9, "12 Nov"), cell(1, 6, 6, "2 Oct"), cell(2, 5, 7, "2 days ago")]},
        {"person": FATIMA, "cells": [cell(0, 4, 9, "Yesterday"), cell(1, 2, 6, "Late since 13 Nov", late=True), None]},
        {"person": YUSUF, "cells": [cell(0, 1, 9, "Late since 16 Nov", late=True), None, cell(2, 0, 7, "Not begun")]},
    ]
    totals = [
        {"text": "5 of 12 finished", "late": "1 late"},
        {"text": "9 of 12 finished", "late": "2 late"},
        {"text": "3 of 8 finished", "late": "none late"},
    ]
    return {
        "needs": [
            {
                "person": YUSUF,
                "last": "Last learned 1 November",
                "action_url": "#write",
                "action_label": "Write to Yusuf",
                "action_icon": "mail",
                "why": mark_safe('Two courses late. Opened <a href="#lesson">Cleaning a wound</a> four times.'),
            },
            {
                "person": FATIMA,
                "last": "Asked yesterday",
                "action_url": "#answer",
                "action_label": "Answer",
                "action_icon": "reply",
                "why": mark_safe('A question in <a href="#lesson">When to call</a> has waited 26 hours.'),
            },
        ],
        "facts": [
            {
                "label": "Active this week",
                "value": 9,
                "url": "#active",
                "of": "of 12 members",
                "meta": mark_safe(
                    'Finished at least one thing since Monday. <a class="quiet-link" href="#rest">The other 3</a>'
                ),
            },
            {"label": "On time", "value": 17, "url": "#time", "of": "of 20 due", "meta": "Assigned work due by today"},
            {
                "label": "Better at first aid",
                "value": "+0.9",
                "url": "#gain",
                "of": "points of 10",
                "interval": (0.3, 0.9, 1.5, -0.75, 2.25),
                "meta": "Before and after, same people: 11 of 12 took both. 95 % interval 0.3 to 1.5.",
            },
        ],
        "grid": {"columns": columns, "rows": rows, "totals": totals, "foot_label": "All 12"},
    }


def sharing() -> Props:
    return {
        "statuses": [
            {
                "sharing": "named",
                "title": "You share by name here.",
                "change_url": "#change",
                "text": "Since 3 November, the other 17 members see what you finish.",
            },
            {
                "sharing": "pseudonymous",
                "title": "You are Quiet Heron here.",
                "change_url": "#change",
                "text": "The board counts you; nothing you finish appears in the feed.",
            },
            {
                "sharing": "private",
                "title": "You are private here.",
                "change_url": "#change",
                "text": "You see the board and your own points.",
            },
        ],
        "options": [
            {
                "value": "named",
                "title": "By name",
                "lines": [
                    {"kind": "yes", "text": "The group sees the lessons, courses and badges you earn from today on."},
                    {"kind": "yes", "text": "You stand on the leaderboard as Ada Nwosu."},
                    {"kind": "yes", "text": "Others can give you kudos."},
                ],
            },
            {
                "value": "pseudonymous",
                "title": "Under a pseudonym",
                "lines": [
                    {
                        "kind": "yes",
                        "text": "You count on the leaderboard under a random name that changes with each board.",
                    },
                    {"kind": "no", "text": "Nothing you finish appears in the feed."},
                    {
                        "kind": "info",
                        "text": "Until five people choose this, you are private: with fewer, you could be guessed.",
                    },
                ],
            },
            {
                "value": "private",
                "title": "Private",
                "checked": True,
                "lines": [
                    {"kind": "yes", "text": "Only you see what you learn, with your own points."},
                    {"kind": "no", "text": "No feed, no rank, and you are not in the group’s totals."},
                ],
            },
        ],
    }
