"""Static files that are not in site/static as they are served: the libraries, and the one style sheet."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

from . import assets, styles


class NpmFinder(BaseFinder):
    """Finds the few allowed files of node_modules, under names of their own."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Report each library that is not installed."""
        missing = [path for path in assets.FROM_NPM.values() if not (assets.node_modules() / path).is_file()]
        return [Error(f"node_modules/{path} is missing.", hint="Run npm ci.", id="face.E001") for path in missing]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file served as `path`, if it is one of the allowed."""
        allowed = assets.FROM_NPM.get(path)
        file = assets.node_modules() / allowed if allowed else None
        found = str(file) if file and file.is_file() else None
        return ([found] if found else []) if find_all else (found or [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """Yield the allowed files for collectstatic."""
        storage = _Renamed(assets.FROM_NPM, location=assets.node_modules())
        for name in assets.FROM_NPM:
            yield name, storage


class StyleFinder(BaseFinder):
    """Finds css/cohort.css: the parts of site/static/css in their order, written anew when one is newer."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Have nothing to report: a missing part fails where it is read."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the joined sheet for its name."""
        found = str(_joined()) if path == styles.NAME else None
        return ([found] if found else []) if find_all else (found or [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """Yield the joined sheet for collectstatic."""
        yield styles.NAME, FileSystemStorage(location=_joined().parents[1])


class _Renamed(FileSystemStorage):
    """Opens files by the names they are served under."""

    def __init__(self, names: dict[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._names = names

    def path(self, name: str) -> str:
        return super().path(self._names.get(name, name))


def _joined() -> Path:
    """Return the joined sheet, fresh; replaced in one step, so that no reader sees half of it."""
    target = Path(settings.VAR_DIR) / "face" / styles.NAME
    parts = styles.parts(assets.source() / "css")
    if not target.is_file() or target.stat().st_mtime < max(part.stat().st_mtime for part in parts):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_text(styles.join(parts))
        draft.replace(target)
    return target
