"""A small campaign's player for the tests: its files beside a kit, and a clock that a test turns."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import conftest
import pytest
from conftest import SLOGANS, make_project

from campaign.build import Choice, make_all
from campaign.project import Project
from campaign.site import mount

LISTS = {
    "all.md": """---
title: 全部
order: 1
playlist:
  items:
    - card: 倒计时
    - slides: 全部标语
    - card: 今天
    - text: 有火*快报警*，有烟*弯腰走*
    - card: 时钟
      seconds: 6
  ticker: [主题, 平安*每一天*]
  night: 21:00—06:30
---
""",
    "windows.md": """---
title: 分时段
order: 2
playlist:
  items:
    - text: 周一到周五上午
      days: 周一至周五
      time: 08:00—12:00
    - text: 周末
      days: 周六、周日
    - text: 夜里
      time: 22:00—06:00
    - text: 只在咨询日
      from: "{{ campaign.consultation.date }}"
      to: "{{ campaign.consultation.date }}"
    - text: 一直播
  urgent:
    text: 今天下午*消防演练*
    from: 6月16日 08:00
    to: 6月16日 15:00
---
""",
    "broken.md": """---
title: 有坏文件
order: 3
playlist:
  seconds: 3
  items:
    - picture: broken.png
    - picture: good.png
    - video: broken.mp4
    - slide: 病房不抽烟，床边不用火
---
""",
    "none.md": """---
title: 全坏
order: 4
playlist:
  seconds: 3
  items:
    - picture: broken.png
---
""",
}
# Turns the page's time: Date and timers stand still until `turn` fires them one by one, as fast as the page can draw.
CLOCK = """
(function (start) {
  var RealDate = Date, real = window.setTimeout, now = start, id = 0, timers = [];
  window.Date = class extends RealDate {
    constructor() { arguments.length ? super(...arguments) : super(now); }
    static now() { return now; }
  };
  window.setTimeout = function (call, wait) {
    timers.push({id: id += 1, at: now + (wait || 0), call: call});
    return id;
  };
  window.clearTimeout = function (gone) { timers = timers.filter(function (t) { return t.id !== gone; }); };
  window.turn = async function (done) {
    while (!done()) {
      await new Promise(function (resolve) { real(resolve, 0); });
      if (window.Player.loading || !timers.length) { continue; }
      timers.sort(function (a, b) { return a.at - b.at || a.id - b.id; });
      var next = timers.shift();
      now = Math.max(now, next.at);
      next.call();
    }
  };
}(%d));
"""


def picture() -> bytes:
    """A PNG of 16 by 9 green pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\0" + b"\0\x60\x30" * 16 for _ in range(9)))
    head = struct.pack(">IIBBBBB", 16, 9, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def shared(factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """One for all tests of a run; not to be changed."""
    root = conftest.shared(factory, "screens", make_player)
    return Project(root / "project"), root / "site"


def make_player(root: Path) -> None:
    """A project whose slogans have slides alone, and the folder that would be published, without its pages."""
    slogans = SLOGANS.replace(".screen}", '.screen kinds="slide"}').replace("少一分慌张", '少一分慌张 {kinds="slide"}')
    project = make_project(root / "project", slogans)
    folder = project.docs / "screens"
    folder.mkdir()
    for name, text in LISTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("good.png", "broken.png"):
        (folder / name).write_bytes(picture())
    (folder / "broken.mp4").write_bytes(b"not a video")
    site = publish(project, root / "site")
    (site / "screens" / "broken.png").write_bytes(b"not a picture")  # a file that was damaged on its way


def publish(project: Project, site: Path) -> Path:
    """Make everything and lay it out as in the site."""
    make_all(project, Choice(1))
    site.mkdir(exist_ok=True)
    mount(project, site)
    (site / "screens").mkdir(exist_ok=True)
    for path in (project.docs / "screens").iterdir():
        (site / "screens" / path.name).write_bytes(path.read_bytes())
    return site
