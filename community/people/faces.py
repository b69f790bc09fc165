"""Faces from columns and from rows, so that a list of many people needs no row of each."""

import uuid

from django.urls import reverse

from community.models import User

from .queries import Face, picture_url

__all__ = ["Face", "face", "face_of"]


def face(uid: uuid.UUID, name: str, picture: str) -> Face:
    """Return a face that links to its profile, from the columns `uid`, `display_name` and `picture` of a person."""
    address = picture_url(User(uid=uid, picture=picture)) if picture else ""
    return Face(name=name, uid=uid, picture_url=address, url=reverse("profiles:person", args=[uid]))


def face_of(user: User) -> Face:
    """Return the face of `user`, which links to their profile."""
    return face(user.uid, user.display_name, user.picture.name or "")
