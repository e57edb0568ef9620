"""Colour profiles in pictures, carried out."""

from __future__ import annotations

import io

from PIL import Image, ImageCms


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


def _converted(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
