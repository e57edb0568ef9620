"""Sections: what of a page's lists and paragraphs its pieces show."""

from __future__ import annotations

import pytest

from campaign.content.model import Page, Section
from campaign.content.sections import plain_text, read_sections
from campaign.errors import ContentErrors
from campaign.gongwen.model import Text, read_document


def section(body: str) -> Section:
    found = read_sections(Page("docs/a.md", {}, f"## 步骤\n\n{body}", 5), {"area": "本地"})
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("second", ["手提提把。", "   手提提把。", "     手提提把。"])
def test_a_step_runs_on_to_the_next_lines(second: str) -> None:
    steps = section(f"1. **提起**：从箱上取下，\n{second}{{key=提 picture=ext-1}}\n2. 站稳{{key=拔}}\n")
    first = steps.entries[0]
    assert (first.lead, first.text, first.value("key")) == ("提起", "从箱上取下，手提提把。", "提")
    assert first.span.line == 7
    assert [entry.text for entry in steps.entries] == ["从箱上取下，手提提把。", "站稳"]
    assert steps.prose == ()


def test_an_indented_item_is_an_item_and_paragraphs_behind_a_list_are_whole() -> None:
    found = section("- 甲\n  - 乙\n\n一段话，\n  写成两行\nsafe\nwork\n")
    assert [entry.text for entry in found.entries] == ["甲", "乙"]
    assert found.prose == ("一段话，写成两行 safe work",)


def test_a_steps_attributes_where_they_have_no_effect_are_told() -> None:
    for body in ("1. 甲 {key=提}\n   乙\n", "1. 甲\n\n    乙 {key=提}\n"):
        with pytest.raises(ContentErrors, match=r"docs/a\.md:\d: 步骤的 .* 不在这一步的末尾（提示：移到"):
            section(body)


def test_a_heading_without_a_blank_parts_sections_and_comments_are_no_text() -> None:
    found = read_sections(Page("docs/a.md", {}, "##甲\n- 一\n<!--\n- 不要\n-->\n## 乙 {#b}\n- 二\n", 1), {})
    assert [(part.title, part.id, [e.text for e in part.entries]) for part in found] == [
        ("甲", "", ["一"]),
        ("乙", "b", ["二"]),
    ]


def test_braces_that_are_no_attributes_stay() -> None:
    assert section("- 集合 {甲，乙}\n").entries[0].text == "集合 {甲，乙}"


def test_links_are_read_by_their_words() -> None:
    assert plain_text("见[甲](a.md)、![乙](b.png){.c}[丙") == "见甲、乙[丙"


def test_a_document_reads_an_item_with_all_its_lines() -> None:
    page = Page("docs/plan.md", {}, '- 甲，\n  乙 {key=提}\n    - 集合 {丙，丁}\n\n!!! note "说明"\n    119\n', 1)
    texts = [block.text for block in read_document(page, "题", {}) if isinstance(block, Text)]
    assert texts == ["题", "1.甲，乙", "（1）集合 {丙，丁}", "说明：119"]
