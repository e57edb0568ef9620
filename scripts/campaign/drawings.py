"""Illustrations and icons as inline SVG for pages."""

from __future__ import annotations

import functools
import re

from markupsafe import Markup

from campaign.project import ASSETS

_ROOT = re.compile(r"<svg\b")


def illustration(name: str) -> Markup:
    """A drawing of assets/illustrations, without a label: the words stand beside it."""
    return _inline("illustrations", name)


def icon(name: str) -> Markup:
    """A glyph of assets/icons."""
    return _inline("icons", name)


@functools.cache
def _inline(folder: str, name: str) -> Markup:
    path = ASSETS / folder / f"{name}.svg"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        return Markup()
    text = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return Markup(_ROOT.sub('<svg aria-hidden="true" focusable="false"', text.strip(), count=1))
