"""Personal data that must not be on a public page: mobile numbers, identity numbers, private mailboxes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

# Bounds are ASCII: a number that touches a Chinese character is a number all the same, one inside a hash is none.
# A point behind a digit or a mark is a decimal point or a version's, behind a letter it ends a word (Tel.).
_HEAD = r"(?<![0-9A-Za-z])(?<![^A-Za-z\u4e00-\u9fff]\.)"
_TAIL = r"(?![0-9A-Za-z])(?!\.[0-9])"
_GAP = r"[- ]{0,3}"
_SCREEN = r"(?!1920[- ]1080)"  # pixels, not the beginning of a number
_MOBILE = re.compile(
    rf"{_HEAD}(?:(?:\+|00)?86{_GAP}|0)?"
    rf"(1[3-9][0-9](?:{_GAP}[0-9]{{4}}{_GAP}|\.[0-9]{{4}}\.)[0-9]{{4}}"
    rf"|{_SCREEN}1[3-9][0-9]{{2}}([- ])[0-9]{{4}}\2[0-9]{{3}}"
    rf"|1[3-9][0-9]{{3}}[- ][0-9]{{6}}|1[3-9][0-9]{{4}}[- ][0-9]{{5}}|1[3-9][0-9]([- ])[0-9]{{3}}\3[0-9]{{5}}"
    rf"|1[3-9][0-9]/[0-9]{{4}}/[0-9]{{4}}|1[3-9][0-9]\)[- ]?[0-9]{{4}}[- ]?[0-9]{{4}}){_TAIL}"
)
_IDENTITY = re.compile(
    rf"{_HEAD}(?=([1-9][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9Xx]"
    rf"|[1-9][0-9]{{3}}(?:[- ][0-9]{{4}}){{3}}[- ][0-9][0-9Xx]"
    rf"|[1-9][0-9]{{5}}[- ][0-9]{{6}}[- ][0-9]{{5}}[0-9Xx]){_TAIL})"
)
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"  # GB/T 2260
_OLD_IDENTITY = re.compile(rf"{_HEAD}({_PROVINCE}[0-9]{{4}}[- ]?[0-9]{{6}}[- ]?[0-9]{{3}}){_TAIL}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_MAIL = re.compile(rf"(?<![A-Za-z0-9_.+-])([A-Za-z0-9_.+-]+ ?@ ?{_LABEL}(?:\.{_LABEL})+)")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u30fc\ufe58\ufe63"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_DASH, _NOTHING = re.compile(f"[{_DASHES}]"), re.compile(f"[{_UNSEEN}]")
_RUN = re.compile(r"[0-9](?:[- ./)]{0,3}[0-9]){10,}")  # quickly found; only these are looked at closely
_PRIVATE = re.compile(
    r"(?i)@(?:(?:vip\.)?(?:qq|163|126|sina|sohu)\.com|foxmail\.com|139\.com|189\.cn|wo\.cn|yeah\.net|aliyun\.com|tom\.com|"
    r"188\.com|263\.net|21cn\.com|gmail\.com|hotmail\.com|outlook\.com|live\.com|yahoo\.(?:com(?:\.cn)?|cn)|icloud\.com|sina\.cn)$"
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


def _is_old_identity_number(text: str) -> bool:
    """Whether 15 digits may be a number given out before 1999: they have no check character, but a date of birth."""
    try:
        return bool(dt.date(1900 + int(text[6:8]), int(text[8:10]), int(text[10:12])))
    except ValueError:
        return False


def personal_data(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, what it is, and enough of it to be found, the rest hidden."""
    if not text.isascii():
        text = _NOTHING.sub("", _DASH.sub("-", unicodedata.normalize("NFKC", text)))  # lines stay as they are
    found = {*_mails(text)}
    for run in _RUN.finditer(text):
        around = max(0, run.start() - 3), run.end() + 5
        found |= {*_mobiles(text, *around), *_identities(text, *around)}
    for place, what, shown in sorted(found):
        yield text.count("\n", 0, place) + 1, what, shown


def _mobiles(text: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    for match in _MOBILE.finditer(text, start, end):
        digits = re.sub(r"\D", "", match[1])
        yield match.start(1), "像手机号码", f"{digits[:3]}****{digits[-4:]}"


def _identities(text: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    for pattern, is_one in ((_IDENTITY, is_identity_number), (_OLD_IDENTITY, _is_old_identity_number)):
        for match in pattern.finditer(text, start, end):
            number = re.sub(r"[- ]", "", match[1])
            if is_one(number):
                yield match.start(1), "像身份证号码", f"{number[:6]}********{number[-4:]}"


def _mails(text: str) -> Iterator[tuple[int, str, str]]:
    for match in _MAIL.finditer(text) if "@" in text else ():
        address = match[1].replace(" ", "")
        if _PRIVATE.search(address):
            name, _, host = address.partition("@")
            yield match.start(1), "像私人邮箱", f"{name[:2]}***@{host}"
