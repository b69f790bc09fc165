"""The invented people and course of the style guide."""

from typing import Any

Props = dict[str, Any]


COLOURS = (
    "canvas",
    "surface",
    "sunken",
    "line",
    "line-strong",
    "ink",
    "ink-soft",
    "ink-faint",
    "accent",
    "accent-deep",
    "on-accent",
    "accent-wash",
    "done",
    "done-wash",
    "streak",
    "streak-wash",
    "danger",
    "danger-wash",
)
ICONS = (
    "home",
    "book",
    "people",
    "person",
    "person-add",
    "search",
    "bell",
    "mute",
    "check",
    "x",
    "down",
    "right",
    "arrow",
    "back",
    "clock",
    "lock",
    "eye",
    "mask",
    "kudos",
    "tally",
    "reply",
    "talk",
    "outline",
    "calendar",
    "more",
    "plus",
    "filter",
    "download",
    "flag",
    "info",
    "alert",
    "help",
    "pencil",
    "mail",
    "sliders",
    "refresh",
    "play",
    "link",
    "trophy",
    "quote",
    "code",
    "exit",
    "sun",
    "settings",
    "task",
)
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
