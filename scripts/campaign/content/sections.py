"""A page's body as sections: headings, their prose, and their list entries, each with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.content.attributes import heading, item_parts
from campaign.content.facts import fill
from campaign.content.lines import one_line, whole_lines
from campaign.content.model import Entry, Page, Section
from campaign.errors import Collector, SourceError, Span

_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)")
# Deeper lists, tables, notes, tags: the page shows them, pieces do not.
_LEFT = ("    ", "\t", "|", "!!!", "???", "--8<--", "<", "{", "*[", "[^", "---")
_ASTRAY = re.compile(r"\{[^{}]*\b(?:key|picture)=")
_LEAD = re.compile(r"^(?:\*\*|__)(.+?)(?:\*\*|__)\s*[：:]?\s*(.*)$", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)(?:\{[^{}]*\})?")
_MARKS = re.compile(r"\[\^[^\[\]]+\]|<[^<>\n]+>|\*\*|__|[*`]")


@dataclass(slots=True)
class _Open:
    """A section while its lines are read."""

    title: str
    level: int
    parent: str
    id: str
    span: Span
    above: _Open | None = None  # the section that it belongs to
    paragraphs: list[list[str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    gap: bool = True  # the next prose line starts a paragraph

    def within(self, level: int) -> _Open | None:
        """The section that a heading of a level behind this one belongs to; at most six steps up."""
        part: _Open | None = self
        while part and part.level >= level:
            part = part.above
        return part

    def closed(self) -> Section:
        prose, entries = tuple(map(one_line, self.paragraphs)), tuple(self.entries)
        return Section(self.title, self.level, self.parent, self.id, prose, entries, self.span)


def plain_text(marked: str) -> str:
    """A line of Markdown as a reader sees it: links by their words, without emphasis marks, notes and tags."""
    return _MARKS.sub("", _LINK.sub(r"\1", marked)).strip()


def read_sections(page: Page, words: Mapping[str, str]) -> tuple[Section, ...]:
    """The page's sections in order, facts filled in. Tables, code and indented blocks are left to the site.

    Raises ContentErrors for facts that do not exist, and for a step's attributes where they have no effect.
    """
    faults = Collector()
    found: list[_Open] = [_Open("", 1, "", "", Span(page.path, page.body_line))]
    for span, line in whole_lines(page):
        try:
            _line(found, fill(line, words, span), span)
        except SourceError as error:
            faults.add(error)
    faults.check()
    return tuple(part.closed() for part in found if part.title or part.paragraphs or part.entries)


def _line(found: list[_Open], line: str, span: Span) -> None:
    here = found[-1]
    if head := heading(line):
        above = here.within(head.level)
        parent = above.title if above else ""
        found.append(_Open(plain_text(head.text), head.level, parent, _id(head.attributes), span, above))
    elif item := _ITEM.match(line):
        here.entries.append(_entry(item, span))
        here.gap = True
    elif not line.strip() or line.startswith(_LEFT):
        _check_astray(line, span)
        here.gap = True
    else:
        _prose(here, plain_text(line))


def _prose(here: _Open, text: str) -> None:
    if here.gap:
        here.paragraphs.append([])
    here.paragraphs[-1].append(text)
    here.gap = False


def _check_astray(text: str, span: Span) -> None:
    """A step's character or picture that no piece would show. Raises SourceError."""
    if _ASTRAY.search(text):
        raise SourceError(span, "步骤的 {key=… picture=…} 不在这一步的末尾", "移到这一步最后一个字后面，这一步不要缩进")


def _id(attributes: str) -> str:
    match = re.search(r"#([^\s}]+)", attributes)
    return match[1] if match else ""


def _entry(item: re.Match[str], span: Span) -> Entry:
    text, values = item_parts(item[3], span)
    _check_astray(text, span)
    lead = _LEAD.match(text)
    head, rest = (lead[1], lead[2]) if lead else ("", text)
    pairs = tuple(sorted(values.items()))
    return Entry(plain_text(head).rstrip("：:"), plain_text(rest), pairs, bool(item[1]), item[2] is not None, span)
