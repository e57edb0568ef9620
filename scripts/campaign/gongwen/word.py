"""Blocks to a Word file that names the standard's own faces; whoever opens it has them or gets Word's substitutes."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from campaign.gongwen.form import (
    AREA,
    CHARACTERS,
    FANGSONG,
    HEITI,
    INDENT,
    LEFT,
    LINES,
    NUMBER_GAP,
    NUMBER_SIZE,
    PAGE,
    SIZE,
    SONGTI,
    STYLES,
    TABLE_SIZE,
    TOP,
    Face,
)
from campaign.gongwen.model import Block, Table
from campaign.gongwen.typeset import column_widths
from campaign.units import mm

TWIPS = 20  # a point
EPOCH = (1980, 1, 1, 0, 0, 0)  # of zip entries
WORD_STYLES = {"title": "Title", "level1": "Heading 1", "level2": "Heading 2", "body": "Normal", "note": "Normal"}


def write_word(blocks: Sequence[Block], *, title: str, author: str, date: dt.date) -> bytes:
    """The document as .docx; equal input gives equal bytes."""
    document = Document()
    _styles(document)
    _page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    for block in blocks:
        if isinstance(block, Table):
            _table(document, block)
            continue
        paragraph = document.add_paragraph(style=WORD_STYLES[block.kind])
        kind, size = STYLES[block.kind]
        _face(paragraph.add_run(block.text), kind, size)
        if block.kind == "title":
            document.add_paragraph()
        else:
            _indent(paragraph)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.created = properties.modified = dt.datetime(date.year, date.month, date.day)
    properties.comments, properties.last_modified_by = "", author
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]  # a picture of the template's own first page
    buffer = io.BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


def _styles(document: Any) -> None:
    """Word's own style names, so that its navigation pane works; black, and in the standard's faces."""
    normal = document.styles["Normal"]
    _face(normal, FANGSONG, SIZE)
    # 28 characters a line: by their spacing, which every program reads alike (a grid of characters is read differently)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(math.floor((mm(AREA[0]) / CHARACTERS - SIZE) * TWIPS)))
    properties = normal.element.get_or_add_rPr()
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    form = normal.paragraph_format
    after = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no space of the program's own between characters and digits
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        normal.element.get_or_add_pPr().insert_element_before(off, *after)
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(round(mm(AREA[1]) / LINES * TWIPS) / TWIPS)
    for kind in ("title", "level1", "level2"):
        style = document.styles[WORD_STYLES[kind]]
        face, size = STYLES[kind]
        _face(style, face, size)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = form.line_spacing if size <= SIZE else Pt(35)
        style.paragraph_format.keep_with_next = True
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _face(styled: Any, face: Face, size: float) -> None:
    """Face and size of a run or a style, Chinese and Latin alike."""
    styled.font.size = Pt(size)
    styled.font.name = face.word
    properties = styled.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), face.word)
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _indent(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(INDENT * 100))
    indent.set(qn("w:firstLine"), str(round(INDENT * SIZE * TWIPS)))


def _page(section: Any) -> None:
    """A4, the type area, 22 x 28 as a grid, and the page numbers."""
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.left_margin = Mm(TOP), Mm(LEFT)
    section.right_margin = Mm(PAGE[0] - LEFT - AREA[0])
    section.bottom_margin = Mm(PAGE[1] - TOP - AREA[1])
    section.footer_distance = Mm(PAGE[1] - TOP - AREA[1] - NUMBER_GAP)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(mm(AREA[1]) / LINES * TWIPS)))
    section._sectPr.append(grid)
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, side: Any) -> None:
    """— 1 —, one character in from the outer edge."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    edge = "right_indent" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, edge, Pt(NUMBER_SIZE))
    for text, field in (("— ", ""), ("", "begin"), ("PAGE", ""), ("", "end"), (" —", "")):
        run = paragraph.add_run("" if field or text == "PAGE" else text)
        _face(run, SONGTI, NUMBER_SIZE)
        if field:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), field)
            run._r.append(mark)
        elif text == "PAGE":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def _table(document: Any, table: Table) -> None:
    count = max(len(row) for row in table.rows)
    made = document.add_table(rows=0, cols=count, style="Table Grid")
    made.autofit = False
    widths = column_widths(table)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)
    for index, row in enumerate(table.rows):
        cells = made.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=False):
            cell.width = Pt(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(18)
            off = OxmlElement("w:snapToGrid")
            off.set(qn("w:val"), "0")
            paragraph._p.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")
            for number, line in enumerate(text.split("\n")):
                run = paragraph.add_run()
                if number:
                    run.add_break()
                run.add_text(line)
                _face(run, HEITI if index == 0 else FANGSONG, TABLE_SIZE)
        properties = made.rows[-1]._tr.get_or_add_trPr()
        for name in ("w:cantSplit", *(["w:tblHeader"] if index == 0 else [])):
            properties.append(OxmlElement(name))
    document.add_paragraph()


def _repacked(data: bytes) -> bytes:
    """The same parts with one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
