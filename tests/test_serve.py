"""Live preview: each edit is built once, an error is told and the last good kit stays, a day of edits takes no memory.

`EDITS=500 python -m pytest tests/test_serve.py` (as `make soak` does) is the long run.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from conftest import edit, run_command
from killing import ENVIRONMENT
from small import NEW, OLD, warm_project

from campaign.project import Project

EDITS = int(os.environ.get("EDITS", "12"))
PATIENCE = 60  # seconds that a rebuild may take before the preview counts as stuck
GROWTH = 16_384  # KiB that the server may have grown by after its first edits, however many follow
BUILT = re.compile(r"素材 \d+ 个，新画 \d+")


class Preview:
    """`campaign serve`, the lines that it prints, and its pages."""

    def __init__(self, project: Project) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.job = subprocess.Popen(
            [sys.executable, "-m", "campaign.cli", "-C", str(project.root), "serve", "--addr", self.address],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, **ENVIRONMENT},
        )
        self.told: list[str] = []
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.job.stdout
        for line in self.job.stdout:
            self._lines.put(line)

    def wait_for(self, pattern: str) -> str:
        """The next line with the pattern in it."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            self.told.append(line)
            if re.search(pattern, line):
                return line

    def answers(self) -> bool:
        """Whether it takes connections yet."""
        with socket.socket() as client:
            assert self.job.poll() is None, self.told
            return client.connect_ex(("127.0.0.1", int(self.address.split(":")[1]))) == 0

    def page(self, path: str) -> str:
        """A page as a browser gets it; the server answers when the rebuild has ended."""
        with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def memory(self) -> int:
        """KiB that the server itself has resident."""
        status = Path(f"/proc/{self.job.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])

    def rebuilds(self) -> int:
        return sum(bool(BUILT.search(line)) for line in self.told)

    def close(self) -> None:
        self.job.terminate()
        self.job.wait(PATIENCE)
        self._reader.join()
        assert self.job.stdout
        self.job.stdout.close()


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return warm_project(tmp_path / "project", tmp_path_factory)


@pytest.fixture
def preview(project: Project) -> Iterator[Preview]:
    """Started, and its first build made."""
    served = Preview(project)
    try:
        served.wait_for(f"http://{served.address}/")
        while not served.answers():
            time.sleep(0.02)
        assert OLD in served.page("slogans.html")  # it answers when it watches
        yield served
    finally:
        served.close()


def test_each_edit_is_built_once_and_memory_stays(project: Project, preview: Preview) -> None:
    page = project.docs / "slogans.md"
    before, first = preview.rebuilds(), 0
    now, next_ = OLD, NEW
    for number in range(1, EDITS + 1):
        edit(page, now, next_)
        preview.wait_for(BUILT.pattern)
        assert preview.rebuilds() - before == number
        shown = preview.page("slogans.html")
        assert next_ in shown
        assert now not in shown
        now, next_ = next_, now
        if number == max(2, EDITS // 5):
            first = preview.memory()
    assert "Traceback" not in "".join(preview.told)
    assert preview.memory() - first <= GROWTH


def test_an_error_is_told_with_its_line_and_the_last_good_kit_stays(project: Project, preview: Preview) -> None:
    page = project.docs / "slogans.md"
    good = sorted(path.name for path in project.kit.rglob("*"))
    edit(page, "look=calm" if "look=calm" in page.read_text(encoding="utf-8") else 'kinds="card led"', 'kinds="carp"')
    assert re.search(r"docs/slogans\.md:\d+", preview.wait_for("slogans.md"))
    assert sorted(path.name for path in project.kit.rglob("*")) == good
    edit(page, 'kinds="carp"', 'kinds="card"')
    preview.wait_for(BUILT.pattern)
    assert "病房" in preview.page("slogans.html")


WRONG = [
    (
        "mkdocs.yml",
        "strict: true",
        'strict: true\nx: !!python/object/apply:os.mkdir ["ran"]',
        r"mkdocs\.yml:\d+: .*标签",
    ),
    (
        "mkdocs.yml",
        "use_directory_urls: false",
        "use_directory_urls: 7",
        r"mkdocs\.yml:\d+: use_directory_urls：值的类型",
    ),
    ("docs/slogans.md", "# 标语", "---\ntemplate: nosuch.html\n---\n# 标语", r"docs/slogans\.md:2: 版式不存在"),
    ("docs/slogans.md", "# 标语", '# 标语\n\n--8<-- "nosuch.html"\n', r"docs/slogans\.md:3: 引用的片段不存在"),
]


def test_what_ends_mkdocs_is_told_and_the_preview_goes_on(project: Project, preview: Preview) -> None:
    for name, old, new, told in WRONG:
        path = project.root / name
        edit(path, old, new)
        preview.wait_for(told)
        preview.wait_for("预览停在上一次的样子")
        assert not list(project.root.rglob("ran"))
        edit(path, new, old)
        preview.wait_for(BUILT.pattern)
        assert OLD in preview.page("slogans.html")
    assert "Traceback" not in "".join(preview.told)


def test_a_warning_of_mkdocs_is_told_in_our_words(project: Project, preview: Preview) -> None:
    edit(project.docs / "slogans.md", "# 标语", "# 标语\n\n[甲](nosuch.pdf)\n")
    preview.wait_for(r"^docs/slogans\.md:3: 链接的文件不存在：nosuch\.pdf")


HEADS = (
    'Title: 甲\nStatus: x" onmouseover="a\n\n',
    "---\ntitle: '甲\" onmouseover=\"a'\n---\n",
    '# 甲" onmouseover="a\n',
)


def test_the_head_of_a_page_with_a_fault_reaches_no_attribute(project: Project, preview: Preview) -> None:
    for number, head in enumerate(HEADS):
        (project.docs / "faulty.md").write_text(f"{head}\n正文{number}\n", encoding="utf-8")
        preview.wait_for(r"^docs/faulty\.md:\d: ")
        while f"正文{number}" not in (shown := preview.page("faulty.html")):
            time.sleep(0.1)
        assert "<title>页首有误" in shown
        for html in (shown, preview.page("slogans.html")):
            assert not re.search(r'<[^<>]*" onmouseover="', html)
    assert "Traceback" not in "".join(preview.told)


NO_ADDRESSES = ("8000", "127.0.0.1:99999", "127.0.0.1:0x1f")


def test_an_address_that_is_none_or_taken_is_a_wrong_call(project: Project) -> None:
    serve = ("-C", project.root, "serve", "--addr")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        for given, message in (
            (address, "正被别的程序使用"),
            *((name, "写成 127.0.0.1:8000 的样子") for name in NO_ADDRESSES),
        ):
            result = run_command(*serve, given)
            assert result.code == 2
            assert message in result.err.splitlines()[-1]
