"""What every sheet must be: inside its safe area, nothing over anything else, readable, its code decoded."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdf
import pypdfium2
import zxingcpp

from campaign.display import Colour, QrModules, Sheet, TextRun
from campaign.fonts import face
from campaign.formats import Format, PrintFormat
from campaign.raster import paint
from campaign.typeset.marks import CLOSING
from campaign.units import MM, Rect, to_mm

Ink = tuple[float, float, float, float]
SMALLEST = 2.1  # u (tokens, type_u.min)
PER_METRE = 4.0  # mm of character height a metre of viewing distance (distance/250)
HELD_MM = 2.5  # read at arm's length
SLACK = 0.35  # u: what an outline may reach beyond its em box
LARGE_PT, LARGE_BOLD_PT, LARGE_U = 18.0, 14.0, 3.5  # from here on text is large (WCAG 2: 18 pt, bold 14 pt)
CONTRAST, CONTRAST_LARGE = 4.5, 3.0
ROUNDING = 0.1  # of a contrast: colours are whole numbers
LEAST_MODULE_MM, QUIET = 0.6, 4  # of a code (ISO/IEC 18004: four modules of quiet zone)
PAPER = (255, 0, 255, 255)


def inks(run: TextRun) -> list[tuple[str, Ink]]:
    """The ink box of every character: left, top, right, bottom in points."""
    found = []
    for char, x in zip(run.text, run.xs, strict=True):
        left, bottom, right, top = (value * run.size for value in face(run.face).ink(char))
        if right > left:
            found.append((char, (x + left, run.baseline - top, x + right, run.baseline - bottom)))
    return found


def extent(run: TextRun) -> Rect:
    """The box of all the run's ink."""
    boxes = [box for _, box in inks(run)]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return Rect(left, top, max(box[2] for box in boxes) - left, max(box[3] for box in boxes) - top)


def unit(sheet: Sheet) -> float:
    """1/100 of the short side, in points."""
    return min(sheet.width, sheet.height) / 100


def assert_sound(sheet: Sheet, format_: Format, *, distance: float | None = None) -> None:
    """All of the below; `distance` in metres where a sheet is read closer than its format is seen."""
    assert_glyphs_and_sizes(sheet, format_, distance)
    assert_inside(sheet, format_.safe_u)
    assert_apart(sheet)
    assert_contrast(sheet, printed=isinstance(format_, PrintFormat))
    if isinstance(format_, PrintFormat):
        assert_code(sheet, format_)


def least(sheet: Sheet, format_: Format, distance: float | None = None) -> float:
    """The smallest type size, in points."""
    if isinstance(format_, PrintFormat):
        metres = format_.viewing_m if distance is None else distance
        return max(HELD_MM, metres * PER_METRE) * 72 / 25.4
    square = 0.82 < sheet.width / sheet.height < 1.25  # its unit is smaller, see topic.TopicBrief.short
    return SMALLEST * unit(sheet) * (0.8 if square else 1.0)


def assert_glyphs_and_sizes(sheet: Sheet, format_: Format, distance: float | None = None) -> None:
    smallest = least(sheet, format_, distance) - 0.01
    for run in sheet.runs():
        assert run.size >= smallest, f"{run.text} is {run.size:.1f} pt, not {smallest:.1f}"
        assert all(face(run.face).has(char) for char in run.text if not char.isspace()), run.text


def assert_inside(sheet: Sheet, safe_u: float) -> None:
    """Text stays in the safe area; closing marks may hang by half an em, large text by its side bearing."""
    u = unit(sheet)
    safe = (safe_u - SLACK) * u
    for run in sheet.runs():
        for char, (left, top, right, bottom) in inks(run):
            hang = 0.5 * run.size if char in CLOSING else 0.0
            bearing = 0.04 * run.size if run.size >= 6 * u else 0.0
            assert left >= safe - bearing, f"{char} of {run.text} at the left"
            assert right <= sheet.width - safe + hang, f"{char} of {run.text} at the right"
            assert top >= safe, f"{char} of {run.text} at the top"
            assert bottom <= sheet.height - safe, f"{char} of {run.text} at the bottom"


def assert_apart(sheet: Sheet) -> None:
    """No text's ink over another's."""
    touch = 0.1 * unit(sheet)
    boxes = [(run.text, extent(run)) for run in sheet.runs() if inks(run)]
    for (text, a), (other, b) in itertools.combinations(boxes, 2):
        wide, tall = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
        assert wide < touch or tall < touch, f"“{text}” and “{other}” overlap"


def luminance(colour: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """WCAG 2: relative luminance."""
    share = colour / 255
    linear = np.where(share <= 0.03928, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(ink: Colour, under: npt.NDArray[np.uint8]) -> float:
    """The least contrast of a colour with the pixels under it."""
    a, b = luminance(np.array(ink, np.float64)), luminance(under.reshape(-1, 3).astype(np.float64))
    return float(((np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)).min())


def assert_contrast(sheet: Sheet, *, printed: bool) -> None:
    """Every character against all that lies under its ink's box."""
    u = unit(sheet)
    scale = 5 / u
    bare = replace(sheet, items=tuple(item for item in sheet.items if not isinstance(item, TextRun)))
    width, height = round(sheet.width * scale), round(sheet.height * scale)
    pixels = paint(bare, width, height).pixels[:, :, :3].copy()
    for run in sheet.runs():
        bold = run.face.endswith(("700", "800", "900"))
        large = run.size >= ((LARGE_BOLD_PT if bold else LARGE_PT) if printed else LARGE_U * u)
        for char, (left, top, right, bottom) in inks(run):
            rows, columns = (
                slice(max(0, round(low * scale)), round(high * scale) + 1)
                for low, high in ((top, bottom), (left, right))
            )
            area = pixels[rows, columns]
            if area.size:
                found = contrast(run.fill, area)
                asked = (CONTRAST_LARGE if large else CONTRAST) - ROUNDING
                assert found >= asked, f"“{char}” of {run.text}: contrast {found:.2f}"


def assert_code(sheet: Sheet, format_: PrintFormat) -> None:
    """The code is large enough for its distance, clear of all text, on the sheet, and read from the painted picture."""
    for code in (item for item in sheet.items if isinstance(item, QrModules)):
        side = code.module * len(code.rows)
        assert to_mm(side) >= format_.code_mm - 0.01
        assert to_mm(code.module) >= LEAST_MODULE_MM - 0.001
        quiet = Rect(code.x, code.y, side, side).inset(-QUIET * code.module)
        assert quiet.x >= 0
        assert quiet.right <= sheet.width
        assert quiet.bottom <= sheet.height
        for run in sheet.runs():
            if inks(run):
                box = extent(run)
                clear = box.right <= quiet.x or box.x >= quiet.right or box.bottom <= quiet.y or box.y >= quiet.bottom
                assert clear, f"{run.text} in the code's quiet zone"
        scale = 4 / code.module  # four pixels a module, on the part of the sheet that holds it
        scale = min(scale, 4000 / max(sheet.width, sheet.height))
        pixels = paint(sheet, round(sheet.width * scale), round(sheet.height * scale)).pixels[:, :, :3]
        rows = slice(max(0, round((quiet.y - 4) * scale)), round((quiet.bottom + 4) * scale))
        found = zxingcpp.read_barcodes(np.ascontiguousarray(pixels[rows, round(max(0, quiet.x - 4) * scale) :]))
        assert [result.text for result in found] == [code.url]


def assert_pdf(data: bytes, sheets: Sequence[Sheet], format_: PrintFormat) -> None:
    """The office's file: boxes, bleed filled, fonts embedded, the display list's own text."""
    (width, height), bleed = format_.trim_mm, format_.bleed_mm
    media = [0, 0, width + 2 * bleed, height + 2 * bleed]
    trim = [bleed, bleed, width + bleed, height + bleed]
    _assert_boxes(data, len(sheets), {"/MediaBox": media, "/BleedBox": media, "/TrimBox": trim, "/CropBox": trim})
    _assert_fonts(data)
    for sheet, text, (page, unit_) in zip(sheets, texts(data), _pages(data), strict=True):
        assert text == letters(sheet)
        _assert_filled(page, bleed * MM / unit_, 0.0)


def assert_press(data: bytes, sheets: Sequence[Sheet], format_: PrintFormat) -> None:
    """The print shop's file: boxes round a margin for marks, bleed filled, fonts embedded, text, no RGB."""
    (width, height), bleed = format_.trim_mm, format_.bleed_mm
    slug = 20.0 if bleed >= 5 else 10.0
    far = bleed + slug
    expected = {
        "/MediaBox": [0, 0, width + 2 * far, height + 2 * far],
        "/BleedBox": [slug, slug, width + bleed + far, height + bleed + far],
        "/TrimBox": [far, far, width + far, height + far],
    }
    _assert_boxes(data, len(sheets), expected)
    _assert_fonts(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            used = {str(row.operator) for row in pikepdf.parse_content_stream(page)}
            assert not used & {"rg", "RG", "g", "G", "Do", "BI"}
    for sheet, text, (page, unit_) in zip(sheets, texts(data), _pages(data), strict=True):
        assert text.startswith(letters(sheet))
        _assert_filled(page, bleed * MM / unit_, slug * MM / unit_)


def letters(sheet: Sheet) -> str:
    """The display list's text without spaces, which no PDF keeps reliably."""
    return re.sub(r"\s", "", "".join(run.text for run in sheet.runs()))


def texts(data: bytes) -> list[str]:
    """The text of every page as another library extracts it, without spaces."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def _assert_boxes(data: bytes, count: int, expected: Mapping[str, Sequence[float]]) -> None:
    """Every page's boxes, to 0.1 mm."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == count
        for page in pdf.pages:
            unit_ = float(page.obj.get("/UserUnit", 1))
            for name, box in expected.items():
                found = [to_mm(float(value)) * unit_ for value in page.obj[name]]
                assert all(abs(a - b) <= 0.1 for a, b in zip(found, box, strict=True)), f"{name}: {found}"


def _assert_fonts(data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for font in page.obj.Resources.Font.values():
                assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont)), "a subset"
                assert "/FontFile2" in font.FontDescriptor, "embedded"


def _pages(data: bytes) -> Iterator[tuple[Any, float]]:
    """Every page with the points of its unit."""
    document = pypdfium2.PdfDocument(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        units = [float(page.obj.get("/UserUnit", 1)) for page in pdf.pages]
    for index, unit_ in enumerate(units):
        yield document[index], unit_


def _assert_filled(page: Any, bleed: float, slug: float) -> None:
    """As another program paints it, nothing of a coloured paper shows up to the edge of the bleed."""
    left, low, right, top = page.get_mediabox()
    page.set_cropbox(left + slug, low + slug, right - slug, top - slug)
    page.set_mediabox(left + slug, low + slug, right - slug, top - slug)
    scale = max(4 / bleed, 200 / (right - left)) if bleed else 1.0
    scale = min(scale, 1500 / max(right - left, top - low))
    image = page.render(scale=scale, fill_color=PAPER, rev_byteorder=True).to_numpy()[:, :, :3]
    edge = np.ones(image.shape[:2], bool)
    edge[3:-3, 3:-3] = False
    edge[:1], edge[-1:], edge[:, :1], edge[:, -1:] = False, False, False, False  # cut by the page's own edge
    assert not (image[edge] == PAPER[:3]).all(axis=-1).any(), "paper shows in the bleed"
