"""One built page taken apart: what it links, what it loads, its anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from campaign.publishing.css import css_addresses, css_uses
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
_REFRESH = re.compile(r"(?i)^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"'\s]+)")
MOST_OPEN = 20  # tags that may be left open at the end of a page
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
    scripts: list[int] = field(default_factory=list)  # the lines of script elements
    stopped: int = 0  # the line behind which a page could not be read; 0 where it was read to its end


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Parsed()
        self._style: list[str] | None = None  # the parts of a style, which come piece by piece
        self._style_line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.found.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        self.found.handlers += [(name, line) for name in values if name.startswith("on") or name == "srcdoc"]
        self.found.scripted += [(values[name], line) for name in ADDRESSES & values.keys() if runs(values[name])]
        self.found.scripts += [line] * (tag.rpartition(":")[2] == "script")
        self._end_style()
        self._style, self._style_line = (
            ([] if tag == "style" else None),
            line + (self.get_starttag_text() or "").count("\n"),
        )
        for address in _loaded(tag, values):
            self._use(address, line, True)
        if "href" in values and not _fetched(tag, values):
            self._use(values["href"], line, False)

    def handle_data(self, data: str) -> None:
        if self._style is not None:
            self._style.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._end_style()

    def close(self) -> None:
        super().close()
        self.handle_data(self.rawdata)  # of a style without its end, which browsers read to the end of the page
        self._end_style()

    def _end_style(self) -> None:
        for address, line in css_uses("".join(self._style or ())):
            self._use(address, self._style_line + line - 1, True)
        self._style = None

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


def outside(address: str) -> bool:
    """Whether an address leads to another host, as browsers read it. Raises ValueError for what is no address."""
    plain = re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/")
    parts = urlsplit(plain)
    return not _INERT.match(plain) and bool(parts.netloc or parts.scheme)


def may_be_outside(address: str) -> bool:
    """The same of what may be no address, such as half a pair of brackets: a browser may still make something of it."""
    try:
        return outside(address)
    except ValueError:
        return True


def runs(address: str) -> bool:
    """Whether a browser would run an address; it overlooks blanks and control characters in one."""
    return bool(RUN.match(re.sub(r"[\x00-\x20]", "", address)))


def read_html(data: bytes) -> Parsed:
    """Take a page apart."""
    text, reader = decoded(data), _Reader()
    end = _end(text)
    if end < len(text):
        reader.found.stopped = text.count("\n", 0, end) + 1
    try:
        reader.feed(text[:end])
        reader.close()
    except (AssertionError, ValueError):  # html.parser's answers to declarations such as `<![ if`
        reader.found.stopped = reader.getpos()[0]
    return reader.found


def _end(text: str) -> int:
    """Where tags are opened and none is closed any more: html.parser reads the rest anew for every one of them."""
    ends = [(opening, text.rfind(closing) + 1) for opening, closing in (("<", ">"), ("<!--", "-->"))]
    return min(text.find(opening, end) if text.count(opening, end) > MOST_OPEN else len(text) for opening, end in ends)
