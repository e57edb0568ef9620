"""Two builds in different surroundings: the same bytes in every file of kit and site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import REPOSITORY
from killing import EPOCH, TODAY, outputs
from kits import rows
from small import small_project

from campaign.plan.kinds import KINDS
from campaign.project import Project

# Every kind of a default build, in few pieces that are painted quickly.
SLOGANS = """# 标语

## 主题 {#theme-slogans .slogans}

- {{ campaign.theme_marked }} {#theme .screen kinds="poster card led"}
- 病房不*抽烟*，床边不*用火* {kinds="card led slide banner"}
- 多一次*排查*，少一分隐患 {kinds="card"}
"""
PAGES = (
    *("index.md", "about.md", "schedule.md", "pledge.md", "downloads.md", "tags.md"),
    *("knowledge/index.md", "knowledge/extinguisher.md", "knowledge/electricity.md"),
    *("cases/index.md", "cases/changfeng.md"),
)
Made = dict[str, dict[str, str]]  # folder -> file -> sha256
NAV = "nav:\n" + "".join(f"  - {page}\n" for page in (*PAGES, "slogans.md"))


def make(root: Path, order: Sequence[str]) -> Project:
    """The project, its files written in a certain order."""
    project = small_project(root, SLOGANS, NAV)
    for name in order:
        text = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
        path = project.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(re.sub(r"(?<!!)\[([^\]]*)\]\([^)]*\.md[^)]*\)", r"\1", text), encoding="utf-8")
    return project


def build(project: Project, jobs: int, umask: int, folder: Path, **environment: str) -> Made:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "campaign.cli", "-C", str(project.root), "build", "--jobs", str(jobs)],
        cwd=folder,
        umask=umask,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "CAMPAIGN_TODAY": TODAY, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(folder.iterdir()) == []
    return outputs(project.build)


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Project, Made, Made]:
    """What two builds made that share nothing but their sources."""
    root = tmp_path_factory.mktemp("two")
    one = make(root / "a", PAGES)
    other = make(root / "别的 文件夹" / "更深一层", PAGES[::-1])
    plain = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "USER": "root", "HOME": str(root)}
    local = {
        "PYTHONHASHSEED": "2",
        "LC_ALL": "zh_CN.UTF-8",
        "TZ": "Asia/Shanghai",
        "USER": "wang",
        "HOSTNAME": "pc-332",
    }
    first = build(one, 1, 0o022, root / "from", **plain)
    return one, first, build(other, 3, 0o077, root / "elsewhere", **local)


def test_every_file_of_kit_and_site_is_the_same(
    two: tuple[Project, Made, Made],
) -> None:
    _, first, second = two
    assert first.keys() == second.keys()
    assert {"kit", "site", "web", "root", "fragments"} <= first.keys()
    for name in first:
        assert first[name].keys() == second[name].keys()
        assert [file for file, sha in first[name].items() if second[name][file] != sha] == []


def test_every_kind_of_piece_and_every_sort_of_file_was_compared(
    two: tuple[Project, Made, Made],
) -> None:
    project, first, _ = two
    made = {row["kind"] for row in rows(project.kit)}
    assert {kind for kind, row in KINDS.items() if row.formats} - made == set()
    kinds = {Path(file).suffix for files in first.values() for file in files}
    assert kinds >= {*(".pdf", ".png", ".bmp", ".mp4", ".webp", ".woff2", ".docx", ".xlsx", ".csv", ".txt", ".ics")} | {
        *(".html", ".json", ".xml", ".gz", ".css", ".js")
    }
