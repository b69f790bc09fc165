import pytest

from .world import World, build


@pytest.fixture
def world(db, switches_on, settings, tmp_path, django_capture_on_commit_callbacks) -> World:
    """The community with its canaries, every effect kept."""
    settings.MEDIA_ROOT = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        return build()
