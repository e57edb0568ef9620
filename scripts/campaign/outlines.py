"""Outlines with holes, and lines of a width: masks drawn larger and reduced, so that every edge is smooth."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from campaign.coverage import OVERSAMPLE, cubic_points, signed_area
from campaign.display import MITER_LIMIT, Colour, Point, Rule, Segment, Stroke

TURN = math.cos(math.radians(20))  # flatter bends come from cut-up curves: their gap is filled, no corner is made


@dataclass(slots=True)
class Line:
    """Points one after the other; `closed` says that the last meets the first."""

    points: list[Point]
    closed: bool = False


class _Mask:
    """An oversampled mask over a part of the picture."""

    def __init__(self, image: Image.Image, points: Sequence[Point], reach: float) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.left = max(math.floor(min(xs) - reach) - 1, -1)
        self.top = max(math.floor(min(ys) - reach) - 1, -1)
        right = min(math.ceil(max(xs) + reach) + 1, image.width + 1)
        bottom = min(math.ceil(max(ys) + reach) + 1, image.height + 1)
        self.size = (max(0, right - self.left) * OVERSAMPLE, max(0, bottom - self.top) * OVERSAMPLE)
        self.empty = 0 in self.size

    def fresh(self) -> Image.Image:
        """Nothing covered yet."""
        return Image.new("L", self.size)

    def polygon(self, mask: Image.Image, points: Sequence[Point]) -> None:
        """Cover a polygon; points in pixels of the picture."""
        n = OVERSAMPLE
        shifted = [((x - self.left) * n - 0.5, (y - self.top) * n - 0.5) for x, y in points]
        ImageDraw.Draw(mask).polygon(shifted, fill=255)

    def paste(self, image: Image.Image, mask: Image.Image, fill: Colour) -> None:
        """Lay the colour over what is covered."""
        image.paste((*fill, 255), (self.left, self.top), mask.reduce(OVERSAMPLE))


def paint_outlines(image: Image.Image, outlines: Sequence[list[Point]], fill: Colour, rule: Rule) -> None:
    """Fill outlines (each simple in itself) together; those inside others are holes as the rule says."""
    if not outlines:
        return
    area = _Mask(image, list(itertools.chain(*outlines)), 0)
    if area.empty:
        return
    layers = []
    for outline in outlines:
        layer = area.fresh()
        area.polygon(layer, outline)
        layers.append(layer)
    mask = layers[0]
    if rule == "evenodd":
        for layer in layers[1:]:
            mask = ImageChops.difference(mask, layer)
    elif len(layers) > 1:
        turns = np.zeros((area.size[1], area.size[0]), np.int8)
        for outline, layer in zip(outlines, layers, strict=True):
            turns += (np.asarray(layer) > 0).astype(np.int8) * (1 if signed_area(outline) > 0 else -1)
        mask = Image.fromarray(((turns != 0) * 255).astype(np.uint8))
    area.paste(image, mask, fill)


def paint_stroke(image: Image.Image, item: Stroke, scale: float) -> None:
    """Draw a line of the item's width along its outline."""
    half = item.width * scale / 2
    lines = [part for line in polylines(item.segments, scale) for part in _dashed(line, item.dash, scale)]
    if not lines:
        return
    area = _Mask(image, [point for line in lines for point in line.points], half * MITER_LIMIT)
    if area.empty:
        return
    mask = area.fresh()
    for line in lines:
        for piece in _pieces(line, half, item):
            area.polygon(mask, piece)
    area.paste(image, mask, item.colour)


def polylines(segments: Sequence[Segment], scale: float) -> list[Line]:
    """An outline as chains of points, curves cut into chords, without points that repeat."""
    lines: list[Line] = []
    for op, raw in segments:
        values = [value * scale for value in raw]
        if op == "M":
            lines.append(Line([(values[0], values[1])]))
        elif op == "Z":
            lines[-1].closed = True
            lines.append(Line([lines[-1].points[0]]))
        else:
            points = lines[-1].points
            added = [(values[0], values[1])] if op == "L" else cubic_points(points[-1], values)
            points += [now for before, now in zip([points[-1], *added], added, strict=False) if now != before]
    for line in lines:
        if line.closed and len(line.points) > 1 and math.dist(line.points[0], line.points[-1]) < 1e-6:
            line.points.pop()
    return [line for line in lines if len(line.points) > 1]


def _dashed(line: Line, dash: Sequence[float], scale: float) -> Iterator[Line]:
    """The drawn parts of a line; all of it without a pattern."""
    if not dash:
        yield line
        return
    points = [*line.points, line.points[0]] if line.closed else line.points
    lengths = itertools.cycle([length * scale for length in (dash if len(dash) % 2 == 0 else (*dash, *dash))])
    left, drawn, part = next(lengths), True, [points[0]]
    for start, end in itertools.pairwise(points):
        here, room = start, math.dist(start, end)
        while room > left:
            here = (here[0] + (end[0] - here[0]) * left / room, here[1] + (end[1] - here[1]) * left / room)
            if drawn:
                yield Line([*part, here])
            room -= left
            left, drawn, part = next(lengths), not drawn, [here]
        left -= room
        part.append(end)
    if drawn and len(part) > 1:
        yield Line(part)


def _pieces(line: Line, half: float, item: Stroke) -> Iterator[list[Point]]:
    """The polygons whose union is the drawn line: a box a chord, the joins, the caps."""
    points = line.points
    chords = list(itertools.pairwise([*points, points[0]] if line.closed else points))
    for start, end in chords:
        across = _across(start, end, half)
        yield _quad(start, end, across)
    corners = list(itertools.pairwise(chords))
    if line.closed:
        corners.append((chords[-1], chords[0]))
    for before, after in corners:
        yield from _join(before, after, half, item)
    if not line.closed:
        for point, away in ((points[0], points[1]), (points[-1], points[-2])):
            if item.cap == "round":
                yield _disc(point, half)
            elif item.cap == "square":
                step = _across(point, away, half)
                beyond = (point[0] - step[1], point[1] + step[0])
                yield _quad(point, beyond, step)


def _join(before: tuple[Point, Point], after: tuple[Point, Point], half: float, item: Stroke) -> Iterator[list[Point]]:
    corner = before[1]
    a, b = _across(*before, half), _across(*after, half)
    cosine = (a[0] * b[0] + a[1] * b[1]) / (half * half) if half else 1.0
    if cosine > 1 - 1e-9:
        return
    if item.join == "round" and cosine < TURN:
        yield _disc(corner, half)
        return
    side = -1.0 if a[0] * b[1] - a[1] * b[0] > 0 else 1.0  # the outer side of the bend
    a, b = (a[0] * side, a[1] * side), (b[0] * side, b[1] * side)
    first, second = (corner[0] + a[0], corner[1] + a[1]), (corner[0] + b[0], corner[1] + b[1])
    tip = [(corner[0] + (a[0] + b[0]) / (1 + cosine), corner[1] + (a[1] + b[1]) / (1 + cosine))]
    sharp = 2 / (1 + cosine) > MITER_LIMIT**2 if cosine > -1 + 1e-9 else True
    yield [corner, first, *([] if sharp or item.join != "miter" else tip), second]


def _across(start: Point, end: Point, half: float) -> Point:
    """The vector of length `half` at right angles to a chord."""
    length = math.dist(start, end) or 1.0
    return -(end[1] - start[1]) / length * half, (end[0] - start[0]) / length * half


def _quad(start: Point, end: Point, across: Point) -> list[Point]:
    dx, dy = across
    return [
        (start[0] + dx, start[1] + dy),
        (end[0] + dx, end[1] + dy),
        (end[0] - dx, end[1] - dy),
        (start[0] - dx, start[1] - dy),
    ]


def _disc(centre: Point, radius: float) -> list[Point]:
    steps = max(12, math.ceil(math.sqrt(radius) * 10))
    angles = [math.tau * step / steps for step in range(steps)]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]
