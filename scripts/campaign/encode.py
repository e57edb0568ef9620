"""The table of encoders: a display list in, a file's bytes out. Runs in the workers."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from PIL import Image

from campaign.display import Sheet
from campaign.fonts import Subset
from campaign.pdf import write_pdf
from campaign.playlist import Scroll
from campaign.png import write_png
from campaign.raster import paint
from campaign.video import write_scroll
from campaign.webfont import write_woff2

Options = Mapping[str, float | str]


def encode(encoder: str, source: Sheet | Scroll | Subset, options: Options) -> bytes:
    """Make a file's bytes."""
    return _ENCODERS[encoder](source, options)


def _png(source: Sheet, options: Options) -> bytes:
    canvas = paint(source, int(options["width"]), int(options["height"]))
    return write_png(canvas.pixels, float(options["dpi"]))


def _preview(source: Sheet | Scroll, options: Options) -> bytes:
    """A small WebP for the gallery, painted from the same display list; of a scroll its first window."""
    width, height = int(options["width"]), int(options["height"])
    if isinstance(source, Scroll):
        canvas = paint(source.strip, round(source.strip.width * height / source.strip.height), height)
    else:
        canvas = paint(source, width, height)
    picture = Image.fromarray(canvas.pixels[:, :width, :3])
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=82, method=4)
    return buffer.getvalue()


def _pdf(source: Sheet, options: Options) -> bytes:
    return write_pdf((source,), title=str(options["title"]), author=str(options["author"]))


def _scroll(source: Scroll, _options: Options) -> bytes:
    return write_scroll(source)


def _woff2(source: Subset, _options: Options) -> bytes:
    return write_woff2(source)


_ENCODERS: dict[str, Callable[..., bytes]] = {
    "png": _png,
    "preview": _preview,
    "pdf": _pdf,
    "mp4": _scroll,
    "woff2": _woff2,
}
