"""The Mongolian slot beside a Chinese headline: a column on one side, or a line on banners. No text, no slot."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.compose.stage import Stage
from campaign.content.model import Bilingual
from campaign.errors import SourceError, Span
from campaign.typeset.mongolian import (
    across,
    balanced,
    columns,
    fitted,
    lacking,
    set_horizontal,
    set_vertical,
    width,
)

GUTTER = 2.0  # u between the column and the Chinese
SMALLEST, LARGEST = 2.1, 22.0  # u: of Mongolian; and no slogan's characters are larger either
LINE, LINE_FIRST, LEAST_LINE = 0.22, 0.42, 8.6  # of a banner slogan's height that the Mongolian line takes; u

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's width and its text's largest size, in u."""

    broad: float
    largest: float


# The art direction's column 86,21,8,46 beside a slogan in 6,21,78,46; wider where it comes first.
NARROW, WIDER = Column(8.0, 7.0), Column(12.0, 10.0)


def beside(stage: Stage, text: Bilingual | None, box: Box, span: Span, slot: Column | None = None) -> Box:
    """Set the text in a column at the box's right side (left when it comes first); returns what is left of the box.

    `slot`: the column, if not the usual one of its order. Raises SourceError for characters that the face lacks and
    for a text too long for the column.
    """
    x, y, w, h = box
    left, wide, at = apart(text, x, w, slot)
    column(stage, text, (at, y, h), span, slot)
    return left, y, wide, h


def apart(text: Bilingual | None, x: float, w: float, slot: Column | None = None) -> tuple[float, float, float]:
    """A width of u shared: left edge and width of what the Chinese keeps, and the column's left edge."""
    if text is None:
        return x, w, 0.0
    broad = (slot or _usual(text)).broad
    rest = w - broad - GUTTER
    return (x + broad + GUTTER, rest, x) if text.first else (x, rest, x + w - broad)


def _usual(text: Bilingual) -> Column:
    return WIDER if text.first else NARROW


def column_for(text: Bilingual, tall: float, broad: float) -> Column | None:
    """The column with the text as large as a height and at most a width allow, no wider than it needs."""
    size = fitted(text.text, LARGEST, tall, broad)
    return Column(across(len(columns(text.text, size, tall)), size), size) if size else None


def column(
    stage: Stage,
    text: Bilingual | None,
    place: tuple[float, float, float],
    span: Span,
    slot: Column | None = None,
) -> None:
    """Set the text in a column at (x, top, height): centred in its height, flush with the sheet's margin.

    Raises SourceError as `beside`.
    """
    if text is None:
        return
    _require(text, span)
    left, y, h = place
    slot = slot or _usual(text)
    size = fitted(text.text, slot.largest, h, slot.broad)
    least = max(SMALLEST, stage.least)
    if size < least:
        raise SourceError(_line(text, span), "蒙古文太长，放不进竖栏", f"缩短译文：字高不能小于 {least:.1f}u")
    used = min(balanced(text.text, size, h), width(text.text, size))
    if not text.first:
        left += slot.broad - across(len(columns(text.text, size, used)), size)
    stage.path(set_vertical(text.text, size, left, y + (h - used) / 2, used), stage.look.on)


def below(stage: Stage, text: Bilingual | None, box: Box, span: Span) -> Box:
    """Set the text as one line below the box's Chinese (above it and larger when it comes first); returns what is left.

    Raises SourceError as `beside`.
    """
    if text is None:
        return box
    _require(text, span)
    x, y, w, h = box
    tall = h * (LINE_FIRST if text.first else LINE)
    size = min(tall, w / width(text.text, 1.0))
    if size < LEAST_LINE:
        raise SourceError(_line(text, span), "蒙古文太长，放不进横幅的一行", f"缩短译文：字高不能小于 {LEAST_LINE:g}u")
    top = y if text.first else y + h - tall
    left = x + (w - width(text.text, size)) / 2
    stage.path(set_horizontal(text.text, size, left, top), stage.look.on)
    rest = h - tall * (1.2 if text.first else 1.4)
    return (x, y + h - rest if text.first else y, w, rest)


def _line(text: Bilingual, span: Span) -> Span:
    return text.span if text.span.path else span


def _require(text: Bilingual, span: Span) -> None:
    if missing := lacking(text.text):
        raise SourceError(_line(text, span), f"蒙古文字库里没有 U+{ord(missing[0]):04X}", "核对译文的编码")
