"""Ledger -> the page's workbook -> saved again by LibreOffice -> tally: the ledger's own sums, whatever was logged."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browsing import launched, served
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from libreoffice import converted
from openpyxl.worksheet.cell_range import CellRange
from playwright.sync_api import Page
from pypdf import PdfReader
from tallies import FACTS, FORM, LAYOUT, YEAR, as_csv, cell, filled, read
from tallies import given as answers_of

from campaign.project import Project
from campaign.tally.form import DATA, SHEET
from campaign.tally.grid import address
from campaign.tally.model import Report
from campaign.tally.schema import Kind

pytestmark = pytest.mark.browser
LEDGERS = 8  # a batch: LibreOffice is started once for all of them
KINDS = {kind.key: kind for row in FORM.rows for kind in row.kinds}
WORDS = "安全宣传进社区义诊培训展板 ABCxyz019，。、“”()（）<>&\"'=+-@·＝＋－＠\u20000😀𠮷"
FILL = """async ([ledgers, saved]) => {
  const data = window.campaignReportData;
  const report = window.CampaignReport.create(data);
  return ledgers.map(ledger => {
    const state = Object.assign(report.empty(), ledger.header, {zeros: ledger.zeros});
    state.entries = ledger.entries.map((raw, index) => {
      const faults = Object.keys(report.faults(raw));
      if (faults.length) { throw new Error(JSON.stringify([raw, faults])); }
      return report.entry(raw, String(index));
    });
    const book = window.CampaignReportFiles.workbook(data, report, state, saved);
    let text = '';
    book.forEach(byte => { text += String.fromCharCode(byte); });
    return {
      workbook: btoa(text), csv: report.submissionCsv(state), json: report.ledgerJson(state, saved),
      back: report.merged(report.empty(), report.parseLedger(report.ledgerCsv(state)), () => '').state.entries,
      entries: state.entries
    };
  });
}"""
Entry = dict[str, Any]
Ledger = dict[str, Any]


@pytest.fixture(scope="module")
def page(site: Project) -> Iterator[Page]:
    """The page, open; its own scripts make the files."""
    with served(site.site) as url, launched() as browser:
        opened = browser.new_page()
        opened.goto(f"{url}/report/index.html")
        yield opened


def counts(kind: Kind) -> st.SearchStrategy[tuple[int | None, int | None]]:
    """What a unit may log of one kind; the form's rules hold within an entry."""
    blank = st.none()
    number = st.integers(0, 10**6)
    if len(kind.counts) == 1:
        return st.tuples(number, blank)
    if kind.rule == "answers":
        return st.tuples(st.integers(0, 500), st.integers(500, 10**5) | blank)
    return st.tuples(st.just(0), st.just(0) | blank) | st.tuples(st.integers(1, 99) | blank, number)


@st.composite
def entries(draw: st.DrawFn, names: list[str]) -> Entry:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    first, second = draw(counts(kind))
    return {
        "kind": kind.key,
        "date": f"{YEAR}-06-{draw(st.integers(1, 30)):02d}",
        "count": first,
        "people": second,
        "name": draw(st.sampled_from(names)) if kind is FORM.other else "",
        "note": draw(st.text(WORDS, max_size=12)),
    }


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Entries, some kinds declared not held, a unit with an awkward name."""
    word = st.text(WORDS, min_size=1, max_size=20).map(squeezed).filter(bool)
    names = draw(st.lists(word, min_size=1, max_size=FORM.others, unique=True))
    logged = draw(st.lists(entries(names), max_size=40))
    held = {entry["kind"] for entry in logged}
    idle = sorted({kind.key for kind in FORM.kinds} - held)
    header = {"unit": draw(word), "contact": draw(word), "phone": "0470-0000000", "date": f"{YEAR}-06-28"}
    zeros = draw(st.lists(st.sampled_from(idle), unique=True)) if idle else []
    return {"header": header, "entries": logged, "zeros": zeros}


def squeezed(text: str) -> str:
    """As the page keeps words: one line, single spaces."""
    return " ".join(text.split())


def plus(values: list[int | None]) -> int | None:
    given_ = [value for value in values if value is not None]
    return sum(given_) if given_ else None


def sums(ledger: Ledger) -> tuple[dict[str, int], list[tuple[str, int | None, int | None]]]:
    """The table that a ledger makes, added up here a second time."""
    answers: dict[str, int | None] = {}
    for kind in FORM.kinds:
        logged = [entry for entry in ledger["entries"] if entry["kind"] == kind.key]
        for part, column in zip(kind.counts, ("count", "people"), strict=False):
            answers[part.key] = 0 if kind.key in ledger["zeros"] else plus([entry[column] for entry in logged])
    other = [entry for entry in ledger["entries"] if entry["kind"] == FORM.other.key]
    names = list(dict.fromkeys(entry["name"] for entry in other))
    rows = [
        (name, *(plus([e[column] for e in other if e["name"] == name]) for column in ("count", "people")))
        for name in names
    ]
    return {key: value for key, value in answers.items() if value is not None}, rows


def held_against(report: Report, ledger: Ledger) -> None:
    answers, others = sums(ledger)
    assert answers_of(report) == answers
    assert [(other.name, other.count, other.people) for other in report.others] == others
    assert report.unit == ledger["header"]["unit"]
    assert report.contact == ledger["header"]["contact"]
    assert str(report.date) == ledger["header"]["date"]
    assert [str(issue) for issue in report.issues] == []


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(ledgers(), min_size=LEDGERS, max_size=LEDGERS))
def test_every_ledger_comes_back_whole(
    page: Page, tmp_path_factory: pytest.TempPathFactory, batch: list[Ledger]
) -> None:
    made = page.evaluate(FILL, [batch, f"{YEAR}-06-28T01:02:03.000Z"])
    books = {f"{index}.xlsx": base64.b64decode(one["workbook"]) for index, one in enumerate(made)}
    again = converted(books, "xlsx")
    folder = tmp_path_factory.mktemp("roundtrip")
    for index, (ledger, one) in enumerate(zip(batch, made, strict=True)):
        name = f"{index}.xlsx"
        held_against(read(folder / name, books[name]), ledger)
        held_against(read(folder / f"again-{name}", again[name]), ledger)
        held_against(read(folder / f"{index}.csv", one["csv"].encode()), ledger)
        held_against(read(folder / f"{index}.json", one["json"].encode()), ledger)
        assert one["back"] == one["entries"]


def test_the_workbook_prints_on_one_page_and_stays_locked_after_libreoffice(page: Page, tmp_path: Path) -> None:
    full = [
        {"kind": key, "date": f"{YEAR}-06-01", "count": 1, "people": 10**6, "name": "名称" * 20, "note": ""}
        for key in KINDS
        if key != "quiz"
    ]
    other = [{**full[-1], "kind": FORM.other.key, "name": f"活动{index}"} for index in range(FORM.others - 1)]
    ledger = {"header": {"unit": "乡镇卫生院" * 6, "date": f"{YEAR}-06-28"}, "entries": full + other, "zeros": []}
    one = page.evaluate(FILL, [[ledger], f"{YEAR}-06-28T00:00:00.000Z"])[0]
    data = base64.b64decode(one["workbook"])
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(converted({"a.xlsx": data}, "pdf")["a.xlsx"])
    sheet = PdfReader(pdf)
    assert len(sheet.pages) == 1
    box = sheet.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)
    assert read(tmp_path / "a.xlsx", data).saved == f"{YEAR}-06-28T00:00:00"
    assert guards(data) == guards(converted({"a.xlsx": data}, "xlsx")["a.xlsx"])


def guards(data: bytes) -> tuple[set[str], set[str]]:
    """The cells that may be changed, and those whose contents are checked; the sheet is locked, its data hidden."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[SHEET]
    assert sheet.protection.sheet
    assert book[DATA].sheet_state == "hidden"
    whole = [rule for rule in sheet.data_validations.dataValidation if rule.type == "whole"]
    assert {rule.formula1 for rule in whole} == {"0"}
    assert {int(rule.formula2 or 0) for rule in whole} == {FORM.limit}
    checked = {c for rule in whole for area in rule.sqref.ranges for c in squares(area)}
    answers = {cell(key) for key in LAYOUT.places}
    return {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked} & answers, checked


def squares(area: CellRange) -> list[str]:
    return [address((row, column)) for row, column in area.cells]


def test_what_people_do_to_the_blank_form_survives_libreoffice(tmp_path: Path) -> None:
    """Typed by hand, saved as xlsx, as old xls and back, and as CSV."""
    values = {"r1_lecture_cnt": 3, "r1_lecture_ppl": 50, "r1_articles": 0, "r7_name_1": "义诊", "r7_ppl_1": 8}
    data = filled(values)
    again = converted({"a.xlsx": data}, "xlsx")["a.xlsx"]
    old = converted({"a.xlsx": data}, "xls")["a.xlsx"]
    back = converted({"a.xls": old}, "xlsx")["a.xls"]
    text = converted({"a.xlsx": data}, "csv:Text - txt - csv (StarCalc):44,34,76")["a.xlsx"]
    expected = {key: value for key, value in values.items() if not key.startswith("r7")}
    for name, made in (("again.xlsx", again), ("back.xlsx", back), ("a.csv", text), ("own.csv", as_csv(expected))):
        report = read(tmp_path / name, made)
        assert answers_of(report) == expected, name
        if name != "own.csv":
            assert [(other.name, other.count, other.people) for other in report.others] == [("义诊", None, 8)], name


def test_the_pages_schema_is_the_builds(page: Page) -> None:
    form = json.loads(page.evaluate("JSON.stringify(window.campaignReportData.form)"))
    assert form["id"] == FORM.id
    assert [row["title"] for row in form["rows"]] == [row.title for row in FORM.rows]
    assert FACTS.words["theme"] in form["rows"][1]["title"]
