"""Notices, hits, heads, rows and badges."""

from datetime import datetime

from django.utils.safestring import mark_safe

from .cast import FINISHED, HANA, PRIYA, SEGMENTS, Props


def notices(now: datetime) -> Props:
    return {
        "notices": [
            {
                "uid": "1",
                "key": "1",
                "url": "#n",
                "person": PRIYA,
                "unread": True,
                "meta": "12 min · “The 4 % is about the data”",
                "text": mark_safe(
                    "<b>Priya Raman</b> and 2 others replied to your question in <b>Evening Statistics</b>"
                ),
                "items": [{"label": "Mute this conversation", "icon": "mute", "action_url": "#mute"}],
            },
            {
                "uid": "4",
                "key": "4",
                "url": "#n",
                "person": PRIYA,
                "unread": True,
                "meta": "20 min",
                "text": mark_safe("<b>Priya Raman</b> and 2 others would like to join <b>Evening Statistics</b>"),
                "door_url": "#people",
                "door_label": "See who asks",
            },
            {
                "uid": "2",
                "key": "2",
                "url": "#n",
                "person": None,
                "icon": "calendar",
                "hue": 2,
                "unread": True,
                "meta": "Today · About 12 minutes",
                "text": mark_safe("<b>Describing a distribution: check</b> is due today"),
            },
            {
                "uid": "3",
                "key": "3",
                "url": "",
                "person": None,
                "icon": "info",
                "hue": 5,
                "unread": False,
                "meta": "Monday",
                "text": "This is no longer available",
            },
        ],
        "hits": [
            {
                "title": "Lessons and courses",
                "hits": [
                    {
                        "url": "#h",
                        "cover": "bars-29",
                        "title": mark_safe("What a <mark>p-value</mark> does not tell you"),
                        "note": "Lesson 4 · Statistics for Curious People · 6 min",
                    }
                ],
            },
            {
                "title": "People",
                "hits": [
                    {
                        "url": "#h",
                        "person": PRIYA,
                        "title": mark_safe("<mark>P</mark>riya Raman"),
                        "note": "In Evening Statistics with you",
                    }
                ],
            },
            {
                "title": "Discussions",
                "hits": [
                    {
                        "url": "#h",
                        "icon": "talk",
                        "title": mark_safe("If <mark>p</mark> = 0.04, is there a 4 % chance?"),
                        "note": "Yusuf Demir in Evening Statistics · answered",
                    }
                ],
            },
        ],
        "head": {
            "title": "Evening Statistics",
            "group": "evening",
            "tone": "ink",
            "kicker": "Grace Tanaka invites you to",
            "text": "We meet the same numbers on Tuesdays and argue about them kindly. Beginners welcome.",
            "meta": ["Private group", "18 people", "Member since 3 November"],
        },
        "person_head": {
            "title": "Hana Kovářová",
            "person": HANA,
            "text": "Cartographer in Brno. Learning to count properly, late and happily.",
            "meta": ["Here since March", "You share two groups"],
        },
        "courses": [
            {
                "title": "Statistics for Curious People",
                "url": "#c",
                "key": "bars-29",
                "tone": "ink",
                "meta": "Ivan Marković · 14 activities",
                "segments": SEGMENTS,
                "done_text": "3 of 14 done",
                "side_text": "Yesterday",
            },
            {
                "title": "Soil: How Ground Becomes Garden",
                "url": "#c",
                "key": "strata-7",
                "tone": "moss",
                "meta": "Kwame Mensah · 11 activities · 3 h",
                "text": "Know what your soil needs before you buy anything for it.",
            },
        ],
        "rows": [
            {
                "title": "Describing a distribution",
                "url": "#l",
                "note": "Check · 12 min",
                "cover": "bars-29",
                "tone": "ink",
                "chip": "Today",
                "chip_tone": "streak",
            },
            {
                "title": "Evening Statistics",
                "url": "#l",
                "note": "By name",
                "group": "evening",
                "tone": "ink",
                "icon": "eye",
                "icon_label": "Shared by name",
            },
            {
                "title": "The Listening Hour",
                "url": "#l",
                "note": "2 October · 8 activities",
                "cover": "orbits-4",
                "tone": "ochre",
                "studied": True,
            },
        ],
        "tiles": [
            {
                "kind": "course",
                "marks": FINISHED,
                "key": "bars-29",
                "tone": "ink",
                "title": "Course",
                "text": "14 marks, four modules",
            },
            {
                "kind": "course",
                "marks": SEGMENTS,
                "key": "bars-29",
                "tone": "ink",
                "title": "In progress",
                "text": "3 of 14",
            },
            {"kind": "lesson", "marks": [[1]], "title": "First lesson", "text": "Why averages mislead"},
            {
                "kind": "assessment",
                "marks": [[1] * 8],
                "score": 92,
                "title": "Assessment",
                "text": "One mark a question",
            },
            {"kind": "streak", "marks": [[1] * 7], "title": "Streak", "text": "Amber, seven days"},
            {"kind": "help", "marks": [[1] * 10], "title": "Help", "text": "Ten accepted answers"},
            {"kind": "verified", "marks": [], "title": "Verified", "text": "By a named person"},
            {
                "kind": "course",
                "marks": [[0] * 5, [0] * 4],
                "key": "bars-29",
                "title": "Ahead",
                "text": "Open ring, no colour",
            },
        ],
        "week": [
            {"letter": letter, "name": name, "state": state}
            for letter, name, state in zip(
                "MTWTFSS",
                ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
                ("done", "missed", "done", "done", "missed", "done", "today"),
                strict=True,
            )
        ],
        "menu": [
            {"label": "Your profile", "icon": "person", "url": "#p"},
            {"label": "What you share", "icon": "eye", "url": "#s"},
            {"label": "Settings", "icon": "sliders", "url": "#t"},
            {"label": "Private everywhere", "icon": "lock", "action_url": "#x", "danger": True, "rule": True},
        ],
        "now": now,
    }
