"""A checklist: one row an item, its share of the round, verb, noun, boxes to tick (art direction, "Checklist")."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.compose.cards import HAIR, card, checkbox, stroke
from campaign.compose.frame import portrait, shape_of, side, tall
from campaign.compose.heading import Medallion, page_picture
from campaign.compose.parts import Box
from campaign.compose.setting import COMPACT, Overfull, ink_style, one_line, paragraphs, put, sizes
from campaign.compose.stage import NUMERALS, Stage
from campaign.compose.steps import over_strips, row_cells
from campaign.compose.topic import TopicBrief
from campaign.content.model import Entry
from campaign.display import Colour, Segment, Stroke
from campaign.typeset.lines import NUMERAL_ASCENT, Style, set_text
from campaign.typeset.paragraph import Block

ROW_GAP = 1.2
SIGN = 6.4  # u: what the line for signatures takes
NUMBERS = "一二三四五六七八九十"
_MINUTES = re.compile(rf"([{NUMBERS}两]|\d+)分钟")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: 看 / 通道 / what to look at, one text a box."""

    verb: str
    noun: str
    checks: tuple[str, ...]


def item_of(entry: Entry) -> Item:
    """`**看** 通道：出口畅通；防火门完好` -> verb, noun, two checks."""
    noun, colon, rest = entry.text.partition("：")
    if not colon or len(noun) > 6:
        noun, rest = "", entry.text
    checks = tuple(part for part in re.split(r"[；;]", rest.rstrip("。；")) if part)
    return Item(entry.lead, noun, checks or (noun or entry.lead,))


def checklist(stage: Stage, job: TopicBrief) -> None:
    """The page's task list in any ratio."""
    shape = shape_of(stage, job)
    if shape == "portrait":
        house = portrait(stage, job, _dial(job), chain=False)
    elif shape == "tall":
        house = tall(stage, job, None)
    else:
        picture = page_picture(job)
        house = side(stage, job, None if picture else _dial(job))

    def items(box: Box) -> None:
        _rows(stage, job, box, house.grow)

    x, y, w, h = house.box
    if not job.screen:
        try:
            items((x, y, w, h - SIGN))
        except Overfull as error:
            raise job.too_long(job.form.entries[error.index], error.text, error.room) from None
        _signatures(stage, (x, y + h - 4.2, w, 3.4))
    else:
        over_strips(stage, job, house, 13.0 * len(job.form.entries), items)


def _dial(job: TopicBrief) -> Medallion:
    """A ring of as many arcs as there are items; minutes in it where the title names them, else the count."""
    count = len(job.form.entries)
    match = _MINUTES.search(job.topic.title)
    figure, unit = str(count), "项必查"
    if match:
        word = match[1].replace("两", "二")
        figure, unit = (str(NUMBERS.index(word) + 1) if word in NUMBERS else word), "分钟"

    def dial(stage: Stage, cx: float, cy: float, r: float) -> None:
        look = stage.look
        stage.circle(cx, cy, r * 1.226, look.sky1)
        span = 360 / count - 8
        for at in range(count):
            _arc(stage, cx, cy, r, at * 360 / count + 4, span, 0.2075 * r, look.hi)
        stage.numeral(figure, 0.98 * r, look.on, cx, cy - 0.62 * r)
        stage.text(unit, stage.style(700, 0.25 * r, look.on), cx, cy + 0.30 * r, "centre")

    return dial


def _arc(stage: Stage, cx: float, cy: float, r: float, start: float, span: float, width: float, colour: Colour) -> None:
    """An arc of `span` degrees clockwise from `start` (0 at the top)."""
    count = max(1, math.ceil(span / 60))
    step = math.radians(span / count)
    k = 4 / 3 * math.tan(step / 4)

    def spot(angle: float) -> tuple[float, float]:
        return cx + r * math.sin(angle), cy - r * math.cos(angle)

    angle = math.radians(start)
    segments: list[Segment] = [("M", spot(angle))]
    for _ in range(count):
        (x0, y0), (x1, y1) = spot(angle), spot(angle + step)
        a, b = (
            (math.cos(angle) * r * k, math.sin(angle) * r * k),
            (math.cos(angle + step) * r * k, math.sin(angle + step) * r * k),
        )
        segments.append(("C", (x0 + a[0], y0 + a[1], x1 - b[0], y1 - b[1], x1, y1)))
        angle += step
    if span >= 360:
        segments.append(("Z", ()))
    scaled = tuple((op, tuple(value * stage.u for value in values)) for op, values in segments)
    stage.items.append(Stroke(scaled, width * stage.u, colour))


def _rows(stage: Stage, job: TopicBrief, box: Box, grow: float) -> None:
    entries = job.form.entries
    items = [item_of(entry) for entry in entries]
    cells = row_cells(box, len(items), ROW_GAP if len(items) < 7 else 1.0)
    w, h = cells[0][2:]
    k = min(1.4, w / 88, h / 9)
    look = stage.look
    verb = min(7.0 * k, h * 0.6)
    wide = max(set_text(item.verb, Style("NotoSansSC-900", verb, look.ink)).width for item in items)
    room = max(15.5 * k, 0.18 * w)  # low rows are wide enough for larger words
    noun = _noun_size(stage, items, min(4.3 * max(k, grow), verb * 0.66), room, job.least)
    noun_x = 14.6 * k + wide + 0.8 * k
    nouns = max(set_text(item.noun, Style("NotoSansSC-700", noun, look.ink)).width for item in items)
    divider = max(34.7 * k, noun_x + nouns + 2.4 * k)
    tick = 2.9 * k
    text_x = divider + 3.3 * k + tick + 1.7 * k
    checks = _checks(stage, job, items, (w - text_x - 1.8, h - 1.8), min(3.3 * max(grow, k), h * 0.42))
    for at, (item, cell) in enumerate(zip(items, cells, strict=True)):
        x, y = cell[:2]
        middle = y + h / 2
        card(stage, cell)
        _ring(stage, x + 7.2 * k, middle, 3.7 * k, at + 1, len(items))
        stage.text(item.verb, stage.style(900, verb, look.accent), x + 14.6 * k, middle - verb / 2)
        if item.noun:
            stage.text(
                item.noun, stage.style(700, noun, look.ink), x + noun_x, middle - noun / 2 + 0.11 * (verb - noun)
            )
        stage.rect(x + divider, middle - min(3.5 * k, h * 0.32), HAIR, 2 * min(3.5 * k, h * 0.32), look.line)
        _boxes(stage, checks[at], x + divider + 3.3 * k, x + text_x, middle, tick)


def _noun_size(stage: Stage, items: Sequence[Item], most: float, room: float, least: float) -> float:
    return one_line(stage, [item.noun for item in items], ink_style(stage, 700, stage.look.ink), room, (most, least))


def _checks(
    stage: Stage, job: TopicBrief, items: Sequence[Item], room: tuple[float, float], most: float
) -> list[list[Block]]:
    """The texts of every row, all in the largest size that fits. Raises Overfull."""
    failure = Overfull(0, "", 0)
    style = ink_style(stage, 500, stage.look.ink)
    for size in sizes(most, job.least):
        result = []
        try:
            for at, item in enumerate(items):
                blocks = paragraphs(stage, item.checks, style, room, (size, size), COMPACT, balanced=True)
                used = sum(block.height for block in blocks) / stage.u + 0.42 * size * (len(blocks) - 1)
                if used > room[1] + 0.02:
                    raise Overfull(at, item.checks[0], int(room[0] / job.least) * 2)
                result.append(blocks)
        except Overfull as error:
            failure = Overfull(len(result), error.text, int(room[0] / job.least) * 2)
            continue
        return result
    raise failure


def _ring(stage: Stage, cx: float, cy: float, r: float, number: int, count: int) -> None:
    """The round so far as an arc, the item's number in it."""
    look = stage.look
    _arc(stage, cx, cy, r, 0, 360, 0.33 * r, look.paper2)
    _arc(stage, cx, cy, r, 0, 360 * number / count, 0.33 * r, look.accent)
    size = 1.08 * r
    line = set_text(str(number), Style(NUMERALS, size * stage.u, look.ink))
    stage.items += line.centred(cx * stage.u, (cy - size / 2 + NUMERAL_ASCENT * size) * stage.u)


def _boxes(stage: Stage, blocks: Sequence[Block], box_x: float, text_x: float, middle: float, tick: float) -> None:
    """A box before each text, level with its first line; the whole centred on `middle`."""
    size = blocks[0].size / stage.u
    gap = 0.42 * size
    tall_ = sum(block.height for block in blocks) / stage.u + gap * (len(blocks) - 1)
    top = middle - tall_ / 2
    for block in blocks:
        centre = top + (size if len(blocks) > 1 else block.height / stage.u) / 2
        checkbox(stage, box_x, centre - tick / 2, tick)
        top = put(stage, block, text_x, top) + gap


def _signatures(stage: Stage, box: Box) -> None:
    """Department, inspector, date, to be filled in by hand."""
    x, y, w, _ = box
    style = stage.style(500, 2.75, stage.look.muted)
    spans = ((0.0, 0.275), (0.325, 0.6), (0.672, 1.0))
    for (start, end), label in zip(spans, ("科室", "检查人", "日期"), strict=True):
        left = x + w * start
        wide = stage.text(label, style, left, y)
        stroke(stage, [(left + wide + 1.2, y + 3.6), (x + w * end, y + 3.6)], 0.2, stage.look.muted, "butt")
