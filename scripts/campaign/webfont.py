"""Fonts for pages: a vendored face cut down to the characters that a site's headings use, as WOFF2."""

from __future__ import annotations

import io

from fontTools import subset
from fontTools.ttLib import TTFont

from campaign.fonts import Subset, font_file


def write_woff2(wanted: Subset) -> bytes:
    """The subset's bytes; the font's own date is kept, so equal input gives equal output."""
    options = subset.Options(flavor="woff2", layout_features=["kern"], notdef_outline=True, name_IDs=[0, 1, 2, 13, 14])
    font = TTFont(font_file(wanted.face), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=wanted.chars)
    cutter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
