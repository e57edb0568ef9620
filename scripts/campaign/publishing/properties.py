"""What documents tell of those who wrote them: names, and folders on their computers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from campaign.errors import SourceError
from campaign.publishing.searched import Searched

# Parts of office files that no reader sees; Excel writes the folder of a workbook into it.
PARTS = re.compile(r"(?:^|/)(?:docProps/[^/]+\.xml|meta\.xml|OFD\.xml|xl/(?:workbook|connections)\.xml|[^/]*\.rels)$")
NAMING = re.compile(r"(?:^|/)xl/(?:pivotCache|revisions)/[^/]+\.xml$")  # these hold cells too, whose words are shown
# Parts that keep who commented on them or changed them: of Word, Excel, PowerPoint, OpenDocument, OFD.
COMMENTED = re.compile(
    r"(?:^|/)(?:word/[^/]+|xl/(?:comments/?)?comments?\d*|xl/persons/[^/]+|ppt/(?:commentAuthors|authors)|content"
    r"|Annot[^/]*)\.xml$"
)
_COMMENTERS = re.compile(
    r"<(?:w:\w+\b[^<>]*\bw:author|w\d+:person\b[^<>]*\bw\d+:author|person\b[^<>]*\bdisplayName"
    r"|p(?:188)?:(?:cmAuthor|author)\b[^<>]*\bname|(?:\w+:)?Annot\b[^<>]*\bCreator)="
    r"""["']([^"'<>]*)|<author>([^<]*)<"""
)
_AUTHORS = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|Manager|(?:\w+:)?Author)\b[^>]*>([^<]*)<"
    r"|<(?:\w+:)?(?:pivotCacheDefinition\b[^<>]*\srefreshedBy|(?:fileSharing|header)\b[^<>]*\suserName"
    r"""|userInfo\b[^<>]*\sname)=["']([^"'<>]*)"""
    r"""|<property\b[^<>]*\sname=["'](?i:作者|拟稿人|编辑|编制人|author|editor|owner)["'][^<>]*>\s*<vt:\w+>([^<]*)<"""
)
_FOLDER = re.compile(
    r"(?i)(?:[a-z]:[\\/]+(?:users|documents and settings)[\\/]+|(?:file://|(?<![\w./:-]))/(?:home|users)/)"
    r"""(?P<name>[^\\/<>"\r\n]{1,40})"""
)
# Any other folder of a computer, and one that a computer shares.
_ELSEWHERE = re.compile(
    r"(?i)(?:file:/+[a-z]:[\\/]+|(?<![a-z0-9])[a-z]:\\+|(?:file:/*)?(?<![\\\w])\\\\[^\s\\/:<>\"]{1,40}\\)"
    r"""(?P<name>[^\\/<>"\r\n]{1,40})"""
)
_NOT_OWN = frozenset(  # folders that every computer has; `users` is looked at more closely
    [
        *("users", "documents and settings", "program files", "program files (x86)", "programdata", "windows", "winnt"),
        *("program%20files", "program%20files%20(x86)"),
    ]
)
_NOBODY = frozenset(  # what programs write where nobody gave a name
    [
        *("", "admin", "administrator", "anonymous", "china", "owner", "pc", "public", "test", "unknown", "user"),
        *("apache poi", "microsoft", "microsoft office", "microsoft office user", "office", "openpyxl", "python-docx"),
        *("wps", "wps office", "un-named", "unnamed", "acer", "asus", "dell", "hp", "huawei", "lenovo"),
        *("微软用户", "windows 用户", "windows用户", "microsoft office 用户"),
        *("系统管理员", "管理员", "用户", "匿名用户"),
    ]
)
_COMPUTER = re.compile(r"(?i)(?:user|desktop|laptop|pc)-[\w-]*|win(?:dows)? ?(?:xp|\d+)")  # names that systems make up
# What ends the name of an office: with three characters and more, since persons are called 王局 too, and 李登科.
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()A-Za-z0-9]{2,}(?:委|委员会|局|厅|办|室|政府|中心|医院|卫生院|站|队|股|部)"
    r"|[\u4e00-\u9fff（）()A-Za-z0-9]{3,}科|(?:办公|财务|医务|护理|人事|信息|总务|保卫|宣传|公卫|安全|应急)科"
)


def named(text: str) -> Iterable[str]:
    """Whom the properties of an office file call its authors."""
    return (html.unescape("".join(match)) for match in _AUTHORS.findall(text))


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
    for path in _folders(text):
        hint = "改掉标题或链接；或把文件移到路径里没有人名的文件夹，再另存、导出"
        yield file.fault(f"{inside}文件属性或链接里有电脑上的路径：{path}", hint)
    for author in sorted({*authors} - file.authors):
        if _is_somebody(author) and not file.told(author):
            hint = "清空文件属性里的作者，或写单位名称，再另存、导出"
            yield file.fault(f"{inside}文件属性里有作者：{author[:30]}", hint)


def _folders(text: str) -> dict[str, None]:
    """Folders that tell of a computer or who works at it, each once."""
    found = {match[0]: None for match in _FOLDER.finditer(text) if _is_somebody(match["name"])}
    others = (match for match in _ELSEWHERE.finditer(text) if match["name"].strip().casefold() not in _NOT_OWN)
    return found | {match[0]: None for match in others}


def _is_somebody(name: str) -> bool:
    name = name.strip()
    return not (name.casefold() in _NOBODY or _COMPUTER.fullmatch(name) or _OFFICE.fullmatch(name))
