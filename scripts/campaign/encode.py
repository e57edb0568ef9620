"""The table of encoders: a display list in, a file's bytes out. Runs in the workers."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from campaign.bmp import write_bmp
from campaign.display import Sheet
from campaign.fonts import Subset
from campaign.imposition import Paper, cards, characters, tiles
from campaign.pdf.imposed import write_imposed
from campaign.pdf.press import Imprint, write_press
from campaign.pdf.write import write_pdf
from campaign.playlist import Programme, Scroll
from campaign.png import write_png_bands
from campaign.raster import paint, paint_bands
from campaign.video import Tick, write_gif, write_programme, write_scroll
from campaign.webfont import write_woff2

Options = Mapping[str, float | str]
JPG_QUALITY = 92


Source = Sheet | Scroll | Programme | Subset


def encode(encoder: str, source: Source | tuple[Source, ...], options: Options, tick: Tick | None = None) -> bytes:
    """Make a file's bytes; `tick` is told how far a video is."""
    if isinstance(source, Programme) and encoder == "mp4":
        return write_programme(source, tick)
    if isinstance(source, Scroll) and encoder == "mp4":
        return write_scroll(source, tick)
    return _ENCODERS[encoder](source, options)


def _png(source: Sheet, options: Options) -> bytes:
    width, height = int(options["width"]), int(options["height"])
    return write_png_bands(paint_bands(source, width, height), width, height, float(options["dpi"]))


def _bmp(source: Sheet, options: Options) -> bytes:
    return write_bmp(paint(source, int(options["width"]), int(options["height"])).pixels)


def _jpg(source: Sheet, options: Options) -> bytes:
    """Full chroma resolution: red type on paper would fringe at half of it."""
    canvas = paint(source, int(options["width"]), int(options["height"]))
    buffer = io.BytesIO()
    Image.fromarray(canvas.pixels[:, :, :3]).save(buffer, "JPEG", quality=JPG_QUALITY, subsampling=0, optimize=True)
    return buffer.getvalue()


def _preview(source: Sheet | Scroll | Programme, options: Options) -> bytes:
    """A small WebP for the gallery, painted from the same display list; of what is played its first picture."""
    width, height = int(options["width"]), int(options["height"])
    if isinstance(source, Scroll):
        canvas = paint(source.strip, round(source.strip.width * height / source.strip.height), height)
    else:
        canvas = paint(source.slides[0] if isinstance(source, Programme) else source, width, height)
    picture = Image.fromarray(canvas.pixels[:, :width, :3])
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=82, method=4)
    return buffer.getvalue()


def _pdf(pages: tuple[Sheet, ...], options: Options) -> bytes:
    return write_pdf(pages, title=str(options["title"]), author=str(options["author"]))


def _imposed(impose: Callable[[tuple[Sheet, ...]], tuple[Paper, ...]]) -> Callable[..., bytes]:
    def write(pages: tuple[Sheet, ...], options: Options) -> bytes:
        return write_imposed(pages, impose(pages), title=str(options["title"]), author=str(options["author"]))

    return write


def _press(pages: tuple[Sheet, ...], options: Options) -> bytes:
    named = {name: str(options[name]) for name in ("title", "author", "name", "date")}
    return write_press(pages, Imprint(**named, icc=Path(str(options["icc"])) if options["icc"] else None))


def _gif(source: Scroll, _options: Options) -> bytes:
    return write_gif(source)


def _woff2(source: Subset, _options: Options) -> bytes:
    return write_woff2(source)


_ENCODERS: dict[str, Callable[..., bytes]] = {
    "png": _png,
    "preview": _preview,
    "pdf": _pdf,
    "press": _press,
    "tiles-a4": _imposed(lambda pages: tiles(pages, "a4")),
    "tiles-a3": _imposed(lambda pages: tiles(pages, "a3")),
    "chars-a4": _imposed(lambda pages: characters(pages[0], "a4")),
    "chars-a3": _imposed(lambda pages: characters(pages[0], "a3")),
    "2up": _imposed(lambda pages: cards(pages, 2, "a4")),
    "4up": _imposed(lambda pages: cards(pages, 4, "a4")),
    "2up-a3": _imposed(lambda pages: cards(pages, 2, "a3")),
    "4up-a3": _imposed(lambda pages: cards(pages, 4, "a3")),
    "gif": _gif,
    "bmp": _bmp,
    "jpg": _jpg,
    "woff2": _woff2,
}
