"""Office printing: tiles cover the poster and overlap, one character a sheet, several cards a sheet."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from conftest import SITE_URL, Run
from kits import rows
from test_pdf import sheet_of

from campaign.content.facts import Facts
from campaign.display import Sheet
from campaign.formats import formats
from campaign.imposition import MARGIN, OVERLAP, SIZES, Paper, cards, characters, grid, headline, tiles
from campaign.pdf.imposed import write_imposed
from campaign.plan.kinds import COPIES, FILE_TYPES
from campaign.raster import paint
from campaign.units import mm, to_mm

POSTERS = ("a3", "a2", "a1", "a1-landscape", "wall-570x840", "board-2400x1200", "rollup-800x2000")
PAPERS = ("a4", "a3")
Pixels = npt.NDArray[np.uint8]
each_paper = pytest.mark.parametrize("paper", PAPERS)


def printed(sheets: tuple[Sheet, ...], papers: tuple[Paper, ...], dpi: float) -> list[Pixels]:
    """The pages as another program prints them."""
    document = pypdfium2.PdfDocument(write_imposed(sheets, papers, title="t", author="a"))
    pages = [page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3] for page in document]
    return [np.ascontiguousarray(page, np.uint8) for page in pages]


@each_paper
@pytest.mark.parametrize("size", POSTERS)
def test_tiles_cover_the_poster_and_overlap_by_twelve_millimetres(facts: Facts, size: str, paper: str) -> None:
    sheet = sheet_of(facts, size)
    found = grid(sheet, paper)
    across = [found.tile(0, column) for column in range(found.columns)]
    down = [found.tile(row, 0) for row in range(found.rows)]
    assert across[0].x <= -sheet.bleed + mm(20)
    assert across[0].x <= 0
    assert across[-1].right >= sheet.width
    assert down[0].y <= 0
    assert down[-1].bottom >= sheet.height
    assert all(one.right - other.x == pytest.approx(OVERLAP) for one, other in pairwise(across))
    assert all(one.bottom - other.y == pytest.approx(OVERLAP) for one, other in pairwise(down))
    assert 10 <= to_mm(OVERLAP) <= 15
    assert {found.width, found.height} == set(SIZES[paper])
    assert len(tiles((sheet,), paper)) == found.rows * found.columns + 1


def test_the_fewest_sheets_are_taken(facts: Facts) -> None:
    found = grid(sheet_of(facts, "a3"), "a4")
    assert found.rows * found.columns == 4
    found = grid(sheet_of(facts, "a2"), "a3")
    assert found.rows * found.columns == 4


@pytest.mark.parametrize("size", ["a3", "a4-landscape"])
def test_tiles_put_together_are_the_poster(facts: Facts, size: str) -> None:
    dpi = 50
    sheet = sheet_of(facts, size)
    found = grid(sheet, "a4")
    scale = dpi / 72
    width, height = round(sheet.width * scale), round(sheet.height * scale)
    pages = printed((sheet,), tiles((sheet,), "a4"), dpi)[1:]
    whole = np.zeros((height, width, 3), np.uint8)
    for index, page in enumerate(pages):  # later sheets are glued onto earlier ones, their cut edge on the dashed line
        tile = found.tile(index // found.columns, index % found.columns)
        x, y = tile.x + 1.5, tile.y + 1.5  # cut on the line
        left, top = max(0, round(x * scale)), max(0, round(y * scale))
        right, bottom = min(width, int(tile.right * scale)), min(height, int(tile.bottom * scale))
        from_x, from_y = round((MARGIN - tile.x) * scale) + left, round((MARGIN - tile.y) * scale) + top
        whole[top:bottom, left:right] = page[from_y : from_y + bottom - top, from_x : from_x + right - left]
    expected = paint(sheet, width, height).pixels[:, :, :3]
    step = 10
    rows_, columns = height // step * step, width // step * step
    blocks = [p[:rows_, :columns].reshape(rows_ // step, step, columns // step, step, 3) for p in (whole, expected)]
    means = [block.mean(axis=(1, 3)) for block in blocks]
    assert np.abs(means[0] - means[1]).mean() < 4
    found_codes = zxingcpp.read_barcodes(printed((sheet,), tiles((sheet,), "a4"), 150)[-1])
    assert [code.text for code in found_codes] == [SITE_URL]


def test_every_tile_says_where_it_belongs_and_the_poster_is_stored_once(facts: Facts) -> None:
    sheet = sheet_of(facts, "a2")
    papers = tiles((sheet,), "a4")
    data = write_imposed((sheet,), papers, title="题", author="a")
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert "拼图总览" in texts[0]
    found = grid(sheet, "a4")
    for index, text in enumerate(texts[1:]):
        row, column = index // found.columns + 1, index % found.columns + 1
        assert f"{row}-{column}" in text
        assert f"第{row}行 第{column}列，共{found.rows}行{found.columns}列" in text
    assert len(data) < 150_000
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = {form.objgen for page in pdf.pages for form in page.obj.Resources.XObject.values()}
        assert len(forms) == 1
        assert str(pdf.docinfo["/Title"]) == "题"
        for page, paper in zip(pdf.pages, papers, strict=True):
            size = [float(value) for value in page.obj.MediaBox[2:]]
            assert size == pytest.approx([paper.width, paper.height], abs=0.3)


@each_paper
def test_a_banner_is_one_character_a_sheet_in_order(facts: Facts, paper: str) -> None:
    sheet = sheet_of(facts, "banner-7000x700")
    papers = characters(sheet, paper)
    texts = [
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(write_imposed((sheet,), papers, title="t", author="a"))
    ]
    words = "人人讲安全个个会应急"
    assert len(papers) == len(words) + 1
    for index, (char, text) in enumerate(zip(words, texts[1:], strict=True)):
        assert char in text
        assert f"{index + 1}/{len(words)}" in text
    assert [gap for *_, gap in headline(sheet)] == [index == 4 for index in range(10)]
    image = printed((sheet,), papers, 50)[1]
    ink = np.argwhere((image[:, :, 0] > 150) & (image[:, :, 1] < 80))
    tall, wide = ink.max(axis=0) - ink.min(axis=0)
    assert max(tall, wide) > 0.75 * image.shape[1], "the character fills its sheet"


@pytest.mark.parametrize("name", COPIES)
def test_copies_stand_apart_on_the_paper_at_their_size(facts: Facts, name: str) -> None:
    count, paper = int(name[0]), "a3" if name.endswith("a3") else "a4"
    sheet = sheet_of(facts, FILE_TYPES[name].size)
    (one,) = cards((sheet,), count, paper)
    assert len(one.placements) == count
    scale = one.placements[0].scale
    assert scale == 1 if paper == "a3" else scale >= 0.95
    for place in one.placements:
        assert place.clip.x >= mm(4.9)
        assert place.clip.y >= mm(4.9)
        assert place.clip.right <= one.width - mm(4.9)
        assert place.clip.bottom <= one.height - mm(4.9)
        for other in one.placements:
            clear = place.clip.right <= other.clip.x + 0.01 or other.clip.right <= place.clip.x + 0.01
            below = place.clip.bottom <= other.clip.y + 0.01 or other.clip.bottom <= place.clip.y + 0.01
            assert place is other or clear or below
    (image,) = printed((sheet,), (one,), 200)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [SITE_URL] * count
    row = formats()[FILE_TYPES[name].size]
    assert row.code_mm * scale >= 18  # type: ignore[union-attr]


def test_a_telephone_card_is_printed_four_a_sheet(facts: Facts) -> None:
    (one,) = cards((sheet_of(facts, "phone-1080x1440"),), 4, "a4")
    assert len(one.placements) == 4
    assert to_mm(one.placements[0].scale * 1080) > 85


def test_office_sheets_are_made_on_request(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    wanted = ("--slogan", "抽烟", "--type", "tiles-a4", "chars-a4", "4up", "--only", "poster", "banner", "card")
    assert run("kit", *wanted, "--format", "a3", "a6", "banner-700", "phone-1080x1440", "--out", out).code == 0
    stem = "病房不抽烟-床边不用火"
    assert {row["path"] for row in rows(out)} == {
        f"海报/{stem}-A3-A4拼图.pdf",
        f"海报/{stem}-A6-A4拼图.pdf",
        f"海报/{stem}-A6-A4每张4份.pdf",
        f"手机图/{stem}-1080x1440-A4每张4份.pdf",
        *(f"横幅/{stem}-7mx70cm-A4{what}.pdf" for what in ("拼图", "单字")),
    }


def test_cards_to_be_copied_are_small_ones_unless_asked_otherwise(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("kit", "--only", "poster", "--slogan", "抽烟", "--type", "2up", "--out", out).code == 0
    assert [row["path"] for row in rows(out)] == ["海报/病房不抽烟-床边不用火-A5-A4每张2份.pdf"]


def test_copies_are_made_of_their_own_size_alone_so_that_codes_keep_theirs(run: Run, tmp_path: Path) -> None:
    out, stem = tmp_path / "out", "海报/病房不抽烟-床边不用火"
    asked = ("kit", "--only", "poster", "--slogan", "抽烟", "--out", out, "--type")
    assert run(*asked, "2up", "4up", "4up-a3").code == 0
    assert {row["path"] for row in rows(out)} == {
        *(f"{stem}-A5-A4每张2份.pdf", f"{stem}-A6-A4每张4份.pdf", f"{stem}-A6-A3每张4份.pdf")
    }
    refused = run(*asked, "4up", "--format", "a5")
    assert refused.code == 2
    assert "4up 由 A6 拼成" in refused.err
