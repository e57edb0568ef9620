"""The long picture of a page, for articles and groups: title, the one sentence, steps, why, do and don't, sources.

1080 pixels wide; as high as what the page says.
"""

from __future__ import annotations

from dataclasses import replace

from campaign.compose.cards import HAIR, RADIUS, card, number, role, sign
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.frame import SLOPE
from campaign.compose.heading import (
    CHAIN,
    INK,
    bars,
    lockup,
    mnemonic,
    mnemonic_parts,
    mnemonic_width,
    put_column,
    sky,
    slot_of,
    titled,
)
from campaign.compose.parts import qr_code
from campaign.compose.roof import content_roof, ribbon
from campaign.compose.setting import BODY, COMPACT, ink_style, put
from campaign.compose.stage import Stage
from campaign.compose.title import put_title
from campaign.compose.topic import TopicBrief, check_text
from campaign.content.forms import ASK, BASIS, DO, DONT, REMEMBER, prose_of
from campaign.content.model import Entry, Section
from campaign.display import Sheet
from campaign.fonts import missing
from campaign.looks import look
from campaign.typeset.lines import Style
from campaign.typeset.paragraph import Block, set_paragraph

MARGIN, WIDE = 7.0, 86.0  # u
TEXT, SMALL = 3.7, 2.8  # u: body and sources; the picture is read on a telephone
APART = 6.0  # u between sections
TALLEST = 1000.0  # u: room to compose in; the sheet is cut off below the last section


def compose_long(job: TopicBrief) -> Sheet:
    """Compose one page from top to bottom. Raises SourceError for characters that no face has."""
    check_text(job)
    colours = look(job.brief.look)
    if missing(job.topic.title, colours.headline):
        colours = replace(colours, headline="NotoSansSC-900")
    width = job.format.size[0]
    trial = Stage((width, width * TALLEST / 100), 0.0, colours)  # the height is known only once it is composed
    bottom = _fill(trial, job)
    stage = Stage((width, round(width * bottom / 100)), 0.0, colours)
    _fill(stage, job)
    return stage.sheet(job.topic.title)


def _fill(stage: Stage, job: TopicBrief) -> float:
    """Everything; returns the height in u."""
    y = _head(stage, job)
    for section in job.topic.sections:
        if section.title in (REMEMBER, ASK, "") or not (section.prose or section.entries):
            continue
        y = _section(stage, job, section, y) + APART
    return _foot(stage, job, y)


def _head(stage: Stage, job: TopicBrief) -> float:
    """Sky with title, mnemonic and picture; the sentence to remember under the roof."""
    dy = sky(stage, job)
    slot = slot_of(job)
    title, parting = titled(stage, job, (MARGIN, WIDE, slot), 27, (13.0, 11.6))
    parts = mnemonic_parts(job)
    top = 20.6 + dy
    chain = 11.5 if parts else 4.0
    head = slot if parting.slot else title.height + chain
    y = top + (head - title.height - chain) / 2
    below = top + head
    content_roof(stage, 50, below + 6.6, SLOPE)
    bars(stage)
    lockup(stage, job, MARGIN, 7 + dy, 8.4)
    put_title(stage, title, parting.left, y)
    put_column(stage, job, parting, top - 1.0, slot)
    if parts:
        size = min(CHAIN * title.size if parting.slot else 7.0, parting.wide / mnemonic_width(stage, parts))
        mnemonic(stage, parts, parting.left, y + title.height + 4.2, size)
    sentence = prose_of(job.topic, REMEMBER) or f"{job.topic.summary}。"
    block = _set(stage, sentence, 5.0, WIDE, 700, 1.45)
    return put(stage, block, MARGIN, below + 6.6 + SLOPE * 50 + 6.0) + APART


def _section(stage: Stage, job: TopicBrief, section: Section, y: float) -> float:
    """One heading with what stands below it; returns its lower edge."""
    if section.title in (DO, DONT):
        return _rules(stage, section, y)
    small = section.title == BASIS
    y = _heading(stage, section.title, y)
    size = SMALL if small else TEXT
    for text in section.prose:
        y = put(stage, _set(stage, text, size, WIDE), MARGIN, y) + 0.75 * size
    if section.title == job.form.section.title and job.form.name != "message":
        return _steps(stage, section, y)
    for entry in section.entries:
        stage.circle(MARGIN + 0.9, y + size * 0.5, 0.22 * size, stage.look.accent)
        y = put(stage, _set(stage, _text(entry), size, WIDE - 4.0), MARGIN + 4.0, y) + 0.6 * size
    return y


def _heading(stage: Stage, title: str, y: float) -> float:
    stage.rect(MARGIN, y + 0.35, 1.3, 4.7, stage.look.accent, radius=0.4)
    stage.text(title, stage.style(900, 5.0, stage.look.ink), MARGIN + 3.4, y)
    return y + 8.6


def _steps(stage: Stage, section: Section, y: float) -> float:
    """A card each: picture or key character, lead, text."""
    for index, entry in enumerate(section.entries, 1):
        pictured = bool(entry.value("picture")) and exists("illustrations", entry.value("picture"))
        side = 26.0 if pictured else 17.0
        lead = entry.lead if len(entry.lead) > 1 else ""
        x, width = MARGIN + side + 4.0, WIDE - side - 7.0
        block = _set(stage, entry.text, TEXT, width, 500, COMPACT)
        words = block.height / stage.u + (4.6 + 2.0 if lead else 0.0)
        high = max(side, words + 6.0)
        box = (MARGIN, y, WIDE, high)
        card(stage, box)
        stage.rect(MARGIN + HAIR, y + HAIR, side, high - 2 * HAIR, stage.look.paper2, radius=RADIUS - HAIR)
        if pictured:
            place = (MARGIN + 1, y + (high - side) / 2 + 1, side - 2, side - 2)
            draw(stage, drawing("illustrations", entry.value("picture")), place, stage.look.paper2, INK)
        else:
            key = entry.value("key") or entry.lead[:1]
            size = side * 0.6
            stage.text(
                key, stage.style(900, size, stage.look.accent), MARGIN + side / 2, y + (high - size) / 2, "centre"
            )
        number(stage, index, MARGIN + 2.6, y + 2.6, 2.0)
        top = y + (high - words) / 2
        if lead:
            stage.text(lead, stage.style(700, 4.6, stage.look.ink), x, top)
            top += 4.6 + 2.0
        put(stage, block, x, top)
        y += high + 2.4
    return y - 2.4


def _rules(stage: Stage, section: Section, y: float) -> float:
    """Do or don't on its colour, its sign beside the heading."""
    do = section.title == DO
    blocks = [_set(stage, _text(entry), TEXT, WIDE - 12.0, 500, COMPACT) for entry in section.entries]
    high = 13.5 + sum(block.height / stage.u + 1.7 for block in blocks) + 1.6
    stage.rect(MARGIN, y, WIDE, high, role("safe" if do else "prohibit", "soft"), radius=RADIUS)
    sign(stage, MARGIN + 5.6, y + 6.4, 2.9, do=do)
    tone = role("safe" if do else "prohibit")
    stage.text(section.title, stage.style(900, 5.0, tone), MARGIN + 10.4, y + 3.9)
    top = y + 13.0
    for block in blocks:
        stage.circle(MARGIN + 5.6, top + TEXT * 0.5, 0.6, tone)
        top = put(stage, block, MARGIN + 8.6, top) + 1.7
    return y + high


def _foot(stage: Stage, job: TopicBrief, y: float) -> float:
    """Who says so, and the code where the site has an address; returns the sheet's height."""
    tones = stage.look
    stage.rect(MARGIN, y, WIDE, 0.3, tones.accent)
    y += 3.4
    if job.brief.url:
        qr_code(stage, job.brief, MARGIN + WIDE, y + 9.0, 18)
        stage.text("长按识别，看全文", stage.style(500, 2.8, tones.muted), MARGIN, y + 12.4)
    stage.text(job.brief.word("organiser"), stage.style(700, 3.6, tones.ink), MARGIN, y)
    stage.text(job.brief.word("title"), stage.style(500, 3.0, tones.muted), MARGIN, y + 6.0)
    bottom = y + (21.0 if job.brief.url else 12.0)
    ribbon(stage, bottom, 4.6)
    return bottom + 4.6


def _text(entry: Entry) -> str:
    return f"{entry.lead}：{entry.text}" if entry.lead and entry.text else entry.lead or entry.text


def _set(stage: Stage, text: str, size: float, width: float, weight: int = 500, leading: float = BODY) -> Block:
    style: Style = replace(ink_style(stage, weight, stage.look.ink), size=size * stage.u)
    return set_paragraph(text, style, width * stage.u, leading)
