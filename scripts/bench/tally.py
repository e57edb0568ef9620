"""A thousand units' workbooks merged, against openpyxl only opening the same files."""

from __future__ import annotations

import io
import random
import re
import tempfile
import zipfile
from pathlib import Path

import openpyxl

from bench.measure import interleaved, print_rows, print_targets, timed
from campaign.content.facts import Facts
from campaign.content.read import read_facts_only
from campaign.project import TOOL, Project
from campaign.tally.form import form_bytes
from campaign.tally.grid import address
from campaign.tally.run import gather, tally_files, write_result
from campaign.tally.schema import Form, read_form

FILES, ROUNDS = 1_000, 2
OPENPYXL, READ_ONLY, OURS = "openpyxl: load_workbook", "openpyxl: read_only, all rows", "campaign tally, result written"
SHEET = "xl/worksheets/sheet1.xml"


def tally() -> None:
    """Print the table."""
    facts = read_facts_only(Project(TOOL))
    form = read_form(facts.words)
    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder) / "in"
        box.mkdir()
        _units(box, form, facts)
        out = Path(folder) / "out" / "result.xlsx"
        paths = sorted(box.iterdir())
        calls = {
            OPENPYXL: timed(lambda _: [openpyxl.load_workbook(path) for path in paths] and None),
            READ_ONLY: timed(lambda _: [_rows(path) for path in paths] and None),
            OURS: timed(lambda _: _merge(box, form, facts, out)),
        }
        print(f"\n{FILES} units' progress tables, {sum(p.stat().st_size for p in paths) / 1e6:.1f} MB, n={ROUNDS}")
        samples = interleaved(calls, ROUNDS, warm=0)
        print_rows(samples, OPENPYXL)
        print_targets(samples, ((OURS, OPENPYXL, 2.0), (OURS, READ_ONLY, 2.0)))


def _rows(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))
    book.close()
    return count


def _merge(box: Path, form: Form, facts: Facts, out: Path) -> None:
    result = tally_files(gather([box]), form, facts.year, ())
    assert len(result.reports) == FILES
    write_result(result, facts, out, facts.date("end"))


def _units(box: Path, form: Form, facts: Facts) -> None:
    """Filled forms, as the page makes them: the same for the same seed."""
    blank, layout = form_bytes(form, facts.date("issued"))
    with zipfile.ZipFile(io.BytesIO(blank)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for index in range(FILES):
        dice = random.Random(index)
        sheet = parts[SHEET].decode()
        values: dict[str, str | int] = {"unit": f"单位{index + 1}", "date": facts.date("end").isoformat()}
        for kind in form.kinds:
            sessions = dice.randrange(9)
            values |= {
                part.key: sessions * (dice.randrange(20, 60) if number else 1)
                for number, part in enumerate(kind.counts)
            }
        for key, value in values.items():
            sheet = _put(sheet, address(layout.places[key]), value)
        with zipfile.ZipFile(box / f"{index:04}.xlsx", "w", zipfile.ZIP_DEFLATED) as target:
            for name, data in parts.items():
                target.writestr(name, sheet if name == SHEET else data)


def _put(sheet: str, cell: str, value: str | int) -> str:
    filled = f"><v>{value}</v></c>" if isinstance(value, int) else f' t="inlineStr"><is><t>{value}</t></is></c>'
    return re.sub(rf'(<c r="{cell}"(?: s="\d+")?)/>', rf"\g<1>{filled}", sheet, count=1)
