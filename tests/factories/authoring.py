"""What authoring tools and players send, of our own making: each kind of statement with what becomes of it.

`{course}` is what the content calls itself; `own` ones it says by the key of a launch, about its own learner.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ADL = "http://adlnet.gov/expapi/"
VIDEO = "https://w3id.org/xapi/video/"
CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
COURSE = "http://q7H_course_id"
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sending:
    """One statement as a tool makes it: by which version, and by which status it is answered there."""

    name: str
    said: Said
    version: str = "1.0.3"
    status: int = 200
    context: Said = field(default_factory=dict)

    def statement(self, actor: Said) -> dict[str, Any]:
        """Return it as `actor` says it, under an id of its own."""
        return {"id": str(uuid.uuid4()), "actor": actor, **self.said}


def verb(name: str, *, language: str = "en-US", base: str = f"{ADL}verbs/") -> Said:
    """Return a verb as tools write it."""
    return {"id": base + name, "display": {language: name}}


def thing(part: str = "", *, kind: str = "course", name: str = "Course", **more: Any) -> Said:
    """Return a part of the course."""
    definition = {"name": {"und": name}, "type": f"{ADL}activities/{kind}", **more}
    return {"objectType": "Activity", "id": COURSE + part, "definition": definition}


def grouped(**more: Any) -> Said:
    """Return the context in which a part of the course is told."""
    activities = {"parent": [thing()], "grouping": [{"id": COURSE}], "category": [], "other": []}
    return {"contextActivities": activities, "language": "en-us", "platform": "Player 3.1", **more}


def question(kind: str, **lists: Any) -> Said:
    """Return a question of one kind of interaction."""
    return thing(
        f"/q/{kind}", kind="cmi.interaction", name="Question", interactionType=kind, description={"en": "?"}, **lists
    )


def choices(*ids: str) -> list[Said]:
    """Return the components of a question."""
    return [{"id": each, "description": {"en-US": each.title()}} for each in ids]


def answered(kind: str, response: str, pattern: str, **lists: Any) -> Said:
    """Return the answer to a question."""
    return {
        "verb": verb("answered"),
        "object": question(kind, correctResponsesPattern=[pattern], **lists),
        "result": {
            "success": response == pattern,
            "completion": True,
            "response": response,
            "score": {"scaled": 1, "raw": 10, "min": 0, "max": 10},
            "duration": "PT4.32S",
        },
        "context": grouped(),
    }


def scored(name: str, scaled: float, **more: Any) -> Said:
    """Return how the course went."""
    score = {"scaled": scaled, "raw": scaled * 100, "min": 0, "max": 100}
    return {"verb": verb(name), "object": thing(), "result": {"score": score, "duration": "PT3M4.1S", **more}}


def played(name: str, **result: Any) -> Said:
    """Return what was done with a video."""
    extensions = {f"{VIDEO}extensions/{key.replace('_', '-')}": value for key, value in result.items()}
    film = {"id": f"{COURSE}/film", "definition": {"type": f"{VIDEO}activity-type/video", "name": {"en": "A film"}}}
    return {
        "verb": verb(name, base=f"{VIDEO}verbs/"),
        "object": film,
        "result": {"extensions": extensions},
        "context": {
            "contextActivities": {"category": [{"id": f"{VIDEO}"}]},
            "extensions": {f"{VIDEO}extensions/session-id": "5e1c", f"{VIDEO}extensions/length": 92.5},
        },
    }


def unit(name: str, *, base: str = f"{ADL}verbs/", **more: Any) -> Said:
    """Return what a unit of a session says."""
    context = {
        "contextActivities": {"category": [{"id": CMI5}], "grouping": [{"id": f"{COURSE}/au"}]},
        "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": "a1"},
    }
    return {"verb": verb(name, base=base), "object": {"id": COURSE}, "context": context, **more}


def sendings() -> Iterator[Sending]:
    """Yield each kind, the accepted ones first."""
    yield from (Sending(name, said, version) for name, said, version in _accepted())
    yield from (Sending(name, said, version, 400) for name, said, version in _refused())


def _accepted() -> Iterator[tuple[str, Said, str]]:
    both = ("1.0.3", "2.0.0")
    plain = {"verb": verb("attempted"), "object": thing()}
    once: dict[str, Said] = {
        "a course attempted": plain,
        "a course attempted, all lists of its context empty": {
            **plain,
            "context": {"contextActivities": {"parent": [], "grouping": [], "category": [], "other": []}},
        },
        "a course initialized": {"verb": verb("initialized"), "object": {"id": COURSE}},
        "a course launched": {"verb": verb("launched"), "object": thing(), "context": {"platform": "Web"}},
        "a slide experienced": {
            "verb": verb("experienced"),
            "object": thing("/6abc", kind="module", name="1.2 Slide"),
            "context": grouped(),
        },
        "a slide with signs of many languages": {
            "verb": verb("experienced", language="und"),
            "object": thing("/7abc", name="日本語 “Übung” – פרק 𠮷 🎓"),
        },
        "a slide by a fragment": {"verb": verb("experienced"), "object": thing("#/id/co-05")},
        "a part whose parent is no list": {
            "verb": verb("experienced"),
            "object": thing("/8abc"),
            "context": {"contextActivities": {"parent": {"id": COURSE}}},
        },
        "a layer interacted with": {
            "verb": verb("interacted"),
            "object": thing("/6abc/layer", kind="interaction"),
            "result": {"extensions": {f"{COURSE}/clicks": 3, f"{COURSE}/where": {"x": 10.50, "y": None}}},
        },
        "one choice": answered("choice", "b", "b", choices=choices("a", "b")),
        "several choices": answered("choice", "a[,]c", "a[,]c", choices=choices("a", "b", "c")),
        "a choice nobody made": answered("choice", "", "b", choices=choices("a", "b")),
        "true or false": answered("true-false", "true", "true"),
        "a gap filled in": answered("fill-in", "{case_matters=false}Mean", "{case_matters=false}mean"),
        "an essay": answered("long-fill-in", "First line\n\n“Second” <b>line</b>", ""),
        "a matching": answered(
            "matching", "a[.]1[,]b[.]2", "a[.]1[,]b[.]2", source=choices("a", "b"), target=choices("1", "2")
        ),
        "an order": answered("sequencing", "a[,]b", "b[,]a", choices=choices("a", "b")),
        "a scale": answered("likert", "3", "", scale=choices("1", "2", "3")),
        "a number": answered("numeric", "4.50", "4[:]5"),
        "steps": answered("performance", "a[.]1", "a[.]1", steps=choices("a", "b")),
        "a hot spot": answered("other", "12,40", "12,40"),
        "an answer without a score": {
            "verb": verb("answered"),
            "object": question("choice"),
            "result": {"response": "a", "success": False},
        },
        "a course passed": scored("passed", 0.8, success=True, completion=True),
        "a course passed in full": scored("passed", 1.0, success=True),
        "a course failed": scored("failed", 0.25, success=False),
        "a course failed by less than nothing": {
            "verb": verb("failed"),
            "object": thing(),
            "result": {"score": {"scaled": -0.5, "raw": -5}},
        },
        "a course completed": {
            "verb": verb("completed"),
            "object": thing(),
            "result": {"completion": True, "duration": "PT1H2M3.456S"},
        },
        "a course completed in no time": {
            "verb": verb("completed"),
            "object": thing(),
            "result": {"completion": True, "duration": "PT0S"},
        },
        "a course completed in days": {
            "verb": verb("completed"),
            "object": thing(),
            "result": {"duration": "P0Y0M1DT2H0M0S"},
        },
        "a course suspended": {"verb": verb("suspended"), "object": thing(), "result": {"duration": "PT12M"}},
        "a course resumed": {"verb": verb("resumed"), "object": thing()},
        "a course exited": {"verb": verb("exited"), "object": thing(), "context": {"revision": "1.4"}},
        "a course terminated": {"verb": verb("terminated"), "object": thing()},
        "progress": {
            "verb": verb("progressed"),
            "object": thing(),
            "result": {"extensions": {"https://w3id.org/xapi/cmi5/result/extensions/progress": 40}},
        },
        "a quiz scored": scored("scored", 0.5),
        "a lesson mastered": scored("mastered", 0.95, success=True),
        "an objective": {"verb": verb("completed"), "object": thing("/objective/1", kind="objective")},
        "a verb without display": {"verb": {"id": f"{ADL}verbs/experienced"}, "object": {"id": COURSE}},
        "a verb of one's own": {"verb": {"id": "http://id.tincanapi.com/verb/viewed"}, "object": thing()},
        "a link followed": {"verb": verb("accessed", base="https://w3id.org/xapi/adl/verbs/"), "object": thing("/pdf")},
        "a reflection shared": {
            "verb": verb("shared"),
            "object": thing("/reflection", kind="performance"),
            "result": {"response": "I read it twice. It still holds."},
        },
        "a video initialized": played("initialized", time=0),
        "a video played": played("played", time=1.25),
        "a video paused": played("paused", time=31.003, played_segments="0[.]31.003", progress=0.34),
        "a video sought": played("seeked", time_from=10, time_to=60.5),
        "a video at its end": played("terminated", time=92.5, progress=1),
        "a unit begun": unit("initialized"),
        "a unit completed": unit("completed", result={"completion": True, "duration": "PT5M"}),
        "a unit passed": unit("passed", result={"success": True, "score": {"scaled": 1}, "duration": "PT5M"}),
        "a unit failed": unit("failed", result={"success": False, "score": {"scaled": 0.1}, "duration": "PT5M"}),
        "a unit left": unit("terminated", result={"duration": "PT5M0.01S"}),
        "a unit abandoned": unit("abandoned", base="https://w3id.org/xapi/adl/verbs/", result={"duration": "PT9M"}),
        "when it was, in Zulu": {**plain, "timestamp": "2026-11-03T18:00:00.123Z"},
        "when it was, with an offset": {**plain, "timestamp": "2026-11-03T18:00:00.123+05:30"},
        "when it was, to the tenth of a microsecond": {**plain, "timestamp": "2026-11-03T18:00:00.1234567Z"},
        "numbers as they are written": {
            **plain,
            "result": {"score": {"scaled": 0.50, "raw": 1.0, "min": 0.0, "max": 2.0}},
        },
        "a library that names its version": {**plain, "version": "1.0.0"},
    }
    for name, said in once.items():
        yield from ((name, said, version) for version in both)
    yield "when it was, without a zone", {**plain, "timestamp": "2013-05-18T05:32:34.804"}, "1.0.3"
    yield "when it was, without a zone, to the oldest", {**plain, "timestamp": "2013-05-18T05:32:34"}, "1.0.0"


def _refused() -> Iterator[tuple[str, Said, str]]:
    plain = {"verb": verb("attempted"), "object": thing()}
    yield "when it was, without a zone, by 2.0", {**plain, "timestamp": "2013-05-18T05:32:34.804"}, "2.0.0"
    for name, said in {
        "a day": {**plain, "timestamp": "2013-05-18"},
        "a day as people write it": {**plain, "timestamp": "Sat May 18 2013 05:32:34 GMT"},
        "a duration as of SCORM 1.2": {**plain, "result": {"duration": "0000:05:00.00"}},
        "a score of per cent as scaled": {**plain, "result": {"score": {"scaled": 80}}},
        "a score as text": {**plain, "result": {"score": {"raw": "80"}}},
        "a score beyond its highest": {**plain, "result": {"score": {"raw": 11, "min": 0, "max": 10}}},
        "success as text": {**plain, "result": {"success": "true"}},
        "a response that is no text": {**plain, "result": {"response": ["a"]}},
        "a result that is nothing": {**plain, "result": None},
        "a verb that is a word": {"verb": {"id": "attempted"}, "object": thing()},
        "a verb in one language only": {"verb": {"id": f"{ADL}verbs/attempted", "display": "attempted"}, **plain}
        | {"verb": {"id": f"{ADL}verbs/attempted", "display": "attempted"}},
        "an activity by a path": {"verb": verb("attempted"), "object": {"id": "story.html"}},
        "an activity with a space": {"verb": verb("attempted"), "object": {"id": "http://my course"}},
        "a name without its language": {
            "verb": verb("attempted"),
            "object": {"id": COURSE, "definition": {"name": "C"}},
        },
        "choices of a number": {
            "verb": verb("answered"),
            "object": question("numeric", choices=choices("a")),
        },
        "a kind of question unknown": {"verb": verb("answered"), "object": question("drag-and-drop")},
        "an extension without an address": {**plain, "result": {"extensions": {"clicks": 3}}},
        "a member of one's own": {**plain, "session": "5e1c"},
        "a registration that is none": {**plain, "context": {"registration": "undefined"}},
        "a context without its type of list": {**plain, "context": {"contextActivities": {"siblings": []}}},
    }.items():
        yield name, said, "1.0.3"
