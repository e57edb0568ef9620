"""Colour profiles in pictures: carried out where a picture is written anew, else kept with nothing but the colours.

A profile may tell the name of a screen, its owner and the day on which it was measured.
"""

from __future__ import annotations

import io
import itertools
import struct

from PIL import Image, ImageChops, ImageCms

_COLOURS = frozenset(b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt chad A2B0 A2B1 A2B2".split())
_SAMPLES = {
    "RGB": Image.frombytes("RGB", (125, 1), bytes(itertools.chain(*itertools.product(range(0, 256, 63), repeat=3)))),
    "GRAY": Image.frombytes("L", (256, 1), bytes(range(256))),
}
_ALIKE = 3  # of 255: what rounding may change
_TEXT = b"mluc" + struct.pack(">4xII4sII", 1, 12, b"enUS", 6, 28) + "RGB".encode("utf-16-be") + b"\0\0"


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours of an embedded profile as sRGB, transparency as it was; a profile that cannot be read is dropped."""
    alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
    if picture.mode not in {"L", "RGB", "CMYK"}:
        picture = picture.convert("L" if picture.mode in {"1", "LA"} else "RGB")
    shown = _converted(picture, profile) or picture.convert("RGB")
    if alpha:
        shown.info.pop("transparency", None)
        shown.putalpha(alpha)
    return shown


def colours_alone(profile: bytes) -> bytes:
    """A profile without names and dates, for a picture that is not decoded; empty where a browser needs none."""
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.xcolor_space.strip()
        sample = _SAMPLES[space]
        shown = _converted(sample, profile)
        return _bare(profile) if shown and not _alike(sample.convert("RGB"), shown) else b""
    except (KeyError, OSError, ValueError, struct.error):
        return b""


def _converted(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _alike(one: Image.Image, other: Image.Image) -> bool:
    return all(high <= _ALIKE for _, high in ImageChops.difference(one, other).getextrema())  # type: ignore[misc]


def _bare(profile: bytes) -> bytes:
    """The tags that say colours, and the two texts that every profile must have; of the header what they need."""
    count = struct.unpack_from(">I", profile, 128)[0]
    entries = (struct.unpack_from(">4sII", profile, 132 + 12 * number) for number in range(count))
    tags = {kind: profile[at : at + size] for kind, at, size in entries if kind in _COLOURS}
    tags |= {b"desc": _TEXT, b"cprt": _TEXT}
    table, body = b"", b""
    for kind, data in tags.items():
        at = body.find(data) if data in body else len(body)  # the three curves are often one
        body += b"" if at < len(body) else data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", kind, 132 + 12 * len(tags) + at, len(data))
    head = profile[8:24] + bytes(12) + b"acsp" + bytes(24) + profile[64:80] + bytes(48)
    return struct.pack(">I4x", 132 + len(table) + len(body)) + head + struct.pack(">I", len(tags)) + table + body
