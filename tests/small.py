"""The campaign of three slogans that tests of interruptions, faults and reproducibility build over and over."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY, make_project, run_command, shared

from campaign.project import Project

# Cards only: quick to paint. The last line is what an edit changes.
SLOGANS = """# 标语

## 主题 {#theme-slogans .slogans}

- {{ campaign.theme_marked }} {#theme kinds="card"}
- 病房不*抽烟*，床边不*用火* {kinds="card led"}
- 多一次*排查*，少一分隐患 {kinds="card"}
"""
OLD, NEW = "少一分隐患", "少一点隐患"
NAV = "nav:\n  - 标语: slogans.md\n"


def small_project(root: Path, slogans: str = SLOGANS, nav: str = NAV) -> Project:
    """A project outside the repository whose site can be built, with the repository's theme."""
    project = make_project(root, slogans)
    text = project.config.read_text(encoding="utf-8")
    text = text.replace("[scripts/mkdocs_hooks.py]", f'["{REPOSITORY / "scripts" / "mkdocs_hooks.py"}"]')
    text, count = re.subn(r"^nav:\n.*?(?=^\S|^$)", lambda _: nav, text, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    project.config.write_text(text, encoding="utf-8")
    return project


def warm_project(root: Path, factory: pytest.TempPathFactory) -> Project:
    """The small project with what a build before painted, so that a test of something else does not wait for it."""

    def make(folder: Path) -> None:
        result = run_command("-C", small_project(folder).root, "build")
        assert result.code == 0, result.err

    project = small_project(root)
    shutil.copytree(Project(shared(factory, "small", make)).cache, project.cache)
    return project


def whole_project(root: Path) -> Project:
    """A copy of the repository's own campaign; the edit's line is one of its slogans too."""
    root.mkdir(parents=True)
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    return Project(root)
