"""Texts of thirty thousand signs of one kind: a reader's time grows with the length and not with its square.

A quarter of a text needs a quarter of the time, and a sixteenth of it where a pattern starts again at every place: the
ratio of two readings in one run, which a slow machine does not change.
"""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from conftest import Run
from markdown import Markdown

from campaign.content.groups import headings
from campaign.content.html import dangers, forbidden, scrub
from campaign.content.links import GUESSED, broken_links
from campaign.content.lint import slips
from campaign.content.model import Page
from campaign.content.notes import loose_notes
from campaign.content.pages import read_page
from campaign.content.parts import missing_parts
from campaign.content.sections import read_sections
from campaign.content.slogans import read_slogans
from campaign.content.windows import read_days
from campaign.errors import ContentErrors, SourceError
from campaign.gongwen.model import read_document
from campaign.project import Project
from campaign.publishing.html import read_html
from campaign.publishing.readings import readings

LENGTH = 30_000
SOON = 0.5  # seconds of the processor: what is read in less is not measured again, its ratio would be noise
MOST = 9.0  # times the time of a quarter: between four and sixteen
RUNS = (
    *("![a]", "![a][", "![]", "![a]:", "![\n", "![a](\n", "\n>", "[^a]: ", "\n[^1]:"),
    *(" ", "[", "![", "[a](", "](", "]:", "(", "*", "**a", "__a", "`", "` ", "{", "{{", "{a", "#", "-", "- ", "> "),
    *('"', "'", "“", "：", "|", "| ", "|-", "<", "<a ", "<!--", "&", "\\", "=", "1.", "a", "1. ", "~", "[^", "{: "),
    *("{{ campaign.", "x=", "\n", " \n", "甲\n", "甲 ", "—", "｛", "- 甲\n", "甲\n- 甲\n"),
    *("#a\n", "``a`", "`a", "---\n"),
    *("```\n", "```a\n", "~~~ {a\n", "```{.a}\n", "``` a\n\n"),
)
PLACES = ("{}", "[a]: //a\n\n![{}", "## a {{.slogans}}\n\n- **a{}b{{", "甲\n1. a|b|{}\n|b (")
READERS: dict[str, Callable[[Page], object]] = {
    "slogans": lambda page: read_slogans(page, {}),
    "sections": lambda page: read_sections(page, {}),
    "headings": lambda page: list(headings(page)),
    "document": lambda page: read_document(page, "题", {}),
    "slips": lambda page: slips(page.body),
    "dangers": lambda page: list(dangers(page.body)),
    "links": lambda page: list(broken_links([page], set())),
    "notes": lambda page: list(loose_notes(page)),
    "html": lambda page: read_html(page.body.encode()),
    "readings": lambda page: [list(readings(page.body, kind)) for kind in (".html", ".ics", ".txt")],
}


def _taken(read: Callable[[int], object], length: int) -> float:
    """Seconds of the processor; without the collector, which goes over all that other tests have left."""
    gc.disable()
    start = time.process_time()
    with contextlib.suppress(SourceError, ContentErrors, ValueError):
        read(length)
    taken = time.process_time() - start
    gc.enable()
    return taken


def _starts_again(read: Callable[[int], object]) -> bool:
    """Whether a text four times as long takes far more than four times the time, and not once by chance."""
    for _ in range(3):
        taken = _taken(read, LENGTH)
        if taken < SOON or taken < MOST * _taken(read, LENGTH // 4):
            return False
    return True


@pytest.mark.parametrize("name", READERS)
def test_no_reader_starts_again_at_every_place(name: str) -> None:
    def read(place: str, run: str, length: int) -> object:
        return READERS[name](Page("docs/a.md", {}, place.format((run * length)[:length]), 1))

    texts = [(place, run) for run in RUNS for place in PLACES]
    assert not next(filter(lambda text: _starts_again(partial(read, *text)), texts), None)


@pytest.mark.parametrize("read", [lambda page: list(forbidden(page)), lambda page: scrub(page.body)])
@pytest.mark.parametrize("line", ["<x>", "- " * 60 + "a", "`" * 101])
def test_a_page_of_nothing_but_faults(read: Callable[[Page], object], line: str) -> None:
    def read_page_of(length: int) -> object:
        return read(Page("docs/a.md", {}, f"{line}\n" * (20 * length // len(line)), 1))

    assert not _starts_again(read_page_of)


def test_broken_links_are_compared_with_every_page_a_few_hundred_times_only() -> None:
    known = {f"docs/knowledge/page-{number}.md" for number in range(300)}
    near = "".join(f"[甲](knowledge/pgae-{number}.md)\n\n" for number in range(300))
    found = list(broken_links([Page(f"docs/{n}.md", {}, near, 1) for n in range(10)], known))
    assert len(found) == 3000
    assert [number for number, error in enumerate(found) if "page-" not in error.hint] == [
        300 * page + number for page in range(10) for number in range(GUESSED, 300)
    ]


@pytest.mark.parametrize("run", RUNS)
def test_files_and_settings_too(project: Project, run: str) -> None:
    def read(length: int) -> None:
        (project.docs / "a.md").write_text(f"甲\n\n乙{(run * length)[:length]}丙\n", encoding="utf-8")
        list(missing_parts([read_page(project.docs / "a.md", "docs/a.md")], project))

    assert not _starts_again(read)
    assert not _starts_again(lambda length: read_days(f"周一{(run * length)[:length]}周五"))


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
        ("```a\n" * 20_000, "代码的围栏超过 500 行"),
        ("{" * 20_000, "花括号太多"),
        ("``a`" * 25_000, "没有配对的反引号"),
        ("\\``a" * 25_000, "没有配对的反引号"),
        ("---\n" * 25_000, "分隔线超过 2000 个"),
        ("* * *\n" * 25_000, "分隔线超过 2000 个"),
        ("> ___\n" * 25_000, "分隔线超过 2000 个"),
        ("甲\n-\n" * 25_000, "标题超过 2000 个"),
        ("{a b " * 4_000, "花括号太多"),
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
        "- 甲 {.screen look=red}\n" * 5_000,
        "甲 {{ campaign.month }} 乙" * 400,
        "```\n甲\n```\n\n" * 200,
        "用 `甲` 和 ``乙`丙``，`\n" * 900,
        "甲\n\n---\n\n" * 900,
    ],
)
def test_long_texts_that_people_write_pass(raw_facts: dict[str, Any], text: str) -> None:
    assert not list(dangers(text))
    others = ["attr_list", "footnotes", "tables", "toc"]
    configs = {"campaign.markdown": {"facts": raw_facts}}
    page = Markdown(extensions=["campaign.markdown", *others], extension_configs=configs).convert(text)
    assert any(word in page for word in ("甲", "安全"))
