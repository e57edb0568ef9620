"""Slide programmes decoded again: length, fades, sound, key frames, level, colours; and a long encode cut short."""

from __future__ import annotations

import functools
import io
import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.frame import PictureType
from conftest import Run, edit
from kits import rows

from campaign.compose.programme import FADE, FPS, LEAST, MOST, reading_length, whole_length
from campaign.display import Colour, FillRect, Sheet, TextRun
from campaign.errors import UsageError
from campaign.playlist import Programme
from campaign.project import Project
from campaign.units import Rect
from campaign.video import check_codecs, write_programme

SIZE = (192, 108)
COLOURS: tuple[Colour, ...] = ((255, 0, 0), (0, 105, 63), (255, 255, 255))


def slide(fill: Colour) -> Sheet:
    return Sheet(float(SIZE[0]), float(SIZE[1]), 0.0, (FillRect(Rect(0, 0, *SIZE), fill),), "t")


PROGRAMME = Programme(tuple(map(slide, COLOURS)), (40, 50, 60), 15, 30)


@functools.cache
def encoded() -> bytes:
    return write_programme(PROGRAMME)


@functools.cache
def frames() -> list[Any]:
    with av.open(io.BytesIO(encoded()), "r") as container:
        return list(container.decode(video=0))


def planes(frame: Any) -> tuple[float, float, float]:
    """The middle of each plane."""
    values = [
        np.frombuffer(p, np.uint8).reshape(p.height, p.line_size)[p.height // 2, p.width // 2] for p in frame.planes
    ]
    return float(values[0]), float(values[1]), float(values[2])


def rgb(frame: Any) -> npt.NDArray[np.float64]:
    y, cb, cr = planes(frame)
    light, blue, red = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    r, b = light + 1.5748 * red, light + 1.8556 * blue
    return 255 * np.array([r, (light - 0.2126 * r - 0.0722 * b) / 0.7152, b])


def test_it_is_what_televisions_play() -> None:
    with av.open(io.BytesIO(encoded()), "r") as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.profile, video.pix_fmt, video.frames) == ("Main", "yuv420p", 150)
        assert video.average_rate == video.base_rate == 30
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48000, 2)
        assert video.start_time == sound.start_time == 0
        assert (sound.duration or 0) * float(sound.time_base or 0) == pytest.approx(5.0, abs=0.05)
        samples = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
        assert not samples.any()
    data = encoded()
    assert b"elst" not in data
    assert data.index(b"moov") < data.index(b"mdat")
    assert [round(frame.time * 30) for frame in frames()] == list(range(150))


def level(size: tuple[int, int], count: int, data: bytes | None = None) -> int:
    """The level that a file states (ten times; ISO/IEC 14496-15, AVCDecoderConfigurationRecord)."""
    data = data or write_programme(Programme((Sheet(float(size[0]), float(size[1]), 0.0, (), "t"),), (count,), 15, 30))
    return data[data.index(b"avcC") + 7]


def test_full_hd_stays_at_a_level_that_every_set_top_box_decodes() -> None:
    assert level((1920, 1080), 4) <= 41
    assert level((1080, 1920), 4) <= 41


def test_every_slide_starts_a_closed_group_and_no_frame_waits_for_a_later_one() -> None:
    assert [index for index, frame in enumerate(frames()) if frame.key_frame] == [0, 40, 90]
    assert {PictureType(frame.pict_type).name for frame in frames()} == {"I", "P"}
    with av.open(io.BytesIO(encoded()), "r") as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert all(packet.pts == packet.dts for packet in packets)


def test_slides_stand_in_their_own_colours() -> None:
    for start, colour in zip((0, 40, 90), COLOURS, strict=True):
        for index in (start, start + 12, start + 24):
            assert rgb(frames()[index]) == pytest.approx(np.array(colour, float), abs=3)


def test_fades_go_evenly_from_slide_to_slide_and_from_the_last_to_the_first() -> None:
    for first, following, end in ((0, 1, 40), (1, 2, 90), (2, 0, 150)):
        run = np.array([planes(frame) for frame in frames()[end - 15 : end]])
        one, other = (np.array(planes(frames()[(0, 40, 90)[index]])) for index in (first, following))
        shares = (2 * np.arange(15)[:, None] + 1) / 30
        assert run == pytest.approx(one + (other - one) * shares, abs=4)


def test_the_loop_jumps_no_more_than_a_step_of_a_fade() -> None:
    lumas = [planes(frame)[0] for frame in frames()]
    steps = [abs(a - b) for a, b in itertools.pairwise(lumas)]
    assert abs(lumas[-1] - lumas[0]) <= max(steps) + 1


def test_one_slide_alone_stands_still() -> None:
    data = write_programme(Programme((slide((255, 0, 0)),), (20,), 15, 30))
    with av.open(io.BytesIO(data), "r") as container:
        assert len({planes(frame)[0] for frame in container.decode(video=0)}) == 1


def test_two_writes_are_the_same_bytes() -> None:
    assert write_programme(PROGRAMME) == encoded()


@pytest.mark.parametrize("count", [1, 3, 4, 7, 12])
def test_a_set_length_is_kept_to_the_frame(count: int) -> None:
    made = whole_length([slide(COLOURS[0])] * count, 15)
    assert sum(made.frames) == 15 * FPS
    assert max(made.frames) - min(made.frames) <= 1
    assert made.fade == FADE == FPS / 2


def test_without_one_every_slide_stands_as_long_as_it_takes_to_read() -> None:
    sheets = [
        Sheet(100.0, 100.0, 0.0, (TextRun("NotoSansSC-700", 1, "字" * n, (0.0,) * n, 0, COLOURS[0]),), "t")
        for n in (3, 40, 400)
    ]
    assert [count / FPS for count in reading_length(sheets).frames] == [LEAST, 5, MOST]


def test_a_missing_codec_is_told_before_any_work() -> None:
    check_codecs()
    with pytest.raises(UsageError, match=r"没有 nosuchcodec 编码器.*pip install"):
        check_codecs(("libx264", "nosuchcodec"))


def test_films_are_made_on_request_in_both_directions(project: Project, run: Run, tmp_path: Path) -> None:
    asked = run("kit", "--only", "film-15", "--format", "192x108px", "108x192px", "--out", tmp_path / "o")
    assert asked.code == 0, asked.err
    assert [(row["path"], row["duration_s"]) for row in rows(tmp_path / "o")] == [
        ("视频/主题短片-15秒-192x108.mp4", 15.0),
        ("视频/主题短片-15秒-108x192.mp4", 15.0),
    ]
    odd = run("kit", "--only", "film-60", "--format", "191x108px")
    assert odd.code == 2
    assert "宽和高都要是偶数；改成 192x108px" in odd.err


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_long_encode_that_is_cancelled_leaves_no_half_file(project: Project, tmp_path: Path, workers: str) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    slogans = project.docs / "slogans.md"
    edit(slogans, "少一分慌张", "少一分慌张 {.screen}")
    sizes = ("--format", "512x128px", "640x128px", "768x128px")
    command = [sys.executable, "-m", "campaign.cli", "-C", str(project.root), "kit", "--only", "video", *sizes]
    with subprocess.Popen(
        [*command, "--jobs", workers, "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(scratch)},
        start_new_session=True,
    ) as job:
        assert job.stderr is not None
        while "视频" not in (line := job.stderr.readline()):
            assert line, "it ended before it told how far the video is"
        os.killpg(job.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        told = job.stderr.read()
        assert job.wait(60) == 130
    assert "已取消" in told
    assert "Traceback" not in told
    assert not out.exists()
    assert list(scratch.iterdir()) == []
    assert [path.name for path in project.cache.rglob(".~*")] == []
    whole = [path for path in (project.cache / "objects").rglob("*") if path.is_file()]
    for path in whole:  # what finished before the signal is whole
        assert path.read_bytes()[4:8] == b"ftyp"
