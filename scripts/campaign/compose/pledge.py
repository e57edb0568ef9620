"""The safety pledge, A4: title, preamble, numbered commitments, room to sign and seal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from campaign.compose.bilingual import column, parted
from campaign.compose.brief import Brief
from campaign.compose.parts import header
from campaign.compose.roof import ribbon, roof
from campaign.compose.stage import Stage
from campaign.content.model import Section
from campaign.display import Sheet
from campaign.errors import SourceError
from campaign.typeset.lines import Style, set_text
from campaign.typeset.paragraph import Block, set_paragraph

MARGIN = 10.0  # u
TITLE, SLOT = 9.6, 18.0  # u: the title, and the height of its Mongolian column
SIZES = tuple(3.5 - 0.1 * step for step in range(11))  # u: body sizes tried from the largest; 2.5 u are 15 pt on A4
LEADING = 1.52
FOR = 0.7  # of a smaller title, the size of the line that says whom the pledge is for
SIGN = 24.0  # u: the signature area
NUMBER = 2.2  # u: radius of a commitment's number


@dataclass(frozen=True, slots=True)
class PledgeBrief:
    """What a pledge is made from: a section of the pledge page, and the page's title."""

    base: Brief
    title: str
    section: Section


def compose_pledge(stage: Stage, job: PledgeBrief) -> Sheet:
    """Compose the sheet. Raises SourceError when the commitments do not fit the page."""
    look, base = stage.look, job.base
    stage.ground(look.sky0, look.sky1)
    roof(stage, stage.w / 2, 34.5, 0.10, eave=1.1, band=2.4)
    header(stage, MARGIN, 5.6, 6.6, base.word("name"), f"{base.word('year')} · {base.word('system')}")
    _title(stage, job)
    _body(stage, job, 44.5, stage.h - 6.2 - SIGN)
    _signature(stage, stage.h - 5.4 - SIGN)
    ribbon(stage, stage.h - 4.2, 4.2)
    return stage.sheet(f"{job.title}（{job.section.title}）")


def _title(stage: Stage, job: PledgeBrief) -> None:
    """The title in the middle, whom it is for below; smaller, and in the middle of what is left, beside Mongolian that
    comes first."""
    look, base = stage.look, job.base

    def size(wide: float, most: float) -> float:
        return min(TITLE, most, wide / set_text(job.title, Style(look.headline, 1.0, look.on, 0.04)).width)

    parting = parted(base.mongolian, base.span, (MARGIN, stage.w - 2 * MARGIN, SLOT), size)
    title = size(parting.wide, parting.most)
    middle = parting.left + parting.wide / 2 if parting.slot else stage.w / 2
    style = replace(stage.style(900, title, look.on, 0.04), face=look.headline)
    stage.text(job.title, style, middle, 15.2 + (TITLE - title) / 2, "centre")
    whom = stage.style(700, min(4.2, FOR * title), look.hi, 0.08)
    stage.text(job.section.title, whom, middle, 27.4 - (TITLE - title) / 2, "centre")
    column(stage, base.mongolian, (parting.at, 15.6, SLOT), base.span, parting.slot)


def _body(stage: Stage, job: PledgeBrief, top: float, low: float) -> None:
    """Preamble and commitments at the largest size that fits, spread over the room."""
    for size in SIZES:
        blocks = _blocks(stage, job.section, size)
        heights = [block.height / stage.u for block in blocks]
        spare = low - top - sum(heights)
        gap = spare / len(blocks)
        if gap >= 1.1 * size:
            break
    else:
        hint = "缩短或减少承诺条目，一页A4约容六条、每条40字"
        raise SourceError(job.section.span, f"承诺书“{job.section.title}”放不下一页", hint)
    gap = min(gap, 2.0 * size)
    y = top
    for index, (block, height) in enumerate(zip(blocks, heights, strict=True)):
        left = MARGIN if not index else MARGIN + 7
        if index:
            _number(stage, index, y + size / 2)
        stage.block(block, left, y)
        y += height + gap


def _blocks(stage: Stage, section: Section, size: float) -> list[Block]:
    wide = (stage.w - 2 * MARGIN) * stage.u
    preamble = "".join(section.prose)
    first = set_paragraph(preamble, stage.style(500, size, stage.look.ink), wide, LEADING)
    style = stage.style(500, size, stage.look.ink)
    texts = [entry.lead + entry.text for entry in section.entries]
    return [first, *(set_paragraph(text, style, wide - 7 * stage.u, LEADING) for text in texts)]


def _number(stage: Stage, index: int, middle: float) -> None:
    look = stage.look
    stage.circle(MARGIN + NUMBER, middle, NUMBER, look.accent)
    stage.numeral(str(index), 3.0, look.on, MARGIN + NUMBER, middle - 1.5)


def _signature(stage: Stage, top: float) -> None:
    """A panel with lines to write on: who signs, the unit's seal, the date."""
    look = stage.look
    left, wide = MARGIN, stage.w - 2 * MARGIN
    stage.rect(left, top, wide, SIGN - 4, look.paper2, radius=1.6)
    label = stage.style(500, 3.1, look.muted)
    for row, text in enumerate(("承诺人（签字）", "单位（盖章）")):
        y = top + 3.6 + 8.6 * row
        stage.text(text, label, left + 4, y)
        stage.rect(left + 26, y + 4.1, 23, 0.16, look.muted)
    for x, text in ((left + 63, "年"), (left + 69.5, "月"), (left + 76, "日")):
        stage.text(text, label, x, top + 12.2, "right")
    stage.rect(left + 53, top + 16.3, 23.5, 0.16, look.muted)
