"""Calendar files (RFC 5545): the month, its five days, and their reminders, as all-day events."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence

from campaign.calendar import KeyDate, key_dates
from campaign.content.facts import Facts

MONTH = "日程.ics"
FOLDER = "日程"
MAX_OCTETS = 75  # of a line, its break aside (RFC 5545, 3.1)
REMIND_AT = 9  # o'clock
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_files(facts: Facts) -> dict[str, bytes]:
    """Path at the site's root -> file: everything in one, and one file a day."""
    days = key_dates(facts)
    files = {MONTH: calendar(facts, days, month=True)}
    return files | {day_path(day): calendar(facts, [day]) for day in days}


def day_path(day: KeyDate) -> str:
    """Where the file of one day lies."""
    return f"{FOLDER}/{day.key}.ics"


def calendar(facts: Facts, days: Sequence[KeyDate], *, month: bool = False) -> bytes:
    """One calendar, the whole campaign among its events when `month` is asked for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//campaign kit//calendar//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(facts.words['title'])}",
    ]
    if month:
        text = f"主题：{facts.words['theme']}"
        lines += _event(facts, "month", facts.words["title"], text, (facts.date("start"), facts.date("end")), ())
    for day in days:
        lines += _event(facts, day.key, day.title, day.text, (day.day, day.day), day.ahead)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(
    facts: Facts, key: str, title: str, text: str, days: tuple[dt.date, dt.date], ahead: Sequence[int]
) -> Iterator[str]:
    first, last = days
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(facts.words, key)}"
    # The day of the notice, not the clock's: the same facts give the same bytes.
    yield f"DTSTAMP:{facts.date('issued'):%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(title)}"
    yield f"DESCRIPTION:{escaped(text)}"
    yield f"CATEGORIES:{escaped(facts.words['name'])}"
    yield "TRANSP:TRANSPARENT"
    for count in ahead:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger(count)}")
        yield f"DESCRIPTION:{escaped(title if not count else f'{title}：还有{count}天')}"
        yield "END:VALARM"
    yield "END:VEVENT"


def trigger(days: int) -> str:
    """A duration from the day's midnight to nine o'clock of the morning so many days before it."""
    if not days:
        return f"PT{REMIND_AT}H"
    whole, hours = days - 1, 24 - REMIND_AT
    return f"-P{whole}DT{hours}H" if whole else f"-PT{hours}H"


def _uid(words: Mapping[str, str], key: str) -> str:
    """The same event has the same identity in every build (RFC 7986: a UUID)."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((words["organiser"], words["name"], words["year"], key))))


def escaped(text: str) -> str:
    """A text value (RFC 5545, 3.3.11)."""
    return text.translate(_ESCAPES)


def folded(line: str) -> str:
    """A content line in parts of at most 75 octets, none of which splits a character."""
    parts, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > MAX_OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += octets
    return "\r\n".join(parts)
