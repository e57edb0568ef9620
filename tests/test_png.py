"""PNG files read back by Pillow: every pixel, the resolution, the colour space, any size."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from campaign.png import STRIP, write_png

Array = npt.NDArray[np.uint8]


def picture(width: int, height: int, depth: int, seed: int) -> Array:
    """Noise, flat parts and slopes, so that every branch of a filter is used."""
    dice = np.random.default_rng(seed)
    pixels = dice.integers(0, 256, (height, width, depth), dtype=np.uint8)
    pixels[: height // 3] = dice.integers(0, 256, depth, dtype=np.uint8)
    pixels[height // 3 : height // 2] = np.arange(width, dtype=np.uint8)[None, :, None]
    return pixels


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a file, their checksums tested."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = [], 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        found.append((kind, body))
        at += 12 + size
    return found


def decoded(data: bytes) -> Array:
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "RGB"
        return np.asarray(image)


sizes = st.one_of(st.integers(1, 9), st.integers(STRIP - 2, STRIP + 2), st.integers(2 * STRIP - 1, 2 * STRIP + 1))


@given(width=st.integers(1, 90), height=sizes, depth=st.sampled_from([3, 4]), seed=st.integers(0, 999))
@example(width=1, height=1, depth=3, seed=0)
@example(width=33, height=STRIP, depth=4, seed=1)
@example(width=33, height=STRIP + 1, depth=4, seed=1)
@example(width=33, height=STRIP - 1, depth=3, seed=1)
def test_every_pixel_comes_back(width: int, height: int, depth: int, seed: int) -> None:
    pixels = picture(width, height, depth, seed)
    assert np.array_equal(decoded(write_png(pixels)), pixels[:, :, :3])


@pytest.mark.parametrize("level", [0, 1, 9])
def test_every_pixel_comes_back_at_any_level(level: int) -> None:
    pixels = picture(70, 130, 4, 5)
    assert np.array_equal(decoded(write_png(pixels, level=level)), pixels[:, :, :3])


def test_a_slice_of_a_wider_picture_is_written_alone() -> None:
    pixels = picture(90, 100, 4, 7)[10:80, 5:60]
    assert np.array_equal(decoded(write_png(pixels)), pixels[:, :, :3])


@pytest.mark.parametrize("dpi", [72, 150, 300])
def test_the_resolution_is_recorded(dpi: int) -> None:
    with Image.open(io.BytesIO(write_png(picture(4, 4, 3, 0), dpi))) as image:
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


def test_the_colour_space_is_named_and_nothing_else_is() -> None:
    kinds = [kind for kind, _ in chunks(write_png(picture(4, 4, 3, 0), 300))]
    assert kinds == [b"IHDR", b"sRGB", b"pHYs", b"IDAT", b"IEND"]
    assert [kind for kind, _ in chunks(write_png(picture(4, 4, 3, 0)))] == [b"IHDR", b"sRGB", b"IDAT", b"IEND"]


def test_equal_pixels_give_equal_bytes() -> None:
    pixels = picture(70, 130, 4, 5)
    assert write_png(pixels, 300) == write_png(pixels.copy(), 300)


def test_flat_pictures_are_small() -> None:
    assert len(write_png(np.full((2000, 1000, 4), 200, np.uint8))) < 20_000
