"""A still page of a few large lines: roadside signs, and panels that are nearly as high as wide."""

from __future__ import annotations

import math

from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.panel import BOLD, PIXELS, REGULAR, snapped
from campaign.compose.stage import Stage, stage_for
from campaign.display import Sheet
from campaign.errors import SourceError
from campaign.looks import led_colours, look
from campaign.typeset.lines import CJK_ASCENT, Style, set_headline
from campaign.typeset.phrases import LEADING, Fit, fit, line_width

MARGIN = 0.1  # of the short side (art direction, "Safe areas": LED)
GAP = 0.4  # em between phrases on one line
MOST_LINES = 4
LEAST_BOLD, LEAST_REGULAR = 28, 22  # px: smaller type of that weight clogs


def sign(stage: Stage, job: Brief) -> None:
    """The slogan's phrases as large as they go, centred, flat on black. Raises SourceError."""
    width, height = stage.size
    margin = MARGIN * min(width, height)
    chosen, face, size = _setting(job, width - 2 * margin, height - 2 * margin)
    check_glyphs(job, face)
    colours = led_colours()
    stage.rect(0, 0, stage.w, stage.h, colours.ground)
    step = round(size * LEADING)
    top = (height - size - step * (len(chosen.lines) - 1)) / 2
    for index, line in enumerate(chosen.lines):
        words = set_headline(line, Style(face, size, colours.text), colours.emphasis, GAP)
        stage.items += words.at(round((width - words.width) / 2), round(top + index * step + CJK_ASCENT * size))
    stage.items = snapped(stage.items, crisp=face != BOLD)


def compose_road(job: Brief, title: str, most: int) -> Sheet:
    """A roadside sign: `sign`, for no more characters than can be read in passing. Raises SourceError."""
    count = sum(char.isalnum() for phrase in job.phrases for char in phrase.text)
    if count > most:
        raise job.refuse(f"有 {count} 字，行车时读不完", f"路侧屏用 {most} 字以内的标语，静止显示")
    stage = stage_for(job.format, look(job.look))
    sign(stage, job)
    return stage.sheet(title)


def _setting(job: Brief, width: float, height: float) -> tuple[Fit, str, int]:
    for face, least in ((BOLD, LEAST_BOLD), (REGULAR, LEAST_REGULAR)):
        chosen = fit(job.phrases, face, width, height, largest=height, gap=GAP, most=MOST_LINES)
        size = math.floor(chosen.size)
        if size >= least:
            return chosen, face, size
    for size, face in PIXELS.items():
        chosen = fit(job.phrases, face, width, height, largest=size, gap=GAP, most=MOST_LINES)
        if chosen.size >= size and max(line_width(line, face, GAP) for line in chosen.lines) * size <= width:
            return chosen, face, size
    raise SourceError(job.span, f"标语放不进 {job.format.label} 的屏", "用短一些的标语，或用空格、逗号断开")
