"""Running tests, cases and benchmarks, each on a database of its own."""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import addons, odoo
from .console import Fail, call, say
from .databases import Cluster, Plan, plan
from .paths import ROOT
from .postgres import external

WORKERS = 2
# Odoo's addons that ours change: all their own tests pass without ours, but for
# the parts that skip themselves outside Odoo Enterprise.
EXTENDED = ("account", "account_payment")
# As Odoo does before its own tours.
BUNDLES = """
with env.registry.cursor() as cr:
    env(cr=cr)["ir.qweb"]._pregenerate_assets_bundles()
"""
NO_TESTS = 5  # pytest's code for a keyword that fits none


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


def folders(names: Sequence[str]) -> list[str]:
    """Return the folders of these addons, ours or Odoo's, that hold tests."""
    found = []
    for name in names:
        if name in addons.ours():
            paths = [Path("addons", name, part) for part in ("engine", "tests")]
        else:
            paths = [odoo.home_of(name) / "tests"]
        found += [str(path) for path in paths if (ROOT / path).exists()]
    return found


def each_group(cluster: Cluster, purpose: str) -> Iterator[tuple[str, list[str]]]:
    """Yield a fresh database with every group of our addons, one after the other."""
    for names in addons.groups():
        with scratch(cluster, purpose, plan(names, demo=False)) as database:
            yield database, names


def run_tests(cluster: Cluster, named: Sequence[str], keyword: str) -> int:
    """Install the addons in a fresh database and run their tests.

    With no addon named: all of ours, the tests across addons, and the suites of
    those of Odoo that we extend, which must pass as they do without us; then the
    bridges that need a database of their own.
    """
    if named:
        return _run_group(cluster, named, folders(named), keyword)
    common, *apart = addons.groups()
    # The longest first, then Odoo's: one of them names journals after the ids of
    # accounts, which only fit into a code before many companies were made.
    paths = ["tests", *folders([*EXTENDED, *common])]
    codes = [_run_group(cluster, common, paths, keyword, tours=not keyword)]
    codes += [_run_group(cluster, names, folders(names), keyword) for names in apart]
    # where a keyword is given, one that fits no test of a group is no failure
    failures = [code for code in codes if code and not (keyword and code == NO_TESTS)]
    return failures[0] if failures else min(codes)


def _run_group(
    cluster: Cluster,
    names: Sequence[str],
    paths: Sequence[str],
    keyword: str,
    tours: bool = False,
) -> int:
    """Run tests on a database of their own, which each pytest worker clones.

    With many tours among them, the files of the web client are made before: each
    tour's class would make its own, and undo it.
    """
    if not paths:
        raise Fail(f"There are no tests in {' '.join(names)}.")
    with scratch(cluster, "test", plan(names, demo=False)) as database:
        if tours:
            say("Bundling the web client ...")
            bundling = subprocess.run(
                shell(database), env=cluster.env, input=BUNDLES, text=True
            )
            if bundling.returncode:
                raise Fail("The files of the web client cannot be made.")
        say(f"Running the tests ({', '.join(names)}) ...")
        command = ["python", "-m", "pytest", "--odoo-http", "-n", str(WORKERS)]
        # Both files by name: Odoo's tests lie outside of this folder.
        command += ["-c", "pyproject.toml", f"--odoo-database={database}"]
        command += ["conftest.py", *paths]
        if keyword:
            command += ["-k", keyword]
        return call(command, env=cluster.env, cwd=ROOT)


def run_script(
    cluster: Cluster,
    purpose: str,
    script: Path,
    variables: dict[str, str],
    names: Sequence[str] = ("coop_services", "coop_shu"),
) -> int:
    """Run a script in the Odoo shell of a fresh database of payouts and surplus."""
    if not script.exists():
        raise Fail(f"{script.relative_to(ROOT)} is missing from this checkout.")
    wanted = plan(names, demo=False)
    with scratch(cluster, purpose, wanted) as database:
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
