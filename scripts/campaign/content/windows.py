"""When something is shown: days of the week, times of day, first and last moment, as authors write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_WEEK = "一二三四五六日"
_WORDS = {"工作日": (1, 2, 3, 4, 5), "周末": (6, 7), "每天": (1, 2, 3, 4, 5, 6, 7)}
_DASH = r"\s*(?:[-—–~～至到]+)\s*"
_SPLIT = re.compile(r"\s*[、，,；;]\s*")
_TIME = r"(\d{1,2})[:：](\d{2})"
_MOMENT = re.compile(rf"(?:(\d{{4}})[年-])?(\d{{1,2}})[月-](\d{{1,2}})日?(?:[T\s]*{_TIME})?")
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """A window in local time: `first` and `last` are ISO moments, `last` the first one that is too late; `days` count
    from Monday 1 to Sunday 7; `hours` are spans of minutes of a day and may pass midnight. Empty: no limit."""

    first: str = ""
    last: str = ""
    days: tuple[int, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()


def read_days(text: str) -> tuple[int, ...]:
    """周一至周五、周日 -> (1, 2, 3, 4, 5, 7). Raises ValueError."""
    found: set[int] = set()
    for part in _SPLIT.split(" ".join(text.split())):
        if part in _WORDS:
            found.update(_WORDS[part])
            continue
        ends = [_day(end) for end in re.split(_DASH, part)]
        if len(ends) > 2:
            raise ValueError(part)
        first, last = ends[0], ends[-1]
        found.update(range(first, last + 1) if first <= last else [*range(first, 8), *range(1, last + 1)])
    return tuple(sorted(found))


def _day(text: str) -> int:
    name = re.sub(r"^(周|星期|礼拜)", "", text.strip()).replace("天", "日")
    if len(name) != 1 or name not in _WEEK:
        raise ValueError(text)
    return _WEEK.index(name) + 1


def read_hours(text: str) -> tuple[tuple[int, int], ...]:
    """08:00—11:30、14:00—18:00 -> minutes of the day. Raises ValueError."""
    spans = []
    for part in _SPLIT.split(" ".join(text.split())):
        match = re.fullmatch(rf"{_TIME}{_DASH}{_TIME}", part)
        if not match:
            raise ValueError(part)
        first, last = (int(match[i]) * 60 + int(match[i + 1]) for i in (1, 3))
        if first == last or max(first, last) > _MINUTES or int(match[2]) > 59 or int(match[4]) > 59:
            raise ValueError(part)
        spans.append((first, last))
    return tuple(spans)


def read_moment(value: object, year: int, *, end: bool = False) -> str:
    """6月18日 08:00, 2023-06-18T08:00 or a YAML date -> ISO local time; a day without a time ends at its midnight.

    Raises ValueError or OverflowError.
    """
    if isinstance(value, dt.datetime):
        return value.isoformat("T", "minutes")[:16]
    match = _MOMENT.fullmatch(str(value).strip())
    if not match:
        raise ValueError(str(value))
    hour, minute = int(match[4] or 0), int(match[5] or 0)
    if hour * 60 + minute > _MINUTES:
        raise ValueError(str(value))
    moment = dt.datetime(int(match[1] or year), int(match[2]), int(match[3]), hour % 24, minute)
    if hour == 24 or (end and not match[4]):
        moment += dt.timedelta(days=1)
    return moment.isoformat("T", "minutes")
