"""The last wall of a build: whatever brought it in, no finished page or style asks another host or runs by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import edit, run_command

from campaign.errors import ContentErrors
from campaign.project import Project
from campaign.publishing.html import outside, read_html
from campaign.publishing.outside import check_pages
from campaign.store import Store

E = "https://evil.example/"
ASKING = [
    f'<img src="{E}">',
    '<img src="//evil.example/a">',
    '<img src="\\\\evil.example/a">',
    '<img src="/\t/evil.example/a">',
    '<img src="&#104;ttps&colon;//evil.example/a">',
    f'<IMG SRC="{E}">',
    f'<img srcset="a.png 1x, {E}a.png 2x">',
    f'<link rel="preload" as="image" imagesrcset="a.png 1x, {E}a.png 2x">',
    f'<td background="{E}">',
    f'<a href="a.html" ping="{E}">',
    f'<a href="a.html" ping="a {E}">',
    f'<video poster="{E}">',
    f'<form action="{E}">',
    f'<button formaction="{E}">',
    f'<object data="{E}">',
    f'<iframe src="{E}">',
    f'<input type="image" src="{E}">',
    f'<p style="background: URL({E})">',
    f'<p style="background: u\\72l({E})">',
    f"<p style=\"background: image-set('a.png' 1x, '{E}' 2x)\">",
    f"<style>@import '{E}';</style>",
    f'<link rel="stylesheet" href="{E}">',
    f'<link rel="alternate" href="{E}">',  # the theme's script asks it for a sitemap
    f'<link rel="preconnect" href="{E}">',
    f'<script src="{E}"></script>',
    f'<svg><image href="{E}"/></svg>',
    f'<svg><use xlink:href="{E}"/></svg>',
    f'<base href="{E}">',
    f'<meta http-equiv="refresh" content="0; url={E}">',
    '<a class="md-source" data-md-component="source" href="https://github.com/a/b">',
    '<pre class="a mermaid">',
    '<img src="http://[evil">',
]
STYLES = [
    f'@import"{E}";',
    f'@import/**/"{E}";',
    f"@im\\port '{E}';",
    f"p {{ background: u\\rl({E}) }}",
    f"p {{ background: u\\000072 l( '{E}' ) }}",
    "p { background: url(ht\\tps://evil.example/) }",
    "p { background: url(\\/\\/evil.example/a) }",
    f'p {{ background: url("\\\n{E}") }}',
    f'p {{ background: image-set(/**/"{E}") }}',
    f'p {{ background: image-set("a.png" 1x, "{E}" calc(2 * 1x)) }}',
    f'p {{ background: -webkit-image-set("a.png" type("image/png"), "{E}" 2x) }}',
    f'p::before {{ content: "/*" }} p {{ background: image-set(/**/"{E}") }}',
    f"p {{ background: url(/*) }} b {{ background: url({E}) }}",
]
RUNNING = [
    '<p onclick="a()">',
    '<a href="java\nscript:a()">',
    '<iframe srcdoc="<p>">',
    "<![ if <p onclick=a>",
    2 * "<p id=__config>{}</p>",
]
SOUND = [
    f'<a href="{E}">甲</a> <a href="tel:119">乙</a> <a href="mailto:a@b.example">丙</a>',
    f'<link rel="canonical" href="{E}"><meta property="og:image" content="{E}a.png">',
    '<img src="data:image/png;base64,AAAA" srcset="a.png 1x, b.png 2x"><form><button>甲</button></form>',
    '<p style="background: url(data:image/svg+xml,%3Csvg/%3E)">',
    f"<!-- {E} --><p>{E}</p><code>&lt;img src={E}></code>",
    '<meta http-equiv="refresh" content="0; url=../a.html">',
]


def checked(project: Project, name: str, text: str) -> str:
    """What the wall says of one file."""
    site = project.root / "made"
    site.mkdir(exist_ok=True)
    (site / name).write_text(text, encoding="utf-8")
    try:
        check_pages(project, site)
    except ContentErrors as error:
        return str(error)
    return ""


@pytest.mark.parametrize("part", [*ASKING, *(f"<style>\n{style}</style>" for style in STYLES), *RUNNING])
def test_a_page_that_asks_elsewhere_or_runs_is_told(project: Project, part: str) -> None:
    (project.docs / "a.md").write_text("甲\n", encoding="utf-8")
    for _ in range(2):  # what is at fault is not remembered as sound
        told = checked(project, "a.html", f"<!doctype html><p>甲</p>{part}")
        assert told.startswith("docs/a.md: "), part
        assert "（提示：" in told


@pytest.mark.parametrize("part", SOUND)
def test_a_sound_page_is_let_through_and_not_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    assert checked(project, "a.html", part) == ""
    monkeypatch.setattr("campaign.publishing.outside.read_html", None)
    assert checked(project, "a.html", part) == ""


def test_a_style_that_asks_elsewhere_is_told_and_pages_that_share_a_fault_are_told_once(project: Project) -> None:
    told = checked(project, "a.css", f"p {{ background: url('{E}') }}")
    assert told.startswith("a.css: 生成的样式会从别的网站加载：")
    assert checked(project, "a.css", "p { background: url(b.png) }") == ""
    assert checked(project, "a.css", f'/* url({E}) */ p::before {{ content: "url({E})" }}') == ""
    checked(project, "a.html", f'<img src="{E}">')
    told = checked(project, "b.html", f'<img src="{E}">')
    assert told.startswith(f"a.html: 生成的网页会从别的网站加载：{E}（共 2 页）")


@pytest.mark.parametrize("style", STYLES)
def test_however_a_style_asks_elsewhere_it_is_told_with_its_line(project: Project, style: str) -> None:
    assert "生成的样式会从别的网站加载" in checked(project, "a.css", style)
    for end in ("</style>", ""):
        use = read_html(f"<p>\n<style>\n\n{style}{end}".encode()).uses[-1]
        assert outside(use.address)
        assert use.line == 4


@pytest.mark.parametrize("part", ["<a ", "<a b='", "<!--"])
def test_a_page_of_tags_that_never_close_is_told_at_once(project: Project, part: str) -> None:
    assert "网页从第 2 行起读不懂" in checked(project, "a.html", "<p>甲</p>\n<p>" + part * 40_000)


def test_what_was_found_sound_is_remembered_by_all_that_decides_it(project: Project) -> None:
    assert checked(project, "a.html", "<p>甲</p>") == ""
    assert "onclick" in checked(project, "a.html", "<p onclick>甲</p>")
    assert any(Path(Store(project.cache).folder / "records").rglob("*"))


def test_an_extension_that_nobody_thought_of_ends_the_build_and_leaves_the_old_site(
    site: Project, tmp_path: Path
) -> None:
    shutil.copytree(site.root, tmp_path / "copy")
    copy = Project(tmp_path / "copy")
    edit(copy.config, "  - footnotes\n", "  - footnotes\n  - pymdownx.blocks.details\n")
    block = f"/// details | 甲\n    attrs: {{background: '{E}'}}\n\n乙\n///\n"
    page = copy.docs / "about.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{block}", encoding="utf-8")
    before = (copy.site / "about.html").read_bytes()
    result = run_command("build", "--today", "2023-06-04", cwd=copy.root)
    assert result.code == 1
    assert f"docs/about.md: 生成的网页会从别的网站加载：{E}（提示：" in result.err
    assert (copy.site / "about.html").read_bytes() == before


def test_a_setting_that_names_an_extension_does_not_run_a_file_of_the_project(project: Project) -> None:
    """With `python -m` the folder one stands in is a place where Python looks for programs."""
    edit(project.config, "  - footnotes\n", "  - footnotes\n  - own_extension\n")
    program = "from pathlib import Path\nPath('ran').touch()\nfrom markdown import Extension as makeExtension\n"
    (project.root / "own_extension.py").write_text(program, encoding="utf-8")
    edit(project.docs / "slogans.md", "{#theme .screen}", "{#theme}")
    edit(project.docs / "slogans.md", " {.screen}", "")
    result = run_command("build", "--today", "2023-06-04", cwd=project.root)
    assert result.code == 1
    assert "Markdown 扩展用不了 own_extension" in result.err
    assert not (project.root / "ran").exists()
