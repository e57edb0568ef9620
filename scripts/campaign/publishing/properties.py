"""What documents tell of those who wrote them: names, and folders on their computers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from campaign.errors import SourceError
from campaign.publishing.searched import Searched

_NOBODY = frozenset(  # what programs write where nobody gave a name
    [
        "",
        "admin",
        "administrator",
        "user",
        "owner",
        "pc",
        "microsoft office user",
        "anonymous",
        "unknown",
        "python-docx",
    ]
)
_FOLDER = re.compile(
    r"""(?i)(?:(?<![a-z])[a-z]:[\\/]+[^\\/:*?"<>|\r\n]{1,60}[\\/]+|(?:file://|(?<![\w./:-]))/(?:home|users)/)[^\\/<>"\s]+"""
)
_HINT = "清空文件属性里的作者，或写单位名称，再导出一次"


def properties(file: Searched, inside: str, text: str, named: Iterable[str]) -> Iterator[SourceError]:
    """Persons `named` as authors, and folders of a computer in a `text` that no reader of the pages sees."""
    for path in dict.fromkeys(_FOLDER.findall(text)):
        yield file.fault(f"{inside}文件属性或链接里有电脑上的路径：{path[:60]}", "改掉标题或链接，再导出一次")
    for author in sorted({*named} - file.authors):
        if author.strip().casefold() not in _NOBODY:
            yield file.fault(f"{inside}文件属性里有作者：{author[:30]}", _HINT)
