"""What a person put into a kit's folder, or changed there: never lost when the folder is made anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from campaign.errors import UsageError
from campaign.store import place

CATALOGUE = "catalogue.json"
# What systems and office programs leave in every folder that is looked at.
JUNK = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
LOCK = "~$"


def check_own(folder: Path) -> None:
    """Refuse an output folder that holds anything but what this command put there. Raises UsageError."""
    if not folder.exists() and not folder.is_symlink():
        return
    hint = "换一个新的文件夹"
    if not folder.is_dir() or folder.is_symlink():
        raise UsageError(f"{folder} 不是文件夹；{hint}")
    for path in own_files(folder):
        name = path.relative_to(folder).as_posix()
        raise UsageError(f"{folder} 里有别的文件或改过的文件（{name}），为免丢失不写入；{hint}")


def rescue(folder: Path) -> tuple[Path, int]:
    """Copy what is somebody's own to a folder beside, before this one is made anew; returns that and their number."""
    kept, count = folder.with_name(f"{folder.name}-保留"), 0
    for path in own_files(folder) if folder.is_dir() else ():
        if path.is_file():
            place(path, _free(kept / path.relative_to(folder), path))
            count += 1
    return kept, count


def own_files(folder: Path) -> Iterator[Path]:
    """Every file that the folder's catalogue does not list, or that is not as it lists it, and every link.

    A kit's files all have one time; only one that has another is read.
    """
    known = {row[0]: row[1] for row in listed(folder, "path", "sha256") or ()}
    time = (folder / CATALOGUE).stat().st_mtime_ns if known else 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield path
        elif path.is_dir() or path.name.lower() in JUNK or path.name.startswith(LOCK) or (name == CATALOGUE and known):
            continue
        elif name not in known or (path.stat().st_mtime_ns != time and _sha(path) != known[name]):
            yield path


def listed(folder: Path, *keys: str) -> list[tuple[str, ...]] | None:
    """These values of every row of a kit's catalogue, as text; None where there is none, or none that can be read."""
    try:
        rows = json.loads((folder / CATALOGUE).read_text(encoding="utf-8"))["artefacts"]
        return [tuple(str(row[key]) for key in keys) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free(target: Path, source: Path) -> Path:
    """The name, numbered where another file has it already."""
    number, name = 1, target
    while name.exists() and _sha(name) != _sha(source):
        number += 1
        name = target.with_stem(f"{target.stem}-{number}")
    return name
