"""What cameras and editors write beside the pixels of pictures and films; these are not decoded."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

import av
from PIL import ExifTags, Image

from campaign.errors import SourceError
from campaign.publishing.properties import properties
from campaign.publishing.searched import Searched
from campaign.zips import DAMAGED

SPOILT_PICTURE: tuple[type[Exception], ...] = (  # what Pillow raises of cut or overwritten files
    *(*DAMAGED, SyntaxError, TypeError, LookupError, AttributeError, Image.DecompressionBombError),
)
_TELLING = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")  # chunks of a PNG
_RAW = ("Raw profile type exif", "Raw profile type APP1")  # the block as ImageMagick puts it into a PNG
_FURTHER = re.compile(rb"\xff\xd8\xff[\xe0\xe1]..(?:Exif|JFIF)\0", re.DOTALL)  # pictures behind the first, or in it
MOST_FURTHER = 8
_XMP = re.compile(rb"<x:xmpmeta\b.{0,200000}?</x:xmpmeta>", re.DOTALL)  # as it lies in formats that Pillow passes over
SPOILT_FILM: tuple[type[Exception], ...] = (av.error.FFmpegError, OSError, ValueError)
_HINT = "另存一份不带拍摄信息的再发布"


def picture(file: Searched, inside: str, data: bytes) -> Iterator[SourceError]:
    """The place where it was taken, and personal data in its notes."""
    try:
        place, values = _beside(data)
    except SPOILT_PICTURE:
        return  # nothing that a browser shows either
    for match in islice(_FURTHER.finditer(data, 1), MOST_FURTHER):
        with suppress(*SPOILT_PICTURE):
            further, more = _beside(data[match.start() :])
            place, values = place or further, values + more
    words = [text for value in (*values, *_XMP.findall(data)) for text in _words(value)]
    if place or any("GPSLatitude" in text for text in words):  # the latter in XMP, as editors write it
        yield file.fault(f"{inside}像片带有拍摄信息（EXIF）：拍摄地点", _HINT)
    yield from _noted(file, f"{inside}图片附带的文字", words)


def _beside(data: bytes) -> tuple[bool, list[object]]:
    """Whether a picture tells its place, and every value that stands beside its pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures, which posters are
        with Image.open(io.BytesIO(data)) as opened:
            if opened.format == "PNG" and any(data.find(chunk, data.find(b"IDAT")) > 0 for chunk in _TELLING):
                opened.load()  # what stands behind the pixels is read with them, which takes its time
            exif = _exif(opened, data)
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
            return bool(place), [*opened.info.values(), *exif.values(), *exif.get_ifd(ExifTags.IFD.Exif).values()]


def film(file: Searched, inside: str, data: bytes) -> Iterator[SourceError]:
    """The same of films and sounds: telephones write the place into each."""
    try:
        with av.open(io.BytesIO(data)) as opened:
            notes = [*opened.metadata.items(), *(item for stream in opened.streams for item in stream.metadata.items())]
    except SPOILT_FILM:
        return
    if any("location" in key.lower() for key, _ in notes):
        yield file.fault(f"{inside}影片带有拍摄信息：拍摄地点", _HINT)
    yield from _noted(file, f"{inside}影片附带的文字", [value for _, value in notes])
    makers = {value for key, value in notes if key.lower().endswith(("artist", "author"))}
    yield from properties(file, inside, "\n".join(value for _, value in notes), makers)


def _noted(file: Searched, where: str, words: Iterable[str]) -> Iterator[SourceError]:
    for what, shown in dict.fromkeys(row for text in words for row in file.told(text, ".xml")):
        yield file.fault(f"{where}{what}：{shown}", _HINT)


def _exif(picture: Image.Image, data: bytes) -> Image.Exif:
    """Its EXIF block; Pillow decodes a whole PNG to look for one, which takes seconds where there are many posters."""
    has_none = picture.format == "PNG" and b"eXIf" not in data and not any(str(key) in _RAW for key in picture.info)
    return Image.Exif() if has_none else picture.getexif()


def _words(value: object) -> Iterator[str]:
    """A picture's note as text: Windows writes UTF-16, cameras a head of eight bytes before the words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes) and len(value) < 1_000_000:
        yield value.decode("utf-8", "replace")
        yield value.decode("utf-16-le", "replace")
        yield value.decode("utf-16-be", "replace")
    elif isinstance(value, dict | tuple | list):  # Photoshop's blocks by number, numbers of a camera
        for part in value.values() if isinstance(value, dict) else value:
            yield from _words(part)
