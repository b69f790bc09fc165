"""The three formats in which statements are given out: exact, ids, canonical (xAPI 2.0, 4.1.6.1). Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import literals
from .words import IDENTIFIERS, Invalid

EXACT, IDS, CANONICAL = "exact", "ids", "canonical"
LANGUAGE_MAPS = ("name", "description", "display")


def of(texts: Sequence[str], asked: str, *, languages: str) -> list[str]:
    """Return statements in the format `asked`; `languages` is an Accept-Language header, for canonical ones."""
    if asked == EXACT:
        return list(texts)
    if asked == IDS:
        return [_rewritten(text, ids) for text in texts]
    if asked == CANONICAL:
        wanted = _preferred(languages)
        return [_rewritten(text, lambda statement: in_one_language(statement, wanted)) for text in texts]
    raise Invalid("parameter format: exact, ids or canonical (4.1.6.1)")


def ids(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return `statement` with only what identifies its agents, activities, verbs and groups."""
    short = dict(statement)
    for name, shorten in _SHORT.items():
        if name in short:
            short[name] = shorten(short[name])
    return short


def in_one_language(value: Any, wanted: Sequence[str]) -> Any:
    """Return `value` with every language map reduced to the best of the `wanted` languages."""
    if isinstance(value, list):
        return [in_one_language(item, wanted) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: _best(inner, wanted)
        if name in LANGUAGE_MAPS and isinstance(inner, Mapping)
        else inner
        if name == "extensions"
        else in_one_language(inner, wanted)
        for name, inner in value.items()
    }


def _rewritten(text: str, change: Callable[[Any], Any]) -> str:
    return literals.dumps(change(literals.loads(text)))


def _agent(agent: Mapping[str, Any]) -> dict[str, Any]:
    identified = any(name in agent for name in IDENTIFIERS)
    kept = {name: value for name, value in agent.items() if name in ("objectType", *IDENTIFIERS)}
    if not identified and "member" in agent:
        kept["member"] = [_agent(member) for member in agent["member"]]
    return kept


def _thing(thing: Mapping[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        return _agent(thing)
    if kind == "SubStatement":
        return ids(thing)
    return {"objectType": kind, "id": thing["id"]} if kind == "StatementRef" else {"id": thing["id"]}


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    short = dict(context)
    for name in ("instructor", "team"):
        if name in short:
            short[name] = _agent(short[name])
    for name, held in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in short:
            short[name] = [{**one, held: _agent(one[held])} for one in short[name]]
    if "contextActivities" in short:
        short["contextActivities"] = {
            name: [_thing(activity) for activity in found] for name, found in short["contextActivities"].items()
        }
    return short


_SHORT: dict[str, Callable[[Any], Any]] = {
    "actor": _agent,
    "authority": _agent,
    "verb": lambda verb: {"id": verb["id"]},
    "object": _thing,
    "context": _context,
}


def _preferred(header: str) -> list[str]:
    """Return the languages of an Accept-Language header, the most wanted first."""
    weighed = []
    for place, item in enumerate(header.split(",")):
        language, _, weight = item.partition(";")
        try:
            quality = float(weight.partition("=")[2] or 1)
        except ValueError:
            quality = 0.0
        if language.strip() and quality > 0:
            weighed.append((-quality, place, language.strip().lower()))
    return [language for *_, language in sorted(weighed)]


def _best(texts: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    for language in wanted:
        for tag in texts:
            if tag.lower() == language or tag.lower().startswith(f"{language}-"):
                return {tag: texts[tag]}
        for tag in texts:
            if language.startswith(f"{tag.lower()}-"):
                return {tag: texts[tag]}
    return dict(list(texts.items())[:1])
