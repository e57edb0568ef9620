"""`campaign tally`: what is good is merged, what is not is told, nothing that was given is altered."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Result, edit
from markdown import Markdown
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, PngImagePlugin
from pypdf import PdfReader
from tallies import BLANK, FORM, UNIT, as_csv, as_json, filled

from campaign.project import Project
from campaign.tally.merge import read_units
from campaign.tally.model import PASSED_OVER
from campaign.tally.workbook import HEADS, LEADING, UNITS

Run = Callable[..., Result]
ONE = {"r1_lecture_cnt": 3, "r1_lecture_ppl": 50, "r4_double": 1}
TWO = {"r1_lecture_cnt": 2, "r1_lecture_ppl": 40, "r4_double": 2, "r1_articles": 0}


def named(unit: str, date: str = "2023-06-28") -> dict[str, str]:
    return {**UNIT, "unit": unit, "date": date}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Two units in two file types, a broken file, and a report that is no table."""
    folder = tmp_path / "收到"
    (folder / "下级").mkdir(parents=True)
    (folder / "甲.xlsx").write_bytes(filled(ONE))
    (folder / "下级" / "乙.csv").write_bytes(as_csv(TWO, named("乙医院"), "gb18030"))
    (folder / "坏.xlsx").write_bytes(BLANK[:3000])
    (folder / "总结.docx").write_bytes(b"x")
    for name in ("~$甲.xlsx", "._甲.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):  # not a person's files
        (folder / name).write_bytes(b"lock")
    return folder


def box(tmp_path: Path, **tables: bytes) -> Path:
    """A folder of tables by their names."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in tables.items():
        (folder / f"{name}.json").write_bytes(data)
    return folder


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    return [tuple(row) for row in book[name].iter_rows(values_only=True)]


def unit_rows(path: Path) -> list[tuple[Any, ...]]:
    """One row a unit, below the head."""
    return sheet(path, UNITS)[HEADS:]


def digests(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_what_is_good_is_merged_and_the_rest_is_told(run: Run, inbox: Path, tmp_path: Path) -> None:
    before, out = digests(inbox), tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "-o", out)
    assert result.code == 1
    assert "坏.xlsx: 文件不完整或已损坏" in result.out
    assert "Traceback" not in result.out + result.err
    assert "计入 2 个单位，未收 1 个文件" in result.out
    assert "另有 1 个文件不是统计表，没有读：总结.docx" in result.out
    assert digests(inbox) == before
    values = {str(cell): cell for row in sheet(out, "汇总") for cell in row if cell is not None}
    assert {"5", "90"} <= values.keys()
    units = unit_rows(out)
    assert [row[0] for row in units] == ["乙医院", "甲卫生院"]
    column = sheet(out, UNITS)[1].index("评论文章或心得体会")
    assert [row[column] for row in units] == [0, None]
    problems = sheet(out, "问题清单")
    assert any(row[0] == "未收" and str(row[2]).endswith("坏.xlsx") for row in problems)
    assert [str(row[2]) for row in problems if row[6] == PASSED_OVER] == ["收到/总结.docx"]


@pytest.mark.parametrize("form", ["folder", "file", "relative", "up"])
def test_a_result_shows_no_folder_above_the_one_that_was_given(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    inbox, out = tmp_path / "张三的文件" / "收到", tmp_path / "汇总.xlsx"
    (inbox / "一").mkdir(parents=True)
    (inbox / "一" / "甲.json").write_bytes(as_json(ONE))
    monkeypatch.chdir(inbox.parent if form == "relative" else inbox)
    given = {
        "folder": inbox,
        "file": inbox / "一" / "甲.json",
        "relative": Path("收到"),
        "up": Path("../../张三的文件/收到"),
    }
    assert run("tally", given[form], "-o", out).code == 0
    shown = {str(cell) for row in (*sheet(out, UNITS), *sheet(out, "问题清单")) for cell in row}
    assert not [text for text in shown if "张三的文件" in text]
    assert ("甲.json" if form == "file" else "收到/一/甲.json") in shown


def test_two_folders_of_one_name_are_both_read(run: Run, tmp_path: Path) -> None:
    for name, unit in (("a", UNIT), ("b", {**UNIT, "unit": "另一个"})):
        (tmp_path / name / "收到").mkdir(parents=True)
        (tmp_path / name / "收到" / "甲.json").write_bytes(as_json(ONE, unit))
    result = run("tally", tmp_path / "a" / "收到", tmp_path / "b" / "收到", "-o", tmp_path / "汇总.xlsx")
    assert "读了 2 个文件，计入 2 个单位" in result.out
    assert {"收到/甲.json", "收到/甲.json（2）"} <= {row[-1] for row in unit_rows(tmp_path / "汇总.xlsx")}


def test_without_a_fault_the_code_is_zero(run: Run, tmp_path: Path) -> None:
    (tmp_path / "甲.json").write_bytes(as_json(ONE))
    result = run("tally", tmp_path / "甲.json", "-o", tmp_path / "汇总.xlsx")
    assert (result.code, result.err) == (0, "读取 1/1\n")


def test_a_wrong_answer_is_left_out_and_the_others_of_its_file_count(run: Run, tmp_path: Path) -> None:
    (tmp_path / "甲.json").write_bytes(as_json({**ONE, "r1_articles": "约50"}))
    out = tmp_path / "汇总.xlsx"
    result = run("tally", tmp_path / "甲.json", "-o", out)
    assert result.code == 1
    assert "“约50”不是数字" in result.out
    assert unit_rows(out)[0][2:5] == (3, 50, None)


def test_the_newest_of_a_unit_is_kept_and_the_others_are_listed(run: Run, tmp_path: Path) -> None:
    inbox = box(
        tmp_path,
        新=as_json(TWO, named("甲卫生院", "2023-06-29")),
        旧=as_json(ONE, named("甲 卫生院", "2023-06-20")),
        无日期=as_json(ONE, named("甲卫生院", "")),
    )
    out = tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "-o", out)
    assert result.code == 0
    assert unit_rows(out)[0][2] == 2
    listed = sheet(out, "重复上报")[1:]
    assert {Path(str(row[1])).name for row in listed} == {"旧.json", "无日期.json"}
    assert all(str(row[3]).endswith("新.json") for row in listed)


def test_units_that_are_missing_unknown_or_written_otherwise(run: Run, inbox: Path, tmp_path: Path) -> None:
    (inbox / "坏.xlsx").unlink()
    units = tmp_path / "名单.csv"
    units.write_bytes("单位,别名\n# 说明\n甲中心卫生院,甲卫生院、甲院\n丙医院,\n".encode("gb18030"))
    out = tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "--units", units, "-o", out)
    assert result.code == 0
    assert "未报 1 个：丙医院" in result.out
    assert "单位“乙医院”不在名单里" in result.out
    assert [row[0] for row in sheet(out, "未报单位")[1:]] == ["丙医院"]
    assert [row[0] for row in unit_rows(out)] == ["甲中心卫生院", "乙医院"]


def test_hanzi_that_python_does_not_know_tell_units_apart(run: Run, tmp_path: Path) -> None:
    rare = {
        "a": "\U00031350乡卫生院",
        "b": "\U0002ebf0乡卫生院",
        "c": "\ue5e5乡卫生院",
        "d": "\U0003fffe丁\ufdd0\u200b院",
    }
    folder = box(tmp_path, **{name: as_json(ONE, named(unit)) for name, unit in rare.items()})
    out = tmp_path / "汇总.xlsx"
    assert "计入 4 个单位" in run("tally", folder, "-o", out).out
    assert {row[0] for row in unit_rows(out)} == {rare["a"], rare["b"], rare["c"], "丁 院"}


def test_the_list_of_units_may_lie_among_the_tables(run: Run, inbox: Path, tmp_path: Path) -> None:
    (inbox / "坏.xlsx").unlink()
    units = inbox / "名单.csv"
    units.write_text("单位,别名\n甲卫生院,\n乙医院,\n", encoding="utf-8")
    result = run("tally", inbox, "--units", units, "-o", tmp_path / "汇总.xlsx")
    assert result.code == 0
    assert "读了 2 个文件，计入 2 个单位" in result.out


def test_of_two_tables_of_one_day_the_later_saved_is_kept(run: Run, tmp_path: Path) -> None:
    for name, saved, count in (("a", "2023-06-28T09:00:00", 1), ("b", "2023-06-28T08:00:00", 2)):
        (tmp_path / f"{name}.json").write_bytes(as_json({"r1_articles": count}, saved=saved))
    out = tmp_path / "汇总.xlsx"
    run("tally", tmp_path, "-o", out)
    assert unit_rows(out)[0][4] == 1


def test_a_date_of_another_year_is_doubtful_and_decides_nothing(run: Run, tmp_path: Path) -> None:
    inbox = box(
        tmp_path,
        对=as_json(TWO, named("甲卫生院", "2023-06-28")),
        错=as_json(ONE, named("甲卫生院", "2032-06-28")),
        乙=as_json(ONE, named("乙医院", "2022-06-28")),
    )
    out = tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "-o", out)
    assert {row[0]: row[2] for row in unit_rows(out)} == {"乙医院": 3, "甲卫生院": 2}
    assert "填报日期是2022年的，活动在2023年" in result.out


@pytest.mark.parametrize(("other", "level"), [("2023-06-28", "存疑"), ("2023-06-27", "提示")])
def test_two_different_tables_of_one_day_are_doubtful(run: Run, tmp_path: Path, other: str, level: str) -> None:
    inbox = box(
        tmp_path,
        一=as_json(TWO, named("甲卫生院", "2023-06-28")),
        二=as_json(ONE, named("甲卫生院", other)),
    )
    result = run("tally", inbox, "-o", tmp_path / "汇总.xlsx")
    found = [line for line in result.out.splitlines() if "是同一单位“甲卫生院”" in line]
    assert len(found) == 1
    assert found[0].startswith(level)


def test_what_is_wrong_in_the_command_is_told(run: Run, inbox: Path, tmp_path: Path) -> None:
    result = run("tally", inbox, "--units", tmp_path / "没有.csv", "-o", tmp_path / "汇总.xlsx")
    assert (result.code, "找不到单位名单" in result.err) == (2, True)
    bad = tmp_path / "坏名单.csv"
    bad.write_bytes(b"\xff\xff\xff")
    result = run("tally", inbox, "--units", bad, "-o", tmp_path / "汇总.xlsx")
    assert (result.code, "坏名单.csv: 编码认不出" in result.err) == (1, True)


def test_a_long_list_of_doubts_is_cut_on_the_screen_only(run: Run, tmp_path: Path) -> None:
    inbox = box(tmp_path)
    for index in range(40):
        (inbox / f"{index}.json").write_bytes(as_json({"r1_lecture_cnt": 2}, named(f"单位{index}")))
    out = tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "-o", out)
    assert "……另有 10 条" in result.out
    assert len(sheet(out, "问题清单")) == 41


def test_a_list_of_units_with_a_name_twice_names_the_line(run: Run, inbox: Path, tmp_path: Path) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("单位,别名\n甲,\n乙,甲\n", encoding="utf-8")
    result = run("tally", inbox, "--units", units, "-o", tmp_path / "汇总.xlsx")
    assert result.code == 1
    assert "名单.csv:3: “甲”重复了" in result.err
    assert not (tmp_path / "汇总.xlsx").exists()


def test_the_shipped_list_has_a_head_and_no_invented_unit(project: Any) -> None:
    path = Path(__file__).resolve().parents[1] / "assets" / "units.csv"
    assert path.read_text(encoding="utf-8").startswith("单位,别名\n")
    assert read_units(path, "assets/units.csv") == ()


def test_a_case_that_several_units_report_is_pointed_out(run: Run, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "-o", out)
    assert "有2个单位上报（乙医院2个、甲卫生院1个），同一案例可能重复计算" in result.out
    assert [(row[1], row[2]) for row in sheet(out, "案例核对")[1:]] == [("乙医院", 2), ("甲卫生院", 1)]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"r1_lecture_cnt": 0, "r1_lecture_ppl": 9}, "场数是0，人次却是9"),
        ({"r1_lecture_ppl": 9}, "没有填场数，人次却是9"),
        ({"r1_lecture_cnt": 2}, "有2场，没有人次"),
        ({"r1_lecture_cnt": 1, "r1_lecture_ppl": 90_000}, "平均每场90000人次，偏多"),
        ({"r1_lecture_cnt": 46_100, "r1_lecture_ppl": 50_000}, "46100场，偏多"),
        ({"r2_quiz_ppl": 10, "r2_quiz_times": 9}, "少于参与人数10"),
    ],
)
def test_numbers_that_contradict_each_other_are_doubtful(
    run: Run, tmp_path: Path, answers: dict[str, int], words: str
) -> None:
    (tmp_path / "甲.xlsx").write_bytes(filled(answers))
    result = run("tally", tmp_path / "甲.xlsx", "-o", tmp_path / "汇总.xlsx")
    assert result.code == 0
    assert result.out.count("存疑") == 1
    assert words in result.out


def test_a_count_far_from_all_others_is_doubtful(run: Run, tmp_path: Path) -> None:
    for index in range(9):
        values = {"r2_drill_videos": 40_000 if index == 4 else 10 + index}
        (tmp_path / f"{index}.json").write_bytes(as_json(values, named(f"单位{index}")))
    result = run("tally", tmp_path, "-o", tmp_path / "汇总.xlsx")
    assert "40000，是各单位中位数" in result.out
    assert result.out.count("中位数") == 1


def test_nothing_from_outside_becomes_a_formula(run: Run, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org","点我")'
    unit = {"unit": evil, "contact": "＋1+1", "phone": "@SUM(A1)", "date": ""}
    other = [{"name": "-2+3", "count": 1, "people": 1}]
    (tmp_path / "=1.json").write_bytes(as_json({"r1_articles": "=1+1"}, unit, other=other))
    out = tmp_path / "汇总.xlsx"
    run("tally", tmp_path / "=1.json", "-o", out)
    book = openpyxl.load_workbook(out)
    cells = [cell for one in book.worksheets for row in one.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    shown = [cell for cell in cells if str(cell.value).startswith(tuple("=+-@＝＋－＠"))]
    assert len(shown) >= 5
    assert all(cell.quotePrefix for cell in shown)
    assert evil not in (tmp_path / "汇总.md").read_text(encoding="utf-8")


def test_the_overview_is_one_page_and_names_nobody(run: Run, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    pdf = PdfReader(tmp_path / "汇总-概览.pdf")
    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    markdown = (tmp_path / "汇总.md").read_text(encoding="utf-8")
    for shown in (text, markdown):
        assert "甲卫生院" not in shown
        assert UNIT["phone"] not in shown
        assert UNIT["contact"] not in shown
    assert "| 1 | 组织开展宣讲活动 | 5场，90人次 |" in markdown
    assert "| 1 | 发表评论文章或心得体会 | 0篇 |" in markdown
    assert "| 2 | 参与网络知识竞赛 | 未填，未填 |" in markdown
    with Image.open(tmp_path / "汇总-概览.png") as picture:
        assert picture.size == (1240, 1753)


def test_the_same_files_give_the_same_bytes(run: Run, inbox: Path, tmp_path: Path) -> None:
    made = []
    for name in ("一", "二"):
        out = tmp_path / name / "汇总.xlsx"
        run("tally", inbox, "-o", out)
        made.append({path.name: path.read_bytes() for path in sorted(out.parent.iterdir())})
    assert made[0] == made[1]
    assert len(made[0]) == 4


def test_a_second_run_replaces_its_own_result_and_reads_it_not(run: Run, inbox: Path) -> None:
    out = inbox / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    first = out.read_bytes()
    result = run("tally", inbox, "-o", out)
    assert out.read_bytes() == first
    assert "计入 2 个单位" in result.out
    assert "是汇总结果" not in result.out


def test_nothing_of_somebodys_own_is_written_over(run: Run, inbox: Path, tmp_path: Path) -> None:
    mine = tmp_path / "我的.xlsx"
    mine.write_bytes(filled(ONE))
    beside = tmp_path / "别的.md"
    beside.write_text("手记", encoding="utf-8")
    for out in (mine, tmp_path / "别的.xlsx", inbox / "甲.xlsx", tmp_path / "汇总.txt"):
        before = digests(tmp_path)
        assert run("tally", inbox, "-o", out).code == 2
        assert digests(tmp_path) == before


def edited(path: Path) -> None:
    """Changed as its own programs change it: by a word, or saved again without any change."""
    if path.suffix == ".xlsx":
        openpyxl.load_workbook(path).save(path)
    elif path.suffix == ".png":
        with Image.open(path) as picture:
            picture.load()
        picture.save(path, pnginfo=pnginfo(picture))
    elif path.suffix == ".pdf":
        path.write_bytes(path.read_bytes() + b"%%EOF\n")
    else:
        path.write_text("手记\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def pnginfo(picture: Image.Image) -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", str(picture.info["Comment"]))
    return notes


@pytest.mark.parametrize("name", ["汇总.xlsx", "汇总-概览.pdf", "汇总-概览.png", "汇总.md"])
def test_a_part_of_the_result_that_was_edited_since_is_not_lost(
    run: Run, inbox: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    edited(tmp_path / name)
    before = digests(tmp_path)
    result = run("tally", inbox, "-o", out)
    assert result.code == 2
    assert f"{tmp_path / name} 已经存在，不是以前的汇总结果，或后来改过" in result.err
    assert digests(tmp_path) == before
    (tmp_path / name).rename(tmp_path / "旧的")
    assert run("tally", inbox, "-o", out).code == 1  # as before: one file of the inbox is broken
    assert (tmp_path / name).is_file()


def test_parts_of_an_earlier_result_that_nobody_touched_are_replaced(run: Run, inbox: Path, tmp_path: Path) -> None:
    """Also where a run was cut off between them, or some were taken away."""
    out = tmp_path / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    old = digests(tmp_path)
    (inbox / "坏.xlsx").unlink()
    (inbox / "下级" / "乙.csv").unlink()
    out.unlink()
    assert run("tally", inbox, "-o", out).code == 0
    new = digests(tmp_path)
    assert all(new[str(path)] != old[str(path)] for path in (out, out.with_suffix(".md")))
    (tmp_path / "汇总-概览.pdf").unlink()
    assert run("tally", inbox, "-o", out).code == 0
    assert digests(tmp_path) == new


def test_a_result_that_was_saved_again_among_the_tables_is_named_as_such(run: Run, inbox: Path) -> None:
    out = inbox / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    edited(out)
    assert "汇总.xlsx 已经存在，不是以前的汇总结果，或后来改过" in run("tally", inbox, "-o", out).err


@pytest.mark.parametrize("given", ["没有这个", "."])
def test_without_files_the_command_says_so(run: Run, tmp_path: Path, given: str) -> None:
    result = run("tally", tmp_path / given, "-o", tmp_path / "汇总.xlsx")
    assert result.code == 2
    assert "统计表" in result.err


def test_when_nothing_can_be_read_no_result_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    result = run("tally", tmp_path / "坏.xlsx", "-o", tmp_path / "汇总.xlsx")
    assert result.code == 1
    assert "没有写出结果" in result.out
    assert not (tmp_path / "汇总.xlsx").exists()


def test_the_totals_stand_in_the_annexs_layout(run: Run, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    other = [{"name": f"活动{index}", "count": 1, "people": index} for index in range(FORM.others)]
    more = [{"name": "活动甲", "count": None, "people": 5}]
    (inbox / "丙.json").write_bytes(as_json({}, named("丙"), other=other))
    (inbox / "丁.json").write_bytes(as_json({}, named("丁"), other=more))
    run("tally", inbox, "-o", out)
    blank = openpyxl.load_workbook(io.BytesIO(BLANK)).worksheets[0]
    words = {cell.value for row in blank.iter_rows(max_row=23) for cell in row if isinstance(cell.value, str)}
    shown = {cell for row in sheet(out, "汇总") for cell in row if isinstance(cell, str)}
    assert len(words - shown - {FORM.title}) == 0
    assert any("其余2项" in text for text in shown)


def width_mm(sheet: Worksheet, first: int, last: int) -> float:
    """Columns as Excel prints them at full scale: n digits are 7n + 5 pixels of 1/96 inch."""
    letters = [get_column_letter(number) for number in range(first, last + 1)]
    return sum(sheet.column_dimensions[letter].width * 7 + 5 for letter in letters) * 25.4 / 96


def test_the_units_table_prints_whole_activities_on_a4(run: Run, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    page = openpyxl.load_workbook(out)[UNITS]
    heads = [[str(cell.value or "") for cell in row] for row in page.iter_rows(max_row=HEADS)]
    assert [text for text in heads[0] if text[:1].isdigit()] == [f"{r.index}.{r.title}" for r in FORM.rows]
    assert [text for text in heads[1] if text] == [kind.short for row in FORM.rows for kind in row.kinds]
    starts = [1, *(brk.id + 1 for brk in page.col_breaks.brk)]
    assert all(heads[0][start - 1] for start in starts)  # a page begins with a row of the form, never within one
    last = page.max_column - 1  # where a unit's file lies is not printed
    assert page.print_area == f"'{UNITS}'!$A$1:${get_column_letter(last)}${page.max_row}"
    for start, end in zip(starts, [*(brk.id for brk in page.col_breaks.brk), last], strict=True):
        repeated = width_mm(page, 1, 1) if start > 1 else 0
        room = 297 - 25.4 * (page.page_margins.left + page.page_margins.right)
        assert (width_mm(page, start, end) + repeated) * (page.page_setup.scale or 100) / 100 <= room


def test_a_long_problem_is_read_whole_in_its_row(run: Run, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    page = openpyxl.load_workbook(out)["问题清单"]
    rows = [row for row in page.iter_rows(min_row=2) if "同一案例可能重复计算" in str(row[6].value)]
    assert rows
    for row in rows:
        cell = row[6]
        assert cell.alignment.wrap_text
        needed = 2 * len(str(cell.value)) / page.column_dimensions["G"].width
        assert (page.row_dimensions[cell.row or 0].height or 0) >= LEADING * needed


def test_the_markdown_is_a_page_that_the_site_takes(run: Run, inbox: Path, tmp_path: Path, project: Project) -> None:
    out = tmp_path / "汇总.xlsx"
    run("tally", inbox, "-o", out)
    fragment = out.with_suffix(".md").read_text(encoding="utf-8")
    (project.root / "docs" / "progress.md").write_text(f"# 进展\n\n{fragment}", encoding="utf-8")
    edit(project.config, "nav:\n", "nav:\n  - 进展: progress.md\n")
    result = run("check")
    assert (result.code, result.err) == (0, ""), result.err + result.out
    html = Markdown(extensions=["tables"]).convert(fragment)
    lines = sum(len(row.kinds) for row in FORM.rows)
    assert html.count("<tr>") == 1 + lines
    assert "<td>5场，90人次</td>" in html


def test_a_thousand_bad_files_are_each_told(run: Run, tmp_path: Path) -> None:
    """Half are no tables, half have a wrong answer and a name that is not in the list."""
    inbox = box(tmp_path)
    for index in range(1_000):
        data = b"{" if index % 2 else as_json({"r1_articles": "约50"}, named(f"院{index}"))
        (inbox / f"{index}.json").write_bytes(data)
    units = tmp_path / "名单.csv"
    units.write_text("单位\n" + "\n".join(f"第{index}医院" for index in range(300)), encoding="utf-8")
    out = tmp_path / "汇总.xlsx"
    result = run("tally", inbox, "--units", units, "-o", out)
    assert result.code == 1
    assert result.out.count("JSON 不完整") == result.out.count("不是数字") == 500
    assert "计入 500 个单位，未收 500 个文件" in result.out
    assert len(sheet(out, "问题清单")) == 1 + 1_000 + 500
