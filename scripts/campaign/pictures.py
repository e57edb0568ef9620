"""Pictures that authors put beside their pages: checked, and for the site freed of everything but the picture.

Metadata goes (a photograph tells where and when it was taken), turns are carried out, colours become sRGB of 8 bits.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from PIL import __version__ as PILLOW

from campaign.bare import bare, scans, with_profile
from campaign.errors import Collector, SourceError, Span, reason
from campaign.pixels import WIDEST, eight_bit_key, plain, upright_width
from campaign.profiles import colours_alone
from campaign.store import Store, digest
from campaign.svg import bare_drawing

Object = tuple[Path, int]

FORMATS = {
    **dict.fromkeys((".png", ".apng"), "PNG"),
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi"), "JPEG"),
    **{".gif": "GIF", ".webp": "WEBP"},
}
OTHER = frozenset(
    [
        *(".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".psd", ".ico", ".jp2", ".svgz"),
        *(".mpo", ".jps", ".jxl", ".dng", ".raw", ".cr2", ".nef", ".arw", ".heics", ".hif"),
    ]
)
# How files of JPEG, PNG, GIF, WebP, TIFF, Photoshop, HEIF and JPEG XL start.
_START = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|8BPS|....ftyp(?:he|mif|msf|avi)|....JXL ",
    re.DOTALL,
)
MAX_BYTES = 30_000_000
MAX_PIXELS = 40_000_000  # a 40-megapixel photograph takes 120 MB while it is open
MAX_SIDE = 20_000  # pixels: a picture of one endless line takes a hundred times its pixels to reduce
MAX_FRAMES = 300
MAX_SCANS = 100  # of a JPEG: the whole picture is gone over for each, be it of ten bytes; programs write ten
VERSION = b"4"  # of what is taken away: a cache filled by an earlier one is not to be believed


def picture_files(folder: Path) -> Iterator[Path]:
    """All pictures below a folder, sorted: by their names, or by how they start, for browsers show those as well.

    Not what a Mac leaves beside every file (`._a.jpg`, AppleDouble): no picture, and never part of a site.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("._") and _is_picture(path):
            yield path


def _is_picture(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in FORMATS or suffix in OTHER or suffix == ".svg" or (suffix != ".md" and _starts_as_one(path))


def _starts_as_one(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(_START.match(file.read(16)))
    except OSError:
        return False


def site_pictures(folder: Path, name: Callable[[Path], str], store: Store, faults: Collector) -> dict[str, Object]:
    """The pictures below a folder that the site shows otherwise than they lie there: relative path -> object.

    Faults are gathered; what was cleaned once is remembered by the file's own bytes.
    """
    changed: dict[str, Object] = {}
    for path, data in _read(folder, name, faults):
        key = digest(b"picture", VERSION, PILLOW.encode(), path.suffix.encode(), data)
        try:
            result = store.get(key) or store.put(key, cleaned(data, name(path)))
        except SourceError as error:
            faults.add(error)
        else:
            if result[0] != hashlib.sha256(data).hexdigest():
                changed[path.relative_to(folder).as_posix()] = store.object(result[0]), result[1]
    return changed


def check_pictures(folder: Path, name: Callable[[Path], str], faults: Collector) -> None:
    """Gather what is wrong with the pictures below a folder; nothing is written."""
    for path, data in _read(folder, name, faults):
        try:
            cleaned(data, name(path))
        except SourceError as error:
            faults.add(error)


def _read(folder: Path, name: Callable[[Path], str], faults: Collector) -> Iterator[tuple[Path, bytes]]:
    for path in picture_files(folder):
        try:
            yield path, path.read_bytes() if path.stat().st_size <= MAX_BYTES else b"\0" * (MAX_BYTES + 1)
        except OSError as error:
            faults.add(SourceError(Span(name(path)), f"图片无法读取：{reason(error)}", "检查文件权限"))


def cleaned(data: bytes, name: str) -> bytes:
    """A picture as the site may show it. Raises SourceError for what it may not.

    A picture with nothing to take away comes back as it is.
    """
    span, suffix = Span(name), Path(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise SourceError(span, f"图片过大（{len(data) // 1_000_000} MB）", "网页图片请不超过 30 MB，先缩小")
    if suffix == ".svg":
        return bare_drawing(data, span)
    if suffix in OTHER:
        raise SourceError(span, f"网页不能用 {suffix} 图片", "另存为 PNG 或 JPG")
    if suffix not in FORMATS:
        raise SourceError(span, "是图片，名字却不是图片的", "改成图片自己的后缀，如 .jpg、.png；不是图片就删去")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # size and damage are judged below
            return _cleaned(data, FORMATS[suffix], span)
    except SourceError:
        raise
    except Image.DecompressionBombError:
        raise _too_large(span) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError) as error:
        hint = "用看图软件打开另存一次；打不开就换一张"
        said = "" if str(error).isascii() else f"：{str(error).split(chr(10))[0][:60]}"  # not a library's English
        raise SourceError(span, f"图片已损坏或不是 {suffix} 格式{said}", hint) from None


def _cleaned(data: bytes, form: str, span: Span) -> bytes:
    with Image.open(io.BytesIO(data), formats=[form]) as image:
        frames = 1 if form == "JPEG" else getattr(image, "n_frames", 1)  # behind a telephone's JPEG may lie others
        _check_size(image, frames, span)
        if form == "JPEG" and (found := scans(data)) > MAX_SCANS:
            raise SourceError(span, f"JPG 分成 {found} 遍存，超过 {MAX_SCANS} 遍", "用看图软件打开另存一次")
        if form == "PNG":
            eight_bit_key(image, data[24])
        if frames == 1 and (work := _needs_work(image)):
            _spare(image)
        image.load()
        if frames == 1 and (work or _needs_work(image)):  # a PNG may tell of itself behind the picture
            return bare(_saved(plain(image), form), form)
        try:
            return _untouched(image, data, form) if frames > 1 else bare(data, form)
        except ValueError:
            if frames > 1:
                raise
            return bare(_saved(plain(image), form), form)


def _untouched(image: Image.Image, data: bytes, form: str) -> bytes:
    """An animation keeps its pixels, so also the colours that a profile gives them."""
    profile = colours_alone(image.info.get("icc_profile") or b"")
    return with_profile(bare(data, form), form, profile) if profile else bare(data, form)


def _check_size(image: Image.Image, frames: int, span: Span) -> None:
    """Raises SourceError before anything is decoded."""
    width, height = image.size
    if max(width, height) > MAX_SIDE:
        raise SourceError(span, f"图片太长（{width}×{height} 像素）", f"每边请不超过 {MAX_SIDE} 像素，先裁开或缩小")
    if width * height > MAX_PIXELS or width * height * min(frames, MAX_FRAMES + 1) > 4 * MAX_PIXELS:
        raise _too_large(span, f"（{width}×{height} 像素）")
    if frames > MAX_FRAMES:
        raise SourceError(span, f"动图有 {frames} 帧，超过 {MAX_FRAMES} 帧", "改用视频")


def _spare(image: Image.Image) -> None:
    """Let a JPEG be decoded at a half, a quarter or an eighth where it is reduced anyway: most of the memory."""
    scale = WIDEST / upright_width(image)
    if scale < 1:
        image.draft("", (int(image.width * scale) + 1, int(image.height * scale) + 1))


def _too_large(span: Span, size: str = "") -> SourceError:
    return SourceError(span, f"图片像素太多{size}", "网页图片请不超过 4000 万像素，先缩小")


def _needs_work(image: Image.Image) -> bool:
    """Whether anything is there but 8-bit sRGB pixels of a sensible size."""
    told = {key for key in image.info if key not in {"dpi", "gamma", "transparency", "jfif", "jfif_version"}}
    told -= {
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
        "background",
        "version",
        "duration",
        "loop",
        "timestamp",
    }
    return bool(
        told or image.getexif() or image.mode in {"CMYK", "I", "I;16", "F", "LAB"} or upright_width(image) > WIDEST
    )


def _saved(picture: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    transparency = {"transparency": picture.info["transparency"]} if "transparency" in picture.info else {}
    picture.info.clear()
    picture.info.update(transparency)
    if form == "JPEG":
        picture.convert("L" if picture.mode == "L" else "RGB").save(buffer, "JPEG", quality=90, optimize=True)
    elif form == "WEBP":
        picture.save(buffer, "WEBP", quality=90, method=4, exact=True)
    else:
        picture.save(buffer, form, optimize=True)
    return buffer.getvalue()
