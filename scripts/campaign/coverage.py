"""Polygons with smooth edges: Pillow fills them hard, then only the pixels along the edges are blended."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from campaign.display import Colour, Point, Segment

SMALL = 160_000  # square pixels: up to this extent a shape is drawn four times as large and reduced
OVERSAMPLE = 4
REACH = 2  # px on either side of an edge that may be touched
Pixels = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint32]
Index = npt.NDArray[np.intp]
Shares = npt.NDArray[np.float32]
Edge = tuple[Index, Index, Shares]  # rows, columns, share of each pixel inside


def curve_points(segments: Sequence[Segment], scale: float) -> Iterator[list[Point]]:
    """The outlines of a path as points, curves cut into chords."""
    outline: list[Point] = []
    for op, raw in segments:
        values = [value * scale for value in raw]
        if op == "M":
            if len(outline) > 2:
                yield outline
            outline = [(values[0], values[1])]
        elif op == "L":
            outline.append((values[0], values[1]))
        elif op == "C":
            outline += cubic_points(outline[-1], values)
    if len(outline) > 2:
        yield outline


def cubic_points(start: Point, values: Sequence[float]) -> list[Point]:
    """A cubic curve's points after its start, as many as its length needs."""
    x0, y0 = start
    x1, y1, x2, y2, x3, y3 = values
    length = math.hypot(x1 - x0, y1 - y0) + math.hypot(x2 - x1, y2 - y1) + math.hypot(x3 - x2, y3 - y2)
    steps = max(4, min(200, math.ceil(math.sqrt(length) * 2)))
    points = []
    for step in range(1, steps + 1):
        t = step / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def paint_polygon(image: Image.Image, pixels: Pixels, points: list[Point], fill: Colour) -> None:
    """Fill a simple polygon of any size; points in pixels."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if (max(xs) - min(xs)) * (max(ys) - min(ys)) <= SMALL:
        paint_small(image, points, fill)
        return
    height, width = pixels.shape[:2]
    words = pixels.reshape(height, width * 4).view(np.uint32)  # a pixel at a time
    edges = list(_edge_pixels(points, width, height))
    before = [words[rows, columns] for rows, columns, _ in edges]
    corners = [(box, words[box].copy()) for box in _corner_boxes(points, width, height)]
    ImageDraw.Draw(image).polygon([(x - 0.5, y - 0.5) for x, y in points], fill=(*fill, 255))
    for (rows, columns, share), old in zip(edges, before, strict=True):
        words[rows, columns] = _mixed(old, fill, share)
    for box, under in corners:  # where two edges meet, a small oversampled mask says how much is inside
        words[box] = _mixed(under.reshape(-1), fill, _inside(points, box)).reshape(under.shape)


def _mixed(old: Words, fill: Colour, share: Shares) -> Words:
    """Pixels with `share` of the colour laid over them."""
    new = old.copy()
    new[share >= 1] = np.array([*fill, 255], np.uint8).view(np.uint32)[0]
    partly = np.flatnonzero((share > 0) & (share < 1))
    under = old[partly].view(np.uint8).reshape(-1, 4).astype(np.float32)
    over = np.array([*fill, 255], np.float32)
    blend = np.rint(under + (over - under) * share[partly, None]).astype(np.uint8)
    new[partly] = blend.view(np.uint32).reshape(-1)
    return new


def paint_small(image: Image.Image, points: list[Point], fill: Colour) -> None:
    """Fill a shape through a mask drawn larger and reduced; points in pixels."""
    left, top = (math.floor(min(value)) - 1 for value in zip(*points, strict=True))
    right, bottom = (math.ceil(max(value)) + 1 for value in zip(*points, strict=True))
    left, top = max(left, -1), max(top, -1)
    right, bottom = min(right, image.width + 1), min(bottom, image.height + 1)
    if right <= left or bottom <= top:
        return
    size = ((right - left) * OVERSAMPLE, (bottom - top) * OVERSAMPLE)
    mask = Image.new("L", size)
    shifted = [((x - left) * OVERSAMPLE - 0.5, (y - top) * OVERSAMPLE - 0.5) for x, y in points]
    ImageDraw.Draw(mask).polygon(shifted, fill=255)
    image.paste((*fill, 255), (left, top), mask.reduce(OVERSAMPLE))


def _edge_pixels(points: list[Point], width: int, height: int) -> Iterator[Edge]:
    """For every edge: rows and columns of the pixels along it, and how much of each lies inside."""
    turn = signed_area(points)
    for (x0, y0), (x1, y1) in _pairs(points):
        dx, dy = x1 - x0, y1 - y0
        if dx == dy == 0:
            continue
        if abs(dx) >= abs(dy):
            along, across, limit, depth, slope, base = (x0, x1), y0 - x0 * dy / dx, width, height, dy / dx, 1
            inside = (1 if dx > 0 else -1) * (1 if turn > 0 else -1)
        else:
            along, across, limit, depth, slope, base = (y0, y1), x0 - y0 * dx / dy, height, width, dx / dy, 0
            inside = (-1 if dy > 0 else 1) * (1 if turn > 0 else -1)
        first, last = max(0, math.floor(min(along))), min(limit, math.ceil(max(along)))
        if last <= first:
            continue
        steps = np.arange(first, last)
        share = np.zeros((2 * REACH + 1, len(steps)), np.float32)
        lines = (
            np.floor(across + slope * (steps + 0.5)).astype(np.intp)[None, :] + np.arange(-REACH, REACH + 1)[:, None]
        )
        for part in (0.125, 0.375, 0.625, 0.875):  # the edge's height in four parts of the pixel
            edge = across + slope * (steps + part)
            share += np.clip((lines + 1 - edge) if inside > 0 else (edge - lines), 0, 1).astype(np.float32) / 4
        grid = np.broadcast_to(steps[None, :], lines.shape)
        keep = (lines >= 0) & (lines < depth)
        rows, columns = (lines, grid) if base else (grid, lines)
        yield rows[keep], columns[keep], share[keep]


def signed_area(points: list[Point]) -> float:
    """Twice the area, positive when the points run clockwise (y downward)."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in _pairs(points))


def _pairs(points: list[Point]) -> Iterator[tuple[Point, Point]]:
    yield from zip(points, [*points[1:], points[0]], strict=True)


def _corner_boxes(points: list[Point], width: int, height: int) -> Iterator[tuple[slice, slice]]:
    """The few pixels round every corner, as rows and columns of the picture."""
    for x, y in points:
        left, top = math.floor(x) - 4, math.floor(y) - 4
        rows, columns = slice(max(0, top), min(height, top + 9)), slice(max(0, left), min(width, left + 9))
        if rows.start < rows.stop and columns.start < columns.stop:
            yield rows, columns


def _inside(points: list[Point], box: tuple[slice, slice]) -> Shares:
    """How much of each pixel of a small box lies inside the polygon."""
    rows, columns = box
    mask = Image.new("L", ((columns.stop - columns.start) * 8, (rows.stop - rows.start) * 8))
    shifted = [((x - columns.start) * 8 - 0.5, (y - rows.start) * 8 - 0.5) for x, y in points]
    ImageDraw.Draw(mask).polygon(shifted, fill=255)
    share: Shares = np.asarray(mask.reduce(8), np.float32).reshape(-1) / np.float32(255)
    return share
