"""The record store as its clients see it."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from courses.models import Client as XapiClient
from courses.records.clients import actions as clients

Ask = Callable[..., Any]

EVERYTHING = [
    XapiClient.Scope.WRITE,
    XapiClient.Scope.READ,
    XapiClient.Scope.STATE,
    XapiClient.Scope.PROFILE,
]


def authorization(key: str, secret: str) -> str:
    """Return the header by which a client says who it is."""
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


@pytest.fixture(autouse=True)
def _let_in(external_records_on: None) -> None:
    """Other programs and stores are let in."""


@pytest.fixture
def ask(db: None) -> Ask:
    """Send a request as a client: `ask("GET", "/statements", scopes=[…], version="1.0.3", data=…)`."""
    admitted: dict[tuple[str, ...], str] = {}

    def send(
        method: str,
        path: str,
        data: Any = b"",
        *,
        version: str = "2.0.0",
        scopes: list[str] = EVERYTHING,
        content_type: str = "application/json",
        **headers: str,
    ) -> Any:
        key = tuple(scopes)
        if key not in admitted:
            client, secret = clients.admit(f"Client {len(admitted)}", scopes=scopes)
            admitted[key] = authorization(client.key, secret)
        given = {"Authorization": admitted[key], "X-Experience-API-Version": version} | headers
        return Client().generic(
            method,
            f"/xapi{path}",
            data,
            content_type=content_type,
            headers={name: value for name, value in given.items() if value},
        )

    return send
