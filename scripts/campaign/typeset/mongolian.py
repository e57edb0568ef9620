"""Traditional Mongolian: shaped by HarfBuzz, set as outlines, so that it never depends on what the machine has.

The script runs top to bottom in columns that follow each other from left to right; on banners it lies on its side,
left to right (Unicode Standard, 13.5).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import uharfbuzz as hb
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import RecordingPen

from campaign.display import Segment
from campaign.fonts import font_file

FACE = "NotoSansMongolian-400"
PITCH = 1.25  # from column to column, in type sizes
RISE, FALL = 0.78, 0.30  # em above and below the baseline that joined letters take
_ROOM = 1e-6


@dataclass(frozen=True, slots=True)
class Word:
    """One shaped word: its outline in em, y upward from the baseline, and its advance in em."""

    segments: tuple[Segment, ...]
    advance: float


@functools.cache
def _font() -> hb.Font:
    return hb.Font(hb.Face(hb.Blob(font_file(FACE).read_bytes())))


def lacking(text: str) -> list[str]:
    """The characters that the face does not have."""
    return sorted({char for char in text if char != " " and _font().get_nominal_glyph(ord(char)) is None})


@functools.cache
def shape(text: str) -> Word:
    """Shape text left to right: joined forms are chosen by HarfBuzz, never by a painter."""
    font, buffer = _font(), hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Mong", "mn"
    hb.shape(font, buffer)
    em, x = font.face.upem, 0.0
    segments: list[Segment] = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        segments += _glyph(info.codepoint, (x + position.x_offset) / em, position.y_offset / em)
        x += position.x_advance
    return Word(tuple(segments), x / em)


def _glyph(glyph: int, x: float, y: float) -> Iterator[Segment]:
    """A glyph's outline as lines and cubic curves, moved to (x, y) em."""
    font, pen = _font(), RecordingPen()
    font.draw_glyph_with_pen(glyph, Qu2CuPen(pen, max_err=1.0, all_cubic=True))
    em = font.face.upem
    names = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z"}
    for op, points in pen.value:
        flat = tuple(value for px, py in points for value in (px / em + x, py / em + y))
        yield names[op], flat


def columns(text: str, size: float, length: float) -> list[list[Word]]:
    """The words of a text in as few columns (or lines) of at most `length` as they need at a type size.

    A word longer than `length` stands alone; the caller tries a smaller size.
    """
    space = shape(" ").advance * size
    rows: list[list[Word]] = []
    room = 0.0
    for word in (shape(part) for part in text.split(" ")):
        need = word.advance * size
        if not rows or need + space > room + _ROOM:
            rows.append([])
            room = length + space
        rows[-1].append(word)
        room -= need + space
    return rows


def balanced(text: str, size: float, length: float) -> float:
    """The shortest length that needs no more columns than `length` does, so that no last column holds one word."""
    count = len(columns(text, size, length))
    shorter = (length * step / 100 for step in range(20, 101, 2))
    longest = max((shape(part).advance * size for part in text.split(" ")), default=0.0)
    return next((at for at in shorter if at >= longest and len(columns(text, size, at)) == count), length)


def fits(text: str, size: float, length: float, breadth: float) -> bool:
    """Whether the text fits `length` along its lines and `breadth` across them."""
    rows = columns(text, size, length)
    longest = max((word.advance * size for row in rows for word in row), default=0.0)
    return longest <= length + _ROOM and across(len(rows), size) <= breadth + _ROOM


def across(count: int, size: float) -> float:
    """The breadth of so many columns (or lines)."""
    return ((count - 1) * PITCH + RISE + FALL) * size


def fitted(text: str, largest: float, length: float, breadth: float) -> float:
    """The largest size (same unit as the box) at which the text fits; 0 where none above a tenth of it does."""
    steps = [largest * (100 - step) / 100 for step in range(91)]
    return next((size for size in steps if fits(text, size, length, breadth)), 0.0)


def set_vertical(text: str, size: float, x: float, y: float, length: float) -> tuple[Segment, ...]:
    """Columns from the left edge x, all starting at the top y; y downward."""
    placed: list[Segment] = []
    for index, row in enumerate(columns(text, size, length)):
        left = x + (FALL + index * PITCH) * size  # turned clockwise, a line's lower side lies on the left
        placed += _turned(row, size, left, y)
    return tuple(placed)


def set_horizontal(text: str, size: float, x: float, y: float) -> tuple[Segment, ...]:
    """One line on its side from the left edge x, its top at y; y downward."""
    base = y + RISE * size
    return tuple(
        (op, tuple(base - value * size if index % 2 else x + at + value * size for index, value in enumerate(values)))
        for word, at in _spaced(columns(text, size, float("inf"))[0], size)
        for op, values in word.segments
    )


def _turned(row: list[Word], size: float, left: float, top: float) -> Iterator[Segment]:
    """A row turned a quarter clockwise: what was up points right."""
    for word, at in _spaced(row, size):
        for op, values in word.segments:
            pairs = zip(values[::2], values[1::2], strict=True)
            yield op, tuple(v for px, py in pairs for v in (left + py * size, top + at + px * size))


def _spaced(row: list[Word], size: float) -> Iterator[tuple[Word, float]]:
    """Every word of a row with the length before it."""
    space, at = shape(" ").advance * size, 0.0
    for word in row:
        yield word, at
        at += word.advance * size + space


def width(text: str, size: float) -> float:
    """The length of a text set in one row."""
    words = [shape(part) for part in text.split(" ")]
    return sum(word.advance * size for word in words) + shape(" ").advance * size * max(0, len(words) - 1)
