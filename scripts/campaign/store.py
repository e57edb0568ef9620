"""Files that are either whole or absent: atomic writes, content-addressed blobs, folders swapped in last."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

CACHEDIR_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache: may be deleted at any time.\n"
TEMPORARY = ".~"  # how the name of a file begins while it is written
SEAL = 17  # bytes of a record's seal
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fs.h


def write_atomic(path: Path, data: bytes, *, aside: Path | None = None, lasting: bool = False) -> None:
    """Write `data` beside `path` (or in the folder `aside`) and rename it into place: a reader never sees half a file.

    `lasting`: on the disk before it has its name, so that not even a power failure leaves the name without the data.
    """
    try:
        for folder in {path.parent, aside or path.parent}:
            folder.mkdir(parents=True, exist_ok=True)
        with written(path, aside=aside, lasting=lasting) as file:
            file.write(data)
    except OSError as error:
        raise _named(error, path) from None


@contextlib.contextmanager
def written(path: Path, *, aside: Path | None = None, lasting: bool = False) -> Iterator[IO[bytes]]:
    """A file to be filled, which then takes the name `path`; else it goes. As `write_atomic`, for what is long."""
    handle, name = tempfile.mkstemp(dir=aside or path.parent, prefix=temporary(path))
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):  # what went wrong first is what must be told
            Path(name).unlink(missing_ok=True)
        raise


def temporary(path: Path) -> str:
    """How the name begins under which a file is written; of one length, for the file's own may be the longest."""
    return f"{TEMPORARY}{digest(os.fsencode(path.name))[:8]}."


def sweep_beside(path: Path) -> None:
    """Remove what an interrupted run left when it was writing this file."""
    for left in path.parent.glob(f"{temporary(path)}*"):
        with contextlib.suppress(OSError):
            left.unlink()


def _named(error: OSError, path: Path) -> OSError:
    """The same error with the file that was wanted, not a temporary name or none at all (as a full disk gives)."""
    return OSError(error.errno, error.strerror or str(error), str(path))


def digest(*parts: bytes) -> str:
    """sha256 of the parts, each preceded by its length so that no two splits agree."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


def _seal(data: bytes) -> bytes:
    """What a record begins with, so that one cut short or changed is known from a whole one."""
    return hashlib.sha256(data).hexdigest()[: SEAL - 1].encode() + b"\n"


class Store:
    """Results by key. An object is named by its own sha256 and written first; the record that points to it
    comes last, so a record that is present and whole is valid. Nothing is rewritten but what was damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._root, self.aside = folder, str(folder), folder / "tmp"

    def object(self, sha256: str) -> Path:
        """Where an object lies."""
        return Path(self._place("objects", sha256))

    def note(self, key: str, text: str) -> None:
        """Publish a record."""
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            write_atomic(tag, CACHEDIR_TAG.encode(), aside=self.aside)
        data = text.encode()
        write_atomic(Path(self._place("records", key)), _seal(data) + data, aside=self.aside)

    def noted(self, key: str) -> str | None:
        """A record's text, or None; one that a crash or a bad disk changed counts as absent, to be made anew."""
        try:
            with open(self._place("records", key), "rb") as file:  # noqa: PTH123 -- a thousand a build
                seal, data = file.read(SEAL), file.read()
        except FileNotFoundError:
            return None
        return data.decode() if seal == _seal(data) else None

    def put(self, key: str, data: bytes) -> tuple[str, int]:
        """Publish a result; returns its sha256 and size."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.object(sha256)
        if not path.exists() or path.read_bytes() != data:  # cut short by a power failure, changed by a bad disk
            write_atomic(path, data, aside=self.aside, lasting=True)
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

    def heal(self) -> None:
        """Remove every object that is not what its name says, so that it is made anew. Reads the whole cache."""
        for path in [path for path in (self.folder / "objects").rglob("*") if path.is_file()]:
            with path.open("rb") as file:
                sound = hashlib.file_digest(file, "sha256").hexdigest() == path.parent.name + path.name
            if not sound:
                path.unlink()

    def sweep(self) -> None:
        """Remove what interrupted runs were writing; only while no other run is at work."""
        remove(self.aside)

    def _place(self, part: str, name: str) -> str:
        return f"{self._root}/{part}/{name[:2]}/{name[2:]}"


def place(source: Path, target: Path) -> None:
    """Copy an object to its place. Never a link: whoever edits the copy must not change the cache."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise _named(error, target) from None


def remove(folder: Path) -> None:
    """Remove a folder, or whatever else has its name, as far as the system lets us; of a link only the link."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


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
    if folder.is_dir() and holds(folder, expected) and not _outdated(folder, files):
        return False
    with renewed(folder) as work:
        for name, value in files.items():
            if isinstance(value, bytes):
                write_atomic(work / name, value)
            else:
                place(value[0], work / name)
        stamp(work)
    return True


def _outdated(folder: Path, files: Mapping[str, bytes | tuple[Path, int]]) -> bool:
    """Whether an object was made again after its copy, which then may be of the damaged one; sizes do not tell."""
    objects = {value[0]: name for name, value in files.items() if not isinstance(value, bytes)}
    return any(path.stat().st_mtime_ns > (folder / name).stat().st_mtime_ns for path, name in objects.items())


@contextlib.contextmanager
def renewed(final: Path) -> Iterator[Path]:
    """An empty folder to fill, which then takes the place of `final`; if filling fails, it goes and `final` stays."""
    finish_swap(final)
    work = fresh_folder(final)
    try:
        yield work
        swap_in(work, final)
    except BaseException:
        remove(work)
        raise


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
    remove(work)
    work.mkdir(parents=True)
    return work


def swap_in(work: Path, final: Path) -> None:
    """Put the finished folder in place of the old one: in one step on Linux, else by two renames."""
    if final.exists():
        if not _exchange(work, final):
            aside = final.with_name(f".{final.name}.old")
            remove(aside)
            final.rename(aside)
            try:
                work.rename(final)
            except BaseException:
                aside.rename(final)
                raise
            work = aside
        remove(work)
    else:
        work.rename(final)


def finish_swap(final: Path) -> None:
    """Complete or roll back a swap that was cut off between its two renames."""
    aside = final.with_name(f".{final.name}.old")
    if aside.exists():
        if final.exists():
            remove(aside)
        else:
            aside.rename(final)


def tidy(final: Path) -> None:
    """Complete or roll back a cut off swap, and remove what an interrupted run was making."""
    finish_swap(final)
    remove(final.with_name(f".{final.name}.new"))


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(result == 0)
