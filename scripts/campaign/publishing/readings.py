"""A file's words in every way that a reader may see them: decoded, without mark-up, unfolded, without escapes."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator

MARKED = {".html", ".htm", ".xhtml", ".svg", ".xml", ".rss", ".atom", ".rels", ".opf", ".ncx", ".rdf", ".vml"}
FOLDED = {".ics", ".vcf"}
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What stands in the middle of a word without parting it: marks of HTML and SVG, runs of Word, Excel and OpenDocument.
_INLINE = re.compile(
    r"<!--[^\n]{0,200}?-->|</?(?:a|abbr|b|big|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|"
    r"strong|strike|sub|sup|time|tspan|tt|u|var|wbr|r|t|rPr|w:(?!(?:p|br|cr|tab|tc|tr|tbl)[\s/>])[A-Za-z]+|"
    r"a:(?!(?:p|br|tc)[\s/>])[A-Za-z]+|text:span|text:s)(?:\s[^<>\n]*)?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>\n]*>")
_SHAPE = re.compile(  # coordinates are numbers of nobody
    r"""\s(?:d|points|viewBox|transform|values|[xy]|d[xy])=(?:"[^"]*"|'[^']*')"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrt])")
_FOLD = re.compile(r"^[^\n]*+(?:\n[ \t][^\n]*+)+", re.MULTILINE)


def decoded(data: bytes) -> str:
    """The text of a file that people saved in whichever encoding their editor took."""
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data[:2]:  # UTF-16 without its mark
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def readings(text: str, kind: str) -> Iterator[str]:
    """A text as it stands, and as programs show it; lines keep their numbers."""
    text = text.replace("\r\n", "\n")
    if kind in MARKED:
        source = _SHAPE.sub(_lines, text)
        yield html.unescape(source)
        yield html.unescape(_TAG.sub("|", _INLINE.sub("", source)))  # cells beside each other make no number
    else:
        yield _FOLD.sub(_unfolded, text) if kind in FOLDED else text
    if "\\" in text:
        yield _ESCAPE.sub(_unescaped, text)


def _lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _unfolded(match: re.Match[str]) -> str:
    """One line of a calendar, and the lines behind it that it no longer fills."""
    return re.sub(r"\n[ \t]", "", match[0]) + "\n" * match[0].count("\n")


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else " "
