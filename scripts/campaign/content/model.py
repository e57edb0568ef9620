"""What the authors' pages say, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaign.content.facts import Facts
from campaign.errors import Span

LOOKS = ("red", "safety", "calm", "warn")
KINDS = ("poster", "card", "slide", "led", "banner")


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

    @property
    def url(self) -> str:
        """The page's address in the site, relative to its root."""
        return self.path.removeprefix("docs/").removesuffix(".md") + ".html"


@dataclass(frozen=True, slots=True)
class Topic:
    """A knowledge page as its card shows it."""

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
    span: Span


@dataclass(frozen=True, slots=True)
class Campaign:
    """Everything the authors wrote."""

    facts: Facts
    site_url: str
    slogans: tuple[Slogan, ...]
    topics: tuple[Topic, ...]
    home: Mapping[str, Any]
    pages: tuple[Page, ...]


def plain(marked: str) -> str:
    """A marked slogan without its marks."""
    return marked.replace("*", "").replace("|", "")
