"""What the authors' pages say, as data."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from campaign.content.facts import Facts
from campaign.content.windows import Window
from campaign.content.yamlsource import Source
from campaign.errors import Span

AUDIENCES = {"企业": "enterprise", "农村": "village", "社区": "community", "学校": "school", "家庭": "family"}  # 五进
LOOKS = ("red", "safety", "calm", "warn")
KINDS = ("poster", "card", "slide", "led", "banner")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A Mongolian text beside a Chinese one, with the person who reviewed it; `first` puts it before the Chinese."""

    text: str
    reviewer: str
    first: bool
    span: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Slogan:
    """One slogan: `marked` keeps `*emphasis*`, phrase spaces and `|`; `slug` names its files."""

    marked: str
    slug: str
    group: str
    look: str
    kinds: tuple[str, ...]
    screen: bool
    theme: bool
    span: Span
    mongolian: Bilingual | None = None
    id: str = ""  # as its author gave it

    @property
    def anchor(self) -> str:
        """Its id on its page."""
        return self.id or anchor_of(self.plain)

    @property
    def plain(self) -> str:
        """The words as a reader sees them."""
        return plain(self.marked)


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file: its front matter, and the body with the line that it starts on."""

    path: str
    meta: Mapping[str, Any]
    body: str
    body_line: int
    lines: Mapping[str, int] = field(default_factory=dict)  # of the keys of the front matter
    source: Source | None = field(default=None, compare=False, repr=False)

    def span(self, *keys: str | int) -> Span:
        """The line of a key of the front matter."""
        return self.source.span(*keys) if self.source else Span(self.path, 1)

    @property
    def url(self) -> str:
        """The page's address in the site, relative to its root; signs that no address holds as %20 and the like."""
        return quote(published(self.path.removeprefix("docs/")))


@dataclass(frozen=True, slots=True)
class Entry:
    """A list item: `lead` is its bold opening, `text` the rest; `values` are `{key=提 picture=ext-1}` as pairs."""

    lead: str
    text: str
    values: tuple[tuple[str, str], ...]
    ordered: bool
    task: bool
    span: Span

    def value(self, name: str) -> str:
        """An attribute, or nothing."""
        return dict(self.values).get(name, "")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the prose and the list entries below it; `parent` is the heading that it belongs to."""

    title: str
    level: int
    parent: str
    id: str
    prose: tuple[str, ...]
    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Topic:
    """A page that drives pieces of its own (a knowledge page or a case): as its card shows it, and its sections."""

    slug: str
    url: str
    title: str
    subtitle: str
    summary: str
    category: str
    minutes: int
    illustration: str
    look: str
    order: int
    meta: Mapping[str, Any]
    sections: tuple[Section, ...]
    span: Span
    mongolian: Bilingual | None = None  # the title's

    def section(self, title: str) -> Section | None:
        """The section of that heading."""
        return next((section for section in self.sections if section.title == title), None)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a playlist. `kind`: slide (`value` names the slogan's line or the page that it shows), picture or
    video (`value` is a path below docs/ or in the kit, `file` the file of the author's), card or text."""

    kind: str
    value: str
    title: str
    seconds: float
    look: str
    window: Window
    span: Span
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Urgent:
    """A message that takes over the screen in its window."""

    text: str
    look: str
    window: Window
    span: Span


@dataclass(frozen=True, slots=True)
class Playlist:
    """What a screen plays: items in turn, the ticker's marked lines at characters a second, dimmed in `night` hours."""

    slug: str
    title: str
    subtitle: str
    items: tuple[Item, ...]
    ticker: tuple[str, ...]
    speed: float
    night: tuple[tuple[int, int], ...]
    urgent: Urgent | None
    order: int
    span: Span


@dataclass(frozen=True, slots=True)
class Campaign:
    """Everything the authors wrote."""

    facts: Facts
    site_url: str
    slogans: tuple[Slogan, ...]
    topics: tuple[Topic, ...]
    cases: tuple[Topic, ...]
    skills: Section | None  # the section {#skills} of any page: what roll-ups and boards list beside the slogan
    home: Mapping[str, Any]
    pages: tuple[Page, ...]
    icc: Path | None = None  # the printer's profile, for press files
    playlists: tuple[Playlist, ...] = ()


def published(name: str) -> str:
    """Where MkDocs puts a file of docs/, below the site; README.md becomes its folder's index."""
    folder, file = posixpath.split(name)
    stem, ending = posixpath.splitext(file)
    return posixpath.join(folder, ("index" if stem == "README" else stem) + ".html") if ending == ".md" else name


def anchor_of(words: str) -> str:
    """The id of a slogan on its page, unless its author gives one: it stays while the words stay.

    U+2060 is left out: a page puts it round the dash of 2—3.
    """
    return "s-" + hashlib.sha256(re.sub(r"[\s\u2060]", "", words).encode()).hexdigest()[:8]


def plain(marked: str) -> str:
    """A marked slogan without its marks."""
    return marked.replace("*", "").replace("|", "")
