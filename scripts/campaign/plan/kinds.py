"""The table of kinds: where a piece lies in the kit, in which formats and file types it comes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from campaign.errors import UsageError
from campaign.formats import LEAST_MM, Format, PrintFormat, custom, formats
from campaign.playlist import SPEED

Shape = Literal["print", "card", "panel"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its encoder (see encode.py), extension, media type, and what its name carries after the size.

    `bound`: all pages of a piece make one file; else every page is a file of its own. `size`: what it is made from
    when no size is asked for. `note`: what it is for, in the words of the command's help.
    """

    encoder: str
    extension: str
    media: str
    mark: str = ""
    bound: bool = False
    size: str = ""
    note: str = ""


def _bound(encoder: str, mark: str, note: str, size: str = "") -> FileType:
    return FileType(encoder, "pdf", "application/pdf", mark, bound=True, size=size, note=note)


FILE_TYPES: dict[str, FileType] = {
    "pdf": FileType("pdf", "pdf", "application/pdf", bound=True, note="办公打印用的 PDF（RGB）"),
    "press": _bound("press", "-印刷", "印刷厂用的 PDF：CMYK，带出血、裁切线"),
    "png": FileType("png", "png", "image/png", note="图片"),
    "mp4": FileType("mp4", "mp4", "video/mp4", note="视频"),
    "bmp": FileType("bmp", "bmp", "image/bmp", note="单色屏的位图"),
    "jpg": FileType("jpg", "jpg", "image/jpeg", note="图片（较小）"),
    "gif": FileType("gif", "gif", "image/gif", note="动画"),
    "tiles-a4": _bound("tiles-a4", "-A4拼图", "大幅面分成多张 A4 打印再拼起来"),
    "tiles-a3": _bound("tiles-a3", "-A3拼图", "大幅面分成多张 A3 打印再拼起来"),
    "chars-a4": _bound("chars-a4", "-A4单字", "横幅每字一张 A4，裁开挂起"),
    "chars-a3": _bound("chars-a3", "-A3单字", "横幅每字一张 A3，裁开挂起"),
    "2up": _bound("2up", "-A4每张2份", "一张 A4 上印 2 份（A5）", "a5"),
    "4up": _bound("4up", "-A4每张4份", "一张 A4 上印 4 份（A6）", "a6"),
    "2up-a3": _bound("2up-a3", "-A3每张2份", "一张 A3 上印 2 份（A5，原大）", "a5"),
    "4up-a3": _bound("4up-a3", "-A3每张4份", "一张 A3 上印 4 份（A6，原大）", "a6"),
}
COPIES = ("2up", "4up", "2up-a3", "4up-a3")
# On request, whatever is printed can be had as these, and cards several a sheet.
PRINT_TYPES = ("press", "tiles-a4", "tiles-a3", *COPIES)


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: `formats` and `types` are made by every build, `more` and `more_types` on request.

    A kind without formats of its own is made on request alone, in the first of `more` if no size is asked for.
    `ratios`: between which width:height a size of one's own may lie; a poster's layouts fill any.
    """

    folder: str
    shape: Shape
    formats: tuple[str, ...]
    types: tuple[str, ...]
    more: tuple[str, ...] = ()
    more_types: tuple[str, ...] = ()
    ratios: tuple[float, float] = (0.0, math.inf)

    def shaped(self, size: Format) -> bool:
        """Whether the kind's layout is made for a size of this shape."""
        width, height = size.size
        return self.ratios[0] - 0.001 <= width / height <= self.ratios[1] + 0.001


# Sheets that a poster's layouts can fill: they choose by the ratio of width to height.
POSTERS = (
    *("a4", "a4-landscape", "a3-landscape", "a2", "a2-landscape", "a1", "a1-landscape", "a5", "a6"),
    *("wall-570x840", "board-900x1200", "board-2400x1200"),
    *("rollup-800x2000", "xstand-600x1600", "xstand-800x1800"),
)
TELEVISIONS = ("tv-1920x1080", "tv-1080x1920")
# Heights of panels in use, each in a usual width; any other as 480x48px.
PANELS = ("led-512x16", "led-512x32", "led-768x48", "led-512x64", "led-1152x96", "led-1920x128")
UPRIGHT, LONG = (0.62, 0.72), (4.0, math.inf)  # about an A-size sheet; one line of words
KINDS: dict[str, Kind] = {
    "poster": Kind("海报", "print", ("a3",), ("pdf", "png"), POSTERS),
    "card": Kind("手机图", "card", ("phone-1080x1440",), ("png",), ("square-1080x1080",), ("jpg", *COPIES)),
    "cover": Kind("手机图", "card", ("wechat-900x383",), ("png",)),
    "slide": Kind("电视屏", "card", ("tv-1920x1080",), ("png",), ("tv-1080x1920",), ("jpg",)),
    "led": Kind("LED屏", "panel", ("led-1920x128", "led-512x64"), ("png",), PANELS),
    "mono": Kind("LED单色", "panel", ("led-512x16", "led-512x32"), ("bmp",), PANELS, ("png",)),
    "dual": Kind("LED双色", "panel", (), ("bmp", "png"), PANELS),
    "road": Kind("路侧屏", "panel", (), ("png",), ("led-512x64", *PANELS)),
    "banner": Kind(
        *("横幅", "print", ("banner-700",), ("pdf",), ("banner-7000x700",), ("chars-a4", "chars-a3")), ratios=LONG
    ),
    "rollup": Kind(
        *("易拉宝", "print", ("rollup-800x2000",), ("pdf",), ("xstand-600x1600", "xstand-800x1800"), ("png",)),
        ratios=(0.3, 0.46),
    ),
    "board": Kind("展板", "print", ("board-2400x1200",), ("pdf",), (), ("png",), ratios=(1.8, 2.4)),
    "calendar": Kind("日历", "print", ("a3",), ("pdf", "png"), ratios=UPRIGHT),
    "pledge": Kind("承诺书", "print", ("a4",), ("pdf",), (), ("png",), ratios=UPRIGHT),
    "order": Kind("印刷订单", "print", ("a4",), ("pdf",)),
    "leaflet": Kind("折页", "print", (), ("pdf",), ("trifold",), ("png",), ratios=(1.35, 1.5)),
    "video": Kind("视频", "panel", ("led-1920x128", "led-512x64"), ("mp4",), PANELS, ("gif",)),
    "film-15": Kind("视频", "card", ("tv-1920x1080",), ("mp4",), ("tv-1080x1920",)),
    "film-60": Kind("视频", "card", (), ("mp4",), TELEVISIONS),
    "film": Kind("视频", "card", (), ("mp4",), TELEVISIONS),
    "long": Kind("长图", "card", (), ("png",), ("long-1080",), ("jpg",)),
    "clip": Kind("视频", "card", (), ("mp4",), TELEVISIONS),
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
            natural = [FILE_TYPES[name].size for name in self.types if FILE_TYPES[name].size in row.more]
            asked = tuple(natural) or row.formats or (row.more[:1] if kind in self.kinds else ())
            yield from (formats()[name] for name in asked)
        for name in self.formats:
            if name in row.formats or name in row.more:
                yield formats()[name]
            elif name not in formats() and (size := custom(name, row.shape)) and row.shaped(size):
                yield size

    def file_types(self, kind: str, size: str = "") -> tuple[str, ...]:
        """The file types of a kind: its default ones, or those asked for that it can be made as.

        `size`: the name of the piece's format; several copies a sheet are made of theirs alone, so that codes keep
        their size.
        """
        row = KINDS[kind]
        if not self.types:
            return row.types
        more = [*row.more_types]
        if row.shape == "print":  # copies only of what there is in their size
            natural = (size,) if size else row.more
            more += [name for name in PRINT_TYPES if not FILE_TYPES[name].size or FILE_TYPES[name].size in natural]
        return tuple(name for name in dict.fromkeys((*row.types, *more)) if name in self.types)

    def check(self) -> None:
        """Raise UsageError for what does not exist."""
        for kind in self.kinds:
            if kind not in KINDS:
                raise UsageError(f"没有名为 {kind} 的种类；可用：{'、'.join(KINDS)}")
        for name in self.types:
            if name not in FILE_TYPES:
                raise UsageError(f"没有名为 {name} 的文件类型；可用：{'、'.join(FILE_TYPES)}")
        for name in self.types:
            natural = FILE_TYPES[name].size
            if natural and self.formats and natural not in self.formats and "card" not in self.kinds:
                hint = f"写 --format {natural}，或不写尺寸"
                raise UsageError(f"{name} 由 {natural.upper()} 拼成，别的尺寸拼了二维码太小；{hint}")
        if not 0.1 <= self.speed <= 20:
            raise UsageError("--speed 是每秒滚过的字数，例如 3（宜在 2 到 4 之间）")
        for name in self.formats:
            if name in formats():
                continue
            sizes = {kind: size for kind, row in KINDS.items() if (size := custom(name, row.shape))}
            if not sizes:
                own = "或 600x900mm、480x48px 的样子（各边不超过 20 米、16384 像素）"
                raise UsageError(f"没有名为 {name} 的尺寸；可用：{'、'.join(formats())}，{own}")
            if any(isinstance(size, PrintFormat) and min(size.trim_mm) < LEAST_MM for size in sizes.values()):
                raise UsageError(
                    f"{name} 太小：印刷品短边至少 {LEAST_MM} 毫米；更小的请做成 A6，几份拼在一张纸上（--type 4up）"
                )
            able = [KINDS[kind].shaped(sizes[kind]) for kind in self.kinds if kind in sizes]
            if able and not any(able):
                row = KINDS[next(kind for kind in self.kinds if kind in sizes)]
                raise UsageError(f"{row.folder}做不成 {name}：{_between(*row.ratios)}")


def _between(least: float, most: float) -> str:
    between = f"在 {least:g} 到 {most:g} 之间" if most < math.inf else f"是 {least:g} 以上"
    return f"宽高比要{between}；海报（--only poster）可以是别的比例"
