"""What nobody comes back for."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db.models import FileField

LEFT_OVER = timedelta(days=1)  # longer than anything takes between writing a file and naming it
AT_ONCE = 500


def clear(now: datetime) -> int:
    """Forget the sessions that ran out, with whatever waited in them; return how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def sweep(now: datetime) -> int:
    """Remove the files that no row names, a day after they were written; return how many.

    A request that failed after it had kept a file leaves one, and so does whatever is deleted without its file. One
    folder is looked through each minute, so all are within a day where there are fewer than 1,440.
    """
    folders = sorted(_folders()) if isinstance(storages["default"], FileSystemStorage) else []
    if not folders:
        return 0
    folder = folders[int(now.timestamp()) // 60 % len(folders)]
    old = _written(folder, before=(now - LEFT_OVER).timestamp())
    swept = 0
    while names := set(islice(old, AT_ONCE)):
        nobodys = names - _named(names)
        for name in nobodys:
            default_storage.delete(name)
        swept += len(nobodys)
    return swept


def _folders() -> Iterator[str]:
    """Yield the folders in which files are kept."""
    root = default_storage.path("")
    for folder, _below, files in os.walk(root):
        if files:
            yield os.path.relpath(folder, root)


def _written(folder: str, *, before: float) -> Iterator[str]:
    """Yield the names of the files in `folder` that were written before a moment."""
    with os.scandir(default_storage.path(folder)) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # another sweeps at the same time
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < before:
                    yield os.path.normpath(f"{folder}/{entry.name}")


def _named(names: Iterable[str]) -> set[str]:
    """Return those of `names` that a row of any model names."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
        for name in model._base_manager.filter(**{f"{field.name}__in": names}).values_list(field.name, flat=True)
    }
