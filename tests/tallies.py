"""What the tests of the progress table share: the form, filled forms in every file type, the command's result."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from conftest import REPOSITORY
from openpyxl.worksheet.worksheet import Worksheet

from campaign.content.read import read_facts_only
from campaign.project import Project
from campaign.tally.form import SHEET, form_bytes
from campaign.tally.grid import address
from campaign.tally.model import Report
from campaign.tally.read import read_report
from campaign.tally.schema import read_form

FACTS = read_facts_only(Project(REPOSITORY))
FORM = read_form(FACTS.words)
YEAR = FACTS.year
BLANK, LAYOUT = form_bytes(FORM, FACTS.dates["issued"])
Values = Mapping[str, Any]
UNIT = {"unit": "甲卫生院", "contact": "某某", "phone": "0470-0000000", "date": f"{YEAR}-06-28"}


def cell(key: str) -> str:
    """Where an answer stands in the blank form."""
    return address(LAYOUT.places[key])


def filled(values: Values, unit: Values = UNIT) -> bytes:
    """The blank form with some answers typed in, as openpyxl saves it."""
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    sheet = book[SHEET]
    for key, value in {**unit, **values}.items():
        sheet[cell(key)] = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def opened(data: bytes) -> tuple[openpyxl.Workbook, Worksheet]:
    """A filled form for further damage."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return book, book[SHEET]


def as_json(values: Values, unit: Values = UNIT, **more: Any) -> bytes:
    """What the page exports for machines."""
    raw = {"form": FORM.id, "version": FORM.version, **unit, "answers": dict(values), "other": [], **more}
    return json.dumps(raw, ensure_ascii=False).encode()


def as_csv(values: Values, unit: Values = UNIT, encoding: str = "utf-8-sig") -> bytes:
    """What the page exports as a table: key, row, item, unit, answer."""
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    rows.writerow(["代码", "行", "项目", "单位", "填报"])
    for key, label in FORM.header:
        rows.writerow([key, "", label, "", unit.get(key, "")])
    for row in FORM.rows:
        for kind in row.kinds if not row.repeatable else ():
            for part in kind.fields:
                rows.writerow([part.key, row.index, part.label, part.unit, values.get(part.key, "")])
    return buffer.getvalue().encode(encoding)


def read(path: Path, data: bytes) -> Report:
    """Write a file and read it."""
    path.write_bytes(data)
    return read_report(path, path.name, FORM, YEAR)


def given(report: Report) -> dict[str, int]:
    """The answers that are not blank."""
    return {key: value for key, value in report.answers.items() if value is not None}
