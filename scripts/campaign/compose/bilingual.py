"""The Mongolian slot beside a Chinese headline: a column on one side, or a line on banners. No text, no slot."""

from __future__ import annotations

from campaign.compose.stage import Stage
from campaign.content.model import Bilingual
from campaign.errors import SourceError, Span
from campaign.typeset.mongolian import balanced, fitted, lacking, set_horizontal, set_vertical, width

COLUMN, GUTTER = 8.0, 2.0  # u: the art direction's column 86,21,8,46 beside a slogan in 6,21,78,46
LARGEST, SMALLEST = 7.0, 2.1  # u
LINE = 0.22  # of a banner slogan's height that the Mongolian line takes

Box = tuple[float, float, float, float]


def beside(stage: Stage, text: Bilingual | None, box: Box, span: Span) -> Box:
    """Set the text in a column at the box's right side (left when it comes first); returns what is left of the box.

    Raises SourceError for characters that the face lacks and for a text too long for the column.
    """
    if text is None:
        return box
    _require(text, span)
    x, y, w, h = box
    size = fitted(text.text, LARGEST, h, COLUMN)
    if size < SMALLEST:
        raise SourceError(span, "蒙古文太长，放不进竖栏", f"缩短译文：字高不能小于 {SMALLEST:g}u")
    left = x if text.first else x + w - COLUMN
    used = min(balanced(text.text, size, h), width(text.text, size))
    stage.path(set_vertical(text.text, size, left, y + (h - used) / 2, used), stage.look.on)
    return (x + COLUMN + GUTTER if text.first else x, y, w - COLUMN - GUTTER, h)


def below(stage: Stage, text: Bilingual | None, box: Box, span: Span) -> Box:
    """Set the text as one line below the box's Chinese (above it when it comes first); returns what is left."""
    if text is None:
        return box
    _require(text, span)
    x, y, w, h = box
    tall = h * LINE
    size = min(tall, w / width(text.text, 1.0))
    top = y if text.first else y + h - tall
    left = x + (w - width(text.text, size)) / 2
    stage.path(set_horizontal(text.text, size, left, top), stage.look.on)
    rest = h - tall * 1.4
    return (x, y + h - rest if text.first else y, w, rest)


def _require(text: Bilingual, span: Span) -> None:
    if missing := lacking(text.text):
        raise SourceError(span, f"蒙古文字库里没有 U+{ord(missing[0]):04X}", "核对译文的编码")
