"""Picture files without anything but the picture: metadata, private parts and what lies behind the end are left out.

Nothing is decoded, so nothing is lost. What is kept is listed here; whatever is not, goes.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs acTL fcTL fdAT".split())
_JPEG_KEPT = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDD})  # frames and tables
_JPEG_OWN = {0xE0: (b"JFIF\0", 14), 0xEE: (b"Adobe", 12)}  # application segments that decoders need, and their sizes
_JPEG_NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JPEG_ALONE = frozenset({0x01, 0xD8})  # markers that no length follows
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_FLAGS = 0x2C  # "has a profile", "has EXIF", "has XMP"
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def bare(data: bytes, form: str) -> bytes:
    """The same picture, animated or not, with nothing beside it. Raises ValueError for a file that is not whole."""
    try:
        return b"".join(_PARTS[form](data))
    except (IndexError, struct.error):
        raise ValueError("文件不完整") from None


def with_profile(data: bytes, form: str, profile: bytes) -> bytes:
    """A bare PNG or animated WebP with a colour profile put into it; others stay as they are."""
    if form == "PNG" and data[12:16] == b"IHDR":
        part = b"iCCPRGB\0\0" + zlib.compress(profile, 9)
        return data[:33] + struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) + data[33:]
    if form == "WEBP" and data[12:16] == b"VP8X":
        part = b"ICCP" + struct.pack("<I", len(profile)) + profile + b"\0" * (len(profile) % 2)
        head = b"RIFF" + struct.pack("<I", len(data) + len(part) - 8) + data[8:20]
        return head + bytes([data[20] | 0x20]) + data[21:30] + part + data[30:]
    return data


def scans(data: bytes) -> int:
    """How often a JPEG goes over its picture; a small picture inside a segment is not counted."""
    at, found = 2, 0
    while (marker := _JPEG_NEXT.search(data, at)) and (kind := data[marker.end() - 1]) != 0xD9:
        found += kind == 0xDA
        at = marker.end()
        if kind not in _JPEG_ALONE:
            at += max(2, int.from_bytes(data[at : at + 2], "big"))
    return found


def _png(data: bytes) -> Iterator[bytes]:
    at, kind = len(_PNG), b""
    yield _PNG
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind in _PNG_KEPT:
            yield _exactly(data, at, size + 12)
        at += size + 12


def _jpeg(data: bytes) -> Iterator[bytes]:
    at = 2
    yield data[:2]
    while True:
        while data[at + 1] == 0xFF:  # a marker may be preceded by any number of these
            at += 1
        kind = data[at + 1]
        if data[at] != 0xFF or kind == 0xD9:
            break
        size = struct.unpack_from(">H", data, at + 2)[0] + 2
        if kind == 0xDA:  # the coded picture goes on up to the next marker
            found = _JPEG_NEXT.search(data, at + size)
            size = (found.start() if found else len(data)) - at
        if kind == 0xDA or kind in _JPEG_KEPT or _own(data[at + 4 : at + size], kind):
            yield _exactly(data, at, size)
        at += size
    if data[at] != 0xFF:
        raise ValueError("文件不完整")
    yield b"\xff\xd9"


def _own(body: bytes, kind: int) -> bool:
    """Whether an application segment is one that decoders need; of the size it has without a small second picture."""
    name, size = _JPEG_OWN.get(kind, (b"", -1))
    return len(body) == size and body.startswith(name)


def _webp(data: bytes) -> Iterator[bytes]:
    end = struct.unpack_from("<I", data, 4)[0] + 8
    body = b"".join(_chunks(data[:end], 12))
    yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _chunks(data: bytes, at: int) -> Iterator[bytes]:
    while at < len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        body = _exactly(data, at + 8, size)
        if kind == b"VP8X":
            body = bytes([body[0] & ~_WEBP_FLAGS]) + body[1:]
        elif kind == b"ANMF":  # a frame: 16 bytes of its own, then parts as a file has them
            body = body[:16] + b"".join(_chunks(body, 16))
        if kind in _WEBP_KEPT:
            yield kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        at += 8 + size + size % 2


def _gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _colours(data[10])
    yield _exactly(data, 0, at)
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            end = _after_blocks(data, at + 11 + _colours(data[at + 9]))
            kept = True
        elif data[at] == 0x21:
            end = _after_blocks(data, at + 2)
            kept = data[at + 1] == 0xF9 or (data[at + 1] == 0xFF and data[at + 3 : at + 14] in _GIF_LOOPS)
        else:
            raise ValueError("文件不完整")
        if kept:
            yield _exactly(data, at, end - at)
        at = end
    yield b";"


def _colours(packed: int) -> int:
    """Bytes of the table of colours that a screen or an image announces."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _exactly(data: bytes, at: int, size: int) -> bytes:
    part = data[at : at + size]
    if len(part) != size:
        raise ValueError("文件不完整")
    return part


_PARTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"PNG": _png, "JPEG": _jpeg, "WEBP": _webp, "GIF": _gif}
