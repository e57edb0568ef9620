"""Display list to pixels. One canvas a process is reused: fresh pages of memory cost more than the painting."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from campaign.coverage import curve_points, paint_polygon, paint_small
from campaign.display import (
    Colour,
    FillRect,
    Gradient,
    Item,
    Path,
    Point,
    Polygon,
    QrModules,
    Segment,
    Sheet,
    Stroke,
    TextRun,
)
from campaign.fonts import font_file
from campaign.outlines import paint_outlines, paint_stroke
from campaign.units import Rect

Pixels = npt.NDArray[np.uint8]  # (height, width, 4): red, green, blue, unused
Shares = npt.NDArray[np.float32]
SOLID = 50_000  # square pixels: a larger box is filled by Pillow, and only its border blended
KEEP = 160  # px: glyphs up to this size recur from poster to poster and are kept
STEPS = 4  # small glyphs are placed to a quarter of a pixel across
BAND = 24_000_000  # pixels painted at a time: an A3 at 300 dpi is one band, and a band is 96 MB
SPARE = 32  # rows painted above a band and left out: Pillow fills what is cut by its first rows a little differently
FINE = 72  # px: up to this size a whole pixel of misplacement shows as uneven spacing


class Canvas:
    """A picture that Pillow draws into and numpy reads, sharing one block of memory."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        self.image = Image.frombuffer("RGBX", (width, height), self.pixels, "raw", "RGBX", 0, 1)
        self.image.readonly = 0  # the memory is ours: drawing must not copy it first
        self.draw = ImageDraw.Draw(self.image)


@functools.lru_cache(maxsize=1)
def _canvas(width: int, height: int) -> Canvas:
    return Canvas(width, height)


@functools.lru_cache(maxsize=256)
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(face), size, layout_engine=ImageFont.Layout.BASIC)


def paint(sheet: Sheet, width: int, height: int) -> Canvas:
    """Paint the trim area at `width` x `height` pixels. The canvas is valid until the next call."""
    canvas = _canvas(width, height)
    _paint(canvas, sheet.items, width / sheet.width)
    return canvas


def paint_bands(sheet: Sheet, width: int, height: int, most: int = BAND) -> Iterator[Pixels]:
    """The same picture in bands of at most `most` pixels from the top; each is valid until the next one is asked for.

    So a picture of any size needs the memory of one band: what lies elsewhere is clipped by the painters.
    """
    if width * height <= most:
        yield paint(sheet, width, height).pixels
        return
    rows, scale = max(1, most // width - SPARE), width / sheet.width
    canvas = _canvas(width, rows + SPARE)
    for top in range(0, height, rows):
        placed = (_in_band(item, scale, top - SPARE) for item in sheet.items)
        _paint(canvas, (item for item in placed if not _elsewhere(item, rows + SPARE)), 1.0)
        yield canvas.pixels[SPARE : SPARE + min(rows, height - top)]


def _paint(canvas: Canvas, items: Iterable[Item], scale: float) -> None:
    for item in items:
        match item:
            case Gradient():
                _gradient(canvas, item, scale)
            case FillRect(rect, fill, radius):
                _rect(canvas, rect.scaled(scale), fill, radius * scale)
            case Polygon(points, fill):
                paint_polygon(canvas.image, canvas.pixels, [(x * scale, y * scale) for x, y in points], fill)
            case Path(segments, fill, rule):
                paint_outlines(canvas.image, list(curve_points(segments, scale)), fill, rule)
            case Stroke():
                paint_stroke(canvas.image, item, scale)
            case TextRun():
                _text(canvas, item, scale)
            case QrModules():
                _qr(canvas, item, scale)


def _elsewhere(item: Item, rows: int) -> bool:
    """Text above or below the band: its glyphs would be made for nothing."""
    return isinstance(item, TextRun) and not -item.size < item.baseline < rows + 2 * item.size


def _in_band(item: Item, scale: float, top: int) -> Item:
    """An item in pixels, counted from the band's first row."""

    def placed(segments: Sequence[Segment]) -> tuple[Segment, ...]:
        return tuple((op, tuple(v * scale - top * (i % 2) for i, v in enumerate(values))) for op, values in segments)

    match item:
        case Gradient() | FillRect():
            rect = item.rect.scaled(scale)
            item = replace(item, rect=replace(rect, y=rect.y - top))
            return replace(item, radius=item.radius * scale) if isinstance(item, FillRect) else item
        case Polygon():
            return replace(item, points=tuple((x * scale, y * scale - top) for x, y in item.points))
        case Path():
            return replace(item, segments=placed(item.segments))
        case Stroke():
            dash = tuple(length * scale for length in item.dash)
            return replace(item, segments=placed(item.segments), width=item.width * scale, dash=dash)
        case TextRun():
            xs, baseline = tuple(x * scale for x in item.xs), item.baseline * scale - top
            return replace(item, size=item.size * scale, xs=xs, baseline=baseline)
        case QrModules():
            return replace(item, x=item.x * scale, y=item.y * scale - top, module=item.module * scale)


def _gradient(canvas: Canvas, item: Gradient, scale: float) -> None:
    """Equal-coloured rows, filled run by run."""
    rect = item.rect.scaled(scale)
    height, width = canvas.pixels.shape[:2]
    top, bottom = max(0, round(rect.y)), min(height, round(rect.bottom))
    left, right = max(0, round(rect.x)), min(width, round(rect.right))
    share = ((np.arange(top, bottom) + 0.5 - rect.y) / rect.h)[:, None]
    rows = np.rint(np.array(item.top) * (1 - share) + np.array(item.bottom) * share).astype(np.uint8)
    starts = np.flatnonzero(np.any(rows[1:] != rows[:-1], axis=1)) + 1
    edges = [0, *starts.tolist(), len(rows)]
    for first, last in itertools.pairwise(edges):
        colour = tuple(int(value) for value in rows[first])
        canvas.image.paste((*colour, 255), (left, top + first, right, top + last))


def _rect(canvas: Canvas, rect: Rect, fill: Colour, radius: float) -> None:
    """A box; the pixels that its edges cut are blended by their covered share."""
    if radius > 0.3:
        paint_small(canvas.image, _rounded(rect, radius), fill)
        return
    height, width = canvas.pixels.shape[:2]
    left, across = _shares(rect.x, rect.right, width)
    top, down = _shares(rect.y, rect.bottom, height)
    right, bottom = left + len(across), top + len(down)
    if not len(across) or not len(down):
        return
    if len(across) * len(down) > SOLID:
        canvas.image.paste((*fill, 255), (left + 1, top + 1, right - 1, bottom - 1))
        for x, columns in ((left, across[:1]), (right - 1, across[-1:])):
            _blend(canvas, fill, x, top, down, columns)
        for y, rows in ((top, down[:1]), (bottom - 1, down[-1:])):
            _blend(canvas, fill, left + 1, y, rows, across[1:-1])
    else:
        _blend(canvas, fill, left, top, down, across)


def _blend(canvas: Canvas, fill: Colour, left: int, top: int, down: Shares, across: Shares) -> None:
    """Lay a colour over an area with the given share of each row and column."""
    mask = (np.outer(down, across) * 255 + 0.5).astype(np.uint8)
    canvas.image.paste((*fill, 255), (left, top), Image.fromarray(mask))


def _shares(low: float, high: float, limit: int) -> tuple[int, Shares]:
    """The first pixel of an interval, clipped to [0, limit), and how much of each pixel it covers."""
    low, high = _near(low), _near(high)
    first, last = max(0, math.floor(low)), min(limit, math.ceil(high))
    edges = np.arange(first, max(first, last) + 1, dtype=np.float32)
    return first, np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)


def _near(value: float) -> float:
    """Edges within 1/50 of a pixel of the grid are on it."""
    return float(round(value)) if abs(value - round(value)) < 0.02 else value


def _rounded(rect: Rect, radius: float) -> list[Point]:
    """The outline of a box with rounded corners, a quarter circle each."""
    radius = min(radius, rect.w / 2, rect.h / 2)
    steps = max(4, math.ceil(math.sqrt(radius) * 3))
    centres = (
        (rect.right - radius, rect.y + radius, -90),
        (rect.right - radius, rect.bottom - radius, 0),
        (rect.x + radius, rect.bottom - radius, 90),
        (rect.x + radius, rect.y + radius, 180),
    )
    points = []
    for cx, cy, start in centres:
        for step in range(steps + 1):
            angle = math.radians(start + 90 * step / steps)
            points.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
    return points


def _text(canvas: Canvas, run: TextRun, scale: float) -> None:
    """Every character at its own place, baselines on whole pixels: Pillow never spaces text here."""
    size = round(run.size * scale, 2)
    xs = [x * scale for x in run.xs]
    fine = not run.crisp and size <= FINE and any(abs(x - round(x)) > 0.01 for x in xs)
    glyph = _crisp_glyph if run.crisp else _fine_glyph if fine else _kept_glyph if size <= KEEP else _glyph
    ink = canvas.draw.draw.draw_ink((*run.fill, 255))
    baseline = round(run.baseline * scale)
    for char, x in zip(run.text, xs, strict=True):
        if not char.isspace():
            steps = round(x * STEPS) if fine else round(x) * STEPS
            mask, (dx, dy) = glyph(run.face, size, char, steps % STEPS)
            canvas.draw.draw.draw_bitmap((steps // STEPS + dx, baseline + dy), mask, ink)


def _glyph(face: str, size: float, char: str, _step: int) -> tuple[Any, tuple[int, int]]:
    """A character's mask and where it lies from the origin on the baseline; Pillow places it on whole pixels."""
    return _font(face, size).getmask2(char, "L", anchor="ls")


@functools.lru_cache(maxsize=8192)
def _fine_glyph(face: str, size: float, char: str, step: int) -> tuple[Any, tuple[int, int]]:
    """A small character `step` quarters of a pixel to the right: drawn four times as large and reduced."""
    mask, (dx, dy) = _glyph(face, size * STEPS, char, 0)
    left, top = dx + step, dy
    width, height = mask.size
    pad_x, pad_y = left % STEPS, top % STEPS
    large = Image.new("L", (pad_x + width + STEPS, pad_y + height + STEPS))
    large.im.paste(mask, (pad_x, pad_y, pad_x + width, pad_y + height))
    return large.reduce(STEPS).im, (left // STEPS, top // STEPS)


_kept_glyph = functools.lru_cache(maxsize=2048)(_glyph)


@functools.lru_cache(maxsize=2048)
def _crisp_glyph(face: str, size: float, char: str, _step: int) -> tuple[Any, tuple[int, int]]:
    """A character in one bit: FreeType's own rounding keeps more counters open than a threshold would."""
    return _font(face, size).getmask2(char, "1", anchor="ls")


def _qr(canvas: Canvas, item: QrModules, scale: float) -> None:
    """Modules on whole pixels, so that no edge is grey."""
    edges = [round(index * item.module * scale) for index in range(len(item.rows) + 1)]
    sizes = np.diff(edges)
    bits = np.array([[bit == "1" for bit in row] for row in item.rows])
    mask = bits.repeat(sizes, axis=0).repeat(sizes, axis=1)
    left, top = round(item.x * scale), round(item.y * scale)
    mask = mask[max(0, -top) :]
    top = max(0, top)
    area = canvas.pixels[top : top + len(mask), left : left + mask.shape[1], :3]
    area[mask[: len(area)]] = item.fill
