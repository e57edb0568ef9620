"""The page of instructions in a zip: A4, one side, to be printed and pinned beside the computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaign.compose.parts import header
from campaign.compose.roof import roof
from campaign.compose.stage import Stage, stage_for
from campaign.display import Sheet
from campaign.formats import formats
from campaign.looks import look
from campaign.typeset.lines import set_text
from campaign.typeset.paragraph import Block, set_paragraph

MARGIN, COLUMN = 8.5, 83.0  # u
BODY, LEAST, STEP = 2.9, 2.1, 0.1  # u: type sizes that are tried
LEADING, APART = 1.42, 0.62  # of a line, of a type size between paragraphs
TOP, BOTTOM = 32.4, 133.5  # u
LABELS = 17.0  # u: the column of names, at least


def compose_guide(
    title: str,
    lead: str,
    holds: Sequence[tuple[str, str]],
    steps: Sequence[str],
    notes: Sequence[str],
    words: Mapping[str, str],
) -> Sheet:
    """Set the three lists in the largest size that keeps them on the page."""
    size = BODY
    while True:
        stage = stage_for(formats()["a4"], look("calm"))
        if _page(stage, size, title, lead, (holds, steps, notes), words) <= BOTTOM or size <= LEAST:
            return stage.sheet(title)
        size = round(size - STEP, 2)


def _page(
    stage: Stage,
    size: float,
    title: str,
    lead: str,
    lists: tuple[Sequence[tuple[str, str]], Sequence[str], Sequence[str]],
    words: Mapping[str, str],
) -> float:
    """Set everything; returns where it ends."""
    holds, steps, notes = lists
    tones = stage.look
    stage.ground(tones.sky0, tones.sky1)
    roof(stage, 50, 23.5, 0.11, eave=0.8, band=2.2)
    header(stage, MARGIN, 4.6, 5.6, words["name"], f"{words['year']} · {words['system']}")
    stage.text(title, stage.style(900, 6.4, tones.on), MARGIN, 12.8)
    y = TOP
    y += stage.block(_set(stage, lead, size + 0.3, COLUMN, 700), MARGIN, y) + 2.6
    y = _heading(stage, "包里有什么", y)
    names = stage.style(700, size, tones.accent)
    wide = max([LABELS, *(set_text(name, names).width / stage.u + 3 for name, _ in holds)])
    for name, what in holds:
        stage.text(name, names, MARGIN, y)
        y += stage.block(_set(stage, what, size, COLUMN - wide), MARGIN + wide, y) + APART * size
    y = _heading(stage, "怎么做", y + 1.6)
    for number, text in enumerate(steps, 1):
        stage.circle(MARGIN + 1.9, y + size / 2, 1.9, tones.accent)
        stage.text(str(number), stage.style(700, 2.5, tones.paper), MARGIN + 1.9, y + size / 2 - 1.28, "centre")
        y += stage.block(_set(stage, text, size, COLUMN - 6), MARGIN + 6, y) + APART * 1.3 * size
    y = _heading(stage, "注意", y + 1.4)
    for text in notes:
        stage.circle(MARGIN + 1.9, y + size / 2, 0.55, tones.accent)
        y += stage.block(_set(stage, text, size, COLUMN - 6), MARGIN + 6, y) + APART * size
    foot = f"{words['organiser']}　{words['title']}"
    stage.text(foot, stage.style(500, 2.2, tones.muted), MARGIN, stage.h - 5.6)
    return y


def _heading(stage: Stage, text: str, y: float) -> float:
    stage.text(text, stage.style(900, 3.4, stage.look.ink), MARGIN, y)
    stage.rect(MARGIN, y + 4.5, COLUMN, 0.16, stage.look.line)
    return y + 6.0


def _set(stage: Stage, text: str, size: float, width: float, weight: int = 500) -> Block:
    return set_paragraph(text, stage.style(weight, size, stage.look.ink), width * stage.u, LEADING)
