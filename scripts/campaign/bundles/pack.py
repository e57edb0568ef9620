"""Zips whose bytes depend on nothing but their content, written beside their place and renamed into it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from campaign.store import sweep_beside, written

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip directory can name
PACKED = frozenset({".mp4", ".png", ".jpg", ".gif", ".zip", ".webp"})  # would not get smaller
LEVEL = 6

Content = bytes | Path


def write_zip(path: Path, files: Mapping[str, Content]) -> int:
    """Write the files, in the order of their names; returns the zip's size. Names are UTF-8, times fixed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_beside(path)
    with written(path, lasting=True) as file, zipfile.ZipFile(file, "w") as archive:
        for member in sorted(files):
            _add(archive, member, files[member])
    return path.stat().st_size


def _add(archive: zipfile.ZipFile, name: str, content: Content) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_STORED if Path(name).suffix in PACKED else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3  # the same on every machine
    if isinstance(content, bytes):
        archive.writestr(info, content, compresslevel=LEVEL)
        return
    info.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)
