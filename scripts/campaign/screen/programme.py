"""Playlists to what the player plays: every item with its files for each shape of screen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from campaign.calendar import month
from campaign.content.facts import Facts
from campaign.content.model import Campaign, Item, Playlist
from campaign.content.playlists import CARDS, DEFAULT_SPEED, SECONDS, slogan_groups
from campaign.content.windows import Window
from campaign.errors import SourceError, Span
from campaign.kit import Artefact, Plan, Result
from campaign.looks import look
from campaign.typeset.phrases import fit, parse

PICTURES = frozenset({"png", "jpg"})
SHAPES = ("landscape", "portrait", "strip")
STRIP = 4  # width over height from which a screen is a strip
BOXES = {"landscape": (83.0, 38.0), "portrait": (86.0, 46.0)}  # u: where a card's headline stands
LARGEST = 22  # u
GAP = "\u2002"  # between phrases on one line: half an em
NO_LIMIT = Window()

Runs = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Media:
    """A file that the player loads: its address from screen/, its digest, and the author's file if it is one."""

    address: str
    sha256: str
    file: Path | None = None


@dataclass(slots=True)
class Entry:
    """One thing to play: its files by shape, the look behind them, and the words for shapes without a file."""

    item: Item
    look: str
    files: dict[str, Media] = field(default_factory=dict)
    marked: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A playlist with its entries."""

    playlist: Playlist
    entries: tuple[Entry, ...]


def programmes(campaign: Campaign, plan: Plan, results: Mapping[str, Result]) -> list[Programme]:
    """Every playlist, or one of all slogans where the authors wrote none. Raises SourceError for a missing file."""
    shelf = _Shelf(campaign, plan, results)
    return [
        Programme(playlist, tuple(entry for item in playlist.items for entry in shelf.entries(item)))
        for playlist in campaign.playlists or (_everything(campaign),)
    ]


def _everything(campaign: Campaign) -> Playlist:
    span = Span("docs/slogans.md")
    cards = [Item("card", name, CARDS[name], SECONDS, "red", NO_LIMIT, span) for name in ("countdown", "clock")]
    slides = [
        Item("slide", str(slogan.span), slogan.plain, SECONDS, slogan.look, NO_LIMIT, slogan.span)
        for slogan in campaign.slogans
        if "slide" in slogan.kinds
    ]
    return Playlist(
        slug="all",
        title="全部标语",
        subtitle="",
        items=(cards[0], *slides, cards[1]),
        ticker=tuple(slogan.marked for slogan in campaign.slogans if slogan.screen),
        speed=DEFAULT_SPEED,
        night=(),
        urgent=None,
        order=0,
        span=span,
    )


def shape_of(width: float, height: float) -> str:
    """landscape, portrait or strip."""
    return "strip" if width / height >= STRIP else "landscape" if width >= height else "portrait"


class _Shelf:
    """The kit's slides by what they show, and its files by their place.

    Where no upright slide is made, a page's phone cards stand in for it; a slogan is drawn by the player itself.
    """

    def __init__(self, campaign: Campaign, plan: Plan, results: Mapping[str, Result]) -> None:
        self._results = results
        self._marked = {str(slogan.span): slogan.marked for slogan in campaign.slogans}
        self._slides: dict[str, dict[str, list[Artefact]]] = defaultdict(lambda: defaultdict(list))
        self._cards: dict[str, list[Artefact]] = defaultdict(list)
        self._by_path = {artefact.path: artefact for artefact in plan.artefacts}
        for artefact in plan.artefacts:
            piece = artefact.piece
            shape = shape_of(*piece.format.size)
            for name in {str(piece.span), piece.span.path} if artefact.type in PICTURES else ():
                if piece.kind == "slide":
                    self._slides[name][shape].append(artefact)
                if piece.kind == "card" and shape == "portrait":
                    self._cards[name].append(artefact)

    def entries(self, item: Item) -> list[Entry]:
        """What an item stands for: a slide may have several pages; one of a page without slides has none."""
        if item.kind == "slide":
            return self._pages(item)
        if item.kind in {"picture", "video"}:
            media = self._media(item)
            return [Entry(item, item.look, dict.fromkeys(SHAPES[:2], media))]
        return [Entry(item, item.look)]

    def _pages(self, item: Item) -> list[Entry]:
        found = self._slides.get(item.value, {})
        count = max((len(pages) for pages in found.values()), default=0)
        look_name = next((pages[0].piece.look for pages in found.values()), item.look)
        marked = self._marked.get(item.value, "")
        cards = self._cards.get(item.value, [])
        if not marked and "portrait" not in found and len(cards) == count:
            found = {**found, "portrait": cards}
        return [
            Entry(item, look_name, {shape: self._kit(p[index]) for shape, p in found.items() if index < len(p)}, marked)
            for index in range(count)
        ]

    def _kit(self, artefact: Artefact) -> Media:
        return Media(f"../kit/{quote(artefact.path)}", self._results[artefact.key][0])

    def _media(self, item: Item) -> Media:
        if item.file:
            return Media(f"../{quote(item.value)}", hashlib.sha256(item.file.read_bytes()).hexdigest(), item.file)
        artefact = self._by_path.get(item.value.removeprefix("kit/"))
        if artefact is None:
            hint = "照 build/kit 里的文件夹和文件名写；默认不生成的素材不能编入"
            raise SourceError(item.span, f"素材里没有这个文件：{item.value}", hint)
        return self._kit(artefact)


def runs(marked: str) -> Runs:
    """A marked line as (text, emphasised) runs; phrases half an em apart."""
    result: Runs = []
    for index, phrase in enumerate(parse(marked)):
        if index and not phrase.tied:
            result.append((GAP, False))
        result += _merged(phrase.text, phrase.hi)
    return result


def _merged(text: str, emphasis: Sequence[bool]) -> Runs:
    pieces: Runs = []
    for char, hi in zip(text, emphasis, strict=True):
        if pieces and pieces[-1][1] == hi:
            pieces[-1] = (pieces[-1][0] + char, hi)
        else:
            pieces.append((char, hi))
    return pieces


def headline(marked: str, look_name: str) -> dict[str, Any]:
    """A card's headline for both shapes: size in u and lines of runs, broken as on the posters."""
    result = {}
    for shape, (width, height) in BOXES.items():
        chosen = fit(parse(marked), look(look_name).headline, width, height, largest=LARGEST)
        lines = []
        for line in chosen.lines:
            pieces: Runs = []
            for index, phrase in enumerate(line):
                pieces += [(GAP, False)] if index and not phrase.tied else []
                pieces += _merged(phrase.text, phrase.hi)
            lines.append(pieces)
        result[shape] = {"size": chosen.size, "lines": lines}
    return result


def window(limits: Window) -> dict[str, Any] | None:
    """A window as the player reads it: only what it limits."""
    rows = {"first": limits.first, "last": limits.last, "days": limits.days, "hours": limits.hours}
    return {key: value for key, value in rows.items() if value} or None


def campaign_row(facts: Facts) -> dict[str, Any]:
    """The facts that cards and strips show."""
    words = facts.words
    return {
        "talk": facts.date("consultation.date").isoformat(),
        "end": facts.date("end").isoformat(),
        "talkDot": words["consultation.dot"],
        "talkName": words["consultation.name"],
        "talkDay": f"{words['consultation.date']} {words['consultation.weekday']}",
        "name": words["name"],
        "period": words["period_full"],
        "organiser": words["organiser"],
        "headline": headline(words["theme_marked"], "red"),
        "themeRuns": runs(words["theme_marked"]),
    }


def events(facts: Facts) -> dict[str, Any]:
    """The campaign's public days by ISO date, as the "today" card shows them; deadlines are for offices alone."""
    rows = {}
    public = {facts.date("start"), facts.date("consultation.date")}
    for row in month(facts)["events"]:
        day = dt.date(facts.year, *(int(part) for part in row["dot"].split("·")))
        if day not in public:
            continue
        rows[day.isoformat()] = {"headline": headline(row["title"], "red"), "line": row["text"], "look": "red"}
    return rows


def topics(campaign: Campaign) -> list[dict[str, Any]]:
    """The lessons that the "today" card picks from."""
    return [
        {"headline": headline(topic.title, topic.look), "line": topic.subtitle or topic.summary, "look": topic.look}
        for topic in campaign.topics
    ]


def groups(campaign: Campaign) -> list[dict[str, Any]]:
    """Slogan groups by heading and id, which `?ticker=` may name."""
    titles: dict[str, str] = {}
    for name, group in slogan_groups(campaign.pages, campaign.facts).items():
        titles[group] = name if name != group else titles.get(group, name)
    return [
        {"id": group, "title": title, "lines": [runs(s.marked) for s in campaign.slogans if s.group == group]}
        for group, title in titles.items()
    ]


def playlist_row(programme: Programme, address: Callable[[Media], str]) -> dict[str, Any]:
    """A playlist as the player reads it; `address` says where a file lies."""
    playlist = programme.playlist
    rows = []
    for number, entry in enumerate(programme.entries, 1):
        item = entry.item
        row: dict[str, Any] = {"id": f"{playlist.slug}-{number}", "kind": item.kind, "title": item.title}
        row |= {"seconds": item.seconds, "look": entry.look}
        if item.kind == "card":
            row["card"] = item.value
        elif item.kind == "text":
            row |= {
                "kind": "card",
                "card": "text",
                "headline": headline(item.value, item.look),
                "runs": runs(item.value),
            }
        else:
            row["files"] = {shape: address(media) for shape, media in sorted(entry.files.items())}
            if entry.marked:
                row["runs"] = runs(entry.marked)
            if entry.marked and "portrait" not in entry.files:
                row["headline"] = headline(entry.marked, entry.look)
        rows.append(row | ({"window": limits} if (limits := window(item.window)) else {}))
    return {
        "id": playlist.slug,
        "title": playlist.title,
        "speed": playlist.speed,
        "night": playlist.night,
        "ticker": [runs(line) for line in playlist.ticker],
        "items": rows,
        "urgent": _urgent(playlist),
    }


def _urgent(playlist: Playlist) -> dict[str, Any] | None:
    urgent = playlist.urgent
    if urgent is None:
        return None
    return {
        "id": f"{playlist.slug}-urgent",
        "kind": "card",
        "card": "urgent",
        "title": f"紧急提示：{urgent.text.replace('*', '')}",
        "seconds": SECONDS,
        "look": urgent.look,
        "headline": headline(urgent.text, urgent.look),
        "runs": runs(urgent.text),
        "window": window(urgent.window),
    }
