"""Office files whose bytes depend on nothing but their content: no clock in the zip directory nor in the properties."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from campaign.store import digest

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip directory can name
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EMPTY = re.compile(rb'<c (r="[A-Z]+\d+"(?: s="\d+")?)(?: t="n")?(?: ?/>|></c>)')  # lxml and ElementTree differ
_LEVEL = 6
_Base: Any = ExcelWriter
_CORE = "docProps/core.xml"
_BLANK = b"0" * 64  # what stands where a workbook's seal will be, while that is computed
_SEAL = re.compile(rb"(<dc:identifier[^>]*>)([0-9a-f]{64})(?=<)")


def repack(data: bytes, when: dt.date, *, seal: bool = False) -> bytes:
    """The same parts under fixed times; `when` is the day that the properties name. `seal`: with their checksum."""
    parts = {name: _settled(name, part, when) for name, part in _parts(data)}
    if seal:
        parts[_CORE] = _SEAL.sub(rb"\g<1>" + _checksum(parts), parts[_CORE])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            target.writestr(info, part, compresslevel=_LEVEL)
    return out.getvalue()


class _Writer(_Base):  # type: ignore[misc]
    """Writes sheets in memory.

    openpyxl's own way passes each through a file in the system's temporary folder, where a run that is killed leaves
    it: with the answers, names and telephones of the units.
    """

    def write_worksheet(self, ws: Any) -> None:
        """One sheet, as the method that it replaces does it."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for entry in source.infolist():
            yield entry.filename, source.read(entry)


def _settled(name: str, part: bytes, when: dt.date) -> bytes:
    """A part as it is whoever writes it, and whenever."""
    if name == _CORE:
        return _TIMES.sub(rb"\g<1>" + f"{when.isoformat()}T00:00:00Z".encode(), part)
    return _EMPTY.sub(rb"<c \g<1>/>", part) if name.startswith("xl/worksheets/") else part


def _checksum(parts: Mapping[str, bytes]) -> bytes:
    return digest(*(piece for name, part in parts.items() for piece in (name.encode(), part))).encode()


def workbook_bytes(book: Workbook, when: dt.date, *, seal: bool = False) -> bytes:
    """A workbook as a file; sealed, it says itself whether anybody changed it since."""
    if seal:
        book.properties.identifier = _BLANK.decode()
    buffer = io.BytesIO()
    _Writer(book, zipfile.ZipFile(buffer, "w")).save()
    return repack(buffer.getvalue(), when, seal=seal)


def is_untouched(data: bytes) -> bool:
    """Whether a workbook that can be read is as it was sealed."""
    parts = dict(_parts(data))
    core = parts.get(_CORE, b"")
    found = _SEAL.search(core)
    parts[_CORE] = _SEAL.sub(rb"\g<1>" + _BLANK, core)
    return found is not None and _checksum(parts) == found[2]
