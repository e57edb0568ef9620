"""A display list drawn on a PDF page: vector throughout, every glyph where the list says."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from campaign.display import (
    MITER_LIMIT,
    Colour,
    FillRect,
    Gradient,
    Item,
    Path,
    Polygon,
    QrModules,
    Stroke,
    TextRun,
)
from campaign.fonts import font_file
from campaign.units import Rect

THIN = 2.0  # points: a narrower box is a line
Command = tuple[str, tuple[float, ...]]
Area = Callable[[Colour], Color]  # the colour of a surface
Line = Callable[[Colour], Color]  # the colour of text, codes and thin lines


@functools.cache
def font(face: str) -> str:
    """Register a face with reportlab once a process; only what is used of it is embedded, ASCII included."""
    pdfmetrics.registerFont(TTFont(face, str(font_file(face)), asciiReadable=False))
    return face


def rgb(fill: Colour) -> Color:
    """A colour for screens and office printers."""
    return Color(*(value / 255 for value in fill))


def draw(canvas: Canvas, items: Iterable[Item], area: Area = rgb, line: Line = rgb) -> None:
    """Draw the items; the canvas is in points already, y downward from the trim's corner."""
    for item in items:
        match item:
            case Gradient(rect, top, bottom):
                _gradient(canvas, rect, area(top), area(bottom))
            case FillRect(rect, fill, radius):
                _rect(canvas, rect, (line if min(rect.w, rect.h) < THIN else area)(fill), radius)
            case Polygon(points, fill):
                commands: list[Command] = [("M" if index == 0 else "L", point) for index, point in enumerate(points)]
                _outline(canvas, commands, area(fill))
            case Path(segments, fill, rule):
                _outline(canvas, segments, area(fill), evenodd=rule == "evenodd")
            case Stroke():
                _stroke(canvas, item, line(item.colour))
            case TextRun():
                _text(canvas, item, line(item.fill))
            case QrModules():
                _qr(canvas, item, line(item.fill))


def _gradient(canvas: Canvas, rect: Rect, top: Color, bottom: Color) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(rect.x, rect.y, rect.w, rect.h)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.linearGradient(rect.x, rect.y, rect.x, rect.bottom, (top, bottom), extend=True)
    canvas.restoreState()


def _rect(canvas: Canvas, rect: Rect, fill: Color, radius: float) -> None:
    canvas.setFillColor(fill)
    if radius:
        canvas.roundRect(rect.x, rect.y, rect.w, rect.h, min(radius, rect.w / 2, rect.h / 2), stroke=0, fill=1)
    else:
        canvas.rect(rect.x, rect.y, rect.w, rect.h, stroke=0, fill=1)


def _outline(canvas: Canvas, commands: Sequence[Command], fill: Color, *, evenodd: bool = False) -> None:
    canvas.setFillColor(fill)
    canvas.drawPath(_path(canvas, commands), stroke=0, fill=1, fillMode=0 if evenodd else 1)


def _stroke(canvas: Canvas, item: Stroke, colour: Color) -> None:
    canvas.saveState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(item.width)
    canvas.setLineCap(("butt", "round", "square").index(item.cap))
    canvas.setLineJoin(("miter", "round", "bevel").index(item.join))
    canvas.setMiterLimit(MITER_LIMIT)
    if item.dash:
        canvas.setDash(list(item.dash))
    canvas.drawPath(_path(canvas, item.segments), stroke=1, fill=0)
    canvas.restoreState()


def _path(canvas: Canvas, commands: Sequence[Command]) -> PDFPathObject:
    path = canvas.beginPath()
    for op, values in commands:
        if op == "M":
            path.moveTo(*values)
        elif op == "L":
            path.lineTo(*values)
        elif op == "C":
            path.curveTo(*values)
        else:
            path.close()
    return path


def _text(canvas: Canvas, run: TextRun, fill: Color) -> None:
    """Every character placed by the display list; one text object a run keeps the words together for copying."""
    text = canvas.beginText()
    text.setFont(font(run.face), run.size)
    text.setFillColor(fill)
    for char, x in zip(run.text, run.xs, strict=True):
        text.setTextTransform(1, 0, 0, -1, x, run.baseline)
        text.textOut(char)
    canvas.drawText(text)


def _qr(canvas: Canvas, item: QrModules, fill: Color) -> None:
    """Horizontal runs of modules as boxes of one path."""
    path = canvas.beginPath()
    for row, bits in enumerate(item.rows):
        start = 0
        while (start := bits.find("1", start)) >= 0:
            end = bits.find("0", start)
            end = len(bits) if end < 0 else end
            path.rect(
                item.x + start * item.module, item.y + row * item.module, (end - start) * item.module, item.module
            )
            start = end
    canvas.setFillColor(fill)
    canvas.drawPath(path, stroke=0, fill=1)
