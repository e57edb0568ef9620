"""What a person wrote into an answer: a whole number, nothing, or something to be asked about."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass

from campaign.content.letters import category

MARKS = "()（）[]【】:：,，;；_＿ \t\r\n\u3000\xa0"
_UNITS = "人次|人观看|场/次|场|次|人|篇|个|条|份"
_WHOLE = re.compile(rf"(\d+)(?:\.0+)?(?:{_UNITS})?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_NOTHING = {"无", "没有", "未开展", "/", "-", "—", "——", "－", "null", "none", "nan", "n/a"}
_DATE = re.compile(r"(?:(\d{4})\D+)?(\d{1,2})\D+(\d{1,2})\D*")
_SERIAL_ZERO = dt.date(1899, 12, 30)  # day 0 of Excel's 1900 calendar, its leap-year slip allowed for
_SERIALS = range(36526, 73051)  # 2000 to 2099
FORMULA = tuple("=+-@＝＋－＠")  # what a spreadsheet might take for one when the text is typed or pasted again
LONGEST = 2_000  # characters of an answer
SHOWN = 30  # characters of a value that a message repeats


@dataclass(frozen=True, slots=True)
class Number:
    """`value` is None for a blank and for what cannot be counted; `refused` and `doubt` say why, `hint` what to do."""

    value: int | None
    refused: str = ""
    doubt: str = ""
    hint: str = "改成0或正整数，不写单位"


BLANK = Number(None)


def from_text(raw: str, limit: int) -> Number:
    """A typed answer. “３场” can only mean 3 and is pointed out; “约50” is refused."""
    if len(raw) > LONGEST:
        return Number(None, refused=f"{quoted(raw)}不是数字")
    text = unicodedata.normalize("NFKC", raw).strip(MARKS)
    text = _GROUPED.sub("", text)
    if not text:
        return BLANK
    if text.lower() in _NOTHING:
        return Number(None, doubt=f"写的是{quoted(raw)}，按未填处理")
    match = _WHOLE.fullmatch(text.replace(" ", ""))
    if not match:
        return Number(None, refused=quoted(raw) + _fault(text))
    number = _limited(match[1], limit)
    plain = (text.isascii() and text.isdigit()) or number.refused
    return number if plain else Number(number.value, doubt=f"写作{quoted(raw)}，按{number.value}计")


def _fault(text: str) -> str:
    """Why a text is no count."""
    if re.fullmatch(rf"[-−–]\s*\d+(?:\.\d+)?(?:{_UNITS})?", text):
        return "是负数"
    if re.fullmatch(rf"\d*\.\d+(?:{_UNITS})?", text):
        return "不是整数"
    return "是公式，不取值" if text.startswith(("=", "+", "@")) else "不是数字"


def from_number(raw: float, limit: int) -> Number:
    """An answer that the file holds as a number."""
    if not math.isfinite(raw):
        return Number(None, refused="不是数字")
    if raw < 0:
        return Number(None, refused=f"{raw:g} 是负数")
    if raw > limit:
        return Number(None, refused=f"{raw:.15g} 过大，不像真实数字")
    if raw != int(raw):
        return Number(None, refused=f"{raw:g} 不是整数")
    return Number(int(raw))


def from_date(raw: str) -> Number:
    """An answer that is shown as a date: somebody typed 6-1, and the program took it for the first of June."""
    shown = f" {found.isoformat()}" if (found := day(raw, dt.MINYEAR)) else ""
    return Number(None, refused=f"是日期{shown}，不是数字", hint="先把单元格格式改成“数值”，再填0或正整数")


def like_date(number: int | None, year: int) -> str:
    """What is doubtful about a count that may be a day of the year: a cell of whole numbers shows 6-1 as one."""
    if number is None or number not in _SERIALS:
        return ""
    found = _SERIAL_ZERO + dt.timedelta(days=number)
    return f"{number} 正好是 {found} 在表格里的序号，像填成了日期" if found.year == year else ""


def _limited(digits: str, limit: int) -> Number:
    digits = digits.lstrip("0") or "0"
    if len(digits) > 15 or int(digits) > limit:
        return Number(None, refused=f"{quoted(digits)}过大，不像真实数字")
    return Number(int(digits))


def quoted(text: str) -> str:
    """A value as a message repeats it: one line, not too long, nothing that a terminal obeys."""
    return f"“{clean(text, SHOWN)}”"


def clean(text: str, length: int = 200) -> str:
    """Words from outside on one line: control characters dropped, cut to `length`."""
    kept = "".join(char if category(char)[0] != "C" else " " for char in text[:2000])
    joined = " ".join(kept.split())
    return joined if len(joined) <= length else joined[: length - 1] + "…"


def day(raw: str, year: int) -> dt.date | None:
    """A date as people write it (2023-06-28, 2023年6月28日, 6.28) or as Excel counts it; None when it is none."""
    text = unicodedata.normalize("NFKC", raw[:LONGEST]).strip(MARKS)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return _SERIAL_ZERO + dt.timedelta(days=int(float(text)))
    match = _DATE.match(text)
    if not match:
        return None
    try:
        return dt.date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        return None


def same_name(name: str) -> str:
    """A name as it is compared: width, spaces, quotes and brackets' kind aside."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s“”\"'‘’·.、,，]+", "", text)
