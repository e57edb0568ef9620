"""What all content templates share: sky and roof, header, title, mnemonic, picture; the house is left over.

Portrait sheets carry the title above the house; landscape steps too, under a lower roof; all other landscape sheets
have the sky as a panel on the left and the house on the right (art direction, "Responsive rules").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from campaign.compose.bilingual import apart, column
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.footer import footer
from campaign.compose.parts import LARGE_PT, Box, header, qr_code
from campaign.compose.roof import content_roof, hazard, mark_tile, ribbon
from campaign.compose.setting import ink_style, paragraphs, put
from campaign.compose.stage import SEAM, Stage
from campaign.compose.title import fit_title, put_title
from campaign.compose.topic import TopicBrief
from campaign.content.forms import REMEMBER, prose_of
from campaign.display import Colour, Stroke
from campaign.typeset.lines import set_text

Shape = Literal["tall", "portrait", "wide", "side"]
Medallion = Callable[[Stage, float, float, float], None]  # draws round (cx, cy) with radius r, in u
LABELS = {"steps": "应急技能卡", "checklist": "岗位自查卡", "case": "以案说法", "message": "应急知识卡"}
CASE_ASIDE = "警示教育"
TALL, BOARD = 0.5, 1.95  # ratios width:height at which the shape changes
SLOPE, SLOPE_WIDE, SLOPE_TALL = 0.13, 0.075, 0.42
BASE = 16.0  # u at the foot of a standing piece, hidden by its cassette
SLOT = 20.0  # u: the least height of a Mongolian column
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


def sky(stage: Stage, job: TopicBrief, right: float = 0.0) -> float:
    """The ground, and the hazard bars of the warning look; returns how far the header moves down for them."""
    stage.ground(stage.look.sky0, stage.look.sky1)
    if right:
        stage.rect(right - SEAM, -stage.b, stage.w - right + SEAM + stage.b, stage.h + 2 * stage.b, stage.look.paper)
    return 1.6 if stage.look.key == "warn" else 0.0


def bars(stage: Stage, right: float = 0.0) -> None:
    """The hazard bars, last, so that they lie over the sky."""
    if stage.look.key == "warn":
        hazard(stage, right)


def lockup(stage: Stage, job: TopicBrief, x: float, y: float, size: float) -> None:
    """The campaign's mark and name."""
    header(stage, x, y, size, job.brief.word("name"), f"{job.brief.word('year')} · {job.brief.word('system')}")


def lockup_right(stage: Stage, job: TopicBrief, right: float, y: float, size: float, left: float) -> None:
    """What kind of card it is, and for whom, where there is room right of `left`."""
    look = stage.look
    fill = look.hi if job.screen or 0.51 * size * stage.u >= LARGE_PT else look.on
    stage.text(LABELS[job.form.name], stage.style(900, 0.51 * size, fill), right, y + 0.02 * size, "right")
    aside = CASE_ASIDE if job.form.name == "case" else str(job.topic.meta.get("audience", ""))
    style = stage.style(500, max(0.31 * size, job.least), look.on)
    if aside and set_text(aside, style).width / stage.u <= right - left:
        stage.text(aside, style, right, y + 0.63 * size, "right")


def mnemonic_parts(job: TopicBrief) -> tuple[str, ...]:
    """The subtitle as a chain of short words; nothing when it is a sentence."""
    if job.form.name == "case":
        return ()
    parts = tuple(part for part in re.split(r"[、，,\s]+", job.topic.subtitle) if part)
    return parts if len(parts) > 1 and max(map(len, parts)) <= 6 else ()


def mnemonic_width(stage: Stage, parts: tuple[str, ...]) -> float:
    """The chain's width in type sizes."""
    style = stage.style(900, 100, stage.look.hi)
    words = sum(set_text(part, style).width for part in parts) / stage.u / 100
    return words + 0.95 * (len(parts) - 1)


def mnemonic(stage: Stage, parts: tuple[str, ...], x: float, top: float, size: float) -> None:
    """Key words with chevrons between them, all in the emphasis colour."""
    hi = stage.look.hi
    for index, part in enumerate(parts):
        if index:
            mid, reach = top + 0.52 * size, 0.2 * size
            left = x + 0.36 * size
            points = [(left, mid - reach), (left + reach, mid), (left, mid + reach)]
            segments = tuple(
                ("M" if at == 0 else "L", (px * stage.u, py * stage.u)) for at, (px, py) in enumerate(points)
            )
            stage.items.append(Stroke(segments, 0.095 * size * stage.u, hi))
            x += 0.95 * size
        x += stage.text(part, stage.style(900, size, hi), x + (0.04 * size if size >= 6 and index else 0), top)


def picture_disc(stage: Stage, name: str) -> Medallion:
    """A round opening in the sky with the page's illustration in it."""

    def disc(stage: Stage, cx: float, cy: float, r: float) -> None:
        stage.circle(cx, cy, r * 1.07, stage.look.roof)
        stage.circle(cx, cy, r, stage.look.paper)
        half = r * 0.70
        draw(stage, drawing("illustrations", name), (cx - half, cy - half, 2 * half, 2 * half), stage.look.paper, INK)

    return disc


INK: Colour = (34, 48, 42)


def page_picture(job: TopicBrief) -> str:
    """The page's illustration, or nothing."""
    names = [job.topic.illustration, *(entry.value("picture") for entry in job.form.entries)]
    return next((name for name in names if name and exists("illustrations", name)), "")


def portrait(stage: Stage, job: TopicBrief, medallion: Medallion | None, *, chain: bool) -> House:
    """Title above, house below; a large medallion beside the title, or (`chain`) a mnemonic under it."""
    screen, m = job.screen, stage.margin
    middle, right = stage.w / 2, stage.w - m
    x, room, at_ = apart(job.brief.mongolian, m, right - m)
    dy = sky(stage, job)
    size, at = (8.0, max(6.0, m)) if screen else (7.4, m if job.square else 5.6)
    top = (18.4 if screen else 17.2) + (m - 6.0) + dy
    bare = screen and (medallion is None if job.square else stage.h < 150)  # the cards need the room
    parts = mnemonic_parts(job) if chain and not bare else ()
    drop = WARN_DROP if stage.look.key == "warn" else 0.0
    if chain:
        title = fit_title(stage, job.topic.title, room - 1.2, 26, (12.4, 11.0))
        bottom = top + 12.4 + title.height - title.size
        if parts:
            bottom += 9.2
        apex = bottom + (3.7 + drop if parts else 5.0 if job.square else 10.4)
    else:
        title = fit_title(stage, job.topic.title, room - 30, 25.1, (11.6, 11.6))
        apex = 46.5 + dy + (1.2 if screen else 0.0) + 0.6 * drop
    content_roof(stage, middle, apex, SLOPE)
    bars(stage)
    lockup(stage, job, m, at + dy, size)
    if not screen and stage.h / stage.w > 1.36:
        lockup_right(stage, job, right, at + dy, size, m + 42)
    if chain:
        put_title(stage, title, x, top + (12.4 - title.size) * 0.5)
        _chain(stage, parts, (x, bottom, room), medallion)
        column(stage, job.brief.mongolian, (at_, top, max(bottom - top, SLOT)), job.topic.span)
    else:
        put_title(stage, title, x, top + 0.2 + (25.1 - title.height) / 2, hi_first=True)
        if medallion:
            medallion(stage, x + room - 13, top + 13.0, 10.6)
        column(stage, job.brief.mongolian, (at_, top, 25.1), job.topic.span)
    return below(stage, job, apex + SLOPE * middle + (2.7 if screen else 1.6 if chain else 1.2))


def _chain(
    stage: Stage, parts: tuple[str, ...], place: tuple[float, float, float], medallion: Medallion | None
) -> None:
    """The mnemonic on a line of (x, bottom, width), the picture at its end."""
    x, bottom, room = place
    if parts:
        size = min(6.4, (room - (22 if medallion else 0)) / mnemonic_width(stage, parts))
        mnemonic(stage, parts, x, bottom - 6.4 + (6.4 - size) / 2, size)
        if medallion:
            medallion(stage, x + room - 7.4, bottom - 1.1, 6.8)


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
    x, room, at_ = apart(job.brief.mongolian, margin, right - margin)
    share = room * 0.587 if parts else room
    title = fit_title(stage, job.topic.title, share, 13.4, (13.4,))
    content_roof(stage, stage.w / 2, apex, SLOPE_WIDE)
    bars(stage)
    lockup(stage, job, margin, 6.4 + dy - (0 if job.screen else 0.8), 7.6)
    lockup_right(stage, job, right, 6.4 + dy - (0 if job.screen else 0.8), 7.6, margin + 50)
    top = 17.6 + dy - (0 if job.screen else 1.2)
    put_title(stage, title, x, top + (13.4 - title.size) / 2)
    column(stage, job.brief.mongolian, (at_, top - 1.0, SLOT), job.topic.span)
    if parts:
        em = mnemonic_width(stage, parts)
        size = min(9.2, (room - share - 5) / em)
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
    x, width, at_ = apart(job.brief.mongolian, margin, width)
    title = fit_title(stage, job.topic.title, width, apex - clear - top, largest, figures=case)
    apex = min(apex, top + title.height + clear + (22.0 if parts else 14.0))  # no empty sky under a short title
    content_roof(stage, panel / 2, apex, 0.3, panel)
    bars(stage, panel)
    lockup(stage, job, margin, margin + dy, 7.4)
    below = put_title(stage, title, x, top, hi_first=not case and job.form.name != "steps")
    column(stage, job.brief.mongolian, (at_, top, max(title.height, SLOT)), job.topic.span)
    if parts:
        size = min(6.0, width / mnemonic_width(stage, parts))
        if size >= 3.0 and below + 2.4 + size < apex - (10 if stage.look.key == "warn" else 4):
            mnemonic(stage, parts, x, below + 2.4, size)
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
    x, room, at_ = apart(job.brief.mongolian, margin, right - margin)
    title = fit_title(stage, job.topic.title, room, 40, (17, 17), figures=case)
    parts = mnemonic_parts(job)
    top = _kicker(stage, job, margin, 27.0 + dy + 0.1 * max(0.0, stage.h - 240), 84)
    apex = top + title.height + (13 if parts else 5) + 6
    content_roof(stage, 50, apex, 0.26)
    bars(stage)
    lockup(stage, job, margin, 10 + dy, 9.6)
    below = put_title(stage, title, x, top, hi_first=not case and job.form.name != "steps")
    column(stage, job.brief.mongolian, (at_, top, title.height + (11 if parts else 0)), job.topic.span)
    if parts:
        size = min(8.0, room / mnemonic_width(stage, parts))
        mnemonic(stage, parts, x, below + 4, size)
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
