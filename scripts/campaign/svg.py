"""Drawings (SVG) that authors put beside their pages: checked, and for the site freed of everything but the drawing.

Drawing programs write where a file lay, who made it and what it was called into notes that nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml import DefusedXmlException, ElementTree

from campaign.errors import SourceError, Span

MAX_SVG = 1_000_000
HINT = "用画图软件另存为“纯 SVG”，不带脚本和链接"
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_KEPT = frozenset({f"{{{_XLINK}}}href", f"{{{_XML}}}space", f"{{{_XML}}}lang"})  # of attributes with a namespace
_SVG_TAGS = frozenset(
    [
        *("circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "linearGradient", "marker", "mask", "metadata"),
        *("path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg", "symbol", "text"),
        *("title", "tspan", "use"),
    ]
)
_LIVE = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"})
# References to elsewhere, whatever their letters' case; a backslash may spell them in another way.
_URL = re.compile(r"(?i)url\(\s*+(?![\"']?\s*+#)|image-set\(|\\")
_SHEET = re.compile(r"<\?\s*xml-stylesheet", re.IGNORECASE)
MOST_SHAPES = 20_000  # of a drawing whose <use> elements are written out
_DECLARED = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_BESIDE = re.compile(r"<!|<\?(?!xml\s)")  # comments, instructions, the type of a document
register_namespace("", _SVG)
register_namespace("xlink", _XLINK)


def bare_drawing(data: bytes, span: Span) -> bytes:
    """A drawing as the site may show it; one with nothing to take away comes back as it is. Raises SourceError."""
    if len(data) > MAX_SVG:
        raise SourceError(span, f"SVG 过大（{len(data) // 1000} KB）", "请不超过 1 MB，或另存为 PNG")
    text = _decoded(data, span)
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise SourceError(span, "SVG 无法读取", HINT) from None
    if _SHEET.search(text):
        raise SourceError(span, "SVG 里不能引用样式文件", HINT)
    if _shapes(root) > MOST_SHAPES:
        raise SourceError(span, "SVG 里的 <use> 一层套一层，展开后太大", HINT)
    _check(root, span)
    if _strip(root) or _BESIDE.search(text):
        data = tostring(root, encoding="utf-8")
    return data


def _decoded(data: bytes, span: Span) -> str:
    """The text, in the one encoding in which it is checked: in another, browsers would read something else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or _DECLARED.match(text):
        raise SourceError(span, "SVG 不是 UTF-8 编码", "用画图软件或编辑器另存为 UTF-8")
    return text


def _space(name: str) -> str:
    return name.rpartition("}")[0].lstrip("{")


def _check(root: Element, span: Span) -> None:
    """Refuse what a drawing does not need: scripts, handlers, references to elsewhere."""
    for element in root.iter():
        tag, namespace = str(element.tag).rpartition("}")[2], _space(str(element.tag))
        if namespace not in {"", _SVG, *_LIVE}:
            continue  # a drawing program's own notes, which are left out
        if namespace in _LIVE or tag not in _SVG_TAGS:
            raise SourceError(span, f"SVG 里不能有 <{tag}>", HINT)
        for key, value in element.attrib.items():
            name = str(key).rpartition("}")[2].lower()
            if name.startswith("on") or (name == "href" and not value.startswith("#")) or _URL.search(value):
                raise SourceError(span, f"SVG 的 <{tag}> 里不能有 {name}={value[:30]}", HINT)


def _strip(element: Element) -> bool:
    """Take away, in place, what is not drawn; returns whether there was anything."""
    notes = [*_notes(element)]
    for key in notes:
        del element.attrib[key]
    found = bool(notes)
    for child in [*element]:
        if str(child.tag).endswith("metadata") or _space(str(child.tag)) not in {"", _SVG}:
            _remove(element, child)
            found = True
        else:
            found |= _strip(child)
    return found


def _notes(element: Element) -> Iterator[str]:
    """Attributes of drawing programs."""
    return (key for key in element.attrib if (_space(key) and key not in _KEPT) or key.startswith("data-"))


def _remove(parent: Element, child: Element) -> None:
    """Without the child, but with the text behind it, which may be drawn."""
    at, tail = [*parent].index(child), child.tail or ""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(child)


def _shapes(root: Element) -> int:
    """How many elements a drawing has once every <use> stands for what it names; a circle counts as too many."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[int, int] = {}

    def count(element: Element, depth: int) -> int:
        if depth > 100:
            return MOST_SHAPES + 1
        if id(element) not in known:
            parts = [*element]
            for key, value in element.attrib.items():
                if key.rpartition("}")[2] == "href" and value[1:] in named:
                    parts.append(named[value[1:]])
            known[id(element)] = MOST_SHAPES + 1  # until it is known; met again before that, it contains itself
            known[id(element)] = min(MOST_SHAPES + 1, 1 + sum(count(part, depth + 1) for part in parts))
        return known[id(element)]

    return count(root, 0)
