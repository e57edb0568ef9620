"""How a panel's height sets its text: face, size, and whether lamps are only on or off.

Measured over GB 2312 level 1: below 24 px only a bitmap face keeps every counter open, each at the one size that it is
drawn for; at 24 px Regular does at 22 px,
Bold fills; from 32 px on Bold is clean. Full-colour panels keep a tenth of the height free above and below
(art direction, "Safe areas") as far as that leaves the words whole. The ink of the actual words decides, never ascent
and descent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from campaign.display import Item, Polygon, TextRun
from campaign.fonts import face
from campaign.typeset.phrases import faces

PIXELS = {16: "Unifont-16", 12: "CampaignPixel-12"}  # px: drawn for this size and no other
LOWEST = min(PIXELS)  # px: a lower panel holds no hanzi
REGULAR, BOLD = "NotoSansSC-400", "NotoSansSC-700"  # Black clogs on a panel
FROM_REGULAR, FROM_BOLD, FROM_LARGE = 24, 32, 48  # px of panel height
LARGE_SHARE, SAFE_SHARE = 0.94, 0.8  # of the height: all that is clean; within the safe area


@dataclass(frozen=True, slots=True)
class Cut:
    """A face at a whole size; `rows` above and below the baseline that the ink of some words takes."""

    face: str
    size: int
    crisp: bool
    above: int = 0
    below: int = 0

    def baseline(self, height: int) -> int:
        """Where the baseline lies for the ink to stand in the middle of `height` rows."""
        return (height - self.above - self.below) // 2 + self.above


def cut(text: str, height: int, *, one_bit: bool) -> Cut:
    """The cut for some words on a panel of at least `LOWEST` rows; `one_bit` where a lamp is on or off."""
    if height < FROM_REGULAR:
        size = next(size for size in PIXELS if size <= height)
        return _with_rows(Cut(PIXELS[size], size, True), text)
    if height < FROM_BOLD:
        largest = Cut(REGULAR, height * 22 // 24, True)
    elif height < FROM_LARGE:
        largest = Cut(BOLD, height * 30 // 32 if one_bit else round(height * SAFE_SHARE) + 1, one_bit)
    else:
        largest = Cut(BOLD, int(height * LARGE_SHARE), one_bit)
    room = height if one_bit or largest.crisp else round(height * SAFE_SHARE)
    while True:
        found = _with_rows(largest, text)
        if found.above + found.below <= room:
            return found
        largest = replace(largest, size=largest.size - 1)


def _with_rows(form: Cut, text: str) -> Cut:
    inks = [face(name).ink(char) for char, name in zip(text, faces(text, form.face), strict=True)]
    above = max((ink[3] for ink in inks), default=0.0) * form.size
    below = -min((ink[1] for ink in inks), default=0.0) * form.size
    return replace(form, above=math.ceil(above - 0.01), below=math.ceil(below - 0.01))


def snapped(items: Iterable[Item], *, crisp: bool = False) -> list[Item]:
    """Whole pixels everywhere: a panel has nothing in between."""
    return [_snap(item, crisp) for item in items]


def _snap(item: Item, crisp: bool) -> Item:
    if isinstance(item, TextRun):
        xs = tuple(float(round(x)) for x in item.xs)
        return replace(item, xs=xs, baseline=float(round(item.baseline)), crisp=crisp)
    if isinstance(item, Polygon):
        return replace(item, points=tuple((float(round(x)), float(round(y))) for x, y in item.points))
    return item
