import uuid

import pytest
from django.test import Client

from cohort.paths import unquoted


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


@pytest.mark.django_db
@pytest.mark.parametrize("after", [".", ")", ",", "%20", ">", "/.)", "/%E2%80%9D", "%C2%A0"])
def test_a_link_copied_with_what_stood_after_it_leads_to_its_page(client, after):
    key = uuid.uuid4()
    answer = client.get(f"/topics/{key}{after}?after=3")
    assert (answer.status_code, answer["Location"]) == (302, f"/topics/{key}/?after=3")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nonsense.", "/xapi/about.", "/topics/5d5faf4f-6f20-48f3-9457-5760d953c944/"])
def test_what_is_no_page_without_its_end_leads_nowhere(client, path):
    assert client.get(path).status_code == 404


def test_no_end_of_a_link_leads_to_another_site():
    assert unquoted("//example.org.") == ""
