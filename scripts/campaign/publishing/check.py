"""Everything wrong with a folder that is about to be published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, unquote, urlsplit

from campaign.errors import SourceError, Span
from campaign.ownfiles import CATALOGUE, listed
from campaign.policy import inline_scripts, script_hash
from campaign.publishing.css import css_uses
from campaign.publishing.drawings import drawing_faults
from campaign.publishing.html import Parsed, outside, read_html
from campaign.publishing.own import contacts, units
from campaign.publishing.readings import decoded
from campaign.publishing.search import kind, search_file, search_names
from campaign.publishing.searched import Searched

KIT = "kit"
NEEDED = ("index.html", "404.html", "sitemap.xml", "search/search_index.json")
MAX_FILE = 25_000_000  # bytes: what common hosts of static pages take
MAX_TOTAL = 200_000_000
MAX_PAGE = 2_000_000
PAGES = {".html", ".htm"}
SENT_AS_UTF8 = {*PAGES, ".css", ".js", ".json", ".svg", ".xml", ".webmanifest"}
LEFT_OVER = re.compile(r"\{\{\s*campaign\.|\{%|--8<--|\[TOC\]")
JUNK = re.compile(
    r"(?i)(?:^|/)(?:\.(?!well-known|nojekyll)[^/]*|thumbs\.db|desktop\.ini|~\$[^/]*|[^/]*(?:~|\.bak|\.orig|\.tmp|\.psd))$"
)


def check_folder(folder: Path, words: Mapping[str, str] = MappingProxyType({})) -> list[SourceError]:
    """All faults of a built site; `words` are the facts of its campaign, where they are known."""
    entries = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    names = {name: path for name, path in entries.items() if path.is_file()}
    rows = listed(folder / KIT, "path", "bytes", "unit")
    authors = units(words) | {unit for _, _, unit in rows or ()}
    pages = {name: read_html(path.read_bytes()) for name, path in names.items() if kind(name) in PAGES}
    return [
        *_needed(names),
        *_shortcuts(entries),
        *_folders(entries),
        *_encodings(names),
        *_sizes(names),
        *_links(names, pages),
        *_styles(names),
        *_scripts(names, pages),
        *_drawings(names, authors),
        *_words(names, authors, contacts(words)),
        *_catalogue(rows, names),
    ]


def _needed(names: dict[str, Path]) -> Iterator[SourceError]:
    for name in NEEDED:
        if name not in names:
            yield SourceError(Span(name), "缺少这个文件", "重新运行 campaign build")
    for name in names:
        if JUNK.search(name):
            yield SourceError(Span(name), "是临时文件或隐藏文件，不该发布", "删掉它")


def _shortcuts(entries: dict[str, Path]) -> Iterator[SourceError]:
    """Links of the file system: servers follow them, this search does not, and copies have nothing there."""
    for name, path in entries.items():
        if path.is_symlink():
            yield SourceError(Span(name), "是快捷链接，不是文件", "把它指向的文件或文件夹拷到这里，或删掉它")


def _folders(entries: dict[str, Path]) -> Iterator[SourceError]:
    """Numbers in the names of folders, each told once, however many files are in it."""
    for name, path in entries.items():
        if path.is_dir():
            yield from search_names(Searched(name), [path.name])


def _sizes(names: dict[str, Path]) -> Iterator[SourceError]:
    sizes = {name: path.stat().st_size for name, path in names.items()}
    for name, size in sizes.items():
        if size > MAX_FILE:
            yield SourceError(
                Span(name), f"文件 {size / 1e6:.0f} MB，超过 {MAX_FILE // 10**6} MB", "改放网盘，或降低分辨率"
            )
        elif kind(name) in PAGES and size > MAX_PAGE:
            yield SourceError(Span(name), f"网页 {size / 1e6:.1f} MB，手机打开太慢", "拆成几页")
        elif size == 0 and not name.endswith(".nojekyll"):
            yield SourceError(Span(name), "文件是空的", "重新运行 campaign build")
    if sum(sizes.values()) > MAX_TOTAL:
        yield SourceError(
            Span("."), f"整个文件夹 {sum(sizes.values()) / 1e6:.0f} MB，超过 {MAX_TOTAL // 10**6} MB", "少放几种尺寸"
        )


def _encodings(names: dict[str, Path]) -> Iterator[SourceError]:
    """Servers send these as UTF-8, whatever they are."""
    for name, path in names.items():
        if kind(name) in SENT_AS_UTF8 or name == "_headers":
            try:
                path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                yield SourceError(Span(name), "不是 UTF-8 编码，访客会看到乱码", "用编辑器另存为 UTF-8")


def _parts(address: str) -> SplitResult | None:
    """An address taken apart; None where it is none, such as `http://[::1`."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _links(names: dict[str, Path], pages: dict[str, Parsed]) -> Iterator[SourceError]:
    for name, page in pages.items():
        for use in page.uses:
            span = Span(name, use.line)
            parts = _parts(use.address)
            if parts is None:
                yield SourceError(span, f"地址写错了：{use.address}", "核对方括号等符号")
                continue
            if outside(use.address):
                if use.loaded:
                    yield SourceError(span, f"从别的网站加载：{use.address}", "把文件放进本站，用相对地址")
                continue
            if parts.scheme:
                continue
            fault = _local(name, use.address, names, pages)
            if fault and name != "404.html":  # its addresses start from the site's root, wherever that will be
                yield SourceError(span, fault, "核对文件名（大小写也要一致）或改链接")


def _local(name: str, address: str, names: dict[str, Path], pages: dict[str, Parsed]) -> str:
    """What is wrong with an address inside the site, or nothing."""
    parts = urlsplit(address)
    if parts.path.startswith("/"):
        return f"绝对地址在子目录里会失效：{address}"
    target = _joined(name, unquote(parts.path))
    if target is None:
        return f"链接指到站点之外：{address}"
    if target not in names:
        index = f"{target}/index.html".lstrip("/")
        if index not in names:
            return f"链接的文件不存在：{address}"
        target = index
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].ids and not anchor.startswith((":~:", "__")):
        return f"链接的位置不存在：{address}"
    return ""


def _joined(name: str, path: str) -> str | None:
    """A relative path from a page, from the site's root; None outside it."""
    if not path:
        return name
    steps = name.split("/")[:-1]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _styles(names: dict[str, Path]) -> Iterator[SourceError]:
    for name in (name for name in names if kind(name) == ".css"):
        for address, line in css_uses(decoded(names[name].read_bytes())):
            if not address.startswith(("data:", "#")):
                yield from _style(Span(name, line), address, names)


def _style(span: Span, address: str, names: dict[str, Path]) -> Iterator[SourceError]:
    """What is wrong with an address in a style sheet."""
    parts = _parts(address)
    if parts is None:
        yield SourceError(span, f"样式里的地址写错了：{address}", "核对方括号等符号")
    elif outside(address):
        yield SourceError(span, f"样式从别的网站加载：{address}", "把文件放进本站")
    elif _joined(span.path, unquote(parts.path)) not in names:
        yield SourceError(span, f"样式里的文件不存在：{address}", "核对文件名")


def _scripts(names: dict[str, Path], pages: dict[str, Parsed]) -> Iterator[SourceError]:
    """What the shipped policy would block."""
    policy = decoded(names["_headers"].read_bytes()) if "_headers" in names else ""
    for name, page in pages.items():
        for handler, line in page.handlers:
            yield SourceError(Span(name, line), f"网页里有内嵌的 {handler}，安全策略会拦下", "改写到脚本文件里")
        for address, line in page.scripted:
            yield SourceError(Span(name, line), f"链接会当脚本运行：{address[:40]}", "改成网页地址，或写到脚本文件里")
        if page.stopped:
            yield SourceError(Span(name, page.stopped), "网页从这里起读不懂，后面的链接没有检查", "核对 <! 开头的记号")
        if not policy:
            continue
        for text in inline_scripts(decoded(names[name].read_bytes())):
            if script_hash(text) not in policy:
                yield SourceError(Span(name), "内嵌脚本不在 _headers 的安全策略里，会被拦下", "重新运行 campaign build")


def _drawings(names: dict[str, Path], authors: frozenset[str]) -> Iterator[SourceError]:
    for name, path in names.items():
        if kind(name) == ".svg":
            yield from drawing_faults(Searched(name, authors), path.read_bytes())


def _words(names: dict[str, Path], authors: frozenset[str], given: frozenset[str]) -> Iterator[SourceError]:
    """Placeholders left in pages, personal data in every file that has words, office files and pictures included.

    `authors`: whom documents may name, as the kit's own name the organiser; `given`: what pages may give.
    """
    for name, path in names.items():
        yield from search_file(name, path, authors, given)
        if kind(name) in PAGES:
            text = re.sub(r"(?s)<(code|pre|script)\b(?:(?!<\1\b).)*?</\1>", "", decoded(path.read_bytes()))
            for match in LEFT_OVER.finditer(text):
                yield SourceError(Span(name), f"没有替换的记号：{match[0]}", "核对这一页的源文件")


def _catalogue(rows: list[tuple[str, ...]] | None, names: dict[str, Path]) -> Iterator[SourceError]:
    """The kit is whole: every file of its catalogue is there, at its size."""
    place = f"{KIT}/{CATALOGUE}"
    if place not in names:
        yield SourceError(Span(place), "缺少素材目录", "重新运行 campaign build")
    elif rows is None or not all(size.isdecimal() for _, size, _ in rows):
        yield SourceError(Span(place), "素材目录读不懂", "重新运行 campaign build")
    else:
        yield from _kit(rows, names)


def _kit(rows: list[tuple[str, ...]], names: dict[str, Path]) -> Iterator[SourceError]:
    for path, size, _ in rows:
        name = f"{KIT}/{path}"
        if name not in names:
            yield SourceError(Span(name), "素材缺失", "重新运行 campaign build")
        elif str(names[name].stat().st_size) != size:
            yield SourceError(Span(name), "素材与目录里的大小不符，可能没有拷完", "重新拷贝")
