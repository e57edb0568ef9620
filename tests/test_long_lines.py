"""Texts of a hundred thousand signs of one kind: a reader's time grows with the length and not with its square.

What reads every place once ends in a fraction of a second; a pattern that starts again at every place needs minutes.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Run
from markdown import Markdown

from campaign.content.groups import headings
from campaign.content.html import dangers
from campaign.content.links import broken_links
from campaign.content.lint import slips
from campaign.content.model import Page
from campaign.content.pages import read_page
from campaign.content.parts import missing_parts
from campaign.content.sections import read_sections
from campaign.content.slogans import read_slogans
from campaign.content.windows import read_days
from campaign.errors import ContentErrors, SourceError
from campaign.gongwen.model import read_document
from campaign.project import Project
from campaign.publishing.readings import readings

LENGTH = 100_000
MOST = 5.0  # seconds of the processor for one text: ten times what the slowest takes, less than a square would
RUNS = (
    *(" ", "[", "![", "[a](", "](", "]:", "(", "*", "**a", "__a", "`", "` ", "{", "{{", "{a", "#", "-", "- ", "> "),
    *('"', "'", "“", "：", "|", "| ", "|-", "<", "<a ", "<!--", "&", "\\", "=", "1.", "a", "1. ", "~", "[^", "{: "),
    *("{{ campaign.", "x=", "\n", " \n", "甲\n", "甲 ", "—", "｛", "- 甲\n", "甲\n- 甲\n"),
)
PLACES = ("{}", "## a {{.slogans}}\n\n- **a{}b{{", "甲\n1. a|b|{}\n|b (")
READERS: dict[str, Callable[[Page], object]] = {
    "slogans": lambda page: read_slogans(page, {}),
    "sections": lambda page: read_sections(page, {}),
    "headings": lambda page: list(headings(page)),
    "document": lambda page: read_document(page, "题", {}),
    "slips": lambda page: slips(page.body),
    "dangers": lambda page: list(dangers(page.body)),
    "links": lambda page: list(broken_links([page], set())),
    "readings": lambda page: [list(readings(page.body, kind)) for kind in (".html", ".ics", ".txt")],
}


@pytest.mark.parametrize("name", READERS)
def test_no_reader_starts_again_at_every_place(name: str) -> None:
    slow = []
    for body in (place.format((run * LENGTH)[:LENGTH]) for run in RUNS for place in PLACES):
        start = time.process_time()
        with contextlib.suppress(SourceError, ContentErrors):
            READERS[name](Page("docs/a.md", {}, body, 1))
        if time.process_time() - start > MOST:
            slow.append(body[:40])
    assert not slow


@pytest.mark.parametrize("run", RUNS)
def test_files_and_settings_too(project: Project, run: str) -> None:
    text, start = (run * LENGTH)[:LENGTH], time.process_time()
    (project.docs / "a.md").write_text(f"甲\n\n乙{text}丙\n", encoding="utf-8")
    list(missing_parts([read_page(project.docs / "a.md", "docs/a.md")], project))
    with contextlib.suppress(ValueError):
        read_days(f"周一{text}周五")
    assert time.process_time() - start < MOST


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 20_000, "没有配对的方括号"),
        ("![" * 10_000, "没有配对的方括号"),
        ("[" * 9_000 + "]" * 9_000, "没有配对的方括号"),
        ("[a](" * 5_000, "没有配对的方括号"),
        ("[a]:" * 9_000, "没有配对的方括号"),
        ("- " * 5_000 + "a", "套得太深"),
        ("> - " * 5_000 + "a", "套得太深"),
        ("`" * 20_000 + "\n甲", "代码的围栏写三个就够"),
        ("[^1]" * 5_000 + "\n\n[^1]: 甲", "脚注超过 1000 个"),
        ("# 甲\n" * 20_000, "标题超过 2000 个"),
    ],
)
def test_what_markdown_would_never_end_is_told(project: Project, run: Run, text: str, words: str) -> None:
    (project.docs / "a.md").write_text(f"甲\n\n{text}\n", encoding="utf-8")
    told = [line for line in run("check").err.splitlines() if words in line]
    assert told
    assert told[0].startswith("docs/a.md:")
    assert "（提示：" in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "安全生产，人人有责[甲](a.md)。" * 1_000,
        "- [安全](a.md)，通道[^1]\n" * 900,
        "[x（" * 200 + "甲" * 10_000,
        "|甲|乙|\n|-|-|\n" + "|[甲](a.md)|[乙](b.md)|\n" * 3_000,
        "\n".join("    " * depth + "- 甲" for depth in range(30)),
        "> " * 20 + "甲",
        "# 甲\n\n乙\n\n" * 900,
    ],
)
def test_long_texts_that_people_write_pass_and_are_soon_read(raw_facts: dict[str, Any], text: str) -> None:
    assert not list(dangers(text))
    start = time.process_time()
    others = ["attr_list", "footnotes", "tables", "toc"]
    configs = {"campaign.markdown": {"facts": raw_facts}}
    Markdown(extensions=["campaign.markdown", *others], extension_configs=configs).convert(text)
    assert time.process_time() - start < 2 * MOST
