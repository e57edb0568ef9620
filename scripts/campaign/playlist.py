"""Scroll arithmetic: a strip, a panel and a reading speed to whole pixels a frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

from campaign.display import Sheet
from campaign.formats import Panel

SPEED = 3.0  # characters a second: comfortable for Chinese; 2 to 4 is readable
RATES = (60, 50, 30, 25)  # frames a second
STEPS = range(2, 26, 2)  # pixels a frame: whole and even, so that 4:2:0 chroma moves with its luma
AT_LEAST = 60.0  # seconds of file: players pause at every loop


@dataclass(frozen=True, slots=True)
class Scroll:
    """A seamless scroll: `strip` is one period wide and repeats; `loops` periods make the file."""

    strip: Sheet
    panel: Panel
    step: int
    fps: int
    loops: int

    @property
    def frames(self) -> int:
        """Frames of one period."""
        return round(self.strip.width) // self.step

    @property
    def seconds(self) -> float:
        """Length of the file."""
        return self.frames * self.loops / self.fps


def pace(pixels_per_character: float, speed: float = SPEED) -> tuple[int, int]:
    """The (pixels a frame, frames a second) nearest to `speed` characters a second; more frames win a tie."""
    wanted = speed * pixels_per_character
    return min(((step, fps) for fps in RATES for step in STEPS), key=lambda pair: abs(pair[0] * pair[1] - wanted))


def period(width: float, step: int) -> int:
    """A strip's width rounded up to whole steps."""
    return math.ceil(width / step) * step


def scroll(strip: Sheet, panel: Panel, step: int, fps: int) -> Scroll:
    """Repeat the strip until the file lasts a minute."""
    once = round(strip.width) / step / fps
    return Scroll(strip, panel, step, fps, max(1, math.ceil(AT_LEAST / once)))
