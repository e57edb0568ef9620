"""Lengths and boxes. Layout works in points (1/72 inch), y downward, origin at the trim's top-left corner."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4  # points in a millimetre


def mm(value: float) -> float:
    """Millimetres to points."""
    return value * MM


def to_mm(points: float) -> float:
    """Points to millimetres."""
    return points / MM


@dataclass(frozen=True, slots=True)
class Rect:
    """A box: left, top, width, height, in points."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge's x."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The bottom edge's y."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The centre's x."""
        return self.x + self.w / 2

    def inset(self, margin: float) -> Rect:
        """The box made smaller (or larger, when negative) by `margin` on every side."""
        return Rect(self.x + margin, self.y + margin, self.w - 2 * margin, self.h - 2 * margin)

    def scaled(self, factor: float) -> Rect:
        """The box with every number multiplied by `factor`."""
        return Rect(self.x * factor, self.y * factor, self.w * factor, self.h * factor)
