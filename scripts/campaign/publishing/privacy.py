"""Personal data that must not be on a public page: mobile numbers, identity numbers, private mailboxes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from campaign.errors import Lines
from campaign.publishing.mobiles import HEAD, MARKS, TAIL, mobiles

_GAP = rf"[{MARKS}./]{{0,3}}"
_X = "Xx×✕ХхΧχ"  # as people type the last character
_IDENTITY = re.compile(
    rf"{HEAD}(?i:id|no)?"
    rf"(?=([1-9][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9{_X}]"
    rf"|[1-9][0-9]{{3}}(?:[- ][0-9]{{4}}){{3}}[- ][0-9][0-9{_X}]"
    rf"|[1-9][0-9]{{5}}[- ][0-9]{{6}}[- ][0-9]{{5}}[0-9{_X}]){TAIL})"
)
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"  # GB/T 2260
_OLD_IDENTITY = re.compile(rf"{HEAD}({_PROVINCE}[0-9]{{4}}[- ]?[0-9]{{6}}[- ]?[0-9]{{3}}){TAIL}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_MAIL = re.compile(rf"(?<![A-Za-z0-9_.+-])([A-Za-z0-9_.+-]+ ?@ ?{_LABEL}(?:\.{_LABEL})+)")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u30fc\ufe58\ufe63"
_UNSEEN = (
    "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\u20e3"  # the frame of a digit that is drawn as a key
)
_DASH, _NOTHING = re.compile(f"[{_DASHES}]"), re.compile(f"[{_UNSEEN}]")
_RUN = re.compile(rf"[0-9](?:[{MARKS}./()]{{0,3}}[0-9]){{10,}}")  # quickly found; only these are looked at closely
_BEFORE = 12  # characters before a run: a word that touches it, signs of a country
_PRIVATE = re.compile(
    r"(?i)@(?:(?:vip\.)?(?:qq|163|126|sina|sohu)\.com|foxmail\.com|139\.com|189\.cn|wo\.cn|yeah\.net|aliyun\.com|tom\.com|"
    r"188\.com|263\.net|21cn\.com|gmail\.com|hotmail\.com|outlook\.com|live\.com|yahoo\.(?:com(?:\.cn)?|cn)|icloud\.com|sina\.cn)$"
)
_OTHER = re.compile(r"注册|登记|执照|许可|编号|文号|单号|信用代码")  # what else has fifteen digits
_IS_MOBILE, _IS_IDENTITY, _IS_MAIL = "像手机号码", "像身份证号码", "像私人邮箱"
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


def personal_data(text: str, allowed: frozenset[str] = frozenset()) -> Iterator[tuple[int, str, str]]:
    """Line, what it is, and enough of it to be found, the rest hidden; `allowed` are values that may be there."""
    text = _even(text)
    lines = Lines(text)
    for place, what, value in sorted(_finds(text)):
        if value.casefold() not in allowed:
            yield lines.number(place), what, _hidden(value)


def values(text: str) -> frozenset[str]:
    """The mobile numbers and mailboxes in a text, in the one way that they are compared in."""
    return frozenset(value.casefold() for _, what, value in _finds(_even(text)) if what != _IS_IDENTITY)


def _even(text: str) -> str:
    """The same with the digits and marks of ASCII, and nothing that is not seen; lines stay as they are."""
    return text if text.isascii() else _NOTHING.sub("", _DASH.sub("-", unicodedata.normalize("NFKC", text)))


def _finds(text: str) -> set[tuple[int, str, str]]:
    """Place, what it is, the value without its gaps."""
    found = {(place, _IS_MAIL, address) for place, address in _mails(text)}
    for run in _RUN.finditer(text):
        around = max(0, run.start() - _BEFORE), run.end() + 5
        found |= {(place, _IS_MOBILE, number) for place, number in mobiles(text, *around)}
        found |= {(place, _IS_IDENTITY, number) for place, number in _identities(text, *around)}
    return found


def _hidden(value: str) -> str:
    """Enough of a value to be found."""
    if "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:2]}***@{host}"
    return f"{value[:3]}****{value[-4:]}" if len(value) == 11 else f"{value[:6]}********{value[-4:]}"


def _identities(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for pattern, is_one in ((_IDENTITY, is_identity_number), (_OLD_IDENTITY, _is_old_identity_number)):
        for match in pattern.finditer(text, start, end):
            number = re.sub(f"[{_X}]", "X", re.sub(f"[^0-9{_X}]", "", match[1]))
            if is_one(number) and not (
                len(number) == 15 and _OTHER.search(text, max(0, match.start() - 10), match.start(1))
            ):
                yield match.start(1), number


def _mails(text: str) -> Iterator[tuple[int, str]]:
    for match in _MAIL.finditer(text) if "@" in text else ():
        address = match[1].replace(" ", "")
        if _PRIVATE.search(address):
            yield match.start(1), address
