"""Cells of a sheet or of a CSV file, whatever they came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

Place = tuple[int, int]  # row, column, both from 1
_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


class Cell(NamedTuple):
    """`kind` is n number, d date, s text, b truth value, e error; `formula` says that the value was computed."""

    kind: str
    text: str
    formula: bool = False


@dataclass(slots=True)
class Grid:
    """One sheet: its filled cells, its merged areas (first and last cell)."""

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """A workbook as far as it is read. `names`: defined name -> (sheet, place); None where the cell is gone."""

    grids: list[Grid] = field(default_factory=list)
    names: dict[str, tuple[str, Place] | None] = field(default_factory=dict)
    saved: str = ""
    links: bool = False  # it refers to other files


def place(text: str) -> Place | None:
    """E5 or $E$5 as (5, 5)."""
    match = _A1.fullmatch(text)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def address(at: Place) -> str:
    """(5, 5) as E5."""
    row, column = at
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
