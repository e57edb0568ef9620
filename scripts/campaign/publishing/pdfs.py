"""Everything that a PDF says: the words of its pages, and what its writer put beside them.

It is read in a process of its own: a small file may unpack to gigabytes, or take the libraries hours. Then the process
is ended, and the file told as not checked.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

import pikepdf
import pypdfium2

from campaign.zips import MAX_MEMBER

if sys.platform != "win32":
    import resource

PATIENCE = 60.0  # seconds for one file, the start of the process included: a thousand pages take two
MEMORY = 2_000_000_000  # bytes of addresses, where the system counts them
MAX_PAGES = 3_000
MAX_WORDS = 10_000_000  # characters of all pages
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@dataclass(slots=True)
class Words:
    """`notes`: every text that is not of a page: properties, remarks, fields of forms, bookmarks, addresses.

    `files`: what is attached, and photographs as the camera wrote them. `missed`: why not all was looked at.
    """

    pages: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    authors: set[str] = field(default_factory=set)
    commenters: set[str] = field(default_factory=set)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    missed: str = ""


def words(data: bytes) -> Words:
    """Read a PDF here and now, however long it takes."""
    found = Words()
    try:
        _notes(data, found)
        _pages(data, found)
    except pikepdf.PasswordError:
        found.missed = "有密码，没有检查"
    except Exception:  # whatever a spoilt file makes them raise, it could not be read
        found.missed = "已损坏或写法特殊，没有检查完"
    return found


def _pages(data: bytes, found: Words) -> None:
    document = pypdfium2.PdfDocument(data)
    left = MAX_WORDS
    for number in range(len(document)):
        if number >= MAX_PAGES or left <= 0:
            found.missed = f"太长，只检查了前 {number} 页"
            return
        page = document[number]
        found.pages.append(page.get_textpage().get_text_range())
        left -= len(found.pages[-1])
        page.close()


def _notes(data: bytes, found: Words) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found.authors |= {str(pdf.docinfo.get("/Author", ""))}
        told: Any = pdf.open_metadata().get(_CREATOR, "")
        found.authors |= {told} if isinstance(told, str) else {*told}
        for thing in pdf.objects:
            for part in _parts(thing):
                _note(part, found)


def _parts(thing: Any) -> Iterator[Any]:
    """An object, and all that it holds itself."""
    held = [thing]
    while held:
        part = held.pop()
        yield part
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            held += [value for _, value in part.items() if not _elsewhere(value)]
        elif isinstance(part, pikepdf.Array):
            held += [value for value in part if not _elsewhere(value)]


def _elsewhere(value: Any) -> bool:
    """Whether a value is an object of its own, which has its own turn."""
    return isinstance(value, pikepdf.Object) and value.is_indirect


def _note(part: Any, found: Words) -> None:
    if isinstance(part, pikepdf.String):
        found.notes.append(_text(part))
    elif isinstance(part, pikepdf.Stream):
        if part.get("/Subtype") == "/XML" or part.get("/Type") == "/Metadata":
            found.notes.append(part.read_bytes().decode("utf-8", "replace"))
        elif "/DCTDecode" in str(part.get("/Filter", "")):
            found.files.append(("照片.jpg", part.read_raw_bytes()))
    elif _is_remark(part) and isinstance(part.T, pikepdf.String):
        found.commenters.add(_text(part.T))
    elif isinstance(part, pikepdf.Dictionary) and "/EF" in part:
        name = str(part.get("/UF") or part.get("/F") or "附件")
        found.files += [(name, stream.read_bytes()) for _, stream in list(part.EF.items())[:1]]


def _is_remark(part: Any) -> bool:
    """Whether a thing is what a reader put on a page: with its author; a field of a form has its name there."""
    return isinstance(part, pikepdf.Dictionary) and "/T" in part and part.get("/Subtype") not in (None, "/Widget")


def _text(part: pikepdf.String) -> str:
    try:
        return str(part)
    except UnicodeDecodeError:  # it begins as UTF-8 and is none
        return bytes(part).decode("utf-8", "replace")


# The process ------------------------------------------------------------------------------------------------------


class Reader:
    """Asks a process for the words of PDFs; starts it at the first, and anew after one that it did not survive."""

    def __init__(self, read: Callable[[bytes], Words] = words, patience: float = PATIENCE) -> None:
        self._read, self._patience = read, patience
        self._running: tuple[SpawnProcess, Connection[bytes, Words]] | None = None

    def words(self, data: bytes) -> Words:
        """Read a PDF, within bounds."""
        self._running = self._running or self._started()
        process, pipe = self._running
        with suppress(OSError, EOFError):  # it has ended
            pipe.send_bytes(data)
            if pipe.poll(self._patience):
                return pipe.recv()
        process.kill()
        process.join()
        pipe.close()
        self._running = None
        return Words(missed="太大或太复杂，没有检查")

    def _started(self) -> tuple[SpawnProcess, Any]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._read), daemon=True)  # ends with this one
        process.start()
        theirs.close()
        return process, ours


def _serve(pipe: Any, read: Callable[[bytes], Words]) -> None:
    """Runs in the process: answers until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the libraries say of a file is not for its author
    pikepdf.settings.set_qpdf_limits(flate_max_memory=4 * MAX_MEMBER)
    if sys.platform != "win32":
        with suppress(ValueError):  # it is less already, or the system does not count
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with suppress(EOFError):
        while True:
            pipe.send(read(pipe.recv_bytes()))
