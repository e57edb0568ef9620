"""The kit folder: catalogue, names, what is painted anew, selections, and every way to go wrong."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import av
import pikepdf
import pytest
from conftest import SLOGANS, Run, edit, make_project, run_command
from kits import SIZES, rows, shas
from PIL import Image

from campaign.project import Project
from campaign.units import to_mm

LEAFLET = "多一次排查-少一分隐患-多一次演练-少一分慌张"
FIELDS = ["path", "kind", "template", "format", "look", "media_type"]
LAST_FIELDS = ["unit", "title", "source", "bytes", "sha256"]


@pytest.fixture
def project(painted: Path, tmp_path: Path) -> Project:
    """A copy of the painted project, cache included."""
    shutil.copytree(painted, tmp_path / "project")
    return Project(tmp_path / "project")


def size_on_disk(path: Path) -> tuple[float, float, float]:
    """Width, height (pixels, or millimetres of a PDF's trim) and seconds, from the file itself."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            page = pdf.pages[0].obj
            unit = float(page.get("/UserUnit", 1))
            left, low, right, high = (to_mm(float(value)) * unit for value in page.TrimBox)
        return right - left, high - low, 0.0
    if path.suffix == ".mp4":
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            return stream.width, stream.height, stream.frames / float(stream.average_rate or 1)
    with Image.open(path) as image:
        return image.width, image.height, 0.0


def test_the_catalogue_lists_every_file_as_it_is(project: Project) -> None:
    listed = rows(project.part)
    assert {row["path"]: row["sha256"] for row in listed} == {
        name: sha for name, sha in shas(project.part).items() if name != "catalogue.json"
    }
    media = {".pdf": "application/pdf", ".png": "image/png", ".mp4": "video/mp4", ".bmp": "image/bmp"}
    lines = (project.docs / "slogans.md").read_text(encoding="utf-8").splitlines()
    for row in listed:
        path = project.part / row["path"]
        width, height, seconds = size_on_disk(path)
        sizes = ["width_mm", "height_mm"] if path.suffix == ".pdf" else ["width_px", "height_px"]
        assert list(row) == [*FIELDS, *sizes, *(["duration_s"] if seconds else []), *LAST_FIELDS]
        assert (row["bytes"], row["media_type"]) == (path.stat().st_size, media[path.suffix])
        assert [row[name] for name in sizes] == pytest.approx([width, height], abs=0.1)
        assert row.get("duration_s", 0) == pytest.approx(seconds, abs=0.001)
        assert row["unit"] == "乌审旗卫生健康委员会"
        name, line = row["source"].split(":")
        assert name == "docs/slogans.md"
        assert lines[int(line) - 1].startswith("- ")


def test_every_kind_is_there_and_the_theme_comes_first_in_all_looks(project: Project) -> None:
    listed = rows(project.part)
    assert {row["kind"] for row in listed} == {
        *("poster", "card", "cover", "led", "mono", "banner", "calendar", "video")
    }
    themes = [row["title"] == "人人讲安全、个个会应急" for row in listed if row["kind"] != "video"]
    assert themes == sorted(themes, reverse=True)
    assert {row["look"] for row in listed if row["kind"] == "poster" and row["title"].startswith("人人讲")} == {
        "red",
        "safety",
        "calm",
        "warn",
    }
    assert {row["source"] for row in listed if row["title"].startswith("多一次")} == {"docs/slogans.md:10"}
    assert {row["look"] for row in listed if row["title"].startswith("多一次")} == {"calm"}


def test_a_long_slogan_turns_pages_on_a_narrow_panel(project: Project) -> None:
    names = {path.name for path in (project.part / "LED屏").iterdir()}
    assert {f"{LEAFLET}-512x64-1.png", f"{LEAFLET}-512x64-2.png"} <= names
    assert f"{LEAFLET}-512x64.png" not in names
    assert "人人讲安全-个个会应急-512x64.png" in names


def test_the_video_holds_the_slogans_marked_for_screens_only(project: Project) -> None:
    (video,) = [row for row in rows(project.part) if row["kind"] == "video"]
    assert video["path"] == "视频/标语滚动播放-512x64.mp4"
    assert video["duration_s"] >= 60


def test_a_second_run_paints_nothing_and_changes_nothing(project: Project, run: Run) -> None:
    before = shas(project.part)
    result = run("kit", *SIZES)
    assert result.code == 0
    assert f"素材  {len(before) - 1} 个文件" in result.out
    assert f"新画 0，沿用 {len(before) - 1}" in result.out
    assert shas(project.part) == before


@pytest.mark.parametrize(
    ("old", "new", "mine", "count"),
    [  # of the first, a page of the narrow panel shows the same words as before
        ("少一分慌张", "少一点慌张", ("多一次",), 6),
        ("床边不*用火*", "床边不*点火*", ("病房不", "标语滚动"), 7),
    ],
    ids=["not in the video", "in the video"],
)
def test_an_edited_slogan_is_painted_anew_and_nothing_else(
    project: Project, run: Run, old: str, new: str, mine: tuple[str, ...], count: int
) -> None:
    def split(files: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        del files["catalogue.json"]
        own = {name: sha for name, sha in files.items() if any(word in name for word in mine)}
        return own, {name: sha for name, sha in files.items() if name not in own}

    own_before, others_before = split(shas(project.part))
    edit(project.docs / "slogans.md", old, new)
    result = run("kit", *SIZES)
    own, others = split(shas(project.part))
    assert others == others_before
    assert len(others) > 10
    assert len(own) == len(own_before) == 7
    assert len(set(own.values()) - set(own_before.values())) == count
    assert f"新画 {count}，沿用 {len(others) + 7 - count}" in result.out


def test_a_line_added_above_changes_source_lines_only(project: Project, run: Run) -> None:
    before = rows(project.part)
    edit(project.docs / "slogans.md", "# 标语\n", "# 标语\n\n多了一行。\n")
    assert "新画 0，" in run("kit", *SIZES).out
    after = rows(project.part)
    assert [row | {"source": ""} for row in after] == [row | {"source": ""} for row in before]
    assert [int(row["source"].split(":")[1]) for row in after] == [
        int(row["source"].split(":")[1]) + 2 for row in before
    ]


def test_a_fact_that_no_picture_shows_paints_nothing(project: Project, run: Run) -> None:
    edit(project.config, "0477-7581827", "0477-0000000")
    assert "新画 0，" in run("kit", *SIZES).out
    edit(project.config, "name: 安全宣传咨询日", "name: 安全知识咨询日")
    assert "新画 0，" not in run("kit", *SIZES, "--only", "card").out


def test_one_worker_and_another_folder_give_the_same_bytes(project: Project, tmp_path: Path) -> None:
    other = make_project(tmp_path / "另一个 folder")
    result = run_command("-C", other.root, "kit", "--jobs", "1", *SIZES, PYTHONHASHSEED="2")
    assert result.code == 0, result.err
    assert shas(other.part) == shas(project.part)


def test_no_cache_paints_everything_anew_to_the_same_bytes(project: Project, run: Run) -> None:
    chosen = ("kit", "--only", "card", "led", "banner", "--format", "phone-1080x1440", "led-512x64", "banner-7000x700")
    run(*chosen)
    before = shas(project.part)
    assert f"新画 {len(before) - 1}，沿用 0" in run(*chosen, "--no-cache", "--jobs", "1").out
    assert shas(project.part) == before


@pytest.mark.parametrize("same_size", [True, False])
def test_a_tampered_file_is_restored_and_the_cache_is_not_poisoned(project: Project, run: Run, same_size: bool) -> None:
    before = shas(project.part)
    path = next((project.part / "手机图").iterdir())
    path.write_bytes(b"\0" * (path.stat().st_size if same_size else 10))
    assert "新画 0，" in run("kit", *SIZES).out
    assert shas(project.part) == before


def test_foreign_and_missing_files_of_the_kit_are_put_right(project: Project, run: Run) -> None:
    before = shas(project.part)
    (project.part / "海报" / "notes.txt").write_text("x")
    next((project.part / "LED屏").iterdir()).unlink()
    run("kit", *SIZES)
    assert shas(project.part) == before


def test_a_deleted_cache_object_is_painted_again(project: Project, run: Run) -> None:
    before = shas(project.part)
    row = next(row for row in rows(project.part) if row["kind"] == "card")
    (project.cache / "objects" / row["sha256"][:2] / row["sha256"][2:]).unlink()
    assert "新画 1，" in run("kit", *SIZES).out
    assert shas(project.part) == before


@pytest.mark.parametrize("damage", [b"", b"\0" * 90, b"\xff\xfe\x80"], ids=["empty", "zeros", "no text"])
def test_damaged_records_of_the_cache_are_made_anew(project: Project, run: Run, damage: bytes) -> None:
    before = shas(project.part)
    for path in [path for path in (project.cache / "records").rglob("*") if path.is_file()][::5]:
        path.write_bytes(damage)
    result = run("kit", *SIZES)
    assert result.code == 0, result.err
    assert shas(project.part) == before
    assert "新画 0，" in run("kit", *SIZES).out


def test_no_cache_heals_damaged_objects_and_what_was_made_of_them(project: Project, run: Run) -> None:
    chosen = ("kit", "--only", "card", "--format", "phone-1080x1440")
    run(*chosen)
    before = shas(project.part)
    row = next(row for row in rows(project.part) if row["kind"] == "card")
    path = project.cache / "objects" / row["sha256"][:2] / row["sha256"][2:]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    shutil.rmtree(project.part)
    run(*chosen)  # as a build does that does not look into the cache
    assert shas(project.part) != before
    assert run(*chosen, "--no-cache").code == 0
    assert shas(project.part) == before


def test_image_files_open_and_pictures_are_not_blank(project: Project) -> None:
    for row in rows(project.part):
        if row["media_type"] == "image/png":
            with Image.open(io.BytesIO((project.part / row["path"]).read_bytes())) as image:
                image.load()
                assert len(image.reduce(8).getcolors(1 << 20) or ()) > 20, row["path"]


def test_the_small_project_is_the_one_the_tests_describe() -> None:
    items = [number for number, line in enumerate(SLOGANS.splitlines(), 1) if line.startswith("- ")]
    assert items == [5, 6, 10]
