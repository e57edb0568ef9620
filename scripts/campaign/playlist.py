"""What screens play: scrolls (a strip, a panel and a reading speed to whole pixels a frame) and slide programmes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.display import Sheet
from campaign.errors import UsageError
from campaign.formats import Panel

SPEED = 3.0  # characters a second: comfortable for Chinese
SLOWEST, FASTEST = 2.0, 4.0  # what is readable
RATES = (60, 50, 30, 25)  # frames a second
STEPS = range(2, 26, 2)  # pixels a frame: whole and even, so that 4:2:0 chroma moves with its luma
GIF_RATES = (50, 25)  # a GIF's frames last whole hundredths of a second
AT_LEAST = 60.0  # seconds of file: players pause at every loop
# Level 4.1 of H.264 (ITU-T H.264, table A-1): what set-top boxes and LED senders decode, in blocks of 16 x 16 pixels.
BLOCKS_A_SECOND, WIDEST = 245_760, 4096


@dataclass(frozen=True, slots=True)
class Scroll:
    """A seamless scroll: `strip` is one period wide and repeats; `loops` periods make the file."""

    strip: Sheet
    panel: Panel
    step: int
    fps: int
    loops: int
    size: int

    @property
    def speed(self) -> float:
        """Characters a second."""
        return self.step * self.fps / self.size

    @property
    def frames(self) -> int:
        """Frames of one period."""
        return round(self.strip.width) // self.step

    @property
    def seconds(self) -> float:
        """Length of the file."""
        return self.frames * self.loops / self.fps


@dataclass(frozen=True, slots=True)
class Programme:
    """Slides shown one after the other, each for its own number of frames, cross-faded in `fade` frames.

    A fade takes the last frames of a slide: the film opens on a whole picture, and its last slide fades back to it.
    """

    slides: tuple[Sheet, ...]
    frames: tuple[int, ...]
    fade: int
    fps: int

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return round(self.slides[0].width), round(self.slides[0].height)

    @property
    def seconds(self) -> float:
        """Length of the file."""
        return sum(self.frames) / self.fps


def pace(pixels_per_character: float, speed: float = SPEED, rates: Sequence[int] = RATES) -> tuple[int, int]:
    """The (pixels a frame, frames a second) nearest to `speed` characters a second; more frames win a tie."""
    wanted = speed * pixels_per_character
    return min(((step, fps) for fps in rates for step in STEPS), key=lambda pair: abs(pair[0] * pair[1] - wanted))


def period(width: float, step: int) -> int:
    """A strip's width rounded up to whole steps."""
    return math.ceil(width / step) * step


def scroll(strip: Sheet, panel: Panel, pace: tuple[int, int], size: int, at_least: float = AT_LEAST) -> Scroll:
    """Repeat the strip until the file lasts a minute; `size` is a character's width."""
    step, fps = pace
    once = round(strip.width) / step / fps
    return Scroll(strip, panel, step, fps, max(1, math.ceil(at_least / once)), size)


def check_video(width: int, height: int, fps: int) -> None:
    """Refuse, before any work, what H.264 in 4:2:0 cannot hold or common players cannot decode. Raises UsageError."""
    if width % 2 or height % 2:
        even = f"{width + width % 2}x{height + height % 2}px"
        raise UsageError(f"{width}×{height} 做不成视频：宽和高都要是偶数；改成 {even}")
    blocks = math.ceil(width / 16) * math.ceil(height / 16)
    if width > WIDEST or height > WIDEST or blocks * fps > BLOCKS_A_SECOND:
        hint = "长屏请分成几段，每段宽不超过 1920"
        raise UsageError(f"{width}×{height} 做不成视频：超出播放盒普遍能解的 H.264 4.1 级；{hint}")
