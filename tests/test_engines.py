"""The site survives its engine: MkDocs alone, ProperDocs and Zensical build the same pages, nothing lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from html_pages import Page, pages

from campaign.project import Project
from campaign.publishing.check import check_folder
from campaign.site import mount

ENGINES = {
    "mkdocs": ["mkdocs", "build", "--strict"],
    "properdocs": ["properdocs", "build", "--strict"],
    "zensical": ["zensical", "build", "--strict", "--clean"],
}
# What the engines do differently; the README says so too.
EXPECTED = {
    "mkdocs": (),
    "properdocs": (),
    # a search of its own, in search.json; canonical links from the root where no site_url is set
    "zensical": (r"search/search_index\.json: 缺少这个文件", r"[\w/.-]+:\d+: 绝对地址在子目录里会失效：/[\w/-]+\.html"),
}


def words(page: Page) -> str:
    return re.sub(r"\s+", "", page.text("article"))


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, site: Project, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Project]:
    """The engine's name and its site, the kit mounted beside the pages."""
    root = tmp_path_factory.mktemp(request.param) / "project"
    shutil.copytree(site.root, root, ignore=shutil.ignore_patterns("site", "cache", "publish"))
    done = subprocess.run(
        [sys.executable, "-m", *ENGINES[request.param]],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    project = Project(root)
    mount(project, project.site)
    return request.param, project


def test_every_page_says_the_same(built: tuple[str, Project], site: Project) -> None:
    _, project = built
    ours, theirs = pages(site.site), pages(project.site)
    assert set(theirs) == set(ours)
    for name, page in ours.items():
        assert words(theirs[name]) == words(page), name


def test_no_fragment_or_fact_is_missing(built: tuple[str, Project]) -> None:
    _, project = built
    for name, page in pages(project.site).items():
        if name.startswith("screen/"):  # the player is no page of an engine's
            continue
        for trace in ("{{", "{%", "--8<--", "campaign."):
            assert trace not in page.text("body"), f"{trace} in {name}"
        assert ("p", {"class": "notice"}) in page.tags, name
        assert page.values("html", "lang") == ["zh-CN"], name
    home = pages(project.site)["index.html"]
    for part in ("hero", "block", "topic", "piece", "month"):
        assert any(
            part in attrs.get("class", "").split() or part in attrs.get("class", "") for _, attrs in home.tags
        ), part


def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(built: tuple[str, Project]) -> None:
    engine, project = built
    faults = [str(fault) for fault in check_folder(project.site)]
    left = [fault for fault in faults if not any(re.match(known, fault) for known in EXPECTED[engine])]
    assert left == []


def test_there_is_one_set_of_templates(site: Project) -> None:
    names = [path.name for path in (Path(site.root) / "overrides").rglob("*") if path.is_file()]
    assert not [name for name in names if "zensical" in name or "properdocs" in name]
