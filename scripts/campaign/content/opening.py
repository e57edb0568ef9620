"""Where a page's front matter ends, as MkDocs reads it, which takes more for such than an author means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs.utils.meta import META_RE

from campaign.errors import SourceError, Span

_MARK = re.compile(r"-{3}[ \t]*")  # as MkDocs reads it
_END = re.compile(r"(?:-{3}|\.{3})[ \t]*")
_KEY = re.compile(r"\s*[\w-]+:(?:\s|$)")


def front_matter_end(lines: Sequence[str], name: str) -> int:
    """The index of the line that ends the front matter; 0 for a page without. Raises SourceError."""
    if not _MARK.fullmatch(lines[0]):
        _check_text(lines, name)
        return 0
    end = next((i for i, line in enumerate(lines[1:], 1) if _END.fullmatch(line)), 0)
    if not end:
        raise SourceError(Span(name, 1), "页首信息没有结束", "在最后一项之后另起一行写 ---")
    if end == 1:  # MkDocs would go on to the next such line, over all text between
        raise empty(name)
    if end == len(lines) - 1:  # MkDocs would take it for text
        raise SourceError(Span(name, end + 1), "结束页首信息的 --- 后面没有换行", "在 --- 后按一次回车")
    return end


def empty(name: str) -> SourceError:
    """Front matter without a key, which MkDocs does not take for such."""
    return SourceError(Span(name, 1), "页首信息是空的", "删去开头的两行 ---，或在它们之间写 title: …")


def _check_text(lines: Sequence[str], name: str) -> None:
    """A page without front matter begins with nothing that MkDocs, or its author, takes for some."""
    if META_RE.match(lines[0]):
        hint = "前面加一个空行，或写进两行 --- 之间"
        raise SourceError(Span(name, 1), "这一行会被当成页首信息而不显示", hint)
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].strip() == "---" and _KEY.match("".join(lines[first + 1 : first + 2])):
        hint = "--- 写在第一行的最前面；要画横线，在它下面空一行"
        raise SourceError(Span(name, first + 1), "页首信息前不能有空行或空格", hint)
