"""One step of a page filling a screen, for step-by-step clips: key character, picture, words, how far one is.

The page is laid out anew for every step, on wide screens with the picture on the left, on upright ones above.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.compose.cards import HAIR, RADIUS, card, number, role, sign
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.frame import SLOPE, SLOPE_WIDE
from campaign.compose.heading import INK, bars, lockup, sky
from campaign.compose.pages import compose_page
from campaign.compose.parts import Box
from campaign.compose.roof import content_roof
from campaign.compose.setting import BODY, Overfull, ink_style, one_line, paragraphs, put
from campaign.compose.stage import Stage, stage_for
from campaign.compose.topic import TopicBrief
from campaign.content.forms import DO, DONT, entries_of
from campaign.content.model import Entry
from campaign.display import Sheet
from campaign.fonts import missing
from campaign.looks import look

MARGIN_WIDE, MARGIN_UPRIGHT = 9.0, 7.0  # u
ROOF_WIDE, ROOF_UPRIGHT = 22.5, 33.0  # u: the ridge
MOST_RULES = 5  # do's or don'ts on one slide
DOT, DOT_STEP = 1.0, 4.4  # u: how far one is


@dataclass(frozen=True, slots=True)
class Places:
    """The boxes of a step's slide in u: picture, key character's size and place, lead, body, and the dots."""

    picture: Box
    key: tuple[float, float, float]
    lead: tuple[float, float, float]
    body: Box
    dots: tuple[float, float]


LEAD, TEXT = 11.0, 7.0  # u: the largest
WIDE = Places((9, 35.5, 58, 54), (24.0, 73.0, 34.0), (73.0, 60.8, 95.8), (73.0, 74.6, 95.8, 18.4), (9.0, 94.0))
UPRIGHT = Places((7, 45.5, 86, 66), (20.0, 7.0, 116.5), (30.5, 121.0, 62.5), (7.0, 141.0, 86.0, 25.0), (7.0, 171.0))


def clip_slides(job: TopicBrief) -> list[Sheet]:
    """The page at a glance, then step by step, then what to do and what not. Raises SourceError."""
    slides = [*compose_page(job)]
    for index in range(len(job.form.entries)):
        slides.append(_sheet(job, functools.partial(_step, job=job, at=index)))
    for title in (DO, DONT):
        if rules := entries_of(job.topic, title)[:MOST_RULES]:
            slides.append(_sheet(job, functools.partial(_rules, job=job, title=title, rules=rules)))
    return slides


def _sheet(job: TopicBrief, fill: Callable[[Stage], None]) -> Sheet:
    colours = look(job.brief.look)
    if missing(job.topic.title, colours.headline):
        colours = replace(colours, headline="NotoSansSC-900")
    stage = stage_for(job.format, colours)
    fill(stage)
    return stage.sheet(job.topic.title)


def _upright(stage: Stage) -> bool:
    return stage.h > stage.w


def _sky(stage: Stage, job: TopicBrief, title: str) -> float:
    """Sky, roof, lockup and the page's title; returns where the house begins at the edges."""
    dy, tall = sky(stage, job), _upright(stage)
    margin = MARGIN_UPRIGHT if tall else MARGIN_WIDE
    apex, slope = (ROOF_UPRIGHT, SLOPE) if tall else (ROOF_WIDE, SLOPE_WIDE)
    content_roof(stage, stage.w / 2, apex, slope)
    bars(stage)
    if tall:
        lockup(stage, job, margin, 8 + dy, 9.0)
        stage.text(title, stage.shrunk(title, stage.style(900, 7.4, stage.look.hi), 86), margin, 20.4 + dy)
    else:
        lockup(stage, job, margin, 6.2 + dy, 7.8)
        stage.text(title, stage.style(900, 6.4, stage.look.hi), stage.w - margin, 6.9 + dy, "right")
    return apex + slope * stage.w / 2


def _step(stage: Stage, job: TopicBrief, at: int) -> None:
    """One entry of the page's list."""
    entry, tones = job.form.entries[at], stage.look
    places = _scaled(stage, UPRIGHT if _upright(stage) else WIDE)
    _sky(stage, job, job.topic.title)
    key, lead, text = _words(entry)
    pictured = _panel(stage, entry, key, places.picture)
    number(stage, at + 1, places.picture[0] + 6.8, places.picture[1] + 6.8, 4.6)
    if pictured:
        size, x, y = places.key
        stage.text(key, stage.style(900, size, tones.accent), x, y)
    else:
        places = _without_key(places, tall=_upright(stage))
    x, y, width = places.lead
    try:
        strong = one_line(stage, [lead], ink_style(stage, 900, tones.ink), width, (LEAD, job.least))
        stage.text(lead, stage.style(900, strong, tones.ink), x, y + (LEAD - strong) / 2)
        box = places.body
        style = ink_style(stage, 500, tones.ink)
        (block,) = paragraphs(stage, [text], style, (box[2], box[3]), (TEXT, job.least), BODY, balanced=True)
        put(stage, block, box[0], box[1])
    except Overfull as error:
        raise job.too_long(entry, error.text, error.room) from None
    _dots(stage, places.dots, at, len(job.form.entries))


def _scaled(stage: Stage, places: Places) -> Places:
    """The boxes as they are; on a higher or wider screen the picture takes what is more."""
    x, y, w, h = places.picture
    if not _upright(stage):
        return places
    more = stage.h - 177.78
    key, lead, body = places.key, places.lead, places.body
    return Places(
        (x, y, w, h + more),
        (key[0], key[1], key[2] + more),
        (lead[0], lead[1] + more, lead[2]),
        (body[0], body[1] + more, body[2], body[3]),
        (places.dots[0], places.dots[1] + more),
    )


def _without_key(places: Places, *, tall: bool) -> Places:
    """A page without pictures shows the key character in the panel; the words take its room."""
    x, y, width = places.lead
    if tall:
        return replace(places, lead=(7.0, y, 86.0))
    return replace(places, lead=(x, 46.0, width), body=(x, 62.4, width, 28.0))


def _words(entry: Entry) -> tuple[str, str, str]:
    """Key character, lead and text; a lead of one character leads on to the text's own first words."""
    key = entry.value("key") or entry.lead[:1]
    if len(entry.lead) > 1:
        return key, entry.lead, entry.text
    first, mark, rest = entry.text.partition("：")
    return (key, f"{entry.lead}{first}", rest) if mark else (key, entry.lead, entry.text)


def _panel(stage: Stage, entry: Entry, key: str, box: Box) -> bool:
    """The step's picture on its tinted card, or else the key character; says whether there is a picture."""
    x, y, w, h = box
    card(stage, box)
    stage.rect(x + HAIR, y + HAIR, w - 2 * HAIR, h - 2 * HAIR, stage.look.paper2, radius=RADIUS - HAIR)
    name = entry.value("picture")
    if name and exists("illustrations", name):
        side = min(w, h) * 0.92
        place = (x + (w - side) / 2, y + (h - side) / 2, side, side)
        draw(stage, drawing("illustrations", name), place, stage.look.paper2, INK)
        return True
    size = min(w, h) * 0.62
    top = y + (h - size) / 2 - 0.02 * size
    stage.text(key, stage.style(900, size, stage.look.accent), x + w / 2, top, "centre")
    return False


def _dots(stage: Stage, place: tuple[float, float], at: int, count: int) -> None:
    x, y = place
    for index in range(count):
        fill = stage.look.accent if index <= at else stage.look.line
        stage.circle(x + DOT + index * DOT_STEP, y, DOT * (1.25 if index == at else 1.0), fill)


def _rules(stage: Stage, job: TopicBrief, title: str, rules: tuple[Entry, ...]) -> None:
    """What to do, or what not to do, as large lines under each other."""
    tall = _upright(stage)
    margin = MARGIN_UPRIGHT if tall else MARGIN_WIDE
    edge = _sky(stage, job, job.topic.title)
    top, bottom = edge + 5.4, stage.h - (10.0 if tall else 6.5)
    wide, do = stage.w - 2 * margin, title == DO
    stage.rect(margin, top, wide, bottom - top, role("safe" if do else "prohibit", "soft"), radius=RADIUS)
    head = 13.0
    sign(stage, margin + 8, top + head / 2 + 1.6, 4.2, do=do)
    tone = role("safe" if do else "prohibit")
    stage.text(title, stage.style(900, 7.4, tone), margin + 15, top + (head - 7.4) / 2 + 1.6)
    texts = [f"{entry.lead}：{entry.text}" if entry.lead else entry.text for entry in rules]
    x, width, y = margin + 15, wide - 21, top + head + 3.4
    each = (bottom - 3.0 - y) / max(len(texts), 4)
    try:
        blocks = paragraphs(
            stage, texts, ink_style(stage, 500, stage.look.ink), (width, each - 1.6), (6.2, job.least), 1.3
        )
    except Overfull as error:
        raise job.too_long(rules[error.index], error.text, error.room) from None
    for index, block in enumerate(blocks):
        middle = y + each * (index + 0.5)
        stage.circle(margin + 8, middle, 0.9, tone)
        put(stage, block, x, middle - block.height / stage.u / 2)
