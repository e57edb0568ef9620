"""Slogan lists: groups, attributes, marks, names, and what is refused."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_html import converter

from campaign.content.model import KINDS, Page, Slogan
from campaign.content.slogans import read_slogans, slug_of
from campaign.errors import ContentErrors

WORDS = {"theme_marked": "学会*避险*、守住*平安*", "consultation.dot": "9·12"}
START = 5  # the line of the page on which its body starts


def read(body: str) -> list[Slogan]:
    return read_slogans(Page("docs/slogans.md", {}, body, START), WORDS)


def one(item: str, group: str = "{#g .slogans}") -> Slogan:
    slogans = read(f"## 组 {group}\n\n{item}")
    assert len(slogans) == 1
    return slogans[0]


def fault(body: str) -> str:
    with pytest.raises(ContentErrors) as caught:
        read(body)
    assert len(caught.value.errors) == 1
    return str(caught.value)


def test_a_plain_item_has_the_groups_look_and_every_kind() -> None:
    slogan = one("- 多一次*排查*，少一分隐患", "{#staff .slogans look=calm}")
    assert (slogan.marked, slogan.plain) == ("多一次*排查*，少一分隐患", "多一次排查，少一分隐患")
    assert (slogan.group, slogan.look, slogan.kinds) == ("staff", "calm", KINDS)
    assert (slogan.screen, slogan.theme, slogan.slug) == (False, False, "多一次排查-少一分隐患")
    assert str(slogan.span) == "docs/slogans.md:7"


def test_attributes_of_an_item_win_over_its_group() -> None:
    slogan = one('- 有事*按铃* {#bell .screen look=warn kinds="led card"}', "{#g .slogans look=calm}")
    assert (slogan.slug, slogan.look, slogan.kinds, slogan.screen) == ("bell", "warn", ("led", "card"), True)
    assert slogan.marked == "有事*按铃*"


def test_the_theme_is_filled_from_the_facts_and_named_by_its_words() -> None:
    slogan = one("- {{ campaign.theme_marked }} {#theme .screen}")
    assert slogan.theme
    assert slogan.marked == "学会*避险*、守住*平安*"
    assert slogan.slug == "学会避险-守住平安"


def test_a_placeholder_may_stand_at_the_end_of_an_item() -> None:
    assert one("- 问安全 {{ campaign.consultation.dot }}").plain == "问安全 9·12"


def test_a_bar_breaks_a_phrase_and_is_not_printed() -> None:
    slogan = one("- 管生产经营|必须*管安全*")
    assert slogan.plain == "管生产经营必须管安全"
    assert slogan.slug == "管生产经营必须管安全"


def test_only_lists_below_a_slogans_heading_are_slogans() -> None:
    body = "- 不是\n\n## 甲 {.slogans}\n- 是一条\n### 小节\n- 也是一条\n## 乙\n- 又不是\n"
    assert [slogan.plain for slogan in read(body)] == ["是一条", "也是一条"]


def test_lists_inside_code_fences_are_not_slogans() -> None:
    assert [s.plain for s in read("## 甲 {.slogans}\n```\n- 样例\n```\n- 真的\n")] == ["真的"]


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_every_list_mark_of_markdown_is_read(mark: str) -> None:
    assert one(f"{mark} 有火报警").plain == "有火报警"


@pytest.mark.parametrize(
    ("item", "words", "hint"),
    [
        ("- " + "字" * 31, "标语有 31 字，超过 30 字", "缩短"),
        ("- ，、。", "标语里没有文字", ""),
        ("- 多一次*排查", "强调记号 * 不成对", "写成 *强调的字*"),
        ("- 有火报警 {look=blue}", "没有名为 blue 的样式", "可用：red"),
        ("- 有火报警 {kinds=flag}", "没有名为 flag 的用途", "可用：poster"),
        ("- 有火报警 {size=3}", "标语没有 size 这个属性", "可用：look"),
        ("- 有火报警 {＃编号}", "属性看不懂：＃编号", "半角"),
        ('- 有火报警 {kinds="card', "标语里有没认出的记号：{", "成对的 { }"),
        ("- 有火报警 {{.screen}}", "标语里有没认出的记号：{", "半角"),
        ("- 有`火`报警", "标语里有没认出的记号：`", ""),
        ("- [有火](a.md)报警", "标语里有没认出的记号：](", ""),
        ("- 有火<br>报警", "标语里有没认出的记号：<", ""),
        ("- 有火&amp;报警", "标语里有没认出的记号：&amp;", ""),
        ("- _有火_ 报警", "标语里有没认出的记号：_", "只写文字"),
        ("- 有火\\_报警", "标语里有没认出的记号：\\", ""),
        ("- 有火 * 报警 * 灭火", "标语里有没认出的记号：*", ""),
        ("- 有火报警[^1]", "标语里有没认出的记号：[^", ""),
        ("- 有火[报警][a]", "标语里有没认出的记号：][", ""),
        ("- 有火[报警]", "标语里有没认出的记号：[", ""),
        ("- 有火&#3报警", "标语里有没认出的记号：&#", ""),
        ("- # 有火", "标语里有没认出的记号：#", ""),
        ("- - 有火", "标语里有没认出的记号：- ", ""),
        ("- 有火\n=", "标语里有没认出的记号：=", ""),
        ("- 有火* 报警*", "强调记号 * 用得不对", "里侧不留空格"),
        ("- *有火**报警*", "两处强调连在一起", "并成一处"),
        ('- 有火报警 {kinds=""}', "kinds 里没有写用途", "可用：poster"),
        ("1. 有火报警", "标语不编号", "以“- ”开头"),
        ("- 主题是 {{ campaign.them }}", "没有名为 campaign.them 的活动信息", ""),
    ],
)
def test_a_wrong_slogan_is_named_by_line_and_hint(item: str, words: str, hint: str) -> None:
    text = fault(f"## 组 {{.slogans}}\n\n- 好的一条\n{item}\n")
    assert text.startswith("docs/slogans.md:8: ")
    assert words in text
    assert hint in text


def test_thirty_characters_are_allowed_and_punctuation_is_not_counted() -> None:
    marked = "，".join(["一二三四五六"] * 5)
    assert one(f"- {marked}").plain == marked


def test_two_slogans_with_one_name_are_refused_whatever_their_case() -> None:
    text = fault("## 组 {.slogans}\n- 甲 {#Door}\n- 乙 {#door}\n")
    assert text.startswith("docs/slogans.md:7: 标语重名：“door”与第 6 行相同")
    assert "{#别名}" in text


def test_slogans_that_differ_in_punctuation_only_share_a_name() -> None:
    assert "重名" in fault("## 组 {.slogans}\n- 有事，按铃\n- 有事、按铃\n")


def test_all_faults_of_a_page_are_told_together() -> None:
    with pytest.raises(ContentErrors) as caught:
        read("## 组 {.slogans}\n- 甲* \n- 好\n- 乙 {look=x}\n- 好\n")
    assert [error.span.line for error in caught.value.errors] == [6, 8, 9]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("会*报警* 会*灭火*", "会报警-会灭火"),
        ("！！119！", "119"),
        ("a/b\\c:d", "a-b-c-d"),
        ("CON", "CON-"),
        ("lpt1", "lpt1-"),
        ("cafe\u0301", "café"),
    ],
)
def test_names_are_safe_on_every_file_system(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize("second", ["  通道不要堵死", "通道不要堵死", "      通道不要堵死", "\t通道不要堵死"])
def test_an_item_runs_on_to_the_next_lines_with_its_attributes_at_their_end(second: str) -> None:
    slogan = one(f'- 灭火器要检查到位，\n{second} {{kinds="card"}}')
    assert (slogan.marked, slogan.kinds) == ("灭火器要检查到位，通道不要堵死", ("card",))
    assert slogan.span.line == START + 2


def test_lines_are_joined_as_the_site_joins_them() -> None:
    assert one("- 有事*按铃*\n*有火*报警\n  {#bell}").marked == "有事*按铃**有火*报警"
    assert one("- 查\n119\n电话").marked == "查 119 电话"
    assert one("- 管生产经营\n|必须*管安全*").marked == "管生产经营|必须*管安全*"


@pytest.mark.parametrize("indent", [" ", "  ", "   "])
def test_an_item_may_be_indented_as_far_as_markdown_takes_it_for_one(indent: str) -> None:
    assert [slogan.plain for slogan in read(f"## 组 {{.slogans}}\n\n- 甲字\n{indent}- 乙字\n")] == ["甲字", "乙字"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("    - 有火报警", "缩进的内容不会做成素材"),
        ("\t- 有火报警", "缩进的内容不会做成素材"),
        ("> - 有火报警", "引用里的标语"),
        ("> > * 有火报警", "引用里的标语"),
        ("- [ ] 有火报警", "标语前不用任务框"),
        ("－ 有火报警", "这一行像标语"),
        ("·有火报警", "这一行像标语"),
        ("• 有火报警", "这一行像标语"),
        ("— 有火报警", "这一行像标语"),
        ("-有火报警", "这一行像标语"),
        ("*有火报警", "这一行像标语"),
        ("　- 有火报警", "这一行像标语"),
        ("-", "这一行像标语"),
        ("<ul><li>有火报警</li></ul>", "这一行像标语"),
        ("1、有火报警", "标语不编号"),
        ("（1）有火报警", "标语不编号"),
        ("① 有火报警", "标语不编号"),
        ("  2. 有火报警", "标语不编号"),
        ("    有火报警", "缩进的内容不会做成素材"),
        ("组名 {#a .slogans}\n---", "标语组的标题没有写对"),
        (" ## 组名 {#a .slogans}", "标语组的标题没有写对"),
    ],
)
def test_what_looks_like_a_slogan_and_is_none_is_told(line: str, words: str) -> None:
    text = fault(f"## 组 {{.slogans}}\n\n- 好的一条\n\n{line}\n")
    assert text.startswith("docs/slogans.md:9: ")
    assert words in text
    assert "（提示：" in text


def test_prose_notes_rulers_and_comments_may_stand_between_slogans() -> None:
    between = "——摘自通知\n\n*重点*看这里。2023年、2024年\n\n> 说明\n\n---\n\n* * *\n\n<!--\n- 旧的\n-->\n\n"
    note = '!!! note "说明"\n    - 挑一条\n\n    再看一条\n\n'
    assert [s.plain for s in read(f"## 组 {{.slogans}}\n{between}{note}- 甲字\n\n`{{.slogans}}`是写法\n")] == ["甲字"]


def test_code_that_is_never_closed_is_no_code() -> None:
    assert [slogan.plain for slogan in read("## 组 {.slogans}\n\n```\n\n- 甲字\n")] == ["甲字"]


def test_a_heading_needs_no_blank_behind_its_marks() -> None:
    assert one("- 甲字", "{#g .slogans}").group == "g"
    assert [slogan.group for slogan in read("##组 {: #a .slogans }  ##\n- 甲字\n##乙\n- 不是\n")] == ["a"]


# What a page would make something else of than pictures do, and what both show alike.
PIECES = [
    "安全",
    "第一",
    "2—3米",
    "a_b",
    "A - B",
    "119",
    "，",
    "“",
    " ",
    "|",
    "*",
    "**",
    "_",
    "__",
    "\\",
    "[",
    "]",
    "(",
    ")",
]
MARKS = [
    "[^1]",
    "[a]",
    "^",
    "#",
    "+",
    "-",
    "=",
    "!",
    ":",
    "~",
    "&",
    "'",
    '"',
    "1.",
    "\u2060",
    "\u3000",
    "http://a.cn",
    "*安*",
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["保持2—3米安全距离"])
@example(["_安全_", " ", "第一"])
@example(["安全\\_第三"])
@example(["安全 * 第二 * 生命至上"])
@example(["安全第六[^1]"])
@example(["安全[第五][a]"])
@example(["*安全**第一*"])
@example(["多一次*排查*，少一分隐患"])
@given(st.lists(st.sampled_from([*PIECES, *MARKS]), min_size=1, max_size=8))
def test_a_slogan_has_the_same_words_and_id_on_its_page_or_is_refused(
    raw_facts: dict[str, Any], parts: list[str]
) -> None:
    body = f"## 组 {{.slogans}}\n\n- {''.join(parts)}\n\n[^1]: 注\n\n[a]: a.md\n"
    try:
        found = read(body)
    except ContentErrors:
        return
    page = converter(raw_facts).convert(body)
    shown = re.findall(r'<li class="slogan" id="([^"]*)">(.*?)</li>', page, re.DOTALL) if found else []
    texts = [re.sub(r"[\s\u2060]", "", html.unescape(re.sub("<[^<>]*>", "", text))) for _, text in shown]
    assert [name for name, _ in shown] == [slogan.anchor for slogan in found]
    assert texts == [re.sub(r"[\s\u2060]", "", slogan.plain) for slogan in found]
