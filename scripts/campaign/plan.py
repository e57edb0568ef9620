"""Which pieces a campaign has: slogans x kinds, the theme's extra looks, the scrolling videos."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from campaign.compose.brief import Brief, brief
from campaign.content.model import LOOKS, Campaign, Slogan
from campaign.display import Sheet
from campaign.errors import UsageError
from campaign.formats import Format, PrintFormat, formats
from campaign.looks import look
from campaign.playlist import Scroll
from campaign.store import digest

# kind -> (folder, template, formats, file types)
KINDS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "poster": ("海报", "hero", ("a3",), ("pdf", "png")),
    "card": ("手机图", "hero", ("phone-1080x1440",), ("png",)),
    "cover": ("手机图", "hero", ("wechat-900x383",), ("png",)),
    "slide": ("电视屏", "hero", ("tv-1920x1080",), ("png",)),
    "led": ("LED屏", "led", ("led-1920x128", "led-512x64"), ("png",)),
    "banner": ("横幅", "hero", ("banner-7000x700",), ("pdf",)),
    "video": ("视频", "scroll", ("led-1920x128", "led-512x64"), ("mp4",)),
}
THEME_ONLY = frozenset({"cover"})
MEDIA = {"png": "image/png", "pdf": "application/pdf", "mp4": "video/mp4"}
PREVIEW = (480, 320)  # pixels: longest width and height of a gallery picture; strips may be wider
Source = Sheet | Scroll


@dataclass(frozen=True, slots=True)
class Selection:
    """What a command asked for; empty means everything that a default build has."""

    kinds: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    slogan: str = ""

    @property
    def partial(self) -> bool:
        """Whether only a part was asked for."""
        return bool(self.kinds or self.formats or self.slogan)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to make, in one format, as one or more file types."""

    kind: str
    format: Format
    look: str
    title: str
    stem: str
    slogan: Slogan
    theme: bool
    types: tuple[str, ...]
    briefs: tuple[Brief, ...]
    layout: Callable[[Piece], tuple[Source, ...]]

    @property
    def folder(self) -> str:
        """The kit's folder for this kind."""
        return KINDS[self.kind][0]

    @property
    def template(self) -> str:
        """The template's name."""
        return KINDS[self.kind][1]

    def key(self, environment: bytes) -> str:
        """The key of everything that the layout is made from, lines aside."""
        parts = [
            repr((b.template, b.format, b.look, b.marked, b.theme, sorted(b.words.items()), b.url)) for b in self.briefs
        ]
        return digest(environment, b"layout", *(part.encode() for part in parts))

    def sheets(self) -> tuple[Source, ...]:
        """Compose. Raises SourceError when the text does not fit."""
        return self.layout(self)


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _sheets(piece: Piece) -> tuple[Source, ...]:
    sheets: tuple[Source, ...] = importlib.import_module("campaign.compose.templates").compose(piece.briefs[0])
    return sheets


def _scroll(piece: Piece) -> tuple[Source, ...]:
    compose_scroll = importlib.import_module("campaign.compose.scroll").compose_scroll
    return (compose_scroll(piece.briefs, piece.format, piece.title),)


def plan(campaign: Campaign, wanted: Selection) -> list[Piece]:
    """The pieces in the kit's order: theme first, then kind by kind as the slogans stand in the page."""
    _check(wanted)
    chosen = [s for s in campaign.slogans if not wanted.slogan or wanted.slogan in s.plain or wanted.slogan == s.slug]
    if wanted.slogan and not chosen:
        raise UsageError(f"没有含“{wanted.slogan}”的标语；标语在 docs/slogans.md")
    pieces = [piece for slogan in chosen for piece in _of_slogan(campaign, slogan, wanted)]
    pieces += _videos(campaign, chosen, wanted)
    if not pieces and wanted.partial:
        raise UsageError("没有同时符合这些条件的素材；campaign kit --help 列出了种类和尺寸")
    order = list(KINDS)
    pieces.sort(key=lambda piece: (not piece.theme, order.index(piece.kind)))
    return pieces


def _check(wanted: Selection) -> None:
    for kind in wanted.kinds:
        if kind not in KINDS:
            raise UsageError(f"没有名为 {kind} 的种类；可用：{'、'.join(KINDS)}")
    for name in wanted.formats:
        if name not in formats():
            raise UsageError(f"没有名为 {name} 的尺寸；可用：{'、'.join(formats())}")


def _sizes(kind: str, wanted: Selection) -> Iterator[Format]:
    for name in KINDS[kind][2]:
        if not wanted.formats or name in wanted.formats:
            yield formats()[name]


def _of_slogan(campaign: Campaign, slogan: Slogan, wanted: Selection) -> Iterator[Piece]:
    for kind in wanted.kinds or tuple(KINDS):
        extra = kind in THEME_ONLY and slogan.theme
        if kind == "video" or not (kind in slogan.kinds or extra):
            continue
        for format_ in _sizes(kind, wanted):
            every = kind == "poster" and slogan.theme  # the theme's poster comes in all four looks
            for name in LOOKS if every else (slogan.look,):
                yield _piece(campaign, slogan, kind, format_, name)


def _piece(campaign: Campaign, slogan: Slogan, kind: str, format_: Format, look_name: str) -> Piece:
    size = "A3" if format_.name == "a3" else _size_name(format_)
    other = f"-{look(look_name).name}" if look_name != slogan.look else ""
    _, template, _, types = KINDS[kind]
    job = brief(campaign, slogan, template, format_, look_name)
    stem = f"{slogan.slug}-{size}{other}"
    return Piece(kind, format_, look_name, slogan.plain, stem, slogan, slogan.theme, types, (job,), _sheets)


def _size_name(format_: Format) -> str:
    if isinstance(format_, PrintFormat):
        width, height = (f"{side / 1000:g}m" if side >= 1000 else f"{side / 10:g}cm" for side in format_.trim_mm)
        return f"{width}x{height}"
    return "{}x{}".format(*format_.pixels)


def _videos(campaign: Campaign, chosen: list[Slogan], wanted: Selection) -> Iterator[Piece]:
    if wanted.kinds and "video" not in wanted.kinds:
        return
    slogans = [s for s in chosen if s.screen or wanted.slogan]
    if not slogans:
        return
    title = slogans[0].plain if len(slogans) == 1 else "标语滚动播放"
    stem = slogans[0].slug if len(slogans) == 1 else title
    for format_ in _sizes("video", wanted):
        jobs = tuple(brief(campaign, slogan, "scroll", format_, "red") for slogan in slogans)
        name = f"{stem}-{_size_name(format_)}"
        first = slogans[0]
        yield Piece("video", format_, first.look, title, name, first, first.theme, ("mp4",), jobs, _scroll)
