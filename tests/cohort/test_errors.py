import uuid

import pytest
from django.test import Client


@pytest.mark.django_db
def test_missing_pages_are_the_same_bytes_whoever_asks(client, ada):
    visitor = client.get(f"/courses/{uuid.uuid4()}/")
    client.force_login(ada)
    learner = client.get("/nonsense/")
    assert visitor.status_code == learner.status_code == 404
    assert visitor.content == learner.content
    assert b"nonce" not in visitor.content
    assert b"csrf" not in visitor.content
    assert b"/nonsense/" not in learner.content


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/login/", {"login": "x"}).status_code == 403
