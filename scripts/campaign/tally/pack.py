"""Office files whose bytes depend on nothing but their content: no clock in the zip directory nor in the properties."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip directory can name
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EMPTY = re.compile(rb'<c (r="[A-Z]+\d+"(?: s="\d+")?)(?: t="n")?(?: ?/>|></c>)')  # lxml and ElementTree differ
_LEVEL = 6
_Base: Any = ExcelWriter


def repack(data: bytes, when: dt.date) -> bytes:
    """The same parts under fixed times; `when` is the day that the properties name."""
    out = io.BytesIO()
    stamp = f"{when.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _TIMES.sub(rb"\g<1>" + stamp, part)
            elif entry.filename.startswith("xl/worksheets/"):
                part = _EMPTY.sub(rb"<c \g<1>/>", part)
            info = zipfile.ZipInfo(entry.filename, EPOCH)
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


def workbook_bytes(book: Workbook, when: dt.date) -> bytes:
    """A workbook as a file."""
    buffer = io.BytesIO()
    _Writer(book, zipfile.ZipFile(buffer, "w")).save()
    return repack(buffer.getvalue(), when)
