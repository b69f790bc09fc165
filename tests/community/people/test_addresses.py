"""Whose e-mail address it is that a statement from outside names: a verified one of an active person, or nobody's."""

import pytest
from allauth.account.models import EmailAddress

from community.people.addresses import verified
from courses.models import Record
from courses.records import mapping
from courses.records.statements import Statement
from tests.factories.records import admitted, asked, foreign

pytestmark = pytest.mark.django_db


def address(user, email, *, verified=True):
    return EmailAddress.objects.create(user=user, email=email, verified=verified)


def by(email):
    return foreign(actor={"mbox": f"mailto:{email}"})


def test_the_record_store_knows_people_by_their_verified_addresses(ada):
    address(ada, "ada@work.example")
    statements = [Statement.read(by(email)) for email in ("ada@work.example", "Ada@Work.example")]

    assert [about.learner_id for about in mapping.map_all(statements, by_email=True)] == [ada.pk, ada.pk]
    assert [about.learner_id for about in mapping.map_all(statements, by_email=False)] == [None, None]


def test_an_unverified_address_is_nobodys(ada, mallory):
    address(mallory, "ada@work.example", verified=False)
    assert verified(["ada@work.example"]) == {}
    address(ada, "ada@work.example")
    assert verified(["ada@work.example"]) == {"ada@work.example": ada.pk}


def test_who_is_no_longer_here_is_nobody(ada):
    address(ada, "ada@work.example")
    ada.is_active = False
    ada.save()
    assert verified(["ada@work.example"]) == {}


def test_over_the_wire_only_a_client_that_may_names_people_by_mail(ada, external_records_on):
    address(ada, "ada@work.example")
    _, may = admitted("statements/write", "email")
    _, may_not = admitted("statements/write", name="Another")
    for known in (may, may_not):
        assert asked(known, "POST", "statements", by("ada@work.example")).status_code == 200
    assert list(Record.objects.order_by("pk").values_list("learner", "provenance")) == [
        (ada.pk, "client"),
        (None, "client"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_addresses_is_one_question(ada, ben, grace, count, django_assert_num_queries):
    for number, user in enumerate((ada, ben, grace)[:count]):
        address(user, f"{number}@work.example")
    with django_assert_num_queries(1):
        assert len(verified([f"{number}@work.example" for number in range(count)])) == count
