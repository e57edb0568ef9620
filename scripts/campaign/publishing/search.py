"""Personal data in a file of any kind that visitors can open: text, office files, archives, pictures."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from PIL import ExifTags, Image

from campaign.errors import SourceError, Span
from campaign.publishing.privacy import personal_data
from campaign.publishing.readings import FOLDED, MARKED, decoded, readings
from campaign.zips import DAMAGED, MAX_MEMBER, UNREADABLE

TEXT = {
    *(".js", ".mjs", ".json", ".jsonl", ".geojson", ".webmanifest", ".css", ".txt", ".csv", ".tsv", ".md", ".log"),
    *(".yml", ".yaml", ".ini", ".conf", ".vtt", ".srt", ".kml", ".gpx", ".toml", ""),  # the last is `_headers`
    *MARKED,
    *FOLDED,
}
OFFICE = {".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".epub", ".zip"}
PICTURE = {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff"}
PHOTOGRAPH = PICTURE - {".png"}  # in archives: what cameras write
THEME = re.compile(r"(?:^|/)assets/(?:javascripts|stylesheets)/")  # the theme's own files speak of its authors
LICENCES = re.compile(r"(?i)(?:^|/)[^/]*licen[cs]es?[^/]*\.txt$")  # name their authors, mail addresses and all
SPOILT_PICTURE: tuple[type[Exception], ...] = (  # what Pillow raises of cut or overwritten files
    *(*DAMAGED, SyntaxError, TypeError, LookupError, AttributeError, Image.DecompressionBombError),
)
MAX_DEPTH = 3  # archives inside archives
MAX_UNPACKED = 8 * MAX_MEMBER  # of one archive
_OFFICE_HINT = "网页上只放科室和办公电话"


def kind(name: str) -> str:
    """A file's suffix, whichever case it is written in."""
    return PurePosixPath(name).suffix.lower()


def search_file(name: str, path: Path) -> Iterator[SourceError]:
    """All personal data of one file of the site."""
    suffix = kind(name)
    if THEME.search(name) or LICENCES.search(name):
        return
    if suffix in TEXT:
        for line, what, shown in in_text(decoded(path.read_bytes()), suffix):
            yield SourceError(Span(name, line), f"{what}：{shown}", _OFFICE_HINT)
    elif suffix in PICTURE:
        yield from _picture(name, "", path.read_bytes())
    elif suffix in OFFICE:
        yield from _archive(name, "", path, 1)


def in_text(text: str, suffix: str) -> Iterator[tuple[int, str, str]]:
    """Each find once, in whichever reading it shows."""
    found = (row for reading in readings(text, suffix) for row in personal_data(reading))
    yield from dict.fromkeys(found)


def _archive(name: str, inside: str, file: Path | io.BytesIO, depth: int) -> Iterator[SourceError]:
    """An archive's entries, those of archives in it too, as far as they unpack to a size that can be looked at."""
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if not _is_searched(entry.filename):
                    continue
                with archive.open(entry) as member:  # what it says of its size may be wrong
                    data = member.read(min(MAX_MEMBER, left) + 1)
                left -= len(data)
                if len(data) > MAX_MEMBER or left < 0:
                    message = f"{inside}{entry.filename} 解开后太大，没有检查"
                    yield SourceError(Span(name), message, f"每个文件不超过 {MAX_MEMBER // 10**6} MB，或删掉它")
                else:
                    yield from _entry(name, f"{inside}{entry.filename}", data, depth)
                if left < 0:
                    return
    except UNREADABLE:
        yield SourceError(Span(name), f"{inside and inside[:-1] + ' '}文件损坏或有密码，打不开", "重新生成或去掉密码")


def _is_searched(entry: str) -> bool:
    if entry.endswith("/") or THEME.search(entry) or LICENCES.search(entry):
        return False
    return kind(entry) in TEXT | OFFICE | PHOTOGRAPH


def _entry(name: str, entry: str, data: bytes, depth: int) -> Iterator[SourceError]:
    suffix = kind(entry)
    if suffix in PICTURE:
        yield from _picture(name, f"{entry} 里", data)
    elif suffix in TEXT:
        for _, what, shown in in_text(decoded(data), suffix):
            yield SourceError(Span(name), f"{entry} 里{what}：{shown}", _OFFICE_HINT)
    elif depth < MAX_DEPTH:
        yield from _archive(name, f"{entry}/", io.BytesIO(data), depth + 1)
    else:
        yield SourceError(Span(name), f"{entry} 是压缩包里的压缩包，套得太深，没有检查", "解开再放")


def _picture(name: str, inside: str, data: bytes) -> Iterator[SourceError]:
    """What a camera or an editor wrote beside the pixels; those are not decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which posters are
            with Image.open(io.BytesIO(data)) as picture:
                exif = _exif(picture, data)
                place = exif.get_ifd(ExifTags.IFD.GPSInfo)
                values = [*picture.info.values(), *exif.values(), *exif.get_ifd(ExifTags.IFD.Exif).values()]
    except SPOILT_PICTURE:
        return  # nothing that a browser shows either
    if place:
        message = f"{inside}像片带有拍摄信息（EXIF）：拍摄地点"
        yield SourceError(Span(name), message, "另存一份不带拍摄信息的再发布")
    found = (row for value in values for text in _words(value) for row in in_text(text, ".xml"))
    for _, what, shown in dict.fromkeys(found):
        yield SourceError(Span(name), f"{inside}图片附带的文字{what}：{shown}", "另存一份不带拍摄信息的再发布")


def _exif(picture: Image.Image, data: bytes) -> Image.Exif:
    """Its EXIF block; Pillow decodes a whole PNG to look for one, which takes seconds where there are many posters."""
    return Image.Exif() if picture.format == "PNG" and b"eXIf" not in data else picture.getexif()


def _words(value: object) -> Iterator[str]:
    """A picture's note as text: Windows writes UTF-16, cameras a head of eight bytes before the words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes) and len(value) < 1_000_000:
        yield value.decode("utf-8", "replace")
        yield value.decode("utf-16-le", "replace")
        yield value.decode("utf-16-be", "replace")
