"""A browser and a server for the browser tests."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import runpy
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY
from playwright.sync_api import Browser, Error, Page, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, with the headers that its `_headers` asks for, without a log."""

    def end_headers(self) -> None:
        for name, value in policy(Path(self.directory)).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is the base class's
        return


@functools.cache
def policy(folder: Path) -> dict[str, str]:
    """The headers of a published site: `_headers` names them for every path."""
    path = folder / "_headers"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return dict(line.strip().split(": ", 1) for line in lines if line.startswith("  "))


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address on loopback, until the block ends."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(10)


# A machine that tests may have no Chinese face; every reader's has, and widths are as that face makes them.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>
"""


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """CHROME_PATH, an installed Chrome, Chromium or Edge, else Playwright's own; without any, the tests fail."""
    path: str | None = runpy.run_path(str(REPOSITORY / "scripts" / "browser.py"))["find"]()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS.format(REPOSITORY / "assets" / "fonts"), encoding="utf-8")
        options: dict[str, Any] = {"args": ["--no-sandbox"] if root else []}
        options["env"] = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        try:
            browser = playwright.chromium.launch(executable_path=path, **options)
        except Error as error:
            pytest.fail(f"no usable browser ({path or 'none found'}); run python scripts/browser.py: {error.message}")
        yield browser
        browser.close()


SETTLE = 10_000  # ms; scripts hear of a new width a frame later, or much later on a busy machine
FITS = "width => innerWidth === width && document.documentElement.scrollWidth <= width"


def fits(page: Page, width: int, height: int = 900) -> bool:
    """Whether the page, once it has taken a window's new size (CSS px), has nothing beyond its sides."""
    page.set_viewport_size({"width": width, "height": height})
    try:
        page.wait_for_function(FITS, arg=width, timeout=SETTLE)
    except TookTooLong:
        return False
    return True
