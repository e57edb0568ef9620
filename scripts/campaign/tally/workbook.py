"""The result for the commission: totals in the annex's own layout, then every unit, problem, duplicate and case."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from campaign.tally.form import FONT, ems, lay_form
from campaign.tally.grid import address
from campaign.tally.locate import other_keys
from campaign.tally.merge import Tally
from campaign.tally.model import Issue, Other, Report
from campaign.tally.pack import workbook_bytes
from campaign.tally.seal import MARK
from campaign.tally.values import FORMULA, clean

UNITS = "各单位"
_head_font, _head_fill = Font(FONT, 10.5, bold=True), PatternFill("solid", fgColor="FFF4E3C5")
_head = Alignment(horizontal="center", vertical="center", wrap_text=True)
_hair = Side(style="hair", color="FF808080")
_grid = Border(left=_hair, right=_hair, top=_hair, bottom=_hair)
WORDS, ONE_LINE, FIGURES = "汇总文字", "汇总单行文字", "汇总数字"  # named styles of the lists' cells
LEADING = 15.0  # points a line of a list
HEADS = 3  # lines of the head over the units
COUNT_WIDTH, NARROW = 10.0, 14.0  # digits; no column of words is narrower
BREAKS = (2, 3, 5)  # rows of the form after which a printed page ends, so that none is cut in two
UNITS_SCALE = 90  # per cent: the widest of these pages fits
Value = str | int | None


def result_bytes(tally: Tally, organiser: str, day: dt.date) -> bytes:
    """The workbook as a file; the same tally on the same day gives the same bytes."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    _totals(sheet, tally, organiser, day)
    for style in _styles():
        book.add_named_style(style)
    _units(book.create_sheet(UNITS), tally)
    missing = ((unit.name, "、".join(unit.aliases)) for unit in tally.missing)
    _table(book.create_sheet("未报单位"), (("单位", 40), ("别名", 40)), missing)
    _table(book.create_sheet("问题清单"), _ISSUE_COLUMNS, map(_issue, _sorted(tally.issues)))
    _table(book.create_sheet("重复上报"), _DUPLICATE_COLUMNS, _duplicates(tally))
    _table(book.create_sheet("案例核对"), (("项目", 52), ("单位", 34), ("数量", 8), ("文件", 44)), _cases(tally))
    _table(book.create_sheet("特色活动"), (("单位", 34), ("活动名称", 44), ("场/次", 9), ("人次", 11)), _others(tally))
    book.defined_names[MARK] = DefinedName(MARK, attr_text=f"'{sheet.title}'!$A$1")
    book.properties.creator = organiser
    book.properties.title = tally.form.title
    return workbook_bytes(book, day, seal=True)


def _styles() -> Iterator[NamedStyle]:
    """Styles of the lists' cells, by name: given cell by cell, font and border would take longer than all the rest."""
    for name, alignment in (
        (WORDS, Alignment(vertical="center", wrap_text=True)),
        (ONE_LINE, Alignment(vertical="center")),
        (FIGURES, Alignment(horizontal="center", vertical="center", wrap_text=True)),
    ):
        yield NamedStyle(name, font=Font(FONT, 10.5), alignment=alignment, border=_grid)


def _put(cell: Cell | MergedCell, value: Value) -> None:
    """A value; words from outside are never a formula, not even after somebody edits the cell."""
    assert isinstance(cell, Cell)  # the rest of a merged area holds nothing
    if isinstance(value, str):
        text = clean(value, 500)
        cell.value = text
        if text.startswith(FORMULA):
            cell.data_type = "s"
            cell.quotePrefix = True
    else:
        cell.value = value


def _totals(sheet: Worksheet, tally: Tally, organiser: str, day: dt.date) -> None:
    form = tally.form
    sheet.title = "汇总"
    others = _largest(tally.others, form.others)
    reported = f"{len(tally.reports)}个单位" + (f"（应报{len(tally.units)}个）" if tally.units else "")
    cases = any(issue.path.startswith("第") and issue.level == "存疑" for issue in tally.issues)
    notes = [f"据{reported}上报数据逐项相加；空白表示没有单位填报。"]
    notes += ["第4行有多个单位上报，同一案例可能重复计算，核对前不宜直接使用，见“案例核对”。"] if cases else []
    layout = lay_form(sheet, form, f"{form.title}（汇总）", notes, max(1, len(others)))
    header = {"unit": organiser, "date": day.isoformat()}
    values: dict[str, Value] = {**header, **tally.totals}
    for line, other in enumerate(others, 1):
        keys = other_keys(form, line)
        values |= dict(zip(keys, (other.name, other.count, other.people), strict=True))
    for key, value in values.items():
        _put(sheet[address(layout.places[key])], value)


def _largest(others: Sequence[Other], lines: int) -> list[Other]:
    """As many activities as the form has lines: the largest, the rest added up in the last line."""
    if len(others) <= lines:
        return list(others)
    ranked = sorted(others, key=lambda other: -(other.people or 0))
    rest = ranked[lines - 1 :]
    name = f"其余{len(rest)}项，见“特色活动”"
    return [*ranked[: lines - 1], Other(name, sum(o.count or 0 for o in rest), sum(o.people or 0 for o in rest))]


def _units(sheet: Worksheet, tally: Tally) -> None:
    """One row a unit, one column a count; above it the form's row, the activity, and what is counted."""
    form = tally.form
    columns = [("单位", 30.0), ("填报日期", 12.0)]
    columns += [(part.unit, COUNT_WIDTH) for part in form.fields]
    columns += [("项", 7), *((part.unit, COUNT_WIDTH) for part in form.other.counts)]
    columns += [("联系人", 12), ("电话", 18), ("文件", 50)]
    _table(sheet, columns, (tuple(_unit(report, tally)) for report in tally.reports), top=HEADS, wrapped=False)
    column = 3
    for row in form.rows:
        first = column
        for kind in row.kinds:
            width = len(kind.counts) + row.repeatable
            _head_over(sheet, 2, column, width, kind.short)
            column += width
        _head_over(sheet, 1, first, column - first, f"{row.index}.{row.title}")
        if row.index in BREAKS:
            sheet.col_breaks.append(Break(column - 1))
    for number in (1, 2, *range(column, len(columns) + 1)):
        sheet.merge_cells(start_row=1, end_row=HEADS, start_column=number, end_column=number)
        _put(sheet.cell(1, number), columns[number - 1][0])
    for number, height in enumerate((46, 46, 18), 1):
        sheet.row_dimensions[number].height = height
    sheet.freeze_panes = f"B{HEADS + 1}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]
    sheet.page_setup.scale = UNITS_SCALE
    sheet.print_title_cols = "A:A"
    sheet.print_area = f"A1:{get_column_letter(len(columns) - 1)}{sheet.max_row}"  # files are for the screen
    sheet.print_title_rows = f"1:{HEADS}"


def _head_over(sheet: Worksheet, row: int, column: int, width: int, text: str) -> None:
    """A title over some columns."""
    _put(sheet.cell(row, column), text)
    if width > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + width - 1)


def _unit(report: Report, tally: Tally) -> Iterator[Value]:
    yield report.unit
    yield report.date.isoformat() if report.date else None
    for part in tally.form.fields:
        yield report.answers[part.key]
    yield len(report.others) or None
    for values in ([o.count for o in report.others], [o.people for o in report.others]):
        given = [value for value in values if value is not None]
        yield sum(given) if given else None
    yield from (report.contact, report.phone, report.path)


_ISSUE_COLUMNS = (
    ("处理", 8),
    ("单位", 30),
    ("文件", 40),
    ("单元格", 14),
    ("项目", 36),
    ("表中内容", 18),
    ("问题", 44),
    ("提示", 36),
)
_DUPLICATE_COLUMNS = (("单位", 30), ("没有计入的文件", 44), ("填报日期", 12), ("计入的文件", 44), ("填报日期", 12))


def _sorted(issues: Sequence[Issue]) -> list[Issue]:
    levels = ("未收", "不计", "存疑", "提示")
    return sorted(issues, key=lambda issue: (levels.index(issue.level), issue.path, issue.cell, issue.message))


def _issue(issue: Issue) -> tuple[Value, ...]:
    return (
        issue.level,
        issue.unit,
        issue.path,
        issue.cell,
        issue.item,
        issue.value,
        issue.message,
        issue.hint,
    )


def _duplicates(tally: Tally) -> Iterator[tuple[Value, ...]]:
    for older, kept in tally.replaced:
        days = [report.date.isoformat() if report.date else None for report in (older, kept)]
        yield kept.unit, older.path, days[0], kept.path, days[1]


def _cases(tally: Tally) -> Iterator[tuple[Value, ...]]:
    for row in tally.form.rows:
        for kind in row.kinds if row.shared_cases else ():
            for part in kind.fields:
                given = [report for report in tally.reports if report.answers[part.key]]
                for report in given if len(given) > 1 else ():
                    yield part.label, report.unit, report.answers[part.key], report.path


def _others(tally: Tally) -> Iterator[tuple[Value, ...]]:
    for report in tally.reports:
        for other in report.others:
            yield report.unit, other.name, other.count, other.people


def _table(
    sheet: Worksheet,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Value]],
    top: int = 1,
    *,
    wrapped: bool = True,
) -> None:
    """A list with a head that stays in view: words to the left and wrapped, figures and days in the middle."""
    for number, (title, width) in enumerate(columns, 1):
        for row in range(1, top + 1):
            cell = sheet.cell(row, number)
            cell.font, cell.fill, cell.alignment, cell.border = _head_font, _head_fill, _head, _grid
        _put(sheet.cell(top, number), title)
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = top
    for values in rows:
        last += 1
        for number, value in enumerate(values, 1):
            cell = sheet.cell(last, number)
            figures = isinstance(value, int) or columns[number - 1][1] <= NARROW
            cell.style = FIGURES if figures else WORDS if wrapped else ONE_LINE
            if value is not None and value != "":
                _put(cell, value)
        if wrapped:
            sheet.row_dimensions[last].height = LEADING * max(map(_lines, values, (width for _, width in columns)))
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{max(last, top + 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"1:{top}"
    assert sheet.oddFooter is not None  # a new sheet has an empty one
    sheet.oddFooter.center.text = "&A　第&P页，共&N页"


def _lines(value: Value, width: float) -> int:
    """How many lines a value takes in a column of so many digits: a Chinese character is as wide as two."""
    return max(1, math.ceil(2 * ems(str(value)) / (width - 1))) if value is not None else 1
