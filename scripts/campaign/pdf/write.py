"""PDF files for screens and office printers: one page a sheet, RGB, shown at the trim size."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pikepdf
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from campaign.display import Sheet
from campaign.pdf.draw import draw, font

rl_config.useA85 = 0  # binary streams: smaller, and nothing to recode afterwards
MAX_SIDE = 14400.0  # points: the largest page without a UserUnit (ISO 32000-1, annex C)


def write_pdf(sheets: Sequence[Sheet], *, title: str, author: str) -> bytes:
    """One page a sheet, at true size, with its bleed; viewers and office printers show the trim (the crop box)."""
    unit = user_unit(max(sheet.width, sheet.height) for sheet in sheets)
    canvas, buffer = open_canvas(sheets)
    for sheet in sheets:
        _page(canvas, sheet, 1 / unit)
    canvas.save()
    return finish(buffer.getvalue(), unit, title, author)


def user_unit(sides: Iterable[float]) -> float:
    """1, or how many points a unit of the page must be so that every side is possible."""
    longest, unit = max(sides), 1.0
    while longest / unit > MAX_SIDE:
        unit += 1.0
    return unit


def open_canvas(sheets: Iterable[Sheet]) -> tuple[Canvas, io.BytesIO]:
    """A canvas whose first font is one that is used: reportlab would name an unembedded Helvetica otherwise."""
    buffer = io.BytesIO()
    faces = (run.face for sheet in sheets for run in sheet.runs())
    first: Any = next((font(face) for face in faces), None)
    return Canvas(buffer, pageCompression=1, invariant=1, initialFontName=first), buffer


def finish(
    data: bytes, unit: float, title: str, author: str, more: Callable[[pikepdf.Pdf], None] | None = None
) -> bytes:
    """Language, title, UserUnit, and nothing that says where or when the file was made; `more` adds to it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.Lang = pikepdf.String("zh-CN")
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        if unit != 1.0:
            for page in pdf.pages:
                page.obj.UserUnit = unit
        del pdf.trailer["/Info"]
        pdf.docinfo["/Title"] = pikepdf.String(title)
        pdf.docinfo["/Author"] = pikepdf.String(author)
        if more:
            more(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            min_version="1.6",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=False,  # they are compressed already
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return out.getvalue()


def _page(canvas: Canvas, sheet: Sheet, scale: float) -> None:
    bleed = sheet.bleed * scale
    width, height = sheet.width * scale + 2 * bleed, sheet.height * scale + 2 * bleed
    trim = (bleed, bleed, width - bleed, height - bleed)
    canvas.setPageSize((width, height))
    canvas.setBleedBox((0, 0, width, height))
    canvas.setTrimBox(trim)
    canvas.setCropBox(trim)
    canvas.transform(scale, 0, 0, -scale, bleed, height - bleed)  # points, y downward, from the trim's corner
    draw(canvas, sheet.items)
    canvas.showPage()
