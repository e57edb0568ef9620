"""The campaign's month as weeks, and where the campaign stands on a day."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from campaign.content.facts import Facts, dotted

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


def state(facts: Facts, today: dt.date) -> dict[str, Any]:
    """Phase, days and sentence; never a negative number. The browser says the same for the visitor's day."""
    talk, end = facts.date("consultation.date"), facts.date("end")
    name = facts.words["consultation.name"]
    if today > end:
        return {"phase": "after", "days": 0, "text": "活动已结束"}
    if today == talk:
        return {"phase": "today", "days": 0, "text": f"今天是{name}"}
    if today < talk:
        days = (talk - today).days
        return {"phase": "before", "days": days, "text": f"距 {dotted(talk)} {name}还有 {days} 天"}
    days = (end - today).days
    text = f"活动进行中，距结束还有 {days} 天" if days else "活动进行中，今天是最后一天"
    return {"phase": "during", "days": days, "text": text}


def month(facts: Facts) -> dict[str, Any]:
    """Weeks from Monday, and the campaign's days in order."""
    start = facts.date("start")
    kinds = {facts.date("end"): "end", start: "start", facts.date("consultation.date"): "consultation"}
    labels = {"start": "启动", "consultation": "咨询日", "end": "总结"}

    def cell(day: dt.date) -> dict[str, Any] | None:
        if day.month != start.month:
            return None
        kind = kinds.get(day, "weekend" if day.weekday() >= 5 else "")
        return {"day": day.day, "iso": day.isoformat(), "label": labels.get(kind, ""), "kind": kind}

    days = calendar.Calendar().monthdatescalendar(start.year, start.month)
    return {"weekdays": WEEKDAYS, "weeks": [[cell(day) for day in week] for week in days], "events": _events(facts)}


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day of the notice: its name, what is due, and how many days ahead a calendar reminds of it."""

    key: str
    day: dt.date
    title: str
    text: str
    ahead: tuple[int, ...]


def key_dates(facts: Facts) -> list[KeyDate]:
    """The five days of the notice, in order."""
    words = facts.words
    talk, office = words["consultation.name"], words["organiser_short"] + words["contact.office"]
    rows = [
        ("liaison", "deadlines.liaison", "反馈联络员", "明确1名联络员并反馈", (0,)),
        ("start", "start", f"“{words['name']}”开始", "启动仪式由本单位安排，海报上墙、画面上屏", (7, 1)),
        ("consultation", "consultation.date", talk, "现场活动；当天统计场次和人次", (14, 7, 1, 0)),
        (
            "summary",
            "deadlines.summary",
            "报送总结和统计表",
            f"活动总结、进展情况统计表报{office or '主办单位'}",
            (7, 3, 1),
        ),
        ("end", "end", "集中活动结束", "兑现承诺、销号隐患；贯穿全年的活动继续", (1,)),
    ]
    dates = [KeyDate(key, facts.date(name), title, text, ahead) for key, name, title, text, ahead in rows]
    return sorted(dates, key=lambda date: date.day)


def _events(facts: Facts) -> list[dict[str, str]]:
    rows = [
        (facts.date("deadlines.liaison"), "联络员反馈", "各单位明确一名联络员并反馈"),
        (facts.date("start"), f"“{facts.words['name']}”启动", "活动全面展开，素材上线可下载"),
        (facts.date("consultation.date"), facts.words["consultation.name"], "现场咨询，社会化宣传集中开展"),
        (facts.date("deadlines.summary"), "总结和统计表", "报送活动总结和进展情况统计表"),
    ]
    rows.sort(key=lambda row: row[0])
    return [{"dot": dotted(day), "title": title, "text": text} for day, title, text in rows]
