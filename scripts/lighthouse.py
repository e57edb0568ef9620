"""Lighthouse on the built site, as a phone sees it: `make lighthouse`. Fails below 98 in any of the four.

Lighthouse comes from the npm registry (Node 18 or newer), the browser is the tests' own; the site is served from
loopback as a server should send it: compressed, with the headers of `_headers`.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import runpy
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VERSION = "12.8.2"
PAGES = ("index.html", "knowledge/extinguisher.html", "downloads.html")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
RUNS = 5  # of each page; the median counts, since a busy machine slows single runs
HOME_BYTES, FONT_BYTES = 300_000, 60_000
EXAMPLE = b'<meta name="robots" content="noindex">'  # left out: what counts is how an official site will do
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml"}


class Server(http.server.SimpleHTTPRequestHandler):
    """The folder, compressed and with its policy."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is the base class's
        return

    def do_GET(self) -> None:
        """One file, packed if it is text."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.name == "robots.txt":
            self.send_error(404)
            return
        data = path.read_bytes().replace(EXAMPLE, b"")
        packed = path.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
        data = gzip.compress(data, 6) if packed else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "public, max-age=3600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in headers(Path(self.directory)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@functools.cache
def headers(folder: Path) -> dict[str, str]:
    """What `_headers` asks for."""
    lines = (folder / "_headers").read_text(encoding="utf-8").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if line.startswith("  "))


def main() -> int:
    """Serve, measure every page, print a table."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "site"
    if not (site / "index.html").is_file():
        print(f"{site} is not built; run make site first", file=sys.stderr)
        return 2
    handler = functools.partial(Server, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        reports = {page: measure(f"http://127.0.0.1:{server.server_port}/{page}") for page in PAGES}
    finally:
        server.shutdown()
    failed = [tell(page, runs) for page, runs in reports.items()]
    failed.append(tell_weight(reports["index.html"][0]))
    return int(any(failed))


def measure(url: str) -> list[dict[str, Any]]:
    """Lighthouse's reports of one page, default settings: a mid-range phone on slow 4G."""
    browser = runpy.run_path(str(ROOT / "scripts" / "browser.py"))["find"]()
    environment = {**os.environ, **({"CHROME_PATH": browser} if browser else {})}
    reports = []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(RUNS):
            out = Path(folder) / f"{run}.json"
            command = ["npx", "--yes", f"lighthouse@{VERSION}", url, "--output=json", f"--output-path={out}", "--quiet"]
            command += ["--only-categories=" + ",".join(CATEGORIES)]
            command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--no-enable-error-reporting"]
            subprocess.run(command, check=True, env=environment)
            reports.append(json.loads(out.read_text(encoding="utf-8")))
    return reports


def tell(page: str, runs: list[dict[str, Any]]) -> bool:
    """Print a page's scores and what costs it points; says whether it fails."""
    scores = {name: [round(100 * run["categories"][name]["score"]) for run in runs] for name in CATEGORIES}
    middle = {name: statistics.median_low(values) for name, values in scores.items()}
    power = [round(run["environment"]["benchmarkIndex"]) for run in runs]  # runs with less of the machine score less
    print(
        f"{page}  (machine {power})\n    " + "  ".join(f"{name} {middle[name]} {scores[name]}" for name in CATEGORIES)
    )
    for name in CATEGORIES:
        for reference in runs[0]["categories"][name]["auditRefs"]:
            audit = runs[0]["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {name}: {audit['id']} {audit.get('displayValue', '')}")
    return bool(min(middle.values()) < LEAST)


def tell_weight(report: dict[str, Any]) -> bool:
    """Print what the home page's first load transfers; says whether it is too much."""
    items = report["audits"]["network-requests"]["details"]["items"]
    total = sum(item["transferSize"] for item in items)
    fonts = sum(item["transferSize"] for item in items if item.get("resourceType") == "Font")
    print(f"first load of home: {total / 1000:.0f} kB in {len(items)} requests, fonts {fonts / 1000:.0f} kB")
    return bool(total > HOME_BYTES or fonts > FONT_BYTES)


if __name__ == "__main__":
    sys.exit(main())
