"""Whatever is wrong, its message names the file and the line: every place that words one, and one of each kind run."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run
from tallies import UNIT, as_json

from campaign.errors import SourceError, Span, harmless
from campaign.project import Project
from campaign.tally.model import Issue

PACKAGE = REPOSITORY / "scripts" / "campaign"
CHINESE = re.compile(r"[\u4e00-\u9fff\uff00-\uffef]")
TOPIC = "---\ntitle: 甲\nsummary: 乙\ncategory: 消防\n{more}---\n\n{body}\n"
STEPS = "1. 甲 {key=乙}\n" * 9
LIST = "---\ntitle: 播放单\nplaylist:\n  items:\n    - text: 甲\n{more}---\n"


def raised() -> Iterator[tuple[str, ast.Call]]:
    """Every `SourceError(…)` of the package with its place."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "SourceError":
                yield f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}", node


def words(node: ast.expr) -> str:
    """The literal words of a message, whichever way it is put together."""
    return "".join(
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def is_span(node: ast.expr) -> bool:
    """A Span made here, asked of a page, or handed on under a name that says so."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in {"Span", "span", "span_of", "_span", "_line", "_page", "_line_with"} and bool(
            node.args or name != "Span"
        )
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in {"span", "_span", "at", "where", "place", "SETTINGS"}


@pytest.mark.parametrize(("place", "call"), [pytest.param(*row, id=row[0]) for row in raised()])
def test_every_message_has_a_place_and_is_chinese(place: str, call: ast.Call) -> None:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    assert len(given) >= 2, place
    assert is_span(given[0]), f"{place}: {ast.unparse(given[0])} is no place in a file"
    message = given[1]
    if isinstance(message, ast.Name | ast.Attribute | ast.Subscript):
        return  # worded above or by who calls; those are seen in the table below
    assert CHINESE.search(words(message)), f"{place}: {ast.unparse(message)}"


# page, text, where the message begins, what it says
PAGES = [
    ("a.md", "---\nnosuch: 1\n---\n", "docs/a.md:2: ", "页首信息里没有 nosuch"),
    ("a.md", '---\ntitle: "{{ campaign.year }}年"\n---\n', "docs/a.md:2: ", "页首的 title 里不能用 {{ }}"),
    ("a.md", '---\ntitle: "\\u200b \\u3164"\n---\n', "docs/a.md:2: ", "title 的值不对：（空的）"),
    ("a.md", "---\ntitle: 甲\nsms: '=1+1'\n---\n", "docs/a.md:3: ", "短信表里的文字不能以 = 开头"),
    ("a.md", "---\ntitle: -甲\nsms: 乙\n---\n", "docs/a.md:2: ", "短信表里的文字不能以 - 开头"),
    ("a.md", "---\ntitle: 甲\norder: 一\n---\n", "docs/a.md:3: ", "order 的值不对"),
    ("a.md", "---\ntitle: 甲\nsearch: {boost: <b>}\n---\n", "docs/a.md:3: ", "search 的值不对"),
    ("a.md", "---\ntitle: 甲\nsearch: {boost: .nan}\n---\n", "docs/a.md:3: ", "search 的值不对"),
    ("a.md", "---\ntitle: 甲\nsearch: {nosuch: 1}\n---\n", "docs/a.md:3: ", "search 的值不对"),
    ("a.md", "---\ntitle: 甲\n", "docs/a.md:1: ", "页首信息没有结束"),
    ("a.md", "---\ntitle: 甲\n---", "docs/a.md:3: ", "后面没有换行"),
    ("a.md", "---\n---\n甲\n\n---\n乙\n", "docs/a.md:1: ", "页首信息是空的"),
    ("a.md", "AED: 自动体外除颤器\n\n正文\n", "docs/a.md:1: ", "这一行会被当成页首信息而不显示"),
    ("a.md", "\n---\ntitle: 甲\n---\n", "docs/a.md:2: ", "页首信息前不能有空行或空格"),
    ("a.md", "---\ntitle: 甲\nsummary: !ENV HOME\n---\n", "docs/a.md:3: ", "不能用标签 !ENV"),
    ("a.md", "---\ntitle: !!python/name:os.system\n---\n", "docs/a.md:2: ", "不能用标签 !!python/name:os.system"),
    ("a.md", "---\n一句话\n---\n", "docs/a.md:2: ", "页首信息应是“键: 值”"),
    ("a.md", "---\ntitle: 甲\na: [\n---\n", "docs/a.md:", "YAML 写法有误"),
    ("a.md", "---\ntitle: 甲\norder: 2023-02-30\n---\n", "docs/a.md:3: ", "日期、数字或标签不对"),
    ("a.md", "---\ntitle: 甲\norder: 0xffffffffffffffffffff\n---\n", "docs/a.md:3: ", "数字太大"),
    ("a.md", "---\ntitle: 甲\ntitle: 乙\n---\n", "docs/a.md:3: ", "title 写了两次，第 2 行已经有了"),
    ("a.md", "---\ntitle: 甲: 乙\n---\n", "docs/a.md:2: ", "这一行有两个冒号"),
    ("a.md", "---\ntitle: 甲\n\ttags: 乙\n---\n", "docs/a.md:3: ", "缩进用了 Tab，改用空格"),
    ("a.md", "---\ntitle: 甲\norder: \x01\n---\n", "docs/a.md:3: ", "有看不见的控制字符"),
    ("a.md", "---\ntags: &a [*a]\n---\n", "docs/a.md:2: ", "指向自己"),
    ("a.md", "---\ntitle: 甲\nhide: " + "[" * 60 + "]" * 60 + "\n---\n", "docs/a.md:3: ", "套得太深"),
    ("a.md", "甲\n\n{{ campaign.nosuch }}\n", "docs/a.md:3: ", "没有名为 campaign.nosuch 的活动信息"),
    ("a.md", "甲\n\n乙<script>\n", "docs/a.md:3: ", "页面里不能用 <script>"),
    ("a.md", "<x>\n" * 400, "docs/a.md:301: ", "不允许的写法超过 300 处"),
    ("a.md", "甲\n\n<img onerror=x>\n", "docs/a.md:3: ", "里不能用 onerror"),
    ("a.md", "甲\n\n乙 < b<i\n", "docs/a.md:3: ", "尖括号没有配成标签"),
    ("a.md", "甲\n\n[乙](javascript:x)\n", "docs/a.md:3: ", "链接的写法不允许"),
    ("a.md", "甲\n\n*乙*{: onclick=x }\n", "docs/a.md:3: ", "属性 onclick 不允许"),
    ("a.md", "甲\n\n*乙*{ping=x}\n", "docs/a.md:3: ", "属性 ping 不允许"),
    ("a.md", "甲\n\n*乙*{background=x}\n", "docs/a.md:3: ", "属性 background 不允许"),
    ("a.md", "甲\n\n<img src='//a.example/b.png'>\n", "docs/a.md:3: ", "图片在别的网站上"),
    ("a.md", "甲\n\n<pre class='mermaid'>乙</pre>\n", "docs/a.md:3: ", "里不能用 .mermaid"),
    ("a.md", "甲\n\n乙\x07\n", "docs/a.md:3: ", "看不见的控制字符"),
    ("a.md", "甲\n\n[乙](nosuch.md)\n", "docs/a.md:3: ", "链接的页面不存在"),
    ("a.md", "甲\n\n![乙](nosuch.png)\n", "docs/a.md:3: ", "图片不存在"),
    ("a.md", "甲\n\n[^1]: 注\n", "docs/a.md:3: ", "脚注 [^1] 没有被引用"),
    ("a.md", "---\ntitle: 甲\n---\n[^1] \\[^注]\n\n[^注]: 乙\n[^1]: 丙\n", "docs/a.md:6: ", "脚注 [^注] 没有被引用"),
    ("a.md", "甲\n\n乙[^2]\n", "docs/a.md:3: ", "脚注 [^2] 没有内容"),
    ("a.md", "甲\n\n![乙][x]\n\n[x]: https://a.example/b.png\n", "docs/a.md:3: ", "图片在别的网站上"),
    ("a.md", "```\n\n{{ campaign.nosuch }}\n", "docs/a.md:3: ", "没有名为 campaign.nosuch"),  # never closed: no code
    ("a.md", "~~~\n\n[乙](nosuch.md)\n", "docs/a.md:3: ", "链接的页面不存在"),
    ("a.md", "```\n\n![乙](nosuch.png)\n", "docs/a.md:3: ", "图片不存在"),
    ("a.md", '甲\n\n--8<-- "nosuch.html"\n', "docs/a.md:3: ", "引用的片段不存在"),
    ("a.md", "甲\n\n1. 乙 {picture=nosuch}\n", "docs/a.md:3: ", "步骤插图不存在"),
    ("a.md", "甲\n\n1、乙\n", "docs/a.md:3: ", "不是列表"),
    ("a.md", "## 甲 {.slogans 乙}\n", "docs/a.md:1: ", "属性看不懂"),
    ("a.md", "## 甲 {.slogans}\n\n- 用*电\n", "docs/a.md:3: ", "强调记号 * 不成对"),
    ("a.md", "## 甲 {.slogans}\n\n- 用* 电*\n", "docs/a.md:3: ", "强调记号 * 用得不对"),
    ("a.md", "## 甲 {.slogans}\n\n- *用**电*\n", "docs/a.md:3: ", "两处强调连在一起：*用**电*"),
    ("a.md", "## 甲 {.slogans}\n\n- 用\\_电\n", "docs/a.md:3: ", "没认出的记号：\\"),
    ("a.md", "## 甲 {.slogans}\n\n- ！？\n", "docs/a.md:3: ", "标语里没有文字"),
    ("a.md", "## 甲 {.slogans}\n\n- " + "电" * 31 + "\n", "docs/a.md:3: ", "超过 30 字"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {look=nosuch}\n", "docs/a.md:3: ", "没有名为 nosuch 的样式"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {kinds=nosuch}\n", "docs/a.md:3: ", "没有名为 nosuch 的用途"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {nosuch=1}\n", "docs/a.md:3: ", "标语没有 nosuch 这个属性"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {mn=ᠠ}\n", "docs/a.md:3: ", "没有写审核人"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {mn=a reviewer=乙}\n", "docs/a.md:3: ", "传统蒙古文以外的字符"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电\n- 用电\n", "docs/a.md:4: ", "标语重名"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {#theme}\n", "docs/slogans.md:5: ", "只能有一条"),
    ("a.md", "## 甲 {.slogans}\n\n- 用𱍐电\n", "docs/a.md:3: ", "字库里没有"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {#---}\n", "docs/a.md:3: ", "没有字"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电 {#" + "a" * 300 + "}\n", "docs/a.md:3: ", "太长"),
    ("a.md", "## 甲 {.slogans}\n\n－ 用电\n", "docs/a.md:3: ", "这一行像标语，但不会做成素材"),
    ("a.md", "## 甲 {.slogans}\n\n- 用电\n    - 用火\n", "docs/a.md:4: ", "缩进的内容不会做成素材"),
    ("a.md", "## 甲 {.slogans}\n\n> - 用电\n", "docs/a.md:3: ", "引用里的标语不会做成素材"),
    ("a.md", "## 甲 {.slogans}\n\n- [ ] 用电\n", "docs/a.md:3: ", "标语前不用任务框"),
    ("a.md", "甲 {.slogans}\n---\n\n- 用电\n", "docs/a.md:1: ", "标语组的标题没有写对"),
    ("a.md", "-　用电\n", "docs/a.md:1: ", "列表的记号后是全角空格"),
    ("knowledge/a.md", TOPIC.format(more="", body="1. 甲 {key=乙}\n丙"), "docs/knowledge/a.md:7: ", "不在这一步的末尾"),
    ("a.md", "## {{ campaign.nosuch }} {#g .slogans}\n", "docs/a.md:1: ", "没有名为 campaign.nosuch"),
    ("index.md", "---\nblocks:\n  - title: 甲\n    text: ['{{ campaign.no }}']\n---\n", "docs/index.md:4: ", "没有"),
    ("con.md", "甲\n", "docs/con.md: ", "Windows 上不能用这个名字"),
    ("SLOGANS.md", "甲\n", "docs/slogans.md: ", "只有大小写不同"),
    ("templates/a.md", "甲\n", "docs/templates/a.md: ", "docs/templates 里的页面不会发布"),
    ("knowledge/a.md", "---\ntitle: 甲\n---\n", "docs/knowledge/a.md:1: ", "知识页缺少 summary"),
    ("knowledge/a.md", TOPIC.format(more="illustration: x\n", body=""), "docs/knowledge/a.md:5: ", "illustration 的值"),
    ("knowledge/a.md", TOPIC.format(more="sign: nosuch\n", body=""), "docs/knowledge/a.md:5: ", "sign 的值不对"),
    ("a.md", "---\ntitle: 甲\ntemplate: nosuch.html\n---\n", "docs/a.md:3: ", "版式不存在：nosuch.html"),
    ("a.md", "---\ntitle: 甲\nicon: nosuch\n---\n", "docs/a.md:3: ", "图标不存在：nosuch"),
    ("a.md", "---\ntitle: 甲\nicon: ../../x\n---\n", "docs/a.md:3: ", "图标不存在：../../x"),
    ("knowledge/a.md", TOPIC.format(more="", body="## 步骤\n\n" + STEPS), "docs/knowledge/a.md:7: ", "海报放"),
    ("a.md", LIST.format(more=""), "docs/a.md:3: ", "只能写在 docs/screens"),
    ("screens/a.md", LIST.format(more="  nosuch: 1\n"), "docs/screens/a.md:6: ", "播放单里没有 nosuch"),
    ("screens/a.md", LIST.format(more="      to: 6月31日\n"), "docs/screens/a.md:6: ", "to 看不懂"),
    ("screens/a.md", LIST.format(more="      from: 6月2日\n      to: 6月1日\n"), "docs/screens/a.md:7: ", "不晚于开始"),
    ("screens/a.md", LIST.format(more="      seconds: 1\n"), "docs/screens/a.md:6: ", "seconds 的值不对"),
    ("screens/a.md", LIST.format(more="    - slide: 乙\n"), "docs/screens/a.md:6: ", "没有这条标语"),
    ("screens/a.md", LIST.format(more="    - slides: 乙\n"), "docs/screens/a.md:6: ", "没有名为 乙 的标语组"),
    ("screens/a.md", LIST.format(more="    - card: 乙\n"), "docs/screens/a.md:6: ", "没有名为 乙 的卡片"),
    ("screens/a.md", LIST.format(more="    - video: 乙.txt\n"), "docs/screens/a.md:6: ", "不能是这种文件"),
    ("screens/a.md", LIST.format(more="    - video: ../../../a.mp4\n"), "docs/screens/a.md:6: ", "没有这个文件"),
    ("screens/a.md", LIST.format(more="    - 乙\n"), "docs/screens/a.md:6: ", "这一项看不懂"),
    ("screens/a.md", LIST.format(more="    - text: 甲\n      card: 时钟\n"), "docs/screens/a.md:6: ", "只能写一种内容"),
    ("screens/a.md", LIST.format(more="  ticker: 乙\n"), "docs/screens/a.md:6: ", "没有名为 乙 的标语组"),
    ("screens/a.md", LIST.format(more="  ticker: [乙*]\n"), "docs/screens/a.md:6: ", "强调记号 * 不成对"),
    ("screens/a.md", LIST.format(more="  urgent: 乙\n"), "docs/screens/a.md:6: ", "要有 text 和 to"),
    ("screens/a.md", LIST.format(more="  urgent: {text: 乙, to: 6月1日, look: x}\n"), "docs/screens/a.md:6", "没有名"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "start", "message"), PAGES, ids=[f"{row[0]}-{row[3]}" for row in PAGES])
def test_a_fault_in_a_page_is_told_by_file_and_line(
    project: Project, run: Run, name: str, text: str, start: str, message: str
) -> None:
    path = project.docs / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert any(line.startswith(start) and message in line for line in result.err.splitlines()), result.err
    assert "Traceback" not in result.err


SETTINGS = [
    ('site_url: !ENV [SITE_URL, ""]', "site_url: 甲", "site_url 不是网址"),
    *(
        ('site_url: !ENV [SITE_URL, ""]', f"site_url: 'https://{url}'", "site_url 不是网址")
        for url in ("a.cn/?b", "a.cn/#b", "a.cn/a|b", "user:word@a.cn/", "-", "a.cn:b/")
    ),
    ("docs_dir: docs", "docs_dir: docs\nexclude_docs: a.md", "设置 exclude_docs 只管网页"),
    ("docs_dir: docs", "docs_dir: docs\ndraft_docs: a.md", "设置 draft_docs 只管网页"),
    ('site_url: !ENV [SITE_URL, ""]', "site_url: https://example.org/" + "a" * 100, "site_url 太长"),
    ('site_url: !ENV [SITE_URL, ""]', "site_url: !ENV [[A], b]", "YAML 写法有误"),
    ("  - 标语: slogans.md", "  - 标语: nosuch.md", "导航里的页面不存在"),
    ('icc: ""', "icc: nosuch.icc", "找不到 ICC 配置文件"),
    ('icc: ""', "icc: mkdocs.yml", "不是 ICC 配置文件"),
    ("docs_dir: docs", "docs_dir: [}", "YAML 写法有误"),
    ("docs_dir: docs", "docs_dir: ../../etc", "docs_dir 只能是 docs"),
    ("site_name: *name", "site_name: '\"><script>'", "site_name 里不能有尖括号"),
    ("  - 标语: slogans.md", "  - '<b>': slogans.md", "导航里不能有尖括号"),
    ("logo: images/mark-tile.svg", "logo: 'x\" onerror=\"a'", "theme.logo 里不能有尖括号"),
    ("logo: images/mark-tile.svg", "logo: images/nosuch.svg", "theme.logo 的文件不存在"),
    ("favicon: images/mark-tile.svg", "favicon: ../a.svg", "theme.favicon 的文件不存在"),
    ("extra_css: [web/site.css]", "extra_css: [web/site.css, a.css]", "extra_css.1 的文件不存在"),
    ("  - path: javascripts/aids.js", "  - path: javascripts/aid.js", "extra_javascript.1.path 的文件不存在"),
    ("logo: images/mark-tile.svg", "logo: https://example.com/a.svg", "theme.logo 从别的网站加载"),
    ("extra_css: [web/site.css]", "extra_css: [//example.com/a.css]", "extra_css.0 从别的网站加载"),
    ("title: 本页目录", "title: <img src=x>", "里不能有尖括号"),
    ("extra:", "repo_url: 'javascript:x'\nextra:", "repo_url 里不能有尖括号、英文引号或脚本"),
    ("  - 标语: slogans.md", "  - 标语: 'javascript://%0aalert(1)'", "导航里的网址不对"),
    ("  - 标语: slogans.md", "  - 标语: 'https://example.org/\" onclick=\"x'", "导航里的网址不对"),
    ("  font: false\n", "  font: {text: Roboto}\n", "theme.font 会从 Google 加载字体"),
    ("extra:\n", "repo_url: https://github.com/a/b\nextra:\n", "repo_url 会让每一页向代码网站要数据"),
    (
        "  generator: false",
        "  analytics: {provider: google, property: G-X}",
        "extra.analytics 会把访问记录发给别的网站",
    ),
    ("  generator: false", "  scope: /", "extra.scope 会写进每一页的脚本"),
    ("  generator: false", "  alternate: [{link: https://a.example/, lang: en}]", "extra.alternate 会让每一页"),
    ("javascripts/iframe-worker-shim.js", "//a.example/a.js", "extra.polyfills.0 从别的网站加载"),
    ("  - footnotes", "  - pymdownx.emoji", "pymdownx.emoji 把 :名字: 换成别的网站上的图片"),
    ("  - footnotes", "  - pymdownx.blocks.html", "pymdownx.blocks.html 让页面写任何标签和样式"),
    ("  - footnotes", "  - pymdownx.superfences: {custom_fences: [{name: mermaid}]}", "mermaid 图要从别的网站加载程序"),
    ("      check_paths: true", "      url_download: true", "url_download 会从别的网站取内容"),
    ("[scripts/mkdocs_hooks.py]", "[docs/slogans.md]", "hooks 里不能有别的程序：docs/slogans.md"),
    ("start: 6月1日", "start: *nosuch", "缺少 nosuch"),
    ("docs_dir: docs", "docs_dir: docs\ndocs_dir: docs", "docs_dir 写了两次"),
]


@pytest.mark.parametrize(("old", "new", "message"), SETTINGS, ids=[row[2] for row in SETTINGS])
def test_a_fault_in_the_settings_is_told_by_file_and_line(
    project: Project, run: Run, old: str, new: str, message: str
) -> None:
    text = project.config.read_text(encoding="utf-8")
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    project.config.write_text(text.replace(old, new), encoding="utf-8")
    result = run("check")
    assert result.code == 1
    found = [row for row in result.err.splitlines() if message in row]
    assert len(found) == 1, result.err
    place = re.match(r"mkdocs\.yml:(\d+): ", found[0])
    assert place
    assert int(place[1]) in {line, line + 1}  # an open bracket is seen where the next line begins


def test_a_picture_is_told_by_its_file(project: Project, run: Run) -> None:
    (project.docs / "a.png").write_bytes(b"no picture")
    (project.docs / "b.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-8")
    (project.docs / "c.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-16")
    told = run("check").err.splitlines()
    assert told[0].startswith("docs/a.png: 图片已损坏")
    assert told[1].startswith("docs/b.svg: SVG 里不能有 <script>")
    assert told[2].startswith("docs/c.svg: SVG 不是 UTF-8 编码")


def test_a_picture_that_a_page_shows_is_told_with_the_line_that_shows_it(project: Project, run: Run) -> None:
    (project.docs / "img").mkdir()
    (project.docs / "img" / "a.png").write_bytes(b"no picture")
    (project.docs / "index.md").write_text("# 首页\n\n字 ![图](./img/a.png)\n\n![图](img/a.png)\n", encoding="utf-8")
    for command in ("check", "build"):
        told = [row for row in run(command).err.splitlines() if "a.png" in row]
        assert len(told) == 1
        assert told[0].startswith("docs/img/a.png: 图片已损坏或不是 .png 格式，用在 docs/index.md:3（提示：")


def test_a_list_of_units_is_told_by_file_and_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("单位,别名\n甲,\n乙,甲\n\u200b,\n", encoding="utf-8")
    result = run("tally", tmp_path, "--units", path, "-o", tmp_path / "out.xlsx")
    assert result.code == 1
    told = [line.split(": ")[0] for line in result.err.splitlines()[:-1]]
    assert told[0].endswith("units.csv:3")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x1b[31m乙", "甲\\x1b[31m乙"),
        ("甲\n乙\r\t\x00\x9b", "甲\\n乙\\r\\t\\x00\\x9b"),
        ("txt.\u202exslx\u2028", "txt.\\u202exslx\\u2028"),
        (os.fsdecode(b"\xff"), "\\xff" if sys.platform != "win32" else "\ufffd"),
        ("\ud83d", "\\ud83d"),
        ("ᠮᠣᠩᠭᠣᠯ\u180b\u200d \u3000“，”\\", "ᠮᠣᠩᠭᠣᠯ\u180b\u200d \u3000“，”\\"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_printed(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert str(Span(text, 1)) == f"{shown}:1"
    assert str(SourceError(Span("a"), text, text)) == f"a: {shown}（提示：{shown}）"
    assert str(Issue("提示", text, text)) == f"提示 {shown}: {shown}"


HOSTILE = b"a\x1b[31m\n\xff"  # a name that is no text, colours what follows and begins a line


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_of_files_are_printed_harmless_and_end_no_command(run: Run, tmp_path: Path) -> None:
    box, site = tmp_path / "in", tmp_path / "site"
    for folder in (box, site):
        folder.mkdir()
    name = os.fsdecode(HOSTILE)
    (box / f"{name}.xlsx").write_bytes(b"PK")
    (box / f"{name}.json").write_bytes(as_json({"r1_articles": "约"}))
    (box / f"{name}b.json").write_bytes(as_json({}, {**UNIT, "unit": "乙甲"}).replace("甲".encode(), b"\\ud800"))
    (box / f"{name}.docx").write_bytes(b"x")
    (site / "index.html").write_text("<p>", encoding="utf-8")
    (site / f"{name}.html").write_text("<p>138" + "00001234", encoding="utf-8")
    out = tmp_path / f"{name}.xlsx"
    results = [
        run("tally", box, "-o", out),
        run("tally", box, "-o", tmp_path / f"{name}.txt"),
        run("tally", box / f"{name}c"),
        run("tally", box, "-o", box / "甲" / f"{name * 40}.xlsx"),
        run("publish-check", site),
        run("check", f"--{name}"),
    ]
    assert [result.code for result in results] == [1, 2, 2, 1, 1, 2]
    for result in results:
        told = result.out + result.err
        assert "Traceback" not in told
        assert "\x1b" not in told
        assert not any(line.startswith("\\xff") for line in told.splitlines())
        assert "a\\x1b[31m\\n\\xff" in told or result is results[0]
    assert out.is_file()
    assert "a\\x1b[31m\\n\\xff.html:1: 像手机号码" in results[4].err
