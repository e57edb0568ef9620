"""The pixels of a picture as the site may show them: upright, in eight bits of sRGB, not wider than any screen."""

from __future__ import annotations

from PIL import Image

from campaign.profiles import to_srgb

WIDEST = 2560  # pixels: wider pictures are reduced for the site
_TURNED = range(5, 9)  # EXIF orientations that exchange width and height
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def plain(image: Image.Image) -> Image.Image:
    """Upright, sRGB, 8 bits a channel, at most WIDEST wide, without metadata; reduced first, for every step copies."""
    profile = image.info.get("icc_profile")
    deep = image.mode in {"I", "I;16", "I;16B", "F"}
    picture = _reduced(image.convert("F") if deep else image, upright_width(image))
    if (turn := _turn(image)) in _TURNS:
        picture = picture.transpose(_TURNS[turn])
    if deep:
        high = 65535 if image.mode != "F" else max(1.0, float(picture.getextrema()[1]))  # type: ignore[arg-type]
        picture = picture.point(lambda value: value * (255 / high)).convert("L")
    if profile:
        picture = to_srgb(picture, profile)
    if picture.mode not in {"L", "LA", "RGB", "RGBA", "P"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _reduced(picture: Image.Image, upright_width: int) -> Image.Image:
    if upright_width <= WIDEST:
        return picture
    if picture.mode in {"1", "P", "PA"} or "transparency" in picture.info:
        see_through = "A" in picture.getbands() or "transparency" in picture.info
        picture = picture.convert("RGBA" if see_through else "RGB")
    scale = WIDEST / upright_width
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def upright_width(image: Image.Image) -> int:
    """Of a picture as it is shown, in pixels. Raises what Pillow raises for damaged EXIF."""
    return image.height if _turn(image) in _TURNED else image.width


def _turn(image: Image.Image) -> int:
    """How EXIF says that a picture is to be turned: browsers do not look for it in XMP or in a PNG's texts."""
    exif = Image.Exif()
    exif.load(image.info.get("exif", b""))
    turn = exif.get(0x0112)
    return turn if isinstance(turn, int) else 1


def eight_bit_key(image: Image.Image, depth: int) -> None:
    """The one transparent color of a PNG as eight bits, like the pixels: Pillow leaves it as the file has it."""
    key = image.info.get("transparency")
    if depth in {2, 4, 16} and isinstance(key, int) and image.mode != "P":
        image.info["transparency"] = key * 255 // ((1 << depth) - 1)
    elif depth == 16 and isinstance(key, tuple):
        image.info["transparency"] = tuple(part >> 8 for part in key)
