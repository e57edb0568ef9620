"""Every template in every size, as `make contact` shows them: good to read as pictures, fit to print as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import SITE_URL, WHOLE
from PIL import Image
from sound import assert_pdf, assert_press, assert_sound
from topics import published

import contact
from campaign.content.model import LOOKS
from campaign.display import Sheet
from campaign.formats import PrintFormat
from campaign.pdf.press import Imprint, write_press
from campaign.pdf.write import write_pdf
from campaign.plan.all import plan
from campaign.plan.kinds import Selection

CAMPAIGN = replace(published(), site_url=SITE_URL)
ROWS = [row for row in contact.rows_of(CAMPAIGN, LOOKS) if row]
# A page's other looks are laid out alike: there the extreme shapes are enough.
SHAPES = ("a3", "a6", "board-2400x1200", "rollup-800x2000", "square-1080x1080", "tv-1920x1080")
HELD = {"order": 0.3}  # metres: read on a desk, whatever the format is for
IMPRINT = Imprint("t", "a", "t.pdf", "2023-05-31T00:00:00+08:00")


def name(row: list[contact.Cell]) -> str:
    return f"{row[0].only}-{row[0].piece.look}-{row[0].piece.stem[:12]}"


def chosen(row: list[contact.Cell]) -> list[contact.Cell]:
    """The whole row, or of a page in another look than its own the extreme shapes; with WHOLE all of every row."""
    pages = {topic.slug: topic.look for topic in (*CAMPAIGN.topics, *CAMPAIGN.cases)}
    own = pages.get(row[0].only, row[0].piece.look) == row[0].piece.look
    return [cell for cell in row if WHOLE or own or cell.piece.format.name in SHAPES]


def sheets(cell: contact.Cell) -> tuple[Sheet, ...]:
    found = cell.piece.sheets()
    assert found
    assert all(isinstance(sheet, Sheet) for sheet in found)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("row", ROWS, ids=map(name, ROWS))
def test_every_picture_is_sound(row: list[contact.Cell]) -> None:
    for cell in chosen(row):
        for sheet in sheets(cell):
            try:
                assert_sound(sheet, cell.piece.format, distance=HELD.get(cell.only))
            except AssertionError as error:
                raise AssertionError(f"{cell.label}: {error}") from error


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [
        ("rollup", ("600x2000mm", "828x1800mm")),
        ("board", ("1800x1000mm", "2400x1000mm")),
        ("calendar", ("620x1000mm", "720x1000mm")),
        ("pledge", ("620x1000mm", "720x1000mm")),
        ("leaflet", ("270x200mm", "300x200mm")),
        ("banner", ("2800x700mm", "12000x700mm")),
    ],
)
def test_sizes_of_ones_own_are_sound_at_the_ends_of_a_kinds_shapes(kind: str, sizes: tuple[str, ...]) -> None:
    """Each end of `Kind.ratios`; beyond them the command names the limits."""
    wanted = Selection(kinds=(kind,), formats=sizes, page="灭火器" if kind == "leaflet" else "")
    short = replace(CAMPAIGN, slogans=tuple(slogan for slogan in CAMPAIGN.slogans if len(slogan.plain) < 12))
    pieces = plan(short, wanted)
    assert {piece.format.name for piece in pieces} == set(sizes)
    for piece in pieces:
        for sheet in piece.sheets():
            assert isinstance(sheet, Sheet)
            assert_sound(sheet, piece.format if kind != "leaflet" else replace(piece.format, safe_u=3), distance=0.3)


# The looks differ in colours alone, so one of each template is opened as a file.
FILES = {row[0].only: row for row in reversed(ROWS) if chosen(row) == row}


@pytest.mark.parametrize("template", FILES)
def test_every_print_file_has_its_boxes_bleed_fonts_text_and_inks(template: str) -> None:
    """Of a page the extreme shapes: pages are written by the same four templates."""
    paged = template in {topic.slug for topic in (*CAMPAIGN.topics, *CAMPAIGN.cases)}
    for cell in FILES[template]:
        size = cell.piece.format
        if isinstance(size, PrintFormat) and (WHOLE or size.name in SHAPES or not paged):
            pages = sheets(cell)
            assert_pdf(write_pdf(pages, title="t", author="a"), pages, size)
            assert_press(write_press(pages, IMPRINT), pages, size)


def test_the_sheet_shows_one_picture_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "contact.png"
    with patch("sys.argv", ["contact", "--only", "leaflet", "--cell", "60", "--out", str(out)]):
        assert contact.main() == 0
    assert "1 pictures" in capsys.readouterr().out
    with Image.open(out) as image:
        assert image.width == 2 * (60 + contact.GAP) + contact.GAP
        colours = image.convert("RGB").getcolors(10_000)
    assert colours is not None
    assert len(colours) > 20
