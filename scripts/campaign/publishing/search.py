"""Personal data in a file of any kind that visitors can open: text, office files, PDF, archives, pictures, films."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from campaign.errors import SourceError
from campaign.publishing.media import film, picture
from campaign.publishing.mobiles import is_named
from campaign.publishing.pdfs import Reader
from campaign.publishing.privacy import is_identity_number
from campaign.publishing.properties import COMMENTED, NAMING, PARTS, commenters, comments, named, properties
from campaign.publishing.readings import FOLDED, MARKED, decoded
from campaign.publishing.searched import Searched
from campaign.zips import MAX_MEMBER, UNREADABLE

TEXT = {
    *(".js", ".mjs", ".json", ".jsonl", ".geojson", ".webmanifest", ".css", ".txt", ".csv", ".tsv", ".md", ".log"),
    *(".yml", ".yaml", ".ini", ".conf", ".vtt", ".srt", ".kml", ".gpx", ".toml", ""),  # the last is `_headers`
    *MARKED,
    *FOLDED,
}
OFFICE = {
    *(".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm", ".pptx", ".pptm", ".ppsx", ".potx"),
    *(".odt", ".ott", ".ods", ".ots", ".odp", ".otp", ".odg", ".ofd", ".epub", ".kmz", ".zip"),
}
PICTURE = {
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".png", ".apng"),
    *(".webp", ".avif", ".gif", ".tif", ".tiff"),
}
FILM = {".mp4", ".m4v", ".mov", ".webm", ".mp3", ".m4a", ".wav", ".ogg"}
PDF = ".pdf"
WORDLESS = {".woff2", ".woff", ".ttf", ".otf", ".bmp", ".ico"}
UNPACKED = "sitemap.xml.gz"  # lies unpacked beside itself
THEME = re.compile(r"(?:^|/)assets/(?:javascripts|stylesheets)/")  # the theme's own files speak of its authors
LICENCES = re.compile(r"(?i)(?:^|/)[^/]*licen[cs]es?[^/]*\.txt$")  # name their authors, mail addresses and all
MAX_DEPTH = 3  # archives inside archives
MAX_UNPACKED = 8 * MAX_MEMBER  # of one archive
_OFFICE_HINT = "网页上只放科室和办公电话"
_SPACED = re.compile(r"(?<![0-9])[0-9](?: [0-9Xx])+(?![0-9])")  # digits set apart, which PDFs have no other sign for
_PDFS = Reader()


def kind(name: str) -> str:
    """A file's suffix, whichever case it is written in."""
    return PurePosixPath(name).suffix.lower()


def search_file(
    name: str, path: Path, authors: frozenset[str] = frozenset(), contacts: frozenset[str] = frozenset()
) -> Iterator[SourceError]:
    """All personal data of one file of the site."""
    suffix, file = kind(name), Searched(name, authors, contacts)
    yield from search_names(file, [PurePosixPath(name).name])
    if THEME.search(name) or LICENCES.search(name):
        return
    if suffix in TEXT:
        for line, what, shown in file.found(decoded(path.read_bytes()), suffix):
            yield file.fault(f"{what}：{shown}", _OFFICE_HINT, line)
    elif suffix in OFFICE:
        yield from _archive(file, "", path, 1)
    elif suffix in PICTURE | FILM | {PDF} and path.stat().st_size > MAX_MEMBER:
        yield file.fault("太大，没有检查", f"每个文件不超过 {MAX_MEMBER // 10**6} MB")
    elif suffix in PICTURE:
        yield from picture(file, "", path.read_bytes())
    elif suffix in FILM:
        yield from film(file, "", path.read_bytes())
    elif suffix == PDF:
        yield from _pdf(file, "", path.read_bytes(), 1)
    elif _is_unread(name):
        yield _unread(file, "", suffix)


def search_names(file: Searched, names: Iterable[str]) -> Iterator[SourceError]:
    """Lists and scans are often called by whom they are of, and so are folders; each number is told once."""
    for what, shown in file.told("/".join(names).replace("/", "\n")):
        yield file.fault(f"文件名里{what}：{shown}", "改一个没有号码的文件名")


def _is_unread(name: str) -> bool:
    return kind(name) not in TEXT | PICTURE | FILM | OFFICE | WORDLESS | {PDF} and name != UNPACKED


def _unread(file: Searched, inside: str, suffix: str) -> SourceError:
    hint = "文档改存为 docx、xlsx 或 PDF，压缩包改成 zip；用不着就删掉"
    return file.fault(f"{inside}{suffix} 文件里的文字没有检查", hint)


def _archive(file: Searched, inside: str, packed: Path | io.BytesIO, depth: int) -> Iterator[SourceError]:
    """An archive's entries, those of archives in it too, as far as they unpack to a size that can be looked at."""
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(packed) as archive:
            entries = archive.infolist()
            yield from search_names(file, [entry.filename for entry in entries])
            remarks = "\n".join(decoded(remark) for remark in (archive.comment, *(entry.comment for entry in entries)))
            for what, shown in file.told(remarks):
                yield file.fault(f"{inside}压缩包的备注里{what}：{shown}", "删去备注，重新打包")
            for entry in entries:
                if not _is_searched(entry.filename):
                    if _is_missed(entry.filename, kind(inside[:-1] or file.name)):
                        yield _unread(file, f"{inside}{entry.filename}：", kind(entry.filename))
                    continue
                with archive.open(entry) as member:  # what it says of its size may be wrong
                    data = member.read(min(MAX_MEMBER, left) + 1)
                left -= len(data)
                if len(data) > MAX_MEMBER or left < 0:
                    message = f"{inside}{entry.filename} 解开后太大，没有检查"
                    yield file.fault(message, f"每个文件不超过 {MAX_MEMBER // 10**6} MB，或删掉它")
                else:
                    yield from _entry(file, f"{inside}{entry.filename}", data, depth)
                if left < 0:
                    return
    except UNREADABLE:
        yield file.fault(f"{inside and inside[:-1] + ' '}文件损坏或有密码，打不开", "重新生成或去掉密码")


def _is_searched(entry: str) -> bool:
    if entry.endswith("/") or THEME.search(entry) or LICENCES.search(entry):
        return False
    return kind(entry) in TEXT | OFFICE | PICTURE | FILM | {PDF}


def _is_missed(entry: str, container: str) -> bool:
    """Whether an entry holds words that nothing can read; office files hold settings and pictures of their own."""
    return _is_unread(entry) and not entry.endswith("/") and (container == ".zip" or "/embeddings/" in entry)


def _entry(file: Searched, entry: str, data: bytes, depth: int) -> Iterator[SourceError]:
    suffix = kind(entry)
    if suffix in PICTURE:
        yield from picture(file, f"{entry} 里", data)
    elif suffix in FILM:
        yield from film(file, f"{entry} 里", data)
    elif suffix in TEXT:
        text = decoded(data)
        for _, what, shown in file.found(text, suffix):
            yield file.fault(f"{entry} 里{what}：{shown}", _OFFICE_HINT)
        if PARTS.search(entry):
            yield from properties(file, f"{entry} 里", text, named(text))
        if NAMING.search(entry):
            yield from properties(file, f"{entry} 里", "", named(text))
        if COMMENTED.search(entry):
            yield from comments(file, f"{entry} 里", commenters(text))
    elif suffix in OFFICE | {PDF} and depth >= MAX_DEPTH:
        yield file.fault(f"{entry} 是压缩包里的压缩包，套得太深，没有检查", "解开再放")
    elif suffix == PDF:
        yield from _pdf(file, f"{entry} 里", data, depth + 1)
    elif suffix in OFFICE:
        yield from _archive(file, f"{entry}/", io.BytesIO(data), depth + 1)
    elif _is_unread(entry):
        yield _unread(file, f"{entry}：", suffix)


def _pdf(file: Searched, inside: str, data: bytes, depth: int) -> Iterator[SourceError]:
    """The words of its pages, what was written beside them, and the files inside."""
    found = _PDFS.words(data)
    if found.missed:
        yield file.fault(f"{inside}PDF {found.missed}", "重新导出一份没有密码的，页数多的分成几份")
    for number, text in enumerate(found.pages, 1):
        for _, what, shown in file.found(_SPACED.sub(_joined, text), PDF):
            yield file.fault(f"{inside}第{number}页{what}：{shown}", _OFFICE_HINT)
    notes = "\n".join(found.notes)
    for what, shown in file.told(notes, ".xml"):
        yield file.fault(f"{inside}文件属性、批注或表单里{what}：{shown}", _OFFICE_HINT)
    yield from properties(file, inside, notes, found.authors)
    yield from comments(file, inside, found.commenters)
    for name, attached in found.files:
        yield from _entry(file, f"{inside}{name}", attached, depth)


def _joined(match: re.Match[str]) -> str:
    """Digits set apart as the number that they may be; a row of a table's cells stays one."""
    number = match[0].replace(" ", "")
    is_one = is_identity_number(number) or is_named(match.string, match.start(), match.end())
    return number if is_one else match[0].replace(" ", "|")
