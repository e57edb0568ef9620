"""How much memory a process takes at its peak for posters one after the other, and for the largest board."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bench import design
from campaign.compose.brief import brief
from campaign.compose.templates import compose
from campaign.content.read import read_campaign
from campaign.encode import encode
from campaign.formats import PrintFormat, formats
from campaign.project import TOOL, Project

POSTERS = 5
STATUS = Path("/proc/self/status")
# what is made -> at most so many MB
MOST = {"ours": 300, "plain": 0, "board": 600}
LABELS = {
    "ours": f"ours, {POSTERS} A3 posters as PNG and PDF",
    "plain": f"plain Pillow, {POSTERS} A3 posters as PNG",
    "board": "ours, a 2.4 x 1.2 m board as PNG",
}


def memory() -> None:
    """Print the peak of a fresh process for each; Linux tells it in /proc."""
    if not STATUS.exists():
        print("\n(no /proc here: peak memory is left out)")
        return
    print("\nPeak memory of a process of its own")
    for what, most in MOST.items():
        command = [sys.executable, "-m", "bench.memory", what]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        peak = float(done.stdout)
        target = f"  (to reach: <= {most}){'' if peak <= most else '  MISSED'}" if most else ""
        print(f"  {LABELS[what]:42}{peak:8.0f} MB{target}")


def make(what: str) -> float:
    """Make it here; the peak in MB."""
    campaign = read_campaign(Project(TOOL))
    board = what == "board"
    size = formats()["board-2400x1200" if board else "a3"]
    assert isinstance(size, PrintFormat)
    for slogan in campaign.slogans[: 1 if board else POSTERS]:
        (sheet,) = compose(brief(campaign, slogan, "board" if board else "hero", size, "red"))
        width, height = size.pixels
        if what == "plain":
            design.pillow(sheet, width, height)
            continue
        encode("png", sheet, {"width": width, "height": height, "dpi": size.dpi})
        if not board:
            encode("pdf", (sheet,), {"title": "t", "author": "a"})
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text(encoding="utf-8"))
    assert found
    return int(found[1]) * 1024 / 1e6


if __name__ == "__main__":
    print(make(sys.argv[1]))
