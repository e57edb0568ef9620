"""Display list to pixels. One canvas a process is reused: fresh pages of memory cost more than the painting."""

from __future__ import annotations

import functools
import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from campaign.coverage import curve_points, paint_polygon, paint_small
from campaign.display import Colour, FillRect, Gradient, Path, Point, Polygon, QrModules, Sheet, TextRun
from campaign.fonts import FOLDER
from campaign.units import Rect

Pixels = npt.NDArray[np.uint8]  # (height, width, 4): red, green, blue, unused
STEPS = 4  # glyphs are placed to a quarter of a pixel


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
    return ImageFont.truetype(FOLDER / f"{face}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


def paint(sheet: Sheet, width: int, height: int) -> Canvas:
    """Paint the trim area at `width` x `height` pixels. The canvas is valid until the next call."""
    canvas = _canvas(width, height)
    scale = width / sheet.width
    for item in sheet.items:
        match item:
            case Gradient():
                _gradient(canvas, item, scale)
            case FillRect(rect, fill, radius):
                _rect(canvas, rect.scaled(scale), fill, radius * scale)
            case Polygon(points, fill):
                paint_polygon(canvas.image, canvas.pixels, [(x * scale, y * scale) for x, y in points], fill)
            case Path(segments, fill):
                for outline in curve_points(segments, scale):
                    paint_small(canvas.image, outline, fill)
            case TextRun():
                _text(canvas, item, scale)
            case QrModules():
                _qr(canvas, item, scale)
    return canvas


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
    for first, last in zip(edges, edges[1:], strict=False):
        colour = tuple(int(value) for value in rows[first])
        canvas.image.paste((*colour, 255), (left, top + first, right, top + last))


def _rect(canvas: Canvas, rect: Rect, fill: Colour, radius: float) -> None:
    """A box; edges that fall between pixels are blended."""
    if radius > 0.3:
        paint_small(canvas.image, _rounded(rect, radius), fill)
        return
    for x0, x1, across in _spans(rect.x, rect.right):
        for y0, y1, down in _spans(rect.y, rect.bottom):
            box = _clip(canvas, (x0, y0, x1, y1))
            share = round(255 * across * down)
            if share == 255:
                canvas.image.paste((*fill, 255), box)
            elif share and box[2] > box[0] and box[3] > box[1]:
                mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), share)
                canvas.image.paste((*fill, 255), box, mask)


def _spans(low: float, high: float) -> list[tuple[int, int, float]]:
    """An interval as whole pixels and at most two partly covered ones: (from, to, share)."""
    low, high = _near(low), _near(high)
    first, last = math.floor(low), math.ceil(high)
    if last - first <= 1:
        return [(first, last, high - low)] if last > first else []
    spans = [(first, first + 1, first + 1 - low), (first + 1, last - 1, 1.0), (last - 1, last, high - last + 1)]
    return [span for span in spans if span[1] > span[0]]


def _near(value: float) -> float:
    """Edges within 1/50 of a pixel of the grid are on it."""
    return float(round(value)) if abs(value - round(value)) < 0.02 else value


def _clip(canvas: Canvas, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    height, width = canvas.pixels.shape[:2]
    left, top = max(0, box[0]), max(0, box[1])
    return left, top, max(left, min(width, box[2])), max(top, min(height, box[3]))


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
    """Every character at its own place: Pillow never spaces text here."""
    font = _font(run.face, round(run.size * scale, 2))
    ink = canvas.draw.draw.draw_ink((*run.fill, 255))
    for char, x in zip(run.text, run.xs, strict=True):
        if char.isspace():
            continue
        left, across = _split(x * scale)
        top, down = _split(run.baseline * scale)
        mask, offset = font.getmask2(char, "L", anchor="ls", start=(across, down))
        canvas.draw.draw.draw_bitmap((left + offset[0], top + offset[1]), mask, ink)


def _split(value: float) -> tuple[int, float]:
    """A coordinate as whole pixels and a fraction in quarters."""
    quarters = round(value * STEPS)
    return quarters // STEPS, quarters % STEPS / STEPS


def _qr(canvas: Canvas, item: QrModules, scale: float) -> None:
    """Modules on whole pixels, so that no edge is grey."""
    xs = [round((item.x + index * item.module) * scale) for index in range(len(item.rows) + 1)]
    ys = [round((item.y + index * item.module) * scale) for index in range(len(item.rows) + 1)]
    for row, bits in enumerate(item.rows):
        for column, bit in enumerate(bits):
            if bit == "1":
                canvas.image.paste((*item.fill, 255), (xs[column], ys[row], xs[column + 1], ys[row + 1]))
