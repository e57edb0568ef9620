"""Which pictures reach the site: those that MkDocs copies, from pages and templates, each freed of its notes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run
from small import small_project
from test_pictures import SVG, opened, photograph

from campaign.project import Project

HIDDEN = ("templates/甲.jpg", ".甲.jpg", "img/._乙.jpg")  # MkDocs leaves them out of a site


@pytest.fixture
def own(project: Project) -> Path:
    """The site's own templates, a copy of the tool's, with a logo in them."""
    folder = project.root / "模板"
    shutil.copytree(REPOSITORY / "overrides", folder)
    text = project.config.read_text(encoding="utf-8")
    text = text.replace(f'custom_dir: "{REPOSITORY / "overrides"}"', "custom_dir: 模板").replace(
        "favicon: images/mark-tile.svg", "favicon: images/logo.jpg"
    )
    project.config.write_text(text, encoding="utf-8")
    (folder / "images" / "logo.jpg").write_bytes(photograph())
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = small_project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def test_a_site_shows_clean_pictures_and_none_that_was_left_out(project: Project, own: Path, run: Run) -> None:
    for name in ("img/乙.jpg", *HIDDEN):
        path = project.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(photograph() if not path.name.startswith("._") else b"\0\5\x16\7")
    result = run("build")
    assert result.code == 0, result.err
    for name in ("img/乙.jpg", "images/logo.jpg"):
        shown = (project.site / name).read_bytes()
        assert b"Somebody" not in shown
        assert opened(shown).size == (20, 40)
    assert [name for name in HIDDEN if (project.site / name).exists()] == []


def test_a_picture_of_the_templates_is_judged_like_any_other(project: Project, own: Path, run: Run) -> None:
    (own / "images" / "a.svg").write_text(SVG.format("<script/>"), encoding="utf-8")
    assert "模板/images/a.svg: SVG 里不能有 <script>" in run("check").err


@pytest.mark.parametrize("name", ["现场", "现场.jpg_large", "现场.dat"])
def test_a_picture_by_another_name_is_told(project: Project, run: Run, name: str) -> None:
    """Browsers show it, and nobody would have taken the place out of it."""
    (project.docs / name).write_bytes(photograph())
    result = run("check")
    assert result.code == 1
    assert f"docs/{name}: 是图片，名字却不是图片的（提示：改成图片自己的后缀" in result.err


@pytest.mark.parametrize("folder", [".", "docs", "build"])
def test_templates_do_not_lie_around_what_is_published_otherwise(project: Project, run: Run, folder: str) -> None:
    (project.root / "build").mkdir(exist_ok=True)
    text = project.config.read_text(encoding="utf-8")
    text = text.replace(f'custom_dir: "{REPOSITORY / "overrides"}"', f"custom_dir: {folder}")
    project.config.write_text(text, encoding="utf-8")
    assert "theme.custom_dir 不是模板的文件夹" in run("check").err
