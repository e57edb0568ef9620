"""What Python-Markdown would read for minutes or not to its end, found beforehand in one pass."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

# Characters passed over in search of fellows of brackets or backticks: seconds; a page of links has thousands.
MOST_READ = 20_000_000
_PARTING = re.compile(r"\n[ \t]*(?=\n)")  # no bracket reaches over a blank line
_BRACKET = re.compile(r"\[|\]\(?|[()]")
_BLANK = re.compile(r"\s")
_TICKS = re.compile(r"(\\*+)(`++)")
MOST_LISTED = 5_000_000  # characters from every brace to its line's end, which an attribute list may reach to: seconds
_LINE = re.compile(r"^[^\n{]*+\{[^\n]*+", re.MULTILINE)
_DEEP = re.compile(r"^(?:[ \t]*+(?:[-*+>]|\d{1,9}\.)[ \t]++){50}|^[ \t]{400,}+(?=(?:[-*+]|\d+\.)[ \t])", re.MULTILINE)
_LONG_FENCE = re.compile(r"^(?:`{100,}|~{100,})", re.MULTILINE)
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
MOST_FENCES = 500  # lines; from one that is never closed the search for its fellow goes to the end of the page
# Each is compared with all of its kind.
_COUNTED = (
    (re.compile(r"^#|^(?:=+|--?)[ ]*$", re.MULTILINE), 2000, "标题"),
    (
        re.compile(r"^[ \t>]*+(?:(?:-[ ]{0,2}){3,}+|(?:\*[ ]{0,2}){3,}+|(?:_[ ]{0,2}){3,}+)[ ]*$", re.MULTILINE),
        2000,
        "分隔线",
    ),
    (re.compile(r"\[\^"), 1000, "脚注"),
)

Burden = tuple[int, int, str]  # where it starts and ends, what it is


def burdens(text: str) -> Iterator[Burden]:
    """Everything of a page that is too much for Python-Markdown; generous to what people write."""
    yield from _entangled(text, _read, "这一段里有太多没有配对的方括号或圆括号")
    yield from _entangled(text, _ticked, "这一段里有太多没有配对的反引号")
    yield from _braced(text)
    for match in _DEEP.finditer(text):
        yield match.start(), match.end(), "列表或引用套得太深"
    for pattern, most, what in _COUNTED:
        yield from _beyond(text, pattern, most, f"一页里的{what}超过 {most} 个")


def fence_burdens(text: str) -> Iterator[Burden]:
    """What of a page's fences is too much, before anybody looks for the blocks between them."""
    for match in _LONG_FENCE.finditer(text):
        yield match.start(), match.end(), f"{match[0][0]} 太多，代码的围栏写三个就够"
    yield from _beyond(text, _FENCE, MOST_FENCES, f"一页里代码的围栏超过 {MOST_FENCES} 行")


def _beyond(text: str, pattern: re.Pattern[str], most: int, message: str) -> Iterator[Burden]:
    """All from the place where there is one too many."""
    places = [match.start() for match in pattern.finditer(text)]
    if len(places) > most:
        yield places[most], len(text), message


def _entangled(text: str, cost: Callable[[str], int], message: str) -> Iterator[Burden]:
    """The paragraphs with which the searches of a page come to too many characters."""
    total = start = 0
    for end in (*(match.start() for match in _PARTING.finditer(text)), len(text)):
        total += cost(text[start:end])
        if total > MOST_READ:
            yield start, end, message
            total = 0
        start = end + 1


def _braced(text: str) -> Iterator[Burden]:
    total = 0
    for line in _LINE.finditer(text):
        braces = [brace.start() for brace in re.finditer(r"\{", line[0])]
        total += len(braces) * len(line[0]) - sum(braces)
        if total > MOST_LISTED:
            yield *line.span(), "花括号太多"
            total = 0


def _read(text: str) -> int:
    """How many characters the searches for every bracket's fellow, and for a reference's address, pass over."""
    total, squares, rounds = 0, list[int](), list[int]()
    for match in _BRACKET.finditer(text):
        mark, at = match[0], match.start()
        if mark == "[":
            squares.append(at)
        elif mark[0] == "]":
            total += at - squares.pop() if squares else 0
        if mark in ("(", "]("):
            rounds.append(at if mark == "](" else -1)
        elif mark == ")" and rounds:
            opened = rounds.pop()
            total += at - opened if opened >= 0 else 0
    unpaired = [*squares, *(at for at in rounds if at >= 0)]
    return total + sum(len(text) - at for at in unpaired) + _addresses(text)


def _ticked(text: str) -> int:
    """How many characters the searches for the end of every code span pass over: a run of as many backticks, else the
    longest of the shorter ones."""
    runs = [(match.start(2), match.end(), len(match[1]) % 2) for match in _TICKS.finditer(text)]
    ends, longest = defaultdict[int, list[int]](list), [(0, 0)]
    for start, end, _ in reversed(runs):
        longest.append(max((end - start, end), longest[-1], key=lambda run: run[0]))
    for start, end, _ in runs:
        ends[end - start].append(end)
    total = at = 0
    for (first, last, escaped), (most, spare) in zip(runs, longest[-2::-1], strict=True):
        start = max(first + escaped, at)
        length = last - start
        if length <= 0:
            continue
        fellows = ends.get(length, [])
        index = bisect.bisect(fellows, last)
        found = fellows[index] if index < len(fellows) else 0
        total += (found or len(text)) - start
        at = found or (spare if 0 < most < length else last + length)  # Markdown goes on so far behind one without any
    return total


def _addresses(text: str) -> int:
    blanks = [match.start() for match in _BLANK.finditer(text)] if "]:" in text else []
    total, at = 0, text.find("]:")
    while at >= 0:
        index = bisect.bisect(blanks, at)
        total += (blanks[index] if index < len(blanks) else len(text)) - at
        at = text.find("]:", at + 1)
    return total
