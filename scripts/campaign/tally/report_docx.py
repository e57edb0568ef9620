"""The activity summary as a document: GB/T 9704's page and type, a sound outline, the form's figures in their place."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from campaign.tally.pack import repack
from campaign.tally.schema import Form, Row

PAGE = (210, 297)  # mm
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35  # mm: type area of 156 x 225 (GB/T 9704-2012)
BODY, TITLE = 16, 22  # points
LEADING = 28.9  # points: 22 lines in 225 mm
FONTS = {"body": "仿宋", "level1": "黑体", "level2": "楷体", "title": "方正小标宋简体"}
LATIN = "Times New Roman"
NUMBERS = ("一", "二", "三", "四", "五", "六", "七")
BLANKS = {
    "unit": "（单位全称）",
    "date": "　　　　年　　月　　日",
    "other": "活动名称____，组织____场/次，参与____人次。",
}
Words = Mapping[str, str]
Fill = Callable[[str], str]


def blank(key: str) -> str:
    """What stands for an answer where a person fills it in by hand."""
    return BLANKS.get(key, "____")


def marker(key: str) -> str:
    """What the page replaces by an answer."""
    return f"{{{{{key}}}}}"


def summary_bytes(form: Form, words: Words, when: dt.date, fill: Fill = blank) -> bytes:
    """The outline; `fill` gives what stands for an answer. Same words and day, same bytes."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.footer_distance = Mm(BOTTOM - 7)
    _page_number(section.footer.paragraphs[0])
    title = _paragraph(document.add_paragraph(), f"{words['year']}年“{words['name']}”活动总结", "title", indent=False)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(LEADING)
    for text, style in _text(form, words, fill):
        _paragraph(document.add_paragraph(), text, style, indent=style != "address")
    _paragraph(document.add_paragraph(), f"附件：{form.title}", "body").paragraph_format.space_before = Pt(LEADING)
    for text, space in ((fill("unit"), LEADING), (fill("date"), 0)):
        line = _paragraph(document.add_paragraph(), text, "body", indent=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.space_before = Pt(space)
    document.core_properties.author = words["organiser"]
    document.core_properties.title = f"“{words['name']}”活动总结"
    document.core_properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue(), when)


def _text(form: Form, words: Words, fill: Fill) -> Iterator[tuple[str, str]]:
    """Every paragraph with its style. What only the unit knows stands in brackets as a question."""
    yield f"{words['organiser']}：", "address"
    yield (
        f"按照{words['system']}{words['year']}年“{words['name']}”活动安排，{words['period']}，"
        f"{fill('unit')}围绕“{words['theme']}”主题开展活动。现将有关情况总结如下。",
        "body",
    )
    yield "一、组织领导", "level1"
    yield "［主要领导、分管领导怎样抓；方案、机构、责任人、经费怎样落实；联络员怎样履职］", "body"
    yield "二、活动开展情况", "level1"
    for row in form.rows:
        yield f"（{NUMBERS[row.index - 1]}）{row.title}", "level2"
        yield _figures(row, fill), "body"
    for number, (title, question) in enumerate(
        (
            ("主要成效", "［查改了哪些隐患，演练检验了什么，职工和群众有什么变化；用事实和数字说］"),
            ("存在的问题", "［哪些工作没有做到位，原因是什么］"),
            ("下一步打算", "［问题怎样改，活动中好的做法怎样坚持］"),
        ),
        3,
    ):
        yield f"{NUMBERS[number - 1]}、{title}", "level1"
        yield question, "body"


def _figures(row: Row, fill: Fill) -> str:
    """A row's counts as one sentence, in the form's own words."""
    if row.repeatable:
        return fill("other")
    parts = []
    for kind in row.kinds:
        words = "，".join(f"{part.printed}{fill(part.key)}{part.unit}" for part in kind.fields)
        parts.append(words)
    return "；".join(parts) + "。"


def _paragraph(paragraph: Paragraph, text: str, style: str, *, indent: bool = True) -> Paragraph:
    size = TITLE if style == "title" else BODY
    _font(paragraph.add_run(text), FONTS.get(style, FONTS["body"]), size)
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(LEADING)
    if indent:
        layout.first_line_indent = Pt(2 * size)
    if style in {"level1", "level2"}:
        layout.keep_with_next = True
    return paragraph


def _font(run: Run, name: str, size: float) -> None:
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _page_number(paragraph: Paragraph) -> None:
    """— 1 —, at the foot's middle; the outer edge would need mirrored pages."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        _font(run, "宋体", 14)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._element.append(code)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
