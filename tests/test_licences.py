"""Everything shipped that others made is listed with its licence, and nothing else is shipped."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY

from campaign.licences import NOTICE, components, notice, owner
from campaign.project import Project

SHIPPED = (".ttf", ".svg", ".js", ".css", ".woff2")  # what may be others' work
OURS = {"manifest.webmanifest"}


LOCKS = sorted(path.name for path in REPOSITORY.glob("requirements*.txt"))


def tracked() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "assets", "overrides"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.split()


def test_every_font_icon_drawing_and_script_of_the_repository_has_an_owner() -> None:
    files = [path for path in tracked() if path.endswith(SHIPPED)]
    assert len(files) > 100
    assert [path for path in files if owner(path, built=False) is None] == []


def test_every_component_is_there_with_its_licence_text_and_version() -> None:
    files = tracked()
    for component in components():
        assert len(component.text) > 500, component.name
        assert component.licence in {"OFL-1.1", "MIT", "Apache-2.0"}
        for pattern in component.files:
            assert any(Path(path).match(pattern) for path in files), f"{component.name}: nothing is {pattern}"
    fonts = [component for component in components() if component.licence == "OFL-1.1"]
    assert all("SIL OPEN FONT LICENSE" in component.text.upper() for component in fonts)
    assert all(component.version for component in fonts)


def test_every_file_of_a_built_site_has_an_owner_and_the_notice_goes_with_it(site: Project) -> None:
    found = [path.relative_to(site.site).as_posix() for path in site.site.rglob("*") if path.is_file()]
    shipped = [path for path in found if path.endswith(SHIPPED) and not path.startswith("kit/")]
    assert len(shipped) > 10
    assert [path for path in shipped if owner(path, built=True) is None] == []
    assert (site.site / NOTICE).read_bytes() == notice()


@pytest.mark.parametrize("word", ["lunr", "wordcut", ".map"])
def test_parts_of_the_theme_that_no_page_loads_are_left_out(site: Project, word: str) -> None:
    names = [path.relative_to(site.site).as_posix() for path in site.site.rglob("*")]
    assert [name for name in names if word in name] == []


def test_the_notice_names_every_component_and_holds_every_text_once() -> None:
    text = notice().decode()
    for component in components():
        assert component.name in text
        assert text.count(component.text.strip()) == 1


def test_the_readme_sends_readers_to_the_list() -> None:
    assert "assets/licences.toml" in (REPOSITORY / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_to_one_version_with_its_hashes(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8").replace("\\\n", " ")
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert rows
    for row in rows:
        assert re.match(r"[\w.\[\]-]+==[\w.+]+ ", row), row
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", row), row
        assert "://" not in row


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Makefile", "requirements.txt"),
        ("Makefile", "requirements-dev.txt"),
        ("Makefile", "requirements-bench.txt"),
        ("build.bat", "requirements.txt"),
        ("scripts/old_browser.py", "requirements-old-browser.txt"),
    ],
)
def test_what_is_locked_is_installed_with_its_hashes_required(place: str, name: str) -> None:
    text = (REPOSITORY / place).read_text(encoding="utf-8").replace("str(LOCK)", "requirements-old-browser.txt")
    used = [line for line in text.splitlines() if re.search(rf"-r\W+{re.escape(name)}", line)]
    assert used
    assert all("--require-hashes" in line for line in used)


def test_what_the_publishing_workflow_uses_is_pinned_to_a_commit() -> None:
    text = (REPOSITORY / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action
