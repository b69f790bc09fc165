"""Who teaches, who writes."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from wagtail.models import Page

from . import queries
from .models import CourseTeam

Person = AbstractBaseUser | AnonymousUser


def teaches(user: Person, course_key: uuid.UUID) -> bool:
    """Say whether `user` is in the course's own team; admins see all."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or CourseTeam.objects.filter(course_key=course_key, group__user=user).exists()


def authors(user: Person, page: Page) -> bool:
    """Say whether `user` is in the team of the course that `page` stands in."""
    course = queries.course_of(page)
    return bool(course) and teaches(user, course.translation_key)


def may_create_course(user: Person) -> bool:
    """Say whether `user` may begin a course: whoever may enter the editor."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")
