"""One command, cut off or refused at each of its changes to the disk in turn; run as a program of its own.

Python tells an audit hook (PEP 578) of every file that is opened, renamed or removed before it is done, so what fails
here is the real call of the real program. Every trial is a fork: everything is loaded once.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from killing import ENVIRONMENT, outputs, scraps

from campaign import store
from campaign.cli import main
from campaign.jobs import environment
from campaign.store import TEMPORARY

GROWTH = ("os.mkdir", "os.link", "os.symlink")  # what a full disk refuses; so it does files opened for writing
CHANGES = (*GROWTH, "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.utime", "os.truncate")
KILLED = 137
NEVER = 1 << 30
FIRST, LAST = 10, 45  # changes tried whatever the step between, opening and swapping in: at least each fifth
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Trial:
    """What to do where: the project as it was, where a trial works on a copy, the command, how it fails."""

    before: Path
    work: Path
    arguments: tuple[str, ...]
    way: str  # "die": the process ends there; "full": the disk is full from there on
    exchange: bool  # whether the system can exchange two folders in one step
    singly: bool  # whether it promises whole files only, not whole folders

    def restore(self) -> None:
        """The project as it was, times included."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.before, self.work)

    def state(self, folder: Path) -> dict[str, dict[str, str]]:
        """What the command has made, in the units that must be whole."""
        made = outputs(folder / "build")
        if not self.singly:
            return made
        files = {f"{name}/{file}": sha for name, shas in made.items() for file, sha in shas.items()}
        return {name: {"": sha} for name, sha in files.items() if TEMPORARY not in name}

    def run(self, point: int = NEVER) -> tuple[int, int, str]:
        """The command in a fork that fails at its `point`-th change; its exit code, changes up to there, its words."""
        told = self.work.with_name("told.txt")
        reached = self.work.with_name("reached.txt")
        told.write_bytes(b"")
        reached.write_bytes(b"")
        child = os.fork()
        if child == 0:
            self._child(point, told, reached)
        _, status = os.waitpid(child, 0)
        changes = len(reached.read_bytes())
        return os.waitstatus_to_exitcode(status), changes, told.read_text(encoding="utf-8")

    def _child(self, point: int, told: Path, reached: Path) -> None:
        code = 70
        try:
            out = os.open(told, os.O_WRONLY)
            os.dup2(out, 1)
            os.dup2(out, 2)
            flag = os.open(reached, os.O_WRONLY)
            if not self.exchange:
                store._exchange = lambda *_: False
            sys.addaudithook(_Hook(self, point, flag))
            code = main(["-C", str(self.work), *self.arguments])
        finally:
            os._exit(code)


class _Hook:
    def __init__(self, trial: Trial, point: int, flag: int) -> None:
        self.trial, self.left, self.flag = trial, point, flag
        self.counted = CHANGES if trial.way == "die" else GROWTH

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._counts(event, args):
            return
        os.write(self.flag, b"x")
        self.left -= 1
        if self.left > 0:
            return
        if self.trial.way == "die":
            os._exit(KILLED)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _counts(self, event: str, args: tuple[Any, ...]) -> bool:
        if event == "ctypes.dlsym":
            return self.trial.way == "die" and args[1] == "renameat2"
        changes = bool(args[2] & WRITING) if event == "open" else event in self.counted
        path = str(args[0]) if changes and args and isinstance(args[0], str | os.PathLike) else ""
        return changes and (path.startswith(str(self.trial.work)) or (path != "" and not path.startswith("/")))


def check_all(trial: Trial, every: int) -> int:
    """Fail at a fifth of the first and last changes and at every `every`-th between; with 1 at all of them.

    All is whole then, and right after the next run.

    Returns the number of trials.
    """
    old = trial.state(trial.before)
    trial.restore()
    code, changes, told = trial.run()
    assert code == 0, told
    new = trial.state(trial.work)
    assert new != old
    step = min(every, 5 if trial.way == "die" else 3)  # a full disk refuses fewer of them
    last = range(changes, max(0, changes - LAST), -step)
    points = {*range(1, min(FIRST, changes + 1), step), *range(FIRST, changes, every), *last}
    for point in sorted(points):
        trial.restore()
        code, _, told = trial.run(point)
        where = f"change {point} of {changes}"
        _check_cut(trial, code, told, where)
        _check_whole(trial.state(trial.work), old, new, trial.exchange, where)
        code, _, told = trial.run()
        assert code == 0, f"{where}: {told}"
        assert trial.state(trial.work) == new, where
        assert scraps(trial.work / "build") == [], where
    return len(points)


def _check_cut(trial: Trial, code: int, told: str, where: str) -> None:
    assert "Traceback" not in told, f"{where}: {told}"
    if trial.way == "die":
        assert code == KILLED, f"{where}: {code} {told}"
    else:
        assert code == 1, f"{where}: {code} {told}"
        assert "磁盘已满" in told, f"{where}: {told}"


def _check_whole(
    found: dict[str, dict[str, str]],
    old: dict[str, dict[str, str]],
    new: dict[str, dict[str, str]],
    exchange: bool,
    where: str,
) -> None:
    for name in old | new:
        allowed = [old.get(name), new.get(name)]
        if not exchange:
            allowed.append(None)  # between two renames there is none: the next run puts it back
        assert found.get(name) in allowed, f"{where}: {name} is neither the old one nor the new one"


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    os.environ.update(ENVIRONMENT)
    for name in ("build", "kit", "tally", "clean"):
        importlib.import_module(f"campaign.commands.{name}")
    for name in ("site", "encode", "compose.templates", "web"):
        importlib.import_module(f"campaign.{name}")
    environment()
    gc.freeze()
    plan = json.loads(sys.argv[1])
    every = plan.pop("every")
    plan |= {"before": Path(plan["before"]), "work": Path(plan["work"]), "arguments": tuple(plan["arguments"])}
    print(check_all(Trial(**plan), every))
