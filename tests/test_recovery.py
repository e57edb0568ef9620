"""Full disks, read-only folders, lost workers, two runs at once, readers during a run."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import WHOLE, Result, edit, run_command, shared
from killing import PATIENCE, outputs, scraps
from kits import shas
from small import NEW, OLD, small_project
from tallies import UNIT, filled

from campaign.cli import main
from campaign.lock import exclusive
from campaign.project import Project

BUNDLE = ("bundle", "led-mono")
CARDS = ("kit", "--only", "card", "cover")
SIZES = (0, 50, 3_000, 60_000)  # bytes, from nothing to the middle of a picture
LIMITS = [(size, workers) for size in SIZES for workers in "12"]
ROOM = range(0, 900_000, 100_000) if WHOLE else (60_000, 500_000)  # bytes left on the disk
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1  # linux/prctl.h, linux/capability.h


@pytest.fixture
def small(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose cards were made, then edited."""
    project = Project(tmp_path / "project")
    shutil.copytree(shared(tmp_path_factory, "cards", _make_cards), project.root)
    edit(project.docs / "slogans.md", OLD, NEW)
    return project


def _make_cards(root: Path) -> None:
    assert run_command("-C", small_project(root).root, *CARDS).code == 0


def limited(limit: Callable[[], None], *arguments: str | Path) -> Result:
    """The command in a process that is limited before it starts; without coverage, whose data are files as well."""
    done = subprocess.run(
        [sys.executable, "-m", "campaign.cli", *map(str, arguments)],
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
        preexec_fn=limit,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def refused(result: Result, project: Project, before: dict[str, dict[str, str]], *words: str) -> None:
    """One clear line, nothing changed, no scraps."""
    assert result.code == 1, result.out + result.err
    assert "Traceback" not in result.err
    for word in words:
        assert word in result.err
    assert outputs(project.build) == before
    assert scraps(project.build) == []


@pytest.mark.parametrize(("size", "workers"), LIMITS if WHOLE else LIMITS[1::4] + LIMITS[2::4])
def test_files_that_may_not_grow_end_the_run_with_one_line(small: Project, size: int, workers: str) -> None:
    """A disk quota, or a disk that is full in the middle of a file: writing fails, not opening."""
    before = outputs(small.build)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    result = limited(limit, "-C", small.root, *CARDS, "--no-cache", "--jobs", workers)
    refused(result, small, before, "文件超过允许的大小，或磁盘已满", str(small.build))
    assert run_command("-C", small.root, *CARDS).code == 0
    assert outputs(small.build) != before


def bound_by_permissions() -> None:
    """Root, too, is refused what the permissions refuse."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities")
@pytest.mark.parametrize("name", ["build", "build/cache", "build/cache/objects"])
def test_a_folder_that_may_not_be_written_is_named(small: Project, name: str) -> None:
    before = outputs(small.build)
    folder = small.root / name
    folder.mkdir(exist_ok=True)
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        result = limited(bound_by_permissions, "-C", small.root, *CARDS)
        refused(result, small, before, str(folder), "没有权限")
    finally:
        for path in folders:
            path.chmod(0o755)
    assert run_command("-C", small.root, *CARDS).code == 0
    assert outputs(small.build) != before


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities")
def test_pages_on_a_read_only_medium_are_built_all_the_same(small: Project) -> None:
    for path in (small.docs / "slogans.md", small.docs, small.config, small.root):
        path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        result = limited(bound_by_permissions, "-C", small.root, "build")
        assert result.code == 0, result.err
    finally:
        for path in (small.root, small.docs):
            path.chmod(0o755)


FULL = r"""
set -e
mount -t tmpfs -o size="$1" none "$2/disk"
cp -a "$2/project" "$2/disk/project"
shift
cd "$1"; shift
code=0; "$@" || code=$?
mount -o remount,size=64m "$PWD/disk"
find disk/project/build -name '.~*' -o -name '.*.new' | sed 's/^/left: /'
"$@"
cp -a disk/project "$PWD/after"
exit $code
"""


@pytest.mark.skipif(sys.platform != "linux", reason="mount namespaces")
def test_a_disk_that_is_really_full(small: Project, tmp_path: Path) -> None:
    probe = subprocess.run(
        ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    if probe.returncode:
        pytest.skip("this machine lets nobody mount a small disk; RLIMIT_FSIZE and the refused calls are tested anyhow")
    (tmp_path / "disk").mkdir()
    used = sum(path.stat().st_blocks * 512 for path in small.root.rglob("*"))
    tried = set()
    for room in ROOM:
        shutil.rmtree(tmp_path / "after", ignore_errors=True)
        command = [sys.executable, "-m", "campaign.cli", "-C", str(tmp_path / "disk" / "project"), *CARDS, "--no-cache"]
        done = subprocess.run(
            ["unshare", "-Urm", "sh", "-c", FULL, "sh", str(used + room), str(tmp_path), *command],
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
        assert "left:" not in done.stdout
        assert done.returncode == 0 or "磁盘已满" in done.stderr
        tried.add(done.returncode)
        assert run_command("-C", small.root, *CARDS).code == 0
        assert outputs(tmp_path / "after" / "build") == outputs(small.build)
    assert 1 in tried


def workers_of(pid: int) -> list[int]:
    """The processes that paint for a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            line = (path.parent / "cmdline").read_text()
        except OSError:
            continue
        if parent == pid and "spawn_main" in line:
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("who", ["worker", "parent"])
def test_who_paints_may_be_killed(small: Project, who: str) -> None:
    """A worker, as by a system short of memory: one line. The parent: its workers end by themselves."""
    before = outputs(small.build)
    command = [sys.executable, "-m", "campaign.cli", "-C", str(small.root), "kit", "--no-cache", "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as job:
        assert job.stdout is not None
        assert "绘制" in job.stdout.readline()
        victims = workers_of(job.pid)
        assert len(victims) == 2
        os.kill(victims[0] if who == "worker" else job.pid, signal.SIGKILL)
        told, _ = job.communicate(timeout=PATIENCE)  # ends when the last process that shares the output has ended
    assert "Traceback" not in told
    if who == "worker":
        assert job.returncode == 1
        assert "一个绘制进程被系统中止（提示：多半是内存不够" in told
    assert outputs(small.build) == before
    assert run_command("-C", small.root, "kit").code == 0
    assert scraps(small.build) == []


@pytest.mark.parametrize("command", [("build",), ("bundle", "led-mono", "xibo"), ("tally", "tables", "-o", "all.xlsx")])
def test_nothing_passes_through_the_systems_folder_of_temporary_files(
    small: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    """Nobody clears up there after a run that was killed, and a tally holds names and telephones."""
    monkeypatch.chdir(tmp_path)
    Path("tables").mkdir()
    Path("tables", "a.xlsx").write_bytes(filled({}, UNIT))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    code = main(["-C", str(small.root), *command])
    gc.enable()  # the command switches it off, for it ends soon
    assert code == 0, capsys.readouterr().err


def test_a_web_server_can_read_what_a_private_account_built(small: Project) -> None:
    command = [sys.executable, "-m", "campaign.cli", "-C", str(small.root), "build"]
    subprocess.run(command, check=True, capture_output=True, umask=0o077, timeout=PATIENCE)
    for path in (small.site, *small.site.rglob("*")):
        assert path.stat().st_mode & 0o444 == 0o444, path
        assert path.is_file() or path.stat().st_mode & 0o111 == 0o111, path


@pytest.mark.parametrize("arguments", [CARDS, BUNDLE], ids=["kit", "bundle"])
def test_a_second_run_waits_for_the_first(small: Project, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "campaign.cli", "-C", str(small.root), *arguments]
    with exclusive(small):
        job = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        assert job.stdout is not None
        assert "等它结束" in job.stdout.readline()
        assert job.poll() is None
        before = outputs(small.build)
    told, errors = job.communicate(timeout=PATIENCE)
    assert job.returncode == 0, errors
    assert "→" in told
    assert outputs(small.build) != before


def test_runs_at_the_same_time_do_each_other_no_harm(small: Project) -> None:
    commands = [CARDS, ("kit", "--only", "led"), ("clean", "--keep-cache"), (*CARDS, "--no-cache"), BUNDLE] * 2
    jobs = [
        subprocess.Popen(
            [sys.executable, "-m", "campaign.cli", "-C", str(small.root), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for arguments in commands
    ]
    for job in jobs:
        _, told = job.communicate(timeout=PATIENCE)
        assert job.returncode == 0, told
    assert run_command("-C", small.root, *CARDS).code == 0
    listed = {
        row["path"]: row["sha256"] for row in json.loads((small.part / "catalogue.json").read_text())["artefacts"]
    }
    assert {name: sha for name, sha in shas(small.part).items() if name != "catalogue.json"} == listed


class Reader(threading.Thread):
    """Reads a kit folder over and over, as a server does, and counts what it found."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.stop, self.faults = folder, threading.Event(), list[str]()
        self.seen: set[str] = set()

    def run(self) -> None:
        while not self.stop.is_set():
            handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)  # fails, and the test with it, if there is none
            try:
                self._look(handle)
            except FileNotFoundError:
                pass  # it was replaced while it was read, and then removed
            finally:
                os.close(handle)

    def _look(self, handle: int) -> None:
        place = os.fstat(handle)
        base = Path(f"/proc/self/fd/{handle}")
        text = (base / "catalogue.json").read_text(encoding="utf-8")
        found = {row["path"]: hashlib.sha256((base / row["path"]).read_bytes()).hexdigest() for row in self._rows(text)}
        if os.path.samestat(place, self.folder.stat()):  # it was in its place all the time
            if any(found[row["path"]] != row["sha256"] for row in self._rows(text)):
                self.faults.append(text)
            self.seen.add(text)

    @staticmethod
    def _rows(text: str) -> Iterator[dict[str, str]]:
        yield from json.loads(text)["artefacts"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a folder is swapped by two renames")
def test_a_reader_finds_the_old_folder_or_the_new_one_whole(small: Project) -> None:
    reader = Reader(small.part)
    reader.start()
    try:
        for old, new in ((NEW, OLD), (OLD, NEW)) * 3:
            edit(small.docs / "slogans.md", old, new)
            assert run_command("-C", small.root, *CARDS).code == 0
            assert reader.is_alive()
    finally:
        reader.stop.set()
        reader.join(PATIENCE)
    assert reader.faults == []
    assert len(reader.seen) == 2
