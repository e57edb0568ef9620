"""Drawings that would keep a visitor's browser busy for hours are refused, whatever they are written with."""

from __future__ import annotations

import pytest

from campaign.errors import SourceError
from campaign.pictures import cleaned

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
ROUNDS = range(1, 9)
USES = '<path id="n0"/>' + "".join(f'<g id="n{n}">' + f'<use href="#n{n - 1}"/>' * 10 + "</g>" for n in ROUNDS)
TEN = "M0 0h1h1h1h1h1h1h1h1h1"


def nested(tag: str, inside: str) -> str:
    """Nine of a kind, each filled with ten of what names the one before it, as #n0."""
    first = f'<{tag} id="n0"><rect/></{tag}>'
    return first + "".join(f'<{tag} id="n{n}">{inside.replace("#n0", f"#n{n - 1}")}</{tag}>' for n in ROUNDS)


def tens(tag: str, attribute: str) -> str:
    return nested(tag, f"<rect {attribute}/>" * 10)


BOMBS = {
    "uses": USES,
    "uses of the first of two names": USES + "".join(f'<g id="n{n}"/>' for n in range(9)),
    "uses of the second of two names": "".join(f'<g id="n{n}"/>' for n in range(9)) + USES,
    "letters written as numbers": USES.replace('"#n', '"#%6e'),
    "names written as letters written as numbers": USES.replace('"#n', '"#%6e').replace('id="n', 'id="%6e'),
    "old references": USES.replace("href", "xlink:href"),
    "symbols": USES.replace("<g ", "<symbol ").replace("</g>", "</symbol>"),
    "drawings in drawings": USES.replace("<g ", "<svg ").replace("</g>", "</svg>"),
    "patterns": tens("pattern", 'fill="url(#n0)"'),
    "patterns of lines": tens("pattern", 'stroke="url(#n0)"'),
    "masks": tens("mask", 'mask="url(#n0)"'),
    "clips": tens("clipPath", 'clip-path="url(#n0)"'),
    "markers": nested("marker", f'<path d="{TEN}" marker-mid="url(#n0)"/>'),
    "markers at all corners": nested("marker", f'<path d="{TEN}" style="marker:url(#n0)"/>'),
    "markers on polygons": nested("marker", f'<polygon points="{"1,2 " * 10}" marker-mid="url(#n0)"/>'),
    "markers on a path in CSS": nested("marker", f"<path style=\"d:path('{TEN}');marker-mid:url(#n0)\"/>"),
    "styles": tens("pattern", 'style="x:y;fill:url(#n0)"'),
    "quoted": tens("pattern", "fill=\"url( '#n0' )\""),
    "capitals": tens("pattern", 'style="FILL:URL(#n0)"'),
    "letters written as numbers in a fill": tens("pattern", 'fill="url(#n0)"').replace("(#n", "(#%6e"),
    "several masks": nested("mask", f'<rect style="-webkit-mask:{",".join(["url(#n0)"] * 10)}"/>'),
    "taken over from a group": nested("pattern", '<g fill="url(#n0)">' + "<rect/>" * 10 + "</g>"),
    "taken over from a use": f'<g id="ten">{"<rect/>" * 10}</g>'
    + nested("pattern", '<use href="#ten" fill="url(#n0)"/>'),
    "taken over by letters": nested("pattern", '<text x="0 1 2 3 4 5 6 7 8 9" fill="url(#n0)">abcdefghij</text>'),
    "taken over from around": "".join(
        f'<g fill="url(#n{n - 1})"><pattern id="n{n}">{"<rect/>" * 10}</pattern></g>' for n in range(9)
    ),
    "patterns by reference": tens("pattern", 'fill="url(#n0)"') + '<pattern id="a" href="#n8"/>',
    "one long path": f'<path id="a" d="{"h1" * 200_000}"/>' + '<use href="#a"/>' * 40,
    "one long text": f'<text id="a">{"火" * 200_000}</text>' + '<use href="#a"/>' * 40,
}


def told(inside: str) -> str:
    with pytest.raises(SourceError) as error:
        cleaned(SVG.format(inside).encode(), "docs/a.svg")
    assert error.value.hint
    return str(error.value)


@pytest.mark.parametrize("inside", BOMBS.values(), ids=BOMBS.keys())
def test_a_drawing_that_grows_is_refused_whatever_it_grows_by(inside: str) -> None:
    assert told(inside).startswith("docs/a.svg: SVG 里的引用（<use>、url(#…)）一层套一层，展开后太大")


@pytest.mark.parametrize(
    "inside",
    [
        '<rect style="--a:url(#b)"/>',
        '<g mask="url(#a)"><rect mask="inherit"/></g>',
        '<g clip-path="url(#a)"><rect style="all:inherit"/></g>',
        '<rect style="mask:var(--a)"/>',
        '<rect style="fi/**/ll:url(#a)"/>',
        "<rect style=\"fill:src('#a')\"/>",
        '<rect style="mask:-moz-element(#a)"/>',
        "<rect fill=\"url('#a;fill:b')\"/>",
        '<rect fill="url(#a"/>',
        '<rect fill="url(\u00a0#a)"/>',
        '<use href="#a&#10;b"/>',
        '<use href="#%2561"/>',
        '<use href="#%ff"/>',
        '<rect filter="blur(9999px)"/>',
        '<rect style="Backdrop-Filter: blur(9999px)"/>',
        "<filter id='a'><feTurbulence/></filter>",
        "<text><textPath href='#a'>b</textPath></text>",
    ],
)
def test_what_a_browser_would_read_otherwise_than_it_is_counted_is_refused(inside: str) -> None:
    assert " 里不能有 " in told(inside)


def test_a_fill_from_the_context_is_not_told_from_a_pattern() -> None:
    mark = '<marker id="a"><path style="fill:context-stroke"/></marker><path d="M0 0h9" marker-end="url(#a)"/>'
    assert "context-fill" in told(f"{mark}<pattern/>")
    cleaned(SVG.format(mark).encode(), "a.svg")


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<path/>" * 20_000, "SVG 里的图形太多（20001 个，最多 20000 个）"),
        ("<g>" * 150 + "</g>" * 150, "SVG 里的图形套得太深（超过 100 层）"),
        ("<g>" * 30_000 + "</g>" * 30_000, "SVG 里的图形太多"),
        (
            '<g id="a0"/>' + "".join(f'<use id="a{n}" href="#a{n - 1}"/>' for n in range(1, 150)),
            "SVG 里的图形套得太深（超过 100 层）",
        ),
        ('<g id="a"><use href="#a"/></g>', "SVG 里的引用绕回了自己"),
        ('<pattern id="a"><rect fill="url(#a)"/></pattern>', "SVG 里的引用绕回了自己"),
        ('<g id="a"/>' * 9000 + '<use href="#a"/>' * 9000, "SVG 里的引用（<use>、url(#…)）一层套一层"),
        (f'<g style="{"fill:url(#a);" * 9000}">{"<mask/>" * 9000}<pattern id="a"/></g>', "SVG 里的引用"),
    ],
)
def test_a_drawing_is_refused_for_the_reason_that_it_has(inside: str, words: str) -> None:
    assert told(inside).startswith(f"docs/a.svg: {words}")


@pytest.mark.parametrize(
    "inside",
    [
        "<path/>" * 19_999,
        "<g>" * 99 + "</g>" * 99,
        '<linearGradient id="a"><stop/><stop/><stop/></linearGradient><g fill="url(#a)">' + "<path/>" * 9000 + "</g>",
        '<g clip-path="url(#a)"><clipPath id="a"><rect/></clipPath>' + '<path d="M0 0h1v1z"/>' * 9000 + "</g>",
        '<mask id="a"><rect fill="url(#b)"/></mask><radialGradient id="b"/><g mask="url(#a)"><path/></g>',
        '<marker id="a"><path/></marker>' + '<path d="M0 0h9" style="marker-end:url(#a);mask:none;filter:none"/>' * 900,
        '<path id="a" fill="url(#a)"/><path id="a"/><use href="#a"/><use href="#%61"/>',
        '<path fill="var(--fill-0, #c00)" style="transform:translate(1px)"/><rect fill="inherit"/>',
    ],
)
def test_an_ordinary_drawing_is_let_through(inside: str) -> None:
    data = SVG.format(inside).encode()
    assert cleaned(data, "a.svg") == data


def test_what_a_program_notes_about_a_file_is_not_judged() -> None:
    data = SVG.format("<path/>").replace("<svg", r'<svg xmlns:k="http://k.example/" k:file="C:\a.png"', 1).encode()
    assert b"png" not in cleaned(data, "a.svg")


@pytest.mark.parametrize(
    "data",
    [
        b'<svg viewBox="0 0 9 9"><path/></svg>',
        b'<svg xmlns="http://www.w3.org/1999/svg"/>',
        b'<g xmlns="http://www.w3.org/2000/svg"><path/></g>',
        b"<html/>",
    ],
)
def test_a_file_that_browsers_do_not_take_for_a_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^docs/a.svg: SVG 的开头不是 <svg xmlns="):
        cleaned(data, "docs/a.svg")
