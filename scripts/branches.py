"""The share of branches that the tests take, from coverage's data: a line a module, and exit 1 below the least."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

LEAST = 95.0  # per cent of all branches together


def main() -> int:
    """Print the modules with branches that no test takes, and the whole."""
    data = Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        data.json_report(outfile=f"{folder}/coverage.json")
        report = json.loads((Path(folder) / "coverage.json").read_text(encoding="utf-8"))
    for name, row in sorted(report["files"].items()):
        taken, count = row["summary"]["covered_branches"], row["summary"]["num_branches"]
        if taken < count:
            print(f"{100 * taken / count:5.1f} %  {taken:4} of {count:4}  {name}")
    taken, count = report["totals"]["covered_branches"], report["totals"]["num_branches"]
    share = 100 * taken / count
    print(f"{share:5.1f} %  {taken:4} of {count:4}  all branches; at least {LEAST:g} % are asked for")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
