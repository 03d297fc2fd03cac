"""Progress lines, errors that name the way out, and running other programs."""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# What programs print when they fail -> what the reader can do about it.
# The first match wins.
HINTS = (
    (
        ("No space left on device",),
        "The disk is full. Free some space, or set COOP_CACHE to a folder on "
        "another disk, and run the command again: it goes on where it stopped.",
    ),
    (
        (
            "Temporary failure resolving",
            "Could not resolve",
            "Temporary failure in name resolution",
            "Name or service not known",
            "Network is unreachable",
            "NewConnectionError",
            "Could not connect to",
            "Connection timed out",
            "Failed to establish a new connection",
        ),
        "The network cannot be reached. Check the connection (and the proxy set "
        "for apt and pip), then run the command again.",
    ),
    (
        ("No matching distribution found", "Could not find a version"),
        "A pinned package is not served for this Python. Use Python 3.11 or 3.12 "
        "(make PYTHON=python3.12 ...).",
    ),
    (
        ("Address already in use",),
        "The port is taken. Choose another one: make run PORT=8070",
    ),
    (
        ("ensurepip is not available", "No module named ensurepip"),
        "Python lacks its venv module: as root, apt-get install python3-venv",
    ),
)


class Fail(Exception):
    """An error for the reader: what happened, and the way out."""

    def __init__(self, problem: str, way_out: str = ""):
        super().__init__(problem)
        self.way_out = way_out


def hint(output: str) -> str:
    """Return the way out for a program's output, or an empty text.

    >>> hint("E: Temporary failure resolving 'mirror'")[:34]
    'The network cannot be reached. Che'
    >>> hint("all is well")
    ''
    """
    for needles, way_out in HINTS:
        if any(needle in output for needle in needles):
            return way_out
    return ""


_started = time.monotonic()


def say(text: str) -> None:
    """Print a progress line with the seconds since the start, on stderr.

    Standard output belongs to results: the name of a database, a script's print.
    """
    print(f"[{time.monotonic() - _started:5.0f} s] {text}", file=sys.stderr, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    user: int | None = None,
    cwd: Path | None = None,
) -> str:
    """Run a program quietly and return its output; its failure becomes a Fail."""
    result = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=env,
        cwd=cwd,
        **as_user(user),
    )
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(result.stdout)
    if result.returncode:
        tail = "\n".join(result.stdout.strip().splitlines()[-25:])
        where = f"\n(everything it printed: {log})" if log else ""
        raise Fail(f"{what} failed:\n{tail}{where}", hint(result.stdout))
    return result.stdout


def call(command: Sequence[str | Path], **options) -> int:
    """Run a program that owns the terminal, and return its exit code.

    Ctrl-C reaches it directly: it decides what to do and we wait for it.
    """
    process = subprocess.Popen([str(part) for part in command], **options)
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
        if process.poll() is None:
            process.terminate()
            process.wait()


def as_user(uid: int | None) -> dict:
    """Return subprocess arguments that drop root for another user."""
    if uid is None or uid == os.getuid():
        return {}
    return {"user": uid, "group": pwd.getpwuid(uid).pw_gid, "extra_groups": []}
