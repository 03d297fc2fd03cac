# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The benchmarks of the README (`make bench [N=…]`), in the Odoo shell."""

import os
import sys

import measures

if __name__ == "__main__":  # in the shell, which provides `env`
    wanted = int(os.environ.get("BENCH_N") or 0)
    counts = [wanted or usual for usual in (100_000, 1_000, 20_000)]
    sys.exit(measures.main(globals()["env"], *counts))
