"""The table of kinds: where a piece lies in the kit, in which formats and file types it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from campaign.errors import UsageError
from campaign.formats import Format, custom, formats
from campaign.playlist import SPEED

Shape = Literal["print", "card", "panel"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its encoder (see encode.py), extension, media type, and what its name carries after the size.

    `bound`: all pages of a piece make one file; else every page is a file of its own.
    """

    encoder: str
    extension: str
    media: str
    mark: str = ""
    bound: bool = False


FILE_TYPES: dict[str, FileType] = {
    "pdf": FileType("pdf", "pdf", "application/pdf", bound=True),
    "press": FileType("press", "pdf", "application/pdf", "-印刷", bound=True),
    "png": FileType("png", "png", "image/png"),
    "mp4": FileType("mp4", "mp4", "video/mp4"),
    "bmp": FileType("bmp", "bmp", "image/bmp"),
    "jpg": FileType("jpg", "jpg", "image/jpeg"),
    "gif": FileType("gif", "gif", "image/gif"),
}


# On request, whatever is printed can be had as these.
PRINT_TYPES = ("press",)


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: `formats` and `types` are made by every build, `more` and `more_types` on request.

    A kind without formats of its own is made on request alone, in the first of `more` if no size is asked for.
    """

    folder: str
    shape: Shape
    formats: tuple[str, ...]
    types: tuple[str, ...]
    more: tuple[str, ...] = ()
    more_types: tuple[str, ...] = ()


# Sheets that a poster's layouts can fill: they choose by the ratio of width to height.
POSTERS = (
    *("a4", "a4-landscape", "a3-landscape", "a2", "a2-landscape", "a1", "a1-landscape", "a5", "a6"),
    *("wall-570x840", "board-900x1200", "board-2400x1200"),
    *("rollup-800x2000", "xstand-600x1600", "xstand-800x1800"),
)
TELEVISIONS = ("tv-1920x1080", "tv-1080x1920")
# Heights of panels in use, each in a usual width; any other as 480x48px.
PANELS = ("led-512x16", "led-512x32", "led-768x48", "led-512x64", "led-1152x96", "led-1920x128")
KINDS: dict[str, Kind] = {
    "poster": Kind("海报", "print", ("a3",), ("pdf", "png"), POSTERS),
    "card": Kind("手机图", "card", ("phone-1080x1440",), ("png",), ("square-1080x1080",), ("jpg",)),
    "cover": Kind("手机图", "card", ("wechat-900x383",), ("png",)),
    "slide": Kind("电视屏", "card", ("tv-1920x1080",), ("png",), ("tv-1080x1920",), ("jpg",)),
    "led": Kind("LED屏", "panel", ("led-1920x128", "led-512x64"), ("png",), PANELS),
    "mono": Kind("LED单色", "panel", ("led-512x16", "led-512x32"), ("bmp",), PANELS, ("png",)),
    "dual": Kind("LED双色", "panel", (), ("bmp", "png"), PANELS),
    "road": Kind("路侧屏", "panel", (), ("png",), ("led-512x64", *PANELS)),
    "banner": Kind("横幅", "print", ("banner-700",), ("pdf",), ("banner-7000x700",)),
    "rollup": Kind("易拉宝", "print", ("rollup-800x2000",), ("pdf",), ("xstand-600x1600", "xstand-800x1800"), ("png",)),
    "board": Kind("展板", "print", ("board-2400x1200",), ("pdf",), (), ("png",)),
    "calendar": Kind("日历", "print", ("a3",), ("pdf", "png")),
    "pledge": Kind("承诺书", "print", ("a4",), ("pdf",), (), ("png",)),
    "leaflet": Kind("折页", "print", (), ("pdf",), ("trifold",), ("png",)),
    "video": Kind("视频", "panel", ("led-1920x128", "led-512x64"), ("mp4",), PANELS, ("gif",)),
    "film-15": Kind("视频", "card", ("tv-1920x1080",), ("mp4",), ("tv-1080x1920",)),
    "film-60": Kind("视频", "card", (), ("mp4",), TELEVISIONS),
    "film": Kind("视频", "card", (), ("mp4",), TELEVISIONS),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a command asked for; empty means everything that a default build has."""

    kinds: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    slogan: str = ""
    page: str = ""
    types: tuple[str, ...] = ()
    speed: float = SPEED

    @property
    def partial(self) -> bool:
        """Whether only a part was asked for."""
        return bool(self.kinds or self.formats or self.slogan or self.page or self.types or self.speed != SPEED)

    def wants(self, kind: str) -> bool:
        """Whether pieces of this kind are asked for; a kind without formats of its own must be named."""
        return kind in self.kinds if self.kinds else bool(KINDS[kind].formats)

    def sizes(self, kind: str) -> Iterator[Format]:
        """The formats of a kind: its default ones, or those asked for that it can be made in."""
        row = KINDS[kind]
        if not self.formats:
            asked = row.formats or (row.more[:1] if kind in self.kinds else ())
            yield from (formats()[name] for name in asked)
        for name in self.formats:
            if name in row.formats or name in row.more:
                yield formats()[name]
            elif name not in formats() and (size := custom(name, row.shape)):
                yield size

    def file_types(self, kind: str) -> tuple[str, ...]:
        """The file types of a kind: its default ones, or those asked for that it can be made as."""
        row = KINDS[kind]
        if not self.types:
            return row.types
        more = (*row.more_types, *(PRINT_TYPES if row.shape == "print" else ()))
        return tuple(name for name in dict.fromkeys((*row.types, *more)) if name in self.types)

    def check(self) -> None:
        """Raise UsageError for what does not exist."""
        for kind in self.kinds:
            if kind not in KINDS:
                raise UsageError(f"没有名为 {kind} 的种类；可用：{'、'.join(KINDS)}")
        for name in self.types:
            if name not in FILE_TYPES:
                raise UsageError(f"没有名为 {name} 的文件类型；可用：{'、'.join(FILE_TYPES)}")
        if not 0.1 <= self.speed <= 20:
            raise UsageError("--speed 是每秒滚过的字数，例如 3（宜在 2 到 4 之间）")
        for name in self.formats:
            if name not in formats() and not any(custom(name, row.shape) for row in KINDS.values()):
                raise UsageError(f"没有名为 {name} 的尺寸；可用：{'、'.join(formats())}，或 600x900mm、480x48px 的样子")
