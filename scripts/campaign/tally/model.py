"""What a unit reported, and what is wrong or doubtful about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from campaign.errors import harmless

# 未收: the file is left out; 不计: the answer is left out; 存疑: counted, to be asked about; 提示: worth knowing
Level = Literal["未收", "不计", "存疑", "提示"]
PASSED_OVER = "不是统计表，没有读"  # of a file beside the tables
REJECTED: tuple[Level, ...] = ("未收", "不计")


@dataclass(frozen=True, slots=True)
class Issue:
    """One line to the commission: which file and cell, what stands there, what is wrong, what was done."""

    level: Level
    path: str
    message: str
    hint: str = ""
    cell: str = ""
    item: str = ""
    value: str = ""
    unit: str = ""

    def __str__(self) -> str:
        place = f"{self.path} {self.cell}" if self.cell else self.path
        item = f"{self.item}：" if self.item else ""
        hint = f"（提示：{self.hint}）" if self.hint else ""
        return harmless(f"{self.level} {place}: {item}{self.message}{hint}")


class Unreadable(Exception):
    """A file that cannot be taken in at all: why, and what its sender should do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Other:
    """One activity of the repeatable row."""

    name: str
    count: int | None
    people: int | None


@dataclass(slots=True)
class Report:
    """One file's answers. `answers` has a key for every count; None is a blank, which is not 0."""

    path: str
    unit: str = ""
    contact: str = ""
    phone: str = ""
    date: dt.date | None = None
    saved: str = ""  # ISO time at which the file says it was saved
    answers: dict[str, int | None] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)  # key -> where the answer stands in the file
    issues: list[Issue] = field(default_factory=list)
