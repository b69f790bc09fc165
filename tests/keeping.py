"""What the tests' database holds, kept under a name and put back: SQLite by its backup, PostgreSQL table by table.

Both begin with a copy of a database that one worker migrated; the others wait for it, and so does the next run find it.
"""

import copy
import fcntl
import os
import sqlite3
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections, transaction

Scene = TypeVar("Scene")

PATIENCE = 20  # seconds to wait for somebody who writes


class Keeper(ABC):
    """Makes a worker's own database out of a migrated one, keeps what it holds, and puts it back."""

    @abstractmethod
    def database(self, digest: str) -> AbstractContextManager[None]:
        """Let the tests use a copy of the database that the migrations of this digest made."""

    @abstractmethod
    def keep(self, name: str) -> None:
        """Remember under `name` all that is committed now."""

    @abstractmethod
    def put_back(self, name: str) -> None:
        """Let the database hold again what it held when `name` was kept; whoever is connected stays so."""

    @abstractmethod
    def differences(self, name: str) -> list[str]:
        """Return the tables that hold something else than when `name` was kept."""


class SqliteKeeper(Keeper):
    """Keeps a file for each name, written by SQLite's own backup."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.own = Path(settings.VAR_DIR) / "test.sqlite3"

    @contextmanager
    def database(self, digest: str) -> Iterator[None]:
        _copy(migrated_file(self.cache, digest), self.own)
        _use(self.own)
        _follow_code()
        try:
            yield
        finally:
            connections.close_all()

    def keep(self, name: str) -> None:
        _copy(self.own, self._kept(name))

    def put_back(self, name: str) -> None:
        _copy(self._kept(name), self.own)

    def differences(self, name: str) -> list[str]:
        with closing(sqlite3.connect(self.own, timeout=PATIENCE)) as own:
            own.execute("ATTACH DATABASE ? AS kept", [str(self._kept(name))])
            found = own.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
            return [
                table
                for (table,) in found.fetchall()
                if not table.startswith("sqlite_")
                and own.execute(_difference(f'main."{table}"', f'kept."{table}"')).fetchone()
            ]

    def _kept(self, name: str) -> Path:
        return self.own.with_name(f"kept-{name}.sqlite3")


class PostgresKeeper(Keeper):
    """Keeps a schema for each name, with a copy of each table that held something."""

    def __init__(self) -> None:
        self.base = f"test_{settings.DATABASES['default']['NAME']}"
        self.own = f"{self.base}_{settings.WORKER}"
        self.filled: dict[str, list[str]] = {}

    @contextmanager
    def database(self, digest: str) -> Iterator[None]:
        migrated, partial = f"{self.base}_migrated_{digest}", f"{self.base}_migrated_not"
        beside_parameters = connection.get_connection_params() | {"dbname": "postgres"}
        with psycopg.connect(**beside_parameters, autocommit=True) as beside:
            beside.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.base])
            old = beside.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{self.base}_migrated"]
            )
            names = {name for (name,) in old.fetchall()}
            if migrated not in names:
                for name in names:
                    beside.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
                beside.execute(f'CREATE DATABASE "{partial}"')
                _use(partial)
                call_command("migrate", verbosity=0)
                connection.close()
                beside.execute(f'ALTER DATABASE "{partial}" RENAME TO "{migrated}"')
            beside.execute(f'DROP DATABASE IF EXISTS "{self.own}" WITH (FORCE)')
            beside.execute(f'CREATE DATABASE "{self.own}" TEMPLATE "{migrated}"')
        try:
            _use(self.own)
            _follow_code()
            yield
        finally:
            connections.close_all()
            with psycopg.connect(**beside_parameters, autocommit=True) as beside:
                beside.execute(f'DROP DATABASE "{self.own}" WITH (FORCE)')

    def keep(self, name: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            self.filled[name] = self._filled()
            cursor.execute(f'CREATE SCHEMA "{name}"')
            for table in self.filled[name]:
                cursor.execute(f'CREATE TABLE "{name}"."{table}" AS TABLE public."{table}"')

    def put_back(self, name: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are asked when it commits
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
            for table in self._filled():
                cursor.execute(f'DELETE FROM public."{table}"')
            for table in self.filled[name]:
                columns = self.written[table]
                cursor.execute(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM "{name}"."{table}"')

    def differences(self, name: str) -> list[str]:
        with connection.cursor() as cursor:
            found = sorted({*self._filled()} ^ {*self.filled[name]})
            for table in set(self.filled[name]) - set(found):
                cursor.execute(
                    _difference(f'public."{table}"', f'"{name}"."{table}"', rows="each::text", alias="AS each")
                )
                found += [table] if cursor.fetchone() else []
        return found

    @cached_property
    def written(self) -> dict[str, str]:
        """The columns of each table that are written, in SQL; what is generated follows from them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
                " WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name"
            )
            return dict(cursor.fetchall())

    def _filled(self) -> list[str]:
        """Return the tables that hold something now."""
        tables = connection.introspection.table_names()
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(
                    f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM public.\"{table}\")" for table in tables
                )
            )
            return [table for (table,) in cursor.fetchall()]


class Scenes:
    """Scenes that are played once a worker, and then put back for each test that begins with them."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.played: dict[str, object] = {}

    def of(self, name: str, play: Callable[[], Scene]) -> Scene:
        """Return what `play` returned the first time, with the database as it was then."""
        if name in self.played:
            self.keeper.put_back(name)
        else:
            self.played[name] = play()
            self.keeper.keep(name)
        return cast(Scene, copy.deepcopy(self.played[name]))


def migrated_file(cache: Path, digest: str) -> Path:
    """Return a file of SQLite in which every migration has run: the one in `cache`, which is made where missing."""
    migrated = cache / f"{digest}.sqlite3"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one makes it, the others wait
        if not migrated.exists():
            for old in (*cache.glob("*.sqlite3*"), *cache.glob("*.partial*")):  # the latter of a run that was killed
                old.unlink()
            partial = migrated.with_suffix(".partial")
            named = {"DATABASE_URL": f"sqlite:///{partial}", "DJANGO_SETTINGS_MODULE": "cohort.settings.test"}
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | named, check=True)
            with closing(sqlite3.connect(partial)) as made:
                made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            partial.rename(migrated)
    return migrated


def keeper(cache: Path) -> Keeper:
    """Return the keeper of the database that the environment names; `cache` is a folder kept between runs."""
    return SqliteKeeper(cache) if connection.vendor == "sqlite" else PostgresKeeper()


def _use(name: Path | str) -> None:
    """Let this process use the database called `name`."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(name)


def _follow_code() -> None:
    """Let a migrated database have what follows from code alone, such as a right of a new name."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _copy(source: Path, target: Path) -> None:
    """Let one file hold what another holds; fail where somebody does not let go of one of them in `PATIENCE`."""
    end = time.monotonic() + PATIENCE

    def look_at_the_time(status: int, _left: int, _total: int) -> None:  # SQLite itself would try for ever
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            held = ", ".join(each.name for each in (source, target) if _held(each)) or "neither now"
            raise TimeoutError(
                f"{source.name} was not copied to {target.name} in {PATIENCE} s, for a transaction is open in: {held}"
            )

    with (
        closing(sqlite3.connect(source, timeout=PATIENCE)) as kept,
        closing(sqlite3.connect(target, timeout=PATIENCE)) as own,
    ):
        kept.backup(own, sleep=0.01, progress=look_at_the_time)


def _held(file: Path) -> bool:
    """Say whether somebody writes to a file of SQLite's."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as asked:
        try:
            asked.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def _difference(one: str, other: str, *, rows: str = "*", alias: str = "") -> str:
    """Return a query that finds a row where two tables do not hold the same."""
    ask = "SELECT 1 FROM (SELECT {rows} FROM {one} {alias} EXCEPT SELECT {rows} FROM {other} {alias}) AS found"
    sides = [ask.format(rows=rows, alias=alias, one=a, other=b) for a, b in ((one, other), (other, one))]
    return " UNION ALL ".join(sides)
