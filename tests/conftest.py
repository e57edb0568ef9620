"""Shared fixtures: small real projects, the command run in-process and as a subprocess, golden files."""

from __future__ import annotations

import fcntl
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from kits import SIZES

from campaign.cli import main
from campaign.content.facts import Facts, read_facts
from campaign.content.yamlsource import Source
from campaign.errors import Span
from campaign.project import Project

REPOSITORY = Path(__file__).resolve().parents[1]
GOLDENS = Path(__file__).parent / "goldens"
WHOLE = bool(os.environ.get("WHOLE"))  # `make soak`: every repetition, also those of which the everyday tests take some
SITE_URL = "https://example.org/a/"
# On lines 5, 6 and 10. The second is in the video and not the theme; the third takes two pages on a narrow panel.
SLOGANS = """# 标语

## 主题 {#theme-slogans .slogans}

- {{ campaign.theme_marked }} {#theme .screen}
- 病房不*抽烟*，床边不*用火* {.screen}

## 医务人员 {#staff .slogans look=calm}

- 多一次*排查*，少一分隐患，多一次*演练*，少一分慌张
"""


@dataclass(frozen=True)
class Result:
    """What a command returned and printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


# The same examples at every run: what fails here fails at everybody's. `make soak` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile("default" if os.environ.get("RANDOM_EXAMPLES") else "steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="rewrite tests/goldens from the present output")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-goldens") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--update-goldens is refused where CI is set: goldens are updated and reviewed by people"
        )
    for name in ("SITE_URL", "OFFLINE", "SOURCE_DATE_EPOCH", "CAMPAIGN_TODAY"):
        os.environ.pop(name, None)  # whoever runs the tests may have set these; a test that wants one sets it itself
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so do jobs in a shell's background: Ctrl-C would be unheard
        signal.signal(signal.SIGINT, signal.default_int_handler)


# Files that take minutes, the longest first: whoever has none of them left takes from the many short ones.
LONG = (
    *("faults", "access", "interruption", "publish", "player", "recovery", "report_page", "browser", "contact"),
    *("serve", "search", "reproducible", "bundles", "old_chromium", "long_lines", "site"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {f"test_{name}": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to need it makes, for all; not to be changed."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, done = base / f"made-{name}", base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(root, ignore_errors=True)
            make(root)
            done.touch()
    return root


def settings() -> str:
    """The repository's mkdocs.yml with the tests' own facts, so that next year's facts break no test."""
    text = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    own = (Path(__file__).parent / "facts.yml").read_text(encoding="utf-8")
    text, count = re.subn(r"^  campaign: .*?(?=^  \S)", lambda _: own, text, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    return text.replace("custom_dir: overrides", f'custom_dir: "{REPOSITORY / "overrides"}"')


def make_project(root: Path, slogans: str = SLOGANS) -> Project:
    """The repository's settings, the tests' facts, and one page of slogans."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(settings(), encoding="utf-8")
    (root / "docs" / "slogans.md").write_text(slogans, encoding="utf-8")
    return Project(root)


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file, in one step: who looks at it now and then sees one change.

    A live preview that looked between emptying and writing would rightly build twice.
    """
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    aside = path.parents[1] / f"{path.name}.edited"
    aside.write_text(text.replace(old, new), encoding="utf-8")
    aside.replace(path)


def run_command(
    *arguments: str | Path, module: str = "campaign.cli", cwd: Path | None = None, **environment: str
) -> Result:
    """The command (or another module) in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=int(os.environ.get("PATIENCE", "300")),
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small real project with three slogans, and a navigation that names its one page."""
    made = make_project(tmp_path / "project")
    text = made.config.read_text(encoding="utf-8")
    nav = "nav:\n  - 标语: slogans.md\n"
    text, count = re.subn(r"^nav:\n.*?(?=^\S|^$)", lambda _: nav, text, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    made.config.write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose kit was made once, by two workers; to be copied, not changed."""

    def make(root: Path) -> None:
        make_project(root / "project")
        result = run_command("-C", root / "project", "kit", "--jobs", "2", *SIZES, PYTHONHASHSEED="1")
        assert result.code == 0, result.err

    return shared(tmp_path_factory, "kit", make) / "project"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The repository's pages with three slogans, built in a folder with a difficult name; not to be changed."""
    return Project(shared(tmp_path_factory, "site", _make_site) / "宣传 站点")


def _make_site(root: Path) -> None:
    few = ' {kinds="card slide led banner"}'  # a video takes long, and more posters add nothing here
    slogans = SLOGANS.replace(" .screen", "").replace(" {.screen}", few)
    head = (REPOSITORY / "docs" / "slogans.md").read_text(encoding="utf-8").partition("\n---\n")[0]
    project = make_project(root / "宣传 站点", f"{head}\n---\n{slogans}")
    for folder in ("docs", "overrides"):
        ignored = shutil.ignore_patterns("slogans.md", "screens") if folder == "docs" else None
        shutil.copytree(REPOSITORY / folder, project.root / folder, ignore=ignored, dirs_exist_ok=True)
    (project.root / "scripts").mkdir()
    shutil.copyfile(REPOSITORY / "scripts" / "mkdocs_hooks.py", project.root / "scripts" / "mkdocs_hooks.py")
    result = run_command("build", "--today", "2023-06-04", cwd=project.root)
    assert result.code == 0, result.err + result.out


@pytest.fixture(scope="session")
def offline_site(site: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pages built for a USB stick."""

    def make(root: Path) -> None:
        shutil.copytree(site.root, root / "U盘 站点")
        result = run_command("build", "--offline", "--today", "2023-06-04", cwd=root / "U盘 站点")
        assert result.code == 0, result.err + result.out
        assert "新画 0" in result.out

    return Project(shared(tmp_path_factory, "offline", make) / "U盘 站点").offline_site


@pytest.fixture
def run(project: Project, capsys: pytest.CaptureFixture[str]) -> Run:
    """`campaign` in this process, on the small project."""

    def call(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = main(["-C", str(project.root), *map(str, arguments)])
        gc.enable()  # the command switches it off, for it ends soon
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return call


@pytest.fixture
def raw_facts() -> dict[str, Any]:
    """The tests' facts as plain data, free to change."""
    facts = Source(settings(), "mkdocs.yml").data["extra"]["campaign"]
    assert isinstance(facts, dict)
    return facts


@pytest.fixture
def facts(raw_facts: dict[str, Any]) -> Facts:
    """The tests' facts, read."""
    return read_facts(raw_facts, lambda *keys: Span("mkdocs.yml", 1))


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/goldens/NAME.txt, or rewrite it with --update-goldens."""

    def check(name: str, text: str) -> None:
        path = GOLDENS / f"{name}.txt"
        if request.config.getoption("--update-goldens"):
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no golden {path.name}; make it with: python -m pytest --update-goldens"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()

    return check
