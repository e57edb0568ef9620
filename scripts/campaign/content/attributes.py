"""Headings, and what stands in braces behind a text: `## 组名 {#id .slogans}`, `- 标语 {.screen look=red}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.errors import SourceError, Span

_ATTRIBUTE = re.compile(r"""([#.][^\s"'=]+)|([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|(\S+)""")
_HEADING = re.compile(r"(#{1,6})(.*)")
# Every brace ends the search that began before it, so that a line is read once; facts {{ … }} may stand inside.
_BRACES = re.compile(r"\{:?((?:[^{}]++|\{\{[^{}]*+\}\})++)\}\Z")


class Attributes:
    """`{#id .class key=value}` taken apart."""

    def __init__(self, text: str, span: Span) -> None:
        self.id, self.classes, self.values = "", set[str](), dict[str, str]()
        for match in _ATTRIBUTE.finditer(text):
            mark, key, *quoted, junk = match.groups()
            if junk:
                raise SourceError(span, f"属性看不懂：{junk}", "写成 {#编号 .screen look=red}，用半角符号")
            if key:
                self.values[key] = next(value for value in quoted if value is not None)
            elif mark.startswith("#"):
                self.id = mark[1:]
            else:
                self.classes.add(mark[1:])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's level, words, and what its braces hold."""

    level: int
    text: str
    attributes: str


def parted(text: str) -> tuple[str, str]:
    """A text and what the braces at its end hold, nothing without them."""
    text = text.rstrip()
    match = _BRACES.search(text)
    return (text[: match.start()].rstrip(), match[1].strip()) if match else (text, "")


def item_parts(text: str, span: Span) -> tuple[str, dict[str, str]]:
    """An item's words and the values at its end; braces that are not attributes stay in the words."""
    words, braces = parted(text)
    try:
        return words, Attributes(braces, span).values
    except SourceError:
        return text, {}


def heading(line: str) -> Heading | None:
    """The heading that Markdown sees in a line, with or without a blank behind its marks."""
    match = _HEADING.match(line)
    return Heading(len(match[1]), *parted(match[2].strip().rstrip("#"))) if match else None
