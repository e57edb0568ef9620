"""The totals as a Markdown table that a page can include: no unit's, person's or activity's name, no telephone."""

from __future__ import annotations

import datetime as dt

from campaign.tally.merge import Tally
from campaign.tally.schema import Field


def markdown(tally: Tally, day: dt.date) -> str:
    """One row a line of the form; a count that nobody gave reads 未填."""
    due = f"应报{len(tally.units)}个单位，" if tally.units else ""
    lines = [
        f"截至{day.year}年{day.month}月{day.day}日，{due}已有{len(tally.reports)}个单位报送统计表。",
        "",
        "| 行 | 活动 | 合计 |",
        "| --- | --- | --- |",
    ]
    for row in tally.form.rows:
        if row.repeatable:
            continue
        for kind in row.kinds:
            counts = "，".join(_count(part, tally.totals[part.key]) for part in kind.counts)
            lines.append(f"| {row.index} | {kind.fields[0].label} | {counts} |")
    count, people = tally.form.other.counts
    sums = [_sum([other.count for other in tally.others]), _sum([other.people for other in tally.others])]
    shown = "，".join(_count(part, value) for part, value in zip((count, people), sums, strict=True))
    last = tally.form.rows[-1]
    lines.append(f"| {last.index} | {last.title}（{len(tally.others)}项） | {shown} |")
    if any(issue.path.startswith("第") for issue in tally.issues):
        lines += ["", "第4行的案例可能由多个单位重复上报，以核对后的数字为准。"]
    return "\n".join(lines) + "\n"


def _count(part: Field, value: int | None) -> str:
    return "未填" if value is None else f"{value:,}{part.unit}"


def _sum(values: list[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return sum(given) if given else None
