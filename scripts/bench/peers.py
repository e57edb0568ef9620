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


PEERS: dict[str, Callable[[dict[str, Any]], int]] = {
    "typst-png": lambda request: typst(request, "png"),
    "typst-pdf": lambda request: typst(request, "pdf"),
    "weasyprint-pdf": lambda request: len(weasyprint(request)),
    "weasyprint-png": pixels,
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
    print(json.dumps({name: metadata.version(name) for name in ("typst", "weasyprint") if works(name)}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        wall, cpu = time.perf_counter(), spent()
        size = PEERS[request["peer"]](request)
        print(json.dumps({"wall": time.perf_counter() - wall, "cpu": spent() - cpu, "size": size}), flush=True)


if __name__ == "__main__":
    main()
