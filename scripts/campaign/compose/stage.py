"""The drawing table of the templates: boxes in u (1/100 of the short side), items in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from campaign.display import Colour, FillRect, Gradient, Item, Path, Point, Polygon, Segment, Sheet
from campaign.formats import Format, PrintFormat
from campaign.looks import Look
from campaign.typeset.lines import CJK_ASCENT, NUMERAL_ASCENT, SIDE_BEARING, SetLine, Style, set_headline, set_text
from campaign.typeset.paragraph import Block
from campaign.typeset.phrases import LEADING, Fit
from campaign.units import Rect, mm

Align = Literal["left", "centre", "right"]
SANS = "NotoSansSC-{}"
NUMERALS = "BarlowCondensed-700"
SEAM = 0.06  # u: neighbouring shapes overlap by this much, so no seam shows (art direction, "Primitives")
SAFE = 6.0  # per cent of the short side that text keeps from the trim (art direction, "Safe areas")
HELD_MM = 2.5  # of character height, read at arm's length (art direction, "Viewing distance")
PER_METRE_MM = 4.0  # of character height for every metre of distance (distance/250)
SCREEN_LEAST = 2.1  # u: of text on pictures for screens (tokens, type_u.min)
LARGE_PT, LARGE_U = 14.0, 3.5  # of bold text that WCAG 2 calls large: on paper, and on pictures for screens
LARGE = 6.0  # u: from here on left-aligned text is moved left by its side bearing


class Stage:
    """Collects one sheet's items; every coordinate that comes in is in u."""

    def __init__(
        self, size: tuple[float, float], bleed: float, look: Look, short: float = 100.0, safe: float = SAFE
    ) -> None:
        self.u = min(size) / short
        self.size, self.look, self.safe = size, look, safe
        self.w, self.h = size[0] / self.u, size[1] / self.u
        self.bleed_pt, self.b = bleed, bleed / self.u
        self.items: list[Item] = []
        self.least = 0.0  # u: the smallest text of a printed sheet, however small it is
        self.floor = SCREEN_LEAST  # u: how small a long line may be made; on paper what its distance asks for
        self.label = "这个版面"  # the format's name in messages to authors
        self.large = LARGE_U  # u: from here on bold text is large

    @property
    def margin(self) -> float:
        """The space that text keeps from the trim, in u: 6 % of the short side, or what the format asks for."""
        return self.safe / 100 * min(self.w, self.h)

    def emphasis(self, size: float) -> Colour:
        """The colour of bold emphasis on the sky at a size in u: its contrast is enough for large text only."""
        return self.look.hi if size >= self.large else self.look.on

    def sheet(self, title: str) -> Sheet:
        """The finished display list."""
        return Sheet(self.size[0], self.size[1], self.bleed_pt, tuple(self.items), title)

    def box(self, x: float, y: float, w: float, h: float) -> Rect:
        """A box in points."""
        return Rect(x * self.u, y * self.u, w * self.u, h * self.u)

    def ground(self, top: Colour, bottom: Colour) -> None:
        """Shade the whole sheet, bleed included."""
        b = self.b
        self.items.append(Gradient(self.box(-b, -b, self.w + 2 * b, self.h + 2 * b), top, bottom))

    def gradient(self, x: float, y: float, w: float, h: float, top: Colour, bottom: Colour) -> None:
        """A shaded box."""
        self.items.append(Gradient(self.box(x, y, w, h), top, bottom))

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, radius: float = 0.0) -> None:
        """A filled box."""
        self.items.append(FillRect(self.box(x, y, w, h), fill, radius * self.u))

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        """A filled polygon."""
        self.items.append(Polygon(tuple((x * self.u, y * self.u) for x, y in points), fill))

    def path(self, segments: Sequence[Segment], fill: Colour) -> None:
        """A filled outline."""
        scaled = tuple((op, tuple(value * self.u for value in values)) for op, values in segments)
        self.items.append(Path(scaled, fill))

    def circle(self, cx: float, cy: float, r: float, fill: Colour) -> None:
        """A filled circle."""
        self.rect(cx - r, cy - r, 2 * r, 2 * r, fill, radius=r)

    def style(self, weight: int, size: float, fill: Colour, tracking: float = 0.0) -> Style:
        """Sans text of `size` u."""
        return Style(SANS.format(weight), size * self.u, fill, tracking)

    def text(self, text: str, style: Style, x: float, top: float, align: Align = "left") -> float:
        """Set a line whose em box starts at `top`; returns its width in u."""
        line = set_text(text, style)
        size = style.size / self.u
        shift = SIDE_BEARING * size if align == "left" and size >= LARGE else 0.0
        self._place(line, x - shift, top + CJK_ASCENT * size, align)
        return line.width / self.u

    def shrunk(self, text: str, style: Style, room: float) -> Style:
        """The style, made smaller where the line would be wider than `room` u."""
        width = set_text(text, style).width / self.u
        return style if width <= room else replace(style, size=style.size * room / width)

    def block(self, block: Block, x: float, top: float, align: Align = "left") -> float:
        """Put a set paragraph with its first em box at `top`; returns its height in u."""
        for index, line in enumerate(block.lines):
            put = {"left": line.at, "centre": line.centred, "right": line.right}[align]
            self.items += put(x * self.u, block.baseline(index, top * self.u))
        return block.height / self.u

    def numeral(self, text: str, size: float, fill: Colour, x: float, top: float, align: Align = "centre") -> float:
        """Set display numerals such as 6·16; returns the width in u."""
        line = set_text(text, Style(NUMERALS, size * self.u, fill))
        self._place(line, x, top + NUMERAL_ASCENT * size, align)
        return line.width / self.u

    def headline(self, fit: Fit, box: tuple[float, float, float, float], align: Align, gap: float) -> None:
        """Set a fitted headline, its block centred in the box's height."""
        x, y, w, h = box
        step = fit.size * LEADING
        top = y + (h - fit.size - step * (len(fit.lines) - 1)) / 2
        style = Style(self.look.headline, fit.size * self.u, self.look.on)
        for index, line in enumerate(fit.lines):
            set_line = set_headline(line, style, self.emphasis(fit.size), gap)
            left = x + w / 2 if align == "centre" else x - SIDE_BEARING * fit.size
            self._place(set_line, left, top + step * index + CJK_ASCENT * fit.size, align)

    def _place(self, line: SetLine, x: float, baseline: float, align: Align) -> None:
        put = {"left": line.at, "centre": line.centred, "right": line.right}[align]
        self.items += put(x * self.u, baseline * self.u)


def stage_for(format_: Format, look: Look, short: float = 100.0) -> Stage:
    """An empty stage of a format's size, its short side `short` u long."""
    bleed = mm(format_.bleed_mm) if isinstance(format_, PrintFormat) else 0.0
    stage = Stage(format_.size, bleed, look, short, max(SAFE, format_.safe_u))
    stage.label = f"{format_.use}（{format_.label}）"
    if isinstance(format_, PrintFormat):
        stage.least = mm(HELD_MM) / stage.u
        stage.floor = mm(max(HELD_MM, PER_METRE_MM * format_.viewing_m)) / stage.u
        stage.large = LARGE_PT / stage.u
    return stage
