"""The picture that messengers and search engines show beside a link to a page: 1200 x 630, title on the sky."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.compose.parts import header
from campaign.compose.roof import roof
from campaign.compose.stage import Stage
from campaign.display import Sheet
from campaign.errors import Span
from campaign.fonts import missing, require
from campaign.looks import look
from campaign.typeset.paragraph import TooNarrow, set_paragraph
from campaign.typeset.phrases import fit, parse

SIZE = (1200, 630)  # pixels and points (Open Graph, the ratio 1.91 : 1 that all readers keep)
TITLE = (9.0, 25.0, 104.0, 32.0)  # u
LARGEST = 17.0
NOTE_WIDTH, NOTE_SIZE = 62.0, 4.3  # u; two lines stay clear of the bands
WORDS = ("name", "year", "system", "consultation.dot", "consultation.name", "organiser")


@dataclass(frozen=True, slots=True)
class Share:
    """What a card says: everything that its layout is made from."""

    title: str
    note: str
    look: str
    words: Mapping[str, str]
    span: Span


def compose_share(job: Share) -> Sheet:
    """The card of one page. Raises SourceError for a character that no face has."""
    require(job.title, "NotoSansSC-900", job.span)
    colours = look(job.look)
    if missing(job.title, colours.headline):
        colours = replace(colours, headline="NotoSansSC-900")
    stage = Stage((float(SIZE[0]), float(SIZE[1])), 0.0, colours)
    stage.ground(colours.sky0, colours.sky1)
    roof(stage, 152, 50, 0.62, eave=1.5, band=3.4 if job.look == "warn" else 5.2)
    words = job.words
    header(stage, 9, 8, 9.2, words["name"], f"{words['year']} · {words['system']}")
    title = fit(parse(job.title), colours.headline, TITLE[2], TITLE[3], largest=LARGEST)
    stage.headline(title, TITLE, "left", 0.5)
    _note(stage, job.note)
    stage.numeral(words["consultation.dot"], 18, colours.accent, 152, 64.5)
    stage.text(words["consultation.name"], stage.style(900, 4.6, colours.ink, 0.10), 152, 83.5, "centre")
    return stage.sheet(job.title)


def _note(stage: Stage, text: str) -> None:
    """One or two lines below the title; what needs more is left to the page."""
    style = stage.style(500, NOTE_SIZE, stage.look.on)
    if not text or missing(text, style.face):
        return
    try:
        block = set_paragraph(text, style, NOTE_WIDTH * stage.u, 1.5)
    except TooNarrow:
        return
    if len(block.lines) <= 2:
        for index, line in enumerate(block.lines):
            stage.items += line.at(9 * stage.u, block.baseline(index, 64 * stage.u))
