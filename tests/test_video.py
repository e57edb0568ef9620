"""Scrolling videos decoded again: size, rate, key frames, colours, motion by whole pixels, and the seam."""

from __future__ import annotations

import functools
import io
import itertools
import math
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.frame import PictureType

from campaign.compose.brief import PRINTED, Brief
from campaign.compose.scroll import compose_scroll
from campaign.content.facts import Facts
from campaign.display import Colour, FillRect, Item, Polygon, Sheet
from campaign.errors import Span
from campaign.formats import Panel, formats
from campaign.playlist import AT_LEAST, RATES, SPEED, STEPS, Scroll, pace, period, scroll
from campaign.units import Rect
from campaign.video import planes, window, write_scroll

Plane = npt.NDArray[np.uint8]
WIDTH, HEIGHT, STEP, FPS, LENGTH = 96, 32, 2, 25, 240
RED, WHITE, BLACK = (255, 0, 0), (255, 255, 255), (0, 0, 0)
PANEL = Panel("test", "96×32", "LED屏", (WIDTH, HEIGHT), 10)


def strip(length: int = LENGTH, fill: Colour = BLACK) -> Sheet:
    """Boxes and a slope, different everywhere, so that every offset looks different."""
    items: list[Item] = [FillRect(Rect(0, 0, length, HEIGHT), fill)]
    if fill == BLACK:
        for index in range(length // 20):
            items.append(FillRect(Rect(index * 20 + 3, 4 + index % 5 * 3, 5 + index % 7, 12), (255, 210, 60)))
        items.append(Polygon(((40, 30), (90, 2), (96, 2), (46, 30)), WHITE))
    return Sheet(float(length), float(HEIGHT), 0.0, tuple(items), "test")


@functools.cache
def encoded(loops: int = 1, fill: Colour = BLACK) -> bytes:
    return write_scroll(Scroll(strip(fill=fill), PANEL, STEP, FPS, loops, 20))


@functools.cache
def frames(loops: int = 1, fill: Colour = BLACK) -> list[Any]:
    with av.open(io.BytesIO(encoded(loops, fill)), "r") as container:
        return list(container.decode(video=0))


def luma(frame: Any) -> Plane:
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width].copy()


def middle_rgb(frame: Any) -> tuple[float, float, float]:
    """The middle pixel from limited-range BT.709, by the recommendation's own formula."""
    y, cb, cr = (
        np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[plane.height // 2, plane.width // 2]
        for plane in frame.planes
    )
    light, blue, red = (float(y) - 16) / 219, (float(cb) - 128) / 224, (float(cr) - 128) / 224
    r, b = light + 1.5748 * red, light + 1.8556 * blue
    return 255 * r, 255 * (light - 0.2126 * r - 0.0722 * b) / 0.7152, 255 * b


def psnr(one: Plane, other: Plane) -> float:
    error = float(np.mean((one.astype(float) - other) ** 2))
    return 10 * math.log10(255**2 / max(error, 1e-9))


def test_size_rate_and_length_are_as_planned() -> None:
    with av.open(io.BytesIO(encoded(2)), "r") as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.pix_fmt) == (WIDTH, HEIGHT, "yuv420p")
        assert float(stream.average_rate or 0) == FPS
        assert stream.frames == LENGTH // STEP * 2
        assert stream.codec_context.name == "h264"
        assert stream.profile == "Main"
        assert len(container.streams) == 1
    times = [frame.time for frame in frames(2)]
    assert times == pytest.approx([index / FPS for index in range(LENGTH // STEP * 2)])


def test_no_frame_waits_for_a_later_one() -> None:
    assert {PictureType(frame.pict_type).name for frame in frames()} == {"I", "P"}
    with av.open(io.BytesIO(encoded()), "r") as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert all(packet.pts == packet.dts for packet in packets)
        assert len(packets) == LENGTH // STEP


def test_every_second_starts_a_closed_group() -> None:
    assert [index for index, frame in enumerate(frames(2)) if frame.key_frame] == list(
        range(0, LENGTH // STEP * 2, FPS)
    )
    with av.open(io.BytesIO(encoded()), "r") as container:
        for packet in container.demux(video=0):
            if packet.size and packet.is_keyframe:
                assert 5 in unit_types(bytes(packet))  # an IDR picture: nothing before it is needed


def unit_types(packet: bytes) -> set[int]:
    """The types of a packet's NAL units, each preceded by four bytes of length."""
    types, at = set(), 0
    while at < len(packet):
        size = int.from_bytes(packet[at : at + 4], "big")
        types.add(packet[at + 4] & 31)
        at += 4 + size
    return types


def test_colours_are_tagged_as_television_colours() -> None:
    with av.open(io.BytesIO(encoded()), "r") as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)


@pytest.mark.parametrize("colour", [RED, WHITE, BLACK, (255, 210, 60)])
def test_flat_colours_come_back(colour: Colour) -> None:
    fill = colour if colour != BLACK else (0, 0, 1)
    for frame in (frames(1, fill)[0], frames(1, fill)[-1]):
        assert middle_rgb(frame) == pytest.approx(fill, abs=2)


def test_planes_are_bt709_in_limited_range() -> None:
    y, cb, cr = planes(np.array([[RED, RED], [RED, RED]], np.uint8))
    assert (int(y[0, 0]), int(cb[0, 0]), int(cr[0, 0])) == (63, 102, 240)
    y, cb, cr = planes(np.full((2, 2, 3), 255, np.uint8))
    assert (int(y[0, 0]), int(cb[0, 0]), int(cr[0, 0])) == (235, 128, 128)


def test_every_frame_is_the_strip_moved_by_whole_pixels() -> None:
    third = WIDTH // STEP
    whole = np.concatenate([luma(frames()[index * third]) for index in range(3)], axis=1)
    for index in range(2, third):
        moved, at = luma(frames()[index]), index * STEP
        scores = {shift: psnr(moved, whole[:, shift : shift + WIDTH]) for shift in range(at - 3, at + 4)}
        assert max(scores, key=lambda shift: scores[shift]) == at
        assert scores[at] > 30


@pytest.mark.parametrize("loops", [1, 3])
def test_the_seam_is_no_harder_than_any_other_step(loops: int) -> None:
    pictures = [luma(frame) for frame in frames(loops)]
    inside = [psnr(one, other) for one, other in itertools.pairwise(pictures)]
    assert min(inside) < 60  # something moves
    assert psnr(pictures[-1], pictures[0]) >= min(inside) - 1


def test_loops_repeat_the_same_pictures() -> None:
    once = LENGTH // STEP
    pictures = [luma(frame) for frame in frames(3)]
    assert min(psnr(pictures[index], pictures[index + once]) for index in range(once)) > 30


def test_the_file_starts_with_its_index_and_has_no_edit_list() -> None:
    data = encoded()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"elst" not in data


def test_two_writes_are_the_same_bytes() -> None:
    assert write_scroll(Scroll(strip(), PANEL, STEP, FPS, 1, 20)) == encoded()


def test_a_window_wraps_round_the_strips_end() -> None:
    plane = np.arange(10, dtype=np.uint8)[None, :]
    assert window(plane, 4)[0].tolist() == [*range(10), 0, 1, 2, 3]
    assert window(plane, 25).shape == (1, 35)


@pytest.mark.parametrize("size", [20, 40, 80, 100, 160])
def test_the_pace_is_whole_even_pixels_near_the_reading_speed(size: float) -> None:
    step, fps = pace(size)
    assert step in STEPS
    assert step % 2 == 0
    assert fps in RATES
    assert step * fps / size == pytest.approx(SPEED, rel=0.05)


def test_eighty_pixels_a_character_are_four_pixels_in_sixty_frames() -> None:
    assert pace(80) == (4, 60)


@pytest.mark.parametrize(("width", "step", "expected"), [(100, 4, 100), (100.1, 4, 104), (1, 24, 24)])
def test_a_period_is_whole_steps(width: float, step: int, expected: int) -> None:
    assert period(width, step) == expected


@pytest.mark.parametrize("length", [48, 240, 4000, 40000])
def test_a_scroll_lasts_a_minute_and_no_period_longer(length: int) -> None:
    job = scroll(Sheet(float(length), 32.0, 0.0, (), "t"), PANEL, (4, 60), 80)
    assert job.seconds >= AT_LEAST == 60
    assert job.loops == 1 or job.seconds - job.frames / job.fps < AT_LEAST


@pytest.mark.parametrize("name", [name for name, row in formats().items() if isinstance(row, Panel)])
def test_real_panels_get_seamless_scrolls_of_a_minute(facts: Facts, name: str) -> None:
    panel = formats()[name]
    assert isinstance(panel, Panel)
    words = {name: facts.words[name] for name in PRINTED}
    texts = ("人人讲*安全*、个个会*应急*", "有事*按铃*，有火*报警*")
    jobs = [Brief("scroll", panel, "red", text, False, words, "", Span("x.md", 1)) for text in texts]
    job = compose_scroll(jobs, panel, "滚动")
    assert job.seconds >= 60
    assert round(job.strip.width) % job.step == 0
    assert job.step % 2 == 0
    assert job.strip.width == round(job.strip.width)
    assert job.strip.height == panel.pixels[1]
    assert "".join(run.text for run in job.strip.runs()) == "人人讲安全个个会应急有事按铃有火报警"
    assert len({run.fill for run in job.strip.runs()}) == (1 if panel.pixels[1] < 24 else 2)
    assert all(0 <= x <= job.strip.width - run.size for run in job.strip.runs() for x in run.xs)
    assert all(x == round(x) for run in job.strip.runs() for x in run.xs)
