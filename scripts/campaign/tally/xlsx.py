"""Workbooks from strangers: only cells, merged areas and defined names are read, under limits of size and memory.

openpyxl writes our workbooks; it is not given theirs. It builds styles, charts, pictures and comments of whatever it
opens, knows no limits, and takes several times as long; the tests hold this reader against it, cell by cell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from openpyxl.styles.numbers import is_date_format

from campaign.tally.grid import Book, Cell, Grid, Place, place
from campaign.tally.model import Unreadable
from campaign.zips import DAMAGED

MAX_FILE = 20_000_000  # bytes; the form has 30 kB, the rest is room for pictures that somebody pasted in
MAX_PART = 16_000_000  # bytes of the XML parts that are read, unpacked, together
MAX_WHOLE = 300_000_000  # bytes of all parts together as the zip directory states them
MAX_RATIO = 400  # unpacked to packed, of parts over a megabyte
MAX_ENTRIES = 2_000
MAX_CELLS = 50_000  # filled cells of all sheets together
MAX_SHEETS = 40
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: old .xls, or an encrypted workbook
_BROKEN: tuple[type[Exception], ...] = (*DAMAGED, expat.ExpatError, KeyError, IndexError)
# Number formats that have no code in the file and show a date or a time; from 27 on they are those of Chinese Excel.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_FORMAT_LENGTH = 255  # characters of a number format: Excel takes no more
Attributes = dict[str, str]


def read_book(data: bytes) -> Book:
    """The workbook's sheets. Raises Unreadable."""
    _refuse_ole(data)
    if len(data) > MAX_FILE:
        raise Unreadable(f"文件有 {len(data) / 1e6:.0f} MB，太大了", "统计表只有几十 KB，删掉插入的图片再报")
    if not data:
        raise Unreadable("是空文件", "重新保存后再报")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).book()
    except _BROKEN:
        raise Unreadable("文件不完整或已损坏，打不开", "用表格软件打开，另存一份再报") from None
    except RuntimeError:  # zipfile's word for an encrypted entry
        raise Unreadable("文件有密码，打不开", "取消密码后另存再报") from None


def _refuse_ole(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("文件有密码，打不开", "取消密码后另存再报")
        raise Unreadable("是老格式的 .xls", "用表格软件打开，另存为 .xlsx 再报")


class _Reader:
    """One open archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        entries = archive.infolist()
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        if len(entries) > MAX_ENTRIES:
            raise Unreadable(f"压缩包里有 {len(entries)} 个文件，不是统计表")
        whole = sum(entry.file_size for entry in entries)
        packed = [e for e in entries if e.file_size > 1_000_000 and e.file_size > MAX_RATIO * max(1, e.compress_size)]
        if whole > MAX_WHOLE or packed:
            raise Unreadable(f"解压后有 {whole / 1e6:.0f} MB，像是压缩炸弹，没有打开", "请报送单位重新填写空白表")
        if any(name.endswith("vbaproject.bin") for name in self._entries):
            raise Unreadable("含有宏，没有打开", "另存为不含宏的 .xlsx 再报")
        self._strings: list[str] = []
        self._dates: frozenset[str] = frozenset()
        self._left = MAX_PART

    def book(self) -> Book:
        """Read the parts that matter."""
        root = self._targets("", "_rels/.rels")
        main = next((path for kind, path in root.values() if kind == "officeDocument"), "xl/workbook.xml")
        if main.lower() not in self._entries:
            other = any(name.startswith(("word/", "ppt/")) for name in self._entries)
            raise Unreadable("不是表格文件" if other else "压缩包里没有表格", "报送 .xlsx、.csv 或网页导出的 .json")
        sheets, names = self._workbook(main)
        folder, leaf = posixpath.split(main)
        targets = self._targets(folder, f"{folder}/_rels/{leaf}.rels")
        parts = dict(targets.values())
        if "sharedStrings" in parts:
            self._strings = _shared_strings(self._part(parts["sharedStrings"]))
        if parts.get("styles", "").lower() in self._entries:
            self._dates = _date_styles(self._part(parts["styles"]))
        book = Book(saved=self._saved())
        book.links = "externalLink" in parts
        for name, relation in sheets[:MAX_SHEETS]:
            kind, path = targets.get(relation, ("", ""))
            if kind == "worksheet":
                room = MAX_CELLS - sum(len(grid.cells) for grid in book.grids)
                book.grids.append(_sheet(name, self._part(path), self._strings, self._dates, room))
        known = {grid.name for grid in book.grids}
        book.names = {name: _target(text, known) for name, text in names.items()}
        return book

    def _part(self, path: str) -> bytes:
        entry = self._entries[path.lower()]
        with self._archive.open(entry) as file:
            data = file.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable("表格里的内容太多，不是统计表", "请报送单位重新填写空白表")
        return data

    def _targets(self, folder: str, path: str) -> dict[str, tuple[str, str]]:
        """A relationship part: id -> (kind, path of the part in the archive)."""
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, given: Attributes) -> None:
            if name == "Relationship":
                target = given.get("Target", "").replace("\\", "/")
                full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[given.get("Id", "")] = given.get("Type", "").rsplit("/", 1)[-1], full.lstrip("/")

        if path.lstrip("/").lower() in self._entries:
            _parse(self._part(path.lstrip("/")), start)
        return found

    def _workbook(self, path: str) -> tuple[list[tuple[str, str]], dict[str, str]]:
        """Sheets as (name, relationship id), and defined names with what they refer to."""
        sheets: list[tuple[str, str]] = []
        names: dict[str, str] = {}
        inside = [""]

        def start(name: str, given: Attributes) -> None:
            own = "localSheetId" in given  # a name of one sheet alone: a copied sheet has the form's names once more
            inside[0] = given.get("name", "") if name == "definedName" and not own else ""
            if name == "sheet":
                sheets.append((given.get("name", ""), given.get("id", "")))

        def chars(text: str) -> None:
            if inside[0] and len(names) < MAX_CELLS:
                names[inside[0]] = names.get(inside[0], "") + text

        def end(_name: str) -> None:
            inside[0] = ""

        _parse(self._part(path), start, end, chars)
        return sheets, names

    def _saved(self) -> str:
        """The time in the document's properties, or nothing."""
        entry = self._entries.get("docprops/core.xml")
        text = self._part(entry.filename).decode("utf-8", "replace") if entry else ""
        match = re.search(r"modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)", text)
        return match[1] if match else ""


def _target(text: str, sheets: set[str]) -> tuple[str, Place] | None:
    """'表 1'!$E$5 as (表 1, (5, 5)); an area as its first cell; None for #REF!, other files and formulas."""
    sheet, _, area = text.rpartition("!")
    name = sheet.strip("'").replace("''", "'")
    at = place(area.split(":")[0])
    return (name, at) if at and name in sheets else None


def _parse(
    data: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    chars: Callable[[str], None] | None = None,
) -> None:
    """Run expat over a part, names without their namespace. A document type, and with it every entity, is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise Unreadable("文件里有不该有的声明（DOCTYPE），没有打开", "请报送单位重新填写空白表")

    parser.StartDoctypeDeclHandler = doctype

    def opened(name: str, given: Attributes) -> None:
        if ":" in "".join(given):  # most have no prefix, and there are hundreds of thousands
            given = {key.rpartition(":")[2]: value for key, value in given.items()}
        start(name.rpartition(":")[2] if ":" in name else name, given)

    parser.StartElementHandler = opened
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2] if ":" in name else name)
    if chars:
        parser.CharacterDataHandler = chars
    parser.Parse(data, True)


def _shared_strings(data: bytes) -> list[str]:
    """The strings that cells refer to by number; readings of characters (rPh) left out."""
    strings: list[str] = []
    parts: list[str] = []
    state = {"text": False, "reading": False}

    def start(name: str, _given: Attributes) -> None:
        if name == "si":
            parts.clear()
        elif name == "rPh":
            state["reading"] = True
        elif name == "t":
            state["text"] = not state["reading"]

    def chars(text: str) -> None:
        if state["text"]:
            parts.append(text)

    def end(name: str) -> None:
        if name == "t":
            state["text"] = False
        elif name == "rPh":
            state["reading"] = False
        elif name == "si":
            strings.append("".join(parts))

    _parse(data, start, end, chars)
    return strings


def _date_styles(data: bytes) -> frozenset[str]:
    """The styles of cells, by the number that cells call them by, whose numbers are shown as dates."""
    formats = dict.fromkeys(map(str, _DATES), True)
    styles: list[bool] = []
    inside = [False]

    def start(name: str, given: Attributes) -> None:
        if name == "numFmt":
            formats[given.get("numFmtId", "")] = is_date_format(given.get("formatCode", "")[:_FORMAT_LENGTH])
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            styles.append(formats.get(given.get("numFmtId", ""), False))

    def end(name: str) -> None:
        inside[0] = inside[0] and name != "cellXfs"

    _parse(data, start, end)
    return frozenset(str(number) for number, is_date in enumerate(styles) if is_date)


class _Sheet:
    """Gathers one sheet's cells while it is parsed."""

    def __init__(self, name: str, strings: list[str], dates: frozenset[str], room: int) -> None:
        self.grid, self._strings, self._dates, self._room = Grid(name), strings, dates, room
        self._at: Place = (0, 0)
        self._row = self._column = 0
        self._type = self._style = ""
        self._formula = self._reading = False
        self._taking = ""
        self._value: list[str] = []

    def start(self, name: str, given: Attributes) -> None:
        """An element opens."""
        if name == "c":
            at = place(given["r"]) if "r" in given else (self._row, self._column + 1)
            if at is None:
                raise ValueError(given["r"])
            self._at, self._column = at, at[1]
            self._type, self._style, self._formula = given.get("t", "n"), given.get("s", "0"), False
            self._value.clear()
        elif name in {"v", "t"}:
            self._taking = "" if self._reading else name
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._reading = True
        elif name == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), 0
        elif name == "mergeCell":
            first, _, last = given.get("ref", "").partition(":")
            corners = place(first), place(last or first)
            if corners[0] and corners[1] and len(self.grid.merged) < MAX_CELLS:
                self.grid.merged.append((corners[0], corners[1]))

    def chars(self, text: str) -> None:
        """Text of the element at hand."""
        if self._taking:
            self._value.append(text)

    def end(self, name: str) -> None:
        """An element closes."""
        if name in {"v", "t"}:
            self._taking = ""
        elif name == "rPh":
            self._reading = False
        elif name == "c" and (self._value or self._formula):
            self._put("".join(self._value))

    def _put(self, text: str) -> None:
        kind = self._type if self._type in {"b", "d", "e", "n"} else "s"
        if kind == "n" and self._style in self._dates:
            kind = "d"
        if self._type == "s":
            text = self._strings[int(text)] if text else ""
        if len(self.grid.cells) >= self._room:
            raise Unreadable("表格里的内容太多，不是统计表", "请报送单位重新填写空白表")
        if text or self._formula:
            self.grid.cells[self._at] = Cell(kind, text, self._formula)


def _sheet(name: str, data: bytes, strings: list[str], dates: frozenset[str], room: int) -> Grid:
    sheet = _Sheet(name, strings, dates, room)
    _parse(data, sheet.start, sheet.end, sheet.chars)
    return sheet.grid
