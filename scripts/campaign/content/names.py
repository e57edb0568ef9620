"""Names of pages: what Windows, a USB stick or a web address cannot carry is told, not published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from campaign.errors import SourceError, Span

LONGEST = 150  # bytes of one part of a path: the site and its archives add to it
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\#%&\ud800-\udfff\u2028\u2029\ufffe\uffff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\..*)?")


def folded(name: str) -> str:
    """The same for names that some system takes for one: in letters of another case, or composed of other signs."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def twin_fault(name: str, twin: str) -> SourceError:
    """Two files whose names are folded to the same."""
    if name.casefold() == twin.casefold():
        return SourceError(Span(name), f"与 {twin} 只有大小写不同", "Windows 分不清大小写，改名其中一个")
    return SourceError(
        Span(name), f"与 {twin} 看起来是同一个名字", "带符号的字母有两种编码，有的系统分不清，改名其中一个"
    )


def place_fault(name: str, twin: str) -> SourceError | None:
    """A page that MkDocs would leave out without a word, for its folder or for a page of the same address (`twin`)."""
    if name.startswith("docs/templates/"):
        return SourceError(Span(name), "docs/templates 里的页面不会发布", "文件夹换一个名字")
    if twin != name:
        return SourceError(Span(name), f"与 {twin} 会成为同一个网页", "README.md 就是 index.md；改名或删去其中一个")
    return None


def on_windows(part: str) -> bool:
    """Whether Windows can have a folder of that name."""
    return not re.search(r'[\x00-\x1f<>:"|?*\\]', part) and not _RESERVED.fullmatch(part) and part == part.rstrip(" .")


def name_faults(name: str) -> Iterator[SourceError]:
    """What is wrong with a page's path, below the project; the error shows the name with such characters replaced."""
    shown = _FORBIDDEN.sub("□", name)
    for part in name.split("/"):
        stem = part.removesuffix(".md")
        if _FORBIDDEN.search(part):
            message = "文件名里有不能用的字符"
        elif _RESERVED.fullmatch(stem) or stem != stem.strip(" .") or not stem:
            message = f"Windows 上不能用这个名字：{part}"
        elif len(part.encode()) > LONGEST:
            message = "文件名太长"
        else:
            continue
        yield SourceError(Span(shown), message, "文件名用汉字、字母、数字和短横，不超过 40 字")
