"""A still page of a few large lines: roadside signs, and panels that are nearly as high as wide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.panel import BOLD, PIXELS, REGULAR, snapped
from campaign.compose.stage import Stage, stage_for
from campaign.display import Sheet
from campaign.errors import SourceError
from campaign.looks import led_colours, look
from campaign.typeset.lines import CJK_ASCENT, Style, set_headline
from campaign.typeset.phrases import LEADING, Phrase, divided, fit, line_width, partitions

MARGIN = 0.1  # of the short side (art direction, "Safe areas": LED)
GAP = 0.4  # em between phrases on one line
MOST_LINES = 4
LEAST_BOLD, LEAST_REGULAR = 28, 22  # px: smaller type of that weight clogs


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines in a face at a size in whole pixels."""

    lines: tuple[tuple[Phrase, ...], ...]
    face: str
    size: int


def sign(stage: Stage, job: Brief, phrases: Sequence[Phrase] = ()) -> None:
    """The slogan's phrases, or some of them, as large as they go, centred, flat on black. Raises SourceError."""
    width, height = stage.size
    chosen = setting(phrases or job.phrases, stage.size)
    if chosen is None:
        raise too_long(job)
    face, size = chosen.face, chosen.size
    check_glyphs(job, face)
    colours = led_colours()
    stage.rect(0, 0, stage.w, stage.h, colours.ground)
    step = round(size * LEADING)
    top = (height - size - step * (len(chosen.lines) - 1)) / 2
    for index, line in enumerate(chosen.lines):
        words = set_headline(line, Style(face, size, colours.text), colours.emphasis, GAP)
        stage.items += words.at(round((width - words.width) / 2), round(top + index * step + CJK_ASCENT * size))
    stage.items = snapped(stage.items, crisp=face != BOLD)


def signs(job: Brief, size: tuple[float, float]) -> list[tuple[Phrase, ...]]:
    """The fewest pages of phrases that hold the slogan, the smallest type of them as large as can be. Raises
    SourceError."""
    smallest, face = min(PIXELS.items())
    room = size[0] / smallest
    narrow = [part for phrase in job.phrases for part in _parts(phrase, face, room)]
    found = _fewest(job.phrases, size) or _fewest(narrow, size)
    if not found:
        raise too_long(job)
    return found


def _parts(phrase: Phrase, face: str, room: float) -> tuple[Phrase, ...]:
    return (divided(phrase, face, room) if phrase.width(face) > room else ()) or (phrase,)


def _fewest(phrases: Sequence[Phrase], size: tuple[float, float]) -> list[tuple[Phrase, ...]]:
    for count in range(1, len(phrases) + 1):
        best: tuple[int, list[tuple[Phrase, ...]]] = 0, []
        for pages in (pages for pages in partitions(phrases, count) if len(pages) == count):
            settings = [setting(page, size) for page in pages]
            least = min(each.size if each else 0 for each in settings)
            best = max(best, (least, list(pages)), key=lambda pair: pair[0])
        if best[0]:
            return best[1]
    return []


def compose_road(job: Brief, title: str, most: int) -> Sheet:
    """A roadside sign: `sign`, for no more characters than can be read in passing. Raises SourceError."""
    count = sum(char.isalnum() for phrase in job.phrases for char in phrase.text)
    if count > most:
        raise job.refuse(f"有 {count} 字，行车时读不完", f"路侧屏用 {most} 字以内的标语，静止显示")
    stage = stage_for(job.format, look(job.look))
    sign(stage, job)
    return stage.sheet(title)


def setting(phrases: Sequence[Phrase], size: tuple[float, float]) -> Setting | None:
    """The phrases in the heaviest face that is clean at its size, with the art direction's margin if there is room."""
    margin = MARGIN * min(size)
    for edge in (margin, 0.0):
        if found := _in(phrases, size[0] - 2 * edge, size[1] - 2 * edge):
            return found
    return None


def _in(phrases: Sequence[Phrase], width: float, height: float) -> Setting | None:
    for face, least in ((BOLD, LEAST_BOLD), (REGULAR, LEAST_REGULAR)):
        chosen = fit(phrases, face, width, height, largest=height, gap=GAP, most=MOST_LINES)
        size = math.floor(chosen.size)
        if size >= least:
            return Setting(chosen.lines, face, size)
    for size, face in PIXELS.items():
        chosen = fit(phrases, face, width, height, largest=size, gap=GAP, most=MOST_LINES)
        if chosen.size >= size and max(line_width(line, face, GAP) for line in chosen.lines) * size <= width:
            return Setting(chosen.lines, face, size)
    return None


def too_long(job: Brief) -> SourceError:
    """The error for a slogan that no page of the panel holds."""
    return SourceError(job.span, f"标语放不进 {job.format.label} 的屏", "用短一些的标语，或用空格、逗号断开")
