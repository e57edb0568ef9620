"""Names of pages: what Windows, a USB stick or a web address cannot carry is told, not published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.errors import SourceError, Span

LONGEST = 150  # bytes of one part of a path: the site and its archives add to it
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\#%&\ud800-\udfff\u2028\u2029\ufffe\uffff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\..*)?")


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
