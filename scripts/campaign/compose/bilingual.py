"""The Mongolian slot beside a Chinese headline: a column on one side, or a line on banners. No text, no slot."""

from __future__ import annotations

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

# u: the art direction's column 86,21,8,46 beside a slogan in 6,21,78,46; wider where it comes first
COLUMN, COLUMN_FIRST, GUTTER = 8.0, 12.0, 2.0
LARGEST, LARGEST_FIRST, LARGEST_MIRRORED, SMALLEST = 7.0, 10.0, 22.0, 2.1  # u
LINE, LINE_FIRST, LEAST_LINE = 0.22, 0.42, 8.6  # of a banner slogan's height that the Mongolian line takes; u

Box = tuple[float, float, float, float]


def beside(stage: Stage, text: Bilingual | None, box: Box, span: Span, broad: float | None = None) -> Box:
    """Set the text in a column at the box's right side (left when it comes first); returns what is left of the box.

    `broad`: the column's width in u, if not the usual one of its order. Raises SourceError for characters that the
    face lacks and for a text too long for the column.
    """
    x, y, w, h = box
    left, wide, at = apart(text, x, w, broad)
    column(stage, text, (at, y, h), span, broad)
    return left, y, wide, h


def apart(text: Bilingual | None, x: float, w: float, broad: float | None = None) -> tuple[float, float, float]:
    """A width of u shared: left edge and width of what the Chinese keeps, and the column's left edge."""
    if text is None:
        return x, w, 0.0
    broad = broad or _usual(text)
    rest = w - broad - GUTTER
    return (x + broad + GUTTER, rest, x) if text.first else (x, rest, x + w - broad)


def _usual(text: Bilingual) -> float:
    return COLUMN_FIRST if text.first else COLUMN


def column_size(text: Bilingual, tall: float, broad: float) -> tuple[float, float]:
    """u: the largest size at which the text fits a column of that height and width, and the width that it takes."""
    size = fitted(text.text, LARGEST_MIRRORED, tall, broad)
    if not size:
        return 0.0, broad
    return size, across(len(columns(text.text, size, min(balanced(text.text, size, tall), tall))), size)


def column(
    stage: Stage,
    text: Bilingual | None,
    place: tuple[float, float, float],
    span: Span,
    broad: float | None = None,
) -> None:
    """Set the text in a column at (x, top, height): centred in its height, flush with the sheet's margin.

    Raises SourceError as `beside`.
    """
    if text is None:
        return
    _require(text, span)
    left, y, h = place
    broad = broad or _usual(text)
    largest = LARGEST if broad == COLUMN else LARGEST_FIRST if broad == COLUMN_FIRST else LARGEST_MIRRORED
    size = fitted(text.text, largest, h, broad)
    least = max(SMALLEST, stage.least)
    if size < least:
        raise SourceError(_line(text, span), "蒙古文太长，放不进竖栏", f"缩短译文：字高不能小于 {least:.1f}u")
    used = min(balanced(text.text, size, h), width(text.text, size))
    if not text.first:
        left += broad - across(len(columns(text.text, size, used)), size)
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
