"""Files that are either whole or absent: atomic writes, content-addressed blobs, folders swapped in last."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

CACHEDIR_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache: may be deleted at any time.\n"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fs.h


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it into place, so a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".~")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest(*parts: bytes) -> str:
    """sha256 of the parts, each preceded by its length so that no two splits agree."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


class Store:
    """Results by key. An object is named by its own sha256 and written first; the record that points to it
    comes last, so a record that is present is valid. Nothing is ever rewritten."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._root = folder, str(folder)

    def object(self, sha256: str) -> Path:
        """Where an object lies."""
        return Path(self._place("objects", sha256))

    def note(self, key: str, text: str) -> None:
        """Publish a record."""
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            write_atomic(tag, CACHEDIR_TAG.encode())
        write_atomic(Path(self._place("records", key)), text.encode())

    def noted(self, key: str) -> str | None:
        """A record's text, or None."""
        try:
            with open(self._place("records", key), encoding="utf-8") as file:  # noqa: PTH123 -- a thousand a build
                return file.read()
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> tuple[str, int]:
        """Publish a result; returns its sha256 and size."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.object(sha256)
        if not path.exists() or path.stat().st_size != len(data):  # cut short by a power failure
            write_atomic(path, data)
        self.note(key, f"{sha256} {len(data)}")
        return sha256, len(data)

    def get(self, key: str) -> tuple[str, int] | None:
        """The sha256 and size of a result, or None; an object deleted or cut short counts as absent."""
        text = self.noted(key)
        match = re.fullmatch(r"([0-9a-f]{64}) (\d+)", text or "")
        if not match:
            return None
        try:
            whole = os.stat(self._place("objects", match[1])).st_size == int(match[2])  # noqa: PTH116
        except FileNotFoundError:
            return None
        return (match[1], int(match[2])) if whole else None

    def _place(self, part: str, name: str) -> str:
        return f"{self._root}/{part}/{name[:2]}/{name[2:]}"


def place(source: Path, target: Path) -> None:
    """Copy an object to its place. Never a link: whoever edits the copy must not change the cache."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def holds(folder: Path, files: Mapping[str, bytes | int]) -> bool:
    """Whether a folder is exactly as it was published: these files, of these contents (or sizes), none touched since.

    A file's time tells whether somebody edited it: `stamp` gives all files of a published folder the same one.
    """
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    if found.keys() != files.keys() or len({stat.st_mtime_ns for stat in found.values()}) > 1:
        return False
    return all(
        stat.st_size == value if isinstance(value := files[name], int) else (folder / name).read_bytes() == value
        for name, stat in found.items()
    )


def stamp(folder: Path) -> None:
    """Give every file of a finished folder the folder's own time."""
    time = folder.stat().st_mtime_ns
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(time, time))


def publish(folder: Path, files: Mapping[str, bytes | tuple[Path, int]]) -> bool:
    """Make a folder hold exactly these files, given as bytes or as (object, size): built aside and swapped in whole.

    A folder that is so already is left alone; returns whether it was written.
    """
    finish_swap(folder)
    expected = {name: value if isinstance(value, bytes) else value[1] for name, value in files.items()}
    if folder.is_dir() and holds(folder, expected):
        return False
    work = fresh_folder(folder)
    for name, value in files.items():
        if isinstance(value, bytes):
            write_atomic(work / name, value)
        else:
            place(value[0], work / name)
    stamp(work)
    swap_in(work, folder)
    return True


def mirror(source: Path, target: Path) -> None:
    """Put every file below `source` below `target` too, linked where the file system can, else copied.

    Only for folders that every build makes anew from the cache.
    """
    for folder, _, names in os.walk(source):
        twin = target / Path(folder).relative_to(source)
        twin.mkdir(parents=True, exist_ok=True)
        for name in names:
            try:
                os.link(f"{folder}/{name}", f"{twin}/{name}")
            except OSError:
                shutil.copyfile(f"{folder}/{name}", f"{twin}/{name}")


def fresh_folder(final: Path) -> Path:
    """An empty sibling of `final` to build in; what an interrupted run left there is removed."""
    work = final.with_name(f".{final.name}.new")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    return work


def swap_in(work: Path, final: Path) -> None:
    """Put the finished folder in place of the old one: in one step on Linux, else by two renames."""
    if final.exists():
        if not _exchange(work, final):
            aside = final.with_name(f".{final.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            final.rename(aside)
            work.rename(final)
            work = aside
        shutil.rmtree(work, ignore_errors=True)
    else:
        work.rename(final)


def finish_swap(final: Path) -> None:
    """Complete or roll back a swap that was cut off between its two renames."""
    aside = final.with_name(f".{final.name}.old")
    if aside.exists():
        if final.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(final)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(result == 0)
