"""The family's shapes: roof and bands, end gables, the mark, the hammer ribbon, the steppe's silhouettes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from campaign.compose.stage import SEAM, Stage
from campaign.display import Colour, Point, hex_colour
from campaign.looks import mix, tokens

GROWTH = 1.05  # each band is this much thicker than the one below it
CROSS_ARM, CROSS_HALF = 21, 7  # of the mark's 100 units


def roof(stage: Stage, ax: float, ay: float, slope: float, *, eave: float, band: float, right: float = 0) -> None:
    """Bands upward from the line through the apex (ax, ay), the eave, and the house down to the bottom.

    `right` limits the shapes to x <= right (0: the whole width and its bleed). Lengths in u.
    """
    bands = [(band * GROWTH**index, colour) for index, colour in enumerate(stage.look.bands)]
    stacked_roof(stage, ax, ay, slope, [(eave, stage.look.roof), *bands], right)


def stacked_roof(
    stage: Stage, ax: float, ay: float, slope: float, strips: Sequence[tuple[float, Colour]], right: float = 0
) -> None:
    """A roof of strips (thickness, colour) stacked upward from the roof line, and the house below it."""
    left, far = -stage.b, right or stage.w + stage.b
    tops = [0.0, *itertools.accumulate(thick for thick, _ in strips)]
    for index in reversed(range(len(strips))):
        _chevron(stage, ax, ay, slope, left, far, tops[index] - SEAM, tops[index + 1], strips[index][1])
    floor = stage.h + stage.b
    reach = (floor - ay) / slope  # from the apex to where the roof line meets the floor
    low = [(left, ay + slope * (ax - left)), (left, floor)] if reach > ax - left else [(ax - reach, floor)]
    high = [(far, floor), (far, ay + slope * (far - ax))] if reach > far - ax else [(ax + reach, floor)]
    stage.polygon([low[0], (ax, ay), *reversed(high), *low[1:]], stage.look.paper)


def content_roof(stage: Stage, ax: float, ay: float, slope: float, right: float = 0) -> None:
    """The lower roof of content pages; the warning look has its own seven bands (tokens `roof.warn_bands_u`)."""
    row = tokens()["roof"]
    if stage.look.key == "warn":
        colours = [hex_colour(value) for value in row["warn_bands_colours"]]
        strips = [(float(u), colour) for u, colour in zip(row["warn_bands_u"], colours, strict=True)]
        stacked_roof(stage, ax, ay, slope, strips, right)
    else:
        roof(
            stage,
            ax,
            ay,
            slope,
            eave=float(row["eave_u"]["content"]),
            band=float(row["band_u"]["content"]),
            right=right,
        )


def hazard(stage: Stage, right: float = 0) -> None:
    """Yellow and black bars along the upper edge, for warnings only; `right` ends them at that x."""
    height, far = 2.6, right or stage.w + stage.b
    black, yellow = stage.look.sky1, stage.look.roof
    stage.rect(-stage.b, -stage.b, far + stage.b, height + stage.b, black)
    x = -stage.b - height - (-stage.b - height) % (2 * height) - 2 * height
    low, high = height, -stage.b
    while x < far:
        bar = [(x, low), (x + height, low), (x + height + low - high, high), (x + low - high, high)]
        if len(inside := _clipped(bar, -stage.b, far)) > 2:
            stage.polygon(inside, yellow)
        x += 2 * height


def _clipped(points: list[Point], left: float, right: float) -> list[Point]:
    """A convex polygon cut off at two verticals."""
    for edge, sign in ((left, 1.0), (right, -1.0)):
        kept: list[Point] = []
        for (x0, y0), (x1, y1) in itertools.pairwise([*points, *points[:1]]):
            if (x0 - edge) * sign >= 0:
                kept.append((x0, y0))
            if (x0 - edge) * (x1 - edge) < 0:
                kept.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
        points = kept
    return points


def _chevron(
    stage: Stage, ax: float, ay: float, slope: float, left: float, far: float, low: float, high: float, fill: Colour
) -> None:
    """The strip between the roof line raised by `low` and by `high`, cut off at the top of the sheet by nothing."""
    drop_l, drop_r = slope * (ax - left), slope * (far - ax)
    upper = [(left, ay + drop_l - high), (ax, ay - high), (far, ay + drop_r - high)]
    lower = [(far, ay + drop_r - low), (ax, ay - low), (left, ay + drop_l - low)]
    stage.polygon([*upper, *lower], fill)


def gable(
    stage: Stage, side: int, y: float, width: float, slope: float, *, eave: float, bands: Sequence[float]
) -> None:
    """A half roof at one end (side -1 left, 1 right): apex on the edge at height y, falling inward."""
    edge = -stage.b if side < 0 else stage.w + stage.b
    floor = stage.h + stage.b

    def line(lift: float) -> list[Point]:
        top = y - lift - slope * stage.b
        reach = (floor - top) / slope
        return [(edge, top), (edge - side * reach, floor)]

    lifts = [0.0, eave]
    for thick in bands:
        lifts.append(lifts[-1] + thick)
    colours = [stage.look.roof, *stage.look.bands]
    for index in reversed(range(len(colours))):
        upper, lower = line(lifts[index + 1]), line(lifts[index] - SEAM)
        stage.polygon([*upper, *reversed(lower)], colours[index])
    stage.polygon([*line(0.0), (edge, floor)], stage.look.paper)


def mark(stage: Stage, x: float, y: float, size: float, chevrons: Colour, cross: Colour) -> None:
    """The mark (assets/tokens.yml, `mark`): two nested roofs over a cross, in a box of `size` u."""
    k = size / 100

    def at(points: list[Point]) -> list[Point]:
        return [(x + px * k, y + py * k) for px, py in points]

    for ax, ay, half, slope, thick in ((50, 5, 48, 0.60, 15), (50, 29, 31, 0.60, 13)):
        low = ay + half * slope
        edge = [(ax, ay), (ax + half, low), (ax + half, low + thick), (ax, ay + thick)]
        stage.polygon(at([*edge, (ax - half, low + thick), (ax - half, low)]), chevrons)
    stage.polygon(at(cross_points(50, 74, CROSS_ARM, CROSS_HALF)), cross)


def cross_points(cx: float, cy: float, arm: float, half: float) -> list[Point]:
    """A cross of four equal arms as one outline."""
    corner = [(-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half)]
    corner += [(half, arm), (-half, arm), (-half, half), (-arm, half), (-arm, -half), (-half, -half)]
    return [(cx + dx, cy + dy) for dx, dy in corner]


def mark_tile(stage: Stage, x: float, y: float, size: float) -> None:
    """The mark on its tile, for light grounds: a cross never stands on paper."""
    stage.rect(x, y, size, size, stage.look.tile, radius=0.2 * size)
    mark(stage, x + 0.16 * size, y + 0.15 * size, 0.68 * size, stage.look.on_tile, stage.look.on)


def ribbon(stage: Stage, y: float, height: float) -> None:
    """The hammer ribbon along the bottom edge, running through the bleed."""
    b = stage.b
    stage.rect(-b, y, stage.w + 2 * b, stage.h - y + b, stage.look.tile)
    fill = mix(stage.look.roof, stage.look.tile, 0.75)
    stroke, top, low = 0.055 * height, y + 0.28 * height, y + 0.72 * height
    tall = low - top
    cell = stage.w / round(stage.w / (1.5 * tall))
    start = (0.5 - 0.325) * cell  # so that the key stands centred in its cell

    def bar(x0: float, y0: float, x1: float, y1: float) -> None:
        half = stroke / 2
        stage.rect(x0 - half, y0 - half, x1 - x0 + stroke, y1 - y0 + stroke, fill)

    bar(-b, low, stage.w + b, low)
    for index in range(round(stage.w / cell)):
        x = start + index * cell
        x1, x2 = x + 0.65 * cell, x + 0.34 * cell
        y1, y2 = top + 0.66 * tall, top + 0.36 * tall
        bar(x, top, x, low)
        bar(x, top, x1, top)
        bar(x1, top, x1, y1)
        bar(x2, y1, x1, y1)
        bar(x2, y2, x2, y1)


def turbine(stage: Stage, x: float, base: float, height: float, turn: float, fill: Colour) -> None:
    """A wind turbine: mast from `base` up to the hub, blades turned by `turn` degrees."""
    hub, blade = base - height, height * 0.465
    low, high = height * 0.0205, height * 0.012
    stage.polygon([(x - low, base), (x - high, hub), (x + high, hub), (x + low, base)], fill)
    for step in range(3):
        angle = math.radians(turn + 120 * step)
        ahead, side = (math.sin(angle), -math.cos(angle)), (math.cos(angle), math.sin(angle))

        def spot(along: float, across: float, a: Point = ahead, s: Point = side) -> Point:
            return x + (a[0] * along + s[0] * across) * blade, hub + (a[1] * along + s[1] * across) * blade

        stage.polygon([spot(0, 0.02), spot(0.24, 0.085), spot(1, 0), spot(0.2, -0.01), spot(0, -0.02)], fill)
    stage.circle(x, hub, height * 0.027, fill)


def yurt(stage: Stage, x: float, base: float, width: float) -> None:
    """A yurt, `width` u wide, standing on `base`."""
    k, soft, line = width / 9.27, stage.look.soft, stage.look.line
    wall = base - 3.4 * k
    left, right, middle = x, x + width, x + width / 2
    dome = [
        ("M", (left + 0.05 * k, wall)),
        ("C", (left + 0.9 * k, wall - 1.35 * k, left + 2.6 * k, wall - 1.6 * k, middle - 1.1 * k, wall - 2.05 * k)),
        ("L", (middle + 1.1 * k, wall - 2.05 * k)),
        ("C", (right - 2.6 * k, wall - 1.6 * k, right - 0.9 * k, wall - 1.35 * k, right - 0.05 * k, wall)),
        ("Z", ()),
    ]
    stage.path(dome, soft)
    stage.rect(left, wall, width, 3.4 * k, soft)
    stage.rect(left, wall, width, 0.45 * k, line)
    stage.rect(left, base - 1.0 * k, width, 0.34 * k, line)
    stage.rect(middle - 0.95 * k, base - 2.72 * k, 1.9 * k, 2.72 * k, line)
    stage.rect(middle - 1.12 * k, wall - 2.78 * k, 2.24 * k, 0.75 * k, line, radius=0.12 * k)


def hospital(stage: Stage, x: float, base: float, width: float) -> None:
    """A hospital with a tree before it, `width` u wide, standing on `base`."""
    k = width / 22.35
    look = stage.look

    def block(left: float, wide: float, tall: float, fill: Colour) -> None:
        stage.rect(x + left * k, base - tall * k, wide * k, tall * k, fill)

    def windows(left: float, first: float, columns: int, rows: int, pitch: float) -> None:
        for column in range(columns):
            for row in range(rows):
                low = first - row * 2.05
                stage.rect(x + (left + column * pitch) * k, base - low * k, 1.28 * k, 1.1 * k, look.paper)

    block(4.1, 5.8, 7.45, look.soft)
    windows(5.15, 6.3, 2, 3, 2.23)
    block(9.86, 7.4, 12.4, look.line)
    windows(10.93, 6.78, 3, 3, 1.97)
    cross = cross_points(x + 13.55 * k, base - 9.68 * k, 1.75 * k, 0.59 * k)
    stage.polygon(cross, look.paper)
    block(16.6, 5.75, 5.8, look.soft)
    windows(18.08, 4.5, 2, 1, 2.15)
    stage.circle(x + 1.6 * k, base - 3.05 * k, 1.6 * k, look.soft)
    block(1.4, 0.42, 2.55, look.line)
