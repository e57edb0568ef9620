"""One built page taken apart: what it links, what it loads, its anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from campaign.publishing.readings import decoded

# Attributes whose address a browser asks for, with no more than a click; of <object> also `data`, of SVG `href`.
LOADING = frozenset(
    [
        *("src", "background", "poster", "ping", "action", "formaction", "data", "manifest", "codebase"),
        *("attributionsrc", "lowsrc", "dynsrc"),
    ]
)
SETS = ("srcset", "imagesrcset")
NAMED = {"canonical", "next", "prev", "author", "license"}  # link relations that nothing is loaded for
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href"}
RUN = re.compile(r"(?i)(?:javascript|vbscript):|data:(?:text/html|application/xhtml)")  # addresses that run as scripts
_INERT = re.compile(r"(?i)(?:data|blob|about|mailto|tel|sms|javascript):")
_CSS_URL = re.compile(r"""(?i)(?:\b(?:url|src|image-set)\(\s*|@import\s+)["']?([^"')\s]+)""")
_CSS_SET = re.compile(r"""(?i)["']([^"'\s]+)["']\s*(?:[\d.]+(?:x|dppx|dpi|dpcm)|type\()""")  # further pictures of a set
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_REFRESH = re.compile(r"(?i)^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"'\s]+)")
MERMAID = "https://unpkg.com/mermaid"  # the theme's script loads it for <pre class="mermaid">


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
        self.found.handlers += [(name, line) for name in values if name.startswith("on") or name == "srcdoc"]
        self.found.scripted += [(values[name], line) for name in ADDRESSES & values.keys() if runs(values[name])]
        self._style = tag == "style"
        for address in _loaded(tag, values):
            self._use(address, line, True)
        if "href" in values and not _fetched(tag, values):
            self._use(values["href"], line, False)

    def handle_data(self, data: str) -> None:
        if self._style:
            for address in css_addresses(data):
                self._use(address, self.getpos()[0], True)

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def _use(self, address: str, line: int, loaded: bool) -> None:
        self.found.uses.append(Use(address, line, loaded))


def _loaded(tag: str, values: dict[str, str]) -> Iterator[str]:
    """The addresses that a browser asks for when it meets a tag."""
    for name in LOADING & values.keys():
        yield from values[name].split() if name in {"ping", "attributionsrc"} else [values[name]] * bool(values[name])
    for name in SETS:
        yield from (part.split()[0] for part in values.get(name, "").split(",") if part.split())
    if _fetched(tag, values):
        yield from (values[name] for name in ("href", "xlink:href") if values.get(name))
    if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
        yield from _REFRESH.findall(values.get("content", ""))
    if tag == "pre" and "mermaid" in values.get("class", "").split():
        yield MERMAID
    yield from css_addresses(values.get("style", ""))


def _fetched(tag: str, values: dict[str, str]) -> bool:
    """Whether a tag's link is asked for by itself: by the browser, or by the theme's script (for stars)."""
    if tag == "link":
        return not NAMED & set(values.get("rel", "").lower().split())
    return tag not in {"a", "area"} or values.get("data-md-component") == "source"


def css_addresses(text: str) -> list[str]:
    """Everything that a style sheet loads."""
    plain = _CSS_ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), text)
    return [*_CSS_URL.findall(plain), *_CSS_SET.findall(plain)]


def outside(address: str) -> bool:
    """Whether an address leads to another host, as browsers read it. Raises ValueError for what is no address."""
    plain = re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/")
    parts = urlsplit(plain)
    return not _INERT.match(plain) and bool(parts.netloc or parts.scheme)


def runs(address: str) -> bool:
    """Whether a browser would run an address; it overlooks blanks and control characters in one."""
    return bool(RUN.match(re.sub(r"[\x00-\x20]", "", address)))


def read_html(data: bytes) -> Parsed:
    """Take a page apart."""
    reader = _Reader()
    try:
        reader.feed(decoded(data))
        reader.close()
    except (AssertionError, ValueError):  # html.parser's answers to declarations such as `<![ if`
        reader.found.stopped = reader.getpos()[0]
    return reader.found
