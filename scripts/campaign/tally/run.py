"""`campaign tally`: files in, result out; everything that is good is merged, everything else is told."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from campaign.content.facts import Facts
from campaign.errors import UsageError
from campaign.ownfiles import JUNK, LOCK
from campaign.store import sweep_beside, write_atomic
from campaign.tally.check import check
from campaign.tally.merge import Tally, Unit, merge
from campaign.tally.model import PASSED_OVER, Issue, Report, Unreadable
from campaign.tally.overview import overview_bytes
from campaign.tally.read import REFUSED, SUFFIXES, read_report
from campaign.tally.schema import Form
from campaign.tally.seal import is_as_written, is_result, sealed
from campaign.tally.summary import markdown
from campaign.tally.workbook import result_bytes

TEMPORARY = (LOCK, ".")  # left behind by office programs while a file is open, or by a Mac


@dataclass(slots=True)
class Inputs:
    """The files to read, by the name that messages use; and the others that lie beside them."""

    files: dict[str, Path] = field(default_factory=dict)
    passed_over: dict[str, Path] = field(default_factory=dict)


def gather(paths: Sequence[Path], units: Path | None = None) -> Inputs:
    """All spreadsheets, CSV and JSON files below the given folders, and the given files. Raises UsageError.

    `units` is the list of units: no table, wherever it lies.
    """
    found = Inputs()
    seen = {units.resolve()} if units else set[Path]()
    for given in paths:
        if given.is_dir():
            for path in _walk(given):
                if path.suffix.lower() in SUFFIXES or path.suffix.lower() in REFUSED:
                    _add(found.files, path, given, seen)
                else:
                    _add(found.passed_over, path, given, set())
        elif given.exists():
            _add(found.files, given, given, seen)
        else:
            raise UsageError(f"找不到 {given}；先写统计表所在的文件夹")
    if not found.files:
        raise UsageError("没有找到统计表（.xlsx、.csv、.json）；先写统计表所在的文件夹")
    return found


def _walk(folder: Path) -> Iterable[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.startswith(TEMPORARY) and name.lower() not in JUNK:
                yield Path(parent) / name


def _add(found: dict[str, Path], path: Path, given: Path, seen: set[Path]) -> None:
    """Remember a file that is not yet, by a name that the result may show."""
    resolved = path.resolve()
    if resolved not in seen:
        seen.add(resolved)
        shown = name = _shown(path, given)
        number = 1
        while name in found:
            number += 1
            name = f"{shown}（{number}）"
        found[name] = path


def _shown(path: Path, given: Path) -> str:
    """A path as somebody else may read it: without the folders above the one that was given from somewhere else."""
    is_below = not given.is_absolute() and ".." not in given.parts
    return path.as_posix() if is_below else path.relative_to(given.parent).as_posix()


def tally_files(
    inputs: Inputs, form: Form, year: int, units: tuple[Unit, ...], done: Callable[[str], None] = lambda _: None
) -> Tally:
    """Read every file, one after the other; only its answers are kept."""
    reports: list[Report] = []
    issues: list[Issue] = []
    for name, path in inputs.files.items():
        try:
            report = read_report(path, name, form, year)
            check(report, form)
            reports.append(report)
        except Unreadable as error:
            issues.append(Issue("未收", name, error.message, error.hint))
        done(name)
    issues += [Issue("提示", name, PASSED_OVER, "里面有统计表的，让报送单位改用 .xlsx") for name in inputs.passed_over]
    return merge(form, reports, issues, units, len(inputs.files))


def outputs(out: Path) -> tuple[Path, Path, Path, Path]:
    """The workbook and what lies beside it: overview as PDF and PNG, Markdown."""
    stem = out.with_suffix("")
    return out, stem.with_name(f"{stem.name}-概览.pdf"), stem.with_name(f"{stem.name}-概览.png"), out.with_suffix(".md")


def check_out(out: Path, inputs: Inputs) -> None:
    """Refuse to write over anything but an earlier result as it was written, no input either. Raises UsageError."""
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"结果要以 .xlsx 结尾：{out}")
    for name, path in list(inputs.files.items()):
        if path.resolve() == out.resolve():
            if not is_result(out):
                raise UsageError(f"{out} 是要读的统计表，结果请换一个名字")
            del inputs.files[name]  # an earlier result in the folder of tables
    for path in outputs(out):
        if path.exists() and not is_as_written(path):
            raise UsageError(f"{path} 已经存在，不是以前的汇总结果，或后来改过、另存过；先移走它，或换一个名字")
    own = {path.resolve() for path in outputs(out)}
    inputs.passed_over = {name: path for name, path in inputs.passed_over.items() if path.resolve() not in own}


def write_result(tally: Tally, facts: Facts, out: Path, day: dt.date) -> tuple[Path, ...]:
    """Make everything first, then write file by file, each whole or not at all."""
    words = facts.words
    book = result_bytes(tally, words["organiser"], day)
    pdf, png = overview_bytes(tally, words, day)
    parts = (book, sealed(pdf, ".pdf"), sealed(png, ".png"), sealed(markdown(tally, day).encode(), ".md"))
    places = outputs(out)
    for path, data in zip(places, parts, strict=True):
        sweep_beside(path)
        write_atomic(path, data, lasting=True)
    return places
