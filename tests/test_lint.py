"""Slips of a Chinese keyboard: each is found with its line and repaired as meant; sound text and code stay."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY, Run
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from campaign.content.lint import repaired, slips
from campaign.project import Project

SLIPS = [  # as typed, as meant
    ("[^1]：出自消防法", "[^1]: 出自消防法"),
    ("1、先报警", "1. 先报警"),
    ("２、再灭火", "2. 再灭火"),
    ("3．后撤离", "3. 后撤离"),
    ("1.先报警", "1. 先报警"),
    ("-先报警", "- 先报警"),
    ("•　先报警", "- 先报警"),
    ("＃＃ 标题", "## 标题"),
    ("＞ 引用", "> 引用"),
    ("## 主题 ｛#theme .slogans｝", "## 主题 {#theme .slogans}"),
    ("看[这里]（https://www.mem.gov.cn/）。", "看[这里](https://www.mem.gov.cn/)。"),
    ("看[这里]（plan.md#basis）。", "看[这里](plan.md#basis)。"),
    ("看【这里】(plan.md)。", "看[这里](plan.md)。"),
    ("看［这里］(plan.md)。", "看[这里](plan.md)。"),
    ("！[示意图](a.png)", "![示意图](a.png)"),
    ("｜ 时间 ｜ 事项 ｜\n| —— | ：---： |\n｜ 一 ｜ 二 ｜", "| 时间 | 事项 |\n| --- | :---: |\n| 一 | 二 |"),
    ("要点：\n- 先报警\n- 再灭火", "要点：\n\n- 先报警\n- 再灭火"),
    ("要点：\n1. 先报警", "要点：\n\n1. 先报警"),
    ("见下表。\n| 时间 | 事项 |\n| --- | --- |", "见下表。\n\n| 时间 | 事项 |\n| --- | --- |"),
    ("　　段落开头空两格。", "段落开头空两格。"),
    ("请__立即__报警", "请**立即**报警"),
    ("__立即__报警", "**立即**报警"),
    ("＊＊立即＊＊报警", "**立即**报警"),
    ("”安全生产月“活动", "“安全生产月”活动"),
    ("”安全生产月”活动", "“安全生产月”活动"),
    ("“安全生产月“活动", "“安全生产月”活动"),
    ("！！！ note “说明”", '!!! note "说明"'),
    ("!!! note “说明”", '!!! note "说明"'),
    ("- 【 】检查通道", "- [ ]检查通道"),
    ("主题是｛｛ campaign.theme ｝｝。", "主题是{{ campaign.theme }}。"),
]
TOLD = ["段落说完了。{.note}", "主题是{{ campaign.theme }。"]  # found, but only the author knows
SOUND = [
    "2、3号楼之间（见图1）。",
    "- 先报警\n- 再灭火\n  接着说",
    "1. 先报警\n2. 再灭火",
    "## 标题 {#id}\n- 先报警",
    "[文字](plan.md){.btn}",
    "他说：“先报警，\n再灭火”，又说“快走”。",
    "“四个能力”和‘一畅两会’",
    "| 时间 | 事项 |\n| :--- | ---: |\n| 一 | 二 |",
    "气温-5℃，3.5米，1.5倍",
    "file__name__x 和 __init__",
    "[注]（说明文字）",
    "{{ campaign.theme }}",
    "`1、` 和 `［x］(a.md)`",
    "**立即**报警",
]
CODE = ["```\n{}\n```", "~~~ text\n{}\n~~~", "<pre>\n{}\n</pre>"]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_each_slip_is_found_and_repaired_as_meant(typed: str, meant: str) -> None:
    found = slips(f"前文。\n\n{typed}\n\n后文。")
    assert found
    assert all(slip.repaired and slip.message and slip.hint for slip in found)
    assert {slip.line for slip in found} <= set(range(3, 4 + typed.count("\n")))
    assert repaired(f"前文。\n\n{typed}\n\n后文。") == f"前文。\n\n{meant}\n\n后文。"
    assert slips(meant) == []


@pytest.mark.parametrize("typed", TOLD)
def test_what_only_the_author_knows_is_told_and_left(typed: str) -> None:
    assert [slip.repaired for slip in slips(typed)] == [False]
    assert repaired(typed) == typed


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text: str) -> None:
    assert slips(text) == []
    assert repaired(text) == text


@pytest.mark.parametrize("frame", CODE)
@pytest.mark.parametrize("typed", [typed for typed, _ in SLIPS])
def test_code_is_never_touched(frame: str, typed: str) -> None:
    text = frame.format(typed)
    assert slips(text) == []
    assert repaired(text) == text


COMMENTS = ["<!-- {} -->", "甲 <!--\n{}\n--> 乙", "甲\n<!--\n\n{}\n-->\n"]


@pytest.mark.parametrize("frame", ["`代码\n{}` 乙", "甲 ``代`码\n{}\n码`` 乙", *COMMENTS])
@pytest.mark.parametrize("typed", [typed for typed, _ in SLIPS if "\n" not in typed])
def test_spans_over_lines_and_comments_are_never_touched(frame: str, typed: str) -> None:
    text = f"甲\n\n{frame.format(typed)}\n\n丙\n"
    assert slips(text) == []
    assert repaired(text) == text


def test_what_stands_beside_a_span_or_a_comment_is_repaired() -> None:
    text = "1、甲 <!-- 1、乙 -->\n\n`代码\n1、丙` 丁｛.a｝\n\n＊＊戊＊＊ `<!--` ＊＊己＊＊\n\n1、庚 ` 辛\n"
    meant = "1. 甲 <!-- 1、乙 -->\n\n`代码\n1、丙` 丁{.a}\n\n**戊** `<!--` **己**\n\n1. 庚 ` 辛\n"
    assert repaired(text) == meant


PARTS = st.sampled_from(
    [
        *(typed for typed, _ in SLIPS),
        *TOLD,
        *SOUND,
        "",
        "文字",
        "    代码",
        "```",
        "> 引用",
        "|",
        "`",
        "甲 `1、",
        "<!--",
        "1、 -->",
    ]
)
TEXTS = st.lists(PARTS, max_size=12).map("\n".join)


@given(TEXTS | st.text(alphabet="1、.-*_“”[]（）()｛｝{}｜| \n文字`~#", max_size=60))
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repaired(text)
    assert repaired(once) == once
    assert not any(slip.repaired for slip in slips(once))


@given(TEXTS)
def test_a_repair_keeps_every_word(text: str) -> None:
    def words(value: str) -> str:
        return "".join(char for char in value if "\u4e00" <= char <= "\u9fff")

    assert words(repaired(text)) == words(text)


@pytest.mark.parametrize(
    ("typed", "tag"), [("要点：\n- 一\n- 二", "<li>"), ("1、一\n2、二", "<ol>"), ("请__立即__走", "<strong>")]
)
def test_the_repair_is_what_markdown_understands(typed: str, tag: str) -> None:
    assert tag not in Markdown().convert(typed)
    assert tag in Markdown().convert(repaired(typed))


def test_check_names_the_line_and_fix_repairs_the_file(project: Project, run: Run) -> None:
    page = project.docs / "a.md"
    head = b"\xef\xbb\xbf---\r\ntitle: ab\r\n---\r\n\r\n"
    page.write_bytes(head + "1、先报警\r\n\r\n```\r\n1、代码\r\n```\r\n\r\n段落{.x}\r\n".encode())
    result = run("check")
    assert result.code == 1
    assert "docs/a.md:5: “1、”不是列表" in result.err
    assert "docs/a.md:11: " in result.err
    assert "docs/a.md:8" not in result.err
    result = run("check", "--fix")
    assert result.code == 1
    assert "docs/a.md:5" not in result.err
    assert "docs/a.md:11: " in result.err
    assert page.read_bytes() == head + "1. 先报警\r\n\r\n```\r\n1、代码\r\n```\r\n\r\n段落{.x}\r\n".encode()
    before = page.stat().st_mtime_ns
    run("check", "--fix")
    assert page.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("甲\r乙\r\n1、丙\n\n1、丁\n", "甲\r乙\r\n\n1. 丙\n\n1. 丁\n"),
        ("甲：\r\n- 乙\n- 丙\r", "甲：\r\n\n- 乙\n- 丙\r"),
        ("甲：\r\n- 乙", "甲：\r\n\r\n- 乙"),
        ("　　\r\n-乙\n", "\r\n- 乙\n"),
    ],
)
def test_every_line_keeps_its_own_end(project: Project, run: Run, typed: str, meant: str) -> None:
    page = project.docs / "a.md"
    page.write_bytes(typed.encode())
    run("check", "--fix")
    assert page.read_bytes() == meant.encode()


def test_check_finds_what_is_named_but_not_there(project: Project, run: Run) -> None:
    page = project.docs / "a.md"
    page.write_text(
        '---\ntitle: ab\n---\n\n1. 提起 {picture=ext-9}\n\n--8<-- "nosuch.html"\n\n![图](no.png)\n', encoding="utf-8"
    )
    config = project.config.read_text(encoding="utf-8")
    line = config[: config.index("  - 标语: slogans.md")].count("\n") + 1
    project.config.write_text(config.replace("  - 标语: slogans.md", "  - 标语: slogan.md"), encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert "docs/a.md:5: 步骤插图不存在：ext-9（提示：是不是 ext-" in result.err
    assert "docs/a.md:7: 引用的片段不存在：nosuch.html" in result.err
    assert "docs/a.md:9: 图片不存在：no.png" in result.err
    assert f"mkdocs.yml:{line}: 导航里的页面不存在：slogan.md（提示：是不是 slogans.md？）" in result.err


def test_the_shipped_pages_have_no_slip() -> None:
    for page in sorted((REPOSITORY / "docs").rglob("*.md")):
        assert slips(page.read_text(encoding="utf-8").split("---\n", 2)[-1]) == [], page.name


def test_attributes_end_an_item_whose_lines_run_on_and_are_text_behind_a_paragraph() -> None:
    assert not slips("- 甲，\n乙 {.screen}\n")
    assert [slip.line for slip in slips("- 甲\n\n乙，\n丙 {.screen}\n")] == [4]
