"""Pages: encodings, front matter, YAML faults and YAML tricks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.content.model import Page
from campaign.content.pages import FRONT_MATTER, MAX_BYTES, read_page
from campaign.content.yamlsource import Source
from campaign.errors import ContentErrors, SourceError

Read = Callable[[bytes | str], Page]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def call(content: bytes | str) -> Page:
        path = tmp_path / "x.md"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_page(path, "docs/x.md")

    return call


def fault(read: Read, content: bytes | str) -> str:
    with pytest.raises((SourceError, ContentErrors)) as caught:
        read(content)
    return str(caught.value)


def test_front_matter_and_body_are_parted_and_lines_kept(read: Read) -> None:
    page = read("---\ntitle: 标题\ntags: [甲, 乙]\nminutes: 3\nchecked: 2026-11-24\n---\n\n正文\n")
    assert page.meta["title"] == "标题"
    assert page.meta["tags"] == ["甲", "乙"]
    assert page.body == "\n正文\n"
    assert page.body_line == 7
    assert page.body.split("\n")[8 - page.body_line] == "正文"
    assert page.url == "x.html"


def test_a_page_without_front_matter_is_all_body(read: Read) -> None:
    page = read("正文\n---\n")
    assert (dict(page.meta), page.body, page.body_line) == ({}, "正文\n---\n", 1)


def test_an_empty_page_is_a_page(read: Read) -> None:
    assert read("").body == ""


def test_byte_order_mark_and_windows_lines_are_accepted(read: Read) -> None:
    page = read(b"\xef\xbb\xbf" + "---\r\ntitle: 标题\r\n---\r\n一\r\n二\r\n".encode())
    assert page.meta["title"] == "标题"
    assert page.body == "一\n二\n"


def test_another_encoding_is_named_with_its_line(read: Read) -> None:
    text = fault(read, b"title\nabc\n" + "安全".encode("gb18030"))
    assert text == "docs/x.md:3: 不是 UTF-8 编码（提示：用编辑器“另存为”时选 UTF-8）"


def test_a_huge_file_is_refused_before_it_is_parsed(read: Read) -> None:
    assert "文件过大" in fault(read, b"a" * (MAX_BYTES + 1))
    assert len(read(b"a" * MAX_BYTES).body) == MAX_BYTES


def test_a_folder_or_a_dangling_link_named_like_a_page_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere.md")
    for name in ("folder.md", "link.md"):
        with pytest.raises(SourceError, match=rf"^docs/{name}: 文件无法读取：.+（提示：检查文件权限"):
            read_page(tmp_path / name, f"docs/{name}")


def test_an_unknown_key_is_named_by_its_line_with_the_known_ones(read: Read) -> None:
    text = fault(read, "---\ntitle: 甲\ncatagory: 消防\n---\n")
    assert text.startswith("docs/x.md:3: 页首信息里没有 catagory 这一项（提示：可用：title")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("title: ''", "title 的值不对"),
        ("minutes: 三", "应是整数"),
        ("minutes: -1", "应是整数"),
        ("order: true", "应是整数"),
        ("tags: 甲", "应是列表"),
        ("look: blue", "red、safety、calm、warn 之一"),
        ("checked: 昨天", "应是日期"),
        ("search: no", "应是键值"),
        ("blocks: [{title: 甲}]", "每项有 title 和 text"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(read: Read, line: str, words: str) -> None:
    text = fault(read, f"---\ndescription: 好\n{line}\n---\n")
    assert text.startswith("docs/x.md:3: ")
    assert words in text


def test_every_wrong_key_of_a_page_is_told(read: Read) -> None:
    with pytest.raises(ContentErrors) as caught:
        read("---\na: 1\ntitle: 好\nb: 2\n---\n")
    assert [error.span.line for error in caught.value.errors] == [2, 4]


def test_the_keys_promised_to_authors_are_known() -> None:
    promised = "title description template hide tags search icon status order subtitle summary category audience"
    promised += " illustration look minutes checked blocks sms"
    promised += " case_line case_date figure figure_source deaths sign later"
    assert set(promised.split()) <= set(FRONT_MATTER)


def test_front_matter_must_end_and_be_a_mapping(read: Read) -> None:
    assert fault(read, "---\ntitle: 甲\n正文").startswith("docs/x.md:1: 页首信息没有结束")
    assert fault(read, "---\n- 甲\n---\n").startswith("docs/x.md:2: 页首信息应是“键: 值”")


@pytest.mark.parametrize(
    "yaml", ["title: [甲", "title: 甲: 乙", "title: '甲", "\ttitle: 甲", "a: *b", "a: !x 1", "a: \x07"]
)
def test_broken_yaml_is_named_by_its_line(read: Read, yaml: str) -> None:
    text = fault(read, f"---\ndescription: 好\n{yaml}\n---\n")
    assert text.startswith("docs/x.md:")
    assert "YAML" in text
    assert int(text.split(":")[1]) in {2, 3, 4}


def bomb(levels: int) -> list[str]:
    """YAML lines whose last key, written out, is 9 to the power of `levels` words."""
    names = "abcdefghij"[: levels + 1]
    rows = ["a: &a x"]
    return rows + [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in itertools.pairwise(names)]


def test_a_billion_aliases_are_refused_with_their_line_and_some_are_read() -> None:
    with pytest.raises(SourceError, match=r"^x\.yml:\d+: YAML 的引用（\*）展开后太大"):
        Source("\n".join(bomb(9)), "x.yml")
    source = Source("\n".join(bomb(3)), "x.yml")
    assert source.data["c"][0] is source.data["b"]
    assert str(source.span("d")) == "x.yml:4"


def test_a_wrong_value_made_of_aliases_is_not_quoted_in_full(read: Read) -> None:
    text = fault(read, "\n".join(["---", *bomb(3), "title: *d", "---", ""]))
    assert "title 的值不对" in text
    assert len(text) < 5000


def test_an_alias_to_itself_and_deep_nesting_end_in_an_error_or_a_value(read: Read) -> None:
    assert "docs/x.md" in fault(read, "---\na: &a [*a]\n---\n")
    assert "docs/x.md" in fault(read, "---\na: " + "[" * 5000 + "]" * 5000 + "\n---\n")


def test_env_tags_are_read_as_mkdocs_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIT_SECOND", "乙")
    text = "a: !ENV KIT_FIRST\nb: !ENV [KIT_FIRST, KIT_SECOND, 丙]\nc: !ENV [KIT_FIRST, 丙]\nd: !ENV KIT_SECOND\n"
    assert Source(text, "x.yml").data == {"a": None, "b": "乙", "c": "丙", "d": "乙"}


def test_of_tags_meant_for_mkdocs_one_is_passed_over_and_none_that_runs_a_program() -> None:
    slugs = "a: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\nb: 1\n"
    assert Source(slugs, "x.yml").data["b"] == 1
    with pytest.raises(SourceError, match=r"x.yml:2: YAML 里不能用标签 !!python/name:os.system"):
        Source("b: 1\na: !!python/name:os.system\n", "x.yml")


def test_a_duplicate_key_does_not_hide_its_line() -> None:
    assert str(Source("a: 1\nb: {c: 1}\n", "x.yml", first_line=4).span("b", "c", "d")) == "x.yml:5"
