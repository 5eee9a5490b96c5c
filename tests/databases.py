"""Test databases: one migrated template for each state of the migrations, one copy of it for each test process of each run.

pytest-django's own ``test_…_gwN`` would let two runs on one checkout destroy each other's databases. Here every process keeps one
connection (the *keeper*) that holds advisory locks on the names it uses. PostgreSQL frees them when the process is gone, so what is not
locked is left over and may be dropped.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import psycopg2
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

PROJECT = Path(__file__).resolve().parent.parent


class Databases:
    """The keeper's connection and what is done through it."""

    def __init__(self, run: str, worker: str) -> None:
        self.template, self.name = f"tpl_{_migrations_key()}", f"t_{run}_{worker}"
        self.main = connection.settings_dict["NAME"]
        self.keeper = psycopg2.connect(**{**connection.get_connection_params(), "dbname": "postgres", "cursor_factory": None})
        self.keeper.autocommit = True

    def create(self) -> None:
        """Point Django's connection at a fresh database with every migration applied and the units loaded."""
        self._query("SELECT pg_advisory_lock(hashtext('portal-templates'))")  # one at a time makes templates and clears away
        try:
            self._lock_shared(self.template)
            self._lock_shared(self.name)
            if not self._query("SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", self.template):
                self._migrate_template()
            self._drop_leftovers()
            self._copy()
        finally:
            self._query("SELECT pg_advisory_unlock(hashtext('portal-templates'))")
        self._point_at(self.name)

    def renew(self) -> None:
        """As it was created, after a test that emptied the tables: with the units and the statistics."""
        self._point_at(self.main)
        self._copy()
        self._point_at(self.name)
        ContentType.objects.clear_cache()  # they have their first numbers again

    def drop(self) -> None:
        self._point_at(self.main)
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)
        self.keeper.close()

    def _copy(self) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", self.name, self.template)

    def _migrate_template(self) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.template)  # half made: it has no mark
        self._run("CREATE DATABASE {}", self.template)
        self._point_at(self.template)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_units", verbosity=0)  # every test sees the units; after those that empty the tables ``renew`` brings them back
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the only statistics of a run
        self._point_at(self.main)
        self._run("ALTER DATABASE {} IS_TEMPLATE true", self.template)

    def _drop_leftovers(self) -> None:
        """Databases of killed runs, and templates of older migrations that no run uses any more."""
        for name, is_template in self._query(r"SELECT datname, datistemplate FROM pg_database WHERE datname ~ '^(t|tpl)_'"):
            if name in {self.name, self.template} or not self._query("SELECT pg_try_advisory_lock(hashtext(%s))", name)[0][0]:
                continue
            if is_template:
                self._run("ALTER DATABASE {} IS_TEMPLATE false", name)
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self._query("SELECT pg_advisory_unlock(hashtext(%s))", name)

    def _point_at(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name  # the dictionary is shared with the connections of other threads

    def _lock_shared(self, name: str) -> None:
        self._query("SELECT pg_advisory_lock_shared(hashtext(%s))", name)

    def _run(self, statement: str, *names: str) -> None:
        with self.keeper.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _query(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self.keeper.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()


def _migrations_key() -> str:
    """Changes with every migration, the seed of units, the data files of both, and the pinned parts that bring their own."""
    files = [PROJECT / "requirements.txt", PROJECT / "units" / "loading.py"]
    for app in sorted(path.parent.parent for path in PROJECT.glob("*/migrations/__init__.py")):
        files += sorted((app / "migrations").glob("*.py")) + sorted(path for path in (app / "data").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(PROJECT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
