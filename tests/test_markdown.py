"""The Markdown extension: facts in prose, slogans, step cards, panels, task marks, Chinese line ends."""

from __future__ import annotations

import logging
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from markdown import Markdown

Render = Callable[[str], str]
OTHERS = ["admonition", "attr_list", "footnotes", "md_in_html", "tables", "toc"]
JOINER = "\u2060"


def converter(facts: dict[str, Any]) -> Markdown:
    return Markdown(
        extensions=["campaign.markdown", *OTHERS], extension_configs={"campaign.markdown": {"facts": facts}}
    )


@pytest.fixture
def render(raw_facts: dict[str, Any]) -> Render:
    """The extension as a site loads it: by its installed name, with its usual neighbours."""
    md = converter(raw_facts)

    def call(text: str) -> str:
        md.reset()
        return md.convert(text)

    return call


def tree(html: str) -> ET.Element:
    """HTML that is also well-formed XML."""
    return ET.fromstring(f"<root>{html}</root>")


def test_facts_are_filled_in_text_headings_tables_and_links(render: Render) -> None:
    lines = ["# {{ campaign.title }}", "{{campaign.theme}}，[电话](tel:{{ campaign.contact.phone }})"]
    html = render("\n\n".join([*lines, "|a|\n|-|\n|{{ campaign.period }}|"]))
    assert "2023年全国第22个“安全生产月”" in html
    assert "人人讲安全、个个会应急，" in html
    assert 'href="tel:0477-7581827"' in html
    assert "<td>6月1日—6月30日</td>" in html
    assert "{{" not in html


def test_an_escaped_placeholder_stays(render: Render) -> None:
    assert "{{ campaign.theme }}" in render(r"写成 \{{ campaign.theme }} 即可")


@pytest.mark.parametrize("fence", ["```", "~~~", "```yaml"])
def test_code_fences_are_left_alone(raw_facts: dict[str, Any], fence: str) -> None:
    md = Markdown(
        extensions=["campaign.markdown", "fenced_code"], extension_configs={"campaign.markdown": {"facts": raw_facts}}
    )
    html = md.convert(f"{fence}\n{{{{ campaign.theme }}}}\n{fence[:3]}\n\n{{{{ campaign.year }}}}")
    assert "{{ campaign.theme }}" in html
    assert "<p>2023</p>" in html


def test_a_fence_that_is_never_closed_is_no_code(render: Render) -> None:
    assert "2023" in render("```\n\n{{ campaign.year }}")


def test_an_unknown_fact_is_warned_of_and_shown(render: Render, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "mkdocs"):
        html = render("活动时间 {{ campaign.perod }}，主题 {{ campaign.theme }}")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.records[0].name.startswith("mkdocs")  # counted by a strict build
    assert "campaign.perod" in caplog.text
    assert "没有名为 campaign.perod 的活动信息" in html
    assert "主题 人人讲安全、个个会应急" in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("安全生产\n人人有责", "安全生产人人有责"),
        ("一，\n二", "一，二"),
        ("“一”\n“二”", "“一”“二”"),
        ("安全  \n生产", "安全<br />\n生产"),
        ("safe\nwork", "safe\nwork"),
        ("安全\nwork", "安全\nwork"),
        ("拨打\n119", "拨打\n119"),
        ("**安全**\n生产", "<strong>安全</strong>生产"),
        ("安全\n\n生产", "安全</p>\n<p>生产"),
    ],
)
def test_a_soft_line_end_between_chinese_characters_vanishes(render: Render, text: str, expected: str) -> None:
    assert render(text) == f"<p>{expected}</p>"


def test_line_ends_in_code_stay(render: Render) -> None:
    assert "一\n二" in render("    一\n    二\n")


def test_a_range_of_numbers_does_not_break_at_its_dash(render: Render) -> None:
    assert f"2{JOINER}—{JOINER}3米" in render("约2—3米")
    assert JOINER not in render("一—二")


def test_slogans_lose_their_marks_and_keep_their_emphasis(render: Render) -> None:
    html = render(
        "## 主题 {#top .slogans look=red}\n\n- {{ campaign.theme_marked }} {#theme .screen}\n"
        '- 管生产|必须*管安全* {look=calm kinds="led card"}\n'
    )
    items = tree(html).findall(".//ul/li")
    assert [item.get("class") for item in items] == ["slogan", "slogan"]
    assert items[0].get("id") == "theme"
    assert "".join(items[0].itertext()).strip() == "人人讲安全、个个会应急"
    assert [em.text for em in items[0].iter("em")] == ["安全", "应急"]
    assert "".join(items[1].itertext()).strip() == "管生产必须管安全"
    for trace in ("|", "look", "kinds", "screen", "{", "}", "*"):
        assert trace not in re.sub(r"<h2.*?</h2>", "", html)
    heading = tree(html).find("h2")
    assert heading is not None
    assert heading.get("id") == "top"
    assert heading.get("look") is None


def test_lists_outside_a_slogans_heading_keep_their_bars(render: Render) -> None:
    html = render("## 甲 {.slogans}\n\n- 一|二\n\n## 乙\n\n- 三|四\n")
    assert "一二" in html
    assert "三|四" in html


STEPS = """## 四个步骤

1. **提起灭火器**：从箱上取下。{key=提 picture=ext-1}
2. **拔出保险销**：拉断铅封。{key=拔}
3. 站稳
"""


def test_steps_become_cards_with_key_and_picture(render: Render) -> None:
    root = tree(render(STEPS))
    (cards,) = root.findall("ol")
    assert "steps" in (cards.get("class") or "").split()
    items = cards.findall("li")
    assert all("step" in (item.get("class") or "").split() for item in items)
    first = items[0]
    assert first.find(".//svg") is not None or first.find(".//{http://www.w3.org/2000/svg}svg") is not None
    assert [span.text for span in first.iter("span") if span.get("class") == "step__key"] == ["提"]
    texts = ["".join(item.itertext()) for item in items]
    assert "从箱上取下。" in texts[0]
    assert "：" not in texts[0]
    assert not any(trace in text for text in texts for trace in ("{", "key=", "picture="))
    strong = first.find(".//strong")
    assert strong is not None
    assert strong.text == "提起灭火器"


@pytest.mark.parametrize("last", ["住{key=站}", "住\n   {key=站}", "*住*{key=站}"])
def test_a_wrapped_step_has_its_attributes_on_its_last_line(render: Render, last: str) -> None:
    for gap in ("\n", "\n\n"):
        html = render(f"1. 站，\n   {last}{gap}2. 走\n")
        (card, other) = tree(html).findall("ol/li")
        assert ["".join(part.itertext()).strip() for part in (card, other)] == ["站站，住", "走"]
        assert card.attrib == {"class": "step"}
        assert "key=" not in html


def test_a_wrapped_slogan_has_its_attributes_on_its_last_line(render: Render) -> None:
    for gap in ("\n", "\n\n"):
        root = tree(render(f'## 甲 {{.slogans}}\n\n- 看，\n走\n{{#b .screen kinds="led"}}{gap}- 停 {{look=red}}\n'))
        item = root.findall("ul/li")[0]
        assert (item.get("id"), item.get("class")) == ("b", "slogan")
        assert "".join(item.itertext()).strip() == "看，走"
        assert not {"kinds", "look"} & {name for part in root.iter() for name in part.attrib}


def test_the_key_character_is_hidden_from_screen_readers(render: Render) -> None:
    keys = [span for span in tree(render(STEPS)).iter("span") if span.get("class") == "step__key"]
    assert [key.get("aria-hidden") for key in keys] == ["true", "true"]


def test_a_list_without_keys_or_pictures_stays_a_list(render: Render) -> None:
    assert "step" not in render("1. 一\n2. 二\n")


def test_dos_and_donts_become_two_panels(render: Render) -> None:
    root = tree(
        render("## 要与不要\n\n### 要这样做\n\n- 站上风\n- 先断电\n\n### 不要这样做\n\n- 不要恋战\n\n## 依据\n")
    )
    (panel,) = root.findall("div[@class='dos']")
    assert [section.get("class") for section in panel] == ["do", "dont"]
    assert [["".join(item.itertext()) for item in section.iter("li")] for section in panel] == [
        ["站上风", "先断电"],
        ["不要恋战"],
    ]
    assert [child.tag for child in root] == ["h2", "div", "h2"]
    assert len(panel.findall(".//h3")) == 2


def test_tasks_are_labelled_marks(render: Render) -> None:
    root = tree(render("- [ ] 查通道\n- [x] 查电源\n- [链接](#a)\n"))
    marks = [(mark.text, mark.get("role"), mark.get("aria-label")) for mark in root.iter("span")]
    assert marks == [("☐", "img", "待办"), ("☑", "img", "已完成")]
    assert ["".join(item.itertext()).strip() for item in root.iter("li")] == ["☐查通道", "☑查电源", "链接"]


def test_braces_that_are_no_attributes_stay(render: Render) -> None:
    assert "{甲，乙}" in render("- 集合 {甲，乙}\n")


def test_wrong_facts_are_refused_when_the_extension_is_loaded(raw_facts: dict[str, Any]) -> None:
    raw_facts["ordinal"] = "x"
    with pytest.raises(Exception, match="届次"):
        Markdown(extensions=["campaign.markdown"], extension_configs={"campaign.markdown": {"facts": raw_facts}})


def test_cells_of_a_wide_table_are_labelled_for_phones(render: Render) -> None:
    wide = render("| 甲 | **乙** | 丙 | 丁 |\n| --- | --- | --- | --- |\n| 1 | 2 | 3 | 4 |\n")
    assert "data-wide" in wide
    assert re.findall(r'<td data-label="(.)">(\d)', wide) == [("甲", "1"), ("乙", "2"), ("丙", "3"), ("丁", "4")]
    assert "data-" not in render("| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n")
