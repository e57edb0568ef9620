"""What MkDocs would say in English and without a line is told in Chinese and with one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import edit, run_command
from small import warm_project

from campaign.project import Project

CASES = [
    ("docs/slogans.md", "# 标语", "# 标语\n\n[甲](slogans.md#nosuch)", 3, "链接的位置不存在：slogans.md#nosuch"),
    ("docs/slogans.md", "# 标语", "# 标语\n\n[甲](#nosuch)", 3, "链接的位置不存在：#nosuch"),
    ("docs/slogans.md", "# 标语", "# 标语\n\n[甲](/abs)", 3, "链接不能以 / 开头：/abs"),
    ("docs/slogans.md", "# 标语", "# 标语\n\n[甲](nosuch.pdf)", 3, "链接的文件不存在：nosuch.pdf"),
    ("docs/slogans.md", "# 标语", "# 标语\n\n[甲](nosuch)", 3, "链接看不懂：nosuch"),
    ("docs/slogans.md", "# 标语", "---\nicon: nosuch\n---\n# 标语", 2, "图标不存在：nosuch"),
    ("mkdocs.yml", "plugins:", "plugins:\n  - nosuch", 1, "plugins：没有安装插件 nosuch"),
    ("mkdocs.yml", "strict: true", "strict: true\nnosuch: 1", 1, "nosuch：没有这项设置"),
    ("mkdocs.yml", "strict: true", "strict: maybe", 0, "strict：值的类型不对"),
    ("mkdocs.yml", "name: material", "name: materiel", 0, "theme：没有这个主题 materiel"),
    ("mkdocs.yml", "  - footnotes", "  - footnotes: {nosuch: 1}", 0, "Markdown 扩展用不了 footnotes"),
    ("mkdocs.yml", "  - footnotes", "  - footnotes\n  - nosuch", 1, "Markdown 扩展用不了 nosuch"),
    ("mkdocs.yml", "export: false", "exportt: false", 0, "插件没有这项设置 exportt"),
    ("mkdocs.yml", "  - 标语: slogans.md", "  - 标语: nosuch.md", 0, "导航里的页面不存在：nosuch.md"),
    ("mkdocs.yml", "icon: material/weather-night", "icon: nosuch", 0, "图标不存在：nosuch"),
    ("mkdocs.yml", "docs_dir: docs", "docs_dir: docs\nvalidation: 3", 1, "validation"),
]


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return warm_project(tmp_path / "project", tmp_path_factory)


@pytest.mark.parametrize(("name", "old", "new", "below", "told"), CASES, ids=[row[4] for row in CASES])
def test_a_complaint_of_mkdocs_names_file_and_line(
    project: Project, name: str, old: str, new: str, below: int, told: str
) -> None:
    path = project.root / name
    if new.endswith("validation: 3"):  # which stands at the end already
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("validation:")], encoding="utf-8")
    edit(path, old, new)
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(new)].count("\n") + (below or 1) + (name == "mkdocs.yml" and below > 0)
    result = run_command("-C", project.root, "build")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert re.search(rf"^{re.escape(name)}:{line}: .*{re.escape(told)}", result.err, re.MULTILINE), result.err
    assert not project.site.exists()


@pytest.mark.parametrize(
    "name",
    [
        "robots.txt",
        "Robots.TXT",
        "_headers",
        "kit/catalogue.json",
        "日程.ics",
        "screen/index.md",
        "screen/README.md",
        "404.md",
    ],
)
def test_a_file_of_the_authors_is_never_replaced_by_one_of_ours(project: Project, name: str) -> None:
    path = project.docs / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("甲\n", encoding="utf-8")
    result = run_command("-C", project.root, "build")
    assert result.code == 1
    assert f"docs/{name}: 与程序生成的文件重名" in result.err
    path.unlink()
    assert run_command("-C", project.root, "build").code == 0
