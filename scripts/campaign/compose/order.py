"""The order sheet for the print shop: one A4 page that lists what to print, with the quantity left to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.compose.roof import mark_tile
from campaign.compose.stage import Stage
from campaign.display import Sheet
from campaign.looks import mix

MARGIN, RIGHT = 6.0, 94.0  # u
FIRST, STEP = 37.0, 6.2  # u: the first row's top, from row to row
FOOT = 18.0  # u above the lower edge
# Columns in u: number, what, finished size, material, quantity.
COLUMNS = ((MARGIN, "序号"), (11.5, "品名与文件"), (54.0, "成品尺寸"), (67.5, "材料（建议）"), (85.5, "数量"))
NOTES = (
    "按文件的“实际大小”输出，不要缩放。文件名带“印刷”的是CMYK，含出血和裁切线；其余是RGB。",
    "材料是建议，可与印刷厂商定；大批量印刷之前先打一张样，核对颜色、文字和二维码。",
)
FIELDS = ("收货地址", "交货日期", "经手人")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One thing to print."""

    what: str
    size: str
    material: str
    file: str


@dataclass(frozen=True, slots=True)
class OrderBrief:
    """What an order sheet is made from; `words` are the campaign's facts that it prints."""

    rows: tuple[OrderRow, ...]
    words: Mapping[str, str]


def rows_a_page(height: float) -> int:
    """How many rows stand on a page of `height` u."""
    return int((height - FOOT - FIRST) / STEP)


def compose_order(stage: Stage, job: OrderBrief, first: int, page: tuple[int, int]) -> Sheet:
    """One page on an empty stage: its rows start at index `first`; `page` is its number and how many there are."""
    look = stage.look
    stage.rect(-stage.b, -stage.b, stage.w + 2 * stage.b, stage.h + 2 * stage.b, (255, 255, 255))
    _head(stage, job, page)
    stage.rect(MARGIN, FIRST - 5.6, RIGHT - MARGIN, 4.8, look.accent, radius=0.6)
    for x, name in COLUMNS:
        stage.text(name, stage.style(700, 2.2, look.on), x + 0.8, FIRST - 4.5)
    shown = job.rows[first : first + rows_a_page(stage.h)]
    for index, row in enumerate(shown):
        _row(stage, row, first + index + 1, FIRST + index * STEP)
    _foot(stage)
    return stage.sheet("印刷订单")


def _head(stage: Stage, job: OrderBrief, page: tuple[int, int]) -> None:
    look = stage.look
    mark_tile(stage, MARGIN, 6, 10)
    stage.text("印刷订单", stage.style(900, 5.2, look.ink, 0.08), 18.5, 6.2)
    stage.text(f"{job.words['title']}　{job.words['organiser']}", stage.style(500, 2.3, look.muted), 18.5, 13.1)
    if page[1] > 1:
        stage.text(f"第{page[0]}页，共{page[1]}页", stage.style(500, 2.1, look.muted), RIGHT, 8, "right")
    width = (RIGHT - MARGIN) / len(FIELDS)
    for index, name in enumerate(FIELDS):
        x = MARGIN + index * width
        used = stage.text(name, stage.style(500, 2.3, look.ink), x, 21.6)
        stage.rect(x + used + 1, 24.6, width - used - 4, 0.14, look.muted)


def _row(stage: Stage, row: OrderRow, number: int, top: float) -> None:
    look = stage.look
    ink, soft = look.ink, look.muted
    if number % 2 == 0:
        stage.rect(MARGIN, top - 0.5, RIGHT - MARGIN, STEP, mix(look.paper, (255, 255, 255), 0.5))
    stage.text(str(number), stage.style(500, 2.2, ink), COLUMNS[0][0] + 0.8, top + 0.6)
    room = COLUMNS[2][0] - COLUMNS[1][0] - 2
    stage.text(row.what, stage.shrunk(row.what, stage.style(700, 2.3, ink), room), COLUMNS[1][0] + 0.8, top + 0.2)
    name = stage.shrunk(row.file, stage.style(500, 1.75, soft), room)
    stage.text(row.file, name, COLUMNS[1][0] + 0.8, top + 3.1)
    for (x, _), (following, _), text in (
        (COLUMNS[2], COLUMNS[3], row.size),
        (COLUMNS[3], COLUMNS[4], row.material),
    ):
        style = stage.shrunk(text, stage.style(500, 2.1, ink), following - x - 2)
        stage.text(text, style, x + 0.8, top + 1.4)
    stage.rect(COLUMNS[4][0] + 0.8, top + 0.1, RIGHT - COLUMNS[4][0] - 1.4, STEP - 1.2, look.muted, radius=0.5)
    stage.rect(COLUMNS[4][0] + 0.95, top + 0.25, RIGHT - COLUMNS[4][0] - 1.7, STEP - 1.5, (255, 255, 255), radius=0.4)


def _foot(stage: Stage) -> None:
    look = stage.look
    top = stage.h - FOOT + 3
    stage.rect(MARGIN, top, RIGHT - MARGIN, 0.2, look.accent)
    for index, note in enumerate(NOTES):
        stage.text(note, stage.style(500, 1.9, look.muted), MARGIN, top + 1.8 + 3 * index)
