"""The Mongolian slot beside a Chinese headline: a column on one side, or a line on banners. No text, no slot."""

from __future__ import annotations

from collections.abc import Callable
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
GUTTER_FIRST = 0.45  # and in type sizes of large Mongolian, as between its own columns
SMALLEST, LARGEST = 2.1, 22.0  # u: of Mongolian; and no slogan's characters are larger either
LEAST = 3.6  # u: of a title beside Mongolian that comes first
SECOND = 0.9  # the Chinese's largest size, of the Mongolian's that comes first
SHARES = range(15, 65, 5)  # per cent of a headline's width, tried for the column that comes first
LINE, LINE_FIRST, LEAST_LINE = 0.22, 0.5, 8.6  # of a banner slogan's height that the Mongolian line takes; u

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's width and its text's largest size, in u."""

    broad: float
    largest: float


# The art direction's column 86,21,8,46 beside a slogan in 6,21,78,46; wider where it comes first.
NARROW, WIDER = Column(8.0, 7.0), Column(12.0, 10.0)


@dataclass(frozen=True, slots=True)
class Parting:
    """A headline's width shared: left edge and width of the Chinese and the column's left edge, in u.

    `slot`: the column, if not the usual one of its order; `most`: the Chinese's largest size, u.
    """

    left: float
    wide: float
    at: float
    slot: Column | None = None
    most: float = LARGEST


def apart(text: Bilingual | None, x: float, w: float, slot: Column | None = None, most: float = LARGEST) -> Parting:
    """A width of u shared with a column, the usual one of its order if none is given."""
    if text is None:
        return Parting(x, w, 0.0)
    broad = (slot or _usual(text)).broad
    gutter = max(GUTTER, GUTTER_FIRST * slot.largest) if slot and text.first else GUTTER
    rest = w - broad - gutter
    first = (x + broad + gutter, rest, x) if text.first else (x, rest, x + w - broad)
    return Parting(*first, slot, most)


def parted(
    text: Bilingual | None,
    span: Span,
    place: tuple[float, float, float],
    size: Callable[[float, float], float],
    least: float = LEAST,
) -> Parting:
    """A headline's width at (x, width, height of the column) shared; Mongolian that comes first is the larger one, and
    both are as large as they can be.

    `size`: the Chinese's size in a width and with a largest size, u. Raises SourceError where Mongolian that comes
    first is so long that the Chinese would be smaller than `least`.
    """
    x, w, h = place
    if text is None or not text.first:
        return apart(text, x, w)
    slots = [slot for share in SHARES if (slot := column_for(text, h, w * share / 100))]
    tries = [apart(text, x, w, slot, min(LARGEST, SECOND * slot.largest)) for slot in slots]
    best = max(tries, key=lambda parting: size(parting.wide, parting.most), default=None)
    if not best or size(best.wide, best.most) < least:
        raise too_long(text, span, "缩短译文，或在 mkdocs.yml 里设 bilingual: zh-first")
    return best


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

    Raises SourceError for characters that the face lacks and for a text too long for the column.
    """
    if text is None:
        return
    _require(text, span)
    left, y, h = place
    slot = slot or _usual(text)
    size = fitted(text.text, slot.largest, h, slot.broad)
    least = max(SMALLEST, stage.least)
    if size < least:
        raise too_long(text, span, f"缩短译文：字高不能小于 {least:.1f}u")
    used = min(balanced(text.text, size, h), width(text.text, size))
    if not text.first:
        left += slot.broad - across(len(columns(text.text, size, used)), size)
    stage.path(set_vertical(text.text, size, left, y + (h - used) / 2, used), stage.look.on)


def below(stage: Stage, text: Bilingual | None, box: Box, span: Span) -> Box:
    """Set the text as one line below the box's Chinese (above it and larger when it comes first); returns what is left.

    Raises SourceError as `column`.
    """
    if text is None:
        return box
    _require(text, span)
    x, y, w, h = box
    tall = h * (LINE_FIRST if text.first else LINE)
    size = min(tall, w / width(text.text, 1.0))
    if size < LEAST_LINE:
        raise SourceError(_line(text, span), "蒙古文太长，放不进横幅的一行", f"缩短译文：字高不能小于 {LEAST_LINE:g}u")
    left = x + (w - width(text.text, size)) / 2
    rest = min(h - 1.2 * tall, SECOND * size) if text.first else h - 1.4 * tall
    top = y + (h - 1.2 * size - rest) / 2 if text.first else y + h - tall
    stage.path(set_horizontal(text.text, size, left, top), stage.look.on)
    return (x, top + 1.2 * size if text.first else y, w, rest)


def too_long(text: Bilingual, span: Span, hint: str) -> SourceError:
    """The error for a text that its column cannot carry."""
    return SourceError(_line(text, span), "蒙古文太长，放不进竖栏", hint)


def _line(text: Bilingual, span: Span) -> Span:
    return text.span if text.span.path else span


def _require(text: Bilingual, span: Span) -> None:
    if missing := lacking(text.text):
        raise SourceError(_line(text, span), f"蒙古文字库里没有 U+{ord(missing[0]):04X}", "核对译文的编码")
