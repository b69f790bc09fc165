"""Static files that are not in site/static as they are served: the libraries, and the one style sheet."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import minify
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

from . import assets, styles

_MAPPING = Path(assets.__file__)  # says what is made of what


class NpmFinder(BaseFinder):
    """Finds the few allowed files of node_modules, under names of their own."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Report each library that is not installed."""
        missing = [path for path in assets.FROM_NPM.values() if not (assets.node_modules() / path).is_file()]
        return [Error(f"node_modules/{path} is missing.", hint="Run npm ci.", id="face.E001") for path in missing]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file served as `path`, if it is one of the allowed."""
        file = _served(path)
        found = str(file) if file else None
        return ([found] if found else []) if find_all else (found or [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """Yield the allowed files for collectstatic."""
        for name in assets.FROM_NPM:
            yield name, _Files()


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


class _Files(FileSystemStorage):
    """Opens files of npm by the names they are served under."""

    def path(self, name: str) -> str:
        return str(_served(name))


def _served(name: str) -> Path | None:
    """Return the file behind an allowed name, with what pages use of it alone; None for any other name."""
    allowed = assets.FROM_NPM.get(name)
    file = assets.node_modules() / allowed if allowed else None
    if file is None or not file.is_file():
        return None
    if file.suffix == ".js":
        return _made(name, [file, _MAPPING], lambda: minify.string("text/javascript", file.read_text()).encode())
    return _made(name, [file, _MAPPING, Path(__file__).with_name("fonts.py")], lambda: _cut(name, file))


def _cut(name: str, file: Path) -> bytes:
    from . import fonts  # which takes as long to load as Django, and is asked once

    return fonts.cut(file, fonts.part(name, file))


def _joined() -> Path:
    """Return the joined sheet, fresh."""
    parts = styles.parts(assets.source() / "css")
    return _made(styles.NAME, parts, lambda: styles.join(parts).encode())


def _made(name: str, parts: Sequence[Path], make: Callable[[], bytes]) -> Path:
    """Return what is made of `parts`, fresh; replaced in one step, so that no reader sees half of it."""
    target = Path(settings.FACE_DIR) / name
    if not target.is_file() or target.stat().st_mtime < max(map(_changed, parts)):
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, suffix=".draft", delete=False) as draft:
            draft.write(make())
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(target)
    return target


def _changed(file: Path) -> float:
    """Return when a file came to be as it is; npm gives its files a moment long ago."""
    found = file.stat()
    return max(found.st_mtime, found.st_ctime)
