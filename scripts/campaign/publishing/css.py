"""The addresses that a style sheet loads, read token by token as browsers do (CSS Syntax, 4.3).

Patterns held against the text as it stands miss what comments, escapes and broken lines stand in the middle of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.errors import Lines

_BLANK = r"[ \t\n]"
_ESCAPED = rf"\\(?:[0-9a-f]{{1,6}}{_BLANK}?|[^0-9a-f\n])"
_NAME = rf"(?:[-\w\x80-\U0010ffff]|{_ESCAPED})++"


def _letter(char: str) -> str:
    """A letter in each way that it may be written."""
    codes = "|".join(f"{ord(one):x}" for one in (char, char.upper()))
    escaped = rf"\\0{{0,4}}(?:{codes}){_BLANK}?"
    return rf"(?:{escaped}|{char})" if char in "abcdef" else rf"(?:{escaped}|\\?{char})"


_URL = "".join(map(_letter, "url"))
_TOKEN = re.compile(
    rf"(?P<comment>/\*.*?(?:\*/|\Z))"
    r"""|"(?P<double>(?:[^"\\\n]|\\.)*+)["\n]?|'(?P<single>(?:[^'\\\n]|\\.)*+)['\n]?"""
    rf"""|{_URL}\({_BLANK}*+(?!["'])(?P<url>(?:[^)\\]|\\.)*+)\)?"""
    rf"|(?P<word>@?{_NAME}\(?|\()|(?P<end>\))|[^ \t\n]",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(rf"\\(?:([0-9a-f]{{1,6}}){_BLANK}?|(.))", re.DOTALL | re.IGNORECASE)
_LOADING = re.compile(r"(?:url|src|(?:-webkit-)?image-set)\(")


def css_addresses(text: str) -> list[str]:
    """Everything that a style sheet loads."""
    return [address for address, _ in css_uses(text)]


def css_uses(text: str) -> Iterator[tuple[str, int]]:
    """Everything that it loads, with the line."""
    text = re.sub(r"\r\n?|\f", "\n", text)
    lines, within, imported = Lines(text), [False], False
    for token in _TOKEN.finditer(text):
        if token["comment"]:
            continue
        word, quoted = _plain(token["word"] or "").lower(), token["double"] or token["single"]
        address = token["url"] or (quoted if within[-1] or imported else "")
        if address and (plain := _plain(address).strip()):
            yield plain, lines.number(token.start())
        imported = word == "@import"
        if word.endswith("("):  # what stands in an image-set is loaded, however deep, but for the kinds of pictures
            within.append(bool(_LOADING.fullmatch(word)) or (within[-1] and word != "type("))
        elif token["end"] and len(within) > 1:
            within.pop()


def _plain(text: str) -> str:
    """A name or a string without its escapes; a broken line in a string is none."""
    return _ESCAPE.sub(_char, text)


def _char(match: re.Match[str]) -> str:
    if not match[1]:
        return str(match[2]).replace("\n", "")
    code = int(match[1], 16)
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
