"""A page's body line by line, as Markdown reads it: without code and comments, an item with all its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from campaign.content.fences import masked, without_comments
from campaign.content.model import Page
from campaign.errors import Span

HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026"
_CHINESE = re.compile(rf"[{HAN}]{{2}}")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])\s+\S")
# What starts anew even straight below an item; anything else is its next line, indented or not.
_APART = re.compile(r"#|!!!|\?\?\?|--8<--|\*?\[[^\]]*\]:")
_TARGET = re.compile(r"\]\([^()]*\)\Z")
_MARKS = "*_`|["  # what may stand between a line's end and the character that a reader sees there


def is_rule(line: str) -> bool:
    """Whether a line is a ruler: `---`, `* * *`."""
    marks = "".join(line.split())
    return len(marks) >= 3 and marks[0] in "-*_" and not marks.strip(marks[0])


def one_line(lines: Sequence[str]) -> str:
    """Lines of a paragraph as the site shows them: no blank where a line ends between two Chinese characters."""
    parts = [lines[0].rstrip(), *(line.strip() for line in lines[1:])]
    gaps = ["" if _CHINESE.fullmatch(_last(above) + _first(below)) else " " for above, below in pairwise(parts)]
    return "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True))


def _last(line: str) -> str:
    return _TARGET.sub("", line).rstrip(_MARKS)[-1:]


def _first(line: str) -> str:
    return line.lstrip(_MARKS)[:1]


def whole_lines(page: Page) -> Iterator[tuple[Span, str]]:
    """Every line with its place, blank where there is code or a comment; an item's further lines are its own."""
    lines = without_comments(masked(page.body)).split("\n")
    start, is_item = 0, _is_item(lines[0])
    for end in range(1, len(lines) + 1):
        if end < len(lines) and is_item and _runs_on(lines[end]):
            continue
        yield Span(page.path, page.body_line + start), one_line(lines[start:end])
        if end < len(lines):
            start, is_item = end, _is_item(lines[end])


def _is_item(line: str) -> bool:
    return bool(_ITEM.match(line)) and not is_rule(line)


def _runs_on(line: str) -> bool:
    return bool(line.strip()) and not (is_rule(line) or _ITEM.match(line) or _APART.match(line))
