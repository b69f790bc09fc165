"""Who: agents, groups, and the authority of a statement (xAPI 2.0, 4.2.2.1). Pure."""

from typing import Any

from ..shapes import Check, all_of, constant, each, iri, kind, mapping, shape, string
from ..values import is_email, is_sha1
from ..words import IDENTIFIERS, Invalid


def one_identifier(value: Any, place: str) -> None:
    """Check that an agent has exactly one identifier."""
    if sum(name in value for name in IDENTIFIERS) != 1:
        raise Invalid(f"{place}: exactly one of {', '.join(IDENTIFIERS)} (4.2.2.1)")


def members_or_identifier(value: Any, place: str) -> None:
    """Check that a group has one identifier, or is anonymous and lists its members."""
    if any(name in value for name in IDENTIFIERS):
        one_identifier(value, place)
    elif "member" not in value:
        raise Invalid(f"{place}.member: an anonymous group lists its members (4.2.2.1)")


_IDENTIFIED: dict[str, Check] = {
    "name": string,
    "mbox": kind(is_email, 'no "mailto:" address (4.2.2.1)'),
    "mbox_sha1sum": kind(is_sha1, "no SHA-1 (4.2.2.1)"),
    "openid": iri,
    "account": shape("4.2.2.1", {"homePage": iri, "name": string}, required=("homePage", "name")),
}
agent = all_of(shape("4.2.2.1", {"objectType": constant("Agent", "4.2.2.1"), **_IDENTIFIED}), one_identifier)
group = all_of(
    shape(
        "4.2.2.1",
        {"objectType": constant("Group", "4.2.2.1"), "member": each(agent, "4.2.2.1"), **_IDENTIFIED},
        required=("objectType",),
    ),
    members_or_identifier,
)


def actor(value: Any, place: str) -> None:
    """Check an agent or a group."""
    is_group = mapping(value, place, "4.2.2.1").get("objectType") == "Group"
    (group if is_group else agent)(value, place)


def authority(value: Any, place: str) -> None:
    """Check an agent, or the anonymous group of an application and its user (4.2.2)."""
    actor(value, place)
    if value.get("objectType") == "Group" and (
        any(name in value for name in IDENTIFIERS) or len(value.get("member", [])) != 2
    ):
        raise Invalid(f"{place}: as a group, two agents without an identifier (4.2.2)")
