"""Workbooks as other programs write them, the limits of the reader, and the files that the build makes of the form."""

from __future__ import annotations

import base64
import io
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from conftest import REPOSITORY, edit
from docx.shared import Mm
from openpyxl.utils import get_column_letter
from tallies import BLANK, FACTS, FORM, LAYOUT, cell, filled, given, opened, read, saved

from campaign.errors import SourceError, Span
from campaign.tally import schema, xlsx
from campaign.tally.form import DATA, SHOWN_OTHERS, ems, form_bytes
from campaign.tally.grid import Cell, address, place
from campaign.tally.model import Unreadable
from campaign.tally.report_docx import marker, summary_bytes
from campaign.texts.forms import blank_form, form_documents, outline, page_data

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SHEET = "xl/worksheets/sheet1.xml"


def package(sheet: str, strings: str = "", target: str = "/xl\\worksheets/sheet1.xml", styles: str = "<s/>") -> bytes:
    """A workbook written by hand, in the manner of programs that are not openpyxl."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="a" Type="{STRICT}/officeDocument" Target="/xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{STRICT}"><x:sheets><x:sheet name="表" sheetId="1" r:id="s"/>'
            '<x:sheet name="图" sheetId="2" r:id="c"/></x:sheets><x:definedNames>'
            "<x:definedName name='one'>'表'!$A$1:$B$2</x:definedName><x:definedName name='gone'>#REF!</x:definedName>"
            "</x:definedNames></x:workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="s" Type="{STRICT}/worksheet" Target="{target}"/>'
            f'<Relationship Id="c" Type="{STRICT}/chartsheet" Target="chartsheets/sheet1.xml"/>'
            f'<Relationship Id="t" Type="{STRICT}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="f" Type="{STRICT}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
        archive.writestr(SHEET, f'<x:worksheet xmlns:x="{MAIN}">{sheet}</x:worksheet>')
        archive.writestr("xl/styles.xml", styles)
    return out.getvalue()


def cells(sheet: str, strings: str = "") -> dict[str, Cell]:
    book = xlsx.read_book(package(sheet, strings))
    assert [grid.name for grid in book.grids] == ["表"]
    assert book.names == {"one": ("表", (1, 1)), "gone": None}
    return {address(at): found for at, found in book.grids[0].cells.items()}


def test_prefixes_missing_addresses_and_shared_strings_with_readings() -> None:
    strings = "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh></si>"
    sheet = (
        '<x:sheetData><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c><x:v>2.0</x:v></x:c></x:row>'
        '<x:row r="5"><x:c r="C5" t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:t>丁</x:t>'
        '<x:rPh><x:t>ding</x:t></x:rPh></x:is></x:c><x:c t="str"><x:f>A1</x:f><x:v>戊</x:v></x:c>'
        '<x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c><x:f>1+1</x:f></x:c><x:c s="3"/></x:row>'
        "</x:sheetData>"
    )
    assert cells(sheet, strings) == {
        "A1": Cell("s", "乙丙"),
        "B1": Cell("n", "2.0"),
        "C5": Cell("s", "甲"),
        "D5": Cell("s", "丁"),
        "E5": Cell("s", "戊", True),
        "F5": Cell("b", "1"),
        "G5": Cell("e", "#N/A"),
        "H5": Cell("n", "", True),
    }


def test_numbers_are_dates_by_their_formats_own_code_or_by_the_number_of_a_built_in_one() -> None:
    """Chinese Excel and WPS write the built-in numbers from 27 on without any code."""
    dates = [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), 164, 166]
    counts = [*range(1, 14), *range(37, 45), 48, 49, 165, 167, 400]
    codes = {
        164: "m&quot;月&quot;d&quot;日&quot;",
        165: "0&quot;d&quot;",
        166: "yyyy" + "[" * 300_000,
        167: "[" * 300_000,
    }
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in codes.items())
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (*dates, *counts))
    part = f"<s><numFmts>{formats}</numFmts><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{styles}</cellXfs><dxfs/></s>"
    row = "".join(f'<x:c s="{index}"><x:v>45078</x:v></x:c>' for index in range(len((*dates, *counts)) + 1))
    sheet = f"<x:sheetData><x:row>{row}</x:row></x:sheetData>"
    read = xlsx.read_book(package(sheet, styles=part)).grids[0].cells
    assert [read[1, column].kind for column in range(1, len(dates) + 1)] == ["d"] * len(dates)
    assert {read[1, column].kind for column in range(len(dates) + 1, len(read) + 1)} == {"n"}


@pytest.mark.parametrize(
    "sheet",
    [
        '<x:sheetData><x:row><x:c t="s"><x:v>7</x:v></x:c></x:row></x:sheetData>',
        '<x:sheetData><x:row><x:c r="?"><x:v>7</x:v></x:c></x:row></x:sheetData>',
        '<x:sheetData><x:row r="x"/></x:sheetData>',
        "<x:sheetData>",
    ],
)
def test_a_sheet_that_makes_no_sense_is_a_broken_file(sheet: str) -> None:
    with pytest.raises(Unreadable, match="不完整或已损坏"):
        xlsx.read_book(package(sheet))


def test_a_part_that_is_named_and_not_there_is_a_broken_file() -> None:
    with pytest.raises(Unreadable, match="不完整或已损坏"):
        xlsx.read_book(package("", target="nowhere.xml"))


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MAX_ENTRIES", 3, "不是统计表"),
        ("MAX_CELLS", 50, "内容太多"),
        ("MAX_PART", 3_000, "内容太多"),
        ("MAX_WHOLE", 9_000, "压缩炸弹"),
    ],
)
def test_every_limit_is_held(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str) -> None:
    assert xlsx.read_book(BLANK).grids
    monkeypatch.setattr(xlsx, limit, value)
    with pytest.raises(Unreadable, match=words):
        xlsx.read_book(BLANK)


def test_a_zip_whose_entries_have_a_password_says_so() -> None:
    data = bytearray(BLANK)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1  # the flag in the directory
        at += 4
    with pytest.raises(Unreadable, match="有密码"):
        xlsx.read_book(bytes(data))


def test_a_zip_without_a_workbook_says_so() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="没有表格"):
        xlsx.read_book(out.getvalue())


def test_addresses_there_and_back() -> None:
    for at in ((1, 1), (5, 26), (7, 27), (1_000_000, 702), (3, 703)):
        assert place(address(at)) == at
    assert [place(text) for text in ("", "5", "E", "ABCD1", "E5:F6")] == [None] * 5


def test_a_result_in_the_folder_is_no_units_table(tmp_path: Path) -> None:
    book, _ = opened(filled({"r1_articles": 1}))
    book.create_sheet("各单位")
    book.defined_names["tally_result"] = openpyxl.workbook.defined_name.DefinedName(
        "tally_result", attr_text="'各单位'!$A$1"
    )
    with pytest.raises(Unreadable, match="是汇总结果"):
        read(tmp_path / "a.xlsx", saved(book))


def test_a_lost_answer_that_no_words_tell_of_is_doubtful(tmp_path: Path) -> None:
    book, sheet = opened(filled({"r1_articles": 1}))
    book.defined_names["form_r6_live_cnt"].attr_text = "#REF!"
    book.defined_names["form_r6_live_views"].attr_text = "#REF!"
    row = LAYOUT.places["r6_live_cnt"][0]
    for number in range(1, 10):
        if not isinstance(sheet.cell(row, number), openpyxl.cell.cell.MergedCell):
            sheet.cell(row, number).value = None
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == {"r1_articles": 1}
    assert "找不到2项：网络直播、网络直播观看" in str(report.issues[0])


# The build's own files -------------------------------------------------------------------------------------------


def test_the_blank_form_is_locked_but_for_its_answers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert unlocked - {"C2"} == {address(at) for at in LAYOUT.places.values()}
    assert book[DATA].sheet_state == "hidden"
    checked = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
    covered = {c for area in checked for row in sheet[area if ":" in area else f"{area}:{area}"] for c in row}
    assert {c.coordinate for c in covered} == {address(at) for at in LAYOUT.places.values()}
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    hidden = [row for row, shape in sheet.row_dimensions.items() if shape.hidden]
    assert len(hidden) == FORM.others - SHOWN_OTHERS


def test_every_answer_has_a_name_and_the_annexs_words_before_it() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK)).worksheets[0]
    for kind in FORM.kinds:
        for part in kind.fields:
            row, column = LAYOUT.places[part.key]
            before = [str(sheet.cell(row, number).value or "") for number in range(2, column)]
            assert any(text.endswith(part.printed) for text in before), part.key
            assert str(sheet.cell(row, column + 1).value).startswith(part.unit)


def test_the_forms_files_are_the_same_every_time() -> None:
    words, issued = FACTS.words, FACTS.date("issued")
    assert blank_form(words, issued) == BLANK == form_bytes(FORM, issued)[0]
    assert outline(words, issued) == outline(words, issued)
    assert page_data(FACTS) == page_data(FACTS)
    with zipfile.ZipFile(io.BytesIO(BLANK)) as archive:
        assert b"creator" not in archive.read("docProps/core.xml")  # it is the unit's that fills it
    for data in (BLANK, outline(words, issued)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert str(issued.year) in archive.read("docProps/core.xml").decode()


def test_the_outline_has_the_standards_page_and_every_count() -> None:
    document = docx.Document(io.BytesIO(summary_bytes(FORM, FACTS.words, FACTS.date("issued"), marker)))
    section = document.sections[0]
    sides = section.page_width, section.page_height, section.top_margin, section.left_margin
    assert [round((side or 0) / Mm(1)) for side in sides] == [210, 297, 37, 28]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for key in (*(part.key for part in FORM.fields), "unit", "date", "other"):
        assert marker(key) in text
    blank = docx.Document(io.BytesIO(outline(FACTS.words, FACTS.date("issued"))))
    assert "{{" not in "\n".join(paragraph.text for paragraph in blank.paragraphs)


def test_the_pages_data_holds_both_files() -> None:
    text = page_data(FACTS).decode("ascii")
    data: dict[str, Any] = json.loads(text.removeprefix("window.campaignReportData=").rstrip(";\n"))
    assert base64.b64decode(data["workbook"]["file"]) == BLANK
    assert data["workbook"]["cells"]["r1_lecture_cnt"] == cell("r1_lecture_cnt")
    with zipfile.ZipFile(io.BytesIO(BLANK)) as archive:
        sheet = archive.read(data["workbook"]["sheet"]).decode()
    for at in data["workbook"]["cells"].values():
        assert sheet.count(f'<c r="{at}"') == 1
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(data["summary"]["file"]))) as archive:
        assert "{{unit}}" in archive.read(data["summary"]["part"]).decode()


def test_the_kits_documents_name_their_source() -> None:
    class Holder:
        facts = FACTS

    rows = list(form_documents(Holder()))  # type: ignore[arg-type]
    assert [row.kind for row in rows] == ["form", "form"]
    assert {str(row.span) for row in rows} == {"assets/forms/progress.yml"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: progress\n", "", "缺少或写错了"),
        ("limit: 100000000", "limit: many", "缺少或写错了"),
        ("key: r1_articles,", "key: r1_lecture_cnt,", "重复的 key"),
        ("key: articles\n", "key: articles\n        rule: sessions\n", "rule 用不上"),
        ("{{ campaign.name }}", "{{ campaign.nome }}", "没有名为 campaign.nome"),
    ],
)
def test_a_fault_in_the_forms_definition_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
) -> None:
    copy = tmp_path / "progress.yml"
    copy.write_text(schema.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    edit(copy, old, new)
    monkeypatch.setattr(schema, "FILE", copy)
    with pytest.raises(SourceError, match=words) as caught:
        schema.read_form(FACTS.words)
    assert isinstance(caught.value.span, Span)
    assert caught.value.span.path == schema.NAME


def test_no_word_of_the_form_is_cut_off() -> None:
    """In Excel's measure: n digits are 7n + 5 pixels of 3/4 point; an indent is 9 points, a line 1.25 em."""
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK)).worksheets[0]
    merged = {str(area).partition(":")[0]: area for area in sheet.merged_cells.ranges}
    for cells in sheet.iter_rows(min_row=4):
        for one in cells:
            if not isinstance(one.value, str) or sheet.row_dimensions[one.row].hidden:
                continue
            area = merged.get(one.coordinate)
            columns = range(area.min_col, area.max_col + 1) if area else (one.column,)
            rows = range(area.min_row, area.max_row + 1) if area else (one.row,)
            letters = [get_column_letter(number) for number in columns]
            width = sum((sheet.column_dimensions[letter].width * 7 + 5) * 0.75 for letter in letters)
            height = sum(sheet.row_dimensions[row].height for row in rows if not sheet.row_dimensions[row].hidden)
            size = one.font.sz
            lines = math.ceil(ems(one.value) * size / (width - 4 - 9 * one.alignment.indent))
            assert lines * 1.25 * size <= height, one.coordinate


def test_two_counts_that_clash_turn_red_and_paper_stays_white() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK)).worksheets[0]
    assert sheet.page_setup.blackAndWhite
    rules = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in sheet.conditional_formatting}
    first, second = cell("r1_lecture_cnt"), cell("r1_lecture_ppl")
    assert rules[f"{first} {second}"] == [f"AND(COUNT(${first},${second})=2,AND(${first}=0,${second}>0))"]
    first, second = cell("r2_quiz_ppl"), cell("r2_quiz_times")
    assert rules[f"{first} {second}"] == [f"AND(COUNT(${first},${second})=2,${second}<${first})"]
    pairs = [kind for kind in FORM.kinds if kind.rule]
    assert sum(" " in area for area in rules) == len(pairs) + FORM.others


def test_words_that_begin_with_a_mark_stay_words_in_the_form() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK)).worksheets[0]
    typed = ["unit", "contact", "phone", *(f"r7_name_{line}" for line in range(1, FORM.others + 1))]
    assert {sheet[cell(key)].number_format for key in typed} == {"@"}


def test_the_forms_words_are_the_annexs() -> None:
    """annex.txt was typed from the notice; only 人欢 is 人次, and row 1 has its numbers."""
    lines = [f"{FORM.title}", *(label for _, label in FORM.header)]
    for row in FORM.rows:
        lines.append(f"{row.index}. {row.title}")
        lines += [f"  {part.key}  {part.label}  {part.unit}" for kind in row.kinds for part in kind.fields]
    annex = (REPOSITORY / "tests" / "annex.txt").read_text(encoding="utf-8")
    assert "\n".join(lines) + "\n" == annex
    assert any("人欢" in note and "人次" in note for note in FORM.notes)
