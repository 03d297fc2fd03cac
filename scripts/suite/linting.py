"""The checks of `make lint`: other people's linters, and a few of our own."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from . import addons
from .console import call, say
from .debian import apt_sources
from .paths import ADDONS, ROOT

AUTHOR = "The cooperative suite contributors"
TRANSLATIONS = ROOT / "scripts/translations.py"
PYLINT = [
    "python",
    "-m",
    "pylint",
    "--load-plugins=pylint_odoo",
    "--score=n",
    "--disable=all",
    "--enable=odoolint",
    # Left out: taste, and the searches over everything that a year's close needs.
    "--disable=no-search-all,consider-merging-classes-inherited",
    "--valid-odoo-versions=19.0",
    f"--manifest-required-authors={AUTHOR}",
]
# Left out: taste.
OCA = [
    "oca-checks-odoo-module",
    "--disable=xml-header-wrong,xml-tag-position,xml-field-numeric-without-eval",
]


def manifest_problems(name: str) -> Iterator[str]:
    """Yield what is amiss in an addon's manifest and folder."""
    data = addons.manifest(name)
    if not re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", data.get("version", "")):
        yield "version must be 19.0.x.y.z"
    if data.get("license") != "AGPL-3":
        yield "license must be AGPL-3"
    for path in [*data.get("data", []), *data.get("demo", [])]:
        if not (ADDONS / name / path).is_file():
            yield f"{path} does not exist"
    for path in ("README.rst", "readme/DESCRIPTION.md", "static/description/icon.png"):
        if not (ADDONS / name / path).exists():
            yield f"{path} is missing"
    listed = {*data.get("data", []), *data.get("demo", [])}
    for folder in ("data", "demo", "report", "security", "views", "wizards"):
        for path in (ADDONS / name / folder).glob("*.xml"):
            if str(path.relative_to(ADDONS / name)) not in listed:
                yield f"{path.relative_to(ADDONS / name)} is not in the manifest"


def siblings(source: str) -> set[str]:
    """Return the addons that a Python source imports.

    >>> sorted(siblings("from odoo.addons.coop_shu.engine import x\\n"
    ...                 "import odoo.addons.sale"))
    ['coop_shu', 'sale']
    """
    modules = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules += [node.module, *(f"{node.module}.{n.name}" for n in node.names)]
        elif isinstance(node, ast.Import):
            modules += [name.name for name in node.names]
    parts = (module.split(".") for module in modules)
    return {part[2] for part in parts if part[:2] == ["odoo", "addons"] and part[2:]}


def import_problems(name: str) -> Iterator[str]:
    """Yield imports of sibling addons that the addon does not depend on."""
    allowed, _others = addons.resolve([name])
    for path in sorted((ADDONS / name).rglob("*.py")):
        for other in siblings(path.read_text()) & set(addons.ours()) - set(allowed):
            yield f"{path.relative_to(ADDONS / name)} imports {other}, not in depends"


def private_words() -> set[str]:
    """Return what belongs to this machine alone: its folders, mirrors, registries."""
    words = {f"{ROOT}/", f"{Path.home()}/", *_hosts()}
    top = ROOT.parts[1]
    if top not in ("home", "mnt", "opt", "root", "srv", "tmp", "usr", "var"):
        words.add(f"/{top}/")
    return words


def _hosts() -> Iterator[str]:
    uris = [source.uri for source in apt_sources()]
    for command in (["npm", "config", "get", "registry"],):
        if shutil.which(command[0]):
            uris.append(subprocess.run(command, capture_output=True, text=True).stdout)
    code = (
        "from pip._internal.models.index import PyPI as index;"
        "print(f'//{index.netloc}/ //{index.file_storage_domain}/')"
    )
    result = subprocess.run(["python3", "-c", code], capture_output=True, text=True)
    for uri in [*uris, *result.stdout.split()]:
        host = re.match(r"[^/]*//([^/\s]+)", uri)
        if host:
            yield host[1]


def foreign_problems(paths: Iterable[Path], words: set[str]) -> Iterator[str]:
    """Yield the lines of tracked files that hold a word of this machine."""
    pattern = re.compile("|".join(r"(?<![\w.])" + re.escape(w) for w in sorted(words)))
    for path in paths:
        try:
            text = path.read_text()
        except (UnicodeDecodeError, OSError):
            continue  # a picture, or a file deleted in the working copy
        for number, line in enumerate(text.splitlines(), 1):
            match = pattern.search(line)
            if match:
                yield f"{path}:{number}: {match[0]} belongs to one machine"


def tracked() -> list[Path]:
    """Return the files that git knows."""
    output = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in output.split("\0") if name]


def own_checks() -> list[str]:
    """Return the findings of our own checks."""
    found = []
    for name in addons.ours():
        found += [f"{name}: {line}" for line in manifest_problems(name)]
        found += [f"{name}: {line}" for line in import_problems(name)]
    return found + list(foreign_problems(tracked(), private_words()))


def translations(
    env: Mapping[str, str], database: str, names: Iterable[str], mode: str
) -> int:
    """Check or write the translations of addons that a database holds."""
    say(f"translations ({', '.join(names)}) ...")
    return call(["python", str(TRANSLATIONS), database, mode, *names], env=env)


def lint(env: Mapping[str, str], stale: bool) -> int:
    """Run every check, show what each finds, and return 1 if any found something.

    :param stale: what the check of the translations found before
    """
    folders = [str(ADDONS / name) for name in addons.ours()]
    programs = {
        "ruff check": ["ruff", "check", "--quiet", "."],
        "ruff format": ["ruff", "format", "--quiet", "--check", "."],
        "pylint-odoo": [*PYLINT, *folders],
        "oca-checks-odoo-module": [*OCA, *folders],
    }
    failed = ["translations"] if stale else []
    for name, command in programs.items():
        say(f"{name} ...")
        if subprocess.run(command, env=dict(env), cwd=ROOT).returncode:
            failed.append(name)
    say("manifests, imports, machine's own words ...")
    found = own_checks()
    if found:
        print("\n".join(found))
        failed.append("manifests, imports, machine's own words")
    print(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all checks pass'}")
    return bool(failed)
