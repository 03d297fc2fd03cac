"""Our addons: what they need, and whether they changed."""

import ast
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from .console import Fail
from .paths import ADDONS, digest

# No change in these reaches a database.
NOT_INSTALLED = {"tests", "readme", "__pycache__", "README.rst", "description"}


def ours() -> list[str]:
    """Return the names of the installable addons of this checkout."""
    return [
        path.parent.name
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
        if manifest(path.parent.name).get("installable", True)
    ]


def manifest(name: str) -> dict:
    """Return an addon's manifest."""
    path = ADDONS / name / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text())
    except (SyntaxError, ValueError) as error:
        raise Fail(f"{path.relative_to(ADDONS.parent)}: {error}") from error


def grouped(manifests: Mapping[str, Mapping]) -> list[list[str]]:
    """Split addons into those of one database, and bridges that need their own.

    A bridge (`auto_install`) to an addon of Odoo that none of our others depends on
    would bring it, and all that it changes, into every database.

    >>> grouped({"training": {"depends": ["event"]},
    ...          "slides": {"depends": ["training", "website"], "auto_install": True},
    ...          "both": {"depends": ["training", "shu"], "auto_install": True},
    ...          "shu": {}})
    [['both', 'shu', 'training'], ['slides']]
    """
    bridges = [name for name, data in manifests.items() if data.get("auto_install")]
    known = set(manifests)
    for name in set(manifests).difference(bridges):
        known.update(manifests[name].get("depends", []))
    apart = [
        name for name in bridges if not known.issuperset(manifests[name]["depends"])
    ]
    common = set(manifests).difference(apart)
    return [sorted(common), *([name] for name in sorted(apart))]


def groups() -> list[list[str]]:
    """Return `grouped` for this checkout; the first group is what `make run` has."""
    return grouped({name: manifest(name) for name in ours()})


def closure(
    names: Iterable[str],
    own: Iterable[str],
    depends: Callable[[str], Iterable[str]],
) -> tuple[list[str], list[str]]:
    """Split addons and all that they need into ours and those of others, sorted.

    >>> needs = {"shu": ["members", "report_xlsx"], "members": ["account"]}
    >>> closure(["shu"], needs, needs.get)
    (['members', 'shu'], ['account', 'report_xlsx'])
    """
    own = set(own)
    todo, mine, others = list(names), set(), set()
    while todo:
        name = todo.pop()
        if name not in own:
            others.add(name)
        elif name not in mine:
            mine.add(name)
            todo += depends(name)
    return sorted(mine), sorted(others)


def resolve(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return `closure` for this checkout."""
    return closure(names, ours(), lambda name: manifest(name).get("depends", []))


def contents(names: Iterable[str], root: Path = ADDONS) -> str:
    """Return a short name for everything in these addons that reaches a database."""
    parts: list[str | bytes] = []
    for name in sorted(names):
        for path in sorted((root / name).rglob("*")):
            relative = path.relative_to(root)
            skipped = NOT_INSTALLED.intersection(relative.parts)
            if path.is_file() and not skipped and path.suffix != ".pot":
                parts += [str(relative), path.read_bytes()]
    return digest(*parts)
