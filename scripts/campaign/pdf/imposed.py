"""Imposed sheets to PDF: every page of the piece is stored once and placed, clipped, as often as it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from campaign.display import Sheet
from campaign.imposition import Paper, Placement
from campaign.pdf.draw import draw
from campaign.pdf.write import finish, open_canvas


def write_imposed(sheets: Sequence[Sheet], papers: Sequence[Paper], *, title: str, author: str) -> bytes:
    """One page a sheet of paper, RGB, at true size."""
    own = [Sheet(paper.width, paper.height, 0.0, paper.items, "") for paper in papers]
    canvas: Any
    canvas, buffer = open_canvas([*own, *sheets])
    gradients: dict[str, str] = {}
    for index in sorted({place.page for paper in papers for place in paper.placements}):
        sheet = sheets[index]
        bleed = sheet.bleed
        canvas.beginForm(f"page{index}", -bleed, -bleed, sheet.width + bleed, sheet.height + bleed)
        draw(canvas, sheet.items)
        gradients |= canvas._shadingUsed
        canvas.endForm()
    for paper in papers:
        canvas._shadingUsed.update(gradients)
        _paper(canvas, paper)
    canvas.save()
    return finish(buffer.getvalue(), 1.0, title, author, _share_gradients)


def _share_gradients(pdf: pikepdf.Pdf) -> None:
    """reportlab names gradients in a sheet's resources alone; a page that is stored once needs them in its own."""
    shadings, forms = pikepdf.Dictionary(), dict[object, pikepdf.Object]()
    for page in pdf.pages:
        resources = page.obj.Resources
        for name, shading in resources.get("/Shading", pikepdf.Dictionary()).items():
            shadings[name] = shading
        for form in resources.get("/XObject", pikepdf.Dictionary()).values():
            forms[form.objgen] = form
    for form in forms.values():
        form.Resources.Shading = shadings


def _paper(canvas: Canvas, paper: Paper) -> None:
    canvas.setPageSize((paper.width, paper.height))
    canvas.setCropBox((0, 0, paper.width, paper.height))
    canvas.transform(1, 0, 0, -1, 0, paper.height)  # points, y downward, from the paper's corner
    for place in paper.placements:
        _place(canvas, place)
    draw(canvas, paper.items)
    canvas.showPage()


def _place(canvas: Canvas, place: Placement) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(place.clip.x, place.clip.y, place.clip.w, place.clip.h)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.transform(place.scale, 0, 0, place.scale, place.x, place.y)
    canvas.doForm(f"page{place.page}")
    canvas.restoreState()
