"""How a person is drawn, from columns or from a row, so that a list of many people needs no row of each."""

import uuid
from dataclasses import dataclass

from community.addresses import address
from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A person as the face draws them: picture or initials, a name, perhaps a link."""

    name: str
    uid: uuid.UUID
    picture_url: str = ""
    url: str = ""


def face(uid: uuid.UUID, name: str, picture: str) -> Face:
    """Return a face that links to its profile, from the columns `uid`, `display_name` and `picture` of a person."""
    shown = User(uid=uid, picture=picture).picture_url if picture else ""
    return Face(name=name, uid=uid, picture_url=shown, url=address("profiles:person", uid))


def face_of(user: User) -> Face:
    """Return the face of `user`, which links to their profile."""
    return face(user.uid, user.display_name, user.picture.name or "")
