"""Calendar files: what a strict reader of RFC 5545 finds in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import make_project
from hypothesis import given
from hypothesis import strategies as st

from campaign.calendar import key_dates
from campaign.content.facts import Facts, read_facts
from campaign.errors import Span
from campaign.ical import MAX_OCTETS, MONTH, calendar, calendar_files, escaped, folded, trigger

DURATION = re.compile(r"(-)?P(?:(\d+)D)?(?:T(\d+)H)?")


@dataclass
class Component:
    """BEGIN:name … END:name."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    inner: list[Component] = field(default_factory=list)


def parsed(data: bytes) -> Component:
    """The calendar, its lines unfolded; every line must end with CR LF and hold 75 octets at most."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= MAX_OCTETS for line in lines)
    assert all(line.decode() for line in lines)  # no character is split
    stack = [Component("")]
    for line in re.sub(rb"\r\n ", b"", data).decode().split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].inner.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            assert name not in stack[-1].values
            stack[-1].values[name] = value
    assert len(stack) == 1
    (whole,) = stack[0].inner
    return whole


def plain(value: str) -> str:
    """A text value without its escapes."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def moment(written: str) -> dt.timedelta:
    """A duration of weeks' worth of days and hours."""
    match = DURATION.fullmatch(written)
    assert match
    span = dt.timedelta(days=int(match[2] or 0), hours=int(match[3] or 0))
    return -span if match[1] else span


def events(data: bytes) -> dict[str, Component]:
    """The events by their summary."""
    return {plain(event.values["SUMMARY"]): event for event in parsed(data).inner}


def test_the_calendar_holds_the_month_and_the_five_days(facts: Facts) -> None:
    whole = parsed(calendar_files(facts)[MONTH])
    assert whole.name == "VCALENDAR"
    assert whole.values["VERSION"] == "2.0"
    assert "METHOD" not in whole.values  # a published method would need an organizer's address
    spans = [(e.values["DTSTART;VALUE=DATE"], e.values["DTEND;VALUE=DATE"]) for e in whole.inner]
    assert spans == [
        ("20230601", "20230701"),
        ("20230531", "20230601"),
        ("20230601", "20230602"),
        ("20230616", "20230617"),
        ("20230630", "20230701"),
        ("20230630", "20230701"),
    ]
    required = {"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION"}
    assert all(event.name == "VEVENT" and required <= event.values.keys() for event in whole.inner)
    assert len({event.values["UID"] for event in whole.inner}) == 6


def test_reminders_ring_at_nine_of_the_promised_mornings(facts: Facts) -> None:
    found = events(calendar_files(facts)[MONTH])
    for date in key_dates(facts):
        alarms = [alarm for alarm in found[date.title].inner if alarm.name == "VALARM"]
        assert all(alarm.values["ACTION"] == "DISPLAY" and alarm.values["DESCRIPTION"] for alarm in alarms)
        midnight = dt.datetime.combine(date.day, dt.time())
        rings = [midnight + moment(alarm.values["TRIGGER"]) for alarm in alarms]
        days = [date.day - dt.timedelta(days=ahead) for ahead in date.ahead]
        assert rings == [dt.datetime.combine(day, dt.time(9)) for day in days]


@pytest.mark.parametrize(("days", "text"), [(0, "PT9H"), (1, "-PT15H"), (7, "-P6DT15H"), (14, "-P13DT15H")])
def test_a_trigger_is_written_as_a_duration(days: int, text: str) -> None:
    assert trigger(days) == text


def test_every_day_has_a_file_of_its_own_with_the_same_identity(facts: Facts) -> None:
    files = calendar_files(facts)
    assert len(files) == 6
    whole = {event.values["UID"] for event in parsed(files[MONTH]).inner}
    for path, data in files.items():
        if path != MONTH:
            (event,) = parsed(data).inner
            assert event.values["UID"] in whole


def test_the_same_facts_give_the_same_bytes_and_other_years_other_events(
    facts: Facts, raw_facts: dict[str, Any]
) -> None:
    assert calendar_files(facts) == calendar_files(facts)
    raw_facts["year"] = 2031
    other = calendar_files(read_facts(raw_facts, lambda *keys: Span("mkdocs.yml")))
    mine, theirs = (
        {event.values["UID"] for event in parsed(files[MONTH]).inner} for files in (calendar_files(facts), other)
    )
    assert not mine & theirs
    assert b"DTSTART;VALUE=DATE:20310616" in other[MONTH]


def test_texts_with_marks_of_the_format_survive(raw_facts: dict[str, Any]) -> None:
    raw_facts["theme"] = "安全;第一,预防\\为主"
    facts = read_facts(raw_facts, lambda *keys: Span("mkdocs.yml"))
    (event,) = parsed(calendar(facts, [], month=True)).inner
    assert plain(event.values["DESCRIPTION"]) == "主题：安全;第一,预防\\为主"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_text_is_folded_and_unfolded_without_loss(text: str) -> None:
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= MAX_OCTETS for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == text
    assert plain(escaped(text)) == text


def test_the_files_lie_at_the_sites_root(tmp_path: Any) -> None:
    assert MONTH == "日程.ics"
    assert not MONTH.startswith("/")
    assert make_project(tmp_path / "x").root_files.name == "root"
