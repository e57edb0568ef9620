"""Display list to PDF: vector throughout, fonts embedded as subsets, page boxes set."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from campaign.display import MITER_LIMIT, Colour, FillRect, Gradient, Path, Polygon, QrModules, Sheet, Stroke, TextRun
from campaign.fonts import FOLDER
from campaign.units import Rect

MAX_SIDE = 14400.0  # points: the largest page without a UserUnit (ISO 32000-1, annex C)
Command = tuple[str, tuple[float, ...]]


@functools.cache
def _font(face: str) -> str:
    """Register a face with reportlab once a process."""
    pdfmetrics.registerFont(TTFont(face, str(FOLDER / f"{face}.ttf")))
    return face


def write_pdf(sheets: tuple[Sheet, ...], *, title: str, author: str) -> bytes:
    """One page a sheet, at true size. Larger pages than PDF allows get a UserUnit. RGB, for screens and offices."""
    unit = 1.0
    while max(max(sheet.width, sheet.height) for sheet in sheets) / unit > MAX_SIDE:
        unit += 1.0
    faces = [run.face for sheet in sheets for run in sheet.runs()]
    buffer = io.BytesIO()
    # without a first font reportlab would name an unembedded Helvetica
    first: Any = _font(faces[0]) if faces else None
    canvas = Canvas(buffer, pageCompression=1, invariant=1, initialFontName=first)
    for sheet in sheets:
        _page(canvas, sheet, 1 / unit)
    canvas.save()
    return _finish(buffer.getvalue(), unit, title, author)


def _finish(data: bytes, unit: float, title: str, author: str) -> bytes:
    """Language, title, UserUnit, and nothing that says where or when the file was made."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.Lang = pikepdf.String("zh-CN")
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        for page in pdf.pages:
            if unit != 1.0:
                page.obj.UserUnit = unit
        del pdf.trailer["/Info"]
        pdf.docinfo["/Title"] = pikepdf.String(title)
        pdf.docinfo["/Author"] = pikepdf.String(author)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, min_version="1.6", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _page(canvas: Canvas, sheet: Sheet, scale: float) -> None:
    """One page with its bleed; viewers and office printers show the trim (the crop box), print shops see all."""
    bleed = sheet.bleed * scale
    width, height = sheet.width * scale + 2 * bleed, sheet.height * scale + 2 * bleed
    trim = (bleed, bleed, width - bleed, height - bleed)
    canvas.setPageSize((width, height))
    canvas.setBleedBox((0, 0, width, height))
    canvas.setTrimBox(trim)
    canvas.setCropBox(trim)
    canvas.transform(scale, 0, 0, -scale, bleed, height - bleed)  # points, y downward, from the trim's corner
    for item in sheet.items:
        match item:
            case Gradient(rect, top, bottom):
                _gradient(canvas, rect, top, bottom)
            case FillRect(rect, fill, radius):
                _rect(canvas, rect, fill, radius)
            case Polygon(points, fill):
                commands: list[Command] = [("M" if index == 0 else "L", point) for index, point in enumerate(points)]
                _outline(canvas, commands, fill)
            case Path(segments, fill, rule):
                _outline(canvas, list(segments), fill, evenodd=rule == "evenodd")
            case Stroke():
                _stroke(canvas, item)
            case TextRun():
                _text(canvas, item)
            case QrModules():
                _qr(canvas, item)
    canvas.showPage()


def _colour(fill: Colour) -> Color:
    return Color(*(value / 255 for value in fill))


def _gradient(canvas: Canvas, rect: Rect, top: Colour, bottom: Colour) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(rect.x, rect.y, rect.w, rect.h)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.linearGradient(rect.x, rect.y, rect.x, rect.bottom, (_colour(top), _colour(bottom)), extend=True)
    canvas.restoreState()


def _rect(canvas: Canvas, rect: Rect, fill: Colour, radius: float) -> None:
    canvas.setFillColor(_colour(fill))
    if radius:
        canvas.roundRect(rect.x, rect.y, rect.w, rect.h, min(radius, rect.w / 2, rect.h / 2), stroke=0, fill=1)
    else:
        canvas.rect(rect.x, rect.y, rect.w, rect.h, stroke=0, fill=1)


def _outline(canvas: Canvas, commands: Sequence[Command], fill: Colour, *, evenodd: bool = False) -> None:
    canvas.setFillColor(_colour(fill))
    canvas.drawPath(_path(canvas, commands), stroke=0, fill=1, fillMode=0 if evenodd else 1)


def _stroke(canvas: Canvas, item: Stroke) -> None:
    canvas.saveState()
    canvas.setStrokeColor(_colour(item.colour))
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


def _text(canvas: Canvas, run: TextRun) -> None:
    """Every character placed by the display list; one text object a run keeps the words together for copying."""
    text = canvas.beginText()
    text.setFont(_font(run.face), run.size)
    text.setFillColor(_colour(run.fill))
    for char, x in zip(run.text, run.xs, strict=True):
        text.setTextTransform(1, 0, 0, -1, x, run.baseline)
        text.textOut(char)
    canvas.drawText(text)


def _qr(canvas: Canvas, item: QrModules) -> None:
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
    canvas.setFillColor(_colour(item.fill))
    canvas.drawPath(path, stroke=0, fill=1)
