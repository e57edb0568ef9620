"""The last wall of a build: no finished page or style asks another host for anything, nothing in one runs by itself.

Whatever setting, extension or template brought it in; the checks of content and settings come first and know the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from campaign.errors import ContentErrors, SourceError, Span
from campaign.project import Project
from campaign.publishing import css, html
from campaign.publishing.css import css_addresses
from campaign.publishing.html import may_be_outside, read_html
from campaign.publishing.readings import decoded
from campaign.store import Store, digest

_SETTINGS = re.compile(rb"""(?i)<[a-z][^<>]*?\sid\s*=\s*["']?__config\b""")  # the theme reads the first of them
# What was found sound stays so while neither it nor the check is changed.
_CODE = digest(*(Path(str(file)).read_bytes() for file in (__file__, css.__file__, html.__file__))).encode()


def check_pages(project: Project, site: Path) -> None:
    """Raises ContentErrors with every request to another host, told once with the first page that makes it."""
    pages, store = dict[str, list[str]](), Store(project.cache)
    for path in sorted(site.rglob("*")):
        if path.suffix in {".html", ".css"} and path.is_file():
            for fault in _faults(path, store):
                pages.setdefault(fault, []).append(path.relative_to(site).as_posix())
    hint = "从这一页、mkdocs.yml 或模板里去掉它；要用的文件放进 docs"
    errors = [
        SourceError(Span(_source(project, names[0])), f"生成的{fault}{_more(names)}", hint)
        for fault, names in sorted(pages.items())
    ]
    if errors:
        raise ContentErrors(errors)


def _faults(path: Path, store: Store) -> list[str]:
    data = path.read_bytes()
    key = digest(b"outside", _CODE, path.suffix.encode(), data)
    if store.noted(key) is not None:
        return []
    found = list(dict.fromkeys(_style(data) if path.suffix == ".css" else _page(data)))
    if not found:
        store.note(key, "")
    return found


def _style(data: bytes) -> Iterator[str]:
    yield from (
        f"样式会从别的网站加载：{address}" for address in css_addresses(decoded(data)) if may_be_outside(address)
    )


def _page(data: bytes) -> Iterator[str]:
    page = read_html(data)
    for use in page.uses:
        if use.loaded and may_be_outside(use.address):
            yield f"网页会从别的网站加载：{use.address[:80]}"
    for name, _ in page.handlers:
        yield f"网页里有会运行的 {name}"
    for address, _ in page.scripted:
        yield f"网页里的链接会当脚本运行：{address[:40]}"
    if len(_SETTINGS.findall(data)) > 1:
        yield "网页里有第二份主题设置 __config"
    if page.stopped:
        yield f"网页从第 {page.stopped} 行起读不懂"


def _source(project: Project, name: str) -> str:
    """The file that an author wrote, where there is one; else the built one's place in the site."""
    stem = name.removesuffix(".html")
    for own in (f"{stem}.md", f"{stem.removesuffix('/index')}.md", name):
        if (project.docs / own).is_file():
            return f"docs/{own}"
    return name


def _more(names: list[str]) -> str:
    return f"（共 {len(names)} 页）" if len(names) > 1 else ""
