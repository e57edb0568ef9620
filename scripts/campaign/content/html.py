"""HTML in the authors' Markdown: a few harmless tags are let through; scripts, frames, handlers and their like never.

The strict Content-Security-Policy of the site is the second wall; this is the first, with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown.extensions.attr_list import get_attrs_and_remainder

from campaign.content.allowed import ATTRIBUTES, FENCE_KEYS, KEYS, NO_KEY, TAGS, taken
from campaign.content.burden import burdens, fence_burdens
from campaign.content.far import far_pictures
from campaign.content.fences import COMMENT, blanked, changed, fences, masked
from campaign.content.model import Page
from campaign.content.urls import has_host, readable, safe_address
from campaign.errors import Lines, SourceError, Span

MOST_TOLD = 300  # faults of a page: a hundred thousand would fill the screen for minutes
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+)"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][\w-]*)((?:\s+[a-zA-Z][\w-]*(?:\s*=\s*{_VALUE})?)*)\s*/?>")
_ATTRIBUTE = re.compile(rf"([a-zA-Z][\w-]*)(?:\s*=\s*({_VALUE}))?")
_AUTOLINK = re.compile(r"""<(?:(?:https?://|mailto:)[^\s<>"'`]+|[\w.+-]+@[\w.-]+)>""")
_INSIDE = r"(?:[^()\n]|\n(?![ \t]*\n))"  # what may stand in a link's brackets: no blank line
_LINK = re.compile(rf"\]\((?=((?:{_INSIDE}|\()*+))")  # ahead: one that is never closed must not hide the next
_TARGET = re.compile(rf"\]\((?=((?:{_INSIDE}++|\({_INSIDE}*+\))*+))")  # with the brackets that stand in pairs inside it
_TITLE = re.compile(r"""\s["'(].*""", re.DOTALL)  # what may follow an address
# Anywhere: what defines a link may stand in quotes, lists, admonitions and notes, and inside one another.
_REFERENCE = re.compile(r"\]:(?=[ \t]*(?:\n[ \t>]*)?(\S+))")
_NEXT_LINE = re.compile(r"\n[ \t>]*")  # in a quote the marks of the next line are no part of the address
_BRACES = re.compile(
    r"^[^{\n]*+(\{[^\n]*\})", re.MULTILINE
)  # attr_list takes everything up to the last brace of a line
# Wherever it stands between braces, for what is quoted there may look otherwise when attr_list comes to read it.
_UNSAFE_KEY = re.compile(
    r"(?i)[\s{:\"']((?:on[a-z]{3,}|style|srcdoc|href|src|action|formaction)(?=[\s=}\"'])"
    r"|(?:srcset|imagesrcset|ping|background|poster|data|manifest|attributionsrc)(?=\s*+[=}]))"
)
_LIST = re.compile(r"\{:?(?=[ ]*([^\n]+))")
NEAR = "把图片存到 docs 里，写相对路径，如 ![说明](图.png)"
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]"
)  # Python-Markdown drops two of them after this check


@dataclass(frozen=True, slots=True)
class Danger:
    """One thing that may not reach a page: where in the text it starts and ends, and what it is."""

    start: int
    end: int
    message: str
    hint: str = "网页上的文字用 Markdown 写；要显示尖括号，写成 &lt;"


def forbidden(page: Page) -> Iterator[SourceError]:
    """One error for everything in a page that may not reach the site."""
    lines = Lines(page.body)
    for number, danger in enumerate(dangers(page.body)):
        span = Span(page.path, page.body_line - 1 + lines.number(danger.start))
        if number == MOST_TOLD:
            yield SourceError(span, f"这一页不允许的写法超过 {MOST_TOLD} 处，其余的没有列出", "先改列出的，再检查一遍")
            return
        yield SourceError(span, danger.message, danger.hint)


def scrub(text: str) -> str:
    """The text with everything forbidden made visible and harmless, for live preview."""
    text = _plain_fences(_CONTROL.sub("", text))
    spans = ((danger.start, danger.end) for danger in dangers(text))
    return changed(text, spans, lambda part: part.translate(_HARMLESS))


_HARMLESS = str.maketrans(
    {"<": "＜", "[": "［", "]": "］", "/": "／", ":": "：", "=": "＝", "&": "＆", "\\": "＼", "{": "｛", "}": "｝"}
)


_ACTIVE = re.compile(r"(?i)<(?=/?(?:script|iframe|frame|object|embed|applet|base|meta|link|style|math)\b)")


# Numbers that the theme's scripts look for, and what makes a heading one; extensions number tabs and lines likewise.
_TAKEN = re.compile(
    r"""(?i)(<[a-z][^<>]*?\sid\s*=\s*["']?)(?:_|&#0*95;?|&#x0*5f;?|&lowbar;){2}(?!(?:tabbed|codelineno)[_-])"""
)


# The address of a picture, as Python-Markdown or an author writes it.
_SHOWN = re.compile(r"""(?i)(<img\b[^<>]*?\ssrc\s*=)(\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']++))""")


def disarm(page: str) -> str:
    """A finished page's HTML with every active tag made text, no id of the theme's own, and no picture of another
    host: what a parser's quirk may have let through."""
    page = _TAKEN.sub(r"\1", _ACTIVE.sub("＜", page))
    return _SHOWN.sub(lambda match: f'{match[1]}""' if has_host(match[2].strip(" \t\n\"'")) else match[0], page)


def dangers(text: str) -> Iterator[Danger]:
    """Everything forbidden outside fenced code, in order of kind."""
    seen = masked(text)
    found = [*fence_burdens(text), *burdens(seen)]
    yield from (Danger(*burden) for burden in found)
    seen = blanked(seen, (burden[:2] for burden in found))
    for match in _CONTROL.finditer(text):
        yield Danger(match.start(), match.end(), f"有看不见的控制字符 U+{ord(match[0]):04X}")
    yield from _fence_faults(text)
    yield from _tags(seen)
    for pattern in (_LINK, _REFERENCE):
        for match in pattern.finditer(seen):
            if not safe_address(_NEXT_LINE.sub("", match[1]).lstrip("< ")):
                yield Danger(match.start(1), match.end(1), f"链接的写法不允许：{match[1].strip()[:40]}")
    yield from _unreadable(seen)
    yield from _lists(seen)
    for start, end, address in far_pictures(seen):
        yield Danger(start, end, f"图片在别的网站上：{address[:60]}", NEAR)


def _lists(text: str) -> Iterator[Danger]:
    """Attribute lists with what no page needs."""
    for match in _BRACES.finditer(text):
        if key := _UNSAFE_KEY.search(match[1]):
            yield Danger(match.start(1), match.end(), f"属性 {key[1]} 不允许", NO_KEY)
    for match in _LIST.finditer(text):
        pairs = [(key, value) for key, value in get_attrs_and_remainder(match[1])[0] if value is not None]
        if fault := _fault(pairs, KEYS):
            yield Danger(match.start(), match.end(1), f"属性 {fault} 不允许", NO_KEY)


def _fault(pairs: Iterable[tuple[str, str]], allowed: frozenset[str]) -> str:
    """The first attribute that is not allowed, or one that means something to the theme's scripts; or nothing."""
    for key, value in pairs:
        if key.lower() not in allowed:
            return key[:40]
        if mine := taken(key, value):
            return mine
    return ""


def _unreadable(text: str) -> Iterator[Danger]:
    """Links that end MkDocs, which takes every address to pieces."""
    for pattern in (_TARGET, _REFERENCE, _AUTOLINK):
        for match in pattern.finditer(text):
            group = 0 if pattern is _AUTOLINK else 1
            address = _TITLE.sub("", _NEXT_LINE.sub("", match[group])).strip("<> \t")
            if not readable(address):
                yield Danger(match.start(group), match.end(group), f"网址写错了：{address[:40]}")


def _fence_faults(text: str) -> Iterator[Danger]:
    """Attributes of blocks of code that are not allowed: Python-Markdown writes them into the tag as they are."""
    for fence in fences(text):
        pairs = get_attrs_and_remainder(fence["attrs"] or "")[0]
        if fault := _fault(pairs, FENCE_KEYS):
            yield Danger(fence.start("attrs") - 1, fence.end("attrs") + 1, f"代码块的属性 {fault} 不允许")
        elif fence["hl_lines"] is not None:
            yield Danger(fence.start("quot") - 9, fence.end("hl_lines") + 1, "代码块的属性 hl_lines 不允许")


def _plain_fences(text: str) -> str:
    """The text with attributes that are not allowed taken off its fences; changed, they would end being fences."""
    return blanked(text, [(danger.start, danger.end) for danger in _fence_faults(text)])


def _tags(text: str) -> Iterator[Danger]:
    for opening in _OPENING.finditer(text):
        at = opening.start()
        if _AUTOLINK.match(text, at) or COMMENT.match(text, at):
            continue
        match = _TAG.match(text, at)
        if not match:
            yield Danger(at, at + 1, f"尖括号没有配成标签：{text[at : at + 20].splitlines()[0]}")
        elif match[2].lower() not in TAGS:
            yield Danger(at, match.end(), f"页面里不能用 <{match[2]}>")
        elif fault := _attributes(match[3]):
            yield Danger(at, match.end(), f"<{match[2]}> 里不能用 {fault}")
        elif far := next((value for key, value in _addresses(match[3]) if key == "src" and has_host(value)), ""):
            yield Danger(at, match.end(), f"图片在别的网站上：{far[:60]}", NEAR)


def _attributes(text: str) -> str:
    """The first attribute that is not allowed, or nothing."""
    for key, value in _ATTRIBUTE.findall(text):
        name = key.lower()
        address = value.strip("\"'") if name in {"href", "src"} else ""
        if name not in ATTRIBUTES or not safe_address(address):
            return str(key)
        if not readable(address):
            return f"{key}：网址写错了"
        if mine := taken(name, value.strip("\"'")):
            return mine
    return ""


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    return ((key.lower(), value.strip("\"'")) for key, value in _ATTRIBUTE.findall(text))
