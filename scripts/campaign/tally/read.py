"""One file to one report, whatever it was saved as: .xlsx, .csv, .json. Nothing that it holds can stop the run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from campaign.errors import reason
from campaign.tally.grid import Cell, Grid, address
from campaign.tally.locate import Found, by_wording, find, more_tables, other_keys
from campaign.tally.model import Issue, Level, Other, Report, Unreadable
from campaign.tally.schema import Field, Form
from campaign.tally.values import BLANK, FORMULA, Number, clean, day, from_date, from_number, from_text, like_date
from campaign.tally.xlsx import MAX_CELLS, MAX_FILE, read_book

SUFFIXES = frozenset({".xlsx", ".csv", ".json"})
REFUSED = {  # spreadsheets that are not read, and why
    ".xls": "是老格式的 .xls",
    ".xlsm": "是可以带宏的 .xlsm",
    ".xltx": "是模板文件 .xltx",
    ".xltm": "是可以带宏的模板 .xltm",
    ".xlsb": "是二进制格式 .xlsb",
    ".et": "是 WPS 自己的格式 .et",
    ".ods": "是 OpenDocument 表格 .ods",
}
RESAVE = "用表格软件打开，另存为 .xlsx 再报"
MAX_TEXT = 3_000_000  # bytes of a CSV or JSON file: a long ledger has a tenth of it
NAME_LENGTH = 60  # characters of a name that are kept
_NO_NUMBERS = {"e": "错误值", "b": "逻辑值"}
_LENGTHS = {"contact": 30, "phone": 40}


def read_report(path: Path, name: str, form: Form, year: int) -> Report:
    """A file's answers with everything wrong in them. Raises Unreadable."""
    suffix = path.suffix.lower()
    if suffix in REFUSED:
        raise Unreadable(REFUSED[suffix], RESAVE)
    try:
        size = path.stat().st_size
        if not path.is_file() and not path.is_dir():  # a device gives bytes for ever, a pipe none for ever
            raise Unreadable("不是普通文件", "把表另存成文件再报")
        if size > (MAX_FILE if suffix == ".xlsx" else MAX_TEXT):
            raise Unreadable(f"文件有 {size / 1e6:.0f} MB，太大了", "统计表只有几十 KB，删掉插入的图片再报")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"读不出来：{reason(error)}", "检查权限，关闭占用它的程序") from None
    report = Report(name)
    reader = _Answers(report, form, year)
    if suffix == ".json":
        _from_json(data, reader)
    elif suffix == ".csv":
        _from_csv(data, reader)
    else:
        _from_xlsx(data, reader)
    if not report.unit:
        raise Unreadable("没有填报单位", "在“填报单位（盖章）”后面写上单位全称")
    return report


class _Answers:
    """Fills a report, noting every fault with its place."""

    def __init__(self, report: Report, form: Form, year: int) -> None:
        self.report, self.form, self._year = report, form, year
        report.answers = dict.fromkeys((field.key for field in form.fields), None)

    def issue(
        self, level: Level, message: str, hint: str = "", *, cell: str = "", item: str = "", value: str = ""
    ) -> None:
        """Note a fault."""
        unit = self.report.unit
        self.report.issues.append(Issue(level, self.report.path, message, hint, cell, item, clean(value), unit))

    def header(self, key: str, text: str, cell: str) -> None:
        """Unit, contact, phone or date."""
        text = clean(text, _LENGTHS.get(key, NAME_LENGTH))
        if key == "unit":
            self.report.unit = text
        elif key == "contact":
            self.report.contact = text
        elif key == "phone":
            self.report.phone = text
        elif text:
            self._date(text, cell)

    def _date(self, text: str, cell: str) -> None:
        """The day that the unit wrote; of two tables the later one counts, so a slip in its year must not decide."""
        found = day(text, self._year)
        if found is None:
            self.issue("提示", f"填报日期认不出：“{text}”", "写成 6月28日 的样子", cell=cell, value=text)
        elif found.year != self._year:
            message = f"填报日期是{found.year}年的，活动在{self._year}年，不按它分新旧"
            self.issue("存疑", message, "问清是不是往年的表，或写错了年份", cell=cell, value=text)
        else:
            self.report.date = found

    def count(self, part: Field, cell: str, number: Number, raw: str) -> int | None:
        """A count, told of when it is doubtful or refused."""
        if number.refused:
            self.issue("不计", number.refused, number.hint, cell=cell, item=part.label, value=raw)
        elif doubt := number.doubt or like_date(number.value, self._year):
            self.issue("存疑", doubt, cell=cell, item=part.label, value=raw)
        return number.value

    def answer(self, part: Field, cell: str, number: Number, raw: str) -> None:
        """One of the counts that occur once."""
        self.report.cells[part.key] = cell
        self.report.answers[part.key] = self.count(part, cell, number, raw)

    def other(self, name: str, cells: tuple[str, str], numbers: tuple[Number, Number], raw: tuple[str, str]) -> None:
        """One activity of the repeatable row; empty lines are passed over."""
        _, count, people = self.form.other.fields
        name = clean(name, NAME_LENGTH)
        values = [
            self.count(part, cell, number, text)
            for part, cell, number, text in zip((count, people), cells, numbers, raw, strict=True)
        ]
        if name or values != [None, None]:
            index = len(self.report.others) + 1
            for key, cell in zip(other_keys(self.form, index)[1:], cells, strict=True):
                self.report.cells[key] = cell
            self.report.others.append(Other(name, values[0], values[1]))


# Workbooks -----------------------------------------------------------------------------------------------------


def _from_xlsx(data: bytes, reader: _Answers) -> None:
    book = read_book(data)
    if any(grid.name == "各单位" for grid in book.grids) and "tally_result" in book.names:
        raise Unreadable("是汇总结果，不是单位的统计表", "把它移出这个文件夹")
    found = find(book, reader.form)
    if found is None:
        names = "、".join(f"“{clean(grid.name, 20)}”" for grid in book.grids[:3])
        raise Unreadable(f"里面没有统计表（只有{names or '空表'}）", "用空白表填写，不要改动栏目文字")
    reader.report.saved = book.saved
    _take(found, reader)
    if found.lost:
        labels = {part.key: part.label for part in reader.form.fields} | dict(reader.form.header)
        lost = "、".join(labels[key] for key in found.lost[:3])
        reader.issue("存疑", f"表格被改动过，找不到{len(found.lost)}项：{lost}", "请用空白表重新填写")
    if more := more_tables(book, reader.form, found.grid):
        names = "、".join(f"“{clean(name, 20)}”" for name in more[:3])
        message = f"里面有{len(more) + 1}张填了的统计表，只读了“{clean(found.grid.name, 20)}”，没有读{names}"
        reader.issue("存疑", message, "一个单位报一张；几张是几个单位的，分开保存再报")
    if book.links:
        reader.issue("提示", "含有指向其他文件的链接，没有打开那些文件")


def _take(found: Found, reader: _Answers) -> None:
    """Everything that was located in a sheet, answers inside merged areas looked at."""
    form, limit = reader.form, reader.form.limit
    covered = _covered(found)
    for key, _ in form.header:
        if key in found.places:
            cell, where = found.values.get(key), address(found.places[key])
            if key == "unit" and cell and cell.formula and not cell.text:
                raise Unreadable(f"填报单位（{where}）是公式，不取值", "直接写上单位全称")
            reader.header(key, "" if cell is None or cell.kind == "e" else cell.text, where)
    for part in form.fields:
        if part.key in found.places:
            at, cell = found.places[part.key], found.values.get(part.key)
            if at in covered and cell is None:
                message = f"单元格被合并进 {covered[at]}，读不到数字"
                reader.issue("存疑", message, "取消合并后重新填写", cell=address(at), item=part.label)
            reader.answer(part, address(at), _number(cell, limit), cell.text if cell else "")
    for line in range(1, form.others + 1):
        name, count, people = other_keys(form, line)
        if count not in found.places or people not in found.places:
            continue
        cells = found.values.get(count), found.values.get(people)
        places = address(found.places[count]), address(found.places[people])
        text = found.values[name].text if name in found.values else ""
        numbers = _number(cells[0], limit), _number(cells[1], limit)
        reader.other(text, places, numbers, (cells[0].text if cells[0] else "", cells[1].text if cells[1] else ""))


def _covered(found: Found) -> dict[tuple[int, int], str]:
    """Cells that a merged area hides (all but its first) -> the area. Only answers' cells are looked up."""
    hidden: dict[tuple[int, int], str] = {}
    places = set(found.places.values())
    for (top, left), (bottom, right) in found.grid.merged:
        for at in places:
            if top <= at[0] <= bottom and left <= at[1] <= right and at != (top, left):
                hidden[at] = f"{address((top, left))}:{address((bottom, right))}"
    return hidden


def _number(cell: Cell | None, limit: int) -> Number:
    if cell is None:
        return BLANK
    if cell.formula:
        return Number(None, refused="是公式，不取值")
    if cell.kind in _NO_NUMBERS:
        return Number(None, refused=f"是{_NO_NUMBERS[cell.kind]} {clean(cell.text, 12)}")
    if cell.kind != "n":
        return from_date(cell.text) if cell.kind == "d" else from_text(cell.text, limit)
    try:
        return from_number(float(cell.text), limit)
    except ValueError:
        return Number(None, refused="不是数字")


# CSV -----------------------------------------------------------------------------------------------------------


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 (Excel's “Unicode 文本”) or GB 18030 (Excel's and WPS's own CSV). Raises Unreadable."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("编码认不出，不是文本", "另存为 .xlsx 或 UTF-8 编码的 .csv 再报")


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a CSV text, whatever separates its columns. Raises Unreadable."""
    head = text[:4000]
    separator = max(",\t;", key=head.count)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) > MAX_CELLS // 10:
                raise Unreadable("内容太多，不是统计表", "用空白表填写")
    except csv.Error:
        raise Unreadable("CSV 写法有误，读不懂", "另存为 .xlsx 再报") from None
    return rows


def _from_csv(data: bytes, reader: _Answers) -> None:
    rows = csv_rows(decoded(data))
    grid = Grid("CSV")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row[:200], 1):
            if text.strip():
                grid.cells[number, column] = Cell("s", _unmarked(text))
    if len(grid.cells) > MAX_CELLS:
        raise Unreadable("内容太多，不是统计表", "用空白表填写")
    found = _by_keys(grid, reader.form) or by_wording(grid, reader.form)
    if found is None:
        raise Unreadable("里面没有统计表", "用网页导出，或把空白表另存为 .csv")
    _take(found, reader)


def _unmarked(text: str) -> str:
    """Words without the ' that keeps spreadsheets from taking them for a formula."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _by_keys(grid: Grid, form: Form) -> Found | None:
    """A CSV of ours: the key in the first column, the answer in the last; the repeatable row's three keys recur."""
    found = Found(grid)
    known = {part.key for part in form.fields} | {key for key, _ in form.header}
    triple = [part.key for part in form.other.fields]
    line = 0
    for row, column in sorted(grid.cells):
        key = grid.cells[row, column].text.strip().lower() if column == 1 else ""
        at = (row, 5)
        if key in known:
            found.put(key, at, grid.cells.get(at))
        elif key in triple:
            line += key == triple[0]
            found.put(f"{key}_{line}", at, grid.cells.get(at))
    return found if len(found.places) > len(form.fields) // 2 else None


# JSON ----------------------------------------------------------------------------------------------------------


def _from_json(data: bytes, reader: _Answers) -> None:
    try:
        raw = json.loads(decoded(data))
    except (ValueError, RecursionError):
        raise Unreadable("JSON 不完整或写法有误", "回到网页重新导出") from None
    form, report = reader.form, reader.report
    if not isinstance(raw, Mapping) or raw.get("form") != form.id or not isinstance(raw.get("answers"), Mapping):
        raise Unreadable("不是统计表的 JSON", "用网页上的“导出统计表 JSON”")
    report.saved = clean(str(raw.get("saved") or ""), 30)
    for key, _ in form.header:
        reader.header(key, _words(raw.get(key)), key)
    for part in form.fields:
        value = raw["answers"].get(part.key)
        reader.answer(part, f"answers.{part.key}", _json_number(value, form.limit), _words(value))
    others = raw.get("other")
    for index, item in enumerate(others[: form.others] if isinstance(others, list) else []):
        if isinstance(item, Mapping):
            values = item.get("count"), item.get("people")
            numbers = _json_number(values[0], form.limit), _json_number(values[1], form.limit)
            cells = f"other[{index}].count", f"other[{index}].people"
            reader.other(_words(item.get("name")), cells, numbers, (_words(values[0]), _words(values[1])))


def _words(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else repr(value)[:NAME_LENGTH]


def _json_number(value: Any, limit: int) -> Number:
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return Number(None, refused="是逻辑值，不是数字")
    if isinstance(value, int):
        return from_number(float(value), limit) if abs(value) < 10**15 else Number(None, refused="数字过大或过小")
    if isinstance(value, float):
        return from_number(value, limit)
    return from_text(value, limit) if isinstance(value, str) else Number(None, refused="不是数字")
