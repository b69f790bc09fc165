"""A query compiled once reads what the ORM would read."""

import uuid
from datetime import datetime

import pytest
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from community.models import Activity, Membership, User
from courses.prepared import Prepared
from tests.factories.feed import read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

pytestmark = pytest.mark.django_db


def test_it_reads_what_the_orm_reads_for_each_parameter(ada, ben, grace):
    evening = group(grace)
    for user in (ada, ben):
        member(evening, user, sharing="named")
    columns = ("uid", "joined", "user__uid", "sharing")
    of_person = Prepared(
        lambda user, place, at: (
            Membership.objects.filter(Q(user=user) | Q(user__memberships__user=user), group__uid=place, joined__lte=at)
            .order_by("pk")
            .distinct()
            .values_list(*columns)
        ),
        user=int,
        place=uuid.UUID,
        at=datetime,
    )
    for user in (ada, ben, grace):
        wanted = list(Membership.objects.filter(user=user).values_list(*columns))
        assert of_person(user=user.pk, place=evening.uid, at=timezone.now()) == wanted
    assert of_person(user=ada.pk, place=uuid.uuid4(), at=timezone.now()) == []


def test_it_reads_json_as_the_orm_does(ada):
    read(ada, course_of_lessons(2))
    subjects = Prepared(
        lambda actor: Activity.objects.filter(actor=actor).order_by("pk").values_list("uid", "subject"), actor=int
    )
    assert subjects(actor=ada.pk) == list(Activity.objects.order_by("pk").values_list("uid", "subject"))


def test_it_reads_models_as_the_orm_does(ada, ben, grace, django_assert_num_queries):
    evening = group(grace)
    member(evening, ada, sharing="named")
    beside = Membership.objects.filter(group=OuterRef("group")).exclude(pk=OuterRef("pk"))

    def build(user):
        return (
            Membership.objects.filter(user=user)
            .select_related("group__parent", "user")
            .annotate(shared=Exists(beside))
            .only("sharing", "joined", "group__name", "group__parent__name", "user__display_name")
        )

    of_person = Prepared(build, user=int)
    for user in (ada, grace):
        (found,), (wanted,) = of_person(user=user.pk), build(user.pk)
        with django_assert_num_queries(0):
            assert (found, found.joined, found.shared) == (wanted, wanted.joined, True)
            assert (found.group.name, found.group.parent, found.user.display_name) == (
                evening.name,
                None,
                user.display_name,
            )
        assert found.get_deferred_fields() == wanted.get_deferred_fields()


def test_it_is_compiled_once(ada, ben):
    asked = []

    def build(user):
        asked.append(user)
        return User.objects.filter(pk=user).values_list("display_name")

    named = Prepared(build, user=int)
    assert [named(user=user.pk) for user in (ada, ben)] == [[("Ada Nwosu",)], [("Ben Okafor",)]]
    assert len(asked) == 1


def test_a_parameter_that_is_not_used_as_it_is_is_refused(ada):
    computed = Prepared(lambda user: User.objects.filter(pk=user + 1).values_list("pk"), user=int)
    with pytest.raises(TypeError, match="does not use user"):
        computed(user=ada.pk)


def test_values_are_parameters_and_never_text_of_the_query(ada):
    by_name = Prepared(lambda name: User.objects.filter(display_name=name).values_list("pk"), name=str)
    assert by_name(name="Ada Nwosu") == [(ada.pk,)]
    assert by_name(name="' OR 1=1 --") == []
    assert by_name(name="100 % %s") == []


def test_a_moment_that_is_no_parameter_is_refused(ada):
    joined = Prepared(
        lambda user: Membership.objects.filter(user=user, joined__lte=timezone.now()).values_list("pk"), user=int
    )
    with pytest.raises(TypeError, match="keeps a moment"):
        joined(user=ada.pk)
