"""LED panels of any height: one-bit strips, pages, roadside signs, and the lists for card software."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from conftest import Run, edit
from hypothesis import given, settings
from hypothesis import strategies as st
from kits import rows
from PIL import Image

from campaign.bmp import write_bmp
from campaign.compose.brief import PRINTED, Brief
from campaign.compose.led import led_pages
from campaign.compose.panel import PIXELS, cut
from campaign.compose.sign import compose_road
from campaign.compose.strip import BLACK, GREEN, RED, YELLOW, compose_strip
from campaign.display import Sheet, TextRun
from campaign.errors import SourceError, Span
from campaign.fonts import face
from campaign.formats import Panel, custom, formats
from campaign.looks import led_colours, look
from campaign.plan.screens import DRIVERS
from campaign.playlist import check_video
from campaign.project import Project
from campaign.raster import paint
from campaign.texts.lists import write_list

Pixels = npt.NDArray[np.uint8]
LEVEL_1 = "".join(
    bytes((lead, trail)).decode("gb2312", errors="ignore") for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)
)
PRESETS = [row for row in formats().values() if isinstance(row, Panel)]


def panel(height: int, width: int = 512) -> Panel:
    found = custom(f"{width}x{height}px", "panel")
    assert isinstance(found, Panel)
    return found


def job(text: str, size: Panel, look_key: str = "red") -> Brief:
    words = dict.fromkeys(PRINTED, "字")
    return Brief("strip", size, look_key, text, False, words, "", Span("docs/slogans.md", 7))


def picture(sheet: Sheet) -> Pixels:
    return paint(sheet, round(sheet.width), round(sheet.height)).pixels[:, :, :3].copy()


def lit(pixels: Pixels) -> npt.NDArray[np.bool_]:
    return np.asarray(pixels.max(axis=2) > 0)


@functools.cache
def level_1_at(height: int) -> npt.NDArray[np.bool_]:
    """Every hanzi of level 1 side by side, two dark columns between them."""
    step = height + 2
    form = cut(LEVEL_1, height, one_bit=True)
    xs = tuple(float(step * index) for index in range(len(LEVEL_1)))
    run = TextRun(form.face, form.size, LEVEL_1, xs, form.baseline(height), RED, crisp=True)
    return lit(picture(Sheet(float(step * len(LEVEL_1)), float(height), 0.0, (run,), "t")))


def test_the_low_faces_have_every_hanzi_of_level_1() -> None:
    assert len(LEVEL_1) == 3755
    for name in PIXELS.values():
        assert [char for char in LEVEL_1 if not face(name).has(char)] == []


def test_words_take_the_whole_height_of_a_16_row_panel() -> None:
    rows = np.flatnonzero(level_1_at(16).any(axis=1))
    assert (rows[0], rows[-1]) == (0, 15)
    strip = lit(picture(compose_strip(job("人人讲安全，个个会应急", panel(16)), "mono", "t")))
    down = np.flatnonzero(strip.any(axis=1))
    assert down[-1] - down[0] >= 14  # these words; the face's largest take sixteen


@pytest.mark.parametrize("height", [12, 16])
def test_no_hanzi_of_level_1_has_a_blob_at_the_lowest_sizes(height: int) -> None:
    ink = level_1_at(height)
    block = ink[:-2, :-2].copy()
    for down in range(3):
        for across in range(3):
            block &= ink[down : ink.shape[0] - 2 + down, across : ink.shape[1] - 2 + across]
    assert not block.any()
    assert ink.any(axis=0).sum() > 3755 * 8  # it is text that was looked at


@pytest.mark.parametrize("height", [12, 16])
def test_no_two_hanzi_of_level_1_look_the_same_at_the_lowest_sizes(height: int) -> None:
    step = height + 2
    ink = level_1_at(height)
    glyphs = {ink[:, index * step : (index + 1) * step].tobytes() for index in range(len(LEVEL_1))}
    assert len(glyphs) == len(LEVEL_1)


@pytest.mark.parametrize("height", [12, 16, 24, 32, 48, 64, 96, 128])
@settings(max_examples=15, deadline=None)
@given(text=st.text(st.sampled_from(LEVEL_1), min_size=1, max_size=12))
def test_strips_are_exactly_as_high_as_the_panel_and_as_long_as_their_ink(height: int, text: str) -> None:
    sheet = compose_strip(job(text, panel(height)), "mono", "t")
    pixels = picture(sheet)
    assert pixels.shape[0] == height
    ink = lit(pixels)
    columns = np.flatnonzero(ink.any(axis=0))
    tip = 1 + height // 24  # the thin tip of a stroke may light no lamp
    assert columns[0] <= tip
    assert columns[-1] >= ink.shape[1] - 1 - tip
    colours = {tuple(int(v) for v in row) for row in np.unique(pixels.reshape(-1, 3), axis=0)}
    assert colours == {BLACK, RED}
    run = sheet.runs()[0]
    full = cut(text, height, one_bit=True)
    assert run.size == full.size
    assert full.above + full.below <= height


@pytest.mark.parametrize("height", [12, 16, 24, 32, 48])
def test_no_ink_is_cut_off_above_or_below(height: int) -> None:
    """The same words on a panel with room to spare show the same number of lit lamps."""
    for start in range(0, len(LEVEL_1), 40):
        text = LEVEL_1[start : start + 40]
        sheet = compose_strip(job(text, panel(height)), "mono", "t")
        tall = Sheet(sheet.width, sheet.height + 40, 0.0, tuple(sheet.items), "t")
        items = [item for item in sheet.items if isinstance(item, TextRun)]
        moved = [TextRun(i.face, i.size, i.text, i.xs, i.baseline + 20, i.fill, i.crisp) for i in items]
        tall = Sheet(sheet.width, sheet.height + 40, 0.0, tuple(moved), "t")
        assert lit(picture(sheet)).sum() == lit(picture(tall)).sum(), text


@pytest.mark.parametrize(("key", "colours"), [("red", {BLACK, RED, YELLOW}), ("safety", {BLACK, GREEN, YELLOW})])
def test_dual_colour_strips_use_the_two_lamps_and_their_sum(key: str, colours: set[Any]) -> None:
    pixels = picture(compose_strip(job("病房不*抽烟*，床边不*用火*", panel(16), key), "dual", "t"))
    assert {tuple(int(v) for v in row) for row in np.unique(pixels.reshape(-1, 3), axis=0)} == colours


def test_bitmaps_have_one_bit_for_two_colours_and_four_for_more() -> None:
    for colours, mode, bits in (([BLACK, RED], "1", 1), ([BLACK, RED, GREEN, YELLOW], "P", 4)):
        numbers = np.arange(37 * 5).reshape(5, 37) % len(colours)
        pixels = np.array(colours, np.uint8)[numbers]
        data = write_bmp(pixels)
        assert int.from_bytes(data[28:30], "little") == bits
        assert len(data) == int.from_bytes(data[2:6], "little")
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (37, 5)
            assert image.mode in {mode, "P"}
            assert np.array_equal(np.asarray(image.convert("RGB")), pixels)


def test_a_bitmap_refuses_what_no_palette_holds() -> None:
    with pytest.raises(ValueError, match="17 colours"):
        write_bmp(np.repeat(np.arange(17, dtype=np.uint8)[None, :, None], 3, axis=2))


@pytest.mark.parametrize("size", PRESETS, ids=lambda row: row.name)
def test_presets_are_modules_of_32_columns_and_the_usual_heights(size: Panel) -> None:
    assert size.pixels[0] % 32 == 0
    assert size.pixels[1] in {16, 32, 48, 64, 96, 128}


@pytest.mark.parametrize("height", [12, 16, 24, 32, 48, 64, 80, 96, 128, 192, 256])
@pytest.mark.parametrize("width", [192, 512, 1920])
def test_full_colour_pages_fill_any_panel_and_keep_their_margins(width: int, height: int) -> None:
    for sheet in led_pages(job("病房不*抽烟*，床边不*用火*", panel(height, width)), look("red"), "t"):
        pixels = picture(sheet)
        assert pixels.shape[:2] == (height, width)
        words = np.isin(pixels[:, :, 0], range(230, 256)) & (pixels[:, :, 1] > 200)
        down = np.flatnonzero(words.any(axis=1))
        assert len(down)
        safe = height // 10 if height >= 32 else 0
        assert down[0] >= safe - 1
        assert down[-1] <= height - safe
        assert not lit(pixels[:, :1]).any()


def shown(text: str, size: Panel) -> list[str]:
    """The words of each page."""
    faces = {"NotoSansSC-700", "NotoSansSC-900", "NotoSansSC-400", *PIXELS.values()}
    sheets = led_pages(job(text, size), look("red"), "t")
    return ["".join(run.text for run in sheet.runs() if run.face in faces) for sheet in sheets]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("严禁在病房走廊给电动自行车充电", ["严禁在病房走廊", "给电动自行车充电"]),
        ("安全是一切工作的前提和基础没有安全就没有患者健康", ["安全是一切工作的前提和基础", "没有安全就没有患者健康"]),
        ("快跑，严禁在病房走廊给电动自行车充电", ["快跑严禁在病房走廊", "给电动自行车充电"]),
    ],
)
def test_a_phrase_longer_than_the_panel_turns_the_page_between_words(text: str, pages: list[str]) -> None:
    assert shown(text, panel(64)) == pages


def test_a_word_longer_than_the_panel_is_refused_with_the_limit_in_characters() -> None:
    with pytest.raises(
        SourceError, match=r"docs/slogans.md:7: .*“Emergency+”比屏还宽，一屏最多 4 字（提示：缩短.*4 字"
    ):
        led_pages(job("Emergency" + "y" * 8, panel(16, 64)), look("red"), "t")


def test_a_roadside_sign_holds_still_and_no_more_than_a_driver_reads() -> None:
    size = panel(128, 512)
    sheet = compose_road(job("一二三四五六七八，九十一二三四五六", size), "t", DRIVERS)
    assert sum(len(run.text) for run in sheet.runs()) == DRIVERS == 16
    assert {run.fill for run in sheet.runs()} <= {led_colours().text, led_colours().emphasis}
    with pytest.raises(SourceError, match=r"docs/slogans.md:7: .*有 17 字，行车时读不完"):
        compose_road(job("一二三四五六七八，九十一二三四五六七", size), "t", DRIVERS)


@pytest.mark.parametrize(
    ("height", "width", "face_of"),
    [(128, 512, "NotoSansSC-700"), (64, 160, "NotoSansSC-400"), (48, 160, PIXELS[16]), (32, 160, PIXELS[12])],
)
def test_a_sign_takes_the_heaviest_face_that_its_size_allows_and_bitmaps_at_their_own(
    height: int, width: int, face_of: str
) -> None:
    runs = list(compose_road(job("一二三四五，六七八九十", panel(height, width)), "t", DRIVERS).runs())
    assert {run.face for run in runs} == {face_of}
    (size,) = {run.size for run in runs}
    assert PIXELS.get(round(size), face_of) == face_of


def test_a_sign_that_is_too_small_for_its_words_is_refused_by_their_line() -> None:
    with pytest.raises(SourceError, match=r"docs/slogans.md:7: 标语放不进 32×32 的屏"):
        compose_road(job("一二三四五，六七八九十", panel(32, 32)), "t", DRIVERS)


def test_a_character_that_the_low_face_lacks_is_named() -> None:
    with pytest.raises(SourceError, match="字库里没有“鼷”"):
        compose_strip(job("小心鼷鼠", panel(12)), "mono", "t")
    for height in (16, 32):
        compose_strip(job("小心鼷鼠", panel(height)), "mono", "t")


def test_a_panel_too_low_for_any_hanzi_is_refused() -> None:
    with pytest.raises(SourceError, match="屏太矮"):
        compose_strip(job("安全", panel(10)), "mono", "t")


def test_lists_for_cards_come_in_both_encodings_with_dos_line_ends() -> None:
    lines = ("安全第一，预防为主", "罕见字𠮷")
    assert write_list(lines, "utf-8-sig")[:3] == b"\xef\xbb\xbf"
    for encoding in ("utf-8-sig", "gb18030"):
        data = write_list(lines, encoding)
        assert data.decode(encoding).split("\r\n") == [*lines, ""]
        assert data.count(b"\n") == data.count(b"\r\n") == 2


def test_a_build_ships_bitmaps_and_lists_and_leaves_dual_colour_to_a_request(
    project: Project, run: Run, tmp_path: Path
) -> None:
    assert run("kit", "--only", "mono", "--out", tmp_path / "mono").code == 0
    made = rows(tmp_path / "mono")
    assert {row["path"].rsplit("-", 1)[1] for row in made} == {"高16.bmp", "高32.bmp"}
    for row in made:
        with Image.open(tmp_path / "mono" / row["path"]) as image:
            assert image.size == (row["width_px"], row["height_px"])
            assert row["bytes"] < 4000
    assert run("kit", "--only", "dual", "--type", "bmp", "--slogan", "抽烟", "--out", tmp_path / "dual").code == 0
    assert [row["path"] for row in rows(tmp_path / "dual")] == ["LED双色/病房不抽烟-床边不用火-高16.bmp"]


def test_any_size_of_ones_own(project: Project, run: Run, tmp_path: Path) -> None:
    result = run("kit", "--only", "led", "mono", "--format", "480x48px", "--slogan", "抽烟", "--out", tmp_path / "o")
    assert result.code == 0, result.err
    assert {row["path"] for row in rows(tmp_path / "o")} == {
        "LED屏/病房不抽烟-床边不用火-480x48.png",
        "LED单色/病房不抽烟-床边不用火-高48.bmp",
    }


@pytest.mark.parametrize(
    ("size", "words"),
    [("481x47px", "宽和高都要是偶数；改成 482x48px"), ("7680x128px", "超出播放盒普遍能解的 H.264 4.1 级")],
)
def test_an_impossible_video_is_told_before_any_work(project: Project, run: Run, size: str, words: str) -> None:
    result = run("kit", "--only", "video", "--format", size)
    assert result.code == 2
    assert words in result.err
    assert not project.kit.exists()
    assert not (project.cache / "objects").exists()


def test_a_gif_is_only_for_low_panels(run: Run) -> None:
    result = run("kit", "--only", "video", "--format", "led-1920x128", "--type", "gif")
    assert result.code == 2
    assert "GIF 只做 64 像素以下的屏" in result.err


def test_a_gif_plays_one_period_for_ever(run: Run, tmp_path: Path) -> None:
    asked = ("--only", "video", "--format", "96x16px", "--type", "gif", "--slogan", "抽烟")
    assert run("kit", *asked, "--out", tmp_path / "o").code == 0
    with Image.open(next((tmp_path / "o").rglob("*.gif"))) as image:
        assert image.info["loop"] == 0
        assert image.info["duration"] in {20, 40}
        count = getattr(image, "n_frames", 1)
        pictures = []
        for index in range(count):
            image.seek(index)
            pictures.append(np.asarray(image.convert("L")).astype(int))
    step = next(s for s in range(2, 26, 2) if np.array_equal(pictures[0][:, s:], pictures[1][:, :-s]))
    assert np.array_equal(pictures[-1][:, step:], pictures[0][:, :-step])  # the seam is a step like any other


def test_the_speed_got_is_told_when_it_is_not_easily_read(run: Run, tmp_path: Path) -> None:
    asked = ("kit", "--only", "video", "--slogan", "抽烟", "--out", tmp_path / "o", "--type", "gif")
    assert "滚动" not in run(*asked, "--format", "96x32px").out
    assert "滚动" not in run(*asked, "--format", "96x16px").out
    assert "每秒 4.2 字，不在易读的 2—4 字之间" in run(*asked, "--format", "96x12px").out
    assert "每秒 9" in run(*asked, "--format", "96x32px", "--speed", "9").out
    assert run(*asked, "--speed", "0").code == 2


def test_codes_above_the_common_level_are_refused() -> None:
    check_video(1920, 1080, 30)
    check_video(1920, 128, 60)
    for size in ((1920, 1080, 60), (4098, 64, 25)):
        with pytest.raises(Exception, match="播放盒普遍能解"):
            check_video(*size)


def test_a_slogan_kept_off_panels_has_no_strip(project: Project, run: Run, tmp_path: Path) -> None:
    edit(project.docs / "slogans.md", "床边不*用火* {.screen}", '床边不*用火* {.screen kinds="poster"}')
    run("kit", "--only", "mono", "--out", tmp_path / "o")
    assert not any("用火" in row["path"] for row in rows(tmp_path / "o"))


def test_roadside_signs_leave_out_what_is_too_long_unless_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("kit", "--only", "road", "--format", "512x128px", "--out", tmp_path / "o").code == 0
    assert {row["path"] for row in rows(tmp_path / "o")} == {
        "路侧屏/人人讲安全-个个会应急-512x128.png",
        "路侧屏/病房不抽烟-床边不用火-512x128.png",
    }
    asked = run("kit", "--only", "road", "--format", "512x128px", "--slogan", "多一次", "--out", tmp_path / "p")
    assert asked.code == 1
    assert "docs/slogans.md:10: 标语放不进LED屏（512×128）：有 20 字" in asked.err
