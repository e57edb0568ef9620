"""Illustrations and icons as display items: the same picture from our raster and from another program's PDF."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from shapes import BLACK, WHITE, area, shares, sheet

from campaign.compose.drawing import DrawingError, draw, drawing, parse
from campaign.compose.stage import Stage
from campaign.display import Cap, Item, Join, Rule, Segment, Sheet, Stroke, dump
from campaign.display import Path as Outline
from campaign.looks import look
from campaign.pdf.write import write_pdf
from campaign.project import ASSETS
from campaign.raster import paint

Pixels = npt.NDArray[np.uint8]
DRAWINGS = [(path.parent.name, path.stem) for path in sorted(ASSETS.glob("i*s/*.svg"))]
SIDE = 240


def square(x: float, y: float, side: float, *, turned: bool = False) -> tuple[Segment, ...]:
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    if turned:
        corners.reverse()
    return (("M", corners[0]), *(("L", corner) for corner in corners[1:]), ("Z", ()))


def other(page: Sheet) -> Pixels:
    """The page as PDFium paints our PDF."""
    data = write_pdf((page,), title="t", author="a")
    image = pypdfium2.PdfDocument(io.BytesIO(data))[0].render(scale=1, rev_byteorder=True).to_numpy()
    return np.asarray(image[:, :, :3], np.uint8)


def ours(page: Sheet) -> Pixels:
    return paint(page, round(page.width), round(page.height)).pixels[:, :, :3].copy()


def assert_alike(page: Sheet) -> None:
    """Edges may fall a fraction of a pixel apart; no patch of two pixels across may differ."""
    wrong = np.abs(ours(page).astype(int) - other(page).astype(int)).max(axis=2) > 110
    assert not (wrong[1:, 1:] & wrong[:-1, 1:] & wrong[1:, :-1] & wrong[:-1, :-1]).any()


@pytest.mark.parametrize(("folder", "name"), DRAWINGS, ids=[name for _, name in DRAWINGS])
def test_every_drawing_of_the_assets_is_painted_as_its_pdf_is(folder: str, name: str) -> None:
    stage = Stage((SIDE, SIDE), 0.0, look("safety"))
    stage.rect(0, 0, 100, 100, look("safety").paper2)
    draw(stage, drawing(folder, name), (2, 2, 96, 96), look("safety").paper2, BLACK)
    page = stage.sheet(name)
    assert len(page.items) > 1
    assert (ours(page) != ours(page)[0, 0]).any()
    assert_alike(page)


@pytest.mark.parametrize(
    ("rule", "turned", "holed"),
    [("nonzero", False, False), ("nonzero", True, True), ("evenodd", False, True), ("evenodd", True, True)],
)
def test_an_outline_inside_another_is_a_hole_as_the_rule_says(rule: Rule, turned: bool, holed: bool) -> None:
    item = Outline((*square(4, 4, 24), *square(10, 10, 12, turned=turned)), WHITE, rule)
    covered = shares([item], 32, 32)
    assert covered[6, 6] == 1
    assert covered[16, 16] == (0 if holed else 1)
    assert covered.sum() == pytest.approx(24**2 - (12**2 if holed else 0), rel=0.05)
    assert_alike(sheet([item], 32, 32))


@pytest.mark.parametrize(("cap", "extra"), [("butt", 0.0), ("square", 64.0), ("round", 50.3)])
def test_a_line_ends_as_its_cap_says(cap: Cap, extra: float) -> None:
    line = (("M", (16.0, 20.0)), ("L", (48.0, 20.0)))
    item = Stroke(line, 8, WHITE, cap)
    assert shares([item], 64, 40).sum() == pytest.approx(32 * 8 + extra, rel=0.05)
    assert_alike(sheet([item], 64, 40))


@pytest.mark.parametrize("join", ["miter", "round", "bevel"])
@pytest.mark.parametrize("closed", [False, True])
def test_corners_are_joined_as_pdf_joins_them(join: Join, closed: bool) -> None:
    line: list[Segment] = [("M", (20.0, 60.0)), ("L", (60.0, 20.0)), ("L", (60.0, 70.0))]
    assert_alike(sheet([Stroke((*line, *([("Z", ())] if closed else [])), 12, WHITE, "butt", join)], 90, 90))


def test_the_area_of_a_ring_and_of_its_dashes() -> None:
    kappa = 0.5522847498 * 30
    ring: tuple[Segment, ...] = (
        ("M", (70.0, 40.0)),
        ("C", (70, 40 + kappa, 40 + kappa, 70, 40, 70)),
        ("C", (40 - kappa, 70, 10, 40 + kappa, 10, 40)),
        ("C", (10, 40 - kappa, 40 - kappa, 10, 40, 10)),
        ("C", (40 + kappa, 10, 70, 40 - kappa, 70, 40)),
        ("Z", ()),
    )
    whole = Stroke(ring, 6, WHITE)
    assert shares([whole], 80, 80).sum() == pytest.approx(2 * np.pi * 30 * 6, rel=0.04)
    length = 2 * np.pi * 30 / 20
    dashed = Stroke(ring, 6, WHITE, dash=(length, length))
    assert shares([dashed], 80, 80).sum() == pytest.approx(np.pi * 30 * 6, rel=0.05)
    for item in (whole, dashed):
        assert_alike(sheet([item], 80, 80))


def test_a_stroke_outside_the_picture_paints_nothing() -> None:
    item: Item = Stroke((("M", (200.0, 200.0)), ("L", (220.0, 200.0))), 4, WHITE)
    assert shares([item], 32, 32).sum() == 0


def test_opacity_is_flattened_onto_the_ground(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    path.write_text('<svg viewBox="0 0 10 10"><path d="M0 0h10v10H0z" fill="#000" opacity=".5"/></svg>')
    stage = Stage((100, 100), 0.0, look("red"))
    draw(stage, parse(path), (0, 0, 100, 100), (200, 100, 0), BLACK)
    (item,) = stage.items
    assert isinstance(item, Outline)
    assert item.fill == (100, 50, 0)


def test_transforms_arcs_and_curves_come_to_their_place(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    path.write_text(
        '<svg viewBox="0 0 100 100"><g transform="translate(50 50) rotate(90) scale(2)">'
        '<path d="M0 0h10v5h-10z"/><circle r="3" cx="-8" cy="0" fill="#FFF"/></g></svg>'
    )
    box, ring = parse(path).shapes
    points = [(values[0], values[1]) for op, values in box.segments if op in "ML"]
    assert [tuple(round(v, 6) for v in point) for point in points[:4]] == [(50, 50), (50, 70), (40, 70), (40, 50)]
    assert area(points) == pytest.approx(200)
    xs, ys = zip(*[values[-2:] for _, values in ring.segments if values], strict=True)
    assert (min(xs) + max(xs)) / 2 == pytest.approx(50)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(34)


def test_what_the_subset_lacks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    for inner in ("<text>a</text>", '<path d="M0 0h1" fill="url(#a)"/>', "<image/>"):
        path.write_text(f'<svg viewBox="0 0 1 1">{inner}</svg>')
        with pytest.raises(DrawingError):
            parse(path)


def test_a_stroke_and_a_rule_are_part_of_the_dump() -> None:
    line = (("M", (0.0, 0.0)), ("L", (9.0, 0.0)))
    texts = {dump(sheet([item], 10, 10)) for item in (Stroke(line, 1, BLACK), Stroke(line, 2, BLACK))}
    texts |= {dump(sheet([item], 10, 10)) for item in (Outline(line, BLACK), Outline(line, BLACK, "evenodd"))}
    assert len(texts) == 4


@pytest.mark.parametrize(
    "name", [name for folder, name in DRAWINGS if folder == "icons" and not name.startswith("mark")]
)
def test_an_icon_takes_the_colour_of_its_place(name: str) -> None:
    stage = Stage((100, 100), 0.0, look("red"))
    draw(stage, drawing("icons", name), (0, 0, 50, 50), BLACK, WHITE)
    assert {item.fill for item in stage.items if isinstance(item, Outline)} == {WHITE}
