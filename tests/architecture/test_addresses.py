"""An address names a thing; what is done with it is the method's matter."""

from tests.safety.routes import routes

VERBS = {"accept", "add", "amend", "change", "delete", "edit", "end", "leave", "mute", "remove", "revoke", "unmute"}


def test_no_address_is_a_verb():
    spoken = {route.name for route in routes() if VERBS & set(route.pattern.split("/"))}
    assert spoken == set()
