"""The tool's own tables: a slip of whoever edits them is told by file and line, never a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import edit

import campaign.assetfiles
import campaign.fonts
import campaign.formats
import campaign.looks
from campaign.errors import SourceError
from campaign.fonts import Face, Subset, font_file
from campaign.formats import formats
from campaign.looks import led_colours, look, tokens
from campaign.pdf.draw import font as pdf_font
from campaign.project import ASSETS
from campaign.raster import _font as raster_font
from campaign.webfont import write_woff2

CACHED = (tokens, look, led_colours, formats, font_file, raster_font, pdf_font)


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the tables and faces, and nothing remembered of the real ones."""
    copy = tmp_path / "assets"
    (copy / "fonts").mkdir(parents=True)
    for name in ("tokens.yml", "formats.toml", "fonts/SHA256SUMS"):
        shutil.copyfile(ASSETS / name, copy / name)
    for module in (campaign.assetfiles, campaign.formats, campaign.looks):
        monkeypatch.setattr(module, "ASSETS", copy)
    monkeypatch.setattr(campaign.assetfiles, "TOOL", tmp_path)
    monkeypatch.setattr(campaign.fonts, "FOLDER", copy / "fonts")
    for cached in CACHED:
        cached.cache_clear()
    yield copy
    for cached in CACHED:
        cached.cache_clear()


TABLES = [
    ("tokens.yml", "name: 庄重红", "name: 庄重红\n    a: [", "YAML 写法有误"),
    ("tokens.yml", 'sky0: "#CE151B"', 'sky0: "#zzzzzz"', "颜色写错了：#zzzzzz"),
    ("tokens.yml", 'sky0: "#CE151B"', 'sky0: "#CE1"', "颜色写错了：#CE1"),
    ("tokens.yml", '    sky0: "#CE151B"\n', "", "这里缺少 sky0"),
    ("tokens.yml", "looks:", "lookz:", "这里缺少 looks"),
    ("tokens.yml", 'led: {ground: "#000000", ', "led: {", "这里缺少 ground"),
    ("formats.toml", '[a3]\nlabel = "A3 竖版"', "[a3]\nlabel = ", "TOML 写法有误"),
    ("formats.toml", '[a3]\nlabel = "A3 竖版"', '[a3]\nlabell = "A3 竖版"', "尺寸 a3：labell 的名字或值不对"),
    ("formats.toml", '[a3]\nlabel = "A3 竖版"\n', "[a3]\n", "尺寸 a3：缺少 label"),
    ("formats.toml", "[a3]\n", "x = 1\n[a3]\n", "尺寸 x：缺少 label"),
    ("formats.toml", "trim_mm = [297, 420]", "trim_mm = [297]", "尺寸 a3：trim_mm 的名字或值不对"),
    ("formats.toml", "trim_mm = [297, 420]", "trim_mm = [0, 420]", "尺寸 a3：trim_mm 的名字或值不对"),
    ("formats.toml", "trim_mm = [297, 420]", "trim_mm = '297x420'", "尺寸 a3：trim_mm 的名字或值不对"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), TABLES, ids=[f"{row[0]}-{row[3]}" for row in TABLES])
def test_a_slip_in_a_table_is_told_by_its_file(assets: Path, name: str, old: str, new: str, message: str) -> None:
    edit(assets / name, old, new)
    with pytest.raises(SourceError, match=rf"^assets/{name}(:\d+)?: ") as told:
        _ = (tokens(), look("red"), led_colours(), formats())
    assert message in str(told.value)


@pytest.mark.parametrize(("name", "data"), [("tokens.yml", b""), ("tokens.yml", b"\xff"), ("formats.toml", b"\xff")])
def test_a_table_that_is_none_is_told(assets: Path, name: str, data: bytes) -> None:
    (assets / name).write_bytes(data)
    with pytest.raises(SourceError, match=rf"^assets/{name}(:1)?: "):
        _ = (look("red"), formats())


LOADERS: dict[str, Callable[[str], object]] = {
    "measured": Face,
    "painted": lambda name: raster_font(name, 12.0),
    "in PDF": pdf_font,
    "on pages": lambda name: write_woff2(Subset(name, "0")),
}


@pytest.mark.parametrize("use", LOADERS)
def test_a_face_that_is_not_the_listed_one_is_used_nowhere(assets: Path, use: str) -> None:
    name = "Barlow-500"
    data = bytearray((ASSETS / "fonts" / f"{name}.ttf").read_bytes())
    (assets / "fonts" / f"{name}.ttf").write_bytes(data)
    LOADERS[use](name)
    for cached in (font_file, raster_font, pdf_font):
        cached.cache_clear()
    data[-1] ^= 1
    (assets / "fonts" / f"{name}.ttf").write_bytes(data)
    with pytest.raises(SourceError, match=r"^assets/fonts/Barlow-500\.ttf: 字体文件与 SHA256SUMS 不符"):
        LOADERS[use](name)
