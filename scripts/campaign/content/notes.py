"""Footnotes without a place that refers to them, which MkDocs tells without a line, and numbers without a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.content.fences import masked, without_comments
from campaign.content.model import Page
from campaign.errors import SourceError, Span

_NOTE = re.compile(r"(\n(?:[ \t]|>)*+)?(\\?)\[\^([^\[\]]*)\]([:：]?)")  # a mark; a colon behind one that begins a line
_NUMBER = re.compile(r"\d{1,3}")


def loose_notes(page: Page) -> Iterator[SourceError]:
    """One error a footnote that nobody refers to, and one a number in the text that is no footnote's."""
    text = "\n" + without_comments(masked(page.body))
    notes, places = dict[str, int](), dict[str, int]()
    for match in _NOTE.finditer(text):
        if match[2]:
            continue
        if match[4]:
            notes.setdefault(match[3], match.start(3))
        if not match[4] or match[1] is None:  # within a line it may be either
            places.setdefault(match[3], match.start(3))
    for name in notes.keys() ^ places.keys():
        at = notes.get(name, places.get(name, 0))
        span = Span(page.path, page.body_line + text.count("\n", 1, at))
        if name in notes:
            yield SourceError(span, f"脚注 [^{name[:40]}] 没有被引用", f"在正文里写上 [^{name[:40]}]，或删去这条脚注")
        elif _NUMBER.fullmatch(name):
            yield SourceError(span, f"脚注 [^{name}] 没有内容", f"另起一段写 [^{name}]: 内容")
