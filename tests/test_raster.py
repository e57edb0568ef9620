"""The raster painter: boxes to the exact share, gradients, glyphs at their places, QR codes, repeatability."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from conftest import SITE_URL
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shapes import BLACK, WHITE, painted, shares, sheet, square_font

import campaign.raster
from campaign.compose.brief import PRINTED, Brief
from campaign.compose.templates import compose
from campaign.content.facts import Facts
from campaign.display import FillRect, Gradient, Sheet, TextRun
from campaign.errors import Span
from campaign.formats import PrintFormat, formats
from campaign.project import Project
from campaign.raster import SOLID, paint, paint_bands
from campaign.units import Rect

ART = {0: ".", 255: "#"}


@pytest.fixture
def poster(facts: Facts) -> Sheet:
    words = {name: facts.words[name] for name in PRINTED}
    job = Brief("hero", formats()["a3"], "red", "人人讲*安全*", True, words, SITE_URL, Span("docs/slogans.md", 1))
    (page,) = compose(job)
    return page


@pytest.fixture
def squares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A face of full squares, so that what is painted can be told exactly."""
    name = f"Squares-{tmp_path.name}"  # faces are kept by name: every test has its own
    square_font(tmp_path, name)
    monkeypatch.setattr(campaign.raster, "font_file", lambda face: tmp_path / f"{face}.ttf")
    return name


def art(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> list[str]:
    return ["".join(ART.get(int(value), "+") for value in row) for row in pixels[:, :, 0]]


@given(st.floats(-3, 30), st.floats(-3, 30), st.floats(0.1, 20), st.floats(0.1, 20))
def test_a_box_covers_every_pixel_by_its_exact_share(x: float, y: float, w: float, h: float) -> None:
    def share(low: float, high: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        edges = np.arange(25)
        return np.asarray(np.clip(np.minimum(edges[1:], high) - np.maximum(edges[:-1], low), 0, 1), np.float64)

    got = shares([FillRect(Rect(x, y, w, h), WHITE)], 24, 24)
    true = np.outer(share(y, y + h), share(x, x + w))
    assert np.abs(got - true).max() <= 0.042  # edges within 1/50 of a pixel of the grid are put on it


def test_a_box_between_pixels_is_blended_by_the_half_and_the_quarter() -> None:
    got = painted([FillRect(Rect(1.5, 1.25, 2, 2), WHITE)], 5, 5)[:, :, 0]
    assert got.tolist() == [
        [0, 0, 0, 0, 0],
        [0, 96, 191, 96, 0],
        [0, 128, 255, 128, 0],
        [0, 32, 64, 32, 0],
        [0, 0, 0, 0, 0],
    ]


def test_a_large_box_has_the_same_edges_as_a_small_one() -> None:
    large = Rect(10.25, 20.5, 400, 300)
    assert large.w * large.h > SOLID
    got = shares([FillRect(large, WHITE)], 450, 350)
    assert got[100, 9:12].tolist() == pytest.approx([0, 0.75, 1], abs=0.003)
    assert got[100, 409:412].tolist() == pytest.approx([1, 0.25, 0], abs=0.003)
    assert got[19:22, 100].tolist() == pytest.approx([0, 0.5, 1], abs=0.003)
    assert got[319:322, 100].tolist() == pytest.approx([1, 0.5, 0], abs=0.003)
    assert got[20, 10] == pytest.approx(0.375, abs=0.003)
    assert got.sum() == pytest.approx(400 * 300, rel=1e-4)


def test_boxes_reach_over_the_sheets_edges() -> None:
    for size in (20, 400):
        assert shares([FillRect(Rect(-5, -5, size + 10, size + 10), WHITE)], size, size).min() == 1
        assert shares([FillRect(Rect(size + 1, 0, 5, 5), WHITE)], size, size).max() == 0


@pytest.mark.parametrize(("top", "bottom"), [((206, 21, 27), (178, 13, 21)), ((0, 0, 0), (255, 255, 255))])
def test_a_gradient_runs_evenly_from_its_first_colour_to_its_last(
    top: tuple[int, int, int], bottom: tuple[int, int, int]
) -> None:
    pixels = painted([Gradient(Rect(-3, 0, 46, 900), top, bottom)], 40, 900).astype(int)
    assert (pixels == pixels[:, :1]).all()
    rows = pixels[:, 0]
    assert np.abs(rows[0] - top).max() <= 1
    assert np.abs(rows[-1] - bottom).max() <= 1
    for channel, (first, last) in enumerate(zip(top, bottom, strict=True)):
        steps = np.diff(rows[:, channel]) * (1 if last >= first else -1)
        assert set(steps.tolist()) <= {0, 1}
        assert abs(rows[450, channel] - (first + last) / 2) <= 1


def test_a_gradient_that_bleeds_shows_its_inner_part() -> None:
    rows = painted([Gradient(Rect(-10, -100, 60, 300), BLACK, (200, 200, 200))], 40, 100)[:, 0, 0]
    assert rows[0] == pytest.approx(67, abs=1)
    assert rows[-1] == pytest.approx(133, abs=1)


def test_glyphs_stand_on_their_baseline_at_their_own_places(squares: str) -> None:
    run = TextRun(squares, 3, "abc", (1, 5, 8), 5, WHITE)
    assert art(painted([run], 12, 7)) == [
        "............",
        "............",
        ".###.######.",
        ".###.######.",
        ".###.######.",
        "............",
        "............",
    ]


@pytest.mark.parametrize("part", [0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9])
def test_glyphs_are_at_most_half_a_pixel_from_their_place(squares: str, part: float) -> None:
    got = shares([TextRun(squares, 4, "a", (2 + part,), 6 + part, WHITE)], 12, 12)
    middles = np.arange(0.5, 12.5)
    assert got.sum() == pytest.approx(16, abs=0.2)
    assert (got.sum(axis=0) @ middles) / got.sum() == pytest.approx(4 + part, abs=0.5)
    assert (got.sum(axis=1) @ middles) / got.sum() == pytest.approx(4 + part, abs=0.5)


def test_a_runs_spaces_paint_nothing_and_its_colour_is_its_own(squares: str) -> None:
    run = TextRun(squares, 2, "a a", (0, 2, 4), 2, (10, 20, 30))
    pixels = painted([run], 6, 2, ground=(1, 2, 3))
    assert pixels[0].tolist() == [[10, 20, 30]] * 2 + [[1, 2, 3]] * 2 + [[10, 20, 30]] * 2


def test_glyphs_outside_the_sheet_are_cut_off(squares: str) -> None:
    run = TextRun(squares, 4, "abc", (-2, 2, 90), 3, WHITE)
    assert art(painted([run], 8, 4)) == ["######.."] * 3 + ["........"]


def test_real_glyphs_have_their_ink_where_the_font_says(poster: Sheet) -> None:
    run = max(poster.runs(), key=lambda run: run.size)
    alone = Sheet(poster.width, poster.height, 0, (FillRect(Rect(0, 0, poster.width, poster.height), BLACK), run), "")
    width = 1273
    got = paint(alone, width, round(width * poster.height / poster.width)).pixels[:, :, 0]
    rows, columns = np.nonzero(got > 32)
    scale = width / poster.width
    assert rows.max() < (run.baseline + 0.2 * run.size) * scale
    assert rows.min() > (run.baseline - 0.95 * run.size) * scale
    assert columns.min() >= (run.xs[0] - 0.01 * run.size) * scale
    assert columns.max() <= (run.xs[-1] + 1.01 * run.size) * scale


def test_the_same_sheet_gives_the_same_pixels_whatever_was_painted_before(poster: Sheet) -> None:
    first = paint(poster, 640, 905).pixels.copy()
    paint(sheet([FillRect(Rect(0, 0, 640, 905), (1, 2, 3))], 640, 905), 640, 905)
    again = paint(poster, 640, 905).pixels.copy()
    paint(sheet([], 30, 30), 30, 30)
    other = paint(poster, 640, 905).pixels
    assert first.tobytes() == again.tobytes() == other.tobytes()


@pytest.mark.parametrize("width", [1273, 2480])
def test_the_posters_code_decodes_to_the_sites_address(poster: Sheet, width: int) -> None:
    pixels = paint(poster, width, round(width * poster.height / poster.width)).pixels[:, :, :3].copy()
    found = zxingcpp.read_barcodes(pixels)
    assert [code.text for code in found] == [SITE_URL]


def test_the_background_reaches_every_edge_of_the_trim(poster: Sheet) -> None:
    marker = FillRect(Rect(0, 0, poster.width, poster.height), (0, 255, 0))
    under = Sheet(poster.width, poster.height, 0, (marker, *poster.items), "")
    pixels = paint(under, 640, 905).pixels[:, :, :3]
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert not (edge == (0, 255, 0)).all(axis=-1).any()


@pytest.mark.parametrize(("width", "rows"), [(877, 100), (1754, 365)])
def test_a_picture_painted_in_bands_is_the_picture_painted_whole(poster: Sheet, width: int, rows: int) -> None:
    height = round(width * poster.height / poster.width)
    whole = paint(poster, width, height).pixels[:, :, :3].copy()
    bands = [band[:, :, :3].copy() for band in paint_bands(poster, width, height, width * rows)]
    assert len(bands) > 5
    difference = np.abs(np.concatenate(bands).astype(int) - whole)
    assert difference.max() <= 4  # where an edge is cut, floating point rounds a share differently
    assert (difference > 0).mean() < 0.01


@pytest.mark.parametrize("size", ["board-2400x1200", "a1", "5000x3000mm"])
def test_a_large_picture_needs_less_than_600_mib(project: Project, tmp_path: Path, size: str) -> None:
    pytest.importorskip("resource")
    arguments = ["-C", str(project.root), "kit", "--only", "poster", "--slogan", "抽烟", "--format", size]
    arguments += ["--type", "png", "--jobs", "1", "--out", str(tmp_path / "out")]
    # the high-water mark of this program alone: getrusage would tell that of the process that started it
    code = f"import resource; from pathlib import Path; from campaign.cli import main; assert main({arguments}) == 0; "
    code += "status = Path('/proc/self/status'); told = status.read_text() if status.exists() else ''; "
    code += "high = [int(row.split()[1]) for row in told.splitlines() if row.startswith('VmHWM')]; "
    code += "print('peak', high[0] if high else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    scale = 1024 if sys.platform == "darwin" else 1  # KiB on Linux, bytes on a Mac
    assert int(done.stdout.split("peak")[1]) / scale < 600 * 1024
    (path,) = (tmp_path / "out" / "海报").glob("*.png")
    row = formats().get(size)
    with Image.open(path) as picture:
        assert picture.info["dpi"][0] == pytest.approx(row.dpi if isinstance(row, PrintFormat) else 50, abs=0.1)
        assert picture.width * picture.height > 20_000_000
