"""People for tests."""

from typing import Any

from community.models import User


def person(name: str, **fields: Any) -> User:
    """Return a stored person called `name`, who signs in as <first name>@example.org with `secret-enough`."""
    first = name.split(" ")[0].lower()
    email = fields.pop("email", f"{first}@example.org")
    return User.objects.create_user(email, "secret-enough", display_name=name, **fields)
