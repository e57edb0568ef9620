"""Files to pages: encoding, front matter, allowed keys."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from campaign.content.facts import UNSEEN, is_empty
from campaign.content.fences import masked
from campaign.content.model import LOOKS, Page
from campaign.content.opening import empty, front_matter_end
from campaign.content.yamlsource import Source
from campaign.errors import Collector, SourceError, Span, reason
from campaign.project import ASSETS, is_file

_MARKUP = re.compile(rf'[<>"{UNSEEN}]')  # templates put texts into attributes as they are
_NAME = re.compile(r"[\w-]+")
_HEADING = re.compile(r"^[ ]*#(?!#)(.+)|^([^\n]+)\n=+[ ]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ ]\{[^{}]*\}[ \t#]*$")
MAX_BYTES = 2_000_000
FORMS = ("pledge",)  # pages whose sections become sheets of a form of their own


def _is_plain(text: str) -> bool:
    """Whether no template could take it for markup, nor after reading its entities, as `striptags` does."""
    return not _MARKUP.search(html.unescape(text)) and not _MARKUP.search(html.unescape(html.unescape(text)))


def _is_text(value: Any) -> bool:
    """One line that no template could take for markup."""
    return isinstance(value, str) and not is_empty(value) and not _MARKUP.search(value) and _is_plain(value)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


def _is_drawing(folder: str, value: Any) -> bool:
    return _is_name(value) and is_file(ASSETS / folder / f"{value}.svg")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str | int) and _is_plain(str(item)) for item in value)


def _is_blocks(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, Mapping) and _is_text(item.get("title")) and _is_texts(item.get("text")) for item in value
    )


def _is_search(value: Any) -> bool:
    """What the theme's search reads of a page."""
    if not isinstance(value, Mapping) or not value.keys() <= {"boost", "exclude"}:
        return False
    boost, exclude = value.get("boost", 1), value.get("exclude", False)
    number = isinstance(boost, int | float) and not isinstance(boost, bool)
    return number and 0.1 <= boost <= 10 and isinstance(exclude, bool)


# key -> (test, what it should be)
FRONT_MATTER: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(
        (
            "title",
            "description",
            "template",
            "icon",
            "subtitle",
            "summary",
            "category",
            "audience",
            "sms",
            "case_line",  # a case: when, where, what kind
            "figure",  # its deaths and losses as published
            "figure_source",
            "mn",  # the title in Mongolian
            "reviewer",  # who reviewed it
        ),
        (_is_text, "一行文字，不含尖括号、英文双引号；引号用“”"),
    ),
    "illustration": (lambda v: _is_drawing("illustrations", v), "assets/illustrations 里一张图的名字，不带 .svg"),
    # the pictogram of its warning triangle
    "sign": (lambda v: _is_drawing("icons", v), "assets/icons 里一个图形的名字，不带 .svg"),
    "status": (_is_name, "一个词，如 待核"),
    "case_date": (lambda v: isinstance(v, dt.date), "日期，如 2023-04-18"),
    "deaths": (_is_whole, "整数"),
    "later": (lambda v: isinstance(v, bool), "true 或 false"),  # not known when the notice was issued
    "form": (lambda v: v in FORMS, "、".join(FORMS) + " 之一"),
    "look": (lambda v: v in LOOKS, "、".join(LOOKS) + " 之一"),
    "minutes": (_is_whole, "整数"),
    "order": (_is_whole, "整数"),
    "tags": (_is_texts, "列表"),
    "asked": (_is_texts, "列表：人们会怎么问，搜索用，页面上不显示"),
    "hide": (_is_texts, "列表"),
    "search": (_is_search, "键值：boost 是 0.1—10 的数，exclude 是 true 或 false"),
    "checked": (lambda v: isinstance(v, dt.date), "日期，如 2026-11-24"),
    "playlist": (lambda v: isinstance(v, Mapping), "键值，写法见 docs/screens.md"),
    "blocks": (_is_blocks, "列表，每项有 title 和 text（两行文字）"),
}


def read_text(path: Path, name: str) -> str:
    """The file's text; UTF-8 only (with or without BOM). Raises SourceError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(Span(name), f"文件无法读取：{reason(error)}", "检查文件权限，或是否被别的程序占用") from None
    if len(raw) > MAX_BYTES:
        raise SourceError(Span(name), f"文件过大（{len(raw) // 1000} KB）", "一页请不超过 2 MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(Span(name, line), "不是 UTF-8 编码", "用编辑器“另存为”时选 UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_page(path: Path, name: str) -> Page:
    """One page with checked front matter. Raises SourceError or ContentErrors."""
    text = read_text(path, name)
    lines = text.split("\n")
    end = front_matter_end(lines, name)
    if not end:
        page = Page(name, {}, text, 1)
        _check_heading(page)
        return page
    source = Source("\n".join(lines[1:end]), name, first_line=2, plain=True)
    meta = source.data
    if not meta:
        raise empty(name)
    _check(meta, source)
    places = {str(key): source.span(str(key)).line for key in meta}
    page = Page(name, meta, "\n".join(lines[end + 1 :]), end + 2, places, source)
    _check_heading(page)
    return page


def _check_heading(page: Page) -> None:
    """A page without `title` takes a heading of the first level for it. Raises SourceError."""
    for match in () if page.meta.get("title") else _HEADING.finditer(masked(page.body)):
        if '"' in html.unescape(html.unescape(_ATTRIBUTES.sub("", match[1] or match[2]))):
            line = page.body_line + page.body.count("\n", 0, match.start())
            raise SourceError(Span(page.path, line), "标题里不能有英文双引号", "引号用“”，或在页首写 title: …")


def _brief(value: Any) -> str:
    """A value as an error may quote it: never in full, it may be endless."""
    if isinstance(value, str) and is_empty(value):
        return "（空的）"
    return str(value)[:40] if isinstance(value, str | int | float | dt.date | None) else "（一组值）"


def _check(meta: Any, source: Source) -> None:
    if not isinstance(meta, Mapping):
        raise SourceError(source.span(), "页首信息应是“键: 值”", "例如 title: 标语")
    faults = Collector()
    for key, value in meta.items():
        if key not in FRONT_MATTER:
            hint = "可用：" + "、".join(FRONT_MATTER)
            faults.add(SourceError(source.span(str(key)), f"页首信息里没有 {key} 这一项", hint))
        elif not FRONT_MATTER[key][0](value):
            faults.add(
                SourceError(source.span(str(key)), f"{key} 的值不对：{_brief(value)}", f"应是{FRONT_MATTER[key][1]}")
            )
        elif isinstance(value, str) and "{{" in value:  # file names and pictures are made of these as they stand
            faults.add(SourceError(source.span(str(key)), f"页首的 {key} 里不能用 {{{{ }}}}", "写明文字；正文里可以用"))
    faults.check()
