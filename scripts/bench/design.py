"""One display list as the source of other programs: the same poster, written the way each of them likes it."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from campaign.display import Colour, FillRect, Gradient, Polygon, QrModules, Sheet, TextRun
from campaign.display import Path as Outline
from campaign.fonts import FOLDER

CJK_TOP = 0.88  # em from the top of a line of `line-height: 1` to the baseline, for Noto SC


def hexed(fill: Colour) -> str:
    """A colour as CSS and Typst write it."""
    return "#{:02x}{:02x}{:02x}".format(*fill)


def family(face: str) -> tuple[str, int]:
    """A face's family and weight: "NotoSansSC-900" is "Noto Sans SC", 900."""
    name, weight = face.rsplit("-", 1)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name), int(weight)


def tracking(run: TextRun) -> float:
    """Extra space between the characters of a CJK run, in points."""
    steps = [b - a for a, b in pairwise(run.xs)]
    return max(0.0, min(steps) - run.size) if steps and run.face.startswith("Noto") else 0.0


def modules(code: QrModules) -> list[tuple[float, float]]:
    """The dark modules' corners in points."""
    dark = [(row, column) for row, bits in enumerate(code.rows) for column, bit in enumerate(bits) if bit == "1"]
    return [(code.x + column * code.module, code.y + row * code.module) for row, column in dark]


def typst(sheet: Sheet) -> str:
    """Typst source: one placed element an item."""
    lines = [f"#set page(width: {sheet.width}pt, height: {sheet.height}pt, margin: 0pt)"]
    lines.append("#set text(top-edge: 'baseline', bottom-edge: 'baseline')".replace("'", '"'))

    def put(x: float, y: float, what: str) -> None:
        lines.append(f"#place(top + left, dx: {x:.3f}pt, dy: {y:.3f}pt, {what})")

    for item in sheet.items:
        match item:
            case Gradient(rect, top, bottom):
                fill = f'gradient.linear(rgb("{hexed(top)}"), rgb("{hexed(bottom)}"), angle: 90deg)'
                put(rect.x, rect.y, f"rect(width: {rect.w}pt, height: {rect.h}pt, fill: {fill})")
            case FillRect(rect, fill, radius):
                box = f"width: {rect.w:.3f}pt, height: {rect.h:.3f}pt, radius: {radius:.3f}pt"
                put(rect.x, rect.y, f'rect({box}, fill: rgb("{hexed(fill)}"))')
            case Polygon(points, fill):
                corners = ", ".join(f"({x:.3f}pt, {y:.3f}pt)" for x, y in points)
                put(0, 0, f'polygon(fill: rgb("{hexed(fill)}"), {corners})')
            case Outline(segments, fill):
                put(0, 0, f'curve(fill: rgb("{hexed(fill)}"), {", ".join(_typst_curve(s) for s in segments)})')
            case TextRun():
                put(item.xs[0], item.baseline, f"box(width: 2000pt, {_typst_text(item)})")
            case QrModules():
                square = _square(item)
                squares = [f"curve.move(({x:.3f}pt, {y:.3f}pt)), {square}" for x, y in modules(item)]
                put(0, 0, f'curve(fill: rgb("{hexed(item.fill)}"), {", ".join(squares)})')
    return "\n".join(lines)


def _typst_text(run: TextRun) -> str:
    name, weight = family(run.face)
    stretch = 75 if name.endswith("Condensed") else 100  # a width of the family to Typst
    style = f'font: "{name.removesuffix(" Condensed")}", weight: {weight}, stretch: {stretch}%'
    style += f', size: {run.size:.3f}pt, fill: rgb("{hexed(run.fill)}"), tracking: {tracking(run):.3f}pt'
    return f"text({style})[#{json.dumps(run.text, ensure_ascii=False)}]"


def _square(code: QrModules) -> str:
    side = f"{code.module:.4f}pt"
    steps = [f"({side}, 0pt)", f"(0pt, {side})", f"(-{side}, 0pt)"]
    return ", ".join(f"curve.line({step}, relative: true)" for step in steps) + ", curve.close()"


def _typst_curve(segment: tuple[str, tuple[float, ...]]) -> str:
    op, v = segment
    points = [f"({x:.3f}pt, {y:.3f}pt)" for x, y in zip(v[::2], v[1::2], strict=True)]
    names = {"M": "move", "L": "line", "C": "cubic", "Z": "close"}
    return f"curve.{names[op]}({', '.join(points)})"


def web_fonts(faces: set[str], folder: Path) -> None:
    """Copies of the faces that browsers accept: they refuse a bit in outlines that every other program ignores."""
    for face in faces:
        font = TTFont(FOLDER / f"{face}.ttf")
        glyphs = font["glyf"]
        for name in glyphs.keys():  # noqa: SIM118 (the table is no mapping)
            glyph = glyphs[name]
            if glyph.numberOfContours > 0:
                glyph.flags = bytearray(flag & 0x3F for flag in glyph.flags)
        font.save(folder / f"{face}.ttf")


def html(sheet: Sheet, fonts: Path) -> str:
    """A page with one SVG for the shapes and one line of text an element, as a web designer would build it."""
    faces = sorted({run.face for run in sheet.runs()})
    css = [f"@page {{ size: {sheet.width}pt {sheet.height}pt; margin: 0 }} body {{ margin: 0 }}"]
    for name, weight, face in ((*family(face), face) for face in faces):
        source = f"url('{(fonts / f'{face}.ttf').as_uri()}')"
        css.append(f"@font-face {{ font-family: '{name}'; font-weight: {weight}; src: {source} }}")
    css.append("p { position: absolute; margin: 0; line-height: 1; white-space: nowrap }")
    shapes, texts = [], []
    for index, item in enumerate(sheet.items):
        if isinstance(item, TextRun):
            texts.append(_paragraph(item))
        else:
            shapes.append(_svg(item, index))
    size = f"width:{sheet.width}pt;height:{sheet.height}pt"
    drawing = f'<svg style="position:absolute;left:0;top:0;{size}" viewBox="0 0 {sheet.width} {sheet.height}">'
    body = f"{drawing}{''.join(shapes)}</svg>{''.join(texts)}"
    head = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{sheet.title}</title>'
    return (
        f'{head}<style>{"".join(css)}</style><body><div style="position:relative;{size};overflow:hidden">{body}</div>'
    )


def _paragraph(run: TextRun) -> str:
    name, weight = family(run.face)
    top = run.baseline - CJK_TOP * run.size
    style = f"left:{run.xs[0]:.3f}pt;top:{top:.3f}pt;font:{weight} {run.size:.3f}pt/1 '{name}';color:{hexed(run.fill)}"
    return f'<p style="{style};letter-spacing:{tracking(run):.3f}pt">{run.text}</p>'


def _svg(item: object, index: int) -> str:
    match item:
        case Gradient(rect, top, bottom):
            stops = f'<stop stop-color="{hexed(top)}"/><stop offset="1" stop-color="{hexed(bottom)}"/>'
            shade = f'<linearGradient id="g{index}" x2="0" y2="1">{stops}</linearGradient>'
            box = f'x="{rect.x}" y="{rect.y}" width="{rect.w}" height="{rect.h}"'
            return f'{shade}<rect {box} fill="url(#g{index})"/>'
        case FillRect(rect, fill, radius):
            box = f'x="{rect.x:.3f}" y="{rect.y:.3f}" width="{rect.w:.3f}" height="{rect.h:.3f}" rx="{radius:.3f}"'
            return f'<rect {box} fill="{hexed(fill)}"/>'
        case Polygon(points, fill):
            return f'<polygon points="{" ".join(f"{x:.3f},{y:.3f}" for x, y in points)}" fill="{hexed(fill)}"/>'
        case Outline(segments, fill):
            data = " ".join(f"{op}{' '.join(f'{v:.3f}' for v in values)}" for op, values in segments)
            return f'<path d="{data}" fill="{hexed(fill)}"/>'
        case QrModules():
            side = f"{item.module:.4f}"
            data = "".join(f"M{x:.3f} {y:.3f}h{side}v{side}h-{side}z" for x, y in modules(item))
            return f'<path d="{data}" fill="{hexed(item.fill)}"/>'
    raise TypeError(item)


def pillow(sheet: Sheet, width: int, height: int) -> bytes:
    """The same design as anyone would write it with Pillow: a new image, hard-edged shapes, Pillow's own PNG."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    k = width / sheet.width
    for item in sheet.items:
        match item:
            case Gradient(rect, top, bottom):
                for y in range(height):
                    share = (y / k - rect.y) / rect.h
                    row = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
                    draw.line((0, y, width, y), fill=row)
            case FillRect(rect, fill, radius):
                box = (rect.x * k, rect.y * k, rect.right * k - 1, rect.bottom * k - 1)
                draw.rounded_rectangle(box, radius * k, fill) if radius else draw.rectangle(box, fill)
            case Polygon(points, fill):
                draw.polygon([(x * k, y * k) for x, y in points], fill)
            case Outline(segments, fill):
                draw.polygon([(v[-2] * k, v[-1] * k) for _, v in segments if v], fill)
            case TextRun():
                font = ImageFont.truetype(FOLDER / f"{item.face}.ttf", item.size * k)
                draw.text((item.xs[0] * k, item.baseline * k), item.text, item.fill, font, anchor="ls")
            case QrModules():
                for left, up in modules(item):
                    corner = ((left + item.module) * k, (up + item.module) * k)
                    draw.rectangle((left * k, up * k, *corner), fill=item.fill)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
