"""The Python environment: pinned packages, with Odoo's tree beside them."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .console import Fail, run, say
from .debian import odoo_home
from .paths import CACHE, CONFIG, digest, lock

SUPPORTED = ((3, 11), (3, 12), (3, 13))
RUNTIME = ("requirements.txt", "requirements-addons.txt")
PINS = (*RUNTIME, "requirements-dev.txt")


def check_python(version: tuple[int, int]) -> None:
    """Refuse a Python for which the pinned packages are not built."""
    if version not in SUPPORTED:
        raise Fail(
            "This is Python {}.{}; the pinned packages exist for 3.11 to 3.13.".format(
                *version
            ),
            "Name another one: make PYTHON=python3.12 ...",
        )


def pins(files: Sequence[str] = PINS) -> str:
    """Return the text of the pins, for naming what was built from them."""
    return "".join((CONFIG / name).read_text() for name in files)


def python() -> Path:
    """Return the Python of the environment, building it once for these pins."""
    check_python(sys.version_info[:2])
    home = odoo_home()
    name = digest(pins(), sys.version, sys.prefix, str(home))
    folder = CACHE / f"venv-{name}"
    with lock("venv"):
        if not (folder / "complete").exists():
            _build(folder, home)
    return folder / "bin/python"


def _build(folder: Path, home: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)  # left by an installation that was cut short
    say("Installing the pinned Python packages ...")
    log = CACHE / "logs/pip.log"
    run([sys.executable, "-m", "venv", folder], what="Creating the venv", log=log)
    site = next(folder.glob("lib/python3*/site-packages"))
    # OCA's packages ask for `odoo`, which no index serves: say that it is here.
    info = site / "odoo-19.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
    (info / "INSTALLER").write_text("coop\n")
    (info / "RECORD").write_text("")
    (site / "odoo_tree.pth").write_text(f"{home}\n")
    pip = [
        folder / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
        "--no-binary",
        "docopt",
    ]
    for name in PINS:
        pip += ["-r", CONFIG / name]
    run(pip, what="Installing Python packages", log=log)
    (folder / "complete").touch()
