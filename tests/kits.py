"""What the tests of the kit folder share."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

# Every kind of piece, but only sizes that are painted quickly.
SIZES = ("--format", "a3", "phone-1080x1440", "wechat-900x383", "led-512x64", "banner-7000x700")


def rows(folder: Path) -> list[dict[str, Any]]:
    """The catalogue's rows."""
    data = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    assert data["version"] == 1
    listed = data["artefacts"]
    assert isinstance(listed, list)
    return listed


def shas(folder: Path) -> dict[str, str]:
    """The sha256 of every file, whatever the catalogue says."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
