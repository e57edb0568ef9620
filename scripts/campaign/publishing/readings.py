"""A file's words in every way that a reader may see them: decoded, without mark-up, unfolded, without escapes."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

MARKED = {".html", ".htm", ".xhtml", ".svg", ".xml", ".rss", ".atom", ".rels", ".opf", ".ncx", ".rdf", ".vml"}
FOLDED = {".ics", ".vcf"}
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What stands in the middle of a word without parting it: marks of HTML and SVG, runs of Word, Excel and OpenDocument.
_WITHIN = r"""(?:\s(?:(?:[^<>"'\n]|"[^"\n]*"|'[^'\n]*')*+|[^<>\n]*))?"""  # a value may hold the sign that ends a tag
_INLINE = re.compile(
    r"<!--[^\n]{0,200}?-->|</?(?:a|abbr|b|big|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|rb|"
    r"ruby|s|samp|small|span|strong|strike|sub|sup|time|tspan|tt|u|var|wbr|r|t|rPr|"
    r"sz|color|rFont|charset|family|scheme|vertAlign|condense|extend|outline|shadow|"  # of a cell's words in Excel
    r"w:(?!(?:p|br|cr|tab|tc|tr|tbl)[\s/>])[A-Za-z]+|a:(?!(?:p|br|tc)[\s/>])[A-Za-z]+|text:span|text:s)"
    rf"{_WITHIN}/?>",
    re.IGNORECASE,
)
# What ends a line or is not seen in the middle of a number.
_BREAK = re.compile(r"<(?:w:|a:)?br\b[^<>]{0,200}>\s{0,9}|<(?:w:cr|text:line-break)\s*/>", re.IGNORECASE)
_TAB = re.compile(r"<(?:w|text):tab\s*/>")
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,400}-->", re.DOTALL)
_LINK = re.compile(r"(?:tel|sms|smsto|callto|mailto):[^\s\"'<>]*%[^\s\"'<>]*", re.IGNORECASE)
_TAG = re.compile(rf"<[^<>\s]*{_WITHIN}>")
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
        yield _shown(source)
    else:
        yield _FOLD.sub(_unfolded, text) if kind in FOLDED else text
    if "\\" in text:
        yield _ESCAPE.sub(_unescaped, text)


def loose_readings(text: str, kind: str) -> Iterator[str]:
    """The same without breaks and comments in the middle of a number, and links decoded; lines lose their numbers."""
    if kind in MARKED and any(pattern.search(text) for pattern in (_BREAK, _TAB, _COMMENT)):
        yield _shown(_TAB.sub("\t", _BREAK.sub(" ", _COMMENT.sub("", _SHAPE.sub("", text)))))
    if "%" in text:
        yield "\n".join(unquote(html.unescape(link)) for link in _LINK.findall(text))


def _shown(source: str) -> str:
    """The words of a text with marks; cells beside each other make no number."""
    return html.unescape(_TAG.sub("|", _INLINE.sub("", source)))


def _lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _unfolded(match: re.Match[str]) -> str:
    """One line of a calendar, and the lines behind it that it no longer fills."""
    return re.sub(r"\n[ \t]", "", match[0]) + "\n" * match[0].count("\n")


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else " "
