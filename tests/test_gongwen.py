"""The plan in the layout of GB/T 9704-2012: measures, numbers of headings, page numbers, no head and no seal."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import REPOSITORY
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st

from campaign.content.facts import Facts
from campaign.content.model import Page
from campaign.content.read import read_campaign
from campaign.display import FillRect, Sheet, TextRun
from campaign.document import Document
from campaign.gongwen.form import AREA, CHARACTERS, LEFT, LINES, TOP
from campaign.gongwen.model import Table, Text, chinese, read_document
from campaign.gongwen.provide import plan_documents
from campaign.gongwen.typeset import PITCH, fill, set_pages
from campaign.project import Project
from campaign.typeset.lines import Style
from campaign.typeset.marks import NO_END, NO_START
from campaign.units import mm

BODY = """开头一段，带[链接](plan.md)和**重点**。

## 第一部分 {#one}

### 1. 小标题 {#sub}

- 甲项
    - 甲一
- 乙项

接着说。

1. 又一项

!!! note "说明"
    提示一句。

## 第二部分

| 时间 | 事项 |
| --- | --- |
| {{ campaign.start }} | 开始<br>部署 |
"""
STYLE = Style("NotoSerifSC-400", 16.0, (0, 0, 0))


@pytest.fixture(scope="module")
def made() -> dict[str, Document]:
    """The shipped plan's two files."""
    campaign = read_campaign(Project(REPOSITORY))
    return {Path(document.path).suffix: document for document in plan_documents(campaign)}


def lines_of(sheet: Sheet) -> dict[float, str]:
    """The words of every baseline in the type area."""
    rows: dict[float, list[TextRun]] = {}
    for run in sheet.runs():
        rows.setdefault(round(run.baseline, 2), []).append(run)
    return {y: "".join(run.text for run in sorted(runs, key=lambda run: run.xs)) for y, runs in sorted(rows.items())}


def test_headings_and_items_carry_the_standards_numbers(facts: Facts) -> None:
    blocks = read_document(Page("docs/a.md", {}, BODY, 1), "标题", facts.words)
    texts = [(block.kind, block.text) for block in blocks if isinstance(block, Text)]
    assert texts == [
        ("title", "标题"),
        ("body", "开头一段，带链接和重点。"),
        ("level1", "一、第一部分"),
        ("level2", "（一）小标题"),
        ("body", "1.甲项"),
        ("body", "（1）甲一"),
        ("body", "2.乙项"),
        ("body", "接着说。"),
        ("body", "1.又一项"),
        ("note", "说明：提示一句。"),
        ("level1", "二、第二部分"),
    ]
    assert [block.rows for block in blocks if isinstance(block, Table)] == [
        (("时间", "事项"), (facts.words["start"], "开始\n部署"))
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (219, "二百一十九"),
        (999, "九百九十九"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1999, "一千九百九十九"),
        (2000, "二千"),
        (10_000, "10000"),
    ],
)
def test_numbers_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("marks", "first", "last"), [("##", "九十九、甲", "一百零一、甲"), ("###", "（九十九）甲", "（一百零一）甲")]
)
def test_a_plan_may_have_more_than_a_hundred_headings(marks: str, first: str, last: str) -> None:
    page = Page("docs/plan.md", {}, "## 乙\n\n" * (marks == "###") + f"{marks} 一百、甲\n\n" * 101, 1)
    texts = [block.text for block in read_document(page, "题", {}) if isinstance(block, Text)]
    assert (texts[-3], texts[-1]) == (first, last)


def test_a_page_has_22_lines_of_28_characters() -> None:
    sheets = set_pages([Text("body", "字" * (CHARACTERS * 30 - 2))], "样")
    assert (round(sheets[0].width / mm(1)), round(sheets[0].height / mm(1))) == (210, 297)
    rows = lines_of(sheets[0])
    *body, number = rows.values()
    assert len(body) == LINES
    assert [len(text) for text in body] == [CHARACTERS - 2, *[CHARACTERS] * (LINES - 1)]
    ys = list(rows)[:-1]
    assert all(abs(b - a - PITCH) < 0.02 for a, b in itertools.pairwise(ys))
    runs = [run for run in sheets[0].runs() if run.text == "字" * CHARACTERS]
    assert abs(runs[0].xs[0] - mm(LEFT)) < 0.01
    assert abs(runs[0].xs[-1] + 16.0 - mm(LEFT + AREA[0])) < 0.01
    assert number == "— 1 —"


def test_page_numbers_stand_at_the_outer_edge() -> None:
    first, second = set_pages([Text("body", "字" * (CHARACTERS * 30))], "样")
    middle = mm(210) / 2
    assert first.runs()[-1].xs[0] > middle
    assert second.runs()[-1].text == "— 2 —"
    assert second.runs()[-1].xs[-1] < middle
    assert first.runs()[-1].baseline > mm(TOP + AREA[1])


def test_a_heading_never_ends_a_page() -> None:
    blocks = [Text("body", "字"), *[Text("body", f"第{n}段") for n in range(LINES - 2)], Text("level1", "一、题")]
    first, second = set_pages([*blocks, Text("body", "文")], "样")
    assert "一、题" not in lines_of(first).values()
    assert next(iter(lines_of(second).values())) == "一、题"


def test_a_table_repeats_its_head_and_stays_in_the_type_area() -> None:
    table = Table((("甲", "乙"), *((f"第{n}行", "内容" * 30) for n in range(40))))
    sheets = set_pages([table], "样")
    assert len(sheets) > 2
    for sheet in sheets:
        words = list(lines_of(sheet).values())
        assert words[0] == "甲乙"
        for item in sheet.items:
            if isinstance(item, FillRect):
                assert mm(LEFT) - 1 < item.rect.x
                assert item.rect.right < mm(LEFT + AREA[0]) + 1
                assert mm(TOP) - 1 < item.rect.y
                assert item.rect.bottom < mm(TOP + AREA[1]) + 1


@given(st.text(alphabet="安全生产月，。、；：“”（）《》—…2023GB/T ", max_size=200))
def test_lines_hold_the_text_and_no_mark_stands_wrong(text: str) -> None:
    lines = fill(text, STYLE, 28 * 16.0, hang=0.5)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line, after in itertools.pairwise(lines):
        crowded = all(char in NO_START | NO_END | {" "} or char.isascii() for char in line + after[:1])
        assert crowded or (after[:1] not in NO_START and line[-1:] not in NO_END) or len(line) <= 1


def test_the_pdf_is_a4_with_every_face_embedded_and_says_which_stand_in(made: dict[str, Document]) -> None:
    data = made[".pdf"].make()
    assert data == made[".pdf"].make()
    pdf = pypdfium2.PdfDocument(data)
    assert [round(side) for side in pdf[0].get_size()] == [595, 842]
    words = "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "")
    assert "“安全生产月”活动方案" in words
    assert "（一）" in words
    assert "一、" in words
    assert "不是公文原件" in words
    assert "思源宋体" in words
    with pikepdf.open(io.BytesIO(data)) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_word_file_names_the_standards_faces(made: dict[str, Document]) -> None:
    data = made[".docx"].make()
    assert data == made[".docx"].make()
    document = Word(io.BytesIO(data))
    section = document.sections[0]
    assert [round(value.mm) for value in (section.page_width, section.page_height)] == [210, 297]  # type: ignore[union-attr]
    assert [round(value.mm) for value in (section.top_margin, section.left_margin)] == [37, 28]  # type: ignore[union-attr]
    assert [round(value.mm) for value in (section.right_margin, section.bottom_margin)] == [26, 35]  # type: ignore[union-attr]
    faces = {paragraph.style.name: {run.font.name for run in paragraph.runs} for paragraph in document.paragraphs}  # type: ignore[union-attr]
    assert faces["Title"] == {"方正小标宋简体"}
    assert faces["Heading 1"] == {"黑体"}
    assert faces["Heading 2"] == {"楷体_GB2312"}
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]  # type: ignore[union-attr]
    assert headings[0].startswith("一、")
    assert headings[1].startswith("二、")
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    assert document.core_properties.author
