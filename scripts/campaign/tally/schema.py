"""The form itself, read once from assets/forms/progress.yml, the campaign's facts filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaign.content.facts import fill
from campaign.content.yamlsource import Source
from campaign.errors import SourceError, Span
from campaign.project import ASSETS

FILE = ASSETS / "forms" / "progress.yml"
NAME = "assets/forms/progress.yml"
TEXT = "文字"  # the unit of an answer that is words, not a number
RULES = ("", "sessions", "answers")


@dataclass(frozen=True, slots=True)
class Field:
    """One answer: what it counts, what the form prints before the blank, its unit behind it."""

    key: str
    label: str
    printed: str
    unit: str

    @property
    def counted(self) -> bool:
        """Whether the answer is a number."""
        return self.unit != TEXT


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the form, and one kind of activity: one or two counts that belong together."""

    key: str
    short: str
    chart: str
    number: str
    rule: str
    most: int
    fields: tuple[Field, ...]

    @property
    def counts(self) -> tuple[Field, ...]:
        """The numeric fields."""
        return tuple(field for field in self.fields if field.counted)


@dataclass(frozen=True, slots=True)
class Row:
    """A numbered row of the form."""

    index: int
    title: str
    repeatable: bool
    shared_cases: bool
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole table. `others`: lines that the repeatable row has; `many`: a count of sessions that is unusual."""

    id: str
    version: int
    title: str
    head: str
    limit: int
    many: int
    others: int
    header: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that occur once, in the form's order."""
        return tuple(kind for row in self.rows if not row.repeatable for kind in row.kinds)

    @property
    def other(self) -> Kind:
        """The repeatable kind: name, sessions, people."""
        return next(row.kinds[0] for row in self.rows if row.repeatable)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every count that occurs once, in the form's order."""
        return tuple(field for kind in self.kinds for field in kind.fields)


def read_form(words: Mapping[str, str]) -> Form:
    """The form in a campaign's words. Raises SourceError."""
    source = Source(FILE.read_text(encoding="utf-8"), NAME)
    data = source.data
    try:
        most = int(data["most"])
        rows = tuple(_row(row, words, source.span("rows", index), most) for index, row in enumerate(data["rows"]))
        form = Form(
            id=str(data["id"]),
            version=int(data["version"]),
            title=fill(str(data["title"]), words, source.span("title")),
            head=str(data["head"]),
            limit=int(data["limit"]),
            many=int(data["many"]),
            others=int(data["others"]),
            header=tuple((str(item["key"]), str(item["label"])) for item in data["header"]),
            rows=rows,
            notes=tuple(str(note) for note in data["notes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(Span(NAME), f"统计表的定义缺少或写错了 {error}", "对照原来的文件改回") from None
    _check(form, source)
    return form


def _row(raw: Mapping[str, Any], words: Mapping[str, str], span: Span, most: int) -> Row:
    kinds = tuple(_kind(kind, words, span, most) for kind in raw["kinds"])
    repeatable, shared = bool(raw.get("repeatable")), bool(raw.get("shared_cases"))
    return Row(int(raw["index"]), fill(str(raw["title"]), words, span), repeatable, shared, kinds)


def _kind(raw: Mapping[str, Any], words: Mapping[str, str], span: Span, most: int) -> Kind:
    fields = []
    for item in raw["fields"]:
        label = fill(str(item["label"]), words, span)
        printed = fill(str(item.get("printed", label)), words, span)
        fields.append(Field(str(item["key"]), label, printed, str(item["unit"])))
    short = str(raw["short"])
    return Kind(
        key=str(raw["key"]),
        short=short,
        chart=str(raw.get("chart", short)),
        number=str(raw.get("number", "")),
        rule=str(raw.get("rule", "")),
        most=int(raw.get("most", most)),
        fields=tuple(fields),
    )


def _check(form: Form, source: Source) -> None:
    keys = [field.key for row in form.rows for kind in row.kinds for field in kind.fields]
    if len(set(keys)) != len(keys):
        raise SourceError(source.span("rows"), "统计表里有重复的 key")
    for row in form.rows:
        for kind in row.kinds:
            if kind.rule not in RULES or (kind.rule and len(kind.counts) != 2):
                raise SourceError(source.span("rows", row.index - 1), f"{kind.key} 的 rule 用不上：{kind.rule}")
