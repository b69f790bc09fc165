"""Statements from outside, clients that bring them, and requests to the record store."""

import base64
import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from courses.models import Client
from courses.records import bodies, multipart
from courses.records.attachments import Part
from courses.records.clients import actions as clients

VERSION = {"X-Experience-API-Version": "2.0.0"}


def foreign(**fields: Any) -> dict[str, Any]:
    """Return a statement somebody elsewhere might make, with an id of its own."""
    return {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": "mailto:ada@elsewhere.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://elsewhere.example/book"},
        **fields,
    }


def account(user: Any) -> dict[str, Any]:
    """Return the actor that `user` is here."""
    return {"account": {"homePage": settings.IRI_BASE, "name": str(user.uid)}}


def basic(key: str, secret: str) -> str:
    """Return an Authorization header."""
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def admitted(*scopes: str, name: str = "A phone", **fields: Any) -> tuple[Client, str]:
    """Return a client with `scopes` and its Authorization header."""
    client, secret = clients.admit(name, scopes=scopes, **fields)
    return client, basic(client.key, secret)


def asked(authorization: str, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
    """Return what the record store answers to one request."""
    sent = {**VERSION, "Authorization": authorization, **headers}
    data = json.dumps(body) if body is not None else ""
    return Browser().generic(method, f"/xapi/{path}", data, content_type="application/json", headers=sent)


def attached(octets: bytes, *, kind: str = "image/png", **fields: Any) -> tuple[dict[str, Any], Part]:
    """Return a statement that `octets` are attached to, and them as its part."""
    part = Part(sha2=hashlib.sha256(octets).hexdigest(), content_type=kind, octets=octets)
    said = {
        "usageType": "https://elsewhere.example/evidence",
        "display": {"en": "Photo"},
        "contentType": kind,
        "length": len(octets),
        "sha2": part.sha2,
    }
    return foreign(attachments=[said], **fields), part


def sent(authorization: str, value: Any, *parts: Part) -> HttpResponse:
    """Return what the record store answers to statements sent with `parts`."""
    kind, body = multipart.written(json.dumps(value), parts)
    headers = {**VERSION, "Authorization": authorization}
    return Browser().post("/xapi/statements", body, content_type=kind, headers=headers)


def swept() -> int:
    """Return how much is swept away in the course of a day of ticks."""
    later = timezone.now()
    return sum(bodies.sweep(later + timedelta(minutes=minute)) for minute in range(bodies.DRAWERS))
