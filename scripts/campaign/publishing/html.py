"""One built page taken apart: what it links, what it loads, its anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from campaign.publishing.readings import decoded

LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "track": "src",
    "embed": "src",
    "object": "data",
    "link": "href",
}
NAMED = {"canonical", "next", "prev", "alternate", "author", "license"}  # link relations that nothing is loaded for
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href"}
RUN = re.compile(r"(?i)(?:javascript|vbscript):|data:(?:text/html|application/xhtml)")  # addresses that run as scripts
CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


@dataclass(frozen=True, slots=True)
class Use:
    """An address that a page names: where, and whether a browser asks for it by itself."""

    address: str
    line: int
    loaded: bool


@dataclass(slots=True)
class Parsed:
    """A page's addresses, anchors and inline handlers."""

    uses: list[Use] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    handlers: list[tuple[str, int]] = field(default_factory=list)
    scripted: list[tuple[str, int]] = field(default_factory=list)
    stopped: int = 0  # the line behind which a page could not be read; 0 where it was read to its end


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Parsed()
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.found.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        self.found.handlers += [(name, line) for name in values if name.startswith("on")]
        self.found.scripted += [(values[name], line) for name in ADDRESSES & values.keys() if runs(values[name])]
        self._style = tag == "style"
        if tag in LOADING and values.get(LOADING[tag]):
            named = tag == "link" and bool(NAMED & set(values.get("rel", "").split()))
            self._use(values[LOADING[tag]], line, not named)
        if tag in {"a", "area"} and "href" in values:
            self._use(values["href"], line, False)
        for part in values.get("srcset", "").split(","):
            if part.split():
                self._use(part.split()[0], line, True)
        for address in CSS_URL.findall(values.get("style", "")):
            self._use(address, line, True)

    def handle_data(self, data: str) -> None:
        if self._style:
            for address in CSS_URL.findall(data):
                self._use(address, self.getpos()[0], True)

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def _use(self, address: str, line: int, loaded: bool) -> None:
        self.found.uses.append(Use(address, line, loaded))


def runs(address: str) -> bool:
    """Whether a browser would run an address; it overlooks blanks and control characters in one."""
    return bool(RUN.match(re.sub(r"[\x00-\x20]", "", address)))


def read_html(path: Path) -> Parsed:
    """Take a page apart."""
    reader = _Reader()
    try:
        reader.feed(decoded(path.read_bytes()))
        reader.close()
    except (AssertionError, ValueError):  # html.parser's answers to declarations such as `<![ if`
        reader.found.stopped = reader.getpos()[0]
    return reader.found
