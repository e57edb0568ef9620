"""How a row is measured: all sides once a round, CPU seconds of the whole process tree, medians and spread."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Target = tuple[str, str, float]  # ours, the peer, at most this many times the peer's CPU time


@dataclass(frozen=True, slots=True)
class Sample:
    """One repetition: seconds on the wall, CPU seconds, bytes made."""

    wall: float
    cpu: float
    size: int = 0


Call = Callable[[int], Sample]


def timed(call: Callable[[int], object]) -> Call:
    """A function of this process as a row; what it returns is measured when it is bytes."""

    def run(index: int) -> Sample:
        wall, cpu = time.perf_counter(), time.process_time()
        made = call(index)
        size = len(made) if isinstance(made, bytes) else 0
        return Sample(time.perf_counter() - wall, time.process_time() - cpu, size)

    return run


def interleaved(calls: Mapping[str, Call], rounds: int, warm: int = 1) -> dict[str, list[Sample]]:
    """Every call once a round, so that a noisy machine disturbs all sides alike; the first rounds only warm up."""
    samples: dict[str, list[Sample]] = {name: [] for name in calls}
    for index in range(rounds + warm):
        for name, call in calls.items():
            sample = call(index)
            if index >= warm:
                samples[name].append(sample)
    return samples


def cpu(samples: list[Sample]) -> float:
    """The median of CPU seconds."""
    return statistics.median(sample.cpu for sample in samples)


def print_rows(samples: Mapping[str, list[Sample]], floor: str) -> None:
    """One line a row: CPU and wall in ms, size, and the ratio to the row named `floor`."""
    print(f"  {'':32}{'CPU ms (min-max)':>22}{'wall ms':>9}{'KB':>7}{'x floor':>9}")
    for name, rows in samples.items():
        low, high = min(row.cpu for row in rows), max(row.cpu for row in rows)
        wall = statistics.median(row.wall for row in rows)
        size = statistics.median(row.size for row in rows)
        spread = f"{cpu(rows) * 1e3:.1f} ({low * 1e3:.0f}-{high * 1e3:.0f})"
        weight = f"{size / 1e3:.0f}" if size else ""
        print(f"  {name:32}{spread:>22}{wall * 1e3:>9.1f}{weight:>7}{cpu(rows) / cpu(samples[floor]):>9.2f}")


def print_targets(samples: Mapping[str, list[Sample]], targets: tuple[Target, ...]) -> None:
    """Each stated target beside what was measured; a side that is not installed here is left out."""
    for ours, peer, most in targets:
        if ours in samples and peer in samples:
            ratio = cpu(samples[ours]) / cpu(samples[peer])
            print(f"  {ours} / {peer}: {ratio:.3f}  (to reach: <= {most:g}){'' if ratio <= most else '  MISSED'}")


def environment() -> dict[str, str]:
    """The environment of commands that are measured."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def children_cpu(command: list[str], folder: Path) -> float:
    """CPU seconds that a command and its children took, run in a folder."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    before = os.times()
    subprocess.run(command, check=True, cwd=folder, env=environment(), **quiet)  # type: ignore[call-overload]
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def tree_cpu() -> float:
    """CPU seconds so far of this process and all that descend from it and still run (Linux; elsewhere its own)."""
    if not Path("/proc/self/stat").is_file():
        return time.process_time()
    ticks, parents = dict[int, int](), dict[int, int]()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        parents[int(path.parent.name)] = int(fields[1])
        ticks[int(path.parent.name)] = int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks[pid] for pid in ours if pid in ticks) / os.sysconf("SC_CLK_TCK")
