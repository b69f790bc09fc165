from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses: catalogue, access, learning, assessments, records."""

    name = "courses"

    def ready(self) -> None:
        from . import pagination, palette  # pages are models, which are ready only now
        from .catalog import receivers, search, titles
        from .claims import slots

        pagination.teach()
        receivers.connect()
        slots.register()
        search.register()
        titles.register()
        palette.register()
        self._keep_records()

    def _keep_records(self) -> None:
        from search import indexing

        from . import clock  # these know the models, which are ready only now
        from .assessments.actions import end_attempt
        from .catalog.actions import copy_along, publish_scheduled
        from .claims import facts as claims
        from .claims.actions import end_source
        from .claims.checklists.actions import copy_rubrics
        from .claims.checklists.actions import end_source as end_observation
        from .claims.following import undo_groundless
        from .learning import facts, projections, waivers
        from .learning.actions import end_completion
        from .links.actions import end_launch
        from .records import bodies, consequences, effects, sources
        from .records.exchange import forwarding, importing
        from .sendings import actions as sendings

        consequences.register(
            consequences.Fold(
                advance=projections.advance, refold=projections.refold, events_of_effect=facts.events_of_effect
            )
        )
        facts.register(claims)
        copy_along(copy_rubrics)
        sources.register(end_completion)
        sources.register(end_attempt)
        sources.register(end_launch)
        sources.register(end_source)
        sources.register(end_observation)
        sources.register_following(undo_groundless)
        clock.register("publishing", publish_scheduled)
        clock.register("waivers", waivers.waive_removed)
        clock.register("effects", effects.drain_all)
        clock.register("attachments", bodies.sweep)
        clock.register("forwarding", forwarding.send_due)
        clock.register("import", importing.read_due)
        clock.register("sendings", sendings.sweep)
        clock.register("search", lambda now: indexing.drain())
