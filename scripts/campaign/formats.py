"""Finished sizes, read from assets/formats.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass

from campaign.project import ASSETS
from campaign.units import mm


@dataclass(frozen=True, slots=True)
class PrintFormat:
    """Something printed: trim size and bleed in mm, dots per inch of its picture file."""

    name: str
    label: str
    use: str
    trim_mm: tuple[float, float]
    bleed_mm: float
    dpi: float
    safe_u: float
    viewing_m: float
    short: str = ""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return mm(self.trim_mm[0]), mm(self.trim_mm[1])

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture file."""
        return round(self.trim_mm[0] / 25.4 * self.dpi), round(self.trim_mm[1] / 25.4 * self.dpi)


@dataclass(frozen=True, slots=True)
class Card:
    """A picture for a screen, in pixels; one pixel is one point."""

    name: str
    label: str
    use: str
    pixels: tuple[int, int]
    safe_u: float
    viewing_m: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return float(self.pixels[0]), float(self.pixels[1])


@dataclass(frozen=True, slots=True)
class Panel:
    """An LED panel, in pixels; typeset in whole pixels."""

    name: str
    label: str
    use: str
    pixels: tuple[int, int]
    safe_u: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points; one pixel is one point."""
        return float(self.pixels[0]), float(self.pixels[1])


Format = PrintFormat | Card | Panel


@functools.cache
def formats() -> dict[str, Format]:
    """All formats by name."""
    rows = tomllib.loads((ASSETS / "formats.toml").read_text(encoding="utf-8"))
    return {name: _format(name, row) for name, row in rows.items()}


_CUSTOM = re.compile(r"(\d{1,5})[x×X*](\d{1,5})(mm|cm|px)")
LARGE_MM = 1000  # from this long side on a piece is large format: 10 mm bleed, seen from farther away


def custom(name: str, shape: str) -> Format | None:
    """A size of one's own: 600x900mm, 60x90cm for what is printed, 480x48px for a card or a panel; else None.

    Large formats are seen from about three times their short side (A-sizes from 2 m) and need fewer dots an inch.
    """
    match = _CUSTOM.fullmatch(name)
    if not match or (match[3] == "px") != (shape != "print"):
        return None
    width, height = int(match[1]), int(match[2])
    if min(width, height) < 10:
        return None
    if shape == "panel":
        return Panel(name, f"{width}×{height}", "LED屏", (width, height), 10)
    if shape == "card":
        return Card(name, f"{width}×{height}", "自定尺寸", (width, height), 6, 0.3)
    scale = 10 if match[3] == "cm" else 1
    trim = (float(width * scale), float(height * scale))
    large = max(trim) >= LARGE_MM
    viewing = max(2.0, min(trim) * 3 / 1000)
    label = f"{trim[0] / 10:g}×{trim[1] / 10:g} cm"
    return PrintFormat(name, label, "海报", trim, 10 if large else 3, 150 if large else 300, 6, viewing)


def _format(name: str, row: dict[str, object]) -> Format:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if "trim_mm" in values:
        return PrintFormat(name=name, **values)  # type: ignore[arg-type]
    if "panel" in values:
        values["pixels"] = values.pop("panel")
        return Panel(name=name, **values)  # type: ignore[arg-type]
    values["pixels"] = values.pop("px")
    return Card(name=name, **values)  # type: ignore[arg-type]
