"""Mobile numbers in each way that they are written, and the rows of figures that only look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Bounds are ASCII: a number that touches a Chinese character is a number all the same, one inside a hash is none.
# A point behind a digit or a mark is a decimal point or a version's, behind a letter it ends a word (Tel.).
HEAD = r"(?<![0-9A-Za-z])(?<![^A-Za-z\u4e00-\u9fff]\.)"
TAIL = r"(?![0-9A-Za-z])(?!\.[0-9])"
MARKS = "-_ \t·•~:"  # what stands between the groups of a number
_GAP = rf"[{MARKS}]{{0,3}}"
_WORD = r"(?i:tel|phone|mobile|mob|wechat|weixin|qq|wx|vx|id|v)?"  # touches the number that it names
_SCREEN = r"(?!1920[- ]1080)"  # pixels, not the beginning of a number
_MOBILE = re.compile(
    rf"{HEAD}{_WORD}(?:(?:\+|00)?86{_GAP}|0)?(?P<number>"
    rf"1[3-9][0-9](?:{_GAP}(?P<second>[0-9]{{4}}){_GAP}|\.[0-9]{{4}}\.)[0-9]{{4}}"
    rf"|(?P<loose>{_SCREEN}1[3-9][0-9]{{2}}(?P<a>[- ])[0-9]{{4}}(?P=a)[0-9]{{3}})"
    rf"|1[3-9][0-9]{{3}}[- ][0-9]{{6}}|1[3-9][0-9]{{4}}[- ][0-9]{{5}}|1[3-9][0-9](?P<b>[- ])[0-9]{{3}}(?P=b)[0-9]{{5}}"
    rf"|1[3-9][0-9]/(?P<third>[0-9]{{4}})/[0-9]{{4}}|1[3-9][0-9]\)[- ]?[0-9]{{4}}[- ]?[0-9]{{4}}"
    rf"|1[3-9][0-9][- ]?\([0-9]{{4}}\)[- ]?[0-9]{{4}}){TAIL}"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NAMED = re.compile(r"(?i)电话|手机|联系|微信|拨打|致电|tel|phone|mobile|wechat")
_BEFORE, _BEHIND = 24, 8  # characters beside a number in which a word names it
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9/._~%+-]*$")
_LONGEST = 400  # characters of an address that are looked at


def mobiles(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Place and digits of every mobile number in a part of a text."""
    for match in _MOBILE.finditer(text, start, end):
        place, number = match.start("number"), match["number"]
        if not (_is_loose(match) and not is_named(text, place, match.end())) and not _is_in_address(text, place):
            yield place, re.sub(r"\D", "", number)


def is_named(text: str, start: int, end: int) -> bool:
    """Whether a word beside a number, in its line, says that it is one of a telephone."""
    before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    behind = text[end : end + _BEHIND].partition("\n")[0]
    return bool(_NAMED.search(re.sub(r"\s", "", f"{before}|{behind}")))


def _is_loose(match: re.Match[str]) -> bool:
    """Whether it may as well be a row of measures or rooms, cells of a table, or a document's number with its year."""
    second = match["second"] or match["third"] or ""
    return (
        bool(match["loose"]) or "\t" in match["number"] or (len(match["number"]) > 11 and bool(_YEAR.fullmatch(second)))
    )


def _is_in_address(text: str, place: int) -> bool:
    """Whether it stands in the path of a page's address, where governments' sites have the numbers of their pages."""
    return bool(_ADDRESS.search(text, max(0, place - _LONGEST), place))
