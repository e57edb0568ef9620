"""What an author is told when content is wrong, and the one place that words it."""

from __future__ import annotations

import errno
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "文件超过允许的大小，或磁盘已满",
    errno.EACCES: "没有权限，或正被别的程序打开",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘或文件夹是只读的",
    errno.ENOENT: "找不到",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EBUSY: "正被别的程序使用",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ELOOP: "符号链接绕回了自己",
    errno.EXDEV: "在另一个磁盘上",
    errno.EINVAL: "名字或参数不对",
    errno.EADDRINUSE: "地址和端口正被别的程序使用",
    errno.EADDRNOTAVAIL: "这台电脑没有这个地址",
}

# What a terminal obeys instead of showing it, turns of the reading direction too; bytes that are no UTF-8.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str, kept: str = "") -> str:
    """A text as it may be printed, names of files and all: control characters written out as \\x1b; `kept` stays."""
    return _OBEYED.sub(lambda match: match[0] if match[0] in kept else _written(match[0]), text)


def _written(char: str) -> str:
    """Python's spelling of a character; a byte that is no UTF-8 as that byte."""
    return f"\\x{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else ascii(char)[1:-1]


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; of a rare reason also the system's own words."""
    return REASONS.get(error.errno or 0) or f"系统不允许（{error.strerror or error}）"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an author's file; `line` counts from 1, 0 means the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return harmless(f"{self.path}:{self.line}" if self.line else self.path)


class Lines:
    """The lines of a text, whose number is asked for many places of it.

    Where they end is counted once, since counting up to every place takes the square of the time.
    """

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def number(self, place: int) -> int:
        """The line, from 1, that a place of the text stands in."""
        return bisect_left(self._ends, place) + 1


class SourceError(Exception):
    """One fault in the content: where, what, and what to do about it."""

    def __init__(self, span: Span, message: str, hint: str = "") -> None:
        super().__init__(span, message, hint)
        self.span, self.message, self.hint = span, message, hint

    def __str__(self) -> str:
        hint = f"（提示：{self.hint}）" if self.hint else ""
        return harmless(f"{self.span}: {self.message}{hint}")


class ContentErrors(Exception):
    """All faults of one run, shown together."""

    def __init__(self, errors: Iterable[SourceError]) -> None:
        unique = {str(error): error for error in errors}
        self.errors = sorted(unique.values(), key=lambda e: (e.span.path, e.span.line, e.message))
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class UsageError(Exception):
    """The command was called wrongly; exit code 2."""


class Collector:
    """Gathers faults so that a run reports all of them, not only the first."""

    def __init__(self) -> None:
        self.errors: list[SourceError] = []

    def add(self, error: SourceError | ContentErrors) -> None:
        """Remember a fault (or all faults of a nested run)."""
        self.errors.extend(error.errors if isinstance(error, ContentErrors) else [error])

    def check(self) -> None:
        """Raise ContentErrors when anything was gathered."""
        if self.errors:
            raise ContentErrors(self.errors)
