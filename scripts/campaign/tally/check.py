"""What the numbers of one unit say about each other, and how they stand among all units."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from campaign.tally.model import Issue, Report
from campaign.tally.schema import Field, Form, Kind

FEW_UNITS = 8  # fewer reports give no picture of what is usual
FAR = 30  # times the middle of all units that have a count
WORTH = 500  # below this nothing is told to be far off


def check(report: Report, form: Form) -> None:
    """Append what is doubtful within one report."""
    for kind in form.kinds:
        if kind.rule:
            first, second = kind.counts
            values = report.answers[first.key], report.answers[second.key]
            cells = report.cells.get(first.key, ""), report.cells.get(second.key, "")
            report.issues += _pair(report, form.many, kind, (first, second), values, cells)
    _, count, people = form.other.fields
    for index, other in enumerate(report.others, 1):
        cells = (report.cells.get(f"{count.key}_{index}", ""), report.cells.get(f"{people.key}_{index}", ""))
        report.issues += _pair(report, form.many, form.other, (count, people), (other.count, other.people), cells)
        if not other.name:
            message = "有数字，没有活动名称"
            report.issues.append(Issue("存疑", report.path, message, "", cells[0], form.other.short, "", report.unit))


def _pair(
    report: Report,
    many: int,
    kind: Kind,
    fields: tuple[Field, Field],
    values: tuple[int | None, int | None],
    cells: tuple[str, str],
) -> Iterator[Issue]:
    first, second = values

    def issue(message: str, which: int) -> Issue:
        shown = "" if values[which] is None else str(values[which])
        return Issue("存疑", report.path, message, "", cells[which], fields[which].label, shown, report.unit)

    unit = fields[0].unit.partition("/")[0]
    if kind.rule == "answers":
        if first and (second or 0) < first:
            yield issue(f"少于参与人数{first}", 1)
        return
    if first == 0 and second:
        yield issue(f"{unit}数是0，人次却是{second}", 1)
    elif first is None and second:
        yield issue(f"没有填{unit}数，人次却是{second}", 1)
    elif first and not second:
        yield issue(f"有{first}{unit}，没有人次", 1)
    elif first and second and second > kind.most * first:
        yield issue(f"平均每{unit}{second // first}人次，偏多", 1)
    if first and first > many:
        yield issue(f"{first}{unit}，偏多", 0)


def far_off(reports: Sequence[Report], form: Form) -> Iterator[Issue]:
    """Counts far beyond what the other units report."""
    for part in form.fields:
        given = [value for report in reports if (value := report.answers[part.key])]
        if len(given) < FEW_UNITS:
            continue
        middle = statistics.median(given)
        for report in reports:
            value = report.answers[part.key] or 0
            if value >= WORTH and value > FAR * middle:
                message = f"{value}，是各单位中位数{middle:g}的{value / middle:.0f}倍"
                cell = report.cells.get(part.key, "")
                yield Issue("存疑", report.path, message, "", cell, part.label, str(value), report.unit)
