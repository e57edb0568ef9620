"""The strip that scrolls over an LED panel: slogans one after the other, the mark between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.panel import BOLD, FROM_LARGE, PIXELS, Cut, cut, snapped
from campaign.compose.roof import mark
from campaign.compose.stage import Stage
from campaign.display import FillRect
from campaign.formats import Panel
from campaign.looks import led_colours, look
from campaign.playlist import AT_LEAST, GIF_RATES, RATES, SPEED, Scroll, pace, period, scroll
from campaign.typeset.lines import CJK_ASCENT, Style, set_headline
from campaign.units import Rect

SIZE = 0.625  # of the height: 80 px on 128, so that 3 characters a second are exactly 4 px in 60 frames
GAP = 0.4  # em between phrases
APART = 1.1  # of the height, on either side of the mark between two slogans
MARK = 0.6  # of the height
APART_LOW = 2.0  # em between two slogans on a panel too low for the mark


def compose_scroll(
    jobs: Sequence[Brief], panel: Panel, title: str, speed: float = SPEED, *, gif: bool = False
) -> Scroll:
    """All slogans as one seamless strip. Raises SourceError for a character no face has."""
    colours = led_colours()
    height = panel.pixels[1]
    stage = Stage(panel.size, 0.0, look("red"))
    form, baseline = _cut(jobs, height)
    # Strokes of one pixel keep no colour of their own in 4:2:0; white ones lose nothing.
    emphasis = colours.text if form.face in PIXELS.values() and not gif else colours.emphasis
    x = 0.0
    for job in jobs:
        check_glyphs(job, form.face)
        line = set_headline(job.phrases, Style(form.face, form.size, colours.text), emphasis, GAP)
        stage.items += line.at(round(x), baseline)
        x += line.width
        if height >= FROM_LARGE:
            x += APART * height
            mark(stage, x / stage.u, 50 * (1 - MARK), 100 * MARK, colours.emphasis, colours.text)
            x += MARK * height + APART * height
        else:
            x += APART_LOW * form.size
    found = pace(form.size, speed, GIF_RATES if gif else RATES)
    width = period(x, found[0])
    ground = FillRect(Rect(0, 0, width, height), colours.ground)
    items = (ground, *snapped(stage.items, crisp=form.crisp))
    sheet = replace(stage.sheet(title), width=float(width), items=items)
    return scroll(sheet, panel, found, form.size, 0.0 if gif else AT_LEAST)


def _cut(jobs: Sequence[Brief], height: int) -> tuple[Cut, int]:
    """One cut and one baseline for all slogans: they pass one after the other."""
    if height >= FROM_LARGE:
        size = round(SIZE * height)
        return Cut(BOLD, size, False), round((height - size) / 2 + CJK_ASCENT * size)
    form = cut("".join(phrase.text for job in jobs for phrase in job.phrases), height, one_bit=False)
    return form, form.baseline(height)
