"""sRGB to printing inks by one stated rule, without a profile: the same numbers on every machine.

1. Ink is what is left out of white: C = 1 - R, M = 1 - G, Y = 1 - B; grey is their least, g = min(C, M, Y).
2. Grey component replacement: black takes over K = g², so that light colours stay free of it and darks are carried
   by it; the others become (ink - K) / (1 - K).
3. Total ink is at most 300 %: what is above is taken off cyan, magenta and yellow alike.
4. Text, QR codes and lines of a near-black (CIE L* up to 25) are 100 K alone, never rich black.
"""

from __future__ import annotations

import functools

from campaign.display import Colour

Inks = tuple[float, float, float, float]  # cyan, magenta, yellow, black: 0 to 1
LIMIT = 3.0  # the total that coated paper takes
BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
NEAR_BLACK = 0.0443  # relative luminance of L* = 25


@functools.cache
def inks(colour: Colour) -> Inks:
    """A colour as inks, to a hundredth."""
    cyan, magenta, yellow = (1 - value / 255 for value in colour)
    black = min(cyan, magenta, yellow) ** 2
    if black >= 0.999:
        return BLACK
    parts = [(ink - black) / (1 - black) for ink in (cyan, magenta, yellow)]
    most = (LIMIT - 0.02 - black) / sum(parts) if sum(parts) else 1.0  # rounding must not lead over the limit
    c, m, y = (round(part * min(1.0, most), 2) for part in parts)
    return c, m, y, round(black, 2)


@functools.cache
def line_inks(colour: Colour) -> Inks:
    """A colour of text, codes and lines as inks: near-black is black ink alone, so that nothing can misregister."""
    return BLACK if luminance(colour) <= NEAR_BLACK else inks(colour)


def luminance(colour: Colour) -> float:
    """Relative luminance (IEC 61966-2-1)."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: Colour) -> tuple[float, ...]:
    return tuple(value / 255 for value in colour)
