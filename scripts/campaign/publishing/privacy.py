"""Personal data that must not be on a public page: mobile numbers, identity numbers, private mailboxes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_MOBILE = re.compile(r"(?<![\w.+/-])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\w./-])")
_IDENTITY = re.compile(r"(?<![\w.])([1-9]\d{5}(?:19|20)\d{9}[\dXx])(?![\w.])")
_MAIL = re.compile(r"(?i)(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_PRIVATE = re.compile(
    r"(?i)@(?:(?:vip\.)?(?:qq|163|126|sina|sohu)\.com|foxmail\.com|139\.com|189\.cn|wo\.cn|yeah\.net|aliyun\.com|tom\.com|"
    r"gmail\.com|hotmail\.com|outlook\.com|live\.com|yahoo\.(?:com|cn)|icloud\.com|sina\.cn)$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK = "10X98765432"


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a resident's identity number: a real date of birth and the right check character."""
    if not re.fullmatch(r"\d{17}[\dXx]", text):
        return False
    try:
        dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return text[17].upper() == _CHECK[total % 11]


def personal_data(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, what it is, and enough of it to be found, the rest hidden."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in _MOBILE.finditer(line):
            digits = re.sub(r"\D", "", match[1])
            yield number, "像手机号码", f"{digits[:3]}****{digits[-4:]}"
        for match in _IDENTITY.finditer(line):
            if is_identity_number(match[1]):
                yield number, "像身份证号码", f"{match[1][:6]}********{match[1][-4:]}"
        for match in _MAIL.finditer(line):
            if _PRIVATE.search(match[1]):
                name, _, host = match[1].partition("@")
                yield number, "像私人邮箱", f"{name[:2]}***@{host}"
