"""Icons of assets/icons as outlines, and the rounded tile that they stand on."""

from __future__ import annotations

import functools
import re

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from campaign.compose.stage import Stage
from campaign.display import Colour, Segment, hex_colour
from campaign.looks import tokens
from campaign.project import ASSETS

GRID = 24.0  # Material Design Icons are drawn on a 24-unit grid
SHARE = 0.66  # of the tile that the glyph takes (art direction, "Icons")
_PATH = re.compile(r'<path[^>]* d="([^"]+)"|<path d="([^"]+)"')


@functools.cache
def outline(name: str) -> tuple[Segment, ...]:
    """An icon's outline on its 24-unit grid; empty for a name that does not exist."""
    path = ASSETS / "icons" / f"{name}.svg"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        return ()
    pen = RecordingPen()
    for match in _PATH.finditer(path.read_text(encoding="utf-8")):
        parse_path(match[1] or match[2], pen)
    return tuple(segment for op, points in pen.value for segment in _segments(op, points))


def _segments(op: str, points: tuple[tuple[float, float], ...]) -> list[Segment]:
    flat = tuple(float(value) for point in points for value in point)
    if op == "moveTo":
        return [("M", flat)]
    if op == "lineTo":
        return [("L", flat)]
    if op == "curveTo":
        return [("C", flat)]
    return [("Z", ())] if op == "closePath" else []


def icon(stage: Stage, name: str, x: float, y: float, size: float, fill: Colour) -> None:
    """Place an icon in a square of `size` u."""
    k = size / GRID
    segments = outline(name)
    placed = [(op, tuple(value * k + (y if index % 2 else x) for index, value in enumerate(v))) for op, v in segments]
    if placed:
        stage.path(placed, fill)


def icon_tile(stage: Stage, name: str, use: str, x: float, y: float, size: float) -> None:
    """An icon in white on a tile: red for alarm and fire fighting (`use` fire), green for escape and first aid."""
    roles = {"fire": stage.look.accent if stage.look.key == "red" else _role("prohibit"), "safe": _role("safe")}
    stage.rect(x, y, size, size, roles.get(use, stage.look.accent), radius=0.11 * size)
    inner = size * SHARE
    icon(stage, name, x + (size - inner) / 2, y + (size - inner) / 2, inner, (255, 255, 255))


def _role(name: str) -> Colour:
    return hex_colour(tokens()["semantic"][name]["fill"])
