"""mkdocs.yml beside the campaign's facts: the site's address, a printer's profile, and what pages show unescaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from campaign.content.addresses import LONGEST, short_address
from campaign.content.urls import readable
from campaign.content.yamlsource import Source
from campaign.errors import SourceError
from campaign.project import Project, is_file

Keys = tuple[str | int, ...]
SHOWN = ("site_name", "site_description", "site_author", "copyright")  # the theme puts them into attributes as they are
WRITTEN = (
    "theme",
    "extra",
    "extra_css",
    "extra_javascript",
    "markdown_extensions",
    "repo_url",
    "repo_name",
    "edit_uri",
)
LISTS = ("extra_css", "extra_javascript")
LOADED = frozenset({"logo", "favicon", "polyfills", *LISTS})
_MARKUP = re.compile(r'[<>"\x00-\x1f]')
HOST = re.compile(r"\s*(?:[\w+.-]+:)?[/\\]{2}")  # how an address of another host begins
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
# A host, perhaps a port and folders: other addresses are made of it by writing on.
_SITE = re.compile(r"https?://(?:\[[\da-fA-F:.]+\]|[^\W_][\w.-]*)(?::\d{1,5})?(?:/[^\s<>\"'?#|\\]*)?")


def unfit(data: Mapping[str, Any], source: Source) -> Iterator[SourceError]:
    """Texts that would become markup of every page, and folders that lead elsewhere."""
    for key in SHOWN:
        if _MARKUP.search(str(data.get(key) or "")):
            yield SourceError(source.span(key), f"{key} 里不能有尖括号、英文引号", "只写文字，引号用“”")
    for keys, title, target in nav_entries(data.get("nav")):
        if _MARKUP.search(title):
            yield SourceError(source.span(*keys), f"导航里不能有尖括号、英文引号：{title}", "只写文字，引号用“”")
        if re.search(r'[:<>"]', target) and not _ADDRESS.fullmatch(target):
            hint = "写页面的文件名，或 https:// 开头的网址"
            yield SourceError(source.span(*keys), f"导航里的网址不对：{target}", hint)
        if not readable(target):
            yield SourceError(source.span(*keys), f"网址写错了：{target}", "核对方括号和冒号")
    yield from _written(data, source)
    if "INHERIT" in data:  # MkDocs would read it, and what it names to run, without these checks
        yield SourceError(source.span("INHERIT"), "不能用 INHERIT 引用别的设置文件", "把设置都写在 mkdocs.yml 里")
    if data.get("docs_dir", "docs") != "docs":
        yield SourceError(source.span("docs_dir"), "docs_dir 只能是 docs", "页面都放在 docs 文件夹里")


def _written(data: Mapping[str, Any], source: Source) -> Iterator[SourceError]:
    """Settings that the theme writes into every page as they are, and what it loads from them."""
    for keys, text in texts({key: data[key] for key in WRITTEN if key in data}):
        if keys[:2] == ("extra", "campaign"):
            continue  # the facts have rules of their own
        name = ".".join(str(key) for key in keys)
        if _MARKUP.search(text) or re.match(r"\s*(?:java|vb)script:|\s*data:", text, re.IGNORECASE):
            yield SourceError(source.span(*keys), f"{name} 里不能有尖括号、英文引号或脚本", "只写文字、文件名或网址")
        elif LOADED & set(keys) and HOST.match(text):
            yield SourceError(source.span(*keys), f"{name} 从别的网站加载：{text[:60]}", "把文件放进 docs，写相对路径")


def texts(node: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Every text below a setting, with the keys that lead to it."""
    if isinstance(node, str):
        yield keys, node
    pairs = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield from texts(value, (*keys, key if isinstance(key, int) else str(key)))


def nav_entries(node: Any, keys: Keys = ("nav",)) -> Iterator[tuple[Keys, str, str]]:
    """Every title and every target of the navigation, one of the two empty, with the keys that lead to its line."""
    if isinstance(node, str):
        yield keys, "", node
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from nav_entries(item, (*keys, index))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*keys, str(key)), str(key), ""
            yield from nav_entries(value, (*keys, str(key)))


def site_url(data: Mapping[str, Any], source: Source) -> str:
    """The site's address, or nothing. Raises SourceError for what is none, or too long for a QR code."""
    url = data.get("site_url") or ""
    if isinstance(url, str) and not readable(url):
        raise SourceError(source.span("site_url"), f"网址写错了：{url}", "核对方括号和冒号")
    if not isinstance(url, str) or (url and not _SITE.fullmatch(url)):
        hint = "写成 https://… ，不带 ?、#、| 和用户名，没有就留空"
        raise SourceError(source.span("site_url"), f"site_url 不是网址：{url}", hint)
    longest = len(short_address(url, "").encode())
    if url and longest > LONGEST:
        message = f"site_url 太长：连同短链接有 {longest} 字节，超过 {LONGEST}，二维码印不清楚"
        raise SourceError(source.span("site_url"), message, "换一个短一些的网址")
    return url


def print_profile(extra: Any, source: Source, project: Project) -> Path | None:
    """extra.print.icc: a printer's CMYK profile, its path from the project's folder on. Raises SourceError."""
    row = extra.get("print") if isinstance(extra, Mapping) else None
    name = row.get("icc") if isinstance(row, Mapping) else None
    if not name:
        return None
    span = source.span("extra", "print", "icc")
    path = project.root / str(name)
    if not is_file(path):
        raise SourceError(span, f"找不到 ICC 配置文件：{name}", "路径从 mkdocs.yml 所在的文件夹写起；没有就留空")
    with path.open("rb") as file:
        head = file.read(40)
    if len(head) < 40 or head[36:40] != b"acsp":
        raise SourceError(span, f"{name} 不是 ICC 配置文件", "向印刷厂要一个 .icc 文件")
    if head[12:16] != b"prtr" or head[16:20] != b"CMYK":
        raise SourceError(span, f"{name} 不是印刷用的 CMYK 配置文件", "向印刷厂要输出设备（CMYK）的 .icc 文件")
    return path
