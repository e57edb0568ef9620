"""Blocks to pages: a grid of 22 lines of 28 characters, lines filled, tables in rules, page numbers outside."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.display import FillRect, Item, Sheet, TextRun
from campaign.fonts import face
from campaign.gongwen.form import (
    AREA,
    CHARACTERS,
    FANGSONG,
    HEITI,
    INDENT,
    LEFT,
    LINES,
    NUMBER_GAP,
    NUMBER_SIZE,
    PAGE,
    SIZE,
    SONGTI,
    STYLES,
    TABLE_SIZE,
    TOP,
)
from campaign.gongwen.model import Block, Table, Text
from campaign.typeset.lines import CJK_ASCENT, SetLine, Style, set_text
from campaign.typeset.marks import NO_END, NO_START
from campaign.typeset.paragraph import HANG, HANGING, WIDER, break_text
from campaign.units import Rect, mm

WIDTH, HEIGHT = mm(AREA[0]), mm(AREA[1])
PITCH = HEIGHT / LINES
TRACKING = (WIDTH / SIZE - CHARACTERS) / (CHARACTERS - 1)  # em: 28 characters fill the line
INK = (0, 0, 0)
RULE = 0.5  # points
PAD = 4.0  # points inside a cell, left and right
ROW = 18.0  # points from line to line in a table
_WHOLE = re.compile(r"[A-Za-z0-9]+(?:[.,:/·-][A-Za-z0-9]+)*[%％℃]?|[—…]{2,}")
_STAND_IN = "口"  # holds the place of the indent while lines are broken


@dataclass(frozen=True, slots=True)
class Row:
    """Something that stays on one page: its height in grid lines, and its items from its own top left corner.

    Rows of tables are as high as their words need; what follows a table stands on the grid again.
    """

    lines: float
    items: tuple[Item, ...]
    with_next: bool = False
    head: tuple[Row, ...] = ()  # repeated at the top of the next page


def set_pages(blocks: Sequence[Block], title: str) -> tuple[Sheet, ...]:
    """All pages of a document."""
    pages: list[list[Item]] = [[]]
    line = 0.0
    rows = [row for block in blocks for row in _rows(block)]
    for index, row in enumerate(rows):
        line = math.ceil(line - 0.001) if row.lines == int(row.lines) else line
        needed = row.lines + (rows[index + 1].lines if row.with_next and index + 1 < len(rows) else 0)
        if line + needed > LINES + 0.001:
            pages.append([])
            line = 0.0
            for head in row.head:
                pages[-1] += _moved(head.items, line * PITCH)
                line += head.lines
        pages[-1] += _moved(row.items, line * PITCH)
        line += row.lines
    return tuple(_sheet(items, number, title) for number, items in enumerate(pages, 1))


def _sheet(items: list[Item], number: int, title: str) -> Sheet:
    left, top = mm(LEFT), mm(TOP)
    moved = tuple(_shift(item, left, top) for item in items)
    return Sheet(mm(PAGE[0]), mm(PAGE[1]), 0.0, (*moved, *_page_number(number)), title)


def _page_number(number: int) -> tuple[TextRun, ...]:
    """— 1 —, one character in from the outer edge: right on odd pages, left on even ones (7.5)."""
    line = _plain(f"— {number} —", SONGTI.free, NUMBER_SIZE)
    baseline = mm(TOP) + HEIGHT + mm(NUMBER_GAP)
    if number % 2:
        return line.at(mm(LEFT) + WIDTH - NUMBER_SIZE - line.width, baseline)
    return line.at(mm(LEFT) + NUMBER_SIZE, baseline)


def _rows(block: Block) -> Iterator[Row]:
    if isinstance(block, Table):
        yield from _table(block)
    elif block.kind == "title":
        yield from _title(block)
    else:
        yield from _paragraph(block)


def _title(block: Text) -> Iterator[Row]:
    """Centred in lines of like length, a blank line below."""
    kind, size = STYLES["title"]
    for line in break_text(block.text, Style(kind.free, size, INK), WIDTH, balanced=True):
        words = _plain(line, kind.free, size)
        yield Row(1, words.centred(WIDTH / 2, _baseline(size)), with_next=True)
    yield Row(1, (), with_next=True)


def _paragraph(block: Text) -> Iterator[Row]:
    kind, size = STYLES[block.kind]
    style = Style(kind.free, size, INK, TRACKING)
    step = size * (1 + TRACKING)
    lines = fill(_STAND_IN * INDENT + block.text, style, WIDTH, hang=HANG)
    for index, text in enumerate(lines):
        indent = INDENT * step if index == 0 else 0.0
        line = set_text(text.removeprefix(_STAND_IN * INDENT) if index == 0 else text, style)
        if index + 1 < len(lines):
            line = _filled(line, WIDTH - indent)
        lonely = block.kind in {"level1", "level2"} or (index == 0 and len(lines) > 1)
        yield Row(1, line.at(indent, _baseline(size)), with_next=lonely)


def fill(text: str, style: Style, width: float, *, hang: float = 0.0) -> list[str]:
    """The lines of a text, each as full as the rules let it be: no mark at a wrong end, words and numbers whole."""
    whole = {at for match in _WHOLE.finditer(text) for at in range(match.start() + 1, match.end())}
    lines, start = list[str](), 0
    while start < len(text):
        end = min(len(text), start + 2 * int(width / style.size) + 2)
        while end > start + 1 and not _fits(text[start:end], style, width, hang):
            end -= 1
        least = end
        while (
            end < len(text) and end > start + 1 and (text[end] in NO_START or text[end - 1] in NO_END or end in whole)
        ):
            end -= 1
        end = least if end == start + 1 else end
        lines.append(text[start:end].strip(" "))
        start = end
    return lines


def _fits(text: str, style: Style, width: float, hang: float) -> bool:
    outside = hang * style.size if text[-1] in HANGING else 0.0
    return set_text(text.strip(" "), style).width <= width + outside + WIDER


def _baseline(size: float) -> float:
    """Of a line in the middle of its band of the grid."""
    return (PITCH - size) / 2 + CJK_ASCENT * size


def _filled(line: SetLine, width: float) -> SetLine:
    """Share what is left of the line among its characters, words and numbers kept together."""
    chars = [(run, index) for run in line.runs for index in range(len(run.text))]
    text = "".join(run.text[index] for run, index in chars)
    gaps = [i for i in range(1, len(text)) if not (text[i].isascii() and text[i - 1].isascii())]
    left = width - line.width + line.hang
    if not gaps or left > SIZE * 3:
        return line
    shifts, moved = 0.0, list[float]()
    each = left / len(gaps)
    wide = set(gaps)
    for index in range(len(text)):
        shifts += each if index in wide else 0.0
        moved.append(shifts)
    runs, at = [], 0
    for run in line.runs:
        more = moved[at : at + len(run.text)]
        runs.append(replace(run, xs=tuple(x + shift for x, shift in zip(run.xs, more, strict=True))))
        at += len(run.text)
    return SetLine(tuple(runs), width, 0.0)


def _plain(text: str, name: str, size: float) -> SetLine:
    """One line in one face, digits too: official titles know no second family."""
    xs, x = [], 0.0
    for char in text:
        xs.append(x)
        x += face(name).advances(char)[0] * size
    return SetLine((TextRun(name, size, text, tuple(xs), 0.0, INK),), x)


def _table(table: Table) -> Iterator[Row]:
    """Rules round every cell; heights in whole lines of the grid; the head again on every page."""
    widths = column_widths(table)
    head = _table_row(table.rows[0], widths, HEITI.free)
    yield replace(head, with_next=True)
    for index, row in enumerate(table.rows[1:]):
        made = _table_row(row, widths, FANGSONG.free)
        yield replace(made, head=(head,), with_next=index == len(table.rows) - 3)
    yield Row(0.999, ())


def column_widths(table: Table) -> list[float]:
    """Columns in proportion to what they hold, none narrower than its longest short word; in points."""
    count = max(len(row) for row in table.rows)
    style = Style(FANGSONG.free, TABLE_SIZE, INK)
    longest = [0.0] * count
    for row in table.rows:
        for index, cell in enumerate(row):
            for line in cell.split("\n"):
                longest[index] = max(longest[index], set_text(line, style).width if line else 0.0)
    natural = [min(width, 12 * TABLE_SIZE) + 2 * PAD + 2 for width in longest]
    rest = WIDTH - sum(natural)
    if rest <= 0:
        return [width * WIDTH / sum(natural) for width in natural]
    wide = [max(0.0, width - 12 * TABLE_SIZE) ** 0.5 for width in longest]
    if not sum(wide):
        return [width + rest / count for width in natural]
    return [width + rest * share / sum(wide) for width, share in zip(natural, wide, strict=True)]


def _table_row(row: Sequence[str], widths: Sequence[float], name: str) -> Row:
    style = Style(name, TABLE_SIZE, INK)
    cells = []
    for text, width in zip(row, widths, strict=False):
        lines: list[str] = []
        for part in text.split("\n"):
            lines += fill(part, style, width - 2 * PAD) or [""]
        cells.append(lines)
    most = max(len(lines) for lines in cells)
    height = most * ROW + 7
    items: list[Item] = []
    x = 0.0
    for lines, width in zip(cells, widths, strict=False):
        top = (height - ROW * len(lines)) / 2
        for index, text in enumerate(lines):
            baseline = top + ROW * index + (ROW - TABLE_SIZE) / 2 + CJK_ASCENT * TABLE_SIZE
            items += set_text(text, style).at(x + PAD, baseline) if text else ()
        items += _frame(x, width, height)
        x += width
    return Row(height / PITCH, tuple(items))


def _frame(x: float, width: float, height: float) -> Iterator[FillRect]:
    """The four rules of a cell; neighbours share theirs."""
    yield FillRect(Rect(x, -RULE / 2, width, RULE), INK)
    yield FillRect(Rect(x, height - RULE / 2, width, RULE), INK)
    yield FillRect(Rect(x - RULE / 2, 0, RULE, height), INK)
    yield FillRect(Rect(x + width - RULE / 2, 0, RULE, height), INK)


def _moved(items: Sequence[Item], y: float) -> list[Item]:
    return [_shift(item, 0.0, y) for item in items]


def _shift(item: Item, x: float, y: float) -> Item:
    if isinstance(item, TextRun):
        return replace(item, xs=tuple(value + x for value in item.xs), baseline=item.baseline + y)
    assert isinstance(item, FillRect)
    return replace(item, rect=Rect(item.rect.x + x, item.rect.y + y, item.rect.w, item.rect.h))
