"""The other commands: a new campaign, cleaning up, help; and that wrong calls do no harm."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run, edit, run_command
from html_pages import pages
from kits import shas

from campaign.cli import COMMANDS
from campaign.content.read import read_campaign
from campaign.project import Project


def test_help_names_every_command_in_chinese() -> None:
    result = run_command("--help")
    assert result.code == 0
    for name, text in COMMANDS.items():
        assert name in result.out
        assert text in result.out
        assert run_command(name, "--help").code == 0


def test_no_command_is_a_wrong_call() -> None:
    assert run_command().code == 2


def test_a_new_campaign_is_valid_and_of_the_wanted_year(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "新的 campaign"
    assert run("new", folder, "--year", "2031").code == 0
    campaign = read_campaign(Project(folder))
    assert (campaign.facts.year, campaign.facts.ordinal, campaign.facts.official) == (2031, 30, False)
    assert len(campaign.slogans) >= 3
    assert sum(slogan.theme for slogan in campaign.slogans) == 1
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("year", ["-5", "0", "2001", "99999"])
def test_a_new_campaign_is_of_a_year_that_can_be(tmp_path: Path, year: str) -> None:
    result = run_command("new", tmp_path / "a", "--year", year)
    assert result.code == 2
    assert re.fullmatch(rf"campaign: --year 写成 20\d\d 的样子，而不是 {year}\n", result.err)
    assert not (tmp_path / "a").exists()


def test_a_new_campaign_holds_nothing_of_this_one(run: Run, project: Project, tmp_path: Path) -> None:
    run("new", tmp_path / "new", "--year", "2031")
    mine = read_campaign(project).facts.words
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "new").rglob("*") if path.is_file())
    for name in ("organiser", "area", "system", "contact.phone", "theme", "parent.number", "edition"):
        assert mine[name] not in text, name


def test_a_new_campaign_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run_command("new", folder, "--year", "2031").code == 0
    text = (folder / "docs" / "slogans.md").read_text(encoding="utf-8")
    (folder / "docs" / "slogans.md").write_text(
        text.replace(" {.screen}", "").replace(" .screen", ""), encoding="utf-8"
    )  # no video: it takes long
    result = run_command("build", cwd=folder)
    assert result.code == 0, result.err
    built = pages(folder / "build" / "site")
    assert {"index.html", "plan.html", "slogans.html", "downloads.html", "about.html", "404.html"} <= set(built)
    assert "2031年" in built["index.html"].text("body")
    assert not any("{{" in page.text("body") for page in built.values())


@pytest.mark.parametrize("name", ["con", "a:b", "LPT1.2026", "a."])
def test_a_new_campaign_has_a_name_that_every_system_takes(run: Run, tmp_path: Path, name: str) -> None:
    result = run("new", tmp_path / name)
    assert result.code == 2
    assert f"Windows 上不能用这个名字：{name}" in result.err
    assert not (tmp_path / name).exists()


def test_a_new_campaign_never_lands_on_somebodys_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    for name in ("full", "file"):
        result = run("new", tmp_path / name)
        assert result.code == 2
        assert "换一个名字" in result.err
    assert shas(tmp_path / "full").keys() == {"x.txt"}
    assert (tmp_path / "file").read_text() == "x"
    (tmp_path / "empty").mkdir()
    assert run("new", tmp_path / "empty").code == 0


@pytest.mark.parametrize("keep", [True, False])
def test_clean_removes_what_was_generated_and_nothing_else(project: Project, run: Run, keep: bool) -> None:
    before = shas(project.root)
    run("kit", "--only", "led")
    assert project.part.is_dir()
    assert run("clean", *(["--keep-cache"] if keep else [])).code == 0
    assert {name: sha for name, sha in shas(project.root).items() if not name.startswith("build/cache/")} == before
    assert project.cache.is_dir() == keep


def test_clean_takes_links_and_not_what_they_lead_to(project: Project, run: Run, tmp_path: Path) -> None:
    own, disk = tmp_path / "own", tmp_path / "disk"
    own.mkdir()
    (own / "letter.txt").write_text("kept", encoding="utf-8")
    disk.mkdir()
    project.build.symlink_to(disk)
    (project.build / "kit").symlink_to(own)
    result = run("clean")
    assert result.code == 0, result.err
    assert not project.build.exists()
    assert not (disk / "kit").exists()
    assert (own / "letter.txt").is_file()


def test_clean_outside_a_project_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "x.txt").write_text("x")
    result = run_command("-C", tmp_path, "clean")
    assert result.code == 2
    assert (tmp_path / "build" / "x.txt").is_file()


@pytest.mark.parametrize("day", ["2023-13-01", "gestern", "6月4日"])
def test_a_wrong_day_is_a_wrong_call(project: Project, run: Run, day: str) -> None:
    result = run("build", "--today", day)
    assert result.code == 2
    assert day in result.err
    assert not project.build.exists()


@pytest.mark.parametrize(
    "call", [("build",), ("kit", "--only", "led"), ("check",), ("bundle", "led-mono"), ("new", "下一年")]
)
@pytest.mark.parametrize(
    ("name", "value"), [("CAMPAIGN_TODAY", "garbage"), ("SOURCE_DATE_EPOCH", "abc"), ("SOURCE_DATE_EPOCH", "9" * 12)]
)
def test_a_wrong_clock_is_a_wrong_call(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.chdir(project.root)
    result = run(*call)
    assert result.code == 2
    assert f"环境变量 {name}" in result.err
    assert not project.kit.exists()


def test_a_system_that_cannot_write_chinese_names_is_told(project: Project) -> None:
    result = run_command("-C", project.root, "check", PYTHONUTF8="0", LC_ALL="POSIX", PYTHONCOERCECLOCALE="0")
    assert result.code == 2
    assert "PYTHONUTF8=1" in result.err


def test_debug_shows_where_an_error_comes_from(project: Project) -> None:
    edit(project.config, "ordinal: 22", "ordinal: x")
    assert "Traceback" not in run_command("-C", project.root, "check").err
    assert "Traceback" in run_command("--debug", "-C", project.root, "check").err


def test_output_survives_a_console_that_is_not_utf8(project: Project) -> None:
    result = run_command("-C", project.root, "check", PYTHONIOENCODING="gbk", PYTHONUTF8="0", LC_ALL="C.UTF-8")
    assert result.code == 0
    assert "没有发现问题" in result.out


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("tally",), "缺少 文件夹或文件"),
        (("tally", ".", "--units"), "--units 后面要写一个值"),
        (("tally", ".", "--foo"), "不认识 --foo"),
        (("tallly",), "命令 没有 'tallly'"),
        (("kit", "--jobs", "x"), "--jobs 不能是 'x'"),
    ],
)
def test_a_wrong_call_is_one_line_in_chinese(run: Run, call: tuple[str, ...], words: str) -> None:
    result = run(*call)
    assert result.code == 2
    assert result.err.startswith(f"campaign: {words}")
    assert result.err.count("\n") == 1
    assert "--help）" in result.err


@pytest.mark.parametrize("command", ["build", "check", "kit", "clean"])
def test_a_folder_that_is_not_there_is_a_wrong_call_and_is_not_made(tmp_path: Path, command: str) -> None:
    result = run_command("-C", tmp_path / "no" / "folder", command)
    assert result.code == 2
    assert "没有这个文件夹" in result.err
    assert not (tmp_path / "no").exists()


def test_a_pipe_that_is_closed_early_is_no_fault(project: Project) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "campaign.cli", "-C", str(project.root), "check"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
