"""`python3 run.py bench [NAME …]`: what is measured, against what; one line each, as ratios of one run.

Absolute times say something about this machine only; the ratios are what counts. No test depends on them.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys

NAMES = ("lists", "reports", "tasks", "meetings", "page", "start", "backups")


def main(names: list[str]) -> int:
    """Run the benches that are named, or all."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    for name in names or NAMES:
        importlib.import_module(f"bench.{name}").run()
    return 0


sys.exit(main(sys.argv[1:]))
