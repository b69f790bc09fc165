import pytest


def test_alive_asks_no_engine(client):
    response = client.get("/healthz/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_the_database_answers(client):
    response = client.get("/readyz/")
    assert response.json() == {"status": "ok", "database": True, "cache": True}
