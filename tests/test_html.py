"""No script reaches a page, whatever an author types; what is refused is named with its line."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from test_markdown import OTHERS

from campaign.content.allowed import ATTRIBUTES, FENCE_KEYS, KEYS
from campaign.content.html import dangers, scrub
from campaign.content.read import read_campaign
from campaign.content.urls import safe_address
from campaign.project import Project

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<\x02script>alert(1)</script>",
    "<scr\x03ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a title=">" onclick=alert(1)>x</a>',
    "<div/onclick=alert(1)>x</div>",
    "<div\nonmouseover='alert(1)'>x</div>",
    "<svg onload=alert(1)></svg>",
    "<iframe src=https://x.example></iframe>",
    "<object data=x></object>",
    "<embed src=x>",
    "<style>@import url(//x.example/a.css)</style>",
    "<form action=//x.example><input></form>",
    "<base href=//x.example>",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//x.example>",
    "<math><mtext></mtext></math>",
    "<!--><script>alert(1)</script>-->",
    "<script",
    "`<div `> <script>alert(1)</script> <b `>`",
    "<div>\n`\n<script>alert(1)</script>\n`\n</div>",
    "```\n<script>alert(1)</script>",  # a fence that is never closed is no code
    "- a\n\n    <script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x]( JaVaScRiPt:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#x6a;avascript:alert(1))",
    "[x](data:text/html,x)",
    "![x](vbscript:x)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]:\n  javascript:alert(1)",
    "<javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "# a {onclick=alert(1)}",
    '甲\n{: title="}" onclick="alert(1)" }',
    "*a*{: style=color:red }",
    '!!! note "<script>alert(1)</script>"\n    b',
    "| <script>alert(1)</script> |\n|---|\n| b |",
    "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "[x][a]\n\n> [a]: javascript:alert(1)",
    "[x][a]\n\n> [a]:\n> javascript:alert(1)",
    "[x][a]\n\n- [a]: javascript:alert(1)",
    "[x][a]\n\n1. b\n\n    [a]: javascript:alert(1)",
    "[x][a]\n\n> - b\n>\n>     [a]: javascript:alert(1)",
    "[x][a]\n\n!!! note\n    [a]: javascript:alert(1)",
    "[x][a] b[^1]\n\n[^1]:\n    [a]: javascript:alert(1)",
    "<div markdown>[x][a]\n\n[a]: javascript:alert(1)\n</div>",
    "> [x](\n> javascript:alert(1))",
    "> [x](java\n> script:alert(1))",
    '``` { .py onclick="alert(1)" }\na\n```',
    "~~~{ onclick }\na\n~~~",
    '``` { style="color:red" }\na\n```',
    '``` { .py linenums="1" }\na\n```',
    '```py hl_lines="1"\na\n```',
    "``` {.a} b}\n<script>alert(1)</script>\n```",  # no fence to Python-Markdown
    "[x](javascript&amp;#58;alert(1))",  # entities of entities
    "[x](java\\script:alert(1))",
    "| x |\n|---|\n| 甲 {background=https://evil.example/a} |",
    "[甲](index.md){ping=https://evil.example/a}",
    "[甲](index.md){title=乙 PING='//evil.example/a'}",
    "*甲*{nosuch=1}",
    "![](a.png){srcset='https://evil.example/a 1x'}",
    "# 甲 {: .a background=//evil.example/a }",
    "![甲](https://evil.example/a.png)",
    "![甲]( <//evil.example/a.png>)",
    "![甲](\\\\evil.example/a.png)",
    "![甲](https&#58;//evil.example/a.png)",
    "[![甲](//evil.example/a.png)](index.md)",
    "![甲][x]\n\n[x]: https://evil.example/a.png",
    "![甲] [X  y]\n\n> [x y]:\n> <//evil.example/a.png>",
    "![X][]\n\n[x]: https://evil.example/a.png",
    "![x\ny]\n\n[x y]: https://evil.example/a.png",
    "![a [b]][x]\n\n[x]: https://evil.example/a.png",
    "[![a]][x]\n\n[a]: https://evil.example/a.png\n[x]: index.md",
    "![a [b]](https://evil.example/a.png)",
    "![a\nb](https://evil.example/a.png)",
    "![a \\] b](https://evil.example/a.png)",
    "![](https://evil.example/a.png)",
    "![a `[` b](https://evil.example/a.png)",
    "甲\n{: .mermaid}",
    "# 甲 {#__config}",
    "# 甲 {id='&#95;_search'}",
    "``` {#__config}\na\n```",
    "``` {id='&lowbar;&#x5F;config'}\na\n```",
    "*甲*{class='a mermaid'}",
    "``` { .py .mermaid }\na\n```",
    *(
        f'<img src="a.png" alt="" {name}="https://evil.example/a">'
        for name in ("srcset", "ping", "background", "poster")
    ),
    *(
        f'<p {name}="https://evil.example/a">甲</p>'
        for name in ("style", "srcdoc", "action", "formaction", "xlink:href")
    ),
    *(f"*甲*{{ {name}=https://evil.example/a }}" for name in ("style", "srcdoc", "action", "formaction", "xlink:href")),
    '<img src="https://evil.example/a.png" alt="">',
    "<img src='&#47;/evil.example/a.png' alt=''>",
    '<pre class="a mermaid">甲</pre>',
    '<div id="__config">{"base": "https://evil.example"}</div>',
    "<div ID=&#95;_config>甲</div>",
    '<pre class="merm&#97;id">甲</pre>',
]
HARMLESS = [
    '[甲](plan.md "说明: 一")',
    "<https://www.mem.gov.cn/a?b=c:d>",
    "<mailto:a@b.cn>",
    "[电话](tel:119)",
    '<section class="role" markdown>\n\n## 甲\n\n</section>',
    "```html\n<script>alert(1)</script>\n```",
    '``` { .py .a #b title="甲" }\n<script>\n```',
    "> [甲]: plan.md\n> [^1]: https://example.org/a",
    '[甲](http://[::1]:80/a "说明[一]") <http://[::1]/>',
    "2 < 3，A<1，<<甲>>",
    "<!-- 备注 -->",
    '--8<-- "hero.html"',
    "- 甲 {key=提}",
    "{{ campaign.theme }} {.a #b}",
    "- 甲 {icon=phone use=fire} {look=red kinds=led mn=乙 reviewer=丙}",
    '![甲](图.png "标题"){width=300 loading=lazy title="a=b"}',
    "[![甲](图.png)](https://example.org/)",
    "![x](a.png) [x] [乙][x] [](a.png)\n\n[x]: https://example.org/",
    "![图](a.png) 见 [乙](https://example.org/)",
    "![甲\n\n](https://example.org/)",
    "集合 {a, b}，mermaid 图\n\n```mermaid\na\n```",
]
ASKING = {
    "srcset",
    "ping",
    "background",
    "poster",
    "action",
    "formaction",
    "xlink:href",
}  # a browser follows these itself


def converter(facts: dict[str, Any]) -> Markdown:
    """As MkDocs sets it up: fenced code is one of its defaults."""
    names = ["campaign.markdown", "fenced_code", *OTHERS]
    return Markdown(extensions=names, extension_configs={"campaign.markdown": {"facts": facts}})


class _Seen(HTMLParser):
    """What a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "style", "form", "base", "meta", "link", "svg", "math"}:
            self.found.append(f"<{tag}>")
        for key, value in attrs:
            bad = key.startswith("on") or key in {"style", "srcdoc", *ASKING}
            far = key == "src" and "//" in (value or "").replace("\\", "/")
            diagram = key == "class" and tag == "pre" and "mermaid" in (value or "").split()
            taken = key == "id" and (value or "").startswith("__")
            if bad or far or diagram or taken or (key in {"href", "src"} and not safe_address(value or "")):
                self.found.append(f"{tag} {key}={value}")


def acted(html: str) -> list[str]:
    seen = _Seen()
    seen.feed(html)
    return seen.found


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_is_found_and_in_preview_only_text(raw_facts: dict[str, Any], text: str) -> None:
    assert list(dangers(text))
    assert acted(converter(raw_facts).convert(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](http://[abc)",
        '[x](http://[abc "说明")',
        "[x](http://(a)[b)",
        "> [x](\n> //[a)",
        "<http://[::1>",
        "![x](//[::1)",
        "[a]: //[::1",
        "> [a]: //[::1",
        '<a href="//[">x</a>',
        "[x](http://a]b/)",
    ],
)
def test_an_address_that_nobody_can_read_is_told_with_its_line(project: Project, run: Run, text: str) -> None:
    (project.docs / "a.md").write_text(f"甲\n\n{text}\n", encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert re.search(r"docs/a\.md:[34]: .*网址写错了", result.err)
    assert list(dangers(scrub(text))) == []


@pytest.mark.parametrize("text", ["![a `[` b](https://evil.example/a.png)", '![甲]("https://evil.example/a.png")'])
def test_a_picture_of_another_host_that_no_search_finds_is_not_loaded(raw_facts: dict[str, Any], text: str) -> None:
    assert acted(converter(raw_facts).convert(text)) == []


def test_a_quirk_of_the_parser_lets_nothing_through(raw_facts: dict[str, Any]) -> None:
    """Python-Markdown drops the entity's meaning here and writes a tag."""
    text = "<!-- 备注 --><&lt;script>alert(1)&lt;/script>"
    assert acted(converter(raw_facts).convert(text)) == []


@pytest.mark.parametrize("title", ["__config", "&#95;_CONFIG", "__config 甲"])
def test_no_heading_takes_the_number_of_the_themes_settings(raw_facts: dict[str, Any], title: str) -> None:
    assert acted(converter(raw_facts).convert(f"# {title}\n\n[甲](#__config)")) == []


@pytest.mark.parametrize("key", ["style", "srcset", "srcdoc", *sorted(ASKING)])
def test_no_list_of_what_is_let_through_names_what_asks_or_runs(key: str) -> None:
    assert key not in ATTRIBUTES | KEYS | FENCE_KEYS
    assert list(dangers(f"*甲*{{{key}}}"))  # without a value, too


@pytest.mark.parametrize("address", ["javascript&amp;#58;a()", "java\\script:a()", "&amp;#106;avascript:a()"])
def test_an_address_is_judged_as_a_browser_reads_it(address: str) -> None:
    assert not safe_address(address)


def test_a_picture_of_another_host_is_told_with_its_line_and_a_hint(project: Project, run: Run) -> None:
    (project.docs / "a.md").write_text("甲\n\n![乙](https://example.org/a.png)\n", encoding="utf-8")
    told = run("check").err
    assert "docs/a.md:3: 图片在别的网站上：https://example.org/a.png（提示：把图片存到 docs 里" in told


@pytest.mark.parametrize("text", HARMLESS)
def test_what_authors_need_is_let_through(text: str) -> None:
    assert list(dangers(text)) == []
    assert scrub(text) == text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                *ATTACKS,
                *HARMLESS,
                "<",
                ">",
                "`",
                "```",
                "~~~",
                "    ",
                "- ",
                "\\",
                "{",
                "}",
                "](",
                "<div>",
                "&lt;",
                "&lt;script>",
                "<!--",
                "-->",
                "&#58;",
            ]
        )
        | st.text(max_size=6),
        max_size=8,
    ),
    st.sampled_from(["", "\n", "\n\n", " "]),
)
def test_nothing_that_authors_combine_reaches_the_page(
    raw_facts: dict[str, Any], pieces: list[str], between: str
) -> None:
    text = between.join(pieces)
    found = acted(converter(raw_facts).convert(text))
    assert found == []


def test_a_page_with_a_script_fails_with_its_line_and_publishes_nothing(project: Project, run: Run) -> None:
    (project.docs / "index.md").write_text(
        "---\ntitle: 首页\n---\n\n甲\n\n乙<script>alert(1)</script>\n", encoding="utf-8"
    )
    result = run("check")
    assert result.code == 1
    assert "docs/index.md:7: 页面里不能用 <script>（提示：" in result.err


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "甲<script>"),
        ("description", "a > b"),
        ("tags", "[a, <b>]"),
        ("title", '"a\\u0001b"'),
        ("description", """'0;url=https://evil.example" http-equiv="refresh" x="'"""),
        ("title", "甲&quot; onclick=&quot;a"),  # a template reads entities before it drops tags
        ("title", "'&amp;lt;script'"),
        ("tags", """['a" b']"""),
        ("status", """'x" onclick="a'"""),
        ("status", "x onclick=a"),
    ],
)
def test_front_matter_carries_no_markup(project: Project, run: Run, key: str, value: str) -> None:
    (project.docs / "a.md").write_text(f"---\n{key}: {value}\n---\n", encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert f"docs/a.md:2: {key} 的值不对" in result.err


@pytest.mark.parametrize("heading", ['# a" onclick="x', "# a&quot; b", 'a" b\n===', '甲\n\n# a{" b="c}'])
def test_a_heading_that_becomes_a_title_carries_no_markup(project: Project, run: Run, heading: str) -> None:
    (project.docs / "a.md").write_text(f"{heading}\n", encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert f"docs/a.md:{3 if heading[0] == '甲' else 1}: 标题里不能有英文双引号" in result.err


def test_a_heading_may_have_attributes_and_quotes_where_the_title_is_given(project: Project) -> None:
    (project.docs / "a.md").write_text('# 甲 {#a title="乙"}\n', encoding="utf-8")
    (project.docs / "b.md").write_text('---\ntitle: 甲\nstatus: 待核\n---\n\n# "甲"\n', encoding="utf-8")
    assert len(read_campaign(project).pages) == 3


def test_a_fact_carries_no_markup(project: Project, run: Run) -> None:
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(text.replace("name: 安全宣传咨询日", "name: 安全<b>咨询日"), encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert "咨询日名称（consultation.name）里有尖括号" in result.err
