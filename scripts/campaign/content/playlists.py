"""Playlists of screens: the front matter `playlist:` of a page, checked line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaign.content.facts import Facts, fill
from campaign.content.groups import headings
from campaign.content.model import LOOKS, Item, Page, Playlist, Slogan, Topic, Urgent, plain
from campaign.content.windows import Window, read_days, read_hours, read_moment
from campaign.errors import Collector, SourceError, Span
from campaign.fonts import require
from campaign.project import is_file

FOLDER = "docs/screens/"
SECONDS, LEAST, MOST = 10, 3, 600  # seconds an item stays: as a rule, at least, at most
SPEED = (1.0, 8.0)  # characters a second of the ticker
DEFAULT_SPEED = 3.0
CARDS = {"countdown": "倒计时", "today": "今天", "clock": "时钟"}
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
VIDEOS = (".mp4", ".webm")
FACE = "NotoSansSC-700"
LONGEST, LONGEST_LINE = 40, 200  # characters: of a text that fills the screen, of one that scrolls
_KINDS = ("slide", "slides", "picture", "video", "card", "text")
_LIMITS = ("from", "to", "days", "time")
_ITEM = {*_KINDS, *_LIMITS, "seconds", "look"}
_LIST = {"items", "seconds", "ticker", "speed", "night", "urgent"}
_URGENT = {"text", "look", *_LIMITS}
_ALL = {"全部标语": "slogans", "全部知识": "knowledge", "全部案例": "cases"}


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What items may name."""

    facts: Facts
    docs: Path
    slogans: Sequence[Slogan]
    topics: Sequence[Topic]
    groups: Mapping[str, str]  # heading or id -> id


def read_playlists(
    pages: Sequence[Page], slogans: Sequence[Slogan], topics: Sequence[Topic], facts: Facts, docs: Path, told: Collector
) -> tuple[Playlist, ...]:
    """Every page with a playlist, in their order; faults are gathered."""
    shelf = _Shelf(facts, docs, slogans, topics, slogan_groups(pages, facts, told))
    lists = []
    for page in pages:
        if "playlist" not in page.meta:
            continue
        if not page.path.startswith(FOLDER):
            told.add(SourceError(page.span("playlist"), "播放单只能写在 docs/screens 里的页面", "把这一页移过去"))
            continue
        lists.append(_Reader(page, shelf, told).playlist())
    return tuple(sorted(lists, key=lambda found: (found.order, found.slug)))


def slogan_groups(pages: Sequence[Page], facts: Facts, told: Collector | None = None) -> dict[str, str]:
    """Every slogan group's heading and id, both naming the id; a heading with a fault is told and left out."""
    names = {}
    for page in pages:
        for span, title, group in headings(page) if ".slogans" in page.body else ():
            if group:
                names[group] = group
                try:
                    names[fill(title, facts.words, span)] = group
                except SourceError as error:
                    (told or Collector()).add(error)
    return names


class _Reader:
    """One page's playlist. A faulty part is told and left out, so that one run tells all faults."""

    def __init__(self, page: Page, shelf: _Shelf, told: Collector) -> None:
        self._page, self._shelf, self._told = page, shelf, told
        self._data: Mapping[str, Any] = page.meta["playlist"]

    def playlist(self) -> Playlist:
        """The whole of it."""
        self._known(self._data, _LIST, "playlist")
        rows = self._data.get("items")
        if not isinstance(rows, list) or not rows:
            self._fault("播放单里没有内容", "在 items: 下每行写一项，例如 - slides: 全部标语", "playlist", "items")
            rows = []
        items = [item for index, row in enumerate(rows) for item in self._items(row, index)]
        meta = self._page.meta
        return Playlist(
            slug=self._page.path.removeprefix(FOLDER).removesuffix(".md"),
            title=str(meta.get("title", "")),
            subtitle=str(meta.get("subtitle", "")),
            items=tuple(items),
            ticker=self._ticker(),
            speed=self._number("speed", self._data, DEFAULT_SPEED, SPEED, "playlist"),
            night=self._parsed(self._data, "night", read_hours, (), "21:00—06:30", "playlist"),
            urgent=self._urgent(),
            order=int(meta.get("order", 99)),
            span=self._page.span("playlist"),
        )

    def _fault(self, message: str, hint: str, *keys: str | int) -> None:
        self._told.add(SourceError(self._page.span(*keys), message, hint))

    def _known(self, data: Mapping[str, Any], known: set[str], *keys: str | int) -> None:
        for key in data:
            if key not in known:
                self._fault(f"播放单里没有 {key} 这一项", "可用：" + "、".join(sorted(known)), *keys, str(key))

    def _number(
        self, key: str, data: Mapping[str, Any], default: float, limits: tuple[float, float], *keys: str | int
    ) -> float:
        value = data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not limits[0] <= value <= limits[1]:
            self._fault(f"{key} 的值不对：{str(value)[:20]}", f"写 {limits[0]:g} 到 {limits[1]:g} 之间的数", *keys, key)
            return default
        return value

    def _parsed(
        self,
        data: Mapping[str, Any],
        key: str,
        parse: Callable[[Any], Any],
        default: Any,
        sample: str,
        *keys: str | int,
    ) -> Any:
        if key not in data:
            return default
        value = data[key]
        try:
            span = self._page.span(*keys, key)
            return parse(fill(value, self._shelf.facts.words, span) if isinstance(value, str) else value)
        except SourceError as error:
            self._told.add(error)
        except (ValueError, TypeError, AttributeError, OverflowError):
            self._fault(f"{key} 看不懂：{str(value)[:30]}", f"写成 {sample} 的样子", *keys, key)
        return default

    def _window(self, data: Mapping[str, Any], *keys: str | int) -> Window:
        year = self._shelf.facts.year
        first = self._parsed(data, "from", lambda v: read_moment(v, year), "", "6月1日 或 6月1日 08:00", *keys)
        last = self._parsed(data, "to", lambda v: read_moment(v, year, end=True), "", "6月30日 或 6月30日 18:00", *keys)
        if first and last and first >= last:
            self._fault("结束（to）不晚于开始（from）", "核对日期和时间", *keys, "to")
        return Window(
            first=first,
            last=last,
            days=self._parsed(data, "days", read_days, (), "周一至周五 或 周六、周日", *keys),
            hours=self._parsed(data, "time", read_hours, (), "08:00—11:30、14:00—18:00", *keys),
        )

    def _items(self, row: Any, index: int) -> Iterator[Item]:
        keys = ("playlist", "items", index)
        if not isinstance(row, Mapping):
            self._fault(f"这一项看不懂：{str(row)[:30]}", "写成 - slides: 全部标语 的样子", *keys)
            return
        self._known(row, _ITEM, *keys)
        kinds = [kind for kind in _KINDS if kind in row]
        if len(kinds) != 1:
            self._fault("一项要写、也只能写一种内容", "可用：" + "、".join(_KINDS), *keys)
            return
        kind, value = kinds[0], row[kinds[0]]
        if isinstance(value, Mapping | list):
            self._fault(
                f"{kind} 看不懂：{str(value)[:30]}", "写一句话或一个名字；句子里有冒号时，整句加引号", *keys, kind
            )
            return
        look = row.get("look", "red")
        if look not in LOOKS:
            self._fault(f"没有名为 {look} 的样式", "可用：" + "、".join(LOOKS), *keys, "look")
        usual = self._number("seconds", self._data, SECONDS, (LEAST, MOST), "playlist")
        seconds = self._number("seconds", row, usual, (LEAST, MOST), *keys)
        window = self._window(row, *keys)
        span = self._page.span(*keys, kind)
        try:
            for name, shown, title, file in self._shown(kind, str(value).strip(), span):
                yield Item(name, shown, title, seconds, str(look), window, span, file)
        except SourceError as error:
            self._told.add(error)

    def _shown(self, kind: str, value: str, span: Span) -> Iterator[tuple[str, str, str, Path | None]]:
        """(kind, value, title, file) of every item that a row stands for. Raises SourceError."""
        value = fill(value, self._shelf.facts.words, span)
        if kind == "card":
            names = {**{name: name for name in CARDS}, **{title: name for name, title in CARDS.items()}}
            if value not in names:
                raise SourceError(span, f"没有名为 {value} 的卡片", "可用：" + "、".join(CARDS.values()))
            yield "card", names[value], CARDS[names[value]], None
        elif kind == "text":
            yield "text", _words(value, LONGEST, span), plain(value), None
        elif kind == "slide":
            yield self._slide(value, span)
        elif kind == "slides":
            yield from self._slides(value, span)
        else:
            yield self._file(kind, value, span)

    def _slide(self, value: str, span: Span) -> tuple[str, str, str, None]:
        wanted = plain(value)
        for slogan in self._shelf.slogans:
            if wanted in (slogan.slug, slogan.plain) or (value == "theme" and slogan.theme):
                if "slide" not in slogan.kinds:
                    raise SourceError(span, f"这条标语没有电视屏画面：{slogan.plain}", f"见 {slogan.span} 的 kinds")
                return "slide", str(slogan.span), slogan.plain, None
        for topic in self._shelf.topics:
            if value in (topic.slug, topic.title):
                return "slide", topic.span.path, topic.title, None
        raise SourceError(
            span, f"没有这条标语，也没有这个标题的页面：{value[:30]}", "照 docs/slogans.md 的原文写，或写页面的标题"
        )

    def _slides(self, value: str, span: Span) -> Iterator[tuple[str, str, str, None]]:
        shelf = self._shelf
        if value in ("全部知识", "全部案例"):
            folder = "docs/knowledge/" if value == "全部知识" else "docs/cases/"
            for topic in shelf.topics:
                if topic.span.path.startswith(folder):
                    yield "slide", topic.span.path, topic.title, None
            return
        if value != "全部标语" and value not in shelf.groups:
            names = [name for name, group in shelf.groups.items() if name != group]
            raise SourceError(span, f"没有名为 {value} 的标语组", "可用：" + "、".join([*_ALL, *names]))
        found = [s for s in shelf.slogans if value == "全部标语" or s.group == shelf.groups[value]]
        for slogan in found:
            if "slide" in slogan.kinds:
                yield "slide", str(slogan.span), slogan.plain, None

    def _file(self, kind: str, value: str, span: Span) -> tuple[str, str, str, Path | None]:
        endings = PICTURES if kind == "picture" else VIDEOS
        if not value.lower().endswith(endings):
            raise SourceError(span, f"{kind} 不能是这种文件：{value}", "可用：" + "、".join(endings))
        title = value.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if value.startswith("kit/"):
            return kind, value, title, None
        file = self._shelf.docs / "screens" / value
        if not is_file(file, self._shelf.docs):
            raise SourceError(
                span, f"没有这个文件：{value}", "放在 docs/screens 里，写相对路径；素材写 kit/文件夹/文件名"
            )
        file = file.resolve()
        return kind, file.relative_to(self._shelf.docs.resolve()).as_posix(), title, file

    def _ticker(self) -> tuple[str, ...]:
        value = self._data.get("ticker", [])
        rows = value if isinstance(value, list) else re.split(r"[、，,]\s*", str(value))
        lines: list[str] = []
        for row in rows:
            span = self._page.span("playlist", "ticker")
            if isinstance(row, Mapping | list):  # a colon and a space make a mapping
                self._fault(f"这一行看不懂：{str(row)[:30]}", "句子里有冒号时，整句加引号", "playlist", "ticker")
                continue
            try:
                text = fill(str(row).strip(), self._shelf.facts.words, span)
                lines += self._ticker_lines(text, isinstance(value, list), span)
            except SourceError as error:
                self._told.add(error)
        return tuple(dict.fromkeys(lines))

    def _ticker_lines(self, text: str, free: bool, span: Span) -> list[str]:
        shelf = self._shelf
        if text in shelf.groups or text == "全部标语":
            return [s.marked for s in shelf.slogans if text == "全部标语" or s.group == shelf.groups[text]]
        if text == "滚动标语":
            return [s.marked for s in shelf.slogans if s.screen]
        if not free:
            names = [name for name, group in shelf.groups.items() if name != group]
            raise SourceError(
                span,
                f"没有名为 {text} 的标语组",
                "可用：滚动标语、全部标语、" + "、".join(names) + "；自己的话写成列表",
            )
        return [_words(text, LONGEST_LINE, span)]

    def _urgent(self) -> Urgent | None:
        data = self._data.get("urgent")
        keys = ("playlist", "urgent")
        if data is None:
            return None
        if not isinstance(data, Mapping) or not str(data.get("text", "")).strip() or "to" not in data:
            self._fault("紧急提示（urgent）要有 text 和 to（到什么时候为止）", "例如 text: …，to: 6月18日 12:00", *keys)
            return None
        self._known(data, _URGENT, *keys)
        span = self._page.span(*keys, "text")
        try:
            text = fill(str(data["text"]).strip(), self._shelf.facts.words, span)
            text = _words(text, LONGEST, span)
        except SourceError as error:
            self._told.add(error)
            return None
        look = data.get("look", "warn")
        if look not in LOOKS:
            self._fault(f"没有名为 {look} 的样式", "可用：" + "、".join(LOOKS), *keys, "look")
        return Urgent(text, str(look), self._window(data, *keys), span)


def _words(text: str, most: int, span: Span) -> str:
    """Words of the author's for the screen. Raises SourceError for none, too many, and marks that do not pair."""
    shown = plain(text)
    if not any(char.isalnum() for char in shown):
        raise SourceError(span, f"这里没有文字：{text[:20]}", "写要显示的话，或删掉这一项")
    if text.count("*") % 2:
        raise SourceError(span, "强调记号 * 不成对", "写成 *强调的字*")
    if len(shown) > most:
        raise SourceError(span, f"有 {len(shown)} 字，超过 {most} 字", "缩短，或分成几项")
    require(shown, FACE, span)
    return text
