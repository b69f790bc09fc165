"""Other names of activities: an admin says what an IRI elsewhere means, and statements about it move progress."""

import pytest
from django.urls import reverse

from courses.models import ActivityAlias, Progress, Record
from courses.records import naming
from courses.records.identity import activity_iri
from tests.factories.catalog import teach
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, admitted, asked, foreign

pytestmark = pytest.mark.django_db
IRI = "https://tablets.example/safety/1"
LIST = 9  # queries of the page
COMPLETED = {"id": "http://adlnet.gov/expapi/verbs/completed"}


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def course():
    return course_of_lessons(2)


def add(desk, course, iri=IRI, key=None):
    door = f"{reverse('activity_alias_new')}?course={course.course_key}"
    return desk.post(door, {"iri": iri, "activity": str(key or keys(course)[0])})


def test_an_admin_chooses_course_and_activity(desk, course):
    assert course.data["title"] in desk.get(reverse("activity_aliases")).content.decode()
    form = desk.get(reverse("activity_alias_new"), {"course": str(course.course_key)}).content.decode()
    assert "Lesson 1" in form
    assert "Lesson 2" in form
    assert str(course.course_key) not in form.split("<select")[1]
    assert add(desk, course, key=course.course_key).status_code == 200
    assert not ActivityAlias.objects.exists()

    assert add(desk, course).status_code == 302
    alias = ActivityAlias.objects.get()
    assert (alias.iri, alias.activity_key) == (IRI, keys(course)[0])
    page = desk.get(reverse("activity_aliases")).content.decode()
    assert IRI in page
    assert f'href="{IRI}' not in page

    assert desk.post(reverse("activity_alias_removal"), {"iri": "https://tablets.example/none"}).status_code == 404
    desk.post(reverse("activity_alias_removal"), {"iri": IRI})
    assert not ActivityAlias.objects.exists()


@pytest.mark.parametrize("iri", ["safety", "https://tablets.example/a b", "OWN", IRI])
def test_what_cannot_be_a_name_is_refused_with_the_reason(desk, course, iri):
    ActivityAlias.objects.create(iri=IRI, activity_key=keys(course)[1])
    answer = add(desk, course, iri=activity_iri(keys(course)[0]) if iri == "OWN" else iri)
    assert answer.status_code == 200
    assert "error-message" in answer.content.decode()
    assert ActivityAlias.objects.count() == 1


@pytest.mark.parametrize(
    ("scopes", "moved", "provenance"),
    [((), False, "client"), (("progress",), True, "client"), (("grades",), True, "server")],
)
def test_a_statement_about_the_other_name_moves_progress_by_scope(desk, course, ada, scopes, moved, provenance):
    enrolment = enrolled(ada, course)
    add(desk, course)
    _, known = admitted("statements/write", *scopes)
    said = foreign(actor=account(ada), verb=COMPLETED, object={"id": IRI})

    assert asked(known, "POST", "statements", said).status_code == 200
    record = Record.objects.get()
    assert (record.activity_key, record.activity_iri, record.provenance) == (keys(course)[0], IRI, provenance)
    assert record.enrolment_id == (enrolment.pk if moved else None)
    assert list(Progress.objects.values_list("done", flat=True)) == ([1] if moved else [])


def test_a_name_given_twice_means_what_it_meant_first(course):
    first, second = keys(course)
    naming.name_activity(first, iri=IRI)
    naming.name_activity(first, iri=IRI)
    with pytest.raises(naming.Taken):
        naming.name_activity(second, iri=IRI)
    assert ActivityAlias.objects.get().activity_key == first


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_name_as_for_three(desk, course, count, django_assert_num_queries):
    for number in range(count):
        ActivityAlias.objects.create(iri=f"{IRI}/{number}", activity_key=keys(course)[0])
    desk.get(reverse("activity_aliases"))
    with django_assert_num_queries(LIST):
        desk.get(reverse("activity_aliases"))


def test_nobody_else_names_activities(client, course, mallory, ada, ivan):
    alias = ActivityAlias.objects.create(iri=IRI, activity_key=keys(course)[0])
    for user in (None, mallory, ada, teach(ivan)):
        if user:
            client.force_login(user)
        assert client.get(reverse("activity_aliases")).status_code == 302
        assert add(client, course, iri=f"{IRI}/2").status_code == 302
        client.post(reverse("activity_alias_removal"), {"iri": IRI})
    assert list(ActivityAlias.objects.all()) == [alias]
