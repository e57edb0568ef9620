"""PDFs read back by two other libraries: boxes, fonts, text, metadata, and the picture against our own raster."""

from __future__ import annotations

import getpass
import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdf
import pypdfium2
import pytest
from conftest import SITE_URL

from campaign.compose.brief import PRINTED, Brief
from campaign.compose.templates import compose
from campaign.content.facts import Facts
from campaign.display import FillRect, Item, Sheet
from campaign.errors import Span
from campaign.formats import PrintFormat, formats
from campaign.pdf.write import MAX_SIDE, write_pdf
from campaign.raster import paint
from campaign.typeset.lines import Style, set_text
from campaign.units import Rect, to_mm

Pixels = npt.NDArray[np.uint8]
TITLE, AUTHOR = "人人讲安全、个个会应急", "某某旗“卫生”委员会"
WIDTH = 1169  # pixels of an A3's short side at 100 dpi


def sheet_of(facts: Facts, format_name: str, look: str = "red") -> Sheet:
    words = {name: facts.words[name] for name in PRINTED}
    marked = "人人讲*安全*、个个会*应急*"
    (page,) = compose(Brief("hero", formats()[format_name], look, marked, True, words, SITE_URL, Span("x.md", 1)))
    return page


@pytest.fixture
def poster(facts: Facts) -> Sheet:
    return sheet_of(facts, "a3")


@pytest.fixture
def banner(facts: Facts) -> Sheet:
    return sheet_of(facts, "banner-7000x700")


def written(*sheets: Sheet) -> bytes:
    return write_pdf(sheets, title=TITLE, author=AUTHOR)


def opened(sheet: Sheet) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(written(sheet)))


def user_unit(pdf: pikepdf.Pdf) -> float:
    return float(pdf.pages[0].obj.get("/UserUnit", 1))


def box_mm(pdf: pikepdf.Pdf, name: str) -> list[float]:
    return [to_mm(float(value)) * user_unit(pdf) for value in pdf.pages[0].obj[name]]


def rendered(sheet: Sheet, width: int) -> Pixels:
    """The trim area as another program paints it."""
    page = pypdfium2.PdfDocument(written(sheet))[0]
    image = page.render(scale=(width - 0.001) / page.get_width(), rev_byteorder=True).to_numpy()
    assert image.shape[1] == width
    return np.asarray(image[:, :, :3], np.uint8)


def ours(sheet: Sheet, width: int) -> Pixels:
    return paint(sheet, width, round(width * sheet.height / sheet.width)).pixels[:, :, :3].copy()


def ink(pixels: Pixels) -> list[int]:
    rows, columns = np.nonzero(pixels[:, :, 0] > 127)
    return [int(value) for value in (columns.min(), rows.min(), columns.max(), rows.max())]


@pytest.mark.parametrize("name", ["a3", "banner-7000x700"])
def test_page_boxes_have_the_finished_size_and_its_bleed(facts: Facts, name: str) -> None:
    format_ = formats()[name]
    assert isinstance(format_, PrintFormat)
    (width, height), bleed = format_.trim_mm, format_.bleed_mm
    pdf = opened(sheet_of(facts, name))
    media = [0, 0, width + 2 * bleed, height + 2 * bleed]
    trim = [bleed, bleed, width + bleed, height + bleed]
    for box, expected in (("/MediaBox", media), ("/BleedBox", media), ("/TrimBox", trim), ("/CropBox", trim)):
        assert box_mm(pdf, box) == pytest.approx(expected, abs=0.1), box


def test_a_page_larger_than_pdf_allows_gets_a_user_unit(banner: Sheet) -> None:
    pdf = opened(banner)
    assert user_unit(pdf) > 1
    assert max(float(value) for value in pdf.pages[0].obj.MediaBox) <= MAX_SIDE
    assert user_unit(opened(Sheet(800, 600, 0, (), "t"))) == 1


@pytest.mark.parametrize("name", ["a3", "banner-7000x700"])
def test_every_font_is_an_embedded_subset(facts: Facts, name: str) -> None:
    sheet = sheet_of(facts, name)
    pdf = opened(sheet)
    fonts = list(pdf.pages[0].obj.Resources.Font.values())
    assert len(fonts) >= len({run.face for run in sheet.runs()})
    for font in fonts:
        assert font.Subtype == "/TrueType"
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert len(font.FontDescriptor.FontFile2.read_bytes()) > 500
        assert "/ToUnicode" in font


@pytest.mark.parametrize("name", ["a3", "banner-7000x700"])
def test_the_text_comes_back_in_order(facts: Facts, name: str) -> None:
    sheet = sheet_of(facts, name)
    data = written(sheet)
    expected = re.sub(r"\s", "", "".join(run.text for run in sheet.runs()))
    assert len(expected) > 30
    by_pypdf = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert re.sub(r"\s", "", by_pypdf) == expected
    by_pdfium = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert re.sub(r"\s", "", by_pdfium) == expected


def test_words_come_back_whole_and_searchable(poster: Sheet) -> None:
    text = pypdf.PdfReader(io.BytesIO(written(poster))).pages[0].extract_text()
    for words in ("人人讲", "安全生产月", "活动时间", "主办单位", "安全宣传咨询日"):
        assert words in text


@pytest.mark.parametrize("name", ["a3", "banner-7000x700"])
def test_every_character_stands_where_the_display_list_says(facts: Facts, name: str) -> None:
    sheet = sheet_of(facts, name)
    data = written(sheet)
    unit = user_unit(opened(sheet))
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    x, y = pypdfium2.raw.c_double(), pypdfium2.raw.c_double()
    found: list[tuple[str, float, float]] = []
    for index in range(page.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(page, index))
        assert pypdfium2.raw.FPDFText_GetCharOrigin(page, index, x, y)
        if not char.isspace():
            found.append((char, x.value * unit - sheet.bleed, sheet.height + sheet.bleed - y.value * unit))
    wanted = [(c, at, run.baseline) for run in sheet.runs() for c, at in zip(run.text, run.xs, strict=True)]
    wanted = [row for row in wanted if not row[0].isspace()]
    assert [row[0] for row in found] == [row[0] for row in wanted]
    assert [row[1:] for row in found] == [pytest.approx(row[1:], abs=0.02 * unit) for row in wanted]


def test_the_document_names_its_language_and_title_and_nothing_of_its_making(poster: Sheet) -> None:
    with pikepdf.open(io.BytesIO(written(poster))) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {"/Title": TITLE, "/Author": AUTHOR}
        assert "/Metadata" not in pdf.Root
        plain = io.BytesIO()
        pdf.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    text = plain.getvalue().lower()
    for trace in (b"reportlab", b"/tmp/", b"/home/", b"creationdate", b"moddate", b"/producer", b"/creator"):
        assert trace not in text
    user = getpass.getuser().encode()
    assert len(user) < 5 or user not in text


def test_nothing_is_a_picture(poster: Sheet, banner: Sheet) -> None:
    for sheet in (poster, banner):
        pdf = opened(sheet)
        assert not list(pdf.pages[0].get_images())
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert streams
        assert not [item for item in streams if item.get("/Subtype") == "/Image"]
        assert b"BI" not in pdf.pages[0].obj.Contents.read_bytes().split()


def test_two_writes_are_the_same_bytes(poster: Sheet, banner: Sheet) -> None:
    first = written(poster)
    written(banner)
    assert written(poster) == first


def test_several_sheets_are_several_pages_each_of_its_size(poster: Sheet) -> None:
    small = Sheet(300, 200, 0, (FillRect(Rect(0, 0, 300, 200), (9, 9, 9)),), "t")
    reader = pypdf.PdfReader(io.BytesIO(written(poster, small)))
    assert [round(float(page.trimbox.width)) for page in reader.pages] == [round(poster.width), 300]


@pytest.mark.parametrize("rank", range(4))
def test_ink_boxes_of_the_largest_runs_agree_with_our_raster(poster: Sheet, rank: int) -> None:
    run = sorted(poster.runs(), key=lambda run: -run.size)[rank]
    ground = FillRect(Rect(0, 0, poster.width, poster.height), (0, 0, 0))
    items: tuple[Item, ...] = (ground, type(run)(run.face, run.size, run.text, run.xs, run.baseline, (255, 255, 255)))
    alone = Sheet(poster.width, poster.height, 0, items, "t")
    one, other = ink(rendered(alone, WIDTH)), ink(ours(alone, WIDTH))
    assert other[2] - other[0] > 20
    assert all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True)), (run.text, one, other)


@pytest.mark.parametrize("look", ["red", "safety", "calm", "warn"])
def test_the_whole_page_looks_like_our_raster(facts: Facts, look: str) -> None:
    sheet = sheet_of(facts, "a3", look)
    one, other = rendered(sheet, WIDTH), ours(sheet, WIDTH)
    rows = min(len(one), len(other))
    assert abs(len(one) - len(other)) <= 1
    difference = np.abs(one[:rows].astype(int) - other[:rows])
    assert difference.mean() < 3.5
    assert (difference.max(axis=2) > 100).mean() < 0.02
    blocks = [image[: rows // 20 * 20, :1160].reshape(-1, 20, 58, 20, 3).mean(axis=(1, 3)) for image in (one, other)]
    assert np.abs(blocks[0] - blocks[1]).max() < 40


def test_the_bleed_is_painted(poster: Sheet) -> None:
    data = written(poster)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].obj.CropBox = pdf.pages[0].obj.MediaBox
        out: Any = io.BytesIO()
        pdf.save(out)
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=1, rev_byteorder=True).to_numpy()[:, :, :3]
    for edge in (image[1], image[-2], image[:, 1], image[:, -2]):
        assert (edge < 250).any(axis=-1).mean() > 0.9
    assert image[0:4].mean(axis=(0, 1)) == pytest.approx(image[20:24].mean(axis=(0, 1)), abs=12)


@pytest.mark.parametrize(
    "text",
    ["“安全”，《规定》：“先报警。”", "（一）查、改；（二）报！", "《办法》“试行”，2—3米。", "第22个“安全”"],
)
def test_squeezed_marks_lie_alike_in_pixels_and_pdf(text: str) -> None:
    """Every character alone: its ink in our raster and in the PDF as another program paints it, within a pixel."""
    line = set_text(text, Style("NotoSansSC-700", 60, (255, 255, 255))).at(20, 100)
    (start, end) = line[0].xs[0], line[-1].xs[-1]
    assert end - start < 60 * (len(text) - 1), "nothing was squeezed"
    ground = FillRect(Rect(0, 0, 1400, 160), (0, 0, 0))
    for run in line:
        for index, char in enumerate(run.text):
            if char.isspace():
                continue
            single = replace(run, text=char, xs=(run.xs[index],))
            alone = Sheet(1400, 160, 0, (ground, single), "t")
            one, other = ink(rendered(alone, 1400)), ink(ours(alone, 1400))
            assert all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True)), (char, one, other)
