"""The strip that scrolls over an LED panel: slogans one after the other, the mark between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.led import FACE
from campaign.compose.roof import mark
from campaign.compose.stage import Stage
from campaign.display import FillRect, Item, Polygon, TextRun
from campaign.formats import Panel
from campaign.looks import led_colours, look
from campaign.playlist import Scroll, pace, period, scroll
from campaign.typeset.lines import CJK_ASCENT, Style, set_headline
from campaign.units import Rect

SIZE = 62.5  # u: 80 px on 128, so that 3 characters a second are exactly 4 px in 60 frames
GAP = 0.4  # em between phrases
APART = 110.0  # u on either side of the mark between two slogans
MARK = 60.0  # u


def compose_scroll(jobs: Sequence[Brief], panel: Panel, title: str) -> Scroll:
    """All slogans as one seamless strip. Raises SourceError for a character no face has."""
    colours = led_colours()
    stage = Stage(panel.size, 0.0, look("red"))
    size = round(SIZE * stage.u)
    x = 0.0
    for job in jobs:
        check_glyphs(job, FACE)
        style = Style(FACE, size, colours.text)
        line = set_headline(job.phrases, style, colours.emphasis, GAP)
        top = (panel.pixels[1] - size) / 2
        stage.items += line.at(round(x), round(top + CJK_ASCENT * size))
        x += line.width + APART * stage.u
        mark(stage, x / stage.u, (100 - MARK) / 2, MARK, colours.emphasis, colours.text)
        x += MARK * stage.u + APART * stage.u
    step, fps = pace(size)
    width = period(x, step)
    ground = FillRect(Rect(0, 0, width, panel.pixels[1]), colours.ground)
    items = (ground, *(_whole(item) for item in stage.items))
    return scroll(replace(stage.sheet(title), width=float(width), items=items), panel, step, fps)


def _whole(item: Item) -> Item:
    """Text on whole pixels."""
    if isinstance(item, TextRun):
        return replace(item, xs=tuple(float(round(x)) for x in item.xs))
    if isinstance(item, Polygon):
        return replace(item, points=tuple((float(round(x)), float(round(y))) for x, y in item.points))
    return item
