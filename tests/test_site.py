"""The built site: links, hosts, notices, and that every fact comes from mkdocs.yml."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import edit, run_command
from html_pages import css_loads, is_outside, pages, target
from kits import rows, shas

from campaign.errors import ContentErrors, SourceError
from campaign.project import Project
from campaign.site import build_site

NOTICE = ("p", {"class": "notice"})
CHANGES = {
    "ordinal: 22": "ordinal: 24",
    "year: 2023": "year: 2025",
    "theme: &theme 人人讲安全、个个会应急": "theme: &theme 查隐患除风险、守平安促发展",
    "theme_emphasis: [安全, 应急]": "theme_emphasis: [隐患, 平安]",
    "start: 6月1日": "start: 9月2日",
    "end: 6月30日": "end: 9月29日",
    "date: 6月16日": "date: 9月12日",
    "liaison: 5月31日": "liaison: 9月1日",
    "summary: 6月30日": "summary: 9月28日",
    "official: false": "official: true",
}


@pytest.fixture
def copy(site: Project, tmp_path: Path) -> Project:
    """A copy to change, cache included."""
    shutil.copytree(site.root, tmp_path / "copy")
    return Project(tmp_path / "copy")


@pytest.fixture(scope="module")
def changed(site: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Next year's campaign: the same pages, other facts."""
    root = tmp_path_factory.mktemp("changed") / "project"
    shutil.copytree(site.root, root)
    for old, new in CHANGES.items():
        edit(root / "mkdocs.yml", old, new)
    result = run_command("build", "--today", "2025-09-01", cwd=root)
    assert result.code == 0, result.err
    return Project(root)


def test_every_page_is_built_and_the_kit_is_mounted(site: Project) -> None:
    sources = {path.relative_to(site.docs).with_suffix(".html").as_posix() for path in site.docs.rglob("*.md")}
    assert len(sources) > 10
    assert sources | {"404.html", "screen/index.html"} == set(pages(site.site))
    kit = shas(site.kit)
    assert {row["path"] for row in rows(site.kit)} | {"catalogue.json"} == set(kit)
    assert shas(site.site / "kit") == kit
    assert shas(site.site / "web") == shas(site.web)


def test_no_mark_of_the_sources_is_left_in_a_page(site: Project) -> None:
    for name, page in pages(site.site).items():
        words = page.text("body")
        for trace in ("{{", "{%", "--8<--", "campaign.", "{#", "{.", "key=", "](", "＜"):
            assert trace not in words, f"{trace} in {name}"


def test_every_link_leads_somewhere(site: Project) -> None:
    built = pages(site.site)
    by_path = {page.path: page for page in built.values()}
    count = 0
    for name, page in built.items():
        for address in [*page.values("a", "href"), *page.loads()]:
            if is_outside(address) or re.match(r"(tel|mailto|data|javascript):", address) or name == "404.html":
                continue
            path, anchor = target(page.path, address)
            path = path / "index.html" if path.is_dir() else path
            assert path.is_file(), f"{name} -> {address}"
            assert path.is_relative_to(site.site), f"{name} -> {address}"
            if anchor and path in by_path:
                assert anchor in by_path[path].ids, f"{name} -> {address}"
            count += 1
    assert count > 300


def test_no_page_loads_anything_from_another_host(site: Project) -> None:
    sheets = list(site.site.rglob("*.css"))
    assert sheets
    loaded = [address for page in pages(site.site).values() for address in page.loads()]
    loaded += [address for sheet in sheets for address in css_loads(sheet)]
    assert len(loaded) > 100
    assert [address for address in loaded if is_outside(address)] == []


def test_an_unofficial_site_says_so_on_every_page_and_stays_out_of_search_engines(site: Project) -> None:
    for name, page in pages(site.site).items():
        assert NOTICE in page.tags, name
        assert "示例站点，非官方发布" in page.text("body"), name
        assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags, name


def test_an_official_site_does_neither(changed: Project) -> None:
    for name, page in pages(changed.site).items():
        assert NOTICE not in page.tags, name
        assert name == "about.html" or "示例站点" not in page.html  # that page explains the notice
        assert "noindex" not in page.html, name


def test_every_page_has_one_heading_a_title_and_its_language(site: Project) -> None:
    for name, page in pages(site.site).items():
        if name.startswith(("screen/", "q/")):  # the player and short addresses are no pages to read
            continue
        assert [tag for tag, _ in page.tags].count("h1") == 1, name
        assert page.text("title").strip(), name
        assert page.values("html", "lang") == ["zh-CN"], name
        assert all("alt" in attrs for tag, attrs in page.tags if tag == "img"), name


def test_every_knowledge_page_and_case_gives_its_own_poster_card_and_slide(site: Project) -> None:
    kit = {row["path"] for row in rows(site.kit)}
    named = {name: page for name, page in pages(site.site).items() if name.startswith(("knowledge/", "cases/"))}
    for name, page in named.items():
        if name.endswith("/index.html"):
            continue
        files = [unquote(href).removeprefix("../kit/") for href in page.values("a", "href") if "/kit/" in href]
        assert set(files) <= kit, name
        assert [path.split("/")[0] for path in files] == ["海报", "海报", "手机图", "电视屏"], name
        assert any("/preview/" in source for source in page.values("img", "src")), name


def test_the_face_of_the_headline_is_preloaded_where_there_is_a_server(site: Project, offline_site: Path) -> None:
    tags = pages(site.site)["index.html"].tags
    asked = [values for name, values in tags if name == "link" and values.get("as") == "font"]
    assert len(asked) == 1
    assert (site.site / str(asked[0]["href"])).is_file()
    assert not [values for _, values in pages(offline_site)["index.html"].tags if values.get("as") == "font"]


def test_the_first_picture_of_the_gallery_is_sized_and_preloaded(site: Project) -> None:
    page = pages(site.site)["downloads.html"]
    first = next(attrs for tag, attrs in page.tags if tag == "img" and attrs.get("fetchpriority") == "high")
    assert int(first["width"]) > 0
    assert int(first["height"]) > 0
    preload = {"rel": "preload", "as": "image", "href": first["src"], "fetchpriority": "high"}
    assert ("link", preload) in page.tags


def test_the_home_page_shows_the_campaign(site: Project) -> None:
    words = pages(site.site)["index.html"].text("body")
    for fact in ("2023年全国第22个“安全生产月”", "人人讲", "应急", "2023年6月1日—6月30日", "6·16", "安全宣传咨询日"):
        assert fact in words


def test_other_facts_give_another_campaign(changed: Project) -> None:
    home = pages(changed.site)["index.html"]
    words = home.text("body")
    for fact in ("2025年全国第24个“安全生产月”", "查", "隐患", "2025年9月2日—9月29日", "9·12", "九月日历"):
        assert fact in words
    titles = {row["title"] for row in rows(changed.kit)}
    assert "查隐患除风险、守平安促发展" in titles
    assert "人人讲安全、个个会应急" not in titles
    assert any("查隐患除风险-守平安促发展" in row["path"] for row in rows(changed.kit))
    assert 'data-consultation="2025-09-12"' in home.html


def test_last_years_facts_are_nowhere_on_the_home_page_or_round_any_page(changed: Project) -> None:
    old = ("2023", "第22个", "人人讲", "个个会", "6月1日", "6月16日", "6月30日", "6·16", "六月日历")
    # cases tell of other years by their nature; the player and short addresses have no header
    built = {n: p for n, p in pages(changed.site).items() if not n.startswith(("cases/", "screen/", "q/"))}
    assert [fact for fact in old if fact in built["index.html"].html] == []
    for name, page in built.items():
        for part in ("header", "footer", "title"):
            assert [fact for fact in old if fact in page.text(part)] == [], f"{part} of {name}"
    assert all("2025" in page.text("header") for page in built.values())


def test_last_years_facts_of_the_plan_are_gone_too(changed: Project) -> None:
    words = pages(changed.site)["plan.html"].text("article")
    for fact in ("2025年9月2日—9月29日", "第24个", "查隐患除风险、守平安促发展"):
        assert fact in words
    for fact in ("第22个", "人人讲安全", "6月16日"):
        assert fact not in words


def test_the_search_index_holds_the_pages_words(site: Project) -> None:
    index = json.loads((site.site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["docs"] == []  # every page loads this; the words are fetched at the first question
    docs = json.loads((site.site / "search" / "docs.json").read_text(encoding="utf-8"))
    text = " ".join(row["title"] + row["text"] for row in docs)
    assert "灭火器" in text
    assert "{{" not in text


def test_the_same_sources_give_the_same_site(copy: Project, site: Project) -> None:
    found = []
    for _ in range(2):
        result = run_command("build", "--today", "2023-06-04", cwd=copy.root, SOURCE_DATE_EPOCH="1685836800")
        assert result.code == 0, result.err
        assert "新画 0，" in result.out
        found.append(shas(copy.site))
    assert found[0] == found[1]
    assert found[0].keys() == shas(site.site).keys()
    different = {name for name, sha in shas(site.site).items() if found[0][name] != sha}
    assert different <= {"sitemap.xml", "sitemap.xml.gz"}  # these carry the day


def test_a_build_may_start_from_any_folder(copy: Project, tmp_path: Path) -> None:
    before = shas(copy.site)
    result = run_command("-C", copy.root, "build", "--today", "2023-06-04", cwd=tmp_path)
    assert result.code == 0, result.err
    assert shas(copy.site).keys() == before.keys()
    assert shas(copy.site)["index.html"] == before["index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_broken_link_fails_with_its_line_and_leaves_the_last_site(copy: Project) -> None:
    before = shas(copy.site)
    about = copy.docs / "about.md"
    lines = about.read_text(encoding="utf-8").count("\n")
    about.write_text(about.read_text(encoding="utf-8") + "\n见[这里](nosuch.md)。\n", encoding="utf-8")
    result = run_command("build", cwd=copy.root)
    assert result.code == 1
    assert f"docs/about.md:{lines + 2}: " in result.err
    assert "nosuch.md" in result.err
    assert "Traceback" not in result.err
    assert shas(copy.site) == before


def test_an_anchor_that_is_not_there_fails_and_names_its_page(copy: Project) -> None:
    before = shas(copy.site)
    about = copy.docs / "about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n见[这里](plan.md#nosuch)。\n", encoding="utf-8")
    result = run_command("build", cwd=copy.root)
    assert result.code == 1
    assert "about.md" in result.err
    assert "nosuch" in result.err
    assert shas(copy.site) == before


NESTED = "\n".join(f"{'    ' * level}- 第{level}层" for level in range(400))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('--8<-- "nosuch.html"\n', "docs/more.md:3: 引用的片段不存在：nosuch.html"),
        ("--8<--\nnosuch.html\n--8<--\n", "docs/more.md:4: 引用的片段不存在：nosuch.html"),
        (f"{NESTED}\n", "docs/more.md: 嵌套层数太多"),
    ],
    ids=["snippet", "block of snippets", "nested"],
)
def test_what_the_site_cannot_be_built_of_is_told_by_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "more.md").write_text(f"# 更多\n\n{text}", encoding="utf-8")
    snippets = "markdown_extensions:\n  - pymdownx.snippets: {check_paths: true}\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{snippets}", encoding="utf-8")
    with pytest.raises((SourceError, ContentErrors)) as told:
        build_site(Project(tmp_path))
    assert str(told.value).startswith(words)
    assert not (tmp_path / "build" / "site").exists()
