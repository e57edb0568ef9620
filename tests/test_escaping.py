"""The second wall of the templates: whatever a fact or a page's front matter holds, a template writes it as text.

MkDocs renders templates as they are, so each output says itself how it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import REPOSITORY
from jinja2 import Environment, FileSystemLoader, nodes

from campaign.fragments import _templates

OVERRIDES = REPOSITORY / "overrides"
FILLED = {"fragments", "screen"}  # by this tool, which escapes everything that they print
TEMPLATES = sorted(path for path in OVERRIDES.rglob("*.html") if path.relative_to(OVERRIDES).parts[0] not in FILLED)
WRITTEN = ("lang", "chinese", "fallback", "super")  # the theme's own words and blocks
WORD = """甲&乙's <b>"丙\""""


def outputs(path: Path) -> Iterator[nodes.Expr]:
    tree = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(path.read_text(encoding="utf-8"))
    for output in tree.find_all(nodes.Output):
        yield from (node for node in output.nodes if not isinstance(node, nodes.TemplateData))


def is_safe(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Filter):
        constant = isinstance(node.node, nodes.Const)
        return node.name in {"e", "escape", "urlencode"} or (node.name == "url" and constant)
    if isinstance(node, nodes.Call):
        return next(node.find_all(nodes.Name)).name in WRITTEN
    if isinstance(node, nodes.Or):
        return is_safe(node.left) and is_safe(node.right)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return (node.node.name, node.attr) == ("page", "content")
    return isinstance(node, nodes.Const) or (isinstance(node, nodes.Name) and node.name == "key")  # of constants only


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_output_of_a_template_is_escaped(path: Path) -> None:
    for node in outputs(path):
        assert is_safe(node), f"{path.name}:{node.lineno}: {node}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_attributes_are_quoted_and_titles_lose_their_tags(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"=\s*\{\{", text)
    for title in re.findall(r"\{\{ page\.title.*?\}\}", text):
        assert title.endswith("| striptags | e }}")


@pytest.mark.parametrize(
    "text", ["{{ facts.a }}", "{{ page.meta.a | upper }}", "{{ a.b | e | safe }}", "{{ key ~ a }}"]
)
def test_what_is_not_escaped_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    assert not all(is_safe(node) for node in outputs(tmp_path / "a.html"))


def rendered(name: str, **values: object) -> str:
    env = Environment(loader=FileSystemLoader(OVERRIDES))
    env.filters["url"] = lambda address: address
    return env.get_template(name).render(values)


def test_a_fact_is_written_as_it_reads_escaped_once() -> None:
    campaign = {"organiser": WORD, "filing": {"report_error": "https://example.org/?a=1&b='"}}
    html = rendered("partials/footer.html", config={"extra": {"campaign": campaign}})
    assert "<p>主办　甲&amp;乙&#39;s &lt;b&gt;&#34;丙&#34;</p>" in html
    assert 'href="https://example.org/?a=1&amp;b=&#39;"' in html


@pytest.mark.parametrize("title", ["甲 &amp; 乙", "甲 & 乙", "<em>甲</em> &amp; 乙"])
def test_a_title_from_a_heading_or_from_front_matter_is_escaped_once(title: str) -> None:
    page = SimpleNamespace(title=title, content="", url="a.html", meta={})
    assert "<h1>甲 &amp; 乙</h1>" in rendered("partials/page-head.html", page=page, config={})


def test_fragments_escape_everything_that_they_print() -> None:
    env = _templates()
    assert env.autoescape is True
    groups = [{"key": "all", "pages": [{"title": WORD, "url": "a.html"}]}] * 9
    html = env.get_template("audiences.html").render(audiences=groups, url_prefix="")
    assert "甲&amp;乙&#39;s &lt;b&gt;&#34;丙&#34;" in html
    for path in (path for folder in FILLED for path in (OVERRIDES / folder).glob("*.html")):
        assert not re.search(r"\|\s*safe|autoescape", path.read_text(encoding="utf-8")), path.name
