"""What is to be painted, once each: cache look-up, worker pool, progress."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from campaign.display import Sheet, dump
from campaign.errors import SourceError, Span
from campaign.fonts import Subset, digests
from campaign.playlist import Programme, Scroll
from campaign.project import ASSETS
from campaign.store import Store, digest

PAINTERS = (
    "pillow",
    "numpy",
    "zlib-ng",
    "reportlab",
    "pikepdf",
    "av",
    "segno",
    "uharfbuzz",
    "fonttools",
    "rjieba",
    "openpyxl",
    "python-docx",
)
LOOK_EVERY = 1.0  # seconds between two looks at how far the videos are
SHARE = ".share"
INLINE = 3  # fewer tasks than this are not worth starting workers for
Option = tuple[str, float | str]
Source = Sheet | Scroll | Programme | Subset


@dataclass(frozen=True, slots=True)
class Task:
    """One file to make: which encoder, of what display list, with what options."""

    key: str
    encoder: str
    source: Source | tuple[Source, ...]  # several: the pages of one file
    options: tuple[Option, ...]


@functools.cache
def environment() -> bytes:
    """Everything beside the display list that a file's bytes depend on: code, assets, fonts, libraries."""
    files = [*Path(__file__).parent.rglob("*.py"), ASSETS / "tokens.yml", ASSETS / "formats.toml"]
    files += [*(ASSETS / "illustrations").glob("*.svg"), *(ASSETS / "icons").glob("*.svg")]
    parts = [path.read_bytes() for path in sorted(files)]
    parts.append(digests().encode())
    parts += [f"{name} {metadata.version(name)}".encode() for name in PAINTERS]
    return digest(*parts).encode()


def sheet_key(source: Source) -> str:
    """The content key of a display list, of what is played, or of a font's subset."""
    if isinstance(source, Subset):
        return digest(source.face.encode(), source.chars.encode())
    if isinstance(source, Scroll):
        shape = f"{source.panel.pixels} {source.step} {source.fps} {source.loops}"
        return digest(dump(replace(source.strip, title="")).encode(), shape.encode())
    if isinstance(source, Programme):
        shape = f"{source.frames} {source.fade} {source.fps}"
        return digest(*(sheet_key(slide).encode() for slide in source.slides), shape.encode())
    return digest(dump(replace(source, title="")).encode())  # a title is no pixel


def task_key(page: str, encoder: str, options: Iterable[Option]) -> str:
    """The key of one file: its display list, how it is encoded, and the environment."""
    return digest(environment(), page.encode(), encoder.encode(), repr(sorted(options)).encode())


def run(
    tasks: Iterable[Task],
    store: Store,
    workers: int,
    done: Callable[[Task], None],
    at: Callable[[float], None] = lambda _: None,
) -> dict[str, tuple[str, int]]:
    """Make every task's file, each key once; returns (sha256, size) by key, in the order of the tasks.

    `done` hears of every finished task, `at` how far the videos under way are.
    """
    unique = {task.key: task for task in tasks}
    results: dict[str, tuple[str, int]] = {}
    for task, result in _results(list(unique.values()), store, workers, at):
        results[task.key] = result
        done(task)
    return {key: results[key] for key in unique}


def _results(
    tasks: list[Task], store: Store, workers: int, at: Callable[[float], None]
) -> Iterator[tuple[Task, tuple[str, int]]]:
    if workers == 1 or len(tasks) < INLINE:
        for task in tasks:
            yield task, _work(task, store.folder, at)
        return
    # the machinery of worker processes is loaded only by a build that paints
    futures = importlib.import_module("concurrent.futures")
    context = importlib.import_module("multiprocessing").get_context("spawn")
    heavy_first = sorted(tasks, key=lambda task: task.encoder != "mp4")
    held = signal.signal(signal.SIGINT, signal.SIG_IGN)  # workers inherit it: Ctrl-C is the parent's to handle
    pool = futures.ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context, initializer=_end_with_parent)
    try:
        waiting = {pool.submit(_work, task, store.folder): task for task in heavy_first}
        signal.signal(signal.SIGINT, held)
        while waiting:
            finished, _ = futures.wait(waiting, LOOK_EVERY, futures.FIRST_COMPLETED)
            for future in finished:
                yield waiting.pop(future), future.result()
            if not finished and (shares := _shares(store.aside)):
                at(min(shares))
        pool.shutdown()
    except futures.BrokenExecutor:
        hint = "多半是内存不够：关掉别的程序，或加 --jobs 1 再运行，已画好的不会重画"
        raise SourceError(Span("绘制"), "一个绘制进程被系统中止", hint) from None
    except BaseException:
        processes = list((pool._processes or {}).values())
        for process in processes:  # a running video would be waited for otherwise
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:  # nothing is written any more once this run has ended
            process.join()
        raise
    finally:
        signal.signal(signal.SIGINT, held)


def _end_with_parent() -> None:
    """Runs in a worker. Killed, a parent cannot tell its workers to end, and they would wait for work for ever."""
    parent = importlib.import_module("multiprocessing").parent_process()
    if parent is not None:
        threading.Thread(target=_await_end, args=(parent.sentinel,), daemon=True).start()


def _await_end(sentinel: int) -> None:
    importlib.import_module("multiprocessing.connection").wait([sentinel])
    os._exit(1)


def _work(task: Task, folder: Path, at: Callable[[float], None] | None = None) -> tuple[str, int]:
    """Runs in a worker. The painters are imported here, so that a build with nothing to paint never loads them."""
    encode = importlib.import_module("campaign.encode").encode
    store = Store(folder)
    told = store.aside / f"{task.key}{SHARE}"
    try:
        data = encode(task.encoder, task.source, dict(task.options), at or (lambda share: _tell(told, share)))
    finally:
        told.unlink(missing_ok=True)
    return store.put(task.key, data)


def _tell(path: Path, share: float) -> None:
    """Leave word of how far a video is; the file's size says it, so that it is never read half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(1 + round(share * 1000))


def _shares(folder: Path) -> list[float]:
    found = []
    for path in folder.glob(f"*{SHARE}"):
        with contextlib.suppress(FileNotFoundError):
            found.append(max(0, path.stat().st_size - 1) / 1000)
    return found


def default_workers() -> int:
    """One worker a core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def clock() -> Callable[[], float]:
    """A stopwatch started now; gives the seconds since."""
    start = time.perf_counter()
    return lambda: time.perf_counter() - start
