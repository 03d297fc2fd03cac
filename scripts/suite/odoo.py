"""Calling Odoo: its environment, installing addons, reading its log."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .addons import ours
from .console import Fail, hint
from .debian import odoo_home
from .environment import python
from .paths import ADDONS, CACHE, ODOO_RC

TROUBLE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")


def environment(server: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program that uses Odoo on a server."""
    env = {**os.environ, **server}
    env["PATH"] = f"{python().parent}{os.pathsep}{env['PATH']}"
    env["ODOO_RC"] = str(ODOO_RC)
    if ours():  # Odoo refuses a folder without addons
        env["ODOO_ADDONS_PATH"] = str(ADDONS)
    # Whoever keeps bytecode out of the checkout need not compile Odoo at every start.
    env["PYTHONPYCACHEPREFIX"] = str(CACHE / "pycache")
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def launcher() -> list[str]:
    """Return the command that starts an Odoo server.

    Workers restart the program that they were started from, which `python -m`
    is not.
    """
    script = odoo_home().parents[2] / "bin/odoo"
    checkout = odoo_home() / "odoo-bin"
    for path in (checkout, script):
        if path.exists():
            return [str(python()), str(path)]
    return [str(python()), "-m", "odoo"]


def home_of(name: str) -> Path:
    """Return the folder of an addon: ours, Odoo's or one of the pinned packages."""
    home = odoo_home()
    site = next(python().parents[1].glob("lib/python3*/site-packages"))
    for folder in (ADDONS, home / "odoo/addons", home / "addons", site / "odoo/addons"):
        if (folder / name / "__manifest__.py").exists():
            return folder / name
    raise Fail(f"There is no addon {name}.", f"Ours are: {' '.join(ours())}")


def trouble(output: str) -> list[str]:
    """Return the log lines that tell of a problem.

    >>> trouble("2026-01-01 00:00:00,000 7 INFO x odoo: fine\\n"
    ...         "2026-01-01 00:00:00,000 7 WARNING x odoo: hm")
    ['2026-01-01 00:00:00,000 7 WARNING x odoo: hm']
    """
    return [line for line in output.splitlines() if TROUBLE.match(line)]


def install(
    database: str,
    env: Mapping[str, str],
    *,
    install: Sequence[str] = (),
    update: Sequence[str] = (),
    options: Sequence[str] = (),
) -> list[str]:
    """Install or update addons; returns the log lines that tell of a problem."""
    command = [
        str(python()),
        "-m",
        "odoo",
        "--database",
        database,
        "--no-http",
        "--stop-after-init",
        "--max-cron-threads=0",
        *options,
    ]
    if install:
        command += ["--init", ",".join(install)]
    if update:
        command += ["--update", ",".join(update)]
    result = subprocess.run(
        command,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    log = CACHE / f"logs/install-{database}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(result.stdout)
    if result.returncode:
        lines = result.stdout.splitlines()
        first = next((i for i, line in enumerate(lines) if TROUBLE.match(line)), 0)
        shown = "\n".join(lines[first:][-60:])
        raise Fail(
            f"Installing {', '.join([*install, *update])} failed:\n{shown}\n"
            f"(full log: {log})",
            hint(result.stdout),
        )
    return trouble(result.stdout)
