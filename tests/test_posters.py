"""A slogan on every sheet that it can be printed on: what a print shop and a reader need of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
import zxingcpp
from conftest import SITE_URL
from sound import assert_sound
from test_goldens import SKILLS

from campaign.compose.brief import PRINTED, Brief
from campaign.compose.templates import compose
from campaign.content.facts import Facts
from campaign.content.model import LOOKS
from campaign.display import FillRect, Gradient, Polygon, QrModules, Sheet, TextRun, hex_colour
from campaign.errors import Span
from campaign.fonts import face
from campaign.formats import Format, PrintFormat, custom, formats
from campaign.plan.kinds import KINDS
from campaign.raster import paint
from campaign.typeset.marks import CLOSING
from campaign.units import Rect, to_mm

THEME = "人人讲*安全*、个个会*应急*"
SLOGANS = {
    "four": "平安*是福*",
    "theme": THEME,
    "sixteen": "多一次*排查*少一次，多一次*演练*少一次",
    "thirty": "，".join(["一二三*四五*"] * 6),
}
OWN = (
    *("60x60cm", "1000x300mm", "120x80cm", "5000x3000mm"),
    *("1600x900mm", "161x100mm", "1200x600mm", "1175x600mm", "1200x500mm", "600x1200mm", "1000x2140mm"),
)
SIZES = (*KINDS["poster"].formats, *KINDS["poster"].more, *OWN)
each_size = pytest.mark.parametrize("size", SIZES)
Made = Callable[[str, str], Sheet]


def format_of(size: str) -> PrintFormat:
    row: Format | None = formats().get(size) or custom(size, "print")
    assert isinstance(row, PrintFormat)
    return row


@pytest.fixture
def made(facts: Facts) -> Made:
    def call(size: str, marked: str) -> Sheet:
        words = {name: facts.words[name] for name in PRINTED}
        row = format_of(size)
        (sheet,) = compose(Brief("hero", row, "red", marked, marked == THEME, words, SITE_URL, Span("x.md", 1), SKILLS))
        return sheet

    return call


def ink(run: TextRun) -> Rect:
    """The box of all the run's ink."""
    boxes = [(x, *(v * run.size for v in face(run.face).ink(c))) for c, x in zip(run.text, run.xs, strict=True)]
    boxes = [box for box in boxes if box[1:] != (0, 0, 0, 0)]
    left, right = min(x + box[0] for x, *box in boxes), max(x + box[2] for x, *box in boxes)
    top, bottom = run.baseline - max(box[3] for _, *box in boxes), run.baseline - min(box[1] for _, *box in boxes)
    return Rect(left, top, right - left, bottom - top)


@each_size
@pytest.mark.parametrize("slogan", SLOGANS.values(), ids=SLOGANS)
def test_text_is_inside_the_safe_area_apart_and_large_enough(made: Made, size: str, slogan: str) -> None:
    row, sheet = format_of(size), made(size, slogan)
    margin = row.safe_u * min(sheet.width, sheet.height) / 100 - 0.5
    boxes = [(run, ink(run)) for run in sheet.runs()]
    for run, box in boxes:
        hang = 0.5 * run.size if run.text[-1] in CLOSING else 0.0
        assert box.x >= margin, run.text
        assert box.right <= sheet.width - margin + hang, run.text
        assert box.y >= margin, run.text
        assert box.bottom <= sheet.height - margin, run.text
        assert to_mm(run.size) >= row.viewing_m * 1000 / 250, run.text
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        apart = a.right <= b.x + 0.5 or b.right <= a.x + 0.5 or a.bottom <= b.y + 0.5 or b.bottom <= a.y + 0.5
        assert apart, f"{one.text} over {other.text}"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", ["500x500mm", "square-1080x1080", "phone-1080x1440", "900x1000mm"])
def test_a_high_headline_keeps_clear_of_the_header(facts: Facts, size: str, look: str) -> None:
    words = {name: facts.words[name] for name in PRINTED}
    row = formats().get(size) or custom(size, "print")
    assert row is not None
    for marked in ("，".join(["多一次*排查*少"] * 3), "，".join(["多一次*排查*少一次"] * 3)):
        (sheet,) = compose(Brief("hero", row, look, marked, False, words, SITE_URL, Span("x.md", 1)))
        header = max(ink(run).bottom for run in sheet.runs() if words["system"].endswith(run.text[-4:]))
        headline = min(ink(run).y for run in sheet.runs() if run.text in marked.replace("*", "") and len(run.text) > 1)
        assert headline - header >= 2 * min(row.size) / 100


@pytest.mark.parametrize("size", ["a4-landscape", "a5-wide", "1200x800mm", "600x450mm", "120x80cm"])
def test_the_code_of_a_wide_sheet_stands_under_its_roof(made: Made, size: str) -> None:
    sheet = made(size.replace("a5-wide", "210x148mm"), THEME)
    (code,) = (item for item in sheet.items if isinstance(item, QrModules))
    quiet = Rect(code.x, code.y, *[code.module * len(code.rows)] * 2).inset(-4 * code.module)
    scale = 2000 / sheet.width
    pixels = paint(sheet, 2000, round(sheet.height * scale)).pixels[:, :, :3]
    row = pixels[round(quiet.y * scale) - 4, round(quiet.x * scale) : round(quiet.right * scale)]
    assert {tuple(pixel) for pixel in row} == {hex_colour("#FFF6E6")}


@pytest.mark.parametrize("size", ["tv-1920x1080", "wechat-900x383"])
def test_a_roof_that_falls_below_the_sheet_leaves_no_line_of_paper_at_its_edge(facts: Facts, size: str) -> None:
    words = {name: facts.words[name] for name in PRINTED}
    row = formats()[size]
    (sheet,) = compose(Brief("hero", row, "red", THEME, True, words, SITE_URL, Span("x.md", 1)))
    pixels = paint(sheet, round(sheet.width), round(sheet.height)).pixels[:, :, :3]
    paper = hex_colour("#FFF6E6")
    for x in (2, round(sheet.width) // 20):
        assert tuple(pixels[-1, x]) == tuple(pixels[-6, x]) != paper


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [*OWN, "300x150mm", "250x125mm"])
def test_sizes_of_ones_own_are_sound_in_every_look(facts: Facts, size: str, look: str) -> None:
    words = {name: facts.words[name] for name in PRINTED}
    for marked in (THEME, SLOGANS["thirty"]):
        brief = Brief("hero", format_of(size), look, marked, marked == THEME, words, SITE_URL, Span("x.md", 1), SKILLS)
        (sheet,) = compose(brief)
        assert_sound(sheet, brief.format)


@pytest.mark.parametrize(
    ("size", "apex", "code", "cards"),
    [
        ("600x1200mm", 0.5, True, False),
        ("600x1400mm", 0.5, True, True),
        ("600x1150mm", 0.5, True, False),
        ("a3-landscape", 0.5, True, False),
        ("1600x1000mm", 0.5, True, False),
        ("1600x900mm", 0.776, False, False),
        ("1175x600mm", 0.21, True, True),
        ("1200x600mm", 0.205, True, True),
        ("1200x550mm", 0.5, False, False),
        ("1000x250mm", 0.5, False, False),
    ],
)
def test_each_shape_has_the_arrangement_of_its_ratio(
    made: Made, size: str, apex: float, code: bool, cards: bool
) -> None:
    sheet = made(size, THEME)
    house = next(item for item in sheet.items if isinstance(item, Polygon) and item.fill == hex_colour("#FFF6E6"))
    ridge = min(house.points, key=lambda point: point[1])
    assert ridge[0] / sheet.width == pytest.approx(apex, abs=0.01)
    assert any(isinstance(item, QrModules) for item in sheet.items) == code
    texts = {run.text for run in sheet.runs()}
    assert ({entry.lead for entry in SKILLS.entries} <= texts) == cards


@each_size
def test_the_background_reaches_the_bleed(made: Made, size: str) -> None:
    sheet = made(size, THEME)
    least, widest = sheet.bleed - 0.01, sheet.width + sheet.bleed - 0.01
    ground = next(item for item in sheet.items if isinstance(item, Gradient | FillRect)).rect
    assert ground.x <= -least
    assert ground.y <= -least
    assert ground.right >= widest
    floor = max(y for item in sheet.items if isinstance(item, Polygon) for _, y in item.points)
    assert max(ground.bottom, floor) >= sheet.height + sheet.bleed - 0.01


@each_size
def test_the_code_is_large_enough_clear_of_text_and_read_from_the_painted_sheet(made: Made, size: str) -> None:
    row, sheet = format_of(size), made(size, THEME)
    codes = [item for item in sheet.items if isinstance(item, QrModules)]
    if not codes:
        ratio = sheet.width / sheet.height
        assert 0.8 < ratio <= 1.2 or 1.6 < ratio < 1.95 or 2.15 < ratio <= 4, "other shapes have room for a code"
        return
    (code,) = codes
    side = code.module * len(code.rows)
    assert to_mm(side) >= row.code_mm - 0.01
    assert to_mm(code.module) >= 0.6
    quiet = Rect(code.x, code.y, side, side).inset(-4 * code.module)
    assert quiet.x >= 0
    assert quiet.right <= sheet.width
    assert quiet.bottom <= sheet.height
    for run in sheet.runs():
        box = ink(run)
        clear = box.right <= quiet.x or box.x >= quiet.right or box.bottom <= quiet.y or box.y >= quiet.bottom
        assert clear, run.text
    width = round(sheet.width / code.module * 4)  # four pixels a module
    scale = min(1.0, 6000 / max(width, width * sheet.height / sheet.width))
    pixels = paint(sheet, round(width * scale), round(width * scale * sheet.height / sheet.width)).pixels[:, :, :3]
    found = zxingcpp.read_barcodes(np.ascontiguousarray(pixels))
    assert [result.text for result in found] == [SITE_URL]
