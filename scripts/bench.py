"""Measure the kit against its floor and peers, in one run, as ratios: `make bench`.

Every row is a median of interleaved repetitions in CPU seconds of this process (or its children), so that a noisy
machine disturbs all sides alike.
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from zlib_ng import zlib_ng

from campaign.compose.brief import brief
from campaign.compose.templates import compose
from campaign.content.read import read_campaign
from campaign.display import FillRect, Gradient, Polygon, QrModules, Sheet, TextRun
from campaign.display import Path as Outline
from campaign.fonts import FOLDER
from campaign.formats import formats
from campaign.pdf import write_pdf
from campaign.png import write_png
from campaign.project import TOOL, Project
from campaign.raster import paint

ROUNDS = 11
SITE_ROUNDS = 5


def main() -> int:
    """Print versions, then the rows."""
    packages = ("pillow", "numpy", "zlib-ng", "reportlab", "mkdocs", "mkdocs-material")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{p} {metadata.version(p)}" for p in packages))
    poster()
    site()
    return 0


def poster() -> None:
    """A3 at 300 dpi, warm, one process, another slogan every time."""
    sheets = _sheets()
    width, height = formats()["a3"].pixels
    pixels = paint(sheets[0], width, height).pixels[:, :, :3].copy()
    calls: dict[str, Callable[[int], object]] = {
        "floor: Up filter + zlib-ng 6": lambda _: _floor(pixels),
        "ours: paint + PNG": lambda i: write_png(paint(sheets[i % len(sheets)], width, height).pixels, 300),
        "ours: paint alone": lambda i: paint(sheets[i % len(sheets)], width, height),
        "plain Pillow, PNG level 6": lambda i: _plain(sheets[i % len(sheets)], width, height),
        "ours: PDF": lambda i: write_pdf((sheets[i % len(sheets)],), title="t", author="a"),
    }
    times = _interleaved(calls, ROUNDS)
    print(f"\nA3 poster, {width} x {height}, n={ROUNDS}, CPU ms: median (min-max)")
    floor = statistics.median(times["floor: Up filter + zlib-ng 6"])
    plain = statistics.median(times["plain Pillow, PNG level 6"])
    for name, values in times.items():
        middle = statistics.median(values)
        row = f"{middle * 1e3:7.1f} ({min(values) * 1e3:.0f}-{max(values) * 1e3:.0f})"
        print(f"  {name:30} {row:22} {middle / floor:5.2f} x floor  {middle / plain:5.2f} x plain Pillow")
    print("  to reach: ours: paint + PNG <= 2.50 x floor and <= 0.30 x plain Pillow")


def _sheets() -> list[Sheet]:
    campaign = read_campaign(Project(TOOL))
    chosen = campaign.slogans[:8]
    return [compose(brief(campaign, slogan, "hero", formats()["a3"], slogan.look))[0] for slogan in chosen]


def _floor(pixels: np.ndarray) -> bytes:
    """The least a PNG encoder does: filter and deflate the finished pixels."""
    height, width = pixels.shape[:2]
    rows = pixels.reshape(height, 3 * width)
    out = np.empty((height, 1 + 3 * width), np.uint8)
    out[:, 0] = 2
    out[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=out[1:, 1:])
    return bytes(zlib_ng.compress(out, 6))


def _plain(sheet: Sheet, width: int, height: int) -> bytes:
    """The same design as anyone would write it with Pillow: a new image, hard-edged shapes, Pillow's own PNG."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    k = width / sheet.width
    for item in sheet.items:
        match item:
            case Gradient(rect, top, bottom):
                for y in range(height):
                    share = (y / k - rect.y) / rect.h
                    row = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
                    draw.line((0, y, width, y), fill=row)
            case FillRect(rect, fill, radius):
                box = (rect.x * k, rect.y * k, rect.right * k - 1, rect.bottom * k - 1)
                draw.rounded_rectangle(box, radius * k, fill) if radius else draw.rectangle(box, fill)
            case Polygon(points, fill):
                draw.polygon([(x * k, y * k) for x, y in points], fill)
            case Outline(segments, fill):
                draw.polygon([(v[-2] * k, v[-1] * k) for _, v in segments if v], fill)
            case TextRun():
                font = ImageFont.truetype(FOLDER / f"{item.face}.ttf", item.size * k)
                draw.text((item.xs[0] * k, item.baseline * k), item.text, item.fill, font, anchor="ls")
            case QrModules(x, y, module, bits, fill, _):
                for r, row_bits in enumerate(bits):
                    for c, bit in enumerate(row_bits):
                        if bit == "1":
                            left, up = (x + c * module) * k, (y + r * module) * k
                            draw.rectangle((left, up, left + module * k, up + module * k), fill)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _interleaved(calls: Mapping[str, Callable[[int], object]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of every call, all of them once a round; the first round only warms up."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for index in range(rounds + 1):
        for name, call in calls.items():
            start = time.process_time()
            call(index)
            if index:
                times[name].append(time.process_time() - start)
    return times


def site() -> None:
    """A second build with nothing changed against plain MkDocs of the same pages; one edited slogan."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "campaign"
        shutil.copytree(TOOL, root, ignore=shutil.ignore_patterns(".git", ".venv", "build", "*cache*"))
        ours = [sys.executable, "-m", "campaign.cli", "-C", str(root), "build"]
        plain = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(root / "mkdocs.yml"), "-d", f"{folder}/plain"]
        start = time.perf_counter()
        _children(ours)
        first = time.perf_counter() - start
        pairs = [(_children(ours), _children(plain)) for _ in range(SITE_ROUNDS)]
        ratios = sorted(a / b for a, b in pairs)
        print(f"\nBuild of the shipped campaign, n={SITE_ROUNDS} pairs, CPU seconds of the whole process")
        print(f"  first build (wall)           {first:6.1f} s   to reach: <= 90 s on two cores")
        print(f"  nothing changed, ours        {statistics.median(a for a, _ in pairs):6.2f} s")
        print(f"  plain mkdocs build           {statistics.median(b for _, b in pairs):6.2f} s")
        print(f"  ratio                        {statistics.median(ratios):6.2f}     ({ratios[0]:.2f}-{ratios[-1]:.2f})")
        print("  to reach: <= 1.15")
        page = root / "docs" / "slogans.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(text + "\n- 改动*一条*，只画*一条*\n", encoding="utf-8")
        result = subprocess.run(ours, capture_output=True, text=True, check=True, env=_environment())
        print("  one slogan added:            " + next(line for line in result.stdout.splitlines() if "新画" in line))


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def _children(command: list[str]) -> float:
    """CPU seconds that a command and its children took."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment())
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    sys.exit(main())
