"""Many reports to one: the newest of each unit, the units that are missing, the sums."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from campaign.errors import Collector, SourceError, Span
from campaign.tally.check import far_off
from campaign.tally.model import PASSED_OVER, REJECTED, Issue, Level, Other, Report, Unreadable
from campaign.tally.read import csv_rows, decoded
from campaign.tally.schema import Form
from campaign.tally.values import clean, same_name

HEADINGS = ("单位", "别名")
_NEVER = dt.date(1, 1, 1)
GUESSED = 200  # names that are not in the list and are compared with every name of it


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the list, with other names that it may write."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Everything that the result shows."""

    form: Form
    units: tuple[Unit, ...] = ()
    reports: list[Report] = field(default_factory=list)  # one a unit, in the order of the list, then by name
    replaced: list[tuple[Report, Report]] = field(default_factory=list)  # older report, the one that was kept
    missing: list[Unit] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    totals: dict[str, int | None] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)
    files: int = 0

    @property
    def rejected(self) -> list[Issue]:
        """Files and answers that were left out."""
        return [issue for issue in self.issues if issue.level in REJECTED]

    @property
    def doubts(self) -> list[Issue]:
        """What was counted and should be asked about, files beside the tables aside."""
        return [issue for issue in self.issues if issue.level not in REJECTED and issue.message != PASSED_OVER]

    def given(self, key: str) -> int:
        """How many units filled in a count."""
        return sum(report.answers[key] is not None for report in self.reports)


def read_units(path: Path, name: str) -> tuple[Unit, ...]:
    """The list of units: CSV columns 单位, 别名; lines that start with # are comments. Raises ContentErrors."""
    try:
        rows = csv_rows(decoded(path.read_bytes()))
    except Unreadable as error:
        raise SourceError(Span(name), error.message, error.hint) from None
    units, seen, faults = list[Unit](), dict[str, str](), Collector()
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not cells or not cells[0] or cells[0].startswith("#") or cells[0] == HEADINGS[0]:
            continue
        aliases = tuple(alias.strip() for alias in (cells[1] if len(cells) > 1 else "").replace("；", "、").split("、"))
        unit = Unit(clean(cells[0]), tuple(alias for alias in aliases if alias))
        if not unit.name:
            faults.add(SourceError(Span(name, number), "单位名称里只有看不见的字符", "写上单位全称，或删去这一行"))
            continue
        for written in (unit.name, *unit.aliases):
            owner = seen.setdefault(same_name(written), unit.name)
            if owner != unit.name or (written == unit.name and unit in units):
                faults.add(SourceError(Span(name, number), f"“{written}”重复了，前面“{owner}”已经用过", "删去其中一处"))
        units.append(unit)
    faults.check()
    return tuple(units)


def merge(form: Form, reports: Iterable[Report], issues: Iterable[Issue], units: tuple[Unit, ...], files: int) -> Tally:
    """Put the reports together. `issues` are of files that could not be read."""
    tally = Tally(form, units, issues=list(issues), files=files)
    official = {same_name(written): unit.name for unit in units for written in (unit.name, *unit.aliases)}
    groups: dict[str, list[Report]] = {}
    strangers = 0
    for report in reports:
        name = official.get(same_name(report.unit))
        if name is None and units:
            strangers += 1
            tally.issues.append(_stranger(report, units if strangers <= GUESSED else ()))
        report.unit = name or report.unit
        groups.setdefault(same_name(report.unit), []).append(report)
    for group in groups.values():
        *older, kept = sorted(group, key=_age)
        tally.reports.append(kept)
        tally.replaced += [(report, kept) for report in older]
        tally.issues += [_older(report, kept) for report in older]
    order = {unit.name: number for number, unit in enumerate(units)}
    tally.reports.sort(key=lambda report: (order.get(report.unit, len(order)), report.unit))
    tally.missing = [unit for unit in units if same_name(unit.name) not in groups]
    for report in tally.reports:
        tally.issues += report.issues
    tally.issues += far_off(tally.reports, form)
    tally.issues += _shared_cases(tally)
    _add_up(tally)
    return tally


def _age(report: Report) -> tuple[dt.date, str, str]:
    """Oldest first: by the date that the unit wrote, then by when the file says it was saved, then by name."""
    return report.date or _NEVER, report.saved, report.path


def _older(report: Report, kept: Report) -> Issue:
    """An older table of a unit; where no day tells which is the older, somebody must look."""
    level: Level = "提示"
    what, hint = "采用较新的一份", ""
    if report.answers == kept.answers and report.others == kept.others:
        what = "内容相同"
    elif report.date == kept.date:
        level, hint = "存疑", "问清哪一份是对的，另一份移出文件夹"
        what = f"内容不同，填报日期{'一样' if kept.date else '都没有'}，采用后保存的一份"
    message = f"与 {kept.path} 是同一单位“{kept.unit}”，{what}，这一份没有计入"
    return Issue(level, report.path, message, hint, unit=kept.unit)


def _stranger(report: Report, units: Sequence[Unit]) -> Issue:
    near = difflib.get_close_matches(report.unit, [unit.name for unit in units], 1, 0.6)
    near = near or [unit.name for unit in units if report.unit in unit.name or unit.name in report.unit][:1]
    hint = f"是不是“{near[0]}”？是就在名单的别名里写上" if near else "名单在 units.csv，核对单位全称"
    return Issue("存疑", report.path, f"单位“{report.unit}”不在名单里", hint, unit=report.unit)


def _shared_cases(tally: Tally) -> Iterable[Issue]:
    """Counts of cases that several units may have reported of the same case."""
    for row in tally.form.rows:
        for kind in row.kinds if row.shared_cases else ():
            for part in kind.fields:
                given = [report for report in tally.reports if report.answers[part.key]]
                if len(given) > 1:
                    named = "、".join(f"{report.unit}{report.answers[part.key]}{part.unit}" for report in given[:5])
                    more = f"等{len(given)}个单位" if len(given) > 5 else ""
                    message = f"有{len(given)}个单位上报（{named}{more}），同一案例可能重复计算"
                    yield Issue("存疑", f"第{row.index}行", message, "逐案核对去重", item=part.label)


def _add_up(tally: Tally) -> None:
    """Sums of what was given; a count that nobody gave stays blank. Row 7: equal names together, as they come."""
    for part in tally.form.fields:
        given = [value for report in tally.reports if (value := report.answers[part.key]) is not None]
        tally.totals[part.key] = sum(given) if given else None
    sums: dict[str, Other] = {}
    for report in tally.reports:
        for other in report.others:
            name = other.name or tally.form.other.short
            before = sums.get(same_name(name), Other(name, None, None))
            count, people = _plus(before.count, other.count), _plus(before.people, other.people)
            sums[same_name(name)] = Other(before.name, count, people)
    tally.others = list(sums.values())


def _plus(one: int | None, two: int | None) -> int | None:
    return two if one is None else one if two is None else one + two
