"""Databases cloned from cached templates.

Two layers: Odoo's own addons, named by the pins, and ours on top, named by their
files as well. A change in ours costs only their own installation.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import addons, odoo
from .console import Fail, hint, say
from .debian import odoo_version
from .environment import RUNTIME, pins
from .paths import CACHE, digest, lock
from .postgres import external

# A stamp in the name, to be raised when the way of making templates changes.
GENERATION = "1"
KEEP_DAYS = 3
KEEP_NEWEST = 4


@dataclass(frozen=True)
class Plan:
    """What a database shall hold, and the names of the templates that hold it."""

    mine: tuple[str, ...]
    others: tuple[str, ...]
    demo: bool
    core_template: str
    template: str


def plan(names: Sequence[str], demo: bool) -> Plan:
    """Resolve addons and name the templates for them."""
    mine, others = addons.resolve(names)
    for name in others:
        odoo.home_of(name)  # fails for a name that nobody has
    others = others or ["base"]
    # Beside ours Odoo's own demo (an American company) would only confuse.
    core_demo = demo and not mine
    core = digest(GENERATION, odoo_version(), pins(RUNTIME), *others, str(core_demo))
    full = digest(core, *mine, addons.contents(mine), str(demo))
    return Plan(
        tuple(mine),
        tuple(others),
        demo,
        f"coop_core_{core}",
        f"coop_full_{full}" if mine else f"coop_core_{core}",
    )


def check_name(database: str) -> str:
    """Refuse a name that would need quoting, or that is not the user's to use.

    >>> check_name("my_coop")
    'my_coop'
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,62}", database):
        raise Fail(
            f"{database!r} cannot name a database.",
            "Use small letters, digits, - and _: make db DB=trial",
        )
    if database in ("postgres", "template0", "template1") or re.match(
        "coop_(core|full)_", database
    ):
        raise Fail(f"{database} is not yours to replace.", "Choose another name.")
    return database


class Cluster:
    """The databases of one server."""

    def __init__(self, server: Mapping[str, str]):
        self.env = odoo.environment(server)
        self.data = Path(server["ODOO_DATA_DIR"])
        self.marks = self.data / "templates"

    def sql(self, query: str, database: str = "postgres") -> str:
        """Run a query through psql and return its rows as text."""
        result = subprocess.run(
            [
                "psql",
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                database,
                "-c",
                query,
            ],
            env=self.env,
            capture_output=True,
            text=True,
        )
        if result.returncode:
            way_out = hint(result.stderr)
            if not way_out and external():
                way_out = "Check the PG* variables."
            raise Fail(f"The database server says: {result.stderr.strip()}", way_out)
        return result.stdout.strip()

    def filestore(self, database: str) -> Path:
        """Return the folder of a database's attachments."""
        return self.data / "filestore" / database

    def exists(self, database: str) -> bool:
        """Tell whether a database exists."""
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def comment(self, database: str) -> str:
        """Return the note kept with a database."""
        return self.sql(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            f" WHERE datname = '{database}'"
        )

    def set_comment(self, database: str, text: str) -> None:
        """Keep a note with a database."""
        self.sql(f"COMMENT ON DATABASE \"{database}\" IS '{text}'")

    def drop(self, database: str) -> None:
        """Remove a database and its attachments."""
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        shutil.rmtree(self.filestore(database), ignore_errors=True)

    def clone(self, template: str, database: str) -> None:
        """Replace a database by a copy of a template."""
        self.drop(database)
        self.sql(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        source = self.filestore(template)
        if source.exists():
            # Attachments are named by their contents and never rewritten.
            shutil.copytree(source, self.filestore(database), copy_function=os.link)

    def rename(self, old: str, new: str) -> None:
        """Rename a database and its attachments."""
        self.drop(new)
        self.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
        if self.filestore(old).exists():
            self.filestore(old).rename(self.filestore(new))

    def create(self, database: str, wanted: Plan) -> list[str]:
        """Replace a database by a fresh one; returns problems of the installation."""
        with self._template(wanted) as problems:
            say(f"Copying the template to {database} ...")
            self.clone(wanted.template, database)
        return problems

    @contextlib.contextmanager
    def _template(self, wanted: Plan) -> Iterator[list[str]]:
        """Hold the template of a plan, building it (and the one below) if needed."""
        with self._hold(wanted.template) as mark:
            if not (mark.exists() and self.exists(wanted.template)):
                if wanted.template == wanted.core_template:
                    problems = self._build_core(wanted)
                else:
                    problems = self._build_full(wanted)
                mark.write_text(json.dumps(problems))
            os.utime(mark)
            yield json.loads(mark.read_text())
        self._prune()

    @contextlib.contextmanager
    def _hold(self, template: str) -> Iterator[Path]:
        """Keep others from building, or dropping, the same template meanwhile."""
        self.marks.mkdir(parents=True, exist_ok=True)
        with lock(f"{self.data.name}-{template}"):
            yield self.marks / template

    def _build_core(self, wanted: Plan) -> list[str]:
        names = ", ".join(wanted.others)
        say(f"Installing Odoo's own addons ({names}) ...")
        draft = f"draft_{wanted.core_template}"
        self.drop(draft)
        odoo.install(
            draft,
            self.env,
            install=wanted.others,
            options=["--load-language=en_US,id_ID", *self._demo(wanted)],
        )
        self.rename(draft, wanted.core_template)
        return []  # Odoo's own warnings are not ours to mend

    def _build_full(self, wanted: Plan) -> list[str]:
        draft = f"draft_{wanted.template}"
        core = Plan((), wanted.others, False, *[wanted.core_template] * 2)
        with self._template(core):
            self.clone(wanted.core_template, draft)
        if wanted.demo:  # Odoo loads demo data only upon addons that claim to have it
            self.sql("UPDATE ir_module_module SET demo = state = 'installed'", draft)
        count = len(wanted.mine)
        say(
            f"Installing {count} addon{'s'[: count > 1]} ({', '.join(wanted.mine)}) ..."
        )
        problems = odoo.install(
            draft, self.env, install=wanted.mine, options=self._demo(wanted)
        )
        self.rename(draft, wanted.template)
        return problems

    @staticmethod
    def _demo(wanted: Plan) -> list[str]:
        return ["--with-demo"] if wanted.demo else []

    def _prune(self) -> None:
        """Drop the templates that no one used lately."""
        marks = sorted(
            self.marks.glob("coop_*"), key=lambda path: -path.stat().st_mtime
        )
        oldest = time.time() - KEEP_DAYS * 86400
        for mark in marks[KEEP_NEWEST:]:
            if mark.stat().st_mtime > oldest and len(marks) <= 4 * KEEP_NEWEST:
                continue
            path = CACHE / "locks" / f"{self.data.name}-{mark.name}"
            with open(path, "a") as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                self.drop(mark.name)
                mark.unlink()
