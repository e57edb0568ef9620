"""Videos: the scroll against x264 alone on the same frames, the slide programme against Pillow frames and MoviePy."""

from __future__ import annotations

import functools
import itertools
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from bench.measure import Call, Sample, Target, interleaved, print_rows, print_targets, timed
from bench.poster import peer_python
from campaign.compose.brief import brief
from campaign.compose.programme import FADE, FPS
from campaign.compose.scroll import compose_scroll
from campaign.compose.templates import compose
from campaign.content.read import read_campaign
from campaign.formats import Panel, formats
from campaign.playlist import Programme, Scroll
from campaign.png import write_png
from campaign.project import TOOL, Project
from campaign.raster import paint
from campaign.video import BT709, LIMITED, X264, planes, scroll_frames, window, write_programme, write_scroll

ROUNDS = 5
SLOGANS = 2  # of the scroll: so many frames that all of them can wait in memory
SLIDES, STAND = 4, 75  # slides, and frames that each is shown
CRF = "20"  # of the peers' usual recipe; their files are smaller than ours, and a second row has our quantiser
OURS = ", our qp"  # the same frames through the same encoder settings: what is left is how frames are made
FLOOR, SCROLL, CROPS = "x264 alone, frames in memory", "ours: scroll, whole file", "Pillow crops to ffmpeg"
FILM, PIPE, MOVIEPY = "ours: slides, whole file", "Pillow frames to ffmpeg", "MoviePy"
SCROLL_TARGETS: tuple[Target, ...] = ((SCROLL, FLOOR, 1.15), (SCROLL, CROPS, 0.5), (SCROLL, CROPS + OURS, 0.5))
FILM_TARGETS: tuple[Target, ...] = ((FILM, PIPE, 0.5), (FILM, PIPE + OURS, 0.5), (FILM, MOVIEPY, 0.1))
Ask = Callable[[dict[str, Any]], Sample]


def video() -> None:
    """Print both tables and the seam."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ask = stack.enter_context(_peers())
        _scroll(folder, ask)
        _slides(folder, ask)


def scroll_job() -> Scroll:
    """One period of the first slogans on the widest panel, at the default speed."""
    campaign = read_campaign(Project(TOOL))
    panel = formats()["led-1920x128"]
    assert isinstance(panel, Panel)
    jobs = [brief(campaign, slogan, "scroll", panel, "red") for slogan in campaign.slogans[:SLOGANS]]
    return replace(compose_scroll(jobs, panel, "t"), loops=1)


def _scroll(folder: Path, ask: Ask | None) -> None:
    job = scroll_job()
    width, height = job.panel.pixels
    pixels = paint(job.strip, round(job.strip.width), height).pixels[:, :, :3].copy()
    luma, cb, cr = planes(pixels)
    wide = (window(luma, width), window(cb, width // 2), window(cr, width // 2))
    frames = list(scroll_frames(job, wide))
    calls: dict[str, Call] = {
        FLOOR: timed(lambda _: _encode(frames, job)),
        SCROLL: timed(lambda _: write_scroll(job)),
    }
    if ask:
        strip = folder / "strip.png"
        copies = 1 + -(-width // pixels.shape[1])
        strip.write_bytes(write_png(np.tile(pixels, (1, copies, 1))))
        request = {"peer": "pillow-scroll", "source": str(strip), "size": [width, height], "step": job.step}
        request |= {"frames": job.frames, "fps": job.fps, "out": str(folder / "crops.mp4")}
        calls[CROPS] = lambda _: ask({**request, "x264": _usual(job.fps)})
        calls[CROPS + OURS] = lambda _: ask({**request, "x264": _options(X264, job.fps)})
    samples = interleaved(calls, ROUNDS)
    print(f"\nScroll, {width} x {height}, {job.frames} frames at {job.fps}, n={ROUNDS}")
    print_rows(samples, FLOOR)
    print_targets(samples, SCROLL_TARGETS)
    seam, worst = seam_and_worst(write_scroll(job))
    note = "" if seam >= worst - 1 else "  MISSED"
    print(f"  seam {seam:.1f} dB, worst pair inside {worst:.1f} dB  (to reach: >= worst - 1){note}")


def _encode(frames: list[av.VideoFrame], job: Scroll) -> bytes:
    """x264 with our settings and nothing else: no painting, no cutting, no file."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height = job.panel.pixels
    context.pix_fmt, context.framerate = "yuv420p", Fraction(job.fps)
    context.time_base = 1 / context.framerate
    context.options = {**X264, "g": str(job.fps)}
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = LIMITED
    made = []
    for index, frame in enumerate(frames):
        frame.pts = index
        made += [bytes(packet) for packet in context.encode(frame)]
    return b"".join([*made, *(bytes(packet) for packet in context.encode(None))])


def seam_and_worst(data: bytes) -> tuple[float, float]:
    """Luma PSNR of the last frame against the first, and of the least alike neighbours inside."""
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        file.write(data)
        file.flush()
        with av.open(file.name) as container:
            lumas = [frame.to_ndarray()[: frame.height].astype(np.int16) for frame in container.decode(video=0)]
    inside = [_psnr(one, other) for one, other in itertools.pairwise(lumas)]
    return _psnr(lumas[-1], lumas[0]), min(inside)


def _psnr(one: Any, other: Any) -> float:
    return float(10 * np.log10(255**2 / max(float(np.mean((one - other) ** 2.0)), 1e-9)))


def _slides(folder: Path, ask: Ask | None) -> None:
    campaign, size = read_campaign(Project(TOOL)), formats()["tv-1920x1080"]
    sheets = tuple(
        compose(brief(campaign, slogan, "hero", size, slogan.look))[0] for slogan in campaign.slogans[:SLIDES]
    )
    job = Programme(sheets, (STAND,) * SLIDES, FADE, FPS)
    calls: dict[str, Call] = {FILM: timed(lambda _: write_programme(job))}
    if ask:
        sources = [folder / f"{index}.png" for index in range(SLIDES)]
        for path, sheet in zip(sources, sheets, strict=True):
            path.write_bytes(write_png(paint(sheet, *size.pixels).pixels))
        request = {"sources": [str(path) for path in sources], "frames": list(job.frames), "fade": FADE, "fps": FPS}
        request |= {"peer": "pillow-slides", "x264": _usual(10 * FPS), "out": str(folder / "film.mp4")}
        calls[PIPE] = lambda _: ask(request)
        calls[PIPE + OURS] = lambda _: ask({**request, "x264": _options(X264, 10 * FPS)})
        calls[MOVIEPY] = lambda _: ask({**request, "peer": "moviepy-slides"})
    samples = interleaved(calls, ROUNDS if not ask else 3)
    print(
        f"\nSlides, 1920 x 1080, {sum(job.frames)} frames at {FPS}, {SLIDES} slides, cross-faded, "
        f"n={len(samples[FILM])}"
    )
    print_rows(samples, FILM)
    print_targets(samples, FILM_TARGETS)


def _usual(group: int) -> list[str]:
    """The usual recipe, a constant rate factor, as ffmpeg's options."""
    own = {key: value for key, value in X264.items() if key not in {"qp", "mbtree"}}
    return _options({**own, "crf": CRF}, group)


def _options(settings: dict[str, str], group: int) -> list[str]:
    pairs = {**settings, "g": str(group)}.items()
    return [word for key, value in pairs for word in (f"-{_OPTION.get(key, key)}", value)]


_OPTION = {"profile": "profile:v"}


@contextmanager
def _peers() -> Iterator[Ask | None]:
    python = peer_python()
    if python is None:
        print("(no .venv-bench here: ffmpeg and MoviePy are left out)")
        yield None
        return
    command = [str(python), str(Path(__file__).with_name("peers.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        print(f"peers: MoviePy {json.loads(process.stdout.readline()).get('moviepy')}")
        yield functools.partial(_asked, process)
        process.stdin.close()


def _asked(process: subprocess.Popen[str], request: dict[str, Any]) -> Sample:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    return Sample(**json.loads(process.stdout.readline()))
