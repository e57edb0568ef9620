"""One run at a time in a project's build folder; each begins by clearing up after one that was cut off."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from campaign.project import Project
from campaign.report import say
from campaign.store import Store, tidy

NAME = "lock"  # in the cache's folder; the system lets go of it when its holder ends, however it ends


@contextlib.contextmanager
def exclusive(project: Project, *, heal: bool = False) -> Iterator[None]:
    """Wait until no other run is at work on this project, then clear up, then do what is inside.

    `heal`: look through the whole cache for what is damaged, for a run that makes everything anew.
    """
    with _held(project.cache / NAME, lambda: say("另一个 campaign 正在生成，等它结束……")):
        for folder in project.swapped:
            tidy(folder)
        store = Store(project.cache)
        store.sweep()
        if heal:
            store.heal()
        yield


@contextlib.contextmanager
def _held(path: Path, busy: Callable[[], None]) -> Iterator[None]:
    """The lock on a file. One that was deleted meanwhile counts for nothing: whoever comes next makes another."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            _take(file, busy)
            if _same(file, path):
                yield
                return


def _same(file: IO[bytes], path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _take(file: IO[bytes], busy: Callable[[], None]) -> None:
    try:
        _lock(file, wait=False)
    except BlockingIOError:
        busy()
        _lock(file, wait=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        file.seek(0)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # LK_LOCK tries for 10 s
                return
            except OSError:
                if not wait:
                    raise BlockingIOError from None
else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        """Raises BlockingIOError when another has it; where the disk knows no locks (some network drives), goes on."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise
        except OSError:
            return
