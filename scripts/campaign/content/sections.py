"""A page's body as sections: headings, their prose, and their list entries, each with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.content.facts import fill
from campaign.content.model import Entry, Page, Section
from campaign.content.slogans import Attributes
from campaign.errors import Collector, SourceError, Span

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{:?([^{}]*)\})?\s*#*$")
_ITEM = re.compile(r"^(?:[-*+]|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)$")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*((?:[^{}\n]|\{\{[^{}]*\}\})+)\}\s*$")
_LEAD = re.compile(r"^(?:\*\*|__)(.+?)(?:\*\*|__)\s*[：:]?\s*(.*)$", re.DOTALL)
_FENCE = re.compile(r"^\s*(```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?")
_MARKS = re.compile(r"\[\^[^\]]+\]|<[^>\n]+>|\*\*|__|[*`]")


@dataclass(slots=True)
class _Open:
    """A section while its lines are read."""

    title: str
    level: int
    parent: str
    id: str
    span: Span
    paragraphs: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    gap: bool = True  # the next prose line starts a paragraph

    def closed(self) -> Section:
        prose, entries = tuple(self.paragraphs), tuple(self.entries)
        return Section(self.title, self.level, self.parent, self.id, prose, entries, self.span)


def plain_text(marked: str) -> str:
    """A line of Markdown as a reader sees it: links by their words, without emphasis marks, notes and tags."""
    return _MARKS.sub("", _LINK.sub(r"\1", marked)).strip()


def read_sections(page: Page, words: Mapping[str, str]) -> tuple[Section, ...]:
    """The page's sections in order, facts filled in. Tables, code and indented blocks are left to the site.

    Raises ContentErrors for facts that do not exist.
    """
    faults = Collector()
    found: list[_Open] = [_Open("", 1, "", "", Span(page.path, page.body_line))]
    fenced = False
    for number, raw in enumerate(page.body.split("\n"), page.body_line):
        if _FENCE.match(raw):
            fenced = not fenced
        elif not fenced:
            span = Span(page.path, number)
            try:
                _line(found, fill(raw, words, span), span)
            except SourceError as error:
                faults.add(error)
    faults.check()
    return tuple(part.closed() for part in found if part.title or part.paragraphs or part.entries)


def _line(found: list[_Open], line: str, span: Span) -> None:
    here = found[-1]
    if heading := _HEADING.match(line):
        level = len(heading[1])
        parent = next((part.title for part in reversed(found) if part.level < level), "")
        found.append(_Open(plain_text(heading[2]), level, parent, _id(heading[3]), span))
    elif item := _ITEM.match(line):
        here.entries.append(_entry(item, span))
        here.gap = True
    elif not line.strip() or line.startswith(("    ", "\t", "|", "!!!", "???", "--8<--", "<", "{", "*[", "[^", "---")):
        here.gap = True
    elif line.startswith((" ", "　")) and here.entries and not here.gap:
        here.gap = False
    else:
        _prose(here, plain_text(line))


def _prose(here: _Open, text: str) -> None:
    if here.gap or not here.paragraphs:
        here.paragraphs.append(text)
    else:
        here.paragraphs[-1] += text
    here.gap = False


def _id(attributes: str | None) -> str:
    match = re.search(r"#([^\s}]+)", attributes or "")
    return match[1] if match else ""


def _entry(item: re.Match[str], span: Span) -> Entry:
    text, values = item[3], dict[str, str]()
    if match := _ATTRIBUTES.search(text):
        try:
            values = Attributes(match[1], span).values
            text = text[: match.start()]
        except SourceError:  # braces that are not attributes stay as they are
            values = {}
    lead = _LEAD.match(text)
    head, rest = (lead[1], lead[2]) if lead else ("", text)
    pairs = tuple(sorted(values.items()))
    return Entry(plain_text(head).rstrip("：:"), plain_text(rest), pairs, bool(item[1]), item[2] is not None, span)
