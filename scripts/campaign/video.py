"""MP4s whose pictures are painted once: a window moving over one wide strip, or slides that fade into each other.

All blending and cutting is done on YUV planes, which costs a fraction of handing RGB frames to an encoder.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import PictureType
from PIL import Image

from campaign.errors import UsageError
from campaign.playlist import Programme, Scroll, check_video
from campaign.raster import paint

Plane = npt.NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]
Tick = Callable[[float], None]
# BT.709, limited range (ITU-R BT.709-6, 3): the tags below say the same, so pure red comes back as pure red.
KR, KB = 0.2126, 0.0722
BT709, LIMITED = 1, 1  # FFmpeg's AVCOL_SPC_BT709 and AVCOL_RANGE_MPEG
# One quantiser for all frames: flat colours and type need no rate control, which looks at every frame twice. A fifth
# less time than CRF 20 at the same size and quality (slides: PSNR of 50 dB and more). x264's macroblock tree stays off:
# with it about one file in forty came out otherwise, for it reads memory that nobody wrote.
X264 = {"preset": "veryfast", "qp": "21", "profile": "main", "bf": "0", "sc_threshold": "0", "threads": "1"}
X264 |= {"mbtree": "0"}
MUXER = {"movflags": "+faststart", "use_editlist": "0"}
CODECS = ("libx264", "aac")
SOUND_RATE, SOUND_FRAME = 48_000, 1024  # Hz; samples in a frame of AAC, and its encoder's priming
SOUND_BITS = 32_000  # a second: silence needs none, some televisions refuse a file without a sound track
LONGEST_GROUP = 10  # seconds between key frames at the most; every slide starts with one
PAINTING = 0.15  # of a programme's time, as far as progress is told
PALETTE = 64  # colours of a GIF


def planes(rgb: npt.NDArray[np.uint8]) -> Planes:
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


def check_codecs(names: tuple[str, ...] = CODECS) -> None:
    """Refuse, before any work, to make videos where PyAV lacks an encoder. Raises UsageError."""
    if missing := [name for name in names if name not in av.codecs_available]:
        hint = "重新安装：pip install --force-reinstall av"
        raise UsageError(f"这台电脑上的 PyAV 没有 {'、'.join(missing)} 编码器，做不成视频；{hint}")


def write_scroll(job: Scroll, tick: Tick | None = None) -> bytes:
    """The MP4 of a scroll: H.264 main, no B-frames, a key frame a second, constant rate, no edit list."""
    width, height = job.panel.pixels
    check_video(width, height, job.fps)
    pixels = paint(job.strip, round(job.strip.width), height).pixels
    luma, cb, cr = planes(pixels)
    wide = (window(luma, width), window(cb, width // 2), window(cr, width // 2))
    frames = _told(scroll_frames(job, wide), job.frames * job.loops, tick)
    return _mp4(frames, (width, height), job.fps, group=job.fps)


def write_programme(job: Programme, tick: Tick | None = None) -> bytes:
    """The MP4 of a slide programme: as a scroll's, with a silent sound track, a key frame where a slide starts."""
    width, height = job.pixels
    check_video(width, height, job.fps)
    shown = []
    for index, slide in enumerate(job.slides):
        if tick:
            tick(PAINTING * index / len(job.slides))
        shown.append(planes(paint(slide, width, height).pixels))
    later = functools.partial(_after_painting, tick) if tick else None
    frames = _told(_slides(job, shown), sum(job.frames), later)
    return _mp4(frames, (width, height), job.fps, group=LONGEST_GROUP * job.fps, silence=job.seconds)


def _after_painting(tick: Tick, share: float) -> None:
    tick(PAINTING + (1 - PAINTING) * share)


def _told(frames: Iterator[av.VideoFrame], total: int, tick: Tick | None) -> Iterator[av.VideoFrame]:
    """The frames as they are; `tick` hears of every hundredth of them."""
    for index, frame in enumerate(frames):
        if tick and index % max(1, total // 100) == 0:
            tick(index / total)
        yield frame


def write_gif(job: Scroll) -> bytes:
    """One period as an endless GIF; the strip is reduced to one palette once, so that no frame flickers."""
    width, height = job.panel.pixels
    pixels = paint(job.strip, round(job.strip.width), height).pixels[:, :, :3]
    wide = np.tile(pixels, (1, 2 + width // pixels.shape[1], 1))[:, : pixels.shape[1] + width]
    strip = Image.fromarray(wide).quantize(PALETTE, dither=Image.Dither.NONE)
    frames = [strip.crop((x, 0, x + width, height)) for x in range(0, job.frames * job.step, job.step)]
    buffer = io.BytesIO()
    frames[0].save(
        buffer, "GIF", save_all=True, append_images=frames[1:], duration=1000 // job.fps, loop=0, optimize=False
    )
    return buffer.getvalue()


def _mp4(
    frames: Iterator[av.VideoFrame], size: tuple[int, int], fps: int, *, group: int, silence: float = 0.0
) -> bytes:
    written = io.BytesIO()  # no temporary file: one that is killed leaves nothing behind
    # to put the index first, the muxer reads what it has written; `io_open` gives it that
    with av.open(written, "w", format="mp4", options=MUXER, io_open=lambda *_: _Reader(written)) as container:
        stream = container.add_stream("libx264", rate=fps, options={**X264, "g": str(group)})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED
        sound = container.add_stream("aac", rate=SOUND_RATE, layout="stereo") if silence else None
        if sound:
            sound.bit_rate = SOUND_BITS
            container.mux([packet for frame in _silence(silence) for packet in sound.encode(frame)])
            container.mux(sound.encode(None))
        for index, frame in enumerate(frames):
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written.getvalue()


class _Reader:
    """A second place in a file in memory, for who reads it while another writes."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file, self._place = file, 0

    def read(self, size: int) -> bytes:
        """The next bytes."""
        with self._file.getbuffer() as whole:
            data = bytes(whole[self._place : self._place + size])
        self._place += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._file.getbuffer().nbytes}[whence]
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        """Where the next read begins."""
        return self._place


def scroll_frames(job: Scroll, wide: Planes) -> Iterator[av.VideoFrame]:
    """Every frame of the file, its planes copied from the wide ones."""
    width, height = job.panel.pixels
    for index in range(job.frames * job.loops):
        x = index % job.frames * job.step
        frame = av.VideoFrame(width, height, "yuv420p")
        for plane, source, half in zip(frame.planes, wide, (1, 2, 2), strict=True):
            target = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
            target[:, : plane.width] = source[:, x // half : x // half + plane.width]
        yield frame


def _slides(job: Programme, shown: list[Planes]) -> Iterator[av.VideoFrame]:
    """Each slide stands, then fades into the next (the last into the first, for the loop)."""
    width, height = job.pixels
    for index, (slide, count) in enumerate(zip(shown, job.frames, strict=True)):
        after = shown[(index + 1) % len(shown)]
        still = _frame(width, height, slide)
        for number in range(count):
            rest = count - number  # frames of this slide still to come, this one included
            if rest <= job.fade and len(shown) > 1:
                frame = _frame(width, height, _blend(slide, after, 1 - (2 * rest - 1) / (2 * job.fade)))
            else:
                frame = still
            frame.pict_type = PictureType.I if number == 0 else PictureType.NONE
            yield frame


def _blend(one: Planes, other: Planes, share: float) -> Planes:
    """`share` of the other picture over the one, in whole 256ths."""
    weight = np.uint16(round(256 * share))
    first, second, third = (
        ((a * (np.uint16(256) - weight) + b * weight + np.uint16(128)) >> 8).astype(np.uint8)
        for a, b in zip(one, other, strict=True)
    )
    return first, second, third


def _frame(width: int, height: int, source: Planes) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, "yuv420p")
    for plane, values in zip(frame.planes, source, strict=True):
        target = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        target[:, : plane.width] = values
    return frame


def _silence(seconds: float) -> Iterator[av.AudioFrame]:
    """Frames of nothing, the first late by the encoder's priming: so the track starts at zero without an edit list."""
    for index in range(int(seconds * SOUND_RATE / SOUND_FRAME) - 1):
        frame = av.AudioFrame("fltp", "stereo", SOUND_FRAME)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = SOUND_RATE, (index + 1) * SOUND_FRAME
        yield frame
