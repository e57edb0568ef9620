"""What a drawing grows to once every reference stands for what it names: a few kilobytes can keep a browser for hours.

The count is never too low. Names and functions of CSS that it would not read as a browser does, svg.py refuses first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from campaign.errors import SourceError, Span

MOST_SHAPES = 20_000  # of a drawing, written out
MOST_DEEP = 100  # elements in each other, references followed
XLINK = "http://www.w3.org/1999/xlink"
_DETAILS = (
    100  # numbers of a path, letters, or stops of a gradient, that take a browser about as long as one more element
)
REFERENCE = re.compile(r"(?i)url\([ \t\r\n\f]*[\"']?#([^\s\"'()]*)")
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[zZ]")
_SERVERS = frozenset({"clipPath", "marker", "mask", "pattern"})  # drawn where they are named, styled where they stand
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_PASSED_ON = ("fill", "stroke", "marker")  # properties that all elements inside take over
HINT = "少用嵌套的图案填充、蒙版、标记和 <use>，或另存为 PNG"


class _Weight(NamedTuple):
    """What an element stands for, with everything inside it and everything that it names."""

    shapes: int  # elements, and letters of text: each is filled by itself
    corners: int  # where markers are put
    cost: int  # elements that are drawn
    depth: int


def check_expansion(root: Element, span: Span) -> None:
    """Raises SourceError for a drawing that is too large, too deep or without an end once it is written out."""
    if (plain := sum(1 for _ in root.iter())) > MOST_SHAPES:
        raise SourceError(span, f"SVG 里的图形太多（{plain} 个，最多 {MOST_SHAPES} 个）", "简化图形，或另存为 PNG")
    _Drawing(root, span).weight(root)


def declared(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Attributes and the declarations of `style` alike: name in lower case, value."""
    for key, value in attributes.items():
        name = key.rpartition("}")[2].lower()
        if name != "style":
            yield name, value
        else:
            pairs = (part.partition(":") for part in value.split(";"))
            yield from ((word.strip().lower(), meant) for word, _, meant in pairs)


class _Drawing:
    def __init__(self, root: Element, span: Span) -> None:
        self.span = span
        self.followed = 0
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.names: dict[str, list[Element]] = defaultdict(list)  # of one name all count: which is meant, is not said
        self.known: dict[Element, _Weight | None] = {}  # None while it is weighed: met again, it contains itself
        self.painted = {element: [*_references(element)] for element in root.iter()}
        for element in root.iter():
            if name := element.get("id"):
                self.names[name].append(element)

    def weight(self, element: Element, depth: int = 1) -> _Weight:
        """What an element stands for when it is drawn once. Every part counts in the whole, so the first is told."""
        if element not in self.known and depth <= MOST_DEEP:
            self.known[element] = None
            self.known[element] = self._weighed(element, depth)
        known = self.known.get(element, _Weight(0, 0, 0, 1))
        if known is None:
            raise SourceError(self.span, "SVG 里的引用绕回了自己", "去掉那个 <use> 或 url(#…)，或另存为 PNG")
        if depth + known.depth - 1 > MOST_DEEP:
            raise SourceError(self.span, f"SVG 里的图形套得太深（超过 {MOST_DEEP} 层）", "取消分组，或另存为 PNG")
        return known

    def _weighed(self, element: Element, depth: int) -> _Weight:
        inside = [self.weight(part, depth + 1) for part in (*element, *self._used(element))]
        shapes, corners, cost = (own + sum(part[at] for part in inside) for at, own in enumerate(_own(element)))
        deepest = [part.depth for part in inside]
        for name, part in self._paints(element):
            shown = self.weight(part, depth + 1)
            cost += _times(name, shapes, corners) * (shown.cost if _tag(part) in _SERVERS else shown.cost // _DETAILS)
            deepest.append(shown.depth)
        self._bound(cost)
        return _Weight(shapes, corners, cost, 1 + max(deepest, default=0))

    def _used(self, element: Element) -> Iterator[Element]:
        """What an href puts into an element."""
        for key in ("href", f"{{{XLINK}}}href"):
            yield from self._all(element.get(key, "").removeprefix("#"))

    def _paints(self, element: Element) -> Iterator[tuple[str, Element]]:
        """What an element is filled, cut or marked with, by property; a server takes over what stands around it."""
        named, server = [*self.painted[element]], _tag(element) in _SERVERS
        while server and element in self.parents:
            element = self.parents[element]
            named += [(name, part) for name, part in self.painted[element] if name.startswith(_PASSED_ON)]
        for name, reference in named:
            yield from ((name, part) for part in self._all(reference) if _tag(part) in _SERVERS | _GRADIENTS)

    def _all(self, reference: str) -> Iterator[Element]:
        """Every element that a reference may mean: browsers undo %6e, some only when nothing is named so."""
        for name in {reference, unquote(reference)}:
            for element in self.names.get(name, ()):
                self.followed += 1
                self._bound(self.followed)
                yield element

    def _bound(self, cost: int) -> None:
        if cost > MOST_SHAPES:
            raise SourceError(self.span, "SVG 里的引用（<use>、url(#…)）一层套一层，展开后太大", HINT)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _references(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in declared(element.attrib):
        yield from ((name, found) for found in REFERENCE.findall(value))


def _own(element: Element) -> tuple[int, int, int]:
    """Shapes, corners and cost of an element alone."""
    corners = 2 + sum(1 for name in ("d", "points", "style") for _ in _NUMBER.finditer(element.get(name, "")))
    letters = sum(len((text or "").strip()) for text in (element.text, *(child.tail for child in element)))
    return 1 + letters, corners, 1 + (corners + letters) // _DETAILS


def _times(name: str, shapes: int, corners: int) -> int:
    """How often a browser draws what a property names, on an element with so many shapes and corners inside."""
    if name in {"marker", "marker-mid"}:
        return shapes + corners
    return shapes if name.startswith(_PASSED_ON) else 1
