"""Finished sizes, read from assets/formats.toml."""

from __future__ import annotations

import functools
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


def _format(name: str, row: dict[str, object]) -> Format:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if "trim_mm" in values:
        return PrintFormat(name=name, **values)  # type: ignore[arg-type]
    if "panel" in values:
        values["pixels"] = values.pop("panel")
        return Panel(name=name, **values)  # type: ignore[arg-type]
    values["pixels"] = values.pop("px")
    return Card(name=name, **values)  # type: ignore[arg-type]
