"""A page as an official document reads it: numbered headings, paragraphs, numbered items, tables.

Numbers follow GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）. They are given here, so both writers agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from campaign.content.attributes import heading, item_parts
from campaign.content.facts import fill
from campaign.content.lines import one_line, whole_lines
from campaign.content.model import Page
from campaign.content.sections import plain_text
from campaign.errors import Span

Kind = Literal["title", "subtitle", "level1", "level2", "body", "note"]
_DIGITS = "零一二三四五六七八九"
_ITEM = re.compile(r"( *)(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)")
_NUMBER = re.compile(r"^(?:\d+[.、．]|[一二三四五六七八九十百千零]+、|（[一二三四五六七八九十百千零\d]+）)\s*")
_ADMONITION = re.compile(r"^(?:!!!|\?\?\?\+?)\s+\w+(?:\s+\"([^\"]*)\")?")
_RULER = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$")
_SKIPPED = re.compile(r"^\s*(?:--8<--|<|\{|\[\^|\*\[)")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of one kind; its number, if it has one, is part of the text."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first one the head; a cell may have several lines."""

    rows: tuple[tuple[str, ...], ...]


Block = Text | Table


def chinese(number: int) -> str:
    """1 to 9999 in Chinese: 一, 十, 二十一, 一百零一, 一百一十; more in digits: no page has them."""
    if number > 9999:
        return str(number)
    pairs = zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
    text = "".join("零" if digit == "0" else _DIGITS[int(digit)] + place for digit, place in pairs)
    return re.sub("零+", "零", text).strip("零").removeprefix("一" if 10 <= number < 20 else "")


def read_document(page: Page, title: str, words: Mapping[str, str]) -> tuple[Block, ...]:
    """The page's blocks in order under a title, facts filled in."""
    reader = _Reader()
    for span, line in whole_lines(page):
        reader.take(fill(line, words, span), span)
    reader.end()
    return (Text("title", title), *reader.blocks)


class _Reader:
    """Reads line by line and counts the levels."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.counts = [0, 0, 0, 0]
        self.open: list[str] = []  # lines of the paragraph or item at hand
        self.rows: list[tuple[str, ...]] = []
        self.kind: Kind = "body"
        self.number = ""
        self.label = ""  # of a note

    def end(self) -> None:
        """After the last line."""
        self._end_table()
        self._end()

    def take(self, line: str, span: Span) -> None:
        """One line of Markdown, an item with all of its own."""
        if line.startswith("|"):
            self._row(line)
            return
        self._end_table()
        if head := heading(line):
            self._end()
            self._heading(head.level, _NUMBER.sub("", plain_text(head.text)))
        elif item := _ITEM.match(line):
            self._end()
            self._item(len(item[1]), item_parts(item[2], span)[0])
        elif admonition := _ADMONITION.match(line):
            self._end()
            self.kind = "note"
            self.label = f"{admonition[1]}：" if admonition[1] else ""
        elif not line.strip():
            self._end()
        elif not _SKIPPED.match(line):
            self.open.append(plain_text(line.strip()))

    def _heading(self, depth: int, text: str) -> None:
        level = 0 if depth <= 2 else 1
        self.counts[level] += 1
        self.counts[level + 1 :] = [0] * (3 - level)
        if level == 0:
            self.blocks.append(Text("level1", f"{chinese(self.counts[0])}、{text}"))
        else:
            self.blocks.append(Text("level2", f"（{chinese(self.counts[1])}）{text}"))

    def _item(self, indent: int, text: str) -> None:
        level = 3 if indent >= 2 else 2
        self.counts[level] += 1
        if level == 2:
            self.counts[3] = 0
        count = self.counts[level]
        self.number = f"（{count}）" if level == 3 else f"{count}."
        self.open = [plain_text(text)]

    def _end(self) -> None:
        if self.open:
            text = one_line(self.open)
            self.blocks.append(Text(self.kind, self.number + self.label + text))
            if not self.number:  # a paragraph of prose ends a list
                self.counts[2:] = [0, 0]
        self.open, self.number, self.label, self.kind = [], "", "", "body"

    def _row(self, line: str) -> None:
        self._end()
        if not _RULER.match(line):
            cells = line.strip().strip("|").split("|")
            self.rows.append(tuple(_cell(cell) for cell in cells))

    def _end_table(self) -> None:
        if self.rows:
            self.blocks.append(Table(tuple(self.rows)))
            self.rows = []


def _cell(text: str) -> str:
    return "\n".join(plain_text(part) for part in re.split(r"<br\s*/?>", text))
