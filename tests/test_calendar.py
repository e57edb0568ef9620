"""Where the campaign stands on a day, and its month as weeks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from campaign.calendar import month, state
from campaign.content.facts import Facts, read_facts
from campaign.errors import Span, UsageError
from campaign.fragments import facts_context, theme_lines
from campaign.project import now, today


def on(facts: Facts, text: str) -> dict[str, Any]:
    return state(facts, dt.date.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "phase", "days", "words"),
    [
        ("2023-01-01", "before", 166, "还有 166 天"),
        ("2023-06-04", "before", 12, "距 6·16 安全宣传咨询日还有 12 天"),
        ("2023-06-15", "before", 1, "还有 1 天"),
        ("2023-06-16", "today", 0, "今天是安全宣传咨询日"),
        ("2023-06-17", "during", 13, "距结束还有 13 天"),
        ("2023-06-29", "during", 1, "距结束还有 1 天"),
        ("2023-06-30", "during", 0, "活动进行中，今天是最后一天"),
        ("2023-07-01", "after", 0, "活动已结束"),
        ("2024-06-04", "after", 0, "活动已结束"),
    ],
)
def test_the_state_of_a_day(facts: Facts, day: str, phase: str, days: int, words: str) -> None:
    found = on(facts, day)
    assert (found["phase"], found["days"]) == (phase, days)
    assert words in found["text"]


def test_no_day_of_two_years_shows_a_negative_number(facts: Facts) -> None:
    first = dt.date(2022, 6, 1)
    found = [state(facts, first + dt.timedelta(days=index)) for index in range(800)]
    assert all(row["days"] >= 0 and "-" not in row["text"] for row in found)
    phases = [row["phase"] for row in found]
    assert [phase for index, phase in enumerate(phases) if not index or phases[index - 1] != phase] == [
        "before",
        "today",
        "during",
        "after",
    ]


def test_a_consultation_on_the_last_day_is_today_and_then_over(raw_facts: dict[str, Any]) -> None:
    raw_facts["consultation"]["date"] = "6月30日"
    facts = read_facts(raw_facts, lambda *keys: Span("mkdocs.yml"))
    assert on(facts, "2023-06-30")["phase"] == "today"
    assert on(facts, "2023-07-01")["phase"] == "after"


def test_june_2023_starts_on_a_thursday_and_fills_five_weeks(facts: Facts) -> None:
    weeks = month(facts)["weeks"]
    assert "".join(month(facts)["weekdays"]) == "一二三四五六日"
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0][:3] == [None, None, None]
    assert weeks[0][3] == {"day": 1, "iso": "2023-06-01", "label": "启动", "kind": "start"}
    days = [cell["day"] for week in weeks for cell in week if cell]
    assert days == list(range(1, 31))
    assert weeks[4][5:] == [None, None]


def test_the_campaigns_days_are_marked_and_weekends_too(facts: Facts) -> None:
    cells = {cell["day"]: cell for week in month(facts)["weeks"] for cell in week if cell}
    assert {day for day, cell in cells.items() if cell["kind"] == "weekend"} == {3, 4, 10, 11, 17, 18, 24, 25}
    assert {cell["kind"]: (day, cell["label"]) for day, cell in cells.items() if cell["label"]} == {
        "start": (1, "启动"),
        "consultation": (16, "咨询日"),
        "end": (30, "总结"),
    }


@pytest.mark.parametrize(("year", "weeks", "first"), [(2024, 5, 5), (2026, 5, 0), (2030, 5, 5), (2027, 5, 1)])
def test_other_years_have_their_own_grid(raw_facts: dict[str, Any], year: int, weeks: int, first: int) -> None:
    raw_facts["year"] = year
    grid = month(read_facts(raw_facts, lambda *keys: Span("mkdocs.yml")))["weeks"]
    assert len(grid) == weeks
    assert [cell is None for cell in grid[0]] == [index < first for index in range(7)]


def test_the_events_are_the_campaigns_dates_in_order(facts: Facts) -> None:
    events = month(facts)["events"]
    assert [event["dot"] for event in events] == ["5·31", "6·1", "6·16", "6·30"]
    assert all(event["title"] and event["text"] for event in events)


def test_fragments_get_the_facts_nested_with_iso_dates_and_the_state(facts: Facts) -> None:
    context = facts_context(facts, dt.date(2023, 6, 4))
    assert context.consultation.dot == "6·16"
    assert context.contact.phone == facts.words["contact.phone"]
    assert context.iso == {
        "start": "2023-06-01",
        "end": "2023-06-30",
        "issued": "2023-05-31",
        "consultation": "2023-06-16",
        "liaison": "2023-05-31",
        "summary": "2023-06-30",
    }
    assert (context.state.phase, context.state.days) == ("before", 12)
    assert context.official is False
    with pytest.raises(AttributeError):
        _ = context.nosuch


def test_the_themes_lines_are_those_of_the_poster(facts: Facts) -> None:
    assert theme_lines(facts) == [[("人人讲", False), ("安全", True)], [("个个会", False), ("应急", True)]]


def test_the_clock_can_be_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1685836800")
    assert now() == dt.datetime(2023, 6, 4, tzinfo=dt.UTC)
    assert today() == dt.date(2023, 6, 4)
    monkeypatch.setenv("CAMPAIGN_TODAY", "2023-06-16")
    assert today() == dt.date(2023, 6, 16)


@pytest.mark.parametrize("epoch", ["abc", "-1", "99999999999999999", "9" * 5000])
def test_a_clock_that_cannot_be_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH 应是1970年以来的秒数"):
        now()
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        today()
    monkeypatch.setenv("CAMPAIGN_TODAY", "garbage")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with pytest.raises(UsageError, match="CAMPAIGN_TODAY 写成 2023-06-04 的样子，而不是 garbage"):
        today()
