"""Zips for screens: what is in them, that two are the same bytes, and what their page of instructions says."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run
from kits import rows
from PIL import Image
from pypdf import PdfReader
from topics import STEPS

from campaign.bundles.pack import write_zip
from campaign.bundles.table import BUNDLES
from campaign.cli import parser
from campaign.compose.guide import BODY, BOTTOM, compose_guide
from campaign.content.read import read_campaign
from campaign.project import Project
from campaign.store import temporary

LOBBY = "---\ntitle: 大厅\nplaylist:\n  items:\n    - slides: 全部知识\n    - slides: 全部标语\n---\n"


def contents(path: Path) -> dict[str, bytes]:
    """Every member, checked."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_the_single_colour_zip_has_bitmaps_by_height_lists_and_a_page(project: Project, run: Run) -> None:
    result = run("bundle", "led-mono")
    assert result.code == 0, result.err
    path = project.bundles / "LED单色.zip"
    assert str(path) in result.out
    files = contents(path)
    assert {name.split("/")[1] for name in files} == {"高16", "高32", "文字", "使用说明.pdf", "使用说明.txt"}
    for name, data in files.items():
        if name.endswith(".bmp"):
            with Image.open(io.BytesIO(data)) as image:
                assert image.height == int(name.split("/")[1].removeprefix("高"))
    text = files["LED单色/使用说明.txt"].decode("utf-8-sig")
    for words in ("LedshowTW", "向左连移", "1. ", "发送"):
        assert words in text
    assert files["LED单色/文字/滚动标语-GB18030.txt"].decode("gb18030").startswith("人人讲安全")


def test_what_is_in_a_zip_is_what_the_kit_has(project: Project, run: Run, tmp_path: Path) -> None:
    run("bundle", "led-mono")
    run("kit", "--only", "mono", "--out", tmp_path / "kit")
    packed = {hashlib.sha256(data).hexdigest() for data in contents(project.bundles / "LED单色.zip").values()}
    assert {row["sha256"] for row in rows(tmp_path / "kit")} <= packed


def test_two_zips_of_the_same_content_are_the_same_bytes(project: Project, run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("bundle", "led-mono", "--no-cache", "--out", tmp_path / name).code == 0
    assert (tmp_path / "a" / "LED单色.zip").read_bytes() == (tmp_path / "b" / "LED单色.zip").read_bytes()


def test_no_cache_heals_what_a_bad_disk_changed(project: Project, run: Run, tmp_path: Path) -> None:
    """Objects of the same size that hold other bytes are seen by a run that makes everything anew, here too."""
    run("bundle", "led-mono", "--out", tmp_path / "a")
    for path in [path for path in (project.cache / "objects").rglob("*") if path.is_file()]:
        path.write_bytes(bytes(path.stat().st_size))
    assert run("bundle", "led-mono", "--no-cache", "--out", tmp_path / "b").code == 0
    assert (tmp_path / "a" / "LED单色.zip").read_bytes() == (tmp_path / "b" / "LED单色.zip").read_bytes()


def test_names_are_utf8_and_times_fixed(project: Project, run: Run) -> None:
    run("bundle", "led-mono")
    with zipfile.ZipFile(project.bundles / "LED单色.zip") as archive:
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.flag_bits & 0x800, info.filename


def test_a_television_plays_in_the_order_of_names(project: Project, run: Run) -> None:
    assert run("bundle", "tv", "--format", "192x108px").code == 0
    files = contents(project.bundles / "电视U盘.zip")
    videos = sorted(name.split("/")[2] for name in files if "/视频/" in name)
    assert [re.match(r"\d\d-主题短片-60秒|\d\d-全部画面循环", name) is not None for name in videos] == [True, True]
    pictures = sorted(name.split("/")[2] for name in files if "/图片/" in name)
    assert [name[:3] for name in pictures] == ["01-", "02-", "03-"]
    assert "人人讲安全" in pictures[0]
    for name, data in files.items():
        if name.endswith(".jpg"):
            with Image.open(io.BytesIO(data)) as image:
                assert {layer[1:3] for layer in getattr(image, "layer", ())} == {(1, 1)}  # chroma as fine as luma


def test_an_unknown_name_is_exit_code_two_and_names_the_others(project: Project, run: Run) -> None:
    result = run("bundle", "nosuch")
    assert result.code == 2
    assert "led-mono（LED单色）" in result.err
    assert not project.build.exists()


@pytest.mark.parametrize("names", [(), ("wechat",), ("led-mono", "xibo")])
def test_sizes_are_only_for_zips_that_come_in_sizes(project: Project, run: Run, names: tuple[str, ...]) -> None:
    result = run("bundle", *names, "--format", "480x48px")
    assert result.code == 2
    assert "尺寸是固定的" in result.err
    assert "led-mono、led-dual、led-colour、tv" in result.err
    assert not project.build.exists()


def test_what_a_run_that_was_killed_left_of_a_zip_is_removed(project: Project, run: Run) -> None:
    run("bundle", "led-mono")
    scrap = project.bundles / f"{temporary(project.bundles / 'LED单色.zip')}abc"
    scrap.write_bytes(b"half")
    run("bundle", "led-mono")
    assert [path.name for path in project.bundles.iterdir()] == ["LED单色.zip"]


def test_a_zip_that_cannot_be_finished_leaves_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, {"a.txt": b"first"})
    before = path.read_bytes()
    with pytest.raises(FileNotFoundError):
        write_zip(path, {"a.txt": b"second", "b.mp4": tmp_path / "nosuch"})
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.zip"]


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    return dict(read_campaign(Project(REPOSITORY)).facts.words)


@pytest.mark.parametrize("name", BUNDLES)
def test_every_page_of_instructions_fits_and_keeps_its_words(name: str, words: dict[str, str]) -> None:
    guide = BUNDLES[name].guide
    sheet = compose_guide(guide.title, guide.lead, guide.holds, guide.steps, guide.notes, words)
    text = "".join(run.text for run in sheet.runs())
    for said in (guide.title, guide.lead, *guide.steps, *guide.notes):
        assert re.sub(r"\s", "", said) in re.sub(r"\s", "", text)
    u = min(sheet.width, sheet.height) / 100
    body = [run for run in sheet.runs() if "NotoSansSC-500" in run.face and run.size < BODY * u]
    assert max(run.baseline for run in body if run.baseline < 135 * u) <= (BOTTOM + 1) * u
    assert all(x + run.size <= sheet.width - 4 * u for run in sheet.runs() for x in run.xs)
    for one, other in itertools.pairwise(sheet.runs()):
        if one.baseline == other.baseline:  # a name and what is said of it, a number and its step
            assert one.xs[-1] < other.xs[0], (one.text, other.text)


def test_the_commands_in_the_instructions_exist() -> None:
    for bundle in BUNDLES.values():
        for note in bundle.guide.notes:
            for found in re.findall(r"campaign ((?:bundle|kit) [\w\s.-]+?)(?=[（。生])", note):
                parser(found.split()).parse_args(found.split())


def test_the_page_is_one_sheet_with_text_that_can_be_searched(project: Project, run: Run) -> None:
    run("bundle", "led-mono")
    pdf = PdfReader(io.BytesIO(contents(project.bundles / "LED单色.zip")["LED单色/使用说明.pdf"]))
    assert len(pdf.pages) == 1
    assert "单色LED屏使用说明" in pdf.pages[0].extract_text().replace("\n", "")


def test_the_players_package_opens_by_itself_and_lacks_nothing(project: Project, run: Run, tmp_path: Path) -> None:
    result = run("bundle", "xibo")
    assert result.code == 0, result.err
    package = contents(project.bundles / "Xibo.zip")["Xibo/播放器.htz"]
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    assert "index.html" in files
    page = files["index.html"].decode()
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert loaded
    assert not [name for name in loaded if name not in files]
    style = files["web/tokens.css"].decode()
    assert not [name for name in re.findall(r'url\("([^"]+)"\)', style) if f"web/{name}" not in files]
    data = json.loads(files["playlists.js"].decode().removeprefix("window.SCREEN = ").rstrip(";\n"))
    shown = {name for row in data["playlists"] for item in row["items"] for name in item.get("files", {}).values()}
    assert shown
    assert shown <= files.keys()
    assert all(name.isascii() for name in files)
    assert data["worker"] is False


def test_the_asset_list_has_the_fields_of_the_interface_and_its_files(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for site, start in (("", "素材/"), ("https://example.org/a/", "https://example.org/a/kit/")):
        monkeypatch.setenv("SITE_URL", site)
        result = run("bundle", "anthias")
        assert result.code == 0, result.err
        files = contents(project.bundles / "Anthias.zip")
        assets = json.loads(files["Anthias/anthias-assets.json"])
        assert [row["mimetype"] for row in assets] == ["video", "image", "image", "image"]
        assert [row["play_order"] for row in assets] == [0, 1, 2, 3]
        for row in assets:
            assert row["uri"].startswith(start)
            assert row["duration"] == (0 if row["mimetype"] == "video" else 10)  # the interface refuses others
            assert row["start_date"] < row["end_date"]
            assert site or f"Anthias/{row['uri']}" in files
        assert len([name for name in files if name.startswith("Anthias/素材/")]) == 4


def test_every_picture_that_a_post_names_is_in_the_zip(project: Project, run: Run) -> None:
    page = project.docs / "knowledge" / "extinguisher.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(STEPS, encoding="utf-8")
    result = run("bundle", "wechat")
    assert result.code == 0, result.err
    files = contents(project.bundles / "微信.zip")
    pictures = {Path(name).stem for name in files if not name.endswith(".txt")}
    text = files["微信/文案/灭火器使用四步.txt"].decode("utf-8-sig")
    named = re.findall(r"灭火器使用四步-[\w×]+", text)
    assert len(named) == 4
    assert [name for name in named if name not in pictures] == []


def test_a_scroll_that_is_hard_to_read_is_told_here_too(project: Project, run: Run) -> None:
    result = run("bundle", "led-colour", "--format", "96x12px")
    assert result.code == 0, result.err
    assert "不在易读的 2—4 字之间" in result.out


def test_scrolls_run_at_the_speed_asked_for(project: Project, run: Run) -> None:
    usual, fast = (run("bundle", "led-colour", "--format", "256x32px", *more) for more in ((), ("--speed", "6")))
    assert usual.code == fast.code == 0, usual.err + fast.err
    assert "滚动" not in usual.out
    (told,) = {float(found) for found in re.findall(r"每秒 ([\d.]+) 字", fast.out)}
    assert told > 4
    near = run("kit", "--only", "video", "--format", "320x16px", "--slogan", "演练", "--speed", "1")
    assert "要的是 1 字；每帧走整像素，这是最接近的" in near.out, near.out + near.err
    refused = run("bundle", "led-colour", "--speed", "0")
    assert refused.code == 2
    assert "--speed 是每秒滚过的字数" in refused.err


def test_a_page_without_an_upright_slide_is_its_card_on_an_upright_screen(project: Project, run: Run) -> None:
    for folder, name, text in (("knowledge", "extinguisher.md", STEPS), ("screens", "a.md", LOBBY)):
        (project.docs / folder).mkdir(exist_ok=True)
        (project.docs / folder / name).write_text(text, encoding="utf-8")
    result = run("bundle", "xibo")
    assert result.code == 0, result.err
    package = contents(project.bundles / "Xibo.zip")["Xibo/播放器.htz"]
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        data = json.loads(archive.read("playlists.js").decode().removeprefix("window.SCREEN = ").rstrip(";\n"))
        page, *slogans = data["playlists"][0]["items"]
        sizes = {}
        for shape, name in page["files"].items():
            with Image.open(io.BytesIO(archive.read(name))) as image:
                sizes[shape] = image.size
    assert sizes == {"landscape": (1920, 1080), "portrait": (1080, 1440)}
    assert [sorted(item["files"]) for item in slogans] == [["landscape"]] * 3  # the player sets slogans itself
    assert all("headline" in item for item in slogans)
