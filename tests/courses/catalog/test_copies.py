"""What an author copies stands on its own: its team, its references; an alias is met at once and goes at once."""

import re

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.access import actions as access
from courses.catalog import policies, queries
from courses.catalog.activities import LessonPage
from courses.catalog.pages import CoursePage
from courses.claims.checklists import actions as checklists
from courses.claims.checklists.queries import rubrics_at
from courses.models import CourseTeam, FileUse, Rubric
from tests.factories.catalog import (
    add_lesson,
    add_module,
    draft_course,
    lessons_of,
    publish,
    published_course,
    single,
    teach,
    text,
)

from .test_instructors import picture_of

pytestmark = [pytest.mark.takes(2), pytest.mark.django_db]


@pytest.fixture
def original(switches_on, ivan):
    """A course of ivan's whose second lesson leads back to the first, in a question and in its text."""
    course = published_course(lessons=1, assessment=False, by=teach(ivan))
    first = lessons_of(course)[0]
    outside = lessons_of(published_course("Elsewhere", lessons=1, assessment=False, by=ivan))[0]
    links = "".join(f'<p><a linktype="page" id="{page.pk}">there</a></p>' for page in (first, outside))
    asks = single(read_again=first.pk)
    add_lesson(first.get_parent().specific, "The second", body=[text(links), asks])
    return course


def copied(client, page, *, to=None, **said) -> CoursePage:
    said = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": (to or page.get_parent()).pk, **said}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), said)
    assert answer.status_code == 302, answer.context["form"].errors
    return type(page).objects.get(slug=said["new_slug"])


ALL = {"copy_subpages": "on", "publish_copies": "on"}


def test_a_copied_course_has_the_team_of_the_original(client, original, admin, ivan, mallory):
    client.force_login(admin)
    copy = copied(client, original, **ALL)

    team = CourseTeam.objects.get(course_key=copy.translation_key)
    assert (list(team.group.user_set.all()), team.created_by) == ([ivan], ivan)
    assert CourseTeam.objects.get(course_key=original.translation_key).group != team.group
    rights = GroupPagePermission.objects.filter(group=team.group, page=copy)
    assert rights.count() == 3
    assert policies.teaches(ivan, copy.translation_key)
    assert not policies.teaches(mallory, copy.translation_key)
    client.force_login(ivan)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).status_code == 200
    assert "With Ivan Marković" in client.get(copy.specific.url).content.decode()


def test_a_copied_course_has_checklists_of_its_own(client, original, admin, ivan):
    place = f"course:{original.translation_key}"
    for title in ("Safe lifting", "Hands", "Ended"):
        rubric = checklists.make_rubric(
            place, title=title, skills=["Asks", "Lifts"], levels=["Helped", "Alone"], by=ivan
        )
    checklists.end_rubric(rubric, by=ivan)
    client.force_login(admin)
    copy = copied(client, original, **ALL)

    made = list(rubrics_at(f"course:{copy.translation_key}"))
    assert [(each.title, each.skills, each.levels, each.kept_by) for each in made] == [
        (title, ["Asks", "Lifts"], ["Helped", "Alone"], ivan) for title in ("Safe lifting", "Hands")
    ]
    assert {each.uid for each in made}.isdisjoint(each.uid for each in rubrics_at(place))
    checklists.change_rubric(made[0], title="Another", skills=["Asks"], levels=["Alone"], by=ivan)
    assert [each.title for each in rubrics_at(place)] == ["Safe lifting", "Hands"]


def test_a_copied_lesson_brings_no_checklist(client, original, admin, ivan):
    place = f"course:{original.translation_key}"
    checklists.make_rubric(place, title="Hands", skills=["Asks"], levels=["Alone"], by=ivan)
    client.force_login(admin)
    copied(client, lessons_of(original)[0])

    assert Rubric.objects.count() == 1


@pytest.mark.parametrize("said", [ALL, {"copy_subpages": "on"}])
def test_a_copy_leads_to_its_own_lessons(client, original, admin, ada, said):
    client.force_login(admin)
    copy = copied(client, original, **said)
    own, second = LessonPage.objects.descendant_of(copy).order_by("path")

    for page in (second, second.get_latest_revision_as_object()):
        assert page.body[1].value["read_again"].pk == own.pk
        html = str(page.body.raw_data[0]["value"])
        assert f'id="{own.pk}"' in html
        assert f'id="{lessons_of(original)[0].pk}"' not in html
    if "publish_copies" not in said:
        return
    access.grant(ada, copy.translation_key, source="open")
    client.force_login(ada)
    block = next(piece["question"]["id"] for piece in second.rendered if "question" in piece)
    url = reverse("learning:question", args=[second.translation_key, block])
    page = client.post(url, {"answer": "1"}, follow=True).content.decode()
    assert "Read “Lesson 1” again" in page
    assert own.url in page


def test_a_copied_module_leads_within_itself_and_outside_as_before(client, original, admin):
    module = lessons_of(original)[0].get_parent().specific
    client.force_login(admin)
    copy = copied(client, module, **ALL)
    own, second = LessonPage.objects.descendant_of(copy).order_by("path")

    assert second.body[1].value["read_again"].pk == own.pk
    elsewhere = LessonPage.objects.get(
        title="Lesson 1", path__startswith=CoursePage.objects.get(title="Elsewhere").path
    )
    assert f'id="{elsewhere.pk}"' in second.body.raw_data[0]["value"]
    assert CourseTeam.objects.count() == 2


def test_an_alias_is_met_at_once_with_its_pictures_and_goes_at_once(client, original, admin, ada):
    lesson = lessons_of(original)[0]
    picture = picture_of(original)
    lesson.body = [("image", {"image": picture, "alt": "A curve", "caption": ""})]
    publish(lesson)
    other = publish(draft_course("Another course", by=admin))
    module = add_module(other)
    add_lesson(module, "Already here")
    client.force_login(admin)
    alias = copied(client, lesson, to=module, new_title="Lesson 1", alias="on")

    outline = queries.outline(other.translation_key)
    titles = [activity["title"] for activity in outline.data["modules"][0]["activities"]]
    assert titles == ["Already here", "Lesson 1"]
    assert FileUse.objects.filter(page=alias, file=picture.uid).exists()
    access.grant(ada, other.translation_key, source="open")
    assert policies.file_access(ada, picture) == policies.PRIVATE
    client.force_login(ada)
    assert client.get(alias.url).status_code == 200

    lesson.unpublish()
    assert client.get(alias.url).status_code == 404
    outline = queries.outline(other.translation_key)
    assert [a["title"] for a in outline.data["modules"][0]["activities"]] == ["Already here"]
    assert policies.file_access(ada, picture) == policies.NONE


@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_an_alias_that_is_taken_down_alone_is_gone_at_once(original, admin, gone):
    lesson = lessons_of(original)[0]
    other = publish(draft_course("Another course", by=admin))
    module = add_module(other)
    alias = lesson.create_alias(parent=module)
    assert queries.outline(other.translation_key).data["modules"]

    alias.unpublish() if gone == "unpublished" else alias.delete()
    assert queries.outline(other.translation_key).data["modules"] == []
    assert queries.outline(original.translation_key).data["modules"]


@pytest.mark.parametrize("title", ["???", "…", "💡💡", "ﷺ" * 60, "數據", "x" * 255])
def test_a_course_is_made_whatever_its_title_is_made_of(client, ivan, switches_on, title):
    client.force_login(teach(ivan))
    answer = client.post(reverse("new_course"), {"title": title})

    assert answer.status_code == 302
    course = CoursePage.objects.get(title=title)
    assert client.get(answer.url).status_code == 200
    course.outcome = "Know what it is about."
    module = add_module(publish(course), title)
    lesson = add_lesson(module, title)
    assert client.get(course.url).status_code == 200
    assert client.get(lesson.url, follow=True).status_code == 200
    assert 0 < len(course.slug) < 256
    assert len({course.slug, publish(draft_course(title, by=ivan)).slug}) == 2


def test_a_lesson_named_without_letters_is_made_in_the_editor(client, original, ivan):
    module = lessons_of(original)[0].get_parent()
    client.force_login(ivan)
    said = {
        "title": "???", "slug": "", "minutes_given": "", "body-count": "0", "required": "on",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
    }  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]), said)

    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert LessonPage.objects.get(title="???").slug


def test_new_course_sent_twice_makes_one(client, ivan, switches_on):
    client.force_login(teach(ivan))
    page = client.get(reverse("new_course")).content.decode()
    said = {"title": "Bread and numbers", "client_uid": re.search(r'name="client_uid" value="([^"]+)"', page)[1]}
    doors = {client.post(reverse("new_course"), said).url for _n in range(2)}

    assert len(doors) == 1
    assert CoursePage.objects.filter(title="Bread and numbers").count() == 1
    assert CourseTeam.objects.filter(created_by=ivan).count() == 1
    client.post(reverse("new_course"), {**said, "title": "Another one"})
    assert CourseTeam.objects.filter(created_by=ivan).count() == 2


def test_the_editor_goes_by_the_zone_chosen_in_settings_and_names_it(client, original, ivan):
    ivan.time_zone = "Asia/Kolkata"
    ivan.save(update_fields=["time_zone"])
    lesson = lessons_of(original)[0]
    client.force_login(ivan)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert page.content.decode().count("In your time zone, Asia/Kolkata.") == 2

    form = page.context["form"]
    said = {name: value for name, value in form.initial.items() if isinstance(value, str | int) and value is not None}
    formset = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0"}
    wanted = {**said, **formset, "body-count": "0", "go_live_at": "2031-03-04 09:00", "action-publish": "on"}
    assert client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), wanted).status_code == 302
    revision = LessonPage.objects.get(pk=lesson.pk).scheduled_revision
    assert f"{revision.approved_go_live_at:%Y-%m-%d %H:%M}" == "2031-03-04 03:30"
    assert 'name="locale-current_time_zone"' not in client.get(reverse("wagtailadmin_account")).content.decode()
