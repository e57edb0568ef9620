"""Reminder messages and posts: counted as operators count, refused as they refuse, complete as the page is."""

from __future__ import annotations

import csv
import io
import re

import pytest
from conftest import REPOSITORY, Run, edit
from hypothesis import given
from hypothesis import strategies as st
from kits import rows

from campaign.content.model import Campaign
from campaign.content.read import read_campaign
from campaign.errors import ContentErrors, SourceError, Span
from campaign.project import Project
from campaign.texts.posts import DONT, FACTS, article, group_message, write_post
from campaign.texts.sms import COLUMNS, MOST, Message, messages, segments, signature, units, write_messages

PAGE = """---
title: 用电安全
summary: 用完就断电
category: 用电
sms: 一台设备一个插座，插排不串接。
---

## 一句话记住

用完就断电。

## 四个步骤

1. **看**：插头松不松。{key=看}
2. **停**：发热就停用。{key=停}
3. **报告电工**：电话挂墙上。{key=报}

## 要与不要

### 要这样做

- 要害部位装报警器

### 不要这样做

- 不要湿手拔插头

## 本单位三问

1. 谁断电？
"""


@pytest.fixture
def project(project: Project) -> Project:
    """The small project with one knowledge page."""
    folder = project.docs / "knowledge"
    folder.mkdir()
    (folder / "power.md").write_text(PAGE, encoding="utf-8")
    return project


def table(project: Project) -> list[list[str]]:
    campaign = read_campaign(project)
    data = write_messages(tuple(messages(campaign)), campaign.facts.words["organiser_short"])
    assert data[:3] == b"\xef\xbb\xbf"
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.text(max_size=600))
def test_every_utf16_unit_counts_one(text: str) -> None:
    assert units(text) == sum(2 if ord(char) > 0xFFFF else 1 for char in text)


@given(st.integers(1, 500))
def test_messages_are_billed_by_70_alone_and_by_67_in_parts(count: int) -> None:
    parts = segments(count)
    assert (parts == 1) == (count <= 70)
    if parts > 1:
        assert 67 * (parts - 1) < count <= 67 * parts


def test_the_list_has_pages_and_slogans_with_their_signed_counts(project: Project) -> None:
    head, first, *others = table(project)
    assert head == list(COLUMNS) == ["编号", "签名", "正文", "含签名字数", "计费条数", "备注"]
    assert first == ["001", "【旗卫健委】", "一台设备一个插座，插排不串接。", "21", "1", "用电安全"]
    assert [row[2] for row in others] == [s.plain for s in read_campaign(project).slogans]
    for row in (first, *others):
        assert int(row[3]) == len(row[1] + row[2])


def test_the_longest_message_is_just_not_refused() -> None:
    body = "字" * (MOST - 6)
    write_messages((Message(body, "", Span("a.md", 3)),), "旗卫健委")
    with pytest.raises(ContentErrors, match=r"a.md:3: 短信连签名有 501 字，超过 500 字"):
        write_messages((Message(body + "字", "", Span("a.md", 3)),), "旗卫健委")


@pytest.mark.parametrize("name", ["委", "旗" * 13, "旗卫健委!", "旗 卫"])
def test_a_signature_that_no_operator_registers_is_refused(name: str) -> None:
    with pytest.raises(SourceError, match=r"mkdocs.yml: 短信签名.*organiser_short"):
        signature(name)


def test_brackets_in_a_body_are_told_with_their_line_and_all_at_once(project: Project, run: Run) -> None:
    edit(project.docs / "knowledge" / "power.md", "sms: 一台设备", "sms: 【提醒】一台设备")
    edit(project.docs / "slogans.md", "床边不*用火*", "床边不*用火*【重要】")
    told = run("check").err
    assert "docs/knowledge/power.md:5: 短信正文里不能有【】" in told
    assert "docs/slogans.md:6: 短信正文里不能有【】" in told


@pytest.mark.parametrize("mark", [*"=+-@＝＋－＠", "  =", "\\t", "\\t@"])
@pytest.mark.parametrize(("key", "old", "line"), [("title", "用电安全", 2), ("sms", "一台设备", 5)])
def test_what_a_spreadsheet_would_compute_is_told(
    project: Project, run: Run, mark: str, key: str, old: str, line: int
) -> None:
    text = PAGE.replace(f"{key}: {old}", f'{key}: "{mark}1+1{old}').replace(f"1+1{old}", f'1+1{old}"', 1)
    text = text.replace('一台设备"一个插座，插排不串接。', '一台设备一个插座，插排不串接。"')
    (project.docs / "knowledge" / "power.md").write_text(text, encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert f"docs/knowledge/power.md:{line}: 短信表里的文字不能以 " in result.err


def test_a_slogan_that_a_spreadsheet_would_compute_is_told(project: Project, run: Run) -> None:
    edit(project.docs / "slogans.md", "- 病房不", "- @病房不")
    assert "docs/slogans.md:6: 短信表里的文字不能以 @ 开头：@病房不" in run("check").err


def test_a_group_message_says_what_to_do_and_who_says_so(project: Project) -> None:
    campaign = read_campaign(project)
    text = group_message(campaign.topics[0], {"organiser": "某局"}, "https://example.org/a/power.html")
    assert text.split("\n") == [
        "用电安全",
        "用完就断电。",
        "",
        "1. 看插头松不松",
        "2. 停发热就停用",
        "3. 报告电工：电话挂墙上",
        "要：要害部位装报警器。",
        "不要：湿手拔插头。",
        "（某局）",
        "详细：https://example.org/a/power.html",
    ]


def test_an_article_has_the_pages_sections_but_not_its_questions(project: Project) -> None:
    text = article(read_campaign(project).topics[0], {"organiser": "某局", "title": "某活动"})
    for words in ("一句话记住", "3. 报告电工：电话挂墙上", "· 不要湿手拔插头", "某局　某活动"):
        assert words in text
    assert "谁断电" not in text


@pytest.fixture(scope="module")
def shipped() -> Campaign:
    return read_campaign(Project(REPOSITORY))


def test_every_shipped_page_gets_a_post_without_marks_or_links(shipped: Campaign) -> None:
    words = {name: shipped.facts.words[name] for name in ("organiser", "title")}
    assert len(shipped.topics) > 20
    for topic in shipped.topics:
        data = write_post(topic, words, "")
        assert data[:3] == b"\xef\xbb\xbf"
        text = data.decode("utf-8-sig")
        assert data.count(b"\n") == data.count(b"\r\n")
        for mark in ("**", "](", "{key", "{{", "http", "：：", "。。"):
            assert mark not in text, f"{topic.slug}: {mark}"


def test_every_shipped_message_is_billed_once(shipped: Campaign) -> None:
    sign = signature(shipped.facts.words["organiser_short"])
    for message in messages(shipped):
        assert segments(units(sign + message.body)) == 1, str(message.span)


def test_a_full_kit_lists_its_texts(project: Project, run: Run) -> None:
    edit(project.docs / "slogans.md", " {#theme .screen}", ' {#theme .screen kinds="led"}')
    edit(project.docs / "slogans.md", " {.screen}", ' {kinds="led"}')
    edit(project.docs / "slogans.md", "少一分慌张", '少一分慌张 {kinds="led"}')
    result = run("kit")
    assert result.code == 0, result.err
    texts = {row["path"]: row for row in rows(project.kit) if row["kind"] == "text"}
    assert {"短信/提示短信.csv", "微信文案/用电安全.txt", "LED文字/滚动标语-GB18030.txt"} <= texts.keys()
    for path, row in texts.items():
        assert (project.kit / path).stat().st_size == row["bytes"]


def test_a_post_never_turns_advice_round_nor_doubles_a_mark() -> None:
    campaign = read_campaign(Project(REPOSITORY))
    words = {name: campaign.facts.words[name] for name in FACTS}
    for topic in campaign.topics:
        text = group_message(topic, words, "") + article(topic, words)
        assert not re.search("[：，；][。，；：]", text), topic.title
        for line in text.split("\n"):
            if line.startswith("不要："):
                section = topic.section(DONT)
                assert section
                told = [f"{entry.lead}{entry.text}" for entry in section.entries]
                for part in line.removeprefix("不要：").rstrip("。").split("；"):
                    assert any(f"不要{part}" in advice.replace("：", "") for advice in told), part
    fire = next(topic for topic in campaign.topics if topic.slug == "extinguisher")
    assert "注意：火势失控" in group_message(fire, words, "")
