"""What a command tells on the way: a progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import importlib
import sys
from typing import Protocol, TextIO

from campaign.errors import harmless


class Step(Protocol):
    """Progress of one piece of work."""

    def __enter__(self) -> Step:
        """Start showing."""

    def __exit__(self, *exc: object) -> None:
        """Stop showing."""

    def advance(self, what: str) -> None:
        """One more is done."""

    def at(self, share: float) -> None:
        """How far the longest piece of work is: a video takes minutes and counts as one."""


class _Bar:
    """A bar for a person at a terminal."""

    def __init__(self, title: str, total: int, stream: TextIO) -> None:
        rich = importlib.import_module("rich.progress")  # only a build that paints pays for loading it
        columns = (
            rich.TextColumn("{task.description}"),
            rich.BarColumn(),
            rich.MofNCompleteColumn(),
            rich.TimeRemainingColumn(),
        )
        console = importlib.import_module("rich.console").Console(file=stream)
        self._title = title
        self._progress = rich.Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task(title, total=total)

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()

    def advance(self, what: str) -> None:
        self._progress.update(self._task, advance=1, description=self._title)

    def at(self, share: float) -> None:
        self._progress.update(self._task, description=f"{self._title}（视频 {share:.0%}）")


class _Lines:
    """A line at every tenth, for logs."""

    def __init__(self, title: str, total: int, stream: TextIO) -> None:
        self._title, self._total, self._stream, self._done = title, total, stream, 0
        self._tenth = 0

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def advance(self, what: str) -> None:
        self._done += 1
        if self._done == self._total or self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            print(f"{self._title} {self._done}/{self._total}", file=self._stream, flush=True)

    def at(self, share: float) -> None:
        tenth = int(share * 10)
        if tenth > self._tenth:
            print(f"{self._title} 视频 {tenth * 10}%", file=self._stream, flush=True)
        self._tenth = tenth


def step(title: str, total: int) -> Step:
    """Progress of `total` things, on standard error."""
    stream = sys.stderr
    return _Bar(title, total, stream) if stream.isatty() else _Lines(title, total, stream)


def say(text: str) -> None:
    """One line to the author."""
    print(harmless(text, "\n"), flush=True)
