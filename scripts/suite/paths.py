"""Where things are: the checkout, and the cache that every clone shares."""

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
CONFIG = ROOT / "config"
ODOO_RC = CONFIG / "odoo.conf"


def cache_dir(environ: Mapping[str, str], root: bool) -> Path:
    """Return the cache folder.

    Root's home is closed to the unprivileged user that PostgreSQL runs as, so
    root's cache is a system folder.

    >>> cache_dir({"HOME": "/home/ani"}, root=False)
    PosixPath('/home/ani/.cache/coop-odoo19')
    >>> cache_dir({"HOME": "/home/ani", "XDG_CACHE_HOME": "/c"}, root=False)
    PosixPath('/c/coop-odoo19')
    >>> cache_dir({"HOME": "/root"}, root=True)
    PosixPath('/var/cache/coop-odoo19')
    >>> cache_dir({"HOME": "/root", "COOP_CACHE": "/big/coop"}, root=True)
    PosixPath('/big/coop')
    """
    if environ.get("COOP_CACHE"):
        return Path(os.path.abspath(environ["COOP_CACHE"]))
    if root:
        return Path("/var/cache/coop-odoo19")
    base = environ.get("XDG_CACHE_HOME") or os.path.join(environ["HOME"], ".cache")
    return Path(base) / "coop-odoo19"


CACHE = cache_dir(os.environ, os.getuid() == 0)


def digest(*parts: str | bytes) -> str:
    """Return a short name for the given contents.

    >>> digest("a", "b") == digest("a", b"b") != digest("ab")
    True
    """
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(data) + data)
    return total.hexdigest()[:12]


@contextlib.contextmanager
def lock(name: str, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock file of the cache, so that commands may run side by side."""
    path = CACHE / "locks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield


def socket_dir(cache: Path) -> Path:
    """Return the folder for PostgreSQL's sockets, whose path must be short."""
    folder = cache / "socket"
    if len(str(folder)) < 80:
        return folder
    return Path(tempfile.gettempdir()) / f"coop-{os.getuid()}-{digest(str(cache))}"
