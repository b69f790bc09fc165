from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses: catalogue, access, learning, assessments, records."""

    name = "courses"
