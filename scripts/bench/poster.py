"""The A3 poster at 300 dpi, warm, another slogan every time: ours against the encode floor and other programs."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, sync_playwright
from zlib_ng import zlib_ng

from bench import design
from bench.card import card
from bench.measure import Call, Sample, Target, cpu, interleaved, print_rows, print_targets, timed, tree_cpu
from bench.memory import memory
from browser import find
from campaign.compose.brief import brief
from campaign.compose.templates import compose
from campaign.content.read import read_campaign
from campaign.display import Sheet
from campaign.fonts import FOLDER
from campaign.formats import formats
from campaign.pdf.press import Imprint, write_press
from campaign.pdf.write import write_pdf
from campaign.png import write_png
from campaign.project import TOOL, Project
from campaign.raster import paint

ROUNDS = 11
DPI = 300
SITE = "https://example.org/safety/"
FLOOR, PNG, PDF, PRESS = "floor: Up filter + zlib-ng 6", "ours PNG", "ours PDF", "ours press PDF (CMYK)"
IMPRINT = Imprint("t", "a", "poster.pdf", "2023-05-31T00:00:00+08:00")
PILLOW, TYPST, CHROMIUM = "plain Pillow PNG", "Typst PNG", "Chromium PNG"
WEASYPRINT, WEASYPRINT_PDF = "WeasyPrint + pdftoppm PNG", "WeasyPrint PDF"
TARGETS: tuple[Target, ...] = (
    (PNG, FLOOR, 2.5),
    (PNG, PILLOW, 0.30),
    (PNG, TYPST, 0.55),
    (PNG, CHROMIUM, 0.25),
    (PNG, WEASYPRINT, 0.075),
    (PDF, WEASYPRINT_PDF, 0.3),
)
PEERS = {
    TYPST: ("typst-png", "typ"),
    "Typst PDF": ("typst-pdf", "typ"),
    WEASYPRINT: ("weasyprint-png", "html"),
    WEASYPRINT_PDF: ("weasyprint-pdf", "html"),
}


def poster() -> None:
    """Print the table and the targets."""
    sheets = poster_sheets()
    width, height = formats()["a3"].pixels
    pixels = paint(sheets[0], width, height).pixels[:, :, :3].copy()

    def sheet(index: int) -> Sheet:
        return sheets[index % len(sheets)]

    calls: dict[str, Call] = {
        FLOOR: timed(lambda _: _floor(pixels)),
        PNG: timed(lambda i: write_png(paint(sheet(i), width, height).pixels, DPI)),
        "ours, painting alone": timed(lambda i: paint(sheet(i), width, height)),
        PDF: timed(lambda i: write_pdf((sheet(i),), title="t", author="a")),
        PRESS: timed(lambda i: write_press((sheet(i),), IMPRINT)),
        PILLOW: timed(lambda i: design.pillow(sheet(i), width, height)),
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        design.web_fonts({run.face for page in sheets for run in page.runs()}, folder)
        for index, page in enumerate(sheets):
            (folder / f"{index}.typ").write_text(design.typst(page), encoding="utf-8")
            (folder / f"{index}.html").write_text(design.html(page, folder), encoding="utf-8")
        calls |= stack.enter_context(_peers(folder, len(sheets)))
        calls |= stack.enter_context(_chromium(folder, len(sheets)))
        samples = interleaved(calls, ROUNDS, warm=2)
    print(f"\nA3 poster, {width} x {height}, n={ROUNDS}")
    print_rows(samples, FLOOR)
    print_targets(samples, TARGETS)
    print(f"  {PDF} <= 20 ms, {PRESS} <= 35 ms: {cpu(samples[PDF]) * 1e3:.1f}, {cpu(samples[PRESS]) * 1e3:.1f}")
    memory()
    card()


def poster_sheets() -> list[Sheet]:
    """Eight slogans of the shipped campaign, all in one look: Typst keeps a gradient it has seen."""
    campaign = replace(read_campaign(Project(TOOL)), site_url=SITE)
    chosen = campaign.slogans[:8]
    return [compose(brief(campaign, slogan, "hero", formats()["a3"], "red"))[0] for slogan in chosen]


def _floor(pixels: npt.NDArray[np.uint8]) -> bytes:
    """The least a PNG encoder does: filter and deflate the finished pixels."""
    height, width = pixels.shape[:2]
    rows = pixels.reshape(height, 3 * width)
    out = np.empty((height, 1 + 3 * width), np.uint8)
    out[:, 0] = 2
    out[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=out[1:, 1:])
    return bytes(zlib_ng.compress(out, 6))


def peer_python() -> Path | None:
    """The interpreter of the peers' own environment (`make bench` makes it)."""
    found = [TOOL / ".venv-bench" / inner for inner in ("bin/python", "Scripts/python.exe")]
    return next((path for path in found if path.exists()), None)


@contextmanager
def _peers(folder: Path, count: int) -> Iterator[dict[str, Call]]:
    python = peer_python()
    if python is None:
        print("(no .venv-bench here: Typst and WeasyPrint are left out)")
        yield {}
        return
    command = [str(python), str(Path(__file__).with_name("peers.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        versions = json.loads(process.stdout.readline())
        print("peers: " + ", ".join(f"{name} {version}" for name, version in versions.items()))
        ends = process.stdin, process.stdout
        calls = {
            name: _peer(*ends, peer, folder, form, count)
            for name, (peer, form) in PEERS.items()
            if peer.split("-")[0] in versions
        }
        if shutil.which("pdftoppm") is None:
            print("(no pdftoppm here: WeasyPrint's PNG is left out)")
            calls.pop(WEASYPRINT, None)
        yield calls
        process.stdin.close()


def _peer(asked: IO[str], answers: IO[str], peer: str, folder: Path, form: str, count: int) -> Call:
    def call(index: int) -> Sample:
        source = str(folder / f"{index % count}.{form}")
        asked.write(json.dumps({"peer": peer, "source": source, "fonts": str(FOLDER), "ppi": DPI}) + "\n")
        asked.flush()
        return Sample(**json.loads(answers.readline()))

    return call


@contextmanager
def _chromium(folder: Path, count: int) -> Iterator[dict[str, Call]]:
    executable = find()
    if executable is None:
        print("(no browser here: Chromium is left out)")
        yield {}
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        print(f"Chromium {browser.version}")
        width, height = (round(side / 72 * 96) for side in formats()["a3"].size)
        scale = formats()["a3"].pixels[0] / width
        page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
        yield {CHROMIUM: _shot(page, folder, count, "png"), "Chromium PDF": _shot(page, folder, count, "pdf")}
        browser.close()


def _shot(page: Page, folder: Path, count: int, form: str) -> Call:
    def call(index: int) -> Sample:
        wall, cpu = time.perf_counter(), tree_cpu()
        page.goto((folder / f"{index % count}.html").as_uri())
        page.evaluate("document.fonts.ready")
        made = page.screenshot() if form == "png" else page.pdf(prefer_css_page_size=True, print_background=True)
        return Sample(time.perf_counter() - wall, tree_cpu() - cpu, len(made))

    return call
