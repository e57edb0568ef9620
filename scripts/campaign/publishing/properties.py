"""What documents tell of those who wrote them: names, and folders on their computers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from campaign.errors import SourceError
from campaign.publishing.searched import Searched

# Parts of office files that no reader sees; Excel writes the folder of a workbook into it.
PARTS = re.compile(r"(?:^|/)(?:docProps/[^/]+\.xml|meta\.xml|xl/workbook\.xml|[^/]*\.rels)$")
# Parts that keep who commented on them or changed them: of Word, Excel, PowerPoint, OpenDocument.
COMMENTED = re.compile(
    r"(?:^|/)(?:word/[^/]+|xl/(?:comments/?)?comments?\d*|xl/persons/[^/]+|ppt/(?:commentAuthors|authors)|content)\.xml$"
)
_COMMENTERS = re.compile(
    r"<(?:w:\w+\b[^<>]*\bw:author|person\b[^<>]*\bdisplayName|p(?:188)?:(?:cmAuthor|author)\b[^<>]*\bname)="
    r"""["']([^"'<>]*)|<author>([^<]*)<"""
)
_AUTHORS = re.compile(r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|Manager)\b[^>]*>([^<]*)<")
_FOLDER = re.compile(
    r"(?i)(?:[a-z]:[\\/]+(?:users|documents and settings)[\\/]+|(?:file://|(?<![\w./:-]))/(?:home|users)/)"
    r"""(?P<name>[^\\/<>"\r\n]{1,40})"""
)
_NOBODY = frozenset(  # what programs write where nobody gave a name
    [
        *("", "admin", "administrator", "anonymous", "owner", "pc", "public", "unknown", "user"),
        *("microsoft office user", "openpyxl", "python-docx"),
    ]
)


def named(text: str) -> Iterable[str]:
    """Whom the properties of an office file call its authors."""
    return map(html.unescape, _AUTHORS.findall(text))


def commenters(text: str) -> Iterator[str]:
    """Who commented on a part of an office file, or whose changes to it are kept in it."""
    for attribute, element in _COMMENTERS.findall(text):
        yield html.unescape(attribute or element)
    yield from named(text)


def comments(file: Searched, inside: str, names: Iterable[str]) -> Iterator[SourceError]:
    """Persons whose comments or changes a document keeps."""
    for name in sorted({*names} - file.authors):
        if _is_somebody(name):
            hint = "接受全部修订、删去批注，再另存、导出"
            yield file.fault(f"{inside}批注或修订的作者：{name[:30]}", hint)


def properties(file: Searched, inside: str, text: str, authors: Iterable[str]) -> Iterator[SourceError]:
    """Persons who are named as `authors`, and folders of a computer in a `text` that no reader of the pages sees."""
    paths = {match[0]: None for match in _FOLDER.finditer(text) if _is_somebody(match["name"])}
    for path in paths:
        hint = "改掉标题或链接；或把文件移到路径里没有人名的文件夹，再另存、导出"
        yield file.fault(f"{inside}文件属性或链接里有电脑上的路径：{path}", hint)
    for author in sorted({*authors} - file.authors):
        if _is_somebody(author):
            hint = "清空文件属性里的作者，或写单位名称，再另存、导出"
            yield file.fault(f"{inside}文件属性里有作者：{author[:30]}", hint)


def _is_somebody(name: str) -> bool:
    return name.strip().casefold() not in _NOBODY
