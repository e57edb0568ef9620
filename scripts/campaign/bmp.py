"""BMP files of few colours: 1 bit a pixel for two, 4 bits for up to sixteen, as LED cards take them."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

PER_METRE = 2835  # 72 dots an inch: cards ignore it, some dialogs want it


def write_bmp(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Palette BMP (BITMAPINFOHEADER, bottom row first) of a (height, width, 3 or 4) array of at most 16 colours.

    Black comes first, then the other colours as numbers; a 1-bit file's second colour is what is lit.
    """
    height, width = pixels.shape[:2]
    value = pixels[:, :, 0].astype(np.uint32) << 16 | pixels[:, :, 1].astype(np.uint32) << 8 | pixels[:, :, 2]
    colours, index = np.unique(value, return_inverse=True)
    if len(colours) > 16:
        raise ValueError(f"{len(colours)} colours do not fit a palette of 16")
    bits = 1 if len(colours) <= 2 else 4
    rows = _packed(index.reshape(height, width).astype(np.uint8), bits)
    palette = b"".join(struct.pack("<I", int(colour)) for colour in colours).ljust(4 << bits, b"\0")
    start = 14 + 40 + len(palette)
    head = struct.pack("<2sIHHI", b"BM", start + rows.nbytes, 0, 0, start)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 0, rows.nbytes, PER_METRE, PER_METRE, 0, 0)
    return head + info + palette + rows[::-1].tobytes()


def _packed(index: npt.NDArray[np.uint8], bits: int) -> npt.NDArray[np.uint8]:
    """Palette numbers as packed rows, each padded to four bytes."""
    if bits == 1:
        rows = np.packbits(index, axis=1)
    else:
        even = np.pad(index, ((0, 0), (0, index.shape[1] % 2)))
        rows = (even[:, ::2] * 16 + even[:, 1::2]).astype(np.uint8)
    return np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))
