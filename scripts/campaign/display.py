"""The display list: what a piece shows, every item at its place, in points, y downward, origin at the trim corner.

Painters (raster, pdf, svg) only walk it: they never measure text and never break lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from campaign.units import Rect

Colour = tuple[int, int, int]
Point = tuple[float, float]
Segment = tuple[str, tuple[float, ...]]  # ("M", x y) ("L", x y) ("C", x1 y1 x2 y2 x y) ("Z",)
Rule = Literal["nonzero", "evenodd"]
Cap = Literal["butt", "round", "square"]
Join = Literal["miter", "round", "bevel"]
MITER_LIMIT = 4.0  # a sharper corner is bevelled (the SVG default)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters of one face on one baseline; `xs` is the absolute x of each character's origin.

    `crisp`: painted in one bit, without greys, for panels whose lamps are only on or off.
    """

    face: str
    size: float
    text: str
    xs: tuple[float, ...]
    baseline: float
    fill: Colour
    crisp: bool = False


@dataclass(frozen=True, slots=True)
class FillRect:
    """A filled box, its corners rounded by `radius` points."""

    rect: Rect
    fill: Colour
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled simple polygon."""

    points: tuple[Point, ...]
    fill: Colour


@dataclass(frozen=True, slots=True)
class Path:
    """A filled outline of lines and cubic curves; outlines inside others are holes as the rule says."""

    segments: tuple[Segment, ...]
    fill: Colour
    rule: Rule = "nonzero"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line drawn along an outline, `width` points thick; `dash` alternates drawn and left-out lengths."""

    segments: tuple[Segment, ...]
    width: float
    colour: Colour
    cap: Cap = "butt"
    join: Join = "miter"
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Gradient:
    """A box shaded from `top` to `bottom`."""

    rect: Rect
    top: Colour
    bottom: Colour


@dataclass(frozen=True, slots=True)
class QrModules:
    """A QR symbol without its quiet zone: `rows` of "1" and "0", each module `module` points wide."""

    x: float
    y: float
    module: float
    rows: tuple[str, ...]
    fill: Colour
    url: str


Item = TextRun | FillRect | Polygon | Path | Stroke | Gradient | QrModules


@dataclass(frozen=True, slots=True)
class Sheet:
    """One finished page: trim size in points, how far its background bleeds, and its items back to front."""

    width: float
    height: float
    bleed: float
    items: tuple[Item, ...]
    title: str

    def runs(self) -> tuple[TextRun, ...]:
        """The text runs in painting order."""
        return tuple(item for item in self.items if isinstance(item, TextRun))


def hex_colour(text: str) -> Colour:
    """ "#CE151B" as numbers."""
    value = int(text.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def dump(sheet: Sheet) -> str:
    """One line an item, to 0.01 pt: what goldens hold and what the cache's key is made of."""
    head = f"sheet {sheet.width:.2f} {sheet.height:.2f} bleed {sheet.bleed:.2f} {sheet.title}"
    return "\n".join([head, *map(_line, sheet.items)]) + "\n"


def _line(item: Item) -> str:
    match item:
        case TextRun(face, size, text, xs, baseline, fill, crisp):
            word = "crisp" if crisp else "text"
            return f"{word} {face} {size:.2f} {_hex(fill)} {baseline:.2f} [{_numbers(xs)}] {text}"
        case FillRect(rect, fill, radius):
            return f"rect {_rect(rect)} {_hex(fill)} r{radius:.2f}"
        case Polygon(points, fill):
            return f"poly {_hex(fill)} {_numbers(v for point in points for v in point)}"
        case Path() | Stroke():
            return _drawn(item)
        case Gradient(rect, top, bottom):
            return f"gradient {_rect(rect)} {_hex(top)} {_hex(bottom)}"
        case QrModules(x, y, module, rows, fill, url):
            return f"qr {x:.2f} {y:.2f} {module:.3f} {_hex(fill)} {url} {'/'.join(rows)}"


def _drawn(item: Path | Stroke) -> str:
    if isinstance(item, Path):
        return f"path {_hex(item.fill)} {_outline(item.segments)}" + (" evenodd" if item.rule == "evenodd" else "")
    dash = f" dash {_numbers(item.dash)}" if item.dash else ""
    return f"stroke {_hex(item.colour)} {item.width:.2f} {item.cap} {item.join}{dash} {_outline(item.segments)}"


def _outline(segments: Sequence[Segment]) -> str:
    return " ".join(f"{op} {_numbers(values)}".strip() for op, values in segments)


def _hex(colour: Colour) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def _rect(rect: Rect) -> str:
    return _numbers((rect.x, rect.y, rect.w, rect.h))


def _numbers(values: object) -> str:
    return " ".join(f"{value + 0.0:.2f}" for value in values)  # type: ignore[attr-defined]
