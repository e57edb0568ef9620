"""Drawings (SVG) that authors put beside their pages: checked, and for the site freed of everything but the drawing.

Drawing programs write where a file lay, who made it and what it was called into notes that nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml import DefusedXmlException, ElementTree

from campaign.errors import SourceError, Span
from campaign.expansion import REFERENCE, XLINK, check_expansion, declared

MAX_SVG = 1_000_000
HINT = "用画图软件另存为“纯 SVG”，不带脚本和链接"
_SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_KEPT = frozenset({f"{{{XLINK}}}href", f"{{{_XML}}}space", f"{{{_XML}}}lang"})  # of attributes with a namespace
_SVG_TAGS = frozenset(
    [
        *("circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "linearGradient", "marker", "mask", "metadata"),
        *("path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg", "symbol", "text"),
        *("title", "tspan", "use"),
    ]
)
_LIVE = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"})
# References to elsewhere, whatever their letters' case, and what may stand for a reference that nothing counts: a
# backslash spells letters, a comment parts them, a function makes a picture of another value.
_URL = re.compile(
    r"(?i)url\((?![ \t\r\n\f]*+([\"']?)#[^\s\"'();]*+\1[ \t\r\n\f]*+\))|\\|/\*"
    r"|(?<!\w)(?:image-set|image|cross-fade|element|paint|src|env|attr|if)\("
)
_PART = re.compile(r"[^\s%#\ufffd\x00-\x1f\x7f-\x9f]*")  # a name that all browsers read alike
_EFFECT = re.compile(r"(?:.*-)?(?:filter|mask.*|clip-path)|all")
_UNCOUNTED = re.compile(r"(?i)inherit|(?<!url)\(")  # in an effect: taken over from around it, or a blur of any size
_CONTEXT = re.compile(r"(?i)context-(?:fill|stroke)")
_SHEET = re.compile(r"<\?\s*xml-stylesheet", re.IGNORECASE)
_DECLARED = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_BESIDE = re.compile(r"<!|<\?(?!xml\s)")  # comments, instructions, the type of a document
register_namespace("", _SVG)
register_namespace("xlink", XLINK)


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
    if root.tag != f"{{{_SVG}}}svg":
        raise SourceError(
            span, f'SVG 的开头不是 <svg xmlns="{_SVG}">，浏览器显示不出来', "补上 xmlns，或用画图软件另存为“纯 SVG”"
        )
    _check(root, span)
    check_expansion(root, span)
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
        drawn = {key: value for key, value in element.attrib.items() if not _note(key)}
        for name, value in [*drawn.items(), *declared(drawn)]:
            word = str(name).rpartition("}")[2].lower()
            if word.startswith("on") or _URL.search(value) or _astray(word, value):
                raise SourceError(span, f"SVG 的 <{tag}> 里不能有 {word}={value[:30]}", HINT)
    if root.find(f".//{{{_SVG}}}pattern") is not None and any(_CONTEXT.search(value) for value in _values(root)):
        raise SourceError(span, "SVG 里的图案填充不能和 context-fill、context-stroke 一起用", "另存为 PNG")


def _astray(name: str, value: str) -> bool:
    """Whether an attribute or declaration names what is not here, or names it so that it cannot be counted."""
    if name == "href" and not value.startswith("#"):
        return True
    if (name.startswith("--") and "url(" in value.lower()) or (_EFFECT.fullmatch(name) and _UNCOUNTED.search(value)):
        return True
    named = [value[1:]] if name == "href" else REFERENCE.findall(value)
    return not all(_PART.fullmatch(unquote(part)) for part in named)


def _values(root: Element) -> Iterator[str]:
    return (value for element in root.iter() for value in element.attrib.values())


def _strip(element: Element) -> bool:
    """Take away, in place, what is not drawn; returns whether there was anything."""
    notes = [key for key in element.attrib if _note(key)]
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


def _note(key: str) -> bool:
    """Whether an attribute is a drawing program's own."""
    return bool(_space(key) and key not in _KEPT) or key.startswith("data-")


def _remove(parent: Element, child: Element) -> None:
    """Without the child, but with the text behind it, which may be drawn."""
    at, tail = [*parent].index(child), child.tail or ""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(child)
