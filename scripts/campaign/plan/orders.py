"""The order sheet: what of a kit goes to a print shop. It lists other pieces, so it is made after them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from campaign.compose.order import OrderBrief, OrderRow, rows_a_page
from campaign.content.model import Campaign
from campaign.errors import Span
from campaign.formats import Format, PrintFormat, formats
from campaign.looks import look
from campaign.plan.kinds import FILE_TYPES, KINDS, Selection
from campaign.plan.pieces import Piece, Source

KIND, FORMAT, LOOK = "order", "a4", "red"
ORDERED = ("press", "pdf", "png")  # the file that a print shop should take, best first
WORDS = ("title", "organiser")


def wants_order(wanted: Selection) -> bool:
    """Whether there is an order sheet: in a full kit, when it is named, and with every choice of press files."""
    return KIND in wanted.kinds or "press" in wanted.types or not wanted.partial


def order_piece(campaign: Campaign, pieces: Sequence[Piece]) -> Piece | None:
    """The order sheet of these pieces, or None when none of them is printed by a shop."""
    rows = tuple(row for piece in pieces if (row := _row(piece)))
    if not rows:
        return None
    words = {name: campaign.facts.words[name] for name in WORDS}
    return Piece(
        kind=KIND,
        template=KIND,
        format=formats()[FORMAT],
        look=LOOK,
        title="印刷订单",
        stem="印刷订单-A4",
        span=Span("mkdocs.yml", 1),
        theme=True,
        types=("pdf",),
        inputs=(OrderBrief(rows, words),),
        layout=_sheets,
    )


def _row(piece: Piece) -> OrderRow | None:
    size = piece.format
    if not isinstance(size, PrintFormat) or KINDS[piece.kind].shape != "print":
        return None
    best = next((name for name in ORDERED if name in piece.types), None)
    if best is None:
        return None
    form = FILE_TYPES[best]
    other = f"（{look(piece.look).name}）" if piece.theme and piece.kind == "poster" else ""
    what = f"{piece.folder}　{piece.title}{other}"
    name = f"{piece.folder}/{piece.stem}{form.mark}.{form.extension}"
    return OrderRow(what, _size(size), size.material or _material(size), name)


def _size(size: PrintFormat) -> str:
    width, height = size.trim_mm
    return f"{width / 10:g}×{height / 10:g} cm"


def _material(size: Format) -> str:
    return "写真或喷绘" if isinstance(size, PrintFormat) and max(size.trim_mm) >= 1000 else "157克铜版纸"


def _sheets(piece: Piece) -> tuple[Source, ...]:
    stage_for = importlib.import_module("campaign.compose.stage").stage_for
    compose_order = importlib.import_module("campaign.compose.order").compose_order
    job: OrderBrief = piece.inputs[0]
    colours = look(piece.look)
    step = rows_a_page(stage_for(piece.format, colours).h)
    starts = range(0, len(job.rows), step)
    pages = len(starts)
    return tuple(
        compose_order(stage_for(piece.format, colours), job, start, (index + 1, pages))
        for index, start in enumerate(starts)
    )
