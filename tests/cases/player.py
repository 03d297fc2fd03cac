# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Play every case of a folder through the real thing (`make cases DIR=…`).

Runs in the Odoo shell of a fresh database; the folder is in ``CASES_DIR``. The
format of the files is in README.md beside this one.
"""

import os
import sys
from pathlib import Path

import payout
import shu
from cooperative import Cooperative
from reading import Refused, keys, load

# One module per kind of case: ``play(cooperative, case)`` gives what differs, as a
# list of texts, and raises Refused for a case that is not written as it should be.
PLAYERS = {"shu": shu.play, "payout": payout.play}


def play(coop, case):
    """Play one case of any kind; returns what differs, as a list of texts."""
    try:
        if not isinstance(case, dict):
            keys(case, "case", [])
        kind = case.get("kind")
        if not isinstance(kind, str) or kind not in PLAYERS:
            raise Refused(
                f"“kind” is missing; there are: {', '.join(PLAYERS)}"
                if kind is None
                else f"unknown kind “{kind}”; there are: {', '.join(PLAYERS)}"
            )
        return PLAYERS[kind](coop, case)
    except Refused as refused:
        return [str(refused)]
    except Exception as error:  # one broken case must not hide the others
        return [f"could not be played, {type(error).__name__}: {error}"]


def named(case, path, number):
    """Return the name of a case, or else where it stands."""
    name = case.get("name") if isinstance(case, dict) else None
    return name if isinstance(name, str) and name else f"{path.name}, case {number}"


def run(env, folder, write=print):
    """Play all ``*.json`` of a folder in the order of their names.

    :param write: called with each line of the report
    :return: 0 when there are cases and all came out as expected, else 1
    """
    paths = sorted(Path(folder).glob("*.json"), key=lambda path: path.name)
    if not paths:
        write(f"There is no *.json in {folder}.")
        return 1
    coop = Cooperative(env)
    ok = differing = 0
    for path in paths:
        try:
            cases = load(path)
        except Refused as refused:
            write(f"differs: {path.name}: {refused}")
            differing += 1
            continue
        for number, case in enumerate(cases, 1):
            name = named(case, path, number)
            differences = [" ".join(text.split()) for text in play(coop, case)]
            if differences:
                write(f"differs: {name}: {'; '.join(differences)}")
                differing += 1
            else:
                write(f"ok  {name}")
                ok += 1
    total = ok + differing
    differ = "differs" if differing == 1 else "differ"
    write(f"{total} case{'s'[: total != 1]}: {ok} ok, {differing} {differ}")
    return int(differing > 0)


if __name__ == "__main__":  # in the shell, which provides `env`
    folder = os.environ["CASES_DIR"]
    sys.exit(run(globals()["env"], folder, lambda line: print(line, flush=True)))
