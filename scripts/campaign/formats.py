"""Finished sizes, read from assets/formats.toml."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from campaign.assetfiles import span_of, toml
from campaign.errors import SourceError
from campaign.project import ASSETS
from campaign.units import mm


@dataclass(frozen=True, slots=True)
class PrintFormat:
    """Something printed: trim size and bleed in mm, dots per inch of its picture file.

    `scan_m`: from how far its QR code is scanned; `grows_mm`: shortest and longest length where the text chooses it;
    `material`: what a print shop is asked for.
    """

    name: str
    label: str
    use: str
    trim_mm: tuple[float, float]
    bleed_mm: float
    dpi: float
    safe_u: float
    viewing_m: float
    short: str = ""
    scan_m: float = 0.25
    grows_mm: tuple[int, int] | None = None
    material: str = ""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return mm(self.trim_mm[0]), mm(self.trim_mm[1])

    @property
    def code_mm(self) -> float:
        """The least side of a QR symbol without its quiet zone: a tenth of the scanning distance, and 25 mm.

        On A5 and smaller 18 mm and a little: such a sheet is held in the hand.
        """
        held = max(self.trim_mm) <= A5_MM
        return max(HELD_CODE_MM if held else CODE_MM, 0 if held else self.scan_m * 100)

    def long(self, wanted_mm: float) -> PrintFormat:
        """This format at the length that a text wants, in whole metres within `grows_mm`."""
        least, most = self.grows_mm or (0, 0)
        length = min(most, max(least, math.ceil(wanted_mm / 1000) * 1000))
        height = self.trim_mm[1]
        name, label = f"{self.name.split('-')[0]}-{length}x{height:g}", f"{length / 10:g}×{height / 10:g} cm"
        return replace(self, name=name, label=label, trim_mm=(length, height), grows_mm=None)

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
KINDS: dict[str, type[Format]] = {"trim_mm": PrintFormat, "panel": Panel, "px": Card}  # by the key that tells it
PIXELS = {"panel": "pixels", "px": "pixels"}
CODE_MM, HELD_CODE_MM, A5_MM = 25.0, 19.0, 210.0  # 18 mm still when four A6 are reduced to one A4
EYE_DPI = 87.0  # dots an inch at one arc minute, seen from 1 m
DPI, LEAST_DPI, STEP_DPI = 300, 50, 25
LARGE_MM = 1000  # from this long side on a piece is large format: 10 mm bleed, seen from farther away


def needed_dpi(long_side_mm: float, viewing_m: float) -> int:
    """The resolution of a picture file: 300 dpi; large formats twice what the eye resolves at their distance."""
    if long_side_mm < LARGE_MM:
        return DPI
    wanted = math.ceil(2 * EYE_DPI / viewing_m / STEP_DPI) * STEP_DPI
    return min(DPI, max(LEAST_DPI, wanted))


@functools.cache
def formats() -> dict[str, Format]:
    """All formats by name."""
    rows = toml(ASSETS / "formats.toml")
    return {name: _format(name, row) for name, row in rows.items()}


LEAST_MM = 90  # short side of a print of one's own: below it no text is legible beside a code
LONGEST_MM, LONGEST_PX, MOST_PX = 20_000, 16_384, 40_000_000  # of a size of one's own
PICTURE_PX = 80_000_000  # pixels of the largest picture file
_CUSTOM = re.compile(r"([0-9]{1,5})[x×X*]([0-9]{1,5})(mm|cm|px)")


def custom(name: str, shape: str) -> Format | None:
    """A size of one's own: 600x900mm, 60x90cm for what is printed, 480x48px for a card or a panel; else None.

    Sheets are seen from five times their short side, at most 2 m; large ones from three times, with fewer dots an inch.
    """
    match = _CUSTOM.fullmatch(name)
    if not match or (match[3] == "px") != (shape != "print"):
        return None
    width, height = int(match[1]), int(match[2])
    scale = 10 if match[3] == "cm" else 1
    limit = LONGEST_PX if shape != "print" else LONGEST_MM / scale
    if min(width, height) < 10 or max(width, height) > limit or (shape != "print" and width * height > MOST_PX):
        return None
    if shape == "panel":
        return Panel(name, f"{width}×{height}", "LED屏", (width, height), 10)
    if shape == "card":
        return Card(name, f"{width}×{height}", "自定尺寸", (width, height), 6, 0.3)
    trim = (float(width * scale), float(height * scale))
    large = max(trim) >= LARGE_MM
    viewing = max(min(2.0, min(trim) * 5 / 1000), min(trim) * 3 / 1000)
    label = f"{trim[0] / 10:g}×{trim[1] / 10:g} cm"
    scan = min(1.5, min(trim) / 600) if large else 0.25
    dpi = min(needed_dpi(max(trim), viewing), math.floor(math.sqrt(PICTURE_PX / (trim[0] * trim[1])) * 25.4))
    return PrintFormat(name, label, "海报", trim, 10 if large else 3, dpi, 6, viewing, scan_m=scan)


def _format(name: str, row: Any) -> Format:
    row = row if isinstance(row, dict) else {}
    kind = next((kind for key, kind in KINDS.items() if key in row), Card)
    values: dict[str, Any] = {
        PIXELS.get(key, key): tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    wrong = next((key for key, value in values.items() if not _fits(kind, key, value)), "")
    lacking = [field.name for field in fields(kind)[1:] if field.default is MISSING and field.name not in values]
    if wrong or lacking:
        what = f"{wrong} 的名字或值不对" if wrong else f"缺少 {lacking[0]}"
        raise SourceError(span_of("formats.toml", f"[{name}]"), f"尺寸 {name}：{what}", "照同类的其他尺寸写")
    return kind(name=name, **values)


def _fits(kind: type[Format], key: str, value: object) -> bool:
    """Whether a key is one of its kind, and its value of the key's type: text, a number, a pair of numbers."""
    types = {field.name: str(field.type) for field in fields(kind)[1:]}
    if key not in types:
        return False
    numbers = value if isinstance(value, tuple) else (value,)
    if types[key] == "str":
        return isinstance(value, str)
    pair = "tuple" in types[key]
    least = 1 if pair else 0  # there may be no bleed
    return len(numbers) == 1 + pair and all(isinstance(n, int | float) and n >= least for n in numbers)
