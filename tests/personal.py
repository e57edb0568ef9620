"""Personal data that nobody has, and files that hold it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import ExifTags, Image

MOBILE, IDENTITY, MAIL = "138" + "00001234", "11010519491231002X", "someone@163" + ".com"


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return file.getvalue()


def photograph(kind: str, tags: dict[int, object], place: bool = False) -> bytes:
    """A picture with an EXIF block as cameras write it."""
    exif = Image.Exif()
    exif.update(tags)
    if place:
        exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (39.0, 36.0, 0.0)}
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind, exif=exif)
    return file.getvalue()
