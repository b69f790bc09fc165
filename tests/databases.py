"""A plugin: the tests' database is a copy of one that was migrated once, and is put back after whoever commits to it.

Migrating takes half a minute and follows from the code, so what it makes is kept between runs. What a test
commits is undone by putting back what was kept, in milliseconds, while servers and sockets keep their connections.
"""

import ast
import hashlib
import inspect
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec, resolve_name
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from .keeping import Keeper, keeper, migrated_file

MIGRATED = "migrated"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[object]) -> None:
    """Begin no run that has more workers than Redis has databases for them; worker `gw0` has the second one."""
    if not settings.REDIS_URL:
        return
    import redis  # a tenth of a second, for runs that have one

    last = urlsplit(settings.REDIS_URL)._replace(path=f"/{len(specs)}").geturl()
    try:
        with redis.Redis.from_url(last) as asked:
            asked.ping()
    except redis.ResponseError as refusal:
        raise pytest.UsageError(
            f"Redis has too few databases for {len(specs)} workers: {refusal}. Run fewer (-n), or let its configuration"
            f" say `databases {len(specs) + 1}`; .ci/services.py starts one with 128."
        ) from refusal


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Keeper]:
    """A database of this worker's own, in which every migration has run; at the end it holds what they wrote."""
    from .factories.search import remove_index  # it imports models, which are ready only now

    kept = keeper(request.config.cache.mkdir("databases"))
    with django_db_blocker.unblock(), kept.database(digest()), pytest.MonkeyPatch.context() as replaced:
        kept.keep(MIGRATED)
        replaced.setattr(TransactionTestCase, "_fixture_setup", classmethod(lambda cls: None))
        replaced.setattr(TransactionTestCase, "_fixture_teardown", lambda case: kept.put_back(MIGRATED))
        yield kept
        if settings.SEARCH:
            remove_index()
        assert kept.differences(MIGRATED) == [], "a test left rows behind it"


def pytest_unconfigure() -> None:
    """Remove the folder of this process; a worker ends without the interpreter's own farewell."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_sqlite(pytestconfig: pytest.Config) -> Path:
    """A file of SQLite's as the migrations leave it, to be copied: for a second site beside this one."""
    return migrated_file(pytestconfig.cache.mkdir("databases"), digest())


def digest() -> str:
    """Return a name for what migrating makes, from the migrations, what they import, the packages and the languages."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    migrations = {sys.modules[type(each).__module__] for each in loader.disk_migrations.values()}
    files = {Path(each.__file__ or "") for each in migrations}
    helpers = {file for each in migrations if _own(Path(each.__file__ or "")) for file in imported(each)}
    read = hashlib.sha256(repr(settings.LANGUAGES).encode())
    for file in (Path(settings.BASE_DIR) / "requirements.txt", *sorted(files | helpers)):
        read.update(file.name.encode() + file.read_bytes())
    return read.hexdigest()[:12]


def imported(module: ModuleType) -> Iterator[Path]:
    """Yield the files of ours that a module imports itself, at its top or within a function."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        for name in _names(node, module.__package__ or ""):
            with suppress(ModuleNotFoundError):  # what is imported from a module is mostly no module
                spec = find_spec(name)
                if spec and spec.origin and _own(Path(spec.origin)):
                    yield Path(spec.origin)


def _names(node: ast.AST, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom):
        base = resolve_name("." * node.level + (node.module or ""), package)
        return [base, *(f"{base}.{each.name}" for each in node.names)]
    return []


def _own(file: Path) -> bool:
    return file.is_relative_to(settings.BASE_DIR) and "site-packages" not in file.parts
