"""Every change that a run makes to the disk, cut off or refused; full disks, read-only folders, lost workers."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import Result, edit, run_command
from killing import EPOCH, TODAY
from small import NEW, OLD, small_project
from tallies import UNIT, filled

EVERY = int(os.environ.get("EVERY", "100"))  # 1, as `make soak` has it: at every change that a run makes to the disk
HERE = Path(__file__).parent


def done(*arguments: str | Path, module: str = "campaign.cli", cwd: Path | None = None) -> Result:
    """A run on a fixed day that must end well."""
    result = run_command(*arguments, module=module, cwd=cwd, SOURCE_DATE_EPOCH=EPOCH, CAMPAIGN_TODAY=TODAY)
    assert result.code == 0, result.err
    return result


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built, then edited; the cache knows both texts, so that a run mostly publishes."""
    project = small_project(tmp_path_factory.mktemp("faults") / "before")
    page = project.docs / "slogans.md"
    for old, new in ((OLD, NEW), (NEW, OLD), (OLD, NEW)):
        done("-C", project.root, "build")
        edit(page, old, new)
    return project.root


def tried(before: Path, work: Path, arguments: tuple[str, ...], every: int, **how: object) -> int:
    """How many points were tried; each left what is whole, and the next run completed."""
    plan = {"before": str(before), "work": str(work), "arguments": arguments, "every": every}
    plan |= {"way": "die", "exchange": True, "singly": False} | how
    result = done(json.dumps(plan), module="faultpoints", cwd=HERE)
    return int(result.out.split()[-1])


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize("way", ["die", "full"])
def test_a_kit_cut_off_at_any_change_is_whole_and_the_next_run_completes(
    before: Path, tmp_path: Path, way: str, exchange: bool
) -> None:
    assert tried(before, tmp_path / "work", ("kit",), min(EVERY, 10), way=way, exchange=exchange) >= 20


@pytest.mark.parametrize(("way", "exchange"), [("die", True), ("die", False), ("full", True)])
def test_a_build_cut_off_at_any_change_is_whole_and_the_next_run_completes(
    before: Path, tmp_path: Path, way: str, exchange: bool
) -> None:
    assert tried(before, tmp_path / "work", ("build",), EVERY, way=way, exchange=exchange) >= 20


@pytest.mark.parametrize("command", ["build", "kit"])
def test_nothing_is_written_but_to_the_cache_and_to_folders_made_aside(
    before: Path, tmp_path: Path, command: str
) -> None:
    """So a run that is cut off leaves no half of a file in any folder that somebody reads."""
    shutil.copytree(before, tmp_path / "work")
    told = done(str(tmp_path / "work"), command, "--jobs", "1", module="writes", cwd=HERE).out
    written = told.partition("written:\n")[2].splitlines()
    assert len(written) > 10
    for name in written:
        assert re.match(r"build/(?:cache|\.[^/]+\.new)/", name), name


@pytest.mark.parametrize("way", ["die", "full"])
def test_a_tally_cut_off_at_any_change_has_whole_files_and_the_next_run_completes(tmp_path: Path, way: str) -> None:
    project = small_project(tmp_path / "before")
    tables, out = project.root / "tables", project.build / "out" / "汇总.xlsx"
    tables.mkdir()
    for name in ("甲", "乙"):
        (tables / f"{name}.xlsx").write_bytes(filled({}, UNIT | {"unit": f"{name}卫生院"}))
        done("-C", project.root, "tally", tables, "-o", out)
    (tables / "乙.xlsx").write_bytes(filled({}, UNIT | {"unit": "丙卫生院"}))
    work = tmp_path / "work"
    arguments = ("tally", str(work / "tables"), "-o", str(work / "build" / "out" / "汇总.xlsx"))
    assert tried(project.root, work, arguments, min(EVERY, 4 if way == "die" else 1), way=way, singly=True) >= 8
