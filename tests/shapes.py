"""What the painters' tests share: tiny sheets, an independent measure of polygon coverage, a font of squares."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from campaign.display import Colour, FillRect, Item, Point, Sheet
from campaign.raster import paint
from campaign.units import Rect

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
ROWS = 16  # sample lines a pixel
Shares = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]


def sheet(items: Sequence[Item], width: int, height: int, ground: Colour = BLACK) -> Sheet:
    """A sheet on which one point will be one pixel."""
    return Sheet(width, height, 0.0, (FillRect(Rect(0, 0, width, height), ground), *items), "test")


def painted(items: Sequence[Item], width: int, height: int, ground: Colour = BLACK) -> Pixels:
    """The sheet's pixels, red, green and blue."""
    return paint(sheet(items, width, height, ground), width, height).pixels[:, :, :3].copy()


def shares(items: Sequence[Item], width: int, height: int) -> Shares:
    """How much of each pixel white items cover."""
    return painted(items, width, height)[:, :, 0].astype(np.float64) / 255


def area(points: Sequence[Point]) -> float:
    """The shoelace formula."""
    following = [*points[1:], points[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, following, strict=True))) / 2


def coverage(points: Sequence[Point], width: int, height: int) -> Shares:
    """How much of each pixel a polygon covers: exact along x, ROWS sample lines a pixel along y."""
    return _coverage(tuple(points), width, height)


@functools.lru_cache(maxsize=32)
def _coverage(points: tuple[Point, ...], width: int, height: int) -> Shares:
    result = np.zeros((height, width))
    edges = np.arange(width + 1)
    following = [*points[1:], points[0]]
    for row in range(height * ROWS):
        y = (row + 0.5) / ROWS
        crossings = sorted(
            x0 + (y - y0) * (x1 - x0) / (y1 - y0)
            for (x0, y0), (x1, y1) in zip(points, following, strict=True)
            if (y0 <= y) != (y1 <= y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            inside = np.clip(np.minimum(edges[1:], right) - np.maximum(edges[:-1], left), 0, 1)
            result[row // ROWS] += inside / ROWS
    return result


def spread(mask: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """The mask grown by `reach` pixels in every direction."""
    result = mask.copy()
    for _ in range(reach):
        grown = result.copy()
        grown[1:] |= result[:-1]
        grown[:-1] |= result[1:]
        wide = grown.copy()
        wide[:, 1:] |= grown[:, :-1]
        wide[:, :-1] |= grown[:, 1:]
        result = wide
    return result


def square_font(folder: Path, name: str) -> Path:
    """A font whose every letter is a full em square on the baseline."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 1000))
    pen.lineTo((1000, 1000))
    pen.lineTo((1000, 0))
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(char): "square" for char in "abc"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": square})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 0)})
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": name, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=1000, sTypoDescender=0, usWinAscent=1000, usWinDescent=0)
    builder.setupPost()
    path = folder / f"{name}.ttf"
    builder.save(path)
    return path
