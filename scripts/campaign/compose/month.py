"""The campaign's month as a wall calendar: its dates, and a topic to learn on every working day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from campaign.compose.bilingual import column, parted
from campaign.compose.brief import Brief
from campaign.compose.heading import CHAIN
from campaign.compose.parts import WHITE, code_side, header, header_right, qr_code
from campaign.compose.roof import ribbon, roof
from campaign.compose.room import fits, fitted
from campaign.compose.stage import Stage
from campaign.compose.title import splits
from campaign.display import Sheet
from campaign.looks import mix
from campaign.typeset.lines import Style, set_text

GRID_TOP = 51.5  # u
MARGIN, WIDE = 6.0, 88.0
WEEKEND, MARKED_WEEKEND = 7.6, 9.8  # u: Saturdays and Sundays carry no topic and are narrower
LABEL = 2.2  # u: topics in their cells
CLOSEST_GAP, LEAST_GAP, WIDEST_GAP = 1.6, 2.4, 9.0  # u between the campaign's dates at the foot
PAD = 1.1  # u
TITLE, SLOT = 12.4, 20.0  # u: the month, and the height of its Mongolian column
CODE, CODE_ROOM = 10.0, 12.4  # u: the code's white box, and the height that the foot has for it


@dataclass(frozen=True, slots=True)
class MonthBrief:
    """What the calendar is made from: `month` is campaign.calendar.month(), `topics` are titles in learning order."""

    base: Brief
    title: str
    month: Mapping[str, Any]
    topics: tuple[str, ...]


def compose_month(stage: Stage, job: MonthBrief) -> Sheet:
    """Compose the sheet on an empty stage."""
    colours = stage.look
    base, bottom = job.base, stage.h
    stage.ground(colours.sky0, colours.sky1)
    roof(stage, stage.w / 2, 43.5, 0.13, eave=1.3, band=3.4)
    end = header(stage, MARGIN, 5.6, 7.4, base.word("name"), f"{base.word('year')} · {base.word('system')}")
    header_right(stage, base, 5.6, 7.4, end)
    _title(stage, job)
    side = code_side(stage, base, CODE) if base.url else 0.0
    foot = bottom - 18.6 - max(0.0, side - CODE_ROOM)
    _grid(stage, job, foot - 2.2)
    _events(stage, job, foot)
    ribbon(stage, bottom - 4.2, 4.2)
    return stage.sheet(job.title)


def _title(stage: Stage, job: MonthBrief) -> None:
    """The month large, the theme below."""
    base = job.base

    def size(wide: float, most: float) -> float:
        return min(TITLE, most, wide / set_text(job.title, Style(stage.look.headline, 1.0, stage.look.on)).width)

    parting = parted(base.mongolian, base.span, (MARGIN, WIDE, SLOT), size)
    title = size(parting.wide, parting.most)
    small = min(4.2, CHAIN * title)
    top = 16.6 if title == TITLE else 16.4 + (SLOT - title - 2.4 - small) / 2
    style = replace(stage.style(900, title, stage.look.on), face=stage.look.headline)
    stage.text(job.title, style, parting.left, top)
    below = 31.4 if title == TITLE else top + title + 2.4
    stage.text(base.word("theme"), stage.style(700, small, stage.look.hi, 0.04), parting.left, below)
    column(stage, base.mongolian, (parting.at, 16.4, SLOT), base.span, parting.slot)


def _column(index: int, weekend: float) -> tuple[float, float]:
    """A weekday's left edge and width in u; Monday is 0."""
    work, workday = min(index, 5), (WIDE - 2 * weekend) / 5
    return MARGIN + work * workday + (index - work) * weekend, workday if index < 5 else weekend


def _grid(stage: Stage, job: MonthBrief, low: float) -> None:
    """Weekdays, then the weeks down to `low` u; every working day carries the next topic."""
    colours = stage.look
    marked = any(day and day["label"] for week in job.month["weeks"] for day in week[5:])
    weekend = MARKED_WEEKEND if marked else WEEKEND
    for index, name in enumerate(job.month["weekdays"]):
        left, width = _column(index, weekend)
        fill = colours.muted if index >= 5 else colours.ink
        stage.text(name, stage.style(700, 2.9, fill), left + width / 2, GRID_TOP, "centre")
    weeks = [week for week in job.month["weeks"] if any(week)]
    top = GRID_TOP + 4.6
    height = (low - top) / len(weeks)
    topics = iter(job.topics)
    for row, week in enumerate(weeks):
        for index, day in enumerate(week):
            if day:
                left, width = _column(index, weekend)
                box = (left + 0.45, top + row * height + 0.45, width - 0.9, height - 0.9)
                _day(stage, day, box, "" if index >= 5 or day["label"] else next(topics, ""))


def _day(stage: Stage, day: Mapping[str, Any], box: tuple[float, float, float, float], topic: str) -> None:
    """One day: its number, its label when it is one of the campaign's dates, else a topic."""
    colours = stage.look
    x, y, w, h = box
    marked, weekend = bool(day["label"]), day["kind"] == "weekend"
    if marked:
        ground, ink = colours.accent, colours.on
    elif weekend:
        ground, ink = mix(colours.paper2, colours.paper, 0.55), colours.muted
    else:
        ground, ink = WHITE, colours.ink
    stage.rect(x, y, w, h, ground, radius=1.2)
    stage.numeral(str(day["day"]), min(4.4, h - 2.28 * LABEL - 1.8), ink, x + PAD, y + min(0.9, 0.08 * h), "left")
    room = w - 2 * PAD
    if marked:
        style = stage.shrunk(day["label"], stage.style(700, 2.9, ink), room)
        size = style.size / stage.u
        stage.text(day["label"], style, x + PAD, y + h - 1.1 - 0.97 * size)
    elif topic:
        lines = _lines(stage, topic, room)
        size = min([LABEL, *(LABEL * room / _wide(stage, line) for line in lines)])
        for index, line in enumerate(reversed(lines)):
            stage.text(line, stage.style(500, size, ink), x + PAD, y + h - 1.1 - size * (0.97 + 1.28 * index))


def _lines(stage: Stage, topic: str, room: float) -> tuple[str, ...]:
    """A title on one line, or on two cut between words, as even as they come."""
    if _wide(stage, topic) <= room:
        return (topic,)
    return min(splits(topic, 2), key=lambda lines: max(_wide(stage, line) for line in lines), default=(topic,))


def _wide(stage: Stage, text: str) -> float:
    return set_text(text, stage.style(500, LABEL, stage.look.ink)).width / stage.u


def _events(stage: Stage, job: MonthBrief, top: float) -> None:
    """The campaign's dates in a row, the organiser, and the code where the site has an address."""
    colours = stage.look
    right = MARGIN + WIDE
    if job.base.url:
        spare = max(0.0, code_side(stage, job.base, CODE) - CODE_ROOM)
        right -= qr_code(stage, job.base, right, top + 6.3 + spare / 2, CODE) + 3
    events = job.month["events"]
    style = stage.style(700, 2.6, colours.ink)
    widths = [max(set_text(event["title"], style).width / stage.u, 8.0) for event in events]
    room = right - MARGIN - LEAST_GAP * (len(events) - 1)
    talk = job.base.word("consultation.name")
    titles = "".join(event["title"] for event in events)
    if not fits(stage, titles, style, room):
        room += (LEAST_GAP - CLOSEST_GAP) * (len(events) - 1)
        fitted(stage, titles, style, room, ("consultation.name", talk))
    scale = min(1.0, room / sum(widths))
    style = replace(style, size=style.size * scale)
    gap = (right - MARGIN - scale * sum(widths)) / max(1, len(events) - 1)
    left = MARGIN
    for event, width in zip(events, widths, strict=True):
        stage.numeral(event["dot"], 5.0, colours.accent, left, top, "left")
        stage.text(event["title"], style, left, top + 5.4)
        left += scale * width + min(gap, WIDEST_GAP)
    line = f"{job.base.word('title')} · {job.base.word('organiser')}"
    who = job.base.word("organiser")
    if not fits(stage, line, stage.style(500, 2.3, colours.muted), right - MARGIN):
        line = who  # the header says whose month it is
    style = fitted(stage, line, stage.style(500, 2.3, colours.muted), right - MARGIN, ("organiser", who))
    stage.text(line, style, MARGIN, top + 9.9)
