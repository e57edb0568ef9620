"""PDF files for print shops: CMYK throughout (see inks.py), bleed, crop and registration marks, a line in the slug.

The structure follows PDF/X-4 (ISO 15930-7): TrimBox and BleedBox, embedded fonts, Trapped, XMP, and with a printer's
profile its output intent and the version key. No validator has certified it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.pdfgen.canvas import Canvas

from campaign.display import Colour, Sheet, TextRun
from campaign.inks import BLACK, Inks, inks, line_inks
from campaign.pdf.draw import draw
from campaign.pdf.write import finish, open_canvas, user_unit
from campaign.typeset.lines import Style, set_text
from campaign.units import mm, to_mm

LARGE = mm(5)  # from this bleed on marks are twice as large
SLUG, GAP = mm(10), mm(1)  # the margin outside the bleed; how far marks stay from the bleed
HAIR = 0.25  # points
FACE = "NotoSansSC-500"
REGISTRATION = CMYKColorSep(1, 1, 1, 1, spotName="All")  # on every plate (ISO 32000-1, 8.6.6.4)
PATCHES: tuple[Inks, ...] = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), BLACK)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the file says of itself: title, author, its own name, its date (ISO), the printer's profile if any."""

    title: str
    author: str
    name: str
    date: str
    icc: Path | None = None


def write_press(sheets: tuple[Sheet, ...], imprint: Imprint) -> bytes:
    """One page a sheet, at true size: trim + bleed + a slug of 10 mm (20 mm round large formats)."""
    unit = user_unit(max(s.width, s.height) + 2 * (s.bleed + slug(s)) for s in sheets)
    lines = [_line(sheet, imprint.name, index, len(sheets)) for index, sheet in enumerate(sheets)]
    canvas, buffer = open_canvas([Sheet(1, 1, 0, runs, "") for runs in lines])
    for sheet, line in zip(sheets, lines, strict=True):
        _page(canvas, sheet, line, 1 / unit)
    canvas.save()
    return finish(buffer.getvalue(), unit, imprint.title, imprint.author, lambda pdf: _describe(pdf, imprint))


def slug(sheet: Sheet) -> float:
    """The margin outside the bleed, in points."""
    return SLUG * _scale(sheet)


def _scale(sheet: Sheet) -> float:
    return 2.0 if sheet.bleed >= LARGE else 1.0


def _area(colour: Colour) -> CMYKColor:
    return CMYKColor(*inks(colour))


def _fine(colour: Colour) -> CMYKColor:
    return CMYKColor(*line_inks(colour))


def _page(canvas: Canvas, sheet: Sheet, line: tuple[TextRun, ...], scale: float) -> None:
    bleed, margin = sheet.bleed, sheet.bleed + slug(sheet)
    width, height = sheet.width + 2 * margin, sheet.height + 2 * margin
    canvas.setPageSize((width * scale, height * scale))

    def box(inset: float) -> tuple[float, float, float, float]:
        return inset * scale, inset * scale, (width - inset) * scale, (height - inset) * scale

    canvas.setBleedBox(box(margin - bleed))
    canvas.setTrimBox(box(margin))
    canvas.setCropBox(box(0))
    canvas.transform(scale, 0, 0, -scale, margin * scale, (height - margin) * scale)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(-bleed, -bleed, sheet.width + 2 * bleed, sheet.height + 2 * bleed)
    canvas.clipPath(path, stroke=0, fill=0)
    draw(canvas, sheet.items, _area, _fine)
    canvas.restoreState()
    _marks(canvas, sheet)
    draw(canvas, line, _area, _fine)
    canvas.showPage()


def _marks(canvas: Canvas, sheet: Sheet) -> None:
    """Crop marks at the corners, registration marks on the sides' middles, a patch of each ink."""
    k, (w, h) = _scale(sheet), (sheet.width, sheet.height)
    near, far = sheet.bleed + GAP, sheet.bleed + slug(sheet) - GAP * k
    canvas.setStrokeColor(REGISTRATION)
    canvas.setLineWidth(HAIR * k)
    for x in (0.0, w):
        for start, end in ((-near, -far), (h + near, h + far)):
            canvas.line(x, start, x, end)
    for y in (0.0, h):
        for start, end in ((-near, -far), (w + near, w + far)):
            canvas.line(start, y, end, y)
    out, arm = (near + far) / 2, mm(3) * k
    for x, y in ((w / 2, -out), (w / 2, h + out), (-out, h / 2), (w + out, h / 2)):
        canvas.line(x - arm, y, x + arm, y)
        canvas.line(x, y - arm, x, y + arm)
        canvas.circle(x, y, arm / 2, stroke=1, fill=0)
    side = mm(4) * k
    for index, patch in enumerate(PATCHES):
        canvas.setFillColor(CMYKColor(*patch))
        canvas.rect(w / 2 + mm(10) * k + index * side, -out - side / 2, side, side, stroke=0, fill=1)


def _line(sheet: Sheet, name: str, index: int, count: int) -> tuple[TextRun, ...]:
    """The slug's words, below the bleed from the left trim edge on."""
    k = _scale(sheet)
    size = f"成品 {to_mm(sheet.width):g}×{to_mm(sheet.height):g} mm　出血 {to_mm(sheet.bleed):g} mm"
    page = f"　第{index + 1}/{count}页" if count > 1 else ""
    set_line = set_text(f"{name}　{size}{page}", Style(FACE, 6.5 * k, (0, 0, 0)))
    return set_line.at(mm(3) * k, sheet.height + sheet.bleed + slug(sheet) - mm(3) * k)


def _describe(pdf: pikepdf.Pdf, imprint: Imprint) -> None:
    """Trapped, XMP, and with a profile the output intent."""
    pdf.docinfo["/Trapped"] = pikepdf.Name("/False")
    version = ""
    if imprint.icc:
        profile = pikepdf.Stream(pdf, imprint.icc.read_bytes(), N=4)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFX,
            OutputConditionIdentifier=pikepdf.String(imprint.icc.stem),
            Info=pikepdf.String(imprint.icc.stem),
            DestOutputProfile=pdf.make_indirect(profile),
        )
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
        version = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    metadata = _XMP.format(title=escape(imprint.title), author=escape(imprint.author), date=imprint.date, x=version)
    pdf.Root.Metadata = pdf.make_indirect(
        pikepdf.Stream(pdf, metadata.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    )


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<pdf:Trapped>False</pdf:Trapped>{x}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
