"""What drawings (SVG) of a site run, load or tell of those who drew them: browsers open one like a page."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.errors import SourceError, Span
from campaign.publishing.html import may_be_outside, read_html
from campaign.publishing.properties import named, properties
from campaign.publishing.readings import decoded
from campaign.publishing.searched import Searched

_HINT = "用绘图软件另存为纯 SVG，或用文本编辑器删掉这一段"


def drawing_faults(file: Searched, data: bytes) -> Iterator[SourceError]:
    """All that a drawing must not hold, but for the numbers in it."""
    found = read_html(data)
    for line in found.scripts:
        yield SourceError(Span(file.name, line), "图里有脚本", _HINT)
    for what, line in (*found.handlers, *found.scripted):
        yield SourceError(Span(file.name, line), f"图里有会运行的 {what[:40]}", _HINT)
    for use in found.uses:
        if use.loaded and may_be_outside(use.address):
            yield SourceError(
                Span(file.name, use.line), f"图从别的网站加载：{use.address[:80]}", "把文件放进本站，用相对地址"
            )
    text = decoded(data)
    yield from properties(file, "", text, named(text))
