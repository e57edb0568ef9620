"""One page to look at: how many units reported, sessions and people by activity. Totals only, no names."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from campaign.compose.parts import header
from campaign.compose.roof import roof
from campaign.compose.stage import Stage
from campaign.display import Colour, Point, Sheet
from campaign.looks import look, mix
from campaign.pdf.write import write_pdf
from campaign.png import write_png
from campaign.raster import paint
from campaign.tally.merge import Tally
from campaign.tally.schema import Kind
from campaign.units import mm

A4 = (mm(210), mm(297))
DPI = 150
PIXELS = (1240, 1753)
LEFT, RIGHT = 6.0, 94.0
CHART_TOP, STEP, BAR = 82.0, 4.05, 2.4  # u
FIGURES = 39.5  # u: where the numbers beside the ring start
SESSIONS, PEOPLE = 32.0, 62.0  # u: where the two columns of bars start
NUMERAL_ROOM = 22.5  # u: the longest bar; its number stands behind it
Words = Mapping[str, str]
Row = tuple[str, int | None, int | None]


def overview_bytes(tally: Tally, words: Words, day: dt.date) -> tuple[bytes, bytes]:
    """The page as PDF and as PNG."""
    sheet = overview(tally, words, day)
    pdf = write_pdf((sheet,), title=sheet.title, author=words["organiser"])
    return pdf, write_png(paint(sheet, *PIXELS).pixels, DPI)


def overview(tally: Tally, words: Words, day: dt.date) -> Sheet:
    """The display list of the page."""
    stage = Stage(A4, 0.0, look("red"))
    colours = stage.look
    stage.ground(colours.sky0, colours.sky1)
    roof(stage, 50, 34, 0.13, eave=1.1, band=2.6)
    header(stage, LEFT, 5.6, 7.4, words["name"], words["organiser"])
    stage.text("活动进展情况概览", stage.style(900, 6.6, colours.on), LEFT, 15.2)
    until = f"截至{day.year}年{day.month}月{day.day}日"
    stage.text(until, stage.style(500, 2.3, colours.on), RIGHT, 8.2, "right")
    _share(stage, tally)
    _figures(stage, tally)
    _chart(stage, tally)
    _foot(stage)
    return stage.sheet(f"{words['name']}活动进展情况概览")


def _share(stage: Stage, tally: Tally) -> None:
    """A ring: units that reported of those that should; without a list the number alone."""
    colours, done, due = stage.look, len(tally.reports), len(tally.units)
    cx, cy, outer, inner = 19.0, 55.5, 11.6, 8.4
    listed = {unit.name for unit in tally.units}
    known = sum(report.unit in listed for report in tally.reports)
    part = known / due if due else 1.0
    stage.circle(cx, cy, outer, mix(colours.accent, colours.paper, 0.16) if part < 1 else colours.accent)
    stage.circle(cx, cy, inner, colours.paper)
    if 0 < part < 1:
        stage.polygon(_arc(cx, cy, outer, inner, part), colours.accent)
    share = f"{100 * known // due}%" if due else str(done)
    stage.numeral(share, 6.6 if len(share) < 4 else 5.6, colours.ink, cx, cy - 4.6)
    stage.text("已报" if due else "个单位已报", stage.style(700, 2.0, colours.muted), cx, cy + 2.4, "centre")
    if due:
        line = f"应报{due}个单位，已报{known}个" + (f"，另有{done - known}个" if done > known else "")
        stage.text(line, stage.style(500, 1.9, colours.ink), cx, cy + outer + 1.3, "centre")


def _arc(cx: float, cy: float, outer: float, inner: float, share: float) -> list[Point]:
    """A ring's part, clockwise from the top."""
    steps = max(3, math.ceil(120 * share))
    angles = [2 * math.pi * share * step / steps - math.pi / 2 for step in range(steps + 1)]
    there = [(cx + outer * math.cos(angle), cy + outer * math.sin(angle)) for angle in angles]
    back = [(cx + inner * math.cos(angle), cy + inner * math.sin(angle)) for angle in reversed(angles)]
    return there + back


def _figures(stage: Stage, tally: Tally) -> None:
    """The sums of all sessions and people, and the counts that stand alone."""
    colours = stage.look
    rows = _rows(tally)
    sessions, people = (sum(value or 0 for value in column) for column in _columns(rows))
    for index, (value, label) in enumerate(((sessions, "活动场次合计"), (people, "参与人次合计"))):
        left = FIGURES + index * 28
        stage.numeral(f"{value:,}", _fitted(f"{value:,}", 7.0), colours.accent, left, 42.6, "left")
        stage.text(label, stage.style(700, 2.1, colours.ink), left, 50.2)
    shown = {kind.chart for kind in tally.form.kinds if _charted(kind, tally)}
    rest = [kind for kind in tally.form.kinds if kind.chart not in shown]
    for index, kind in enumerate(rest):
        left, top = FIGURES + index % 3 * 18.7, 56.2 + index // 3 * 5.8
        given = [(total, part.unit) for part in kind.counts if (total := tally.totals[part.key]) is not None]
        words = "，".join(f"{total:,}{unit.removesuffix('观看')}" for total, unit in given) or "未填"
        stage.text(kind.chart, stage.style(500, 1.6, colours.muted), left, top)
        stage.text(words, stage.style(700, 2.0, colours.ink if given else colours.muted), left, top + 2.0)


def _fitted(text: str, size: float) -> float:
    """The size at which a numeral of any length keeps to its column."""
    return min(size, 7.0 * 9 / max(9, len(text)))


def _rows(tally: Tally) -> list[Row]:
    """(activity, sessions, people) in the form's order, views of broadcasts aside."""
    rows = [
        (kind.chart, tally.totals[kind.counts[0].key], tally.totals[kind.counts[1].key])
        for kind in tally.form.kinds
        if _charted(kind, tally)
    ]
    others = [(other.name, other.count, other.people) for other in tally.others]
    sums = [sum(given) if (given := [v for v in column if v is not None]) else None for column in _columns(others)]
    return [*rows, (tally.form.other.chart, sums[0], sums[1])]


def _columns(rows: Sequence[Row]) -> tuple[list[int | None], list[int | None]]:
    return [row[1] for row in rows], [row[2] for row in rows]


def _chart(stage: Stage, tally: Tally) -> None:
    """Two columns of bars that share their rows: sessions, people."""
    colours, rows = stage.look, _rows(tally)
    stage.text("各项活动", stage.style(900, 2.6, colours.ink), LEFT, CHART_TOP - 4.4)
    fills = colours.accent, mix(colours.accent, colours.paper, 0.55)
    for column, fill, left, title in zip(_columns(rows), fills, (SESSIONS, PEOPLE), ("场次", "参与人次"), strict=True):
        stage.text(title, stage.style(700, 2.0, colours.muted), left, CHART_TOP - 3.6)
        most = max(value or 0 for value in column) or 1
        for index, value in enumerate(column):
            _bar(stage, value, most, left, CHART_TOP + index * STEP, fill)
    for index, row in enumerate(rows):
        stage.text(row[0], stage.style(500, 1.95, colours.ink), LEFT, CHART_TOP + index * STEP + 0.3)
    stage.rect(LEFT, CHART_TOP - 0.9, RIGHT - LEFT, 0.12, colours.line)


def _bar(stage: Stage, value: int | None, most: int, left: float, top: float, fill: Colour) -> None:
    colours = stage.look
    if value is None:
        stage.text("未填", stage.style(500, 1.7, colours.muted), left, top + 0.4)
        return
    width = NUMERAL_ROOM * value / most
    if width:
        stage.rect(left, top, max(width, 0.25), BAR, fill, radius=0.3)
    stage.text(f"{value:,}", stage.style(700, 1.8, colours.ink), left + width + (0.8 if width else 0), top + 0.35)


def _foot(stage: Stage) -> None:
    """What the figures are made of, and what to bear in mind."""
    line = "据各单位上报的统计表逐项相加；“未填”表示没有单位填报。第4行的案例可能由多个单位重复上报。"
    stage.text(line, stage.style(500, 1.65, stage.look.muted), LEFT, 134.6)


def _charted(kind: Kind, tally: Tally) -> bool:
    """Whether a kind has sessions and people, so that it stands in the chart (views of broadcasts do not)."""
    return kind.rule == "sessions" and kind.counts[1].unit == tally.form.other.counts[1].unit
