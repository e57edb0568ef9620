"""Kill -9 at any moment: the old result or the new one, whole; and the next run makes what an undisturbed one makes.

`KILLS=400 python -m pytest tests/test_interruption.py` kills that often, `WHOLE=1` kills builds of the repository's
own campaign; `make soak` does both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WHOLE, edit
from killing import Command, moments, outputs, scraps
from kits import shas
from small import NEW, OLD, SLOGANS, small_project, whole_project
from tallies import UNIT, filled

from campaign.project import Project

KILLS = int(os.environ.get("KILLS", "50"))  # of all four commands together
SHARES = {"build": 14, "kit": 14, "video": 10, "tally": 12}
CARDS = ("kit", "--only", "card", "led", "mono", "cover")


def kills(name: str) -> int:
    return max(1, KILLS * SHARES[name] // sum(SHARES.values()))


@pytest.fixture
def flip(tmp_path: Path) -> Callable[[Project], None]:
    """Edit the last slogan, to and fro."""

    def call(project: Project) -> None:
        page = project.docs / "slogans.md"
        edit(page, *((OLD, NEW) if OLD in page.read_text(encoding="utf-8") else (NEW, OLD)))

    return call


def either(found: dict[str, dict[str, str]], old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> None:
    """Every folder is as it was or as it is to be, none is missing, and nothing else is there."""
    for name in old | new:
        assert found[name] in (old[name], new[name]), name


@pytest.mark.parametrize("name", ["build", "kit"])
def test_killed_at_any_moment_a_run_leaves_whole_folders_and_the_next_completes(
    name: str, tmp_path: Path, flip: Callable[[Project], None]
) -> None:
    project = (whole_project if WHOLE else small_project)(tmp_path / "project")
    arguments = ("-C", str(project.root), *(("build",) if name == "build" else CARDS))
    again = Command(arguments, tmp_path / "tmp")
    anew = Command((*arguments, "--no-cache", "--jobs", "2"), tmp_path / "tmp")
    undisturbed, durations = {}, {}
    for text in (OLD, NEW):
        durations[anew] = anew.run()
        undisturbed[text] = outputs(project.build)
        flip(project)
    assert undisturbed[OLD] != undisturbed[NEW]
    again.run()
    flip(project)
    durations[again] = again.run()
    now, next_ = NEW, OLD
    count = 0
    for index, moment in enumerate(moments(1, kills(name), seed=7)):
        command = (again, anew)[index % 2]  # every other time nothing is taken from the cache
        flip(project)
        count += command.killed_after(moment * durations[command])
        either(outputs(project.build), undisturbed[now], undisturbed[next_])
        again.run()
        assert outputs(project.build) == undisturbed[next_]
        assert scraps(project.build) == []
        assert list((tmp_path / "tmp").iterdir()) == []
        now, next_ = next_, now
    assert count >= kills(name) // 3


def test_a_video_killed_in_its_encoding_leaves_no_half_of_it_anywhere(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", SLOGANS.replace('kinds="card"}', 'kinds="card" .screen}'))
    out = project.build / "选件"
    arguments = ("-C", str(project.root), "kit", "--only", "video", "--format", "512x64px")
    again = Command(arguments, tmp_path / "tmp")
    anew = Command((*arguments, "--no-cache", "--jobs", "2"), tmp_path / "tmp")
    seconds = anew.run()
    undisturbed = shas(out)
    assert any(name.endswith(".mp4") for name in undisturbed)
    count = 0
    for index, moment in enumerate(moments(seconds, kills("video"), seed=8)):
        if index % 2:  # every other time nothing of the video is known
            shutil.rmtree(project.build)
        count += anew.killed_after(moment)
        assert shas(out) in ({}, undisturbed)
        again.run()
        assert shas(out) == undisturbed
        assert scraps(project.build) == []
        assert list((tmp_path / "tmp").iterdir()) == []
    assert count >= kills("video") // 3


def test_a_tally_that_is_killed_leaves_whole_files_and_the_tables_as_they_were(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    tables, out = tmp_path / "tables", tmp_path / "out"
    tables.mkdir()
    out.mkdir()
    for number in range(3):
        (tables / f"{number}.xlsx").write_bytes(filled({}, UNIT | {"unit": f"第{number}卫生院"}))
    given = shas(tables)
    command = Command(("-C", str(project.root), "tally", str(tables), "-o", str(out / "汇总.xlsx")), tmp_path / "tmp")
    undisturbed = {}
    for unit in ("", "0"):
        (tables / "0.xlsx").write_bytes(filled({}, UNIT | {"unit": f"第{unit}卫生院"}))
        seconds = command.run()
        undisturbed[unit] = shas(out)
    count = 0
    now = "0"
    for moment in moments(seconds, kills("tally"), seed=9):
        unit = "" if now else "0"
        (tables / "0.xlsx").write_bytes(filled({}, UNIT | {"unit": f"第{unit}卫生院"}))
        count += command.killed_after(moment)
        for name, sha in shas(out).items():
            assert name.startswith(".~") or sha in (undisturbed[now][name], undisturbed[unit][name])
        command.run()
        assert shas(out) == undisturbed[unit]
        now = unit
    assert count >= kills("tally") // 3
    assert shas(tables).keys() == given.keys()
