"""`campaign kit` with a choice of pieces, and what it says when something cannot be made."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run, edit, run_command
from kits import SIZES, rows, shas

from campaign.project import Project


@pytest.fixture
def project(painted: Path, tmp_path: Path) -> Project:
    """A copy of the painted project, cache included."""
    shutil.copytree(painted, tmp_path / "project")
    return Project(tmp_path / "project")


def made(project: Project) -> dict[str, str]:
    """Every file that runs have made, but the cache."""
    return {name: sha for name, sha in shas(project.build).items() if not name.startswith("cache/")}


def names(folder: Path) -> set[str]:
    return {row["path"] for row in rows(folder)}


def test_only_format_and_slogan_narrow_each_other(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("kit", "--only", "led", "banner", "--format", "led-512x64", "--slogan", "抽烟", "--out", out)
    assert result.code == 0
    assert names(out) == {"LED屏/病房不抽烟-床边不用火-512x64.png"}
    assert str(out) in result.out


@pytest.mark.parametrize(
    ("kind", "size", "between"),
    [
        ("rollup", "600x900mm", "宽高比要在 0.3 到 0.46 之间"),
        ("board", "900x1200mm", "宽高比要在 1.8 到 2.4 之间"),
        ("banner", "600x900mm", "宽高比要是 4 以上"),
    ],
)
def test_a_size_that_a_kind_has_no_layout_for_is_refused_with_its_limits(
    run: Run, tmp_path: Path, kind: str, size: str, between: str
) -> None:
    result = run("kit", "--only", kind, "--format", size, "--out", tmp_path / "out")
    assert result.code == 2
    assert between in result.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("size", ["60x90mm", "40x60mm", "1000x89mm"])
def test_a_print_too_small_to_be_read_is_refused_with_the_limit(run: Run, tmp_path: Path, size: str) -> None:
    result = run("kit", "--only", "poster", "--format", size, "--out", tmp_path / "out")
    assert result.code == 2
    assert f"{size} 太小：印刷品短边至少 90 毫米；更小的请做成 A6" in result.err
    assert not (tmp_path / "out").exists()


def test_a_size_of_ones_own_is_made_by_those_kinds_that_have_a_layout_for_it(run: Run, tmp_path: Path) -> None:
    chosen = ("--only", "poster", "banner", "--slogan", "抽烟", "--type", "pdf")
    result = run("kit", *chosen, "--format", "600x900mm", "5000x700mm", "--out", tmp_path / "out")
    assert result.code == 0
    stem = "病房不抽烟-床边不用火"
    assert names(tmp_path / "out") == {
        f"海报/{stem}-60cmx90cm.pdf",
        f"海报/{stem}-5mx70cm.pdf",
        f"横幅/{stem}-5mx70cm.pdf",
    }


def test_a_slogan_may_be_chosen_by_its_file_name(run: Run, tmp_path: Path) -> None:
    run("kit", "--only", "card", "--slogan", "病房不抽烟-床边不用火", "--out", tmp_path / "out")
    assert names(tmp_path / "out") == {"手机图/病房不抽烟-床边不用火-1080x1440.png"}


def test_a_chosen_slogan_gets_a_video_of_its_own(run: Run, tmp_path: Path) -> None:
    chosen = ("--only", "video", "--format", "led-512x64", "--slogan", "多一次")
    assert run("kit", *chosen, "--out", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == {"视频/多一次排查-少一分隐患-多一次演练-少一分慌张-512x64.mp4"}


def test_pieces_made_elsewhere_leave_the_kit_alone(project: Project, run: Run, tmp_path: Path) -> None:
    before = shas(project.part)
    run("kit", "--only", "card", "--out", tmp_path / "a" / "b")
    assert shas(project.part) == before
    assert shas(tmp_path / "a" / "b").keys() < before.keys()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_a_part_never_takes_the_whole_kits_place(project: Project, run: Run) -> None:
    shutil.copytree(project.part, project.kit)
    whole = shas(project.kit)
    result = run("kit", "--only", "card")
    assert result.code == 0
    assert str(project.part) in result.out
    assert {row["kind"] for row in rows(project.part)} == {"card"}
    assert shas(project.kit) == whole


def test_a_folder_with_somebodys_own_files_is_never_emptied(run: Run, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "thesis.txt").write_text("three years of work")
    run("kit", "--only", "card", "--out", desk)
    assert (desk / "thesis.txt").read_text() == "three years of work"


@pytest.mark.parametrize("kind", ["changed", "link", "link to a folder"])
def test_an_output_folder_with_what_somebody_changed_or_linked_is_left_alone(
    run: Run, tmp_path: Path, kind: str
) -> None:
    out, own = tmp_path / "out", tmp_path / "own"
    own.mkdir()
    (own / "a.txt").write_text("own", encoding="utf-8")
    run("kit", "--only", "card", "--out", out)
    card = next(path for path in out.rglob("*.png"))
    if kind == "changed":
        card.write_bytes(card.read_bytes() + b"retouched")
    else:
        (out / "link").symlink_to(own if "folder" in kind else own / "a.txt")
    result = run("kit", "--only", "cover", "--out", out)
    assert result.code == 2
    assert (card if kind == "changed" else out / "link").relative_to(out).as_posix() in result.err
    assert (out / "link").exists() or card.read_bytes().endswith(b"retouched")


def test_an_output_folder_that_was_only_copied_or_thinned_is_made_anew(run: Run, tmp_path: Path) -> None:
    run("kit", "--only", "card", "--out", tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "copy", copy_function=shutil.copyfile)  # with new times
    for path in list((tmp_path / "copy").rglob("*.png"))[:2]:
        path.unlink()
    (tmp_path / "copy" / "Thumbs.db").write_bytes(b"")
    assert run("kit", "--only", "card", "--out", tmp_path / "copy").code == 0
    assert shas(tmp_path / "copy") == shas(tmp_path / "out")


@pytest.mark.parametrize("folder", ["part", "kit"])
def test_what_a_person_put_or_changed_in_a_generated_folder_is_kept_beside_it(
    project: Project, run: Run, folder: str
) -> None:
    arguments = ("kit", "--only", "card") if folder == "part" else ("kit",)
    run(*arguments)
    made: Path = getattr(project, folder)
    before = shas(made)
    changed = next(path for path in made.rglob("*.png"))
    (made / "我的说明.docx").write_bytes(b"own")
    name = changed.relative_to(made)
    for words in (b"once", b"twice"):
        changed.write_bytes(words)
        result = run(*arguments)
        assert result.code == 0, result.err
        assert "自己放的或改过的文件，已移到" in result.out
        assert shas(made) == before
    kept = made.with_name(f"{made.name}-保留")
    assert (kept / "我的说明.docx").read_bytes() == b"own"
    assert (kept / name).read_bytes() == b"once"
    assert (kept / name).with_stem(f"{name.stem}-2").read_bytes() == b"twice"
    assert "已移到" not in run(*arguments).out


def test_the_projects_own_folder_is_never_emptied(project: Project, run: Run) -> None:
    for out in (project.root, project.docs, project.root.parent):
        run("kit", "--only", "card", "--out", out)
        assert project.config.is_file()
        assert (project.docs / "slogans.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--only", "flag"), "没有名为 flag 的种类；可用：poster"),
        (("--format", "a9"), "没有名为 a9 的尺寸；可用：a3"),
        (("--slogan", "没有这几个字"), "没有含“没有这几个字”的标语"),
        (("--jobs", "-1"), "--jobs 应是正整数"),
    ],
)
def test_a_wrong_choice_is_exit_code_two(project: Project, run: Run, arguments: tuple[str, ...], words: str) -> None:
    before = made(project)
    result = run("kit", *arguments)
    assert result.code == 2
    assert words in result.err
    assert made(project) == before


def test_a_choice_that_leaves_nothing_is_refused_and_not_an_empty_kit(project: Project, run: Run) -> None:
    before = made(project)
    result = run("kit", "--only", "poster", "--format", "led-512x64")
    assert result.code == 2
    assert made(project) == before


def test_an_unknown_command_or_option_is_exit_code_two() -> None:
    assert run_command("nosuch").code == 2
    assert run_command("kit", "--nosuch").code == 2


@pytest.mark.parametrize(
    ("slogan", "words"),
    [
        ("一" * 31, "docs/slogans.md:6: 标语有 31 字，超过 30 字（提示：缩短"),
        ("安全" + "—" * 24, "docs/slogans.md:6: 标语放不进"),
        ("今天也要😀安全", "docs/slogans.md:6: 字库里没有“😀”（U+1F600）"),
        ("𠮷祥平安", "docs/slogans.md:6: 字库里没有“𠮷”（U+20BB7）"),
    ],
    ids=["too many characters", "nowhere to cut", "emoji", "extension B"],
)
def test_a_slogan_that_cannot_be_set_fails_and_leaves_the_kit(
    project: Project, run: Run, slogan: str, words: str
) -> None:
    before = shas(project.part)
    edit(project.docs / "slogans.md", "病房不*抽烟*，床边不*用火*", slogan)
    result = run("kit")
    assert result.code == 1
    assert words in result.err
    assert "没有改动" in result.err
    assert "Traceback" not in result.err
    assert shas(project.part) == before
    assert [path.name for path in project.build.iterdir() if path.name.startswith(".")] == []


def test_a_fact_that_cannot_be_set_is_named_in_the_settings(project: Project, run: Run) -> None:
    edit(project.config, "name: 安全宣传咨询日", "name: 安全𠮷咨询日")
    result = run("kit", "--only", "card")
    assert result.code == 1
    assert "mkdocs.yml:" in result.err
    assert "U+20BB7" in result.err


def test_every_slogan_that_does_not_fit_is_told_at_once(project: Project, run: Run) -> None:
    path = project.docs / "slogans.md"
    edit(path, "床边不*用火*", "床边不*用😀*")
    edit(path, "少一分慌张", "少一分𠮷")
    told = run("kit").err
    assert "docs/slogans.md:6:" in told
    assert "docs/slogans.md:10:" in told


def test_an_output_folder_that_cannot_be_made_is_told(project: Project, run: Run, tmp_path: Path) -> None:
    before = made(project)
    (tmp_path / "file").write_text("x")
    result = run("kit", "--only", "card", "--out", tmp_path / "file" / "out")
    assert result.code == 1
    assert f"{tmp_path / 'file' / 'out'}: 写不进输出文件夹" in result.err
    assert "Traceback" not in result.err
    assert (tmp_path / "file").read_text() == "x"
    assert made(project) == before


def test_an_output_folder_that_is_a_file_is_told_and_not_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("kit", "--only", "card", "--out", tmp_path / "file")
    assert result.code in (1, 2)
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_interrupted_run_leaves_the_last_kit_and_the_next_run_completes(
    project: Project, run: Run, number: signal.Signals, code: int
) -> None:
    before = shas(project.part)
    command = [
        sys.executable,
        "-m",
        "campaign.cli",
        "-C",
        str(project.root),
        "kit",
        "--no-cache",
        "--jobs",
        "1",
        *SIZES,
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=os.environ
    ) as job:
        assert job.stderr is not None
        assert "绘制" in job.stderr.readline()
        job.send_signal(number)
        told = job.stderr.read()
        assert job.wait(60) == code
    assert "Traceback" not in told
    assert shas(project.part) == before
    assert run("kit", *SIZES).code == 0
    assert shas(project.part) == before
    assert [path.name for path in project.build.iterdir() if path.name.startswith(".")] == []
