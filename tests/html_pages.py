"""Reading built pages: their tags, their words, and what they load."""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "link": "href",
}
UNLOADED = {"canonical", "next", "prev", "alternate"}  # links that a browser does not follow by itself
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


class Page(HTMLParser):
    """One page taken apart."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.html = path.read_text(encoding="utf-8")
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self._words: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        self.ids.add(values.get("id", ""))
        if tag not in {"meta", "link", "img", "br", "input", "hr", "source", "path", "col", "wbr"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._open):
            self._words.append((tuple(self._open), data))

    def text(self, within: str = "html") -> str:
        """All words inside elements of a name."""
        return "".join(data for where, data in self._words if within in where)

    def values(self, tag: str, name: str) -> list[str]:
        """An attribute of every element of a name that has it."""
        return [attrs[name] for found, attrs in self.tags if found == tag and name in attrs]

    def loads(self) -> list[str]:
        """Every address that a browser asks for by itself."""
        found = [
            attrs[LOADING[tag]]
            for tag, attrs in self.tags
            if tag in LOADING and LOADING[tag] in attrs and attrs.get("rel") not in UNLOADED
        ]
        for _, attrs in self.tags:
            found += [part.split()[0] for part in attrs.get("srcset", "").split(",") if part.split()]
            found += _CSS_URL.findall(attrs.get("style", ""))
        styles = re.findall(r"<style[^>]*>(.*?)</style>", self.html, re.DOTALL)
        return found + [address for style in styles for address in _CSS_URL.findall(style)]


def css_loads(path: Path) -> list[str]:
    """Every address in a style sheet."""
    return _CSS_URL.findall(path.read_text(encoding="utf-8"))


@functools.cache
def pages(folder: Path) -> dict[str, Page]:
    """All pages of a site by their address."""
    return {path.relative_to(folder).as_posix(): Page(path) for path in sorted(folder.rglob("*.html"))}


def is_outside(address: str) -> bool:
    """Whether an address leaves the site."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in {"http", "https"}


def target(page: Path, address: str) -> tuple[Path, str]:
    """The file and the anchor that a relative address means."""
    parts = urlsplit(address)
    path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return path, unquote(parts.fragment)
