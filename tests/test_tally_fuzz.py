"""Whatever bytes arrive, the reader ends in a report or in one clear line, in bounded memory."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tallies import FORM, UNIT, YEAR, as_csv, as_json, filled

from campaign.tally.check import check
from campaign.tally.model import Issue, Unreadable
from campaign.tally.read import read_report
from campaign.tally.run import gather, tally_files
from campaign.tally.values import BLANK, clean, day, from_number, from_text

VALUES = {"r1_lecture_cnt": 3, "r1_lecture_ppl": 50, "r1_articles": "３篇", "r7_name_1": "义诊", "r7_cnt_1": 2}
GOOD = {".xlsx": filled(VALUES), ".csv": as_csv(VALUES), ".json": as_json(VALUES)}
PARTS = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 40)), max_size=8)


def changed(data: bytes, edits: list[tuple[float, bytes, int]]) -> bytes:
    """Some bytes replaced, dropped, put in."""
    for where, new, dropped in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + dropped :]
    return data


def taken_in(data: bytes, suffix: str) -> None:
    """Read as a file of that kind; anything but a report or Unreadable fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        try:
            report = read_report(path, path.name, FORM, YEAR)
            check(report, FORM)
        except Unreadable as error:
            line = str(Issue("未收", path.name, error.message, error.hint))
            assert line == clean(line, 1000)
            return
    assert report.unit
    assert set(report.answers) == {part.key for part in FORM.fields}
    assert all(value is None or 0 <= value <= FORM.limit for value in report.answers.values())
    assert all(str(issue) == clean(str(issue), 1000) for issue in report.issues)


@EXAMPLES
@given(changes, st.sampled_from(sorted(GOOD)))
def test_changed_bytes_never_crash_the_reader(edits: list[tuple[float, bytes, int]], suffix: str) -> None:
    taken_in(changed(GOOD[suffix], edits), suffix)


@EXAMPLES
@given(changes, st.sampled_from(PARTS))
def test_changed_xml_inside_a_whole_zip_never_crashes_the_reader(
    edits: list[tuple[float, bytes, int]], part: str
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD[".xlsx"])) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, changed(data, edits) if name == part else data)
    taken_in(out.getvalue(), ".xlsx")


@EXAMPLES
@given(st.binary(max_size=400), st.sampled_from(sorted(GOOD)))
def test_random_bytes_never_crash_the_reader(data: bytes, suffix: str) -> None:
    taken_in(data, suffix)


@given(st.text(max_size=40))
def test_any_text_is_a_count_a_blank_or_refused(text: str) -> None:
    number = from_text(text, FORM.limit)
    assert number.value is None or 0 <= number.value <= FORM.limit
    assert not (number.value is not None and number.refused)
    day(text, YEAR)


@given(st.integers(0, FORM.limit))
def test_every_whole_number_is_read_as_itself(value: int) -> None:
    assert from_text(str(value), FORM.limit) == from_number(float(value), FORM.limit)
    assert from_text(f"{value:,}", FORM.limit).value == value
    assert from_text(f" {value}　", FORM.limit).value == value


def test_a_blank_is_blank_however_it_is_typed() -> None:
    assert [from_text(text, 9) for text in ("", "  ", "（　）", "____", "\u3000")] == [BLANK] * 5


@pytest.mark.parametrize("claimed", [True, False])
def test_a_zip_bomb_takes_little_memory(tmp_path: Path, claimed: bool) -> None:
    """`claimed`: the directory tells the true size; else it lies about it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target, zipfile.ZipFile(io.BytesIO(GOOD[".xlsx"])) as good:
        for name in good.namelist():
            if name != "xl/worksheets/sheet1.xml":
                target.writestr(name, good.read(name))
        target.writestr("xl/worksheets/sheet1.xml", b" " * 120_000_000)
    data = out.getvalue()
    if not claimed:
        size = (120_000_000).to_bytes(4, "little")
        data = data.replace(size, (900_000).to_bytes(4, "little"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    del out, data
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_report(path, path.name, FORM, YEAR)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize("kind", ["strings", "cells", "nested.json", "wide.csv"])
def test_contents_that_swell_in_memory_are_refused_or_cut(tmp_path: Path, kind: str) -> None:
    """One long string named by every cell; more cells than a form has; nothing but brackets or commas."""
    path = tmp_path / (kind if "." in kind else "a.xlsx")
    if kind == "nested.json":
        path.write_bytes(b"[" + b"[]," * 5_000_000 + b"[]]")
    elif kind == "wide.csv":
        path.write_bytes(b"," * 20_000_000)
    else:
        count = 40_000 if kind == "strings" else 300_000
        sheet = "<sheetData><row>" + '<c t="s"><v>0</v></c>' * count + "</row></sheetData>"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            with zipfile.ZipFile(io.BytesIO(GOOD[".xlsx"])) as good:
                for name in good.namelist():
                    if name not in PARTS[1:3]:
                        target.writestr(name, good.read(name))
            target.writestr(PARTS[1], f"<worksheet>{sheet}</worksheet>")
            target.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'填' * 30_000}</t></si></sst>")
            target.writestr(
                PARTS[2],
                '<R><Relationship Id="rId1" Type="/worksheet" Target="worksheets/sheet1.xml"/>'
                '<Relationship Id="x" Type="/sharedStrings" Target="sharedStrings.xml"/></R>',
            )
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_report(path, path.name, FORM, YEAR)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_ten_thousand_files_keep_only_their_answers(tmp_path: Path) -> None:
    """Memory grows by the answers, not by the files."""
    for index in range(10_000):
        unit = {**UNIT, "unit": f"单位{index}"}
        (tmp_path / f"{index}.json").write_bytes(as_json({"r1_articles": 1}, unit) if index % 10 == 0 else b"{")
    tracemalloc.start()
    tally = tally_files(gather([tmp_path]), FORM, YEAR, ())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(tally.reports), len(tally.rejected)) == (1_000, 9_000)
    assert tally.totals["r1_articles"] == 1_000
    assert peak < 60_000_000
