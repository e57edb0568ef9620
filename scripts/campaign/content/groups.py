"""Groups of slogans: the items below a heading of class `slogans`; whatever looks like one and is none is told."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.content.attributes import Attributes, heading, parted
from campaign.content.lines import is_rule, whole_lines
from campaign.content.model import Page
from campaign.errors import Collector, SourceError, Span

_ITEM = re.compile(r"[ ]{0,3}[-*+]\s+(?:(\[[ xX]\])\s+)?(.*)")
_BESIDE = re.compile(r"!!!|\?\?\?|\[\^")  # what belongs to it is indented and no slogan
_INDENTED = re.compile(r"[ ]{0,3}\t|[ ]{4}")
_CLASS = re.compile(r"\{[^{}]*\.slogans\b")
_LIKE = r"(?:[-*+]\s|[-+](?=\w)|\*(?=\w)[^*]*$|[•●▪◆·‧・○■□★☆－﹣−–]|—\s|<(?:li|ul|ol)\b)"
# How an item may look that is none, and what to do about it.
_NEARLY = (
    (re.compile(rf"[ ]*>[>\s]*(?:{_LIKE}|\d+\.\s)"), "引用里的标语不会做成素材", "删去行首的 >，每条以“- ”开头"),
    (re.compile(r"\s*(?:\d{1,3}(?:[.)]\s|[、．）])|[（(]\d{1,3}[）)]|[①-⑳])"), "标语不编号", "每条以“- ”开头"),
    (re.compile(rf"\s*(?:{_LIKE}|[-*+]$)"), "这一行像标语，但不会做成素材", "行首用半角 - 加一个半角空格，后面写标语"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A slogan as it is written: the attributes of its group, its own words with their marks, its own attributes."""

    group: Attributes
    text: str
    attributes: Attributes
    span: Span


def written(page: Page, faults: Collector) -> Iterator[Written]:
    """Every slogan of a page in order; faults are gathered."""
    group: Attributes | None = None
    beside = False
    for span, line in whole_lines(page):
        try:
            if found := heading(line):
                group = _group(group, found.level, Attributes(found.attributes, span))
            elif _CLASS.search(line) and "`" not in line:
                raise SourceError(span, "标语组的标题没有写对", "单独一行写成 ## 组名 {#编号 .slogans}")
            elif group and line.strip() and not is_rule(line):
                indented = _INDENTED.match(line)
                beside = bool(_BESIDE.match(line) or (beside and indented))
                if not beside and (item := _item(line, span)):
                    yield Written(group, item[0], Attributes(item[1], span), span)
        except SourceError as error:
            faults.add(error)


def _group(group: Attributes | None, level: int, attributes: Attributes) -> Attributes | None:
    """The group below a heading: its own, that above a smaller heading, or none."""
    if "slogans" in attributes.classes:
        return attributes
    return group if level > 2 else None


def _item(line: str, span: Span) -> tuple[str, str] | None:
    """An item's words and attributes, None for prose. Raises SourceError for what only looks like an item."""
    if _INDENTED.match(line):
        raise SourceError(span, "标语组里缩进的内容不会做成素材", "删去行首的空格，每条以“- ”开头")
    if (match := _ITEM.match(line)) and match[2]:
        if match[1]:
            raise SourceError(span, "标语前不用任务框", f"删去 {match[1]}")
        return parted(match[2])
    for pattern, message, hint in _NEARLY:
        if pattern.match(line):
            raise SourceError(span, message, hint)
    return None


def headings(page: Page) -> Iterator[tuple[Span, str, str]]:
    """Every group's heading: its place, words and id; one whose attributes are wrong is told where slogans are read."""
    for span, line in whole_lines(page):
        found = heading(line)
        with contextlib.suppress(SourceError):
            attributes = Attributes(found.attributes if found else "", span)
            if found and "slogans" in attributes.classes:
                yield span, found.text, attributes.id
