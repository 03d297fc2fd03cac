"""Translation templates: refreshing them, and telling what is out of date.

Runs in the environment's Python: `python translations.py DATABASE check|write ADDON…`,
the database having these addons installed.
"""

import io
import sys
from pathlib import Path

import polib

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules import get_module_path
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.translate import trans_export

ADDONS = Path(__file__).resolve().parents[1] / "addons"


def export(env: Environment, addon: str) -> polib.POFile:
    """Return a new template with every term of an installed addon."""
    stream = io.BytesIO()
    trans_export(None, [addon], stream, "po", env)
    template = polib.pofile(stream.getvalue().decode())
    # The time of export would make every refresh a change.
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        template.metadata.pop(name, None)
    return template


def terms(catalogue: polib.POFile) -> set[tuple[str | None, str]]:
    """Return what a catalogue translates."""
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def odoo_words(language: str) -> dict[str, str]:
    """Return what Odoo itself says, so that "Company" has one name on a screen."""
    words = {}
    for addon in ("account", "mail", "base"):
        path = get_module_path(addon) + f"/i18n/{language}.po"
        for entry in polib.pofile(path).translated_entries():
            words[entry.msgid] = entry.msgstr
    return words


def refresh(template: polib.POFile, addon: Path) -> None:
    """Bring an addon's template and translations to the newly exported terms."""
    folder = addon / "i18n"
    folder.mkdir(exist_ok=True)
    template.save(str(folder / f"{addon.name}.pot"))
    for path in sorted({folder / "id.po", *folder.glob("*.po")}):
        catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
        catalogue.metadata = catalogue.metadata or dict(
            template.metadata, Language=path.stem
        )
        catalogue.merge(template)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        words = odoo_words(path.stem)
        for entry in catalogue.untranslated_entries():
            entry.msgstr = words.get(entry.msgid, "")
        catalogue.save(str(path))


def problems(fresh: polib.POFile, addon: Path) -> list[str]:
    """Return what is stale, empty or fuzzy in an addon's translations."""
    template = addon / "i18n" / f"{addon.name}.pot"
    indonesian = addon / "i18n/id.po"
    if not template.exists() or not indonesian.exists():
        return [f"{addon.name}/i18n: {addon.name}.pot or id.po is missing"]
    wanted = terms(fresh)
    found = []
    for path in (template, indonesian):
        catalogue = polib.pofile(str(path))
        given = terms(catalogue)
        found += [f"{path.name}: lacks {term[1]!r}" for term in wanted - given]
        found += [f"{path.name}: no longer used {term[1]!r}" for term in given - wanted]
        if path == indonesian:
            untranslated = catalogue.untranslated_entries()
            found += [f"{path.name}: empty {entry.msgid!r}" for entry in untranslated]
            fuzzy = catalogue.fuzzy_entries()
            found += [f"{path.name}: fuzzy {entry.msgid!r}" for entry in fuzzy]
    return [f"{addon.name}/i18n/{line}" for line in sorted(found)]


def main(database: str, mode: str, *names: str) -> int:
    """Refresh, or check, these addons."""
    config.parse_config(["--database", database, "--no-http", "--log-level=error"])
    found = []
    with Registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        for name in names:
            fresh = export(env, name)
            if mode == "write":
                refresh(fresh, ADDONS / name)
            else:
                found += problems(fresh, ADDONS / name)
    if found:
        print("\n".join(found[:40]), f"({len(found)} to mend: make pot, then id.po)")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
