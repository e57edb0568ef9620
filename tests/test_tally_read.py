"""One file at a time: what units send is read as it stands, and every fault is told with its file and cell."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from tallies import BLANK, FORM, LAYOUT, UNIT, YEAR, as_csv, as_json, cell, filled, given, opened, read, saved

from campaign.tally.grid import address
from campaign.tally.model import Unreadable
from campaign.tally.read import read_report
from campaign.tally.xlsx import MAX_FILE, read_book

SOME = {"r1_lecture_cnt": 3, "r1_lecture_ppl": 50, "r2_quiz_ppl": 10, "r2_quiz_times": 12, "r6_live_views": 0}
OTHER = {"r7_name_1": "健步走", "r7_cnt_1": 1, "r7_ppl_1": 200, "r7_name_2": "知识展板", "r7_cnt_2": 4}


def test_the_schema_is_the_annexs(tmp_path: Path) -> None:
    assert len(FORM.rows) == 7
    assert len(FORM.fields) + len(FORM.other.counts) == 35
    assert [key for key, _ in FORM.header] == ["unit", "contact", "phone", "date"]
    units = {part.unit for part in FORM.fields}
    assert units == {"场", "人次", "篇", "人", "个", "次", "人观看"}


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.json"])
def test_what_a_unit_typed_is_what_is_read(tmp_path: Path, name: str) -> None:
    make = {"a.xlsx": filled, "a.csv": as_csv, "a.json": as_json}[name]
    report = read(tmp_path / name, make(SOME))
    assert given(report) == SOME
    assert (report.unit, report.contact, report.phone) == ("甲卫生院", "某某", "0470-0000000")
    assert report.date == dt.date.fromisoformat(UNIT["date"])
    assert report.issues == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs devices and pipes")
@pytest.mark.parametrize("kind", ["device", "pipe"])
def test_only_files_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "z.csv"
    if kind == "device":
        path.symlink_to("/dev/null")  # not /dev/zero: it would take all memory where the test fails
    else:
        os.mkfifo(path)
    with pytest.raises(Unreadable, match="不是普通文件"):
        read_report(path, "z.csv", FORM, YEAR)


def test_a_blank_is_not_a_zero(tmp_path: Path) -> None:
    report = read(tmp_path / "a.xlsx", filled({"r1_articles": 0}))
    assert report.answers["r1_articles"] == 0
    assert report.answers["r1_lecture_cnt"] is None
    assert len(report.answers) == len(FORM.fields)


def test_row_seven_takes_several_activities(tmp_path: Path) -> None:
    report = read(tmp_path / "a.xlsx", filled({**SOME, **OTHER}))
    assert [(o.name, o.count, o.people) for o in report.others] == [("健步走", 1, 200), ("知识展板", 4, None)]


@pytest.mark.parametrize(
    ("typed", "value", "level", "words"),
    [
        ("３场", 3, "存疑", "按3计"),
        ("3场", 3, "存疑", "按3计"),
        ("1,234", 1234, "", ""),
        ("12", 12, "", ""),
        ("约50", None, "不计", "“约50”不是数字"),
        ("五十", None, "不计", "不是数字"),
        ("50余", None, "不计", "不是数字"),
        ("1.5万", None, "不计", "不是数字"),
        (-3, None, "不计", "负数"),
        ("-3", None, "不计", "负数"),
        (2.5, None, "不计", "不是整数"),
        ("2.5", None, "不计", "不是整数"),
        (10**12, None, "不计", "过大"),
        ("9" * 400, None, "不计", "过大"),
        ("无", None, "存疑", "按未填处理"),
        ("=1+2", None, "不计", "是公式"),
        ("='[other.xlsx]Sheet1'!A1", None, "不计", "是公式"),
        (True, None, "不计", "逻辑值"),
        ("#REF!", None, "不计", "错误值"),
        ("   ", None, "", ""),
    ],
)
def test_each_way_of_writing_a_number(tmp_path: Path, typed: Any, value: int | None, level: str, words: str) -> None:
    report = read(tmp_path / "a.xlsx", filled({"r1_articles": typed}))
    assert report.answers["r1_articles"] == value
    assert [issue.level for issue in report.issues] == ([level] if level else [])
    if level:
        line = str(report.issues[0])
        assert words in line
        assert f"a.xlsx {cell('r1_articles')}: 发表评论文章或心得体会" in line


SERIAL = 45_078  # what Excel makes of 6-1 in 2023


@pytest.mark.parametrize("shape", ["yyyy-mm-dd", 'm"月"d"日"', '[$-804]yyyy"年"m"月";@', "h:mm", "[h]:mm:ss", "d-mmm"])
@pytest.mark.parametrize("named", [True, False])
def test_a_count_that_is_shown_as_a_date_is_told_and_not_counted(tmp_path: Path, shape: str, named: bool) -> None:
    book, sheet = opened(filled({**SOME, "r1_articles": SERIAL}))
    sheet[cell("r1_articles")].number_format = shape
    for name in [] if named else list(book.defined_names):
        del book.defined_names[name]
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == SOME
    assert [issue.level for issue in report.issues] == ["不计"]
    line = str(report.issues[0])
    assert f"a.xlsx {cell('r1_articles')}: 发表评论文章或心得体会：是日期 2023-06-01，不是数字" in line
    assert "单元格格式" in line


@pytest.mark.parametrize("value", [dt.date(2023, 6, 1), dt.datetime(2023, 6, 1, 8), dt.time(3, 30)])
def test_days_and_times_as_openpyxl_writes_them_are_no_counts(tmp_path: Path, value: Any) -> None:
    report = read(tmp_path / "a.xlsx", filled({"r7_name_1": "义诊", "r7_ppl_1": value}))
    assert report.others[0].people is None
    assert "是日期" in str(report.issues[0])


@pytest.mark.parametrize("shape", ["General", "0", "#,##0", '0"人次"', '0"d"', "#,##0_);[Red](#,##0)", "@", "0.00E+00"])
def test_a_number_shown_as_a_number_counts_whatever_its_format(tmp_path: Path, shape: str) -> None:
    book, sheet = opened(filled({"r1_articles": 3}))
    sheet[cell("r1_articles")].number_format = shape
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == {"r1_articles": 3}
    assert report.issues == []


def test_a_count_that_is_the_number_of_a_day_of_the_year_is_doubtful(tmp_path: Path) -> None:
    """The form's own cells show whole numbers, also of what was typed as 6-1."""
    report = read(tmp_path / "a.xlsx", filled({"r1_articles": SERIAL, "r4_double": SERIAL + 365}))
    assert report.answers["r1_articles"] == SERIAL
    assert [issue.level for issue in report.issues] == ["存疑"]
    assert f"{cell('r1_articles')}: 发表评论文章或心得体会：45078 正好是 2023-06-01 在表格里的序号" in str(
        report.issues[0]
    )


def test_a_form_retyped_without_its_names_is_read_by_its_wording(tmp_path: Path) -> None:
    book, _ = opened(filled({**SOME, **OTHER}))
    for name in list(book.defined_names):
        del book.defined_names[name]
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == SOME
    assert report.unit == "甲卫生院"
    assert report.date == dt.date.fromisoformat(UNIT["date"])
    assert [(o.name, o.count, o.people) for o in report.others] == [("健步走", 1, 200), ("知识展板", 4, None)]


def sentences(values: dict[str, Any]) -> list[tuple[str, str]]:
    """The annex as it is printed: a row's words in one cell, the numbers in brackets."""
    rows = []
    for row in FORM.rows:
        words = ""
        for kind in row.kinds:
            for part in kind.fields:
                unit = "" if not part.counted else part.unit
                words += f"{part.printed}({values.get(part.key, '')}){unit}" + (
                    "；" if part is kind.fields[-1] else "，"
                )
        rows.append((f"{row.index}.{row.title}", words))
    return rows


def test_the_notices_own_table_with_numbers_in_brackets_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([FORM.title])
    sheet.append(["填报单位(盖章):乙医院   联系人：某某  电话：0470-1  填报日期：6月27日"])
    sheet.append([None, FORM.head])
    for title, words in sentences({**SOME, "r7_name": "义诊", "r7_cnt": 2, "r7_ppl": 30}):
        sheet.append([title, words.replace("人次", "人欢", 1)])
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == SOME
    assert (report.unit, report.contact, report.phone) == ("乙医院", "某某", "0470-1")
    assert (report.date and report.date.month, report.date and report.date.day) == (6, 27)
    assert [(o.name, o.count, o.people) for o in report.others] == [("义诊", 2, 30)]
    assert [issue.level for issue in report.issues] == []


def test_rows_and_columns_inserted_above_do_not_matter(tmp_path: Path) -> None:
    book, sheet = opened(filled(SOME))
    for name in list(book.defined_names):
        del book.defined_names[name]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    assert given(read(tmp_path / "a.xlsx", saved(book))) == SOME


def test_an_answer_merged_away_is_told(tmp_path: Path) -> None:
    book, sheet = opened(filled(SOME))
    row, column = LAYOUT.places["r1_lecture_cnt"]
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    report = read(tmp_path / "a.xlsx", saved(book))
    lost = address((row + 1, column))
    assert [issue.cell for issue in report.issues] == [lost]
    assert "合并" in str(report.issues[0])
    assert given(report) == SOME


def test_destroyed_names_are_made_up_for_by_the_wording(tmp_path: Path) -> None:
    book, _ = opened(filled(SOME))
    book.defined_names["form_r1_lecture_cnt"].attr_text = "#REF!"
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == SOME
    assert report.issues == []


def test_a_link_to_another_file_is_told_and_not_followed(tmp_path: Path) -> None:
    data = rewritten(
        filled(SOME),
        {
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                b'relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
            )
        },
    )
    report = read(tmp_path / "a.xlsx", data)
    assert given(report) == SOME
    assert "链接" in str(report.issues[0])


def rewritten(data: bytes, edits: dict[str, Any], more: dict[str, bytes] | None = None) -> bytes:
    """A zip with some parts changed and some added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, edits[name](part) if name in edits else part)
        for name, part in (more or {}).items():
            target.writestr(name, part)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SHEET1 = "xl/worksheets/sheet1.xml"


def bomb(_part: bytes = b"") -> bytes:
    return b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>"


def entities(part: bytes) -> bytes:
    return (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + part.partition(b"?>")[2]
        if b"?>" in part
        else (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + part)
    )


def other_table() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["姓名", "工资"])
    return saved(book)


def word_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.xlsx", b"not a zip", "不完整或已损坏"),
        ("a.xlsx", BLANK[:5000], "不完整或已损坏"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "有密码"),
        ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), "老格式的 .xls"),
        ("a.xlsx", rewritten(BLANK, {SHEET1: bomb}), "压缩炸弹"),
        ("a.xlsx", rewritten(BLANK, {}, {"xl/vbaProject.bin": b"x"}), "含有宏"),
        ("a.xlsx", rewritten(BLANK, {SHEET1: entities}), "DOCTYPE"),
        ("a.xlsx", rewritten(BLANK, {SHEET1: lambda part: part[:2000]}), "不完整或已损坏"),
        ("a.xlsx", other_table(), "没有统计表（只有“Sheet”"),
        ("a.xlsx", word_file(), "不是表格文件"),
        ("a.xlsx", BLANK, "没有填报单位"),
        ("a.xlsx", filled(SOME, {"unit": "=1+1"}), f"填报单位（{cell('unit')}）是公式"),
        ("a.xlsx", b"PK" + b"\0" * MAX_FILE, "太大"),
        ("a.xlsm", BLANK, "可以带宏"),
        ("a.xls", BLANK, "老格式的 .xls"),
        ("a.et", b"", "WPS"),
        ("a.csv", b"\xff\xff\xff", "编码认不出"),
        ("a.csv", "姓名,工资\n甲,1\n".encode(), "没有统计表"),
        ("a.csv", b"", "没有统计表"),
        ("a.csv", as_csv({}, {}), "没有填报单位"),
        ("a.csv", b"a\n" * 20_000, "内容太多"),
        ("a.json", b" " * 4_000_000, "太大"),
        ("a.json", b"{", "JSON 不完整"),
        ("a.json", b"[" * 100_000, "JSON 不完整"),
        ("a.json", b'{"form": "other"}', "不是统计表的 JSON"),
        ("a.json", b"[1]", "不是统计表的 JSON"),
        ("a.json", b'{"form": "progress", "answers": [1]}', "不是统计表的 JSON"),
    ],
)
def test_each_file_that_cannot_be_taken_in_says_why(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / name, data)
    assert words in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_is_not_there_or_a_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(Unreadable, match="读不出来"):
        read_report(tmp_path / "b.xlsx", "b.xlsx", FORM, YEAR)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_that_office_programs_write(tmp_path: Path, encoding: str) -> None:
    report = read(tmp_path / "a.csv", as_csv(SOME, encoding=encoding))
    assert given(report) == SOME
    assert report.unit == "甲卫生院"


def test_the_form_saved_as_csv_is_read_by_its_wording(tmp_path: Path) -> None:
    _, sheet = opened(filled(SOME))
    lines = [
        "\t".join("" if value is None else str(value) for value in row) for row in sheet.iter_rows(values_only=True)
    ]
    report = read(tmp_path / "a.csv", "\n".join(lines).encode("gb18030"))
    assert given(report) == SOME


@pytest.mark.parametrize(
    ("value", "words"),
    [("约50", "不是数字"), (-1, "负数"), (1.5, "不是整数"), (True, "逻辑值"), ([], "不是数字"), (10**30, "过大")],
)
def test_a_wrong_number_in_json_is_told_with_its_key(tmp_path: Path, value: Any, words: str) -> None:
    report = read(tmp_path / "a.json", as_json({"r1_articles": value}))
    assert report.answers["r1_articles"] is None
    assert "answers.r1_articles" in str(report.issues[0])
    assert words in str(report.issues[0])


def test_json_of_an_odd_shape_still_gives_what_is_right(tmp_path: Path) -> None:
    other = [{"name": "义诊", "count": 1, "people": "20"}, 5, {"name": {"x": 1}}]
    report = read(tmp_path / "a.json", as_json({**SOME, "unknown": 1}, other=other, ledger=[{"note": "x"}]))
    assert given(report) == SOME
    assert [(o.name, o.count, o.people) for o in report.others] == [("义诊", 1, 20), ("{'x': 1}", None, None)]


def test_nan_in_json_is_no_number(tmp_path: Path) -> None:
    data = as_json({"r1_articles": "@"}).replace(b'"@"', b"NaN")
    assert json.loads(data)
    report = read(tmp_path / "a.json", data)
    assert report.answers["r1_articles"] is None
    assert len(report.issues) == 1


def test_words_from_outside_are_cut_to_one_harmless_line(tmp_path: Path) -> None:
    unit = {**UNIT, "unit": "甲\n\x1b[31m院" + "长" * 500, "date": "去年"}
    report = read(tmp_path / "a.json", as_json(SOME, unit))
    assert "\n" not in report.unit
    assert "\x1b" not in report.unit
    assert len(report.unit) <= 60
    assert "填报日期认不出" in str(report.issues[0])


def test_this_reader_sees_the_same_cells_as_openpyxl() -> None:
    book, sheet = opened(filled({**SOME, **OTHER, "r1_articles": "=1+2"}))
    sheet[cell("r3_report_times")].comment = Comment("备注", "某某")
    data = saved(book)
    ours = {grid.name: grid for grid in read_book(data).grids}
    theirs = openpyxl.load_workbook(io.BytesIO(data))
    assert set(ours) == set(theirs.sheetnames)
    for name, grid in ours.items():
        expected = {(c.row, c.column): c for row in theirs[name].iter_rows() for c in row if c.value is not None}
        assert set(grid.cells) == set(expected)
        for at, found in grid.cells.items():
            value, kind = expected[at].value, expected[at].data_type
            assert found.formula == (kind == "f")
            if kind == "n":
                assert float(found.text) == value
            elif kind == "s":
                assert found.text == value
        assert {f"{address(a)}:{address(b)}" for a, b in grid.merged} == {
            str(area) for area in theirs[name].merged_cells.ranges
        }


def test_a_copied_sheet_does_not_hide_the_first_and_is_told(tmp_path: Path) -> None:
    book, sheet = opened(filled(SOME))
    copy = book.copy_worksheet(sheet)
    copy.title = "科室"
    copy[cell("r1_lecture_cnt")] = 99
    for name, one in book.defined_names.items():  # Excel gives a copied sheet names of its own
        own = DefinedName(name, attr_text=one.attr_text.replace("'统计表'", "'科室'"))
        copy.defined_names[name] = own
    report = read(tmp_path / "a.xlsx", saved(book))
    assert given(report) == SOME
    assert [issue.level for issue in report.issues] == ["存疑"]
    assert "里面有2张填了的统计表，只读了“统计表”，没有读“科室”" in str(report.issues[0])


def test_a_blank_second_sheet_is_nothing_to_tell(tmp_path: Path) -> None:
    book, sheet = opened(filled({}, {}))
    copy = book.copy_worksheet(sheet)
    values: dict[str, Any] = {**UNIT, **SOME}
    for key, value in values.items():
        sheet[cell(key)] = value
    assert copy.title != sheet.title
    assert read(tmp_path / "a.xlsx", saved(book)).issues == []
