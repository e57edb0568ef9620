"""How a page may begin: what MkDocs would read as front matter is what this package reads as such, or it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from campaign.content.pages import read_page
from campaign.errors import ContentErrors, SourceError

LINES = ("---", "--- ", " ---", "...", "", "甲", "title: 甲", "AED: 乙", " a-b:", "    title: 甲", "# 甲")


@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_mkdocs_and_this_package_read_the_same_or_the_page_is_told(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "opening.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        page = read_page(path, "docs/opening.md")
    except (ContentErrors, SourceError):
        return
    text, meta = get_data("\n".join(lines))
    assert (text.strip("\n"), meta) == (page.body.strip("\n"), page.meta)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Search: 用站内搜索\n\n正文\n", 1, "会被当成页首信息"),
        ('Title: 甲\nStatus: x" onmouseover="alert(1)\n\n正文\n', 1, "会被当成页首信息"),
        ("   https://example.org/\n", 1, "会被当成页首信息"),
        ("---\n---\n\n甲\n\n---\n", 1, "页首信息是空的"),
        ("---\n\n# 备注\n---\n", 1, "页首信息是空的"),
        (" ---\ntitle: 甲\n---\n", 1, "不能有空行或空格"),
        ("\n\n\u3000---\ntitle: 甲\n---\n", 3, "不能有空行或空格"),
        ("---\ntags: [!ENV [A, b]]\n---\n", 2, "不能用标签 !ENV"),
        ("---\ntitle: !!python/object/apply:pymdownx.slugs.slugify {}\n---\n", 2, "不能用标签 !!python/"),
    ],
)
def test_what_would_be_lost_or_published_is_told_by_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=words) as told:
        read_page(tmp_path / "a.md", "docs/a.md")
    assert told.value.span.line == line
    assert told.value.hint


@pytest.mark.parametrize(
    "text", ["\nAED: 甲\n", "AED：甲\n", "甲: 乙\n", "\n---\n\n横线\n", "\n---\n甲\n", "    a: b\n"]
)
def test_text_may_begin_like_this(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert read_page(tmp_path / "a.md", "docs/a.md").meta == {}
