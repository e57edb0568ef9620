"""The player in Chromium 69, the oldest browser it is made for: it runs, every rule of its CSS is understood."""

from __future__ import annotations

import io
import json
import re
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import REPOSITORY
from PIL import Image
from screens import shared

from campaign.build import Choice
from campaign.bundles.network import Source, player_package
from campaign.content.read import read_campaign
from campaign.store import Store

TOOL = runpy.run_path(str(REPOSITORY / "scripts" / "old_browser.py"))
PYTHON = TOOL["interpreter"](Path(f"{sys.prefix}-old"))
FOLDER = REPOSITORY / "overrides" / "screen"
LATER = (
    "?.",
    "??",
    "=>",
    "...",
    "`",
    "async ",
    "await ",
    "let ",
    "const ",
    "class ",
    "import ",
    "replaceChildren",
    ".flat(",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not TOOL["fits"](), reason="there is no Chromium 69 for this machine"),
]
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory)[1]


@pytest.fixture
def ask(site: Path) -> Ask:
    """A question to the player's page in Chromium 69; nothing may be written to its console."""

    def call(query: str, expression: str, *picture: str, page: Path = site / "screen" / "index.html") -> Any:
        assert PYTHON.exists(), f"no {PYTHON}; run python scripts/old_browser.py {sys.prefix}-old"
        command = [str(PYTHON), "-W", "ignore", str(REPOSITORY / "tests" / "chromium69.py")]
        asked = f"window.Player && Player.changes > 0 && ({expression})"
        command += [f"{page.as_uri()}?{query}", asked, *picture]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", env=TOOL["environment"](), timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert "Chrome/69." in answer["agent"]
        assert answer["messages"] == []
        return answer["value"]

    return call


def test_it_runs_there_and_goes_on(ask: Ask, tmp_path: Path) -> None:
    picture = tmp_path / "shot.png"
    shown = """document.querySelector('.is-front .picture').naturalWidth === 16 &&
        getComputedStyle(document.querySelector('.is-front')).opacity === '1'"""
    assert ask("playlist=broken&today=2023-06-04T10:00", shown, str(picture), "960", "540") is True
    with Image.open(picture) as image:
        pixels = np.asarray(image.convert("RGB")).reshape(-1, 3)
    green = (pixels == (0, 0x60, 0x30)).all(axis=1).mean()
    assert green > 0.8


def test_cards_and_ticker_are_drawn_there(ask: Ask, tmp_path: Path) -> None:
    picture = tmp_path / "shot.png"
    ready = "performance.now() > 2500 && document.querySelector('.is-front .numeral b').textContent"
    assert ask("playlist=all&today=2023-06-04T10:00", ready, str(picture), "960", "540") == "12"
    with Image.open(picture) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    house, sky = pixels[400, 700], pixels[20, 480]
    assert abs(house - (0xFF, 0xF6, 0xE6)).max() < 4
    assert sky[0] > 190
    assert max(sky[1], sky[2]) < 40
    moved = "getComputedStyle(document.querySelector('.ticker')).transform.split(',')[4] < -60"
    assert ask("playlist=all", moved) is True


def test_a_video_it_cannot_decode_is_skipped(ask: Ask) -> None:
    rows = ask("playlist=broken&today=2023-06-04T10:00", "Player.loops > 1 && Player.plays()")
    assert "broken" in rows
    assert "跳过" in rows


def test_the_package_for_xibo_plays_there_from_a_disk(ask: Ask, tmp_path_factory: pytest.TempPathFactory) -> None:
    project, folder = shared(tmp_path_factory)[0], tmp_path_factory.mktemp("包")
    source = Source(project, read_campaign(project), Choice(1), Store(project.cache))
    package = player_package(source)["播放器.htz"]
    assert isinstance(package, bytes)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(folder)
    picture = "document.querySelector('.is-front .picture').naturalWidth"  # the second item: the first is a card
    font = "document.fonts.check('900 20px \"Screen Sans\"', '安')"
    assert ask("playlist=all", f"{font} && {picture}", page=folder / "index.html") == 1920


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_no_script_is_written_in_later_syntax(path: Path) -> None:
    code = re.sub(
        r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|/(?:\\.|[^/\\\n])+/[gi]*(?=[.,)])",
        "",
        path.read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert [word for word in LATER if word in code] == []


def test_every_declaration_of_the_style_sheet_is_understood_there(ask: Ask) -> None:
    text = re.sub(r"/\*.*?\*/", "", (FOLDER / "player.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"([\w-]+)\s*:\s*([^;{}]+);", text)
    rows = sorted({(name, value.strip()) for name, value in found if not name.startswith("--")})
    assert len(rows) > 150
    plain = [[name, re.sub(r"\s*!important", "", value)] for name, value in rows]
    unknown = ask(
        "", f"JSON.stringify({json.dumps(plain)}.filter(function (r) {{ return !CSS.supports(r[0], r[1]); }}))"
    )
    assert json.loads(unknown) == []


def test_every_script_of_the_player_was_read_there(ask: Ask) -> None:
    names = ask("", "Object.keys(Player).join(' ')")
    for name in ("open", "record", "fillCard", "setTicker", "keepGoing", "hint"):
        assert name in names.split()
