"""The campaign's month as weeks, and where the campaign stands on a day."""

from __future__ import annotations

import calendar
import datetime as dt
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


def _events(facts: Facts) -> list[dict[str, str]]:
    rows = [
        (facts.date("deadlines.liaison"), "联络员反馈", "各单位明确一名联络员并反馈"),
        (facts.date("start"), f"“{facts.words['name']}”启动", "活动全面展开，素材上线可下载"),
        (facts.date("consultation.date"), facts.words["consultation.name"], "现场咨询，社会化宣传集中开展"),
        (facts.date("deadlines.summary"), "总结和统计表", "报送活动总结和进展情况统计表"),
    ]
    rows.sort(key=lambda row: row[0])
    return [{"dot": dotted(day), "title": title, "text": text} for day, title, text in rows]
