"""Where the head of a content page stands in every shape of sheet, and the house that is left over for its content.

Portrait sheets carry the title above the house; landscape steps too, under a lower roof; all other landscape sheets
have the sky as a panel on the left and the house on the right (art direction, "Responsive rules").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from campaign.compose.drawing import draw, drawing
from campaign.compose.footer import footer
from campaign.compose.heading import (
    BARS_DROP,
    CHAIN,
    INK,
    SLOT,
    Medallion,
    bars,
    is_second,
    lockup,
    lockup_right,
    mnemonic,
    mnemonic_parts,
    mnemonic_width,
    page_picture,
    put_column,
    sky,
    slot_of,
    titled,
)
from campaign.compose.parts import Box, qr_code
from campaign.compose.roof import content_roof, mark_tile, ribbon
from campaign.compose.setting import ink_style, paragraphs, put
from campaign.compose.stage import Stage
from campaign.compose.title import put_title
from campaign.compose.topic import TopicBrief
from campaign.content.forms import REMEMBER, prose_of

Shape = Literal["tall", "portrait", "wide", "side"]
TALL, BOARD = 0.47, 1.95  # ratios width:height at which the shape changes
SLOPE, SLOPE_WIDE, SLOPE_TALL = 0.13, 0.075, 0.42
BASE = 16.0  # u at the foot of a standing piece, hidden by its cassette
DISC_ROOM = 16.0  # u: of a small picture beside a title that is second
SLOT_SIDE = 34.0  # u: in a panel at the side
WARN_DROP = 6.2  # u: the warning look's bright bands stay clear of what stands above them


@dataclass(frozen=True, slots=True)
class House:
    """Where a template puts its content: the box, u, and how much its text grows against the A3 poster."""

    box: Box
    grow: float
    shape: Shape


def shape_of(stage: Stage, job: TopicBrief) -> Shape:
    """The arrangement for a sheet's ratio. Raises SourceError for strips."""
    ratio = stage.w / stage.h
    if not 0.3 <= ratio <= 2.6:
        raise job.refuse(job.topic.span, f"宽高比 {ratio:.2f} 不合适", "知识海报的宽高比请在 0.3 到 2.6 之间")
    if ratio <= TALL:
        return "tall"
    if job.square:
        return "side" if job.form.name == "case" else "portrait"
    if ratio < 1:
        return "portrait"
    return "wide" if job.form.name == "steps" and ratio < BOARD else "side"


def portrait(stage: Stage, job: TopicBrief, medallion: Medallion | None, *, chain: bool) -> House:
    """Title above, house below; a large medallion beside the title, or (`chain`) a mnemonic under it."""
    screen = job.screen
    top = (18.4 if screen else 17.2) + (stage.margin - 6.0) + sky(stage, job)
    apex = (_chained if chain else _beside)(stage, job, medallion, top)
    return below(stage, job, apex + SLOPE * stage.w / 2 + (2.7 if screen else 1.6 if chain else 1.2))


def _roofed(stage: Stage, job: TopicBrief, apex: float) -> None:
    """The roof, the bars over it and the header."""
    content_roof(stage, stage.w / 2, apex, SLOPE)
    bars(stage)
    m, dy = stage.margin, BARS_DROP if stage.look.key == "warn" else 0.0
    size, at = (8.0, max(6.0, m)) if job.screen else (7.4, m if job.square else 5.6)
    lockup(stage, job, m, at + dy, size)
    if not job.screen and stage.h / stage.w > 1.36:
        lockup_right(stage, job, stage.w - m, at + dy, size, m + 42)


def _beside(stage: Stage, job: TopicBrief, medallion: Medallion | None, top: float) -> float:
    """The title with a large medallion at its right; returns the y of the roof's ridge."""
    m, drop = stage.margin, WARN_DROP if stage.look.key == "warn" else 0.0
    title, parting = titled(stage, job, (m, stage.w - 2 * m, 25.1), 25.1, (11.6, 11.6), keep=lambda w: w - 30)
    apex = 46.5 + (BARS_DROP if drop else 0.0) + (1.2 if job.screen else 0.0) + 0.6 * drop
    _roofed(stage, job, apex)
    put_title(stage, title, parting.left, top + 0.2 + (25.1 - title.height) / 2, hi_first=True)
    if medallion:
        medallion(stage, parting.left + parting.wide - 13, top + 13.0, 10.6)
    put_column(stage, job, parting, top, 25.1)
    return apex


def _chained(stage: Stage, job: TopicBrief, medallion: Medallion | None, top: float) -> float:
    """The title with its mnemonic below; returns the y of the roof's ridge."""
    m, drop, slot = stage.margin, WARN_DROP if stage.look.key == "warn" else 0.0, slot_of(job)
    bare = job.screen and (medallion is None if job.square else stage.h < 150)  # the cards need the room
    parts = () if bare else mnemonic_parts(job)
    spare = 1.2 + (DISC_ROOM if parts and medallion and is_second(job) else 0.0)
    title, parting = titled(stage, job, (m, stage.w - 2 * m, slot), 26, (12.4, 11.0), keep=lambda w: w - spare)
    x, room = parting.left, parting.wide
    y, size = top + (12.4 - title.size) / 2, 0.0
    if parts:
        most = CHAIN * title.size if parting.slot else 6.4
        size = min(most, (room - (22 if medallion else 0)) / mnemonic_width(stage, parts))
    bottom = top + 12.4 + title.height - title.size + (9.2 if parts else 0.0)
    if parting.slot:  # the Mongolian gives the height, and the Chinese stands in its middle
        bottom = top + slot
        y = top + (slot - title.height - (size + 2.8 if parts else 0.0)) / 2
    over = 0.5 * drop if job.brief.mongolian else 0.0  # its column is as high without a mnemonic
    apex = bottom + (3.7 + drop if parts else 5.0 + over if job.square else 10.4)
    _roofed(stage, job, apex)
    put_title(stage, title, x, y)
    if parts:
        low = y + title.height + 2.8 + size / 2 if parting.slot else bottom - 3.2
        mnemonic(stage, parts, x, low - size / 2, size)
        if medallion:
            medallion(stage, x + room - 7.4, top + slot / 2 if parting.slot else bottom - 1.1, 6.8)
    put_column(stage, job, parting, top, max(bottom - top, slot))
    return apex


def below(stage: Stage, job: TopicBrief, top: float) -> House:
    """The house of a portrait sheet from `top` down to its footer."""
    m = stage.margin
    wide_ = stage.w - 2 * m
    if job.screen:
        return House((m, top, wide_, stage.h - m - 1.3 - top), 1.3, "portrait")
    low = footer(stage, job, m, stage.w - m)
    return House((m, top, wide_, low - 2.8 - top), 1.0, "portrait")


def wide(stage: Stage, job: TopicBrief) -> House:
    """Steps on a landscape sheet: title and mnemonic side by side, a flat roof."""
    dy, margin = sky(stage, job), 9.0 if job.screen else 6.0
    drop = 0.6 * WARN_DROP if stage.look.key == "warn" else 0.0
    right, apex = stage.w - margin, (37.6 if job.screen else 35.0) + drop
    parts = mnemonic_parts(job)
    share = 0.587 if parts else 1.0
    title, parting = titled(stage, job, (margin, right - margin, SLOT), 13.4, (13.4,), keep=lambda w: w * share)
    x, room = parting.left, parting.wide
    content_roof(stage, stage.w / 2, apex, SLOPE_WIDE)
    bars(stage)
    lockup(stage, job, margin, 6.4 + dy - (0 if job.screen else 0.8), 7.6)
    lockup_right(stage, job, right, 6.4 + dy - (0 if job.screen else 0.8), 7.6, margin + 50)
    top = 17.6 + dy - (0 if job.screen else 1.2)
    put_title(stage, title, x, top + (13.4 - title.size) / 2)
    put_column(stage, job, parting, top - 1.0, SLOT)
    if parts:
        em = mnemonic_width(stage, parts)
        size = min(CHAIN * title.size if parting.slot else 9.2, (room * (1 - share) - 5) / em)
        mnemonic(stage, parts, x + room - size * em, top + 6.9 - size / 2, size)
    edge = apex + SLOPE_WIDE * stage.w / 2
    across = right - margin
    if job.screen:
        return House((margin, edge + 5.7, across, stage.h - 5.4 - edge - 5.7), 1.2, "wide")
    low = footer(stage, job, margin, right)
    return House((margin, edge + 2.4, across, low - 2.2 - edge - 2.4), 1.0, "wide")


def side(stage: Stage, job: TopicBrief, medallion: Medallion | None) -> House:
    """The sky as a panel on the left with the picture under its roof, the content on the right."""
    ratio = stage.w / stage.h
    panel = stage.w * (0.4 if ratio < 1.25 else 0.37 if ratio < 1.7 else 0.38 if ratio < BOARD else 0.41)
    dy, margin = sky(stage, job, panel), max(stage.margin, 7.0 if job.screen else 6.0)
    width = panel - margin - 5
    case = job.form.name == "case"
    top = _kicker(stage, job, margin, 18.6 + dy, width)
    apex = stage.h - (31.0 if case else 36.0)
    largest = (17, 16, 14) if ratio > BOARD else (15, 14, 13)
    parts = mnemonic_parts(job)
    clear = 11 if case or stage.look.key == "warn" else 9
    slot = min(SLOT_SIDE, apex - clear - top)
    title, parting = titled(stage, job, (margin, width, slot), apex - clear - top, largest, figures=case)
    head = slot if parting.slot else max(title.height, SLOT)
    y = top + (head - title.height) / 2 if parting.slot else top
    apex = min(apex, y + title.height + clear + (22.0 if parts else 14.0))  # no empty sky under a short title
    content_roof(stage, panel / 2, apex, 0.3, panel)
    bars(stage, panel)
    lockup(stage, job, margin, margin + dy, 7.4)
    below = put_title(stage, title, parting.left, y, hi_first=not case and job.form.name != "steps")
    put_column(stage, job, parting, top, head)
    if parts:
        most = CHAIN * title.size if parting.slot else 6.0
        size = min(most, parting.wide / mnemonic_width(stage, parts))
        if size >= 3.0 and below + 2.4 + size < apex - (10 if stage.look.key == "warn" else 4):
            mnemonic(stage, parts, parting.left, below + 2.4, size)
    ground = apex + 0.3 * panel / 2
    if medallion:
        medallion(
            stage,
            panel / 2,
            (apex + 4 + stage.h - 4) / 2,
            min(15.0 if job.square else 11.5 if case else 13.0, panel * 0.27),
        )
    elif name := page_picture(job):
        side_ = min(stage.h - 6 - apex - 6, panel * 0.55)
        box = (panel / 2 - side_ / 2, stage.h - 5.5 - side_, side_, side_)
        draw(stage, drawing("illustrations", name), box, stage.look.paper, INK)
    else:
        mark_tile(stage, panel / 2 - 8, (ground + stage.h) / 2 - 9, 16)
    left, right = panel + 5, stage.w - margin
    if job.screen:
        return House((left, margin, right - left, stage.h - 2 * margin), 1.25 if ratio > 1.25 else 1.0, "side")
    low = footer(stage, job, left, right)
    return House((left, margin, right - left, low - 2.4 - margin), 1.0, "side")


def tall(stage: Stage, job: TopicBrief, medallion: Medallion | None) -> House:
    """Roll-ups: title, the one sentence to remember and the code at eye level, content below, an empty foot."""
    dy, look, margin = sky(stage, job), stage.look, 8.0
    right = stage.w - margin
    case = job.form.name == "case"
    title, parting = titled(stage, job, (margin, right - margin, 40.0), 40, (17, 17), figures=case)
    parts = mnemonic_parts(job)
    top = _kicker(stage, job, margin, 27.0 + dy + 0.1 * max(0.0, stage.h - 240), 84)
    chain = 11.0 if parts else 0.0
    head = 40.0 if parting.slot else title.height + chain
    y = top + (head - title.height - chain) / 2
    apex = top + head + (2 if parts and not parting.slot else 5) + 6
    content_roof(stage, 50, apex, 0.26)
    bars(stage)
    lockup(stage, job, margin, 10 + dy, 9.6)
    below = put_title(stage, title, parting.left, y, hi_first=not case and job.form.name != "steps")
    put_column(stage, job, parting, top, head)
    if parts:
        size = min(CHAIN * title.size if parting.slot else 8.0, parting.wide / mnemonic_width(stage, parts))
        mnemonic(stage, parts, parting.left, below + 4, size)
    low = stage.h - BASE
    top = _remember(stage, job, medallion, apex + 0.26 * 42 + 3)
    line = f"{job.brief.word('title')}  ·  {job.brief.word('organiser')}"
    style = stage.shrunk(line, stage.style(500, 3.2, look.muted), 84)
    stage.text(line, style, 50, low - 7.4, "centre")
    stage.rect(-stage.b, low, stage.w + 2 * stage.b, BASE + stage.b, look.tile)
    ribbon(stage, low, 6.0)
    return House((margin, top, right - margin, low - 11 - top), 1.25, "tall")


def _kicker(stage: Stage, job: TopicBrief, x: float, top: float, width: float) -> float:
    """A case's day, place and kind above its title; returns the title's top."""
    line = str(job.topic.meta.get("case_line", ""))
    if job.form.name != "case" or not line:
        return top + 1.0
    style = ink_style(stage, 700, stage.look.hi)
    (block,) = paragraphs(stage, [line], style, (width, 10), (3.7, job.least), 1.3, balanced=True)
    return put(stage, block, x, top) + 2.4


def _remember(stage: Stage, job: TopicBrief, medallion: Medallion | None, top: float) -> float:
    """The one sentence beside the code (or the picture); returns the y of what follows."""
    look, margin, right = stage.look, 8.0, stage.w - 8.0
    side_, wide_ = 0.0, 84.0
    if job.brief.url:
        side_ = qr_code(stage, job.brief, right, top + 13, 26)
        wide_ = 84 - side_ - 4
    sentence = prose_of(job.topic, REMEMBER) or job.topic.summary
    (block,) = paragraphs(stage, [sentence], ink_style(stage, 700, look.ink), (wide_, 26), (5.4, job.least), 1.4)
    stage.text(REMEMBER if prose_of(job.topic, REMEMBER) else "要点", stage.style(900, 4.2, look.accent), margin, top)
    below = put(stage, block, margin, top + 6.6)
    if side_:
        label = stage.style(700, 3.0, look.ink)
        stage.text("扫码看详解", label, right - side_ / 2, top + 13 + side_ / 2 + 0.8, "centre")
    below = max(below, top + 13 + side_ / 2 + 4.4 if side_ else 0) + 2.4
    stage.rect(margin, below, right - margin, 0.3, look.accent)
    return below + 3.4
