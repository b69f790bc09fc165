from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class CohortConfig(AppConfig):
    """The composition: which rooms the house has and which are open."""

    name = "cohort"

    def ready(self) -> None:
        from courses import capabilities, clock, place  # the registries of the lower floors

        from . import english, leftovers
        from .capabilities import current, name
        from .refusals import fields

        capabilities.provide(current)
        place.provide(name)
        clock.register("sessions", leftovers.clear)
        clock.register("files", leftovers.sweep)
        english.fold("en-gb", instead=fields.WORDS)


class UsersConfig(WagtailUsersAppConfig):
    """People in the CMS, by our forms."""

    user_viewset = "community.people.editor.PeopleViewSet"

    def ready(self) -> None:
        super().ready()
        from community.people import editor  # it knows the models, which are ready only now

        editor.adopt_account_page()
        editor.keep_ones_zone()
