"""Scrolling MP4s: one wide picture, its YUV planes made once, a window moving over them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from campaign.playlist import Scroll
from campaign.raster import paint

Plane = npt.NDArray[np.uint8]
# BT.709, limited range (ITU-R BT.709-6, 3): the tags below say the same, so pure red comes back as pure red.
KR, KB = 0.2126, 0.0722
BT709, LIMITED = 1, 1  # FFmpeg's AVCOL_SPC_BT709 and AVCOL_RANGE_MPEG
X264 = {"preset": "veryfast", "crf": "20", "profile": "main", "bf": "0", "sc_threshold": "0", "threads": "1"}
MUXER = {"movflags": "+faststart", "use_editlist": "0"}


def planes(rgb: npt.NDArray[np.uint8]) -> tuple[Plane, Plane, Plane]:
    """Y, Cb, Cr of a picture with even sides; chroma averaged over 2 x 2 pixels."""
    red, green, blue = (rgb[:, :, channel].astype(np.float32) / 255 for channel in range(3))
    luma = KR * red + (1 - KR - KB) * green + KB * blue
    chroma = ((blue - luma) / (2 - 2 * KB), (red - luma) / (2 - 2 * KR))
    halves = [(c[::2, ::2] + c[1::2, ::2] + c[::2, 1::2] + c[1::2, 1::2]) / 4 for c in chroma]
    cb, cr = (np.rint(128 + 224 * half).astype(np.uint8) for half in halves)
    return np.rint(16 + 219 * luma).astype(np.uint8), cb, cr


def window(plane: Plane, width: int) -> Plane:
    """A plane repeated to the right until every window of `width` that starts within it is inside."""
    copies = 1 + -(-width // plane.shape[1])
    return np.tile(plane, (1, copies))[:, : plane.shape[1] + width]


def write_scroll(job: Scroll) -> bytes:
    """The MP4 of a scroll: H.264 main, no B-frames, a key frame a second, constant rate, no edit list."""
    width, height = job.panel.pixels
    pixels = paint(job.strip, round(job.strip.width), height).pixels
    luma, cb, cr = planes(pixels)
    wide = (window(luma, width), window(cb, width // 2), window(cr, width // 2))
    with tempfile.TemporaryDirectory() as folder:  # faststart reads the file again, so memory will not do
        path = Path(folder) / "scroll.mp4"
        _encode(job, wide, path)
        return path.read_bytes()


def _encode(job: Scroll, wide: tuple[Plane, Plane, Plane], path: Path) -> None:
    with av.open(str(path), "w", format="mp4", options=MUXER) as container:
        stream = container.add_stream("libx264", rate=job.fps, options={**X264, "g": str(job.fps)})
        stream.width, stream.height = job.panel.pixels
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED
        for index, frame in enumerate(_frames(job, wide)):
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _frames(job: Scroll, wide: tuple[Plane, Plane, Plane]) -> Iterator[av.VideoFrame]:
    width, height = job.panel.pixels
    for index in range(job.frames * job.loops):
        x = index % job.frames * job.step
        frame = av.VideoFrame(width, height, "yuv420p")
        for plane, source, half in zip(frame.planes, wide, (1, 2, 2), strict=True):
            target = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
            target[:, : plane.width] = source[:, x // half : x // half + plane.width]
        yield frame
