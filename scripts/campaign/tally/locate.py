"""Where the answers stand: by the form's defined names, else by its wording, for people retype and re-arrange.

By wording, a sheet is read as one long text, cell after cell. “组织开展宣讲活动 | 3 | 场，” in three cells and
“组织开展宣讲活动(3)场，” in one then read alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaign.tally.grid import Book, Cell, Grid, Place
from campaign.tally.schema import Field, Form, Kind

PREFIX = "form_"  # of the defined names: form_r1_lecture_cnt, form_unit, form_r7_name_1
FOUND = 0.5  # of the form's answers: a sheet with fewer is another table
LONGEST = 60  # characters of an answer read by wording
CELL_LENGTH = 4_000  # characters of a cell that are looked at: the whole annex has 900
SHEET_LENGTH = 400_000  # characters of a sheet
BREAK = "\x1f"  # stands between cells
AROUND = BREAK + "():,;。"  # what stands between a label, its answer and its unit
_DROPPED = re.compile(r"[\s“”\"'‘’＂]")
_HEADER = ("unit", "contact", "phone", "date")


@dataclass(slots=True)
class Found:
    """The answers of one sheet: key -> what stands there; key -> its cell; keys whose cell was destroyed."""

    grid: Grid
    values: dict[str, Cell] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    named: bool = True

    def put(self, key: str, at: Place, cell: Cell | None) -> None:
        """Note an answer; a blank has a place but no value."""
        self.places[key] = at
        if cell is not None:
            self.values[key] = cell


def other_keys(form: Form, index: int) -> tuple[str, str, str]:
    """The keys of line `index` (from 1) of the repeatable row: name, count, people."""
    name, count, people = (f"{part.key}_{index}" for part in form.other.fields)
    return name, count, people


def find(book: Book, form: Form) -> Found | None:
    """The answers of a workbook, or None when no sheet holds the form."""
    named = _by_names(book, form)
    wanted = len(form.fields)
    if named and len(named.places) - 4 >= FOUND * wanted:
        if named.lost:
            _fill_lost(named, form)
        return named
    tried = [found for grid in book.grids if grid.cells and (found := by_wording(grid, form))]
    return max(tried, key=lambda found: len(found.places), default=None)


def more_tables(book: Book, form: Form, taken: Grid) -> list[str]:
    """Names of other sheets that hold the form too, filled in: only one table a file is read."""
    others = [grid for grid in book.grids if grid is not taken and len(grid.cells) > len(form.rows)]
    tables = [(grid.name, by_wording(grid, form)) for grid in others]
    keys = {part.key for part in form.fields}
    return [name for name, found in tables if found and keys & found.values.keys()]


def _by_names(book: Book, form: Form) -> Found | None:
    grids = {grid.name: grid for grid in book.grids}
    first = next((target for name, target in book.names.items() if target and name.startswith(PREFIX)), None)
    if first is None:
        return None
    found = Found(grids[first[0]])
    others = [key for index in range(1, form.others + 1) for key in other_keys(form, index)]
    for key in (*_HEADER, *(part.key for part in form.fields), *others):
        target = book.names.get(PREFIX + key)
        if target is None:
            if key not in others:
                found.lost.append(key)
        elif target[0] == found.grid.name:
            found.put(key, target[1], found.grid.cells.get(target[1]))
    return found


def _fill_lost(found: Found, form: Form) -> None:
    """Answers whose name no longer points anywhere are looked for by wording."""
    again = by_wording(found.grid, form, least=0.0)
    for key in list(found.lost) if again else []:
        if again and key in again.places:
            found.put(key, again.places[key], again.values.get(key))
            found.lost.remove(key)


class _Stream:
    """A sheet as one text without spaces and quotes, every character with the cell that it stands in."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        parts: list[str] = []
        self.owners: list[Place] = []
        for at, cell in sorted(grid.cells.items()):
            text = _DROPPED.sub("", unicodedata.normalize("NFKC", cell.text[:CELL_LENGTH])) + BREAK
            if len(self.owners) > SHEET_LENGTH:
                break
            parts.append(text)
            self.owners += [at] * len(text)
        self.text = "".join(parts)

    def answer(self, found: Found, key: str, start: int, end: int) -> None:
        """Note text[start:end] as an answer: the whole cell with its kind where it is one, else the words."""
        while start < end and self.text[start] in AROUND:
            start += 1
        while end > start and self.text[end - 1] in AROUND:
            end -= 1
        at = self.owners[min(start, len(self.owners) - 1)]
        text = self.text[start:end].strip(BREAK)
        if not text:
            found.put(key, at, None)
            return
        cell = self.grid.cells[at]
        whole = start == 0 or self.owners[start - 1] != at
        whole &= self.owners[end] != at or self.text[end] == BREAK
        found.put(key, at, cell if whole else Cell("s", text, cell.formula))


def _loose(text: str) -> str:
    """A label as a pattern: its letters in order, marks between them as they come."""
    letters = [char for char in unicodedata.normalize("NFKC", text) if char.isalnum()]
    return r"[\W_]*".join(map(re.escape, letters))


def _patterns(kind: Kind) -> Iterator[tuple[Field, re.Pattern[str]]]:
    for part in kind.fields:
        label = _loose(part.printed)
        unit = _loose(part.unit).replace("次", "[次欢]")  # the notice's own table has 人欢 once
        if not part.counted:
            following = _loose(kind.fields[1].printed)
            yield part, re.compile(rf"{label}(?P<v>[^,;]{{0,{LONGEST}}}?)[,;{BREAK}]+(?={following})")
        else:
            yield part, re.compile(rf"{label}(?P<v>.{{0,{LONGEST}}}?){unit}")


def by_wording(grid: Grid, form: Form, least: float = FOUND) -> Found | None:
    """The answers of one sheet by the form's words; None when too few of them are there."""
    stream = _Stream(grid)
    found = Found(grid, named=False)
    position = 0
    for kind in form.kinds:
        for index, (part, pattern) in enumerate(_patterns(kind)):
            match = pattern.search(stream.text, position)
            if match and index and match.start() > position + LONGEST // 4:
                match = None  # the second count follows the first; elsewhere it is another line's
            if match:
                stream.answer(found, part.key, match.start("v"), match.end("v"))
                position = match.end()
    if len(found.places) < max(1, least * len(form.fields)):
        return None
    _others(stream, form, found, position)
    _header(stream, form, found)
    return found


def _others(stream: _Stream, form: Form, found: Found, position: int) -> None:
    """Every activity of the repeatable row, in turn."""
    patterns = list(_patterns(form.other))
    for line in range(1, form.others + 1):
        for (_, pattern), key in zip(patterns, other_keys(form, line), strict=True):
            match = pattern.search(stream.text, position)
            if not match:
                return
            stream.answer(found, key, match.start("v"), match.end("v"))
            position = match.end()


def _header(stream: _Stream, form: Form, found: Found) -> None:
    """Unit, contact, telephone, date: each from its label to the next one."""
    labels = [_loose(label) for _, label in form.header]
    labels[0] = _loose("填报单位") + rf"[\W_]*(?:{_loose('盖章')})?"
    ends = [*labels[1:], _loose(form.head)]
    for (key, _), label, end in zip(form.header, labels, ends, strict=True):
        match = re.search(rf"{label}(?P<v>.{{0,{LONGEST}}}?)(?:{end}|{BREAK}{{2,}}|$)", stream.text)
        if match:
            stream.answer(found, key, match.start("v"), match.end("v"))
