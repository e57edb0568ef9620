"""The table of templates: a brief in, one display list (a long LED slogan: several) out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from campaign.compose.banner import banner
from campaign.compose.board import CODE, MOST_CODE, board
from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.hero import card, cover, landscape, poster, slide
from campaign.compose.led import led_pages
from campaign.compose.parts import code_side
from campaign.compose.rollup import rollup
from campaign.compose.stage import Stage, stage_for
from campaign.compose.tower import tower
from campaign.content.model import plain
from campaign.display import Sheet
from campaign.formats import PrintFormat
from campaign.looks import look

Template = Callable[[Stage, Brief], None]


def cards_or_cover(stage: Stage, job: Brief) -> None:
    """The board; where there are no skills to list, or the code is too large for its corner, the cover."""
    roomy = not job.url or code_side(stage, job, CODE) <= MOST_CODE
    (board if job.skills and roomy else cover)(stage, job)


# Hero shapes by width:height (art direction, "Responsive rules"); the first that the ratio does not exceed is taken.
HERO_SHAPES: tuple[tuple[float, Template], ...] = (
    (0.62, tower),
    (0.735, poster),
    (1.2, card),
    (1.6, landscape),
    (1.95, slide),
    (4.0, cover),
    (float("inf"), banner),
)
PRINTED_SHAPES: tuple[tuple[float, Template], ...] = (
    (0.5, rollup),
    (0.8, poster),
    (1.2, card),
    (1.6, landscape),
    (1.95, slide),
    (2.15, cards_or_cover),
    (4.0, cover),
    (float("inf"), banner),
)
ROUNDING = 0.0005  # of a ratio of millimetres
NAMED: dict[str, Template] = {"rollup": rollup, "board": board}


def compose(job: Brief) -> tuple[Sheet, ...]:
    """Compose one creative. Raises SourceError when the format cannot carry the text."""
    colours = look(job.look)
    colours = replace(colours, headline=check_glyphs(job, colours.headline))
    title = plain(job.marked)
    if job.template == "led":
        return led_pages(job, colours, title)
    stage = stage_for(job.format, colours)
    ratio = stage.w / stage.h
    shapes = PRINTED_SHAPES if isinstance(job.format, PrintFormat) else HERO_SHAPES
    shape = NAMED.get(job.template) or next(shape for most, shape in shapes if ratio <= most + ROUNDING)
    shape(stage, job)
    return (stage.sheet(title),)
