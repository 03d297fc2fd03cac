"""Running tests, cases and benchmarks, each on a database of its own."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import addons
from .console import Fail, call, say
from .databases import Cluster, Plan, plan
from .paths import ADDONS, ROOT
from .postgres import external

WORKERS = 2


@contextlib.contextmanager
def scratch(cluster: Cluster, purpose: str, wanted: Plan) -> Iterator[str]:
    """Provide a fresh database, named by this process, and remove it again."""
    _sweep(cluster, purpose)
    database = f"{purpose}_{os.getpid()}"
    problems = cluster.create(database, wanted)
    try:
        if problems:
            raise Fail(
                "The installation is not clean:\n" + "\n".join(problems),
                "Mend what the log lines name: a warning here is a bug there.",
            )
        yield database
    finally:
        _drop(cluster, database)


def _drop(cluster: Cluster, database: str) -> None:
    for number in range(WORKERS):
        cluster.drop(f"{database}-gw{number}")  # left by a killed pytest worker
    cluster.drop(database)


def _sweep(cluster: Cluster, purpose: str) -> None:
    """Remove what killed runs left on our own server."""
    if external():
        return  # a process number of another machine says nothing here
    query = f"SELECT datname FROM pg_database WHERE datname ~ '^{purpose}_[0-9]+$'"
    for database in cluster.sql(query).split():
        if not Path("/proc", database.rpartition("_")[2]).exists():
            _drop(cluster, database)


def folders(names: Sequence[str], narrowed: bool) -> list[str]:
    """Return what pytest shall look at."""
    paths = [ADDONS / name / part for name in names for part in ("engine", "tests")]
    if not narrowed:
        paths.append(ROOT / "tests")
    return [str(path.relative_to(ROOT)) for path in paths if path.exists()]


def run_tests(cluster: Cluster, named: Sequence[str], keyword: str) -> int:
    """Install the addons in a fresh database and run their tests.

    Each pytest worker clones the database for itself.
    """
    names = named or addons.ours()
    paths = folders(names, bool(named))
    if not paths:
        raise Fail(f"There are no tests in {' '.join(names)}.")
    with scratch(cluster, "test", plan(names, demo=False)) as database:
        say("Running the tests ...")
        command = ["python", "-m", "pytest", "--odoo-http", "-n", str(WORKERS)]
        command += [f"--odoo-database={database}", *paths]
        if keyword:
            command += ["-k", keyword]
        return call(command, env=cluster.env, cwd=ROOT)


def run_script(
    cluster: Cluster, purpose: str, script: Path, variables: dict[str, str]
) -> int:
    """Run a script in the Odoo shell of a fresh database of coop_shu."""
    if not script.exists():
        raise Fail(f"{script.relative_to(ROOT)} is missing from this checkout.")
    with scratch(cluster, purpose, plan(["coop_shu"], demo=False)) as database:
        env = {**cluster.env, **variables, "PYTHONPATH": str(script.parent)}
        with open(script) as source:
            return call(shell(database), env=env, stdin=source)


def shell(database: str) -> list[str]:
    """Return the command of the Odoo shell, which reads a script or a terminal."""
    return [
        "python",
        "-m",
        "odoo",
        "shell",
        "--database",
        database,
        "--no-http",
        "--log-level=warn",
    ]
