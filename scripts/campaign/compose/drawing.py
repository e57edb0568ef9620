"""Illustrations and icons as display items: the safe subset of SVG that assets/ uses.

Elements `svg g path rect circle ellipse line polyline polygon`; fill, fill rule, stroke with width, cap, join and
dashes, opacity, transform. Opacity is flattened onto the ground that the drawing stands on: print has no transparency.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, TypeVar

from defusedxml import ElementTree
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from fontTools.svgLib.path.shapes import PathBuilder

from campaign.compose.stage import Stage
from campaign.display import Cap, Colour, Item, Join, Path, Rule, Segment, Stroke, hex_colour
from campaign.looks import mix
from campaign.project import ASSETS

GRAPHIC = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
INHERITED = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "fill-rule")
NAMED = {"black": "#000000", "white": "#FFFFFF"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_Name = TypeVar("_Name", bound=str)
_CALL = re.compile(r"(matrix|translate|scale|rotate)\s*\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Shape:
    """One painted shape of a drawing: a fill or a stroke; `ink` None stands for the current colour."""

    segments: tuple[Segment, ...]
    ink: Colour | None
    opacity: float
    rule: Rule = "nonzero"
    width: float = 0.0  # of the stroke; 0 for a fill
    cap: Cap = "butt"
    join: Join = "miter"
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A parsed file: its view box and its shapes back to front."""

    box: tuple[float, float, float, float]
    shapes: tuple[Shape, ...]

    @property
    def cut(self) -> bool:
        """Whether it is cut off by its lower edge, so that it must stand on the edge of its panel."""
        _, top, _, height = self.box
        lows = [max(values[1::2], default=top) for shape in self.shapes for _, values in shape.segments]
        return max(lows, default=top) > top + 0.98 * height


class DrawingError(ValueError):
    """The file uses what this subset does not know."""


def exists(folder: str, name: str) -> bool:
    """Whether assets has a drawing of that name in `illustrations` or `icons`."""
    return bool(re.fullmatch(r"[\w-]+", name)) and (ASSETS / folder / f"{name}.svg").is_file()


@functools.cache
def drawing(folder: str, name: str) -> Drawing:
    """A drawing of assets, parsed once a process; an icon takes the colour of its place unless it names its own."""
    return parse(ASSETS / folder / f"{name}.svg", "currentColor" if folder == "icons" else "#000000")


def parse(path: FilePath, fill: str = "#000000") -> Drawing:
    """Read a drawing; shapes that name no fill have `fill`. Raises DrawingError for elements outside the subset."""
    root: Any = ElementTree.parse(path).getroot()
    box = tuple(_numbers(root.get("viewBox", "0 0 200 200")))
    if len(box) != 4:
        raise DrawingError(f"{path.name}: viewBox")
    return Drawing((box[0], box[1], box[2], box[3]), tuple(_shapes(root, {"fill": fill}, Identity, 1.0)))


def draw(stage: Stage, found: Drawing, box: tuple[float, float, float, float], ground: Colour, ink: Colour) -> None:
    """Put a drawing into a box (u), centred, as large as fits; `ink` is its current colour."""
    x, y, w, h = box
    left, top, width, height = found.box
    k = min(w / width, h / height)
    dx, dy = x + (w - width * k) / 2 - left * k, y + (h - height * k) / 2 - top * k
    place = Transform(k * stage.u, 0, 0, k * stage.u, dx * stage.u, dy * stage.u)
    for shape in found.shapes:
        stage.items.append(_item(shape, place, ground, ink))


def _item(shape: Shape, place: Transform, ground: Colour, ink: Colour) -> Item:
    colour = ink if shape.ink is None else shape.ink
    colour = colour if shape.opacity >= 1 else mix(colour, ground, shape.opacity)
    segments = tuple((op, _moved(values, place)) for op, values in shape.segments)
    if not shape.width:
        return Path(segments, colour, shape.rule)
    scale = place[0]
    return Stroke(
        segments, shape.width * scale, colour, shape.cap, shape.join, tuple(length * scale for length in shape.dash)
    )


def _shapes(element: Any, outer: Mapping[str, str], place: Transform, opacity: float) -> Iterator[Shape]:
    tag = str(element.tag).rpartition("}")[2]
    values = {**outer, **{name: element.get(name) for name in INHERITED if element.get(name) is not None}}
    place = place.transform(_transform(element.get("transform", "")))
    opacity *= float(element.get("opacity", "1"))
    if tag in ("svg", "g"):
        for child in element:
            yield from _shapes(child, values, place, opacity)
    elif tag in GRAPHIC:
        yield from _painted(element, values, place, opacity)
    elif tag != "title":
        raise DrawingError(f"<{tag}>")


def _painted(element: Any, values: Mapping[str, str], place: Transform, opacity: float) -> Iterator[Shape]:
    """The fill, then the stroke, of one element."""
    segments = _segments(element, place)
    fill, stroke = values["fill"], values.get("stroke", "none")
    if fill != "none":
        rule: Rule = "evenodd" if values.get("fill-rule") == "evenodd" else "nonzero"
        yield Shape(segments, _ink(fill), opacity, rule)
    if stroke != "none":
        scale = abs(place[0] * place[3] - place[1] * place[2]) ** 0.5
        yield Shape(
            segments,
            _ink(stroke),
            opacity,
            width=float(values.get("stroke-width", "1")) * scale,
            cap=_one_of(values.get("stroke-linecap", "butt"), ("butt", "round", "square")),
            join=_one_of(values.get("stroke-linejoin", "miter"), ("miter", "round", "bevel")),
            dash=tuple(length * scale for length in _numbers(values.get("stroke-dasharray", ""))),
        )


def _one_of(value: str, allowed: Sequence[_Name]) -> _Name:
    for name in allowed:
        if name == value:
            return name
    raise DrawingError(value)


def _ink(value: str) -> Colour | None:
    if value == "currentColor":
        return None
    value = NAMED.get(value, value)
    if re.fullmatch(r"#[0-9a-fA-F]{3}", value):
        value = "#" + "".join(digit * 2 for digit in value[1:])
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise DrawingError(value)
    return hex_colour(value)


def _segments(element: Any, place: Transform) -> tuple[Segment, ...]:
    """The element's outline as lines and cubic curves, its transforms applied."""
    bare = {key: value for key, value in element.attrib.items() if key != "transform"}
    copy = ElementTree.fromstring("<x/>")
    copy.tag, copy.attrib = element.tag, bare
    builder = PathBuilder()
    builder.add_path_from_element(copy)
    pen = RecordingPen()
    for path in builder.paths:
        parse_path(path, pen)
    segments: list[Segment] = []
    here = (0.0, 0.0)
    for op, points in pen.value:
        if op == "moveTo":
            segments.append(("M", points[0]))
        elif op == "lineTo":
            segments.append(("L", points[0]))
        elif op == "curveTo":
            segments.append(("C", tuple(value for point in points for value in point)))
        elif op == "qCurveTo":
            segments.append(("C", _cubic(here, *points)))
        elif op == "closePath":
            segments.append(("Z", ()))
        here = points[-1] if points else here
    return tuple((name, _moved(values, place)) for name, values in segments)


def _cubic(start: tuple[float, float], bend: tuple[float, float], end: tuple[float, float]) -> tuple[float, ...]:
    """A quadratic curve as a cubic one."""
    first = [a + (b - a) * 2 / 3 for a, b in zip(start, bend, strict=True)]
    second = [c + (b - c) * 2 / 3 for c, b in zip(end, bend, strict=True)]
    return (*first, *second, *end)


def _moved(values: Sequence[float], place: Transform) -> tuple[float, ...]:
    points = place.transformPoints(list(zip(values[::2], values[1::2], strict=True)))
    return tuple(value for point in points for value in point)


def _transform(text: str) -> Transform:
    place = Identity
    for name, raw in _CALL.findall(text):
        values = _numbers(raw)
        if name == "matrix":
            place = place.transform(Transform(*values))
        elif name == "translate":
            place = place.translate(*values)
        elif name == "scale":
            place = place.scale(*values)
        else:
            angle = values[0] * 3.141592653589793 / 180
            cx, cy = values[1:] or (0.0, 0.0)
            place = place.translate(cx, cy).rotate(angle).translate(-cx, -cy)
    return place


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]
