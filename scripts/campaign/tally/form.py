"""The table as a workbook: the annex's rows on one A4 page, every blank a cell of its own, all else locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from campaign.tally.grid import Place, address
from campaign.tally.locate import PREFIX, other_keys
from campaign.tally.pack import workbook_bytes
from campaign.tally.schema import Field, Form, Kind, Row

SHEET = "统计表"
DATA = "表单数据"  # hidden: which form this is, and what a page exported
DATA_CELLS = {"form": "B1", "version": "B2", "json": "B3"}
SHOWN_OTHERS = 4  # lines of the repeatable row that a blank form shows; the others wait hidden
# A: row title; B C D: label (row 7: label, name, label); E: count; F: unit; G: label; H: count; I: unit
WIDTHS = {"A": 35, "B": 10, "C": 43, "D": 9, "E": 11, "F": 8.5, "G": 13.5, "H": 11, "I": 11.5}  # digits
LAST = "I"
LINE = 19.5  # points
LABEL_EMS = 29.5  # Chinese characters that fit into a line of B:D
NAME_LENGTH = 60
FONT, TITLE_FONT = "宋体", "方正小标宋简体"
INK, RULE, TINT, CLASH = "FF000000", "FF404040", "FFFFF7E0", "FFFFC7CE"

_thin, _hair = Side(style="thin", color=RULE), Side(style="hair", color=RULE)
_middle = Alignment(vertical="center", wrap_text=True)
_indent = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
_right = Alignment(horizontal="right", vertical="center")


@dataclass(slots=True)
class Layout:
    """Where every answer stands, and how far the sheet goes. `spare` are the hidden lines' row numbers."""

    places: dict[str, Place] = field(default_factory=dict)
    last: int = 0
    spare: dict[int, int] = field(default_factory=dict)  # line of the repeatable row -> sheet row


def form_bytes(form: Form, when: dt.date) -> tuple[bytes, Layout]:
    """The blank form as a file, and where its answers stand."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    layout = lay_form(sheet, form, form.title, form.notes)
    _guard(sheet, form, layout)
    for key, at in layout.places.items():
        row, column = at
        target = f"'{SHEET}'!${address((1, column))[:-1]}${row}"
        book.defined_names[PREFIX + key] = DefinedName(PREFIX + key, attr_text=target)
    data = book.create_sheet(DATA)
    for key, value in (("form", form.id), ("version", form.version), ("json", None)):
        cell = DATA_CELLS[key]
        data[f"A{cell[1:]}"], data[cell] = key, value
        data[cell].alignment = Alignment(wrap_text=False)
    data.sheet_state = "hidden"
    data.protection.sheet = True
    book.properties.creator, book.properties.title = None, form.title
    return workbook_bytes(book, when), layout


def lay_form(sheet: Worksheet, form: Form, title: str, notes: Sequence[str], shown: int = SHOWN_OTHERS) -> Layout:
    """Write the table's words and lines into an empty sheet."""
    layout = Layout()
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    _write(sheet, "A1", title, font=Font(TITLE_FONT, 18, color=INK), alignment=_centre, area=f"A1:{LAST}1")
    sheet.row_dimensions[1].height = 32
    _header(sheet, form, layout)
    _write(sheet, "A3", form.head, alignment=_centre, area=f"A3:{LAST}3", font=_font(bold=True))
    sheet.row_dimensions[3].height = LINE
    _frame(sheet, layout, 3, 3)
    layout.last = 3
    for row in form.rows:
        _row(sheet, form, row, layout, shown)
    for index, note in enumerate(notes):
        layout.last += 1
        text = f"　　{note}" if index else f"注：{note}"
        _write(sheet, f"A{layout.last}", text, font=_font(9), area=f"A{layout.last}:{LAST}{layout.last}")
        sheet.row_dimensions[layout.last].height = 13
        if not index:  # the table's bottom line, whichever lines of row 7 are shown
            for column in WIDTHS:
                sheet[f"{column}{layout.last}"].border = Border(top=_thin)
    _page(sheet, layout.last)
    return layout


def ems(text: str) -> float:
    """A text's width in its own size: a Chinese character or mark 1, a letter or digit a half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _font(size: float = 10.5, *, bold: bool = False) -> Font:
    return Font(FONT, size, bold=bold, color=INK)


def _write(
    sheet: Worksheet, cell: str, text: str, *, font: Font | None = None, alignment: Alignment = _middle, area: str = ""
) -> None:
    sheet[cell] = text or None
    sheet[cell].font = font or _font()
    sheet[cell].alignment = alignment
    if area:
        sheet.merge_cells(area)


def _frame(sheet: Worksheet, layout: Layout, top: int, bottom: int) -> None:
    """Thin lines around a block and right of column A, hairlines between its lines and around its answers."""
    answers = set(layout.places.values())
    for row in range(top, bottom + 1):
        for column in WIDTHS:
            answer = (row, ord(column) - 64) in answers
            left = _thin if column in "AB" else _hair if answer else None
            right = _thin if column == LAST else _hair if answer else None
            up = _thin if row == top else _hair if column != "A" else None
            down = _thin if row == bottom else None
            sheet[f"{column}{row}"].border = Border(left=left, right=right, top=up, bottom=down)


def _header(sheet: Worksheet, form: Form, layout: Layout) -> None:
    """Unit, contact, telephone, date on one line, as in the annex."""
    labels = dict(form.header)
    sheet.row_dimensions[2].height = 24
    for key, cell, answer, area in (
        ("unit", "A2", "B2", "B2:C2"),
        ("contact", "D2", "E2", ""),
        ("phone", "F2", "G2", ""),
        ("date", "H2", "I2", ""),
    ):
        _write(sheet, cell, f"{labels[key]}：", alignment=_right)
        _write(sheet, answer, "", area=area, alignment=_centre if key != "unit" else _middle)
        layout.places[key] = (2, ord(answer[0]) - 64)
        for column in "BC" if area else answer[0]:
            sheet[f"{column}2"].border = Border(bottom=_hair)
    sheet["I2"].number_format = "yyyy-mm-dd"
    for cell in ("B2", "E2", "G2"):
        sheet[cell].number_format = "@"  # words stay words, even when they begin with =


def _row(sheet: Worksheet, form: Form, row: Row, layout: Layout, shown: int) -> None:
    top = layout.last + 1
    if row.repeatable:
        for line in range(1, form.others + 1):
            layout.last += 1
            keys = other_keys(form, line)
            _other_line(sheet, row.kinds[0], keys, layout)
            if line > shown:
                sheet.row_dimensions[layout.last].hidden = True
                layout.spare[line] = layout.last
    else:
        for kind in row.kinds:
            layout.last += 1
            _line(sheet, kind, layout, last=kind is row.kinds[-1])
    area = f"A{top}:A{layout.last}" if layout.last > top else ""
    _write(sheet, f"A{top}", f"{row.index}.{row.title}", area=area, alignment=_indent)
    _frame(sheet, layout, top, layout.last)


def _line(sheet: Worksheet, kind: Kind, layout: Layout, *, last: bool) -> None:
    """One or two counts with their words around them."""
    row = layout.last
    label = kind.number + kind.fields[0].printed
    _write(sheet, f"B{row}", label, area=f"B{row}:D{row}", alignment=_indent)
    sheet.row_dimensions[row].height = LINE + 11 if ems(label) > LABEL_EMS else LINE
    stop = "。" if last else "；"
    pair = len(kind.fields) == 2
    _count(sheet, f"E{row}", kind.fields[0], layout)
    _write(sheet, f"F{row}", kind.fields[0].unit + ("，" if pair else stop))
    if pair:
        _write(sheet, f"G{row}", kind.fields[1].printed, alignment=_right)
        _count(sheet, f"H{row}", kind.fields[1], layout)
        _write(sheet, f"I{row}", kind.fields[1].unit + stop)


def _other_line(sheet: Worksheet, kind: Kind, keys: tuple[str, str, str], layout: Layout) -> None:
    """活动名称( )，组织( )场/次，参与( )人次。"""
    row = layout.last
    name, count, people = kind.fields
    sheet.row_dimensions[row].height = LINE
    _write(sheet, f"B{row}", name.printed, alignment=_indent)
    _write(sheet, f"C{row}", "")
    sheet[f"C{row}"].number_format = "@"
    layout.places[keys[0]] = (row, 3)
    _write(sheet, f"D{row}", count.printed, alignment=_right)
    _count(sheet, f"E{row}", count, layout, keys[1])
    _write(sheet, f"F{row}", f"{count.unit}，")
    _write(sheet, f"G{row}", people.printed, alignment=_right)
    _count(sheet, f"H{row}", people, layout, keys[2])
    _write(sheet, f"I{row}", f"{people.unit}。")


def _count(sheet: Worksheet, cell: str, part: Field, layout: Layout, key: str = "") -> None:
    _write(sheet, cell, "", alignment=_centre)
    sheet[cell].number_format = "0"
    layout.places[key or part.key] = (int(cell[1:]), ord(cell[0]) - 64)


def _guard(sheet: Worksheet, form: Form, layout: Layout) -> None:
    """Lock everything but the answers, check what is typed, tint what is still blank."""
    names = {key for line in range(1, form.others + 1) for key in other_keys(form, line)[:1]}
    header = {key for key, _ in form.header}
    whole = DataValidation("whole", operator="between", formula1="0", formula2=str(form.limit), allow_blank=True)
    words = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(NAME_LENGTH), allow_blank=True)
    whole.errorTitle, whole.error = "只填整数", "只填0或正整数，不写单位。确实没有开展填0，没有统计留空。"
    words.errorTitle, words.error = "太长", f"最多{NAME_LENGTH}个字。"
    for key, at in layout.places.items():
        cell = address(at)
        sheet[cell].protection = Protection(locked=False)
        if key == "unit":
            sheet["C2"].protection = Protection(locked=False)
        (words if key in names | header else whole).add(cell)
        if key not in header:
            _tint(sheet, cell, f"ISBLANK({cell})", TINT)
    for first, second, rule in _pairs(form, layout):
        clash = f"AND({first}=0,{second}>0)" if rule == "sessions" else f"{second}<{first}"
        _tint(sheet, f"{first} {second}".replace("$", ""), f"AND(COUNT({first},{second})=2,{clash})", CLASH)
    for validation in (whole, words):
        validation.showErrorMessage = True
        sheet.add_data_validation(validation)
    sheet.protection.sheet = True
    sheet.protection.formatRows = False  # False: allowed; the hidden lines of row 7 can be shown


def _tint(sheet: Worksheet, cells: str, condition: str, colour: str) -> None:
    """Colour cells on the screen while a condition holds."""
    fill = DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
    sheet.conditional_formatting.add(cells, Rule("expression", dxf=fill, formula=[condition]))


def _pairs(form: Form, layout: Layout) -> Iterator[tuple[str, str, str]]:
    """The cells of two counts that belong together, and the rule that they are under."""
    keys = [(kind.counts[0].key, kind.counts[1].key, kind.rule) for kind in form.kinds if kind.rule]
    keys += [(*other_keys(form, line)[1:], form.other.rule) for line in range(1, form.others + 1)]
    for first, second, rule in keys:
        yield f"${address(layout.places[first])}", f"${address(layout.places[second])}", rule


def _page(sheet: Worksheet, last: int) -> None:
    """One A4 page, landscape."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_area = f"A1:{LAST}{last}"
    sheet.print_options.horizontalCentered = True
    sheet.page_setup.blackAndWhite = True  # the tints are for the screen; paper is white
    margins = sheet.page_margins
    margins.left = margins.right = 0.47  # inches: 12 mm
    margins.top = margins.bottom = 0.43
    margins.header = margins.footer = 0.2
    sheet.sheet_view.showGridLines = False
