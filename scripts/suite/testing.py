"""Running the tests on databases of their own."""

import os
import subprocess

from .console import Fail, say
from .databases import Cluster, Plan
from .paths import ADDONS, ROOT

WORKERS = 2


def folders(addons: tuple[str, ...] | list[str], narrowed: bool) -> list[str]:
    """Return what pytest shall look at."""
    paths = [ADDONS / name / part for name in addons for part in ("engine", "tests")]
    if not narrowed:
        paths.append(ROOT / "tests")
    return [str(path.relative_to(ROOT)) for path in paths if path.exists()]


def run_tests(cluster: Cluster, wanted: Plan, named: list[str], keyword: str) -> int:
    """Install the addons in a fresh database and run their tests.

    Each worker clones the database for itself, so that two runs on one machine
    do not meet either.
    """
    database = f"test_{os.getpid()}"
    problems = cluster.create(database, wanted)
    try:
        if problems:
            raise Fail(
                "The installation is not clean:\n" + "\n".join(problems),
                "Mend what the log lines name: a warning here is a bug there.",
            )
        paths = folders(named or wanted.mine, bool(named))
        say("Running the tests ...")
        command = ["python", "-m", "pytest", "--odoo-http",
                   f"--odoo-database={database}", "-n", str(WORKERS), *paths]
        if keyword:
            command += ["-k", keyword]
        return subprocess.call(command, env=cluster.env, cwd=ROOT)
    finally:
        cluster.drop(database)
