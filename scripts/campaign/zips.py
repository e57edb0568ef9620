"""What goes wrong when a zip that others made is read: the one list for every reader of such files."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# Of a damaged archive, or one packed in a way that is none.
DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,  # a compression method that is none
    OverflowError,
    ValueError,
)
UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED, RuntimeError)  # the latter is zipfile's word for a password
MAX_MEMBER = 50_000_000  # bytes of one entry, unpacked: a few packed kilobytes may say gigabytes
