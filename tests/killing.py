"""Kill -9 at moments spread over a command's real duration, and look at what is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kits import shas

EPOCH, TODAY = "1685836800", "2023-06-04"
ENVIRONMENT = {"SOURCE_DATE_EPOCH": EPOCH, "CAMPAIGN_TODAY": TODAY}
PATIENCE = int(os.environ.get("PATIENCE", "120"))  # seconds that anything may take before it counts as hanging


@dataclass(frozen=True)
class Command:
    """A command of the kit in a folder of temporary files of its own."""

    arguments: tuple[str, ...]
    temporary: Path

    def start(self) -> subprocess.Popen[str]:
        """In a process whose workers share its output: that ends only when the last of them has ended."""
        self.temporary.mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", "campaign.cli", *self.arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, **ENVIRONMENT, "TMPDIR": str(self.temporary)},
        )

    def run(self) -> float:
        """To its end, which must be good; returns the seconds that it took."""
        start = time.perf_counter()
        with self.start() as job:
            told, _ = job.communicate(timeout=PATIENCE)
        assert job.returncode == 0, told
        assert "Traceback" not in told
        return time.perf_counter() - start

    def killed_after(self, seconds: float) -> bool:
        """Whether it was still running then. Workers are not killed: they must end by themselves."""
        with self.start() as job:
            try:
                job.wait(seconds)
            except subprocess.TimeoutExpired:
                job.send_signal(signal.SIGKILL)
            job.communicate(timeout=PATIENCE)
        return job.returncode == -signal.SIGKILL


def moments(seconds: float, count: int, seed: int) -> Iterator[float]:
    """`count` moments, one in each equal part of a duration, so that no part goes untried."""
    chance = random.Random(seed)
    for part in chance.sample(range(count), count):
        yield (part + chance.random()) / count * seconds


def scraps(folder: Path) -> list[str]:
    """Names that only work in progress may have."""
    found = [path for path in folder.rglob("*") if path.name.startswith(".~") or path.suffix in {".new", ".old"}]
    return [path.relative_to(folder).as_posix() for path in found]


def outputs(build: Path) -> dict[str, dict[str, str]]:
    """Every folder that runs have made, but the cache: its files and their sha256."""
    return {path.name: shas(path) for path in sorted(build.iterdir()) if path.is_dir() and path.name != "cache"}
