from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses: catalogue, access, learning, assessments, records."""

    name = "courses"

    def ready(self) -> None:
        from .catalog import receivers  # its pages are models, which are ready only now

        receivers.connect()
