"""What a picture looks like stays when it is freed of the rest: transparency, colors, turns; decoding has an end."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from test_pictures import chunk, encoded, opened, plain, several

from campaign.bare import scans
from campaign.errors import SourceError
from campaign.pictures import MAX_SCANS, cleaned

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide(told: bytes = b"") -> bytes:
    """sRGB with red and green exchanged: whoever drops it sees it. What is told lies in a text of its own."""
    red, green = SRGB.index(b"rXYZ"), SRGB.index(b"gXYZ")
    turned = bytearray(SRGB)
    turned[red : red + 4], turned[green : green + 4] = b"gXYZ", b"rXYZ"
    at = turned.index(b"desc") + 4
    text = b"desc" + struct.pack(">4xI", len(told) + 1) + told + bytes(80)
    struct.pack_into(">II", turned, at, len(turned), len(text))
    turned += text
    struct.pack_into(">I", turned, 0, len(turned))
    return bytes(turned)


def grey() -> bytes:
    """A grey profile whose curve is a straight line: half the light is more than half of sRGB."""
    tags = {b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061), b"kTRC": b"curv" + bytes(8)}
    body, table, at = b"", struct.pack(">I", len(tags)), 132 + 12 * len(tags)
    for kind, data in tags.items():
        table += struct.pack(">4sII", kind, at + len(body), len(data))
        body += data
    head = bytes(4) + b"\x02\x10\0\0mntrGRAYXYZ " + bytes(12) + b"acsp" + bytes(28) + SRGB[68:80] + bytes(48)
    return struct.pack(">I", 132 + len(table) - 4 + len(body)) + head + table + body


def drawn(depth: int, kind: int, row: bytes, *parts: bytes) -> bytes:
    """A PNG of 2 x 1 pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, depth, kind, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(parts) + chunk(b"IDAT", zlib.compress(b"\0" + row)) + chunk(b"IEND", b"")
    )


NOTE = chunk(b"tEXt", b"Author\0Somebody")
EXIF = chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0")
ICC = chunk(b"iCCP", b"a\0\0" + zlib.compress(SRGB))
GREY = chunk(b"iCCP", b"a\0\0" + zlib.compress(grey()))
PALETTE = chunk(b"PLTE", bytes((0, 0, 0, 200, 30, 30)))


def key(*values: int) -> bytes:
    return chunk(b"tRNS", struct.pack(f">{len(values)}H", *values))


SEE_THROUGH: dict[str, bytes] = {
    f"{name}, {beside}": data
    for beside, more in {"a profile": ICC, "a grey profile": GREY, "EXIF": EXIF, "a note": NOTE}.items()
    for name, data in {
        "palette": drawn(8, 3, b"\0\1", more, PALETTE, chunk(b"tRNS", b"\0")),
        "colors": drawn(8, 2, bytes((0, 0, 0, 200, 30, 30)), more, key(0, 0, 0)),
        "greys": drawn(8, 0, bytes((0, 99)), more, key(0)),
        "black and white": drawn(1, 0, b"\x40", more, key(0)),
        "white and black": drawn(1, 0, b"\x80", more, key(1)),
        "four greys": drawn(2, 0, b"\x80", more, key(2)),
        "sixteen greys": drawn(4, 0, b"\x70", more, key(7)),
        "deep greys": drawn(16, 0, struct.pack(">2H", 40_000, 9), more, key(40_000)),
        "deep colors": drawn(16, 2, struct.pack(">6H", 40_000, 0, 65535, 9, 9, 9), more, key(40_000, 0, 65535)),
        "greys with alpha": drawn(8, 4, bytes((0, 0, 99, 255)), more),
    }.items()
}


@pytest.mark.parametrize("data", SEE_THROUGH.values(), ids=SEE_THROUGH.keys())
def test_what_is_transparent_stays_transparent_and_nothing_else_becomes_so(data: bytes) -> None:
    shown = cleaned(data, "a.png")
    assert shown != data
    assert [pixel[3] for pixel in pixels(shown)] == [0, 255]


def pixels(data: bytes) -> list[tuple[int, ...]]:
    image = opened(data).convert("RGBA")
    return [pixel for at in range(2) if isinstance(pixel := image.getpixel((at, 0)), tuple)]


@pytest.mark.parametrize("value", [0, 1, 256, 257, 258, 40_000, 65_279, 65_534, 65_535])
def test_the_transparent_grey_of_sixteen_bits_is_met_among_eight(value: int) -> None:
    data = drawn(16, 0, struct.pack(">2H", value, 30_000), key(value))
    assert [pixel[3] for pixel in pixels(cleaned(data, "a.png"))] == [0, 255]


def test_a_grey_profile_is_carried_out_with_and_without_transparency() -> None:
    for data in (drawn(8, 4, bytes((128, 255, 0, 0)), GREY), drawn(8, 0, bytes((128, 0)), GREY, key(0))):
        assert abs(pixels(cleaned(data, "a.png"))[0][0] - 188) <= 2


def test_a_damaged_picture_is_told_in_chinese_alone() -> None:
    with pytest.raises(SourceError) as told:
        cleaned(plain("JPEG")[:-200], "a.jpg")
    assert told.value.message == "图片已损坏或不是 .jpg 格式"


def test_only_exif_turns_a_picture() -> None:
    told = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", told)
    raw = PngInfo()
    exif = Image.Exif()
    exif[0x0112] = 6
    raw.add_text("Raw profile type exif", f"\nexif\n{len(exif.tobytes()):8}\n{exif.tobytes().hex()}\n")
    image = Image.new("RGB", (40, 20))
    for name, data in {
        "a.jpg": encoded(image, "JPEG", xmp=told.encode()),
        "a.webp": encoded(image, "WEBP", xmp=told.encode()),
        "a.png": encoded(image, "PNG", pnginfo=texts),
        "b.png": encoded(image, "PNG", pnginfo=raw),
    }.items():
        assert opened(cleaned(data, name)).size == (40, 20), name
    for form, name in {"JPEG": "a.jpg", "WEBP": "a.webp", "PNG": "a.png"}.items():
        assert opened(cleaned(encoded(image, form, exif=exif), name)).size == (20, 40), name


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_turn_is_carried_out(turn: int) -> None:
    image, exif = Image.new("RGB", (3, 2)), Image.Exif()
    image.putpixel((0, 0), (255, 255, 255))
    exif[0x0112] = turn
    shown = opened(cleaned(encoded(image, "PNG", exif=exif), "a.png")).convert("L")
    white = (0, 0), (2, 0), (2, 1), (0, 1), (0, 0), (1, 0), (1, 2), (0, 2)
    assert shown.size == ((3, 2) if turn < 5 else (2, 3))
    assert shown.getpixel(white[turn - 1]) == 255


def repeated(times: int) -> bytes:
    """A progressive JPEG whose last scan is there so many times; a small picture of other scans lies in a segment."""
    small = b"JFXX\0\x10" + encoded(Image.new("L", (9, 9)), "JPEG", progressive=True) * 40
    data = encoded(Image.new("L", (64, 64)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    parts = data[:2], b"\xff\xe5", struct.pack(">H", len(small) + 2), small, data[2:last], data[last:-2] * times
    return b"".join((*parts, data[-2:]))


def test_a_jpeg_of_many_scans_is_refused_before_it_is_decoded() -> None:
    usual = scans(repeated(1))
    assert usual < 10
    assert opened(cleaned(repeated(MAX_SCANS - usual), "a.jpg")).size == (64, 64)
    with pytest.raises(SourceError, match=f"^docs/a.jpg: JPG 分成 {usual + 100} 遍存，超过 100 遍"):
        cleaned(repeated(101), "docs/a.jpg")
    with pytest.raises(SourceError, match="遍"):
        cleaned(repeated(100_000), "a.jpg")


def test_scans_are_counted_as_decoders_find_them() -> None:
    scan = b"\xff\xda\0\x02\x12\xff\0\xff\xd3\x34"
    assert scans(b"\xff\xd8" + scan * 5 + b"\xff\xd9" + scan) == 5
    assert scans(b"\xff\xd8" + (b"junk\xff\xff" + scan) * 5) == 5
    assert scans(b"\xff\xd8\xff\xe1\0\x0c" + scan + scan) == 1
    assert scans(b"\xff\xd8\xff\x01" + scan + b"\xff") == 1


def announced(form: str) -> bytes:
    """An animation of three frames that says it has a thousand."""
    data = several(form)
    if form == "PNG":
        at = data.index(b"acTL")
        return data[: at - 4] + chunk(b"acTL", struct.pack(">II", 1000, 0)) + data[at + 16 :]
    at = data.index(b"ANMF")
    frame = data[at : at + 8 + struct.unpack_from("<I", data, at + 4)[0]]
    data += frame * 998
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_an_animation_of_too_many_frames_is_refused(form: str, name: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.\w+: 动图有 \d+ 帧，超过 300 帧"):
        cleaned(announced(form), name)


def shown_colour(data: bytes, frame: int) -> tuple[float, ...]:
    """As a browser shows it: with the profile that lies in the file."""
    image = Image.open(io.BytesIO(data))
    profile = image.info.get("icc_profile")
    image.seek(frame)
    picture = image.convert("RGB")
    if profile:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB")) or picture
    pixel = picture.getpixel((5, 5))
    assert isinstance(pixel, tuple)
    return pixel


SOMEBODY = b"Screen of Somebody"


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_an_animation_keeps_the_colours_of_its_profile_and_none_of_its_words(form: str, name: str) -> None:
    data = several(form, icc_profile=wide(SOMEBODY))
    shown = cleaned(data, name)
    profile = Image.open(io.BytesIO(shown)).info["icc_profile"]
    assert SOMEBODY in wide(SOMEBODY)
    assert SOMEBODY not in profile
    assert b"lcms" not in profile
    assert max(abs(a - b) for a, b in zip(shown_colour(data, 2), (160, 30, 30), strict=True)) > 20
    for frame in range(3):
        assert shown_colour(shown, frame) == shown_colour(data, frame)
    assert cleaned(shown, name) == shown


@pytest.mark.parametrize("profile", [lambda: SRGB, lambda: b"none", lambda: SRGB[:200]])
@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_an_animation_needs_no_profile_of_srgb_nor_a_damaged_one(
    form: str, name: str, profile: Callable[[], bytes]
) -> None:
    shown = cleaned(several(form, icc_profile=profile()), name)
    assert "icc_profile" not in Image.open(io.BytesIO(shown)).info
    assert cleaned(several(form), name) == shown
