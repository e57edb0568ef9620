"""How a result is known again: each of its files carries a checksum of itself, so that one edited since is not lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from campaign.png import chunk
from campaign.tally.model import Unreadable
from campaign.tally.pack import is_untouched
from campaign.tally.xlsx import read_book
from campaign.zips import UNREADABLE

_NO_RESULT: tuple[type[Exception], ...] = (*UNREADABLE, Unreadable)
MARK = "tally_result"  # a defined name: this workbook is a result, not a unit's form
# Where a reader of the file looks past it: in a comment at the end, in a PNG before the last chunk; how much follows.
_PLACES: dict[str, tuple[Callable[[bytes], bytes], int]] = {
    ".pdf": (lambda words: b"%" + words + b"\n", 0),
    ".png": (lambda words: chunk(b"tEXt", b"Comment\0" + words), len(chunk(b"IEND", b""))),
    ".md": (lambda words: b"\n<!-- " + words + b" -->\n", 0),
}


def _seal(data: bytes, suffix: str) -> bytes:
    return _PLACES[suffix][0](b"campaign tally " + hashlib.sha256(data).hexdigest().encode())


def sealed(data: bytes, suffix: str) -> bytes:
    """A file with its own checksum in it."""
    end = len(data) - _PLACES[suffix][1]
    return data[:end] + _seal(data, suffix) + data[end:]


def _is_sealed(data: bytes, suffix: str) -> bool:
    end = len(data) - _PLACES[suffix][1]
    start = end - len(_seal(b"", suffix))
    return start > 0 and sealed(data[:start] + data[end:], suffix) == data


def is_result(path: Path) -> bool:
    """Whether a workbook is a result of ours, whatever was done to it since."""
    try:
        return MARK in read_book(path.read_bytes()).names
    except (OSError, Unreadable):
        return False


def is_as_written(path: Path) -> bool:
    """Whether a file is a result of ours, or a part of one, and nobody changed it since."""
    suffix = path.suffix.lower()
    try:
        data = path.read_bytes()
        if suffix == ".xlsx":
            return MARK in read_book(data).names and is_untouched(data)
        return _is_sealed(data, suffix)
    except _NO_RESULT:
        return False
