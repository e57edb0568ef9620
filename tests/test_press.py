"""Press PDFs as a print shop opens them: inks only, within the limit, boxes, marks, text, code, output intent."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from conftest import SITE_URL, Run, edit
from kits import rows
from test_pdf import sheet_of

from campaign.content.facts import Facts
from campaign.display import FillRect, Sheet
from campaign.formats import PrintFormat, formats
from campaign.inks import BLACK, inks, line_inks
from campaign.pdf.press import Imprint, slug, write_press
from campaign.project import Project
from campaign.units import Rect, mm, to_mm

LOOKS = ("red", "safety", "calm", "warn")
SIZES = ("a3", "a4-landscape", "rollup-800x2000", "banner-7000x700")
NAME = "海报/某条-A3-印刷.pdf"
IMPRINT = Imprint("人人讲安全", "某某委员会", NAME, "2023-05-31T00:00:00+08:00")
each_size = pytest.mark.parametrize("size", SIZES)


def opened(sheet: Sheet, imprint: Imprint = IMPRINT) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(write_press((sheet,), imprint)))


def instructions(pdf: pikepdf.Pdf) -> list[tuple[list[Any], str]]:
    found: list[Any] = list(pikepdf.parse_content_stream(pdf.pages[0]))
    return [(list(row.operands), str(row.operator)) for row in found]


def shadings(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [pdf.pages[0].obj.Resources.Shading[str(name)] for name in pdf.pages[0].obj.Resources.get("/Shading", {})]


def rendered(sheet: Sheet, dpi: float) -> npt.NDArray[np.uint8]:
    page = pypdfium2.PdfDocument(write_press((sheet,), IMPRINT))[0]
    return np.ascontiguousarray(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3])


def profile(space: bytes = b"CMYK", kind: bytes = b"prtr") -> bytes:
    """The head of an ICC profile (ICC.1, 7.2): all that a reader of the output intent looks at."""
    head = bytearray(132)
    head[0:4] = len(head).to_bytes(4, "big")
    head[12:16], head[16:20], head[20:24], head[36:40] = kind, space, b"Lab ", b"acsp"
    return bytes(head)


@pytest.mark.parametrize("look", LOOKS)
def test_there_is_no_rgb_anywhere(facts: Facts, look: str) -> None:
    pdf = opened(sheet_of(facts, "a3", look))
    used = {operator for _, operator in instructions(pdf)}
    assert not used & {"rg", "RG", "g", "G", "Do", "BI", "ri"}
    assert {"k", "sh"} <= used
    for name in ("cs", "CS"):
        for operands, operator in instructions(pdf):
            if operator == name:
                assert list(pdf.pages[0].obj.Resources.ColorSpace[operands[0]])[:2] == ["/Separation", "/All"]
    assert [shading.ColorSpace for shading in shadings(pdf)] == ["/DeviceCMYK"]
    plain = io.BytesIO()
    pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert not re.search(rb"DeviceRGB|CalRGB|ICCBased|DeviceGray|/Image\b", plain.getvalue())


@pytest.mark.parametrize("look", LOOKS)
def test_no_place_carries_more_ink_than_paper_takes(facts: Facts, look: str) -> None:
    pdf = opened(sheet_of(facts, "a3", look))
    amounts = [[float(value) for value in operands] for operands, operator in instructions(pdf) if operator in "kK"]
    for shading in shadings(pdf):
        amounts += [[float(value) for value in shading.Function[name]] for name in ("/C0", "/C1")]
    assert amounts
    assert all(len(inks) == 4 and sum(inks) <= 3 and min(inks) >= 0 and max(inks) <= 1 for inks in amounts)


def test_the_rule_of_inks() -> None:
    assert inks((255, 255, 255)) == (0, 0, 0, 0)
    assert inks((0, 0, 0)) == BLACK
    assert inks((255, 0, 0)) == (0, 1, 1, 0)
    for colour in [(r, g, b) for r in range(0, 256, 15) for g in range(0, 256, 15) for b in range(0, 256, 15)]:
        assert sum(inks(colour)) <= 3
        back = [(1 - ink) * (1 - inks(colour)[3]) * 255 for ink in inks(colour)[:3]]
        if sum(inks(colour)) < 2.95:  # where nothing was taken off, the rule can be undone
            assert back == pytest.approx(colour, abs=4)
    assert line_inks((59, 11, 13)) == BLACK
    assert line_inks((206, 21, 27)) == inks((206, 21, 27))


@pytest.mark.parametrize("look", LOOKS)
def test_dark_text_and_the_code_are_black_ink_alone(facts: Facts, look: str) -> None:
    fill = (0.0, 0.0, 0.0, 0.0)
    seen = set()
    for operands, operator in instructions(opened(sheet_of(facts, "a3", look))):
        if operator == "k":
            fill = tuple(float(value) for value in operands)  # type: ignore[assignment]
        elif operator == "Tj":
            seen.add(fill)
    assert BLACK in seen
    assert all(ink == BLACK or ink[3] < 0.6 for ink in seen)


@each_size
def test_boxes_are_right_to_a_tenth_of_a_millimetre(facts: Facts, size: str) -> None:
    row, sheet = formats()[size], sheet_of(facts, size)
    assert isinstance(row, PrintFormat)
    pdf = opened(sheet)
    page = pdf.pages[0].obj
    unit = float(page.get("/UserUnit", 1))
    (width, height), bleed = row.trim_mm, row.bleed_mm
    margin = bleed + to_mm(slug(sheet))
    media = [0, 0, width + 2 * margin, height + 2 * margin]
    for name, inset in (("/MediaBox", 0), ("/CropBox", 0), ("/BleedBox", margin - bleed), ("/TrimBox", margin)):
        expected = [inset, inset, media[2] - inset, media[3] - inset]
        assert [to_mm(float(value)) * unit for value in page[name]] == pytest.approx(expected, abs=0.1), name


def test_the_bleed_is_filled_and_marks_stand_outside_it(facts: Facts) -> None:
    sheet = sheet_of(facts, "a3")
    pixels = rendered(sheet, 254)  # ten pixels a millimetre
    margin, bleed = 13 * 10, 3 * 10
    edge = margin - bleed
    inner = pixels[edge + 2 : -edge - 2, edge + 2 : -edge - 2]
    for strip in (inner[0], inner[-1], inner[:, 0], inner[:, -1]):
        assert (strip.min(axis=-1) < 250).mean() > 0.99
    outside = pixels.copy()
    outside[edge - 8 : -edge + 8, edge - 8 : -edge + 8] = 255
    assert (outside.min(axis=-1) < 200).mean() < 0.003  # marks, patches and one small line of text
    gap = pixels[edge - 8 : edge - 2, edge:-edge]
    assert gap.min() > 200, "nothing stands within a millimetre of the bleed"
    for x in (margin, pixels.shape[1] - margin):
        column = pixels[20:80, x - 2 : x + 3].min(axis=(1, 2))
        assert (column < 160).mean() > 0.9, "a crop mark above each corner"
    for y in (margin, pixels.shape[0] - margin):
        line = pixels[y - 2 : y + 3, 20:80].min(axis=(0, 2))
        assert (line < 160).mean() > 0.9, "a crop mark beside each corner"


@each_size
def test_the_text_is_the_sheets_and_one_line_in_the_slug(facts: Facts, size: str) -> None:
    sheet = sheet_of(facts, size)
    data = write_press((sheet,), IMPRINT)
    found = re.sub(r"\s", "", pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range())
    expected = re.sub(r"\s", "", "".join(run.text for run in sheet.runs()))
    width, height = to_mm(sheet.width), to_mm(sheet.height)
    assert found == f"{expected}{NAME}成品{width:g}×{height:g}mm出血{to_mm(sheet.bleed):g}mm"


def test_fonts_are_embedded_subsets_and_the_document_names_itself(facts: Facts) -> None:
    pdf = opened(sheet_of(facts, "a3"))
    for font in pdf.pages[0].obj.Resources.Font.values():
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert "/FontFile2" in font.FontDescriptor
        assert "/ToUnicode" in font
    assert str(pdf.Root.Lang) == "zh-CN"
    assert {key: str(value) for key, value in pdf.docinfo.items()} == {
        "/Title": IMPRINT.title,
        "/Author": IMPRINT.author,
        "/Trapped": "/False",
    }
    metadata = pdf.open_metadata()
    assert metadata["dc:title"] == IMPRINT.title
    assert metadata["pdf:Trapped"] == "False"
    assert "pdfxid:GTS_PDFXVersion" not in metadata
    assert "/OutputIntents" not in pdf.Root


@pytest.mark.parametrize("size", ["a3", "a4-landscape", "rollup-800x2000"])
def test_the_code_is_read_from_the_printed_page(facts: Facts, size: str) -> None:
    sheet = sheet_of(facts, size)
    found = zxingcpp.read_barcodes(rendered(sheet, 254 if sheet.width < mm(500) else 50))
    assert [result.text for result in found] == [SITE_URL]


def test_a_printers_profile_becomes_the_output_intent(facts: Facts, tmp_path: Path) -> None:
    path = tmp_path / "某厂.icc"
    path.write_bytes(profile())
    imprint = Imprint(IMPRINT.title, IMPRINT.author, NAME, IMPRINT.date, path)
    pdf = opened(sheet_of(facts, "a3"), imprint)
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFX"
    assert str(intent.OutputConditionIdentifier) == "某厂"
    assert int(intent.DestOutputProfile.N) == 4
    assert intent.DestOutputProfile.read_bytes() == path.read_bytes()
    assert pdf.open_metadata()["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"


def test_equal_sheets_give_equal_files(facts: Facts) -> None:
    sheet = sheet_of(facts, "a3")
    assert write_press((sheet,), IMPRINT) == write_press((sheet,), IMPRINT)


def test_nothing_of_a_sheet_is_painted_outside_its_bleed() -> None:
    wide = FillRect(Rect(-500, -500, 2000, 2000), (200, 0, 0))
    pixels = rendered(Sheet(300, 200, mm(3), (wide,), "t"), 72)
    assert pixels[2, 2].tolist() == [255, 255, 255]
    assert pixels[60, 60].tolist() != [255, 255, 255]


def test_press_files_are_made_on_request(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("kit", "--only", "poster", "--slogan", "抽烟", "--type", "press", "--out", out).code == 0
    path = "海报/病房不抽烟-床边不用火-A3-印刷.pdf"
    assert {row["path"] for row in rows(out)} == {path, "印刷订单/印刷订单-A4.pdf"}
    with pikepdf.open(out / path) as pdf:
        assert str(pdf.docinfo["/Title"]) == "病房不抽烟，床边不用火"
    order = pypdfium2.PdfDocument(out / "印刷订单/印刷订单-A4.pdf")[0].get_textpage().get_text_range()
    for words in ("病房不抽烟，床边不用火", path, "29.7×42 cm", "157克铜版纸", "数量"):
        assert words in order


def test_an_order_alone_lists_the_themes_pieces_and_long_ones_take_pages(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("kit", "--only", "order", "--out", out).code == 0
    (row,) = rows(out)
    text = pypdfium2.PdfDocument(out / row["path"])[0].get_textpage().get_text_range()
    assert "横幅" in text
    assert "病房不抽烟" not in text
    many = ("--only", "order", "poster", "--format", *(f"{100 + index}x150mm" for index in range(9)), "--type", "pdf")
    assert run("kit", *many, "--out", tmp_path / "many").code == 0
    document = pypdfium2.PdfDocument(tmp_path / "many" / "印刷订单" / "印刷订单-A4.pdf")
    assert len(document) > 1
    listed = "".join(page.get_textpage().get_text_range() for page in document)
    made = [row["path"] for row in rows(tmp_path / "many") if row["kind"] == "poster"]
    assert len(made) == 9 * 6
    assert all(path in listed for path in made)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "找不到 ICC 配置文件：shop.icc"),
        (b"hello", "shop.icc 不是 ICC 配置文件"),
        (profile(b"RGB "), "shop.icc 不是印刷用的 CMYK 配置文件"),
        (profile(kind=b"mntr"), "shop.icc 不是印刷用的 CMYK 配置文件"),
    ],
)
def test_a_wrong_profile_is_told_by_line(project: Project, run: Run, data: bytes | None, words: str) -> None:
    edit(project.config, 'icc: ""', "icc: shop.icc")
    if data is not None:
        (project.root / "shop.icc").write_bytes(data)
    result = run("kit", "--only", "poster", "--type", "press")
    assert result.code == 1
    line = project.config.read_text(encoding="utf-8").split("icc: shop.icc")[0].count("\n") + 1
    assert f"mkdocs.yml:{line}: {words}" in result.err


def test_a_profile_set_in_the_project_is_in_its_press_files(project: Project, run: Run, tmp_path: Path) -> None:
    edit(project.config, 'icc: ""', "icc: shop.icc")
    (project.root / "shop.icc").write_bytes(profile())
    out = tmp_path / "out"
    assert run("kit", "--only", "poster", "--slogan", "抽烟", "--type", "press", "--out", out).code == 0
    (path,) = (row["path"] for row in rows(out) if row["kind"] == "poster")
    with pikepdf.open(out / path) as pdf:
        assert len(pdf.Root.OutputIntents) == 1
