"""Polygons in pixels against an independent measure: areas, edges, corners, thin shapes, seams."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from shapes import WHITE, area, coverage, painted, shares, sheet, spread

from campaign.compose.roof import roof
from campaign.compose.stage import Stage
from campaign.coverage import SMALL
from campaign.display import FillRect, Path, Point, Polygon
from campaign.looks import look
from campaign.raster import paint
from campaign.units import Rect

SIDE = 700


def star(seed: int, radius: float, corners: int, *, convex: bool) -> list[Point]:
    """A random polygon round the middle of the sheet."""
    dice = random.Random(seed)
    angles = sorted(dice.uniform(0, 1) for _ in range(corners))
    angles = [(angle + index) / corners * 2 * math.pi for index, angle in enumerate(angles)]
    reach = [radius if convex else radius * dice.uniform(0.3, 1) for _ in angles]
    middle = SIDE / 2 + dice.random()
    return [(middle + r * math.cos(a), middle + r * math.sin(a)) for r, a in zip(reach, angles, strict=True)]


SMALL_SHAPES = {f"small-{seed}": star(seed, 120, 3 + seed, convex=seed % 2 == 0) for seed in range(4)}
LARGE_SHAPES = {f"large-{seed}": star(seed, 345, 4 + seed, convex=seed % 2 == 0) for seed in range(5)}
LARGE_SHAPES |= {
    "box between pixels": [(10.2, 10.3), (600.7, 10.3), (600.7, 400.6), (10.2, 400.6)],
    "box on pixels": [(10, 10), (600, 10), (600, 400), (10, 400)],
    "chevron": [(0, 400), (350, 200), (700, 400), (700, 460.5), (350, 260.5), (0, 460.5)],
    "partly outside": [(-50, -60), (800, 300), (300, 900)],
    "concave, pointed": [(5, 5), (690, 350), (5, 690), (5, 600), (500, 350), (5, 80)],
}
THIN_SHAPES = {
    "nearly level": [(10.0, 10.0), (690.0, 14.0), (690.0, 16.0), (10.0, 12.0)],
    "slanting": [(10.0, 10.0), (690.0, 314.0), (690.0, 317.0), (10.0, 13.0)],
    "steep": [(20.0, 20.0), (400.0, 650.0), (404.0, 650.0), (24.0, 20.0)],
    "blade": [(20.0, 350.0), (350.0, 340.0), (690.0, 350.0), (350.0, 344.0)],
}
SHAPES = SMALL_SHAPES | LARGE_SHAPES | THIN_SHAPES
by_shape = pytest.mark.parametrize("points", SHAPES.values(), ids=SHAPES.keys())


def white(points: list[Point]) -> Polygon:
    return Polygon(tuple(points), WHITE)


def extent(points: list[Point]) -> float:
    xs, ys = zip(*points, strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


def test_the_shapes_reach_both_ways_of_painting() -> None:
    assert all(extent(points) <= SMALL for points in SMALL_SHAPES.values())
    assert all(extent(points) > SMALL for points in LARGE_SHAPES.values())


@by_shape
def test_the_painted_area_is_the_polygons_area(points: list[Point]) -> None:
    inside = coverage(points, SIDE, SIDE).sum()
    outline = sum(math.dist(one, other) for one, other in zip(points, [*points[1:], points[0]], strict=True))
    if all(0 <= value <= SIDE for point in points for value in point):
        assert inside == pytest.approx(area(points), rel=1e-3)  # the measure itself
    assert shares([white(points)], SIDE, SIDE).sum() == pytest.approx(inside, rel=0.005, abs=0.02 * outline)


@by_shape
def test_only_pixels_along_an_edge_are_blended(points: list[Point]) -> None:
    true = coverage(points, SIDE, SIDE)
    got = shares([white(points)], SIDE, SIDE)
    full, none = true > 1 - 1e-9, true < 1e-9
    along = spread(full, 1) & spread(none, 1) | ~full & ~none
    astray = (got != np.rint(true)) & ~spread(along, 2)
    assert np.argwhere(astray).tolist() == []


@by_shape
def test_no_pixel_is_far_from_its_true_share(points: list[Point]) -> None:
    true = coverage(points, SIDE, SIDE)
    difference = np.abs(shares([white(points)], SIDE, SIDE) - true)
    assert np.argwhere(difference > 0.45).tolist() == []
    cut = np.count_nonzero((true > 0) & (true < 1))
    assert (
        np.count_nonzero(difference > 0.25) <= 0.2 * cut
    )  # hard edges would be wrong by this much at every other pixel


@pytest.mark.parametrize("points", SMALL_SHAPES.values(), ids=SMALL_SHAPES.keys())
def test_both_turns_of_a_polygon_are_painted_alike(points: list[Point]) -> None:
    large = [(x * 2.5 - 525, y * 2.5 - 525) for x, y in points]
    for shape in (points, large):
        difference = shares([white(shape)], SIDE, SIDE) - shares([white(shape[::-1])], SIDE, SIDE)
        assert np.abs(difference).max() < 0.3


def test_a_polygon_wholly_outside_paints_nothing() -> None:
    outside: list[list[Point]] = [[(-90, -90), (-10, -90), (-10, -10)], [(900, 0), (1900, 0), (1900, 900)]]
    for points in outside:
        assert shares([white(points)], SIDE, SIDE).max() == 0


def test_a_bigger_ground_shape_covers_the_sheet_to_its_edges() -> None:
    points: list[Point] = [(-20, -20), (720, -20), (720, 720), (-20, 720)]
    assert shares([white(points)], SIDE, SIDE).min() == 1


def test_nested_shapes_let_no_ground_through_their_seams() -> None:
    ground, bands = (0, 255, 0), [(200, 0, 0), (180, 0, 9), (160, 0, 20), (140, 0, 30)]
    stage = Stage((1273.0, 1500.0), 0.0, look("red"))
    roof(stage, 50, 86, 0.42, eave=1.7, band=9.2)
    shapes = [item for item in stage.items if isinstance(item, Polygon)]
    colours = [*bands[::-1], (250, 0, 90), (255, 0, 255)]  # green is the ground's alone
    items = [Polygon(item.points, fill) for item, fill in zip(shapes, colours, strict=True)]
    outline: list[Point] = [*shapes[0].points[:3], (1273, 1500), (0, 1500)]  # the upper edge of the outermost band
    deep = ~spread(coverage(outline, 1273, 1500) < 1 - 1e-9, 2)
    assert deep.mean() > 0.4
    through = painted(items, 1273, 1500, ground)[:, :, 1]
    assert through[deep].max() <= 8
    assert through[~deep].max() == 255


def test_a_curved_outline_has_its_own_area() -> None:
    r, k = 150.0, 0.5522847498 * 150
    circle = [
        ("M", (350 + r, 350.0)),
        ("C", (350 + r, 350 + k, 350 + k, 350 + r, 350.0, 350 + r)),
        ("C", (350 - k, 350 + r, 350 - r, 350 + k, 350 - r, 350.0)),
        ("C", (350 - r, 350 - k, 350 - k, 350 - r, 350.0, 350 - r)),
        ("C", (350 + k, 350 - r, 350 + r, 350 - k, 350 + r, 350.0)),
        ("Z", ()),
    ]
    assert shares([Path(tuple(circle), WHITE)], SIDE, SIDE).sum() == pytest.approx(math.pi * r * r, rel=0.005)


def test_every_outline_of_a_path_is_painted() -> None:
    def box(x: float) -> list[tuple[str, tuple[float, ...]]]:
        return [("M", (x, 10)), ("L", (x + 200, 10)), ("L", (x + 200, 210)), ("L", (x, 210)), ("Z", ())]

    got = shares([Path((*box(10), *box(300)), WHITE)], SIDE, SIDE)
    assert got[100, 100] == got[100, 400] == 1
    assert got[100, 250] == 0


def test_a_round_box_loses_its_corners_only() -> None:
    got = shares([FillRect(Rect(50, 60, 300, 200), WHITE, 40)], SIDE, SIDE)
    assert got.sum() == pytest.approx(300 * 200 - (4 - math.pi) * 40 * 40, rel=0.005)
    assert got[60, 50] == got[259, 349] == 0
    assert (got[100:220, 51:349] == 1).all()
    inner = got[60:260, 50:350]
    assert np.abs(inner - inner[::-1]).max() < 0.3
    assert np.abs(inner - inner[:, ::-1]).max() < 0.3


def test_a_radius_larger_than_the_box_gives_a_disc() -> None:
    got = shares([FillRect(Rect(100, 100, 200, 200), WHITE, 900)], SIDE, SIDE)
    assert got.sum() == pytest.approx(math.pi * 100 * 100, rel=0.005)


def test_painting_scales_the_sheet() -> None:
    points = ((10.0, 10.0), (60.0, 10.0), (60.0, 40.0))
    pixels = paint(sheet([Polygon(points, WHITE)], 100, 100), 700, 700).pixels[:, :, 0]
    assert pixels.sum(dtype=np.int64) / 255 == pytest.approx(area(points) * 49, rel=0.005)


def test_a_point_that_stands_twice_changes_nothing() -> None:
    for points in (SMALL_SHAPES["small-1"], LARGE_SHAPES["large-1"]):
        once, twice = ([white(points)], [white([points[0], *points])])
        assert (painted(once, SIDE, SIDE) == painted(twice, SIDE, SIDE)).all()
