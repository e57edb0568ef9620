"""`make bench`, or `python -m bench NAME ...` for some of the tables only."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib import metadata

from bench.poster import poster
from bench.screen import screen
from bench.site import site
from bench.tally import tally
from bench.video import video

BENCHES: dict[str, Callable[[], None]] = {
    "poster": poster,
    "site": site,
    "tally": tally,
    "screen": screen,
    "video": video,
}
PACKAGES = ("pillow", "numpy", "zlib-ng", "reportlab", "pikepdf", "av", "openpyxl", "mkdocs", "mkdocs-material")


def main(names: list[str]) -> int:
    """Print the versions, then the tables."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no bench named {unknown[0]}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, " + ", ".join(f"{p} {metadata.version(p)}" for p in PACKAGES))
    for name in names or BENCHES:
        BENCHES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
