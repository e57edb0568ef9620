"""Runs in .venv-bench: makes one file with a peer for every line that comes in, and says what it took.

In: `{"peer": "typst-png", "source": path, "fonts": path, "ppi": 300}`. Out: `{"wall": s, "cpu": s, "size": bytes}`.
The first answer names the versions.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGES = ("typst", "weasyprint", "moviepy")
_compilers: dict[str, Any] = {}
_fonts: list[Any] = []


def typst(request: dict[str, Any], form: str) -> int:
    """Typst keeps its fonts, and what it has seen before, from file to file."""
    module = importlib.import_module("typst")
    if "typst" not in _compilers:
        _compilers["typst"] = module.Compiler(font_paths=[request["fonts"]], ignore_system_fonts=True)
    source = Path(request["source"]).read_bytes()
    return len(_compilers["typst"].compile(input=source, format=form, ppi=float(request["ppi"])))


def weasyprint(request: dict[str, Any]) -> bytes:
    """WeasyPrint, its font configuration kept."""
    module = importlib.import_module("weasyprint")
    if not _fonts:
        _fonts.append(importlib.import_module("weasyprint.text.fonts").FontConfiguration())
    made = module.HTML(filename=request["source"]).write_pdf(font_config=_fonts[0])
    return bytes(made)


def pixels(request: dict[str, Any]) -> int:
    """WeasyPrint makes no pictures: its PDF through pdftoppm."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "page.pdf"
        pdf.write_bytes(weasyprint(request))
        command = ["pdftoppm", "-png", "-r", str(request["ppi"]), "-singlefile", str(pdf), f"{folder}/page"]
        subprocess.run(command, check=True)
        return (Path(folder) / "page.png").stat().st_size


def ffmpeg(request: dict[str, Any], width: int, height: int) -> subprocess.Popen[bytes]:
    """An x264 with our settings that takes RGB frames on its standard input."""
    command = [importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe(), "-y", "-loglevel", "error"]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(request["fps"]), "-i", "-"]
    command += ["-vf", "scale=out_color_matrix=bt709", "-pix_fmt", "yuv420p", "-c:v", "libx264", *request["x264"]]
    return subprocess.Popen([*command, "-movflags", "+faststart", request["out"]], stdin=subprocess.PIPE)


def pillow_scroll(request: dict[str, Any]) -> int:
    """A window cut from one picture with Pillow for every frame, piped to ffmpeg."""
    strip = importlib.import_module("PIL.Image").open(request["source"]).convert("RGB")
    width, height = request["size"]
    with ffmpeg(request, width, height) as process:
        assert process.stdin
        for x in range(0, request["step"] * request["frames"], request["step"]):
            process.stdin.write(strip.crop((x, 0, x + width, height)).tobytes())
    return Path(request["out"]).stat().st_size


def pillow_slides(request: dict[str, Any]) -> int:
    """Slides blended with Pillow, every frame piped to ffmpeg."""
    image = importlib.import_module("PIL.Image")
    slides = [image.open(path).convert("RGB") for path in request["sources"]]
    with ffmpeg(request, *slides[0].size) as process:
        assert process.stdin
        for index, (slide, count) in enumerate(zip(slides, request["frames"], strict=True)):
            after, whole = slides[(index + 1) % len(slides)], slide.tobytes()
            for rest in range(count, 0, -1):
                fading = rest <= request["fade"]
                share = 1 - (2 * rest - 1) / (2 * request["fade"])
                process.stdin.write(image.blend(slide, after, share).tobytes() if fading else whole)
    return Path(request["out"]).stat().st_size


def moviepy_slides(request: dict[str, Any]) -> int:
    """The same slides with MoviePy's own cross-fades."""
    moviepy = importlib.import_module("moviepy")
    fade = request["fade"] / request["fps"]
    clips = []
    for index, (path, count) in enumerate(zip(request["sources"], request["frames"], strict=True)):
        clip = moviepy.ImageClip(path).with_duration(count / request["fps"] + (fade if index else 0))
        clips.append(clip.with_effects([moviepy.vfx.CrossFadeIn(fade)]) if index else clip)
    film = moviepy.concatenate_videoclips(clips, method="compose", padding=-fade)
    film.write_videofile(
        request["out"],
        fps=request["fps"],
        codec="libx264",
        audio=False,
        preset="veryfast",
        threads=1,
        ffmpeg_params=request["x264"],
        logger=None,
    )
    return Path(request["out"]).stat().st_size


PEERS: dict[str, Callable[[dict[str, Any]], int]] = {
    "typst-png": lambda request: typst(request, "png"),
    "typst-pdf": lambda request: typst(request, "pdf"),
    "weasyprint-pdf": lambda request: len(weasyprint(request)),
    "weasyprint-png": pixels,
    "pillow-scroll": pillow_scroll,
    "pillow-slides": pillow_slides,
    "moviepy-slides": moviepy_slides,
}


def works(name: str) -> bool:
    """Whether a peer can be loaded here: WeasyPrint needs Pango from the system."""
    try:
        importlib.import_module(name)
    except (ImportError, OSError) as error:
        print(f"({name} is left out: {str(error).splitlines()[0]})", file=sys.stderr)
        return False
    return True


def spent() -> float:
    """CPU seconds of this process and its finished children."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def main() -> None:
    """Answer until the input ends."""
    print(json.dumps({name: metadata.version(name) for name in PACKAGES if works(name)}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        wall, cpu = time.perf_counter(), spent()
        size = PEERS[request["peer"]](request)
        print(json.dumps({"wall": time.perf_counter() - wall, "cpu": spent() - cpu, "size": size}), flush=True)


if __name__ == "__main__":
    main()
