# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Scans of certificates found by the number in the name of the file."""

from pathlib import PurePath


def plain(text):
    """Letters and digits only: numbers are written with all kinds of signs between.

    >>> plain("KEP.188/TKBT1-BDG 2021")
    'kep188tkbt1bdg2021'
    """
    return "".join(sign for sign in (text or "").casefold() if sign.isalnum())


def match_files(names, numbers):
    """Give each file the certificate whose number its name contains.

    The longest number wins, so that ``81210-44`` is not taken for ``81210-4``.

    :param names: names of files
    :param numbers: numbers of certificates, without repetition
    :return: ``(found, problems)``: ``{name: number}`` and ``{name: code}`` with the
        code ``none`` (no number fits), ``several`` (more than one of the same length),
        ``twice`` (another file fits the same number)

    >>> match_files(["81210 44.pdf", "scan.pdf"], ["81210/4", "81210/44"])
    ({'81210 44.pdf': '81210/44'}, {'scan.pdf': 'none'})
    >>> match_files(["a-7.pdf", "a7 copy.pdf"], ["A7"])
    ({}, {'a-7.pdf': 'twice', 'a7 copy.pdf': 'twice'})
    """
    keys = {number: plain(number) for number in numbers}
    found, problems = {}, {}
    for name in names:
        stem = plain(PurePath(name).stem)
        fitting = [number for number, key in keys.items() if key and key in stem]
        longest = max((len(keys[number]) for number in fitting), default=0)
        fitting = [number for number in fitting if len(keys[number]) == longest]
        if len(fitting) == 1:
            found[name] = fitting[0]
        else:
            problems[name] = "several" if fitting else "none"
    taken = list(found.values())
    for name, number in list(found.items()):
        if taken.count(number) > 1:
            problems[name] = "twice"
            del found[name]
    return found, problems
