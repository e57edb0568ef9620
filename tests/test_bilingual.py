"""The Mongolian slot. The only Mongolian words here are the names of the language and of the script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import Run, edit
from test_goldens import THEME, briefed  # noqa: F401 -- a fixture

from campaign.compose.brief import Brief
from campaign.compose.parts import WHITE
from campaign.compose.templates import compose
from campaign.content.facts import BILINGUAL, read_facts
from campaign.content.model import Bilingual
from campaign.content.pages import read_page
from campaign.content.slogans import read_slogans
from campaign.display import Path as Outline
from campaign.display import Sheet
from campaign.errors import ContentErrors, Span
from campaign.project import Project
from campaign.typeset.mongolian import columns, fits, fitted, set_vertical, shape, width

LANGUAGE = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"  # Mongolian language
SCRIPT = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ"  # Mongolian script
LATER, FIRST = (Bilingual(SCRIPT, "审核人", first) for first in (False, True))
Briefed = Callable[..., Brief]


def extent(sheet: Sheet) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the outlines in the text colour that the plain sheet does not have, in u."""
    item = next(item for item in sheet.items if isinstance(item, Outline) and item.fill == WHITE)  # icons come later
    xs = [v for _, values in item.segments for v in values[::2]]
    ys = [v for _, values in item.segments for v in values[1::2]]
    u = min(sheet.width, sheet.height) / 100
    return min(xs) / u, min(ys) / u, max(xs) / u, max(ys) / u


def test_letters_join_so_a_word_is_shorter_than_its_letters_alone() -> None:
    word = LANGUAGE.split(" ", maxsplit=1)[0]
    assert shape(word).advance < sum(shape(letter).advance for letter in word)
    assert shape(word).segments != tuple(s for letter in word for s in shape(letter).segments)


def test_columns_hold_every_word_in_order_and_break_at_spaces_only() -> None:
    text = " ".join([LANGUAGE, SCRIPT] * 4)
    rows = columns(text, 3.0, 40.0)
    assert [word for row in rows for word in row] == [shape(part) for part in text.split(" ")]
    assert len(rows) > 1
    assert fits(text, 3.0, 40.0, 100.0)
    assert not fits(text, 3.0, 40.0, 3.0)


def test_a_longer_text_gets_a_smaller_size() -> None:
    assert fitted(SCRIPT, 7, 46, 8) > fitted(" ".join([SCRIPT] * 6), 7, 46, 8) > 0
    assert fitted(" ".join([SCRIPT] * 200), 7, 46, 8) == 0


def test_a_column_runs_downward_from_its_top() -> None:
    placed = [values for _, values in set_vertical(SCRIPT, 2.0, 10.0, 5.0, 100.0)]
    xs, ys = [v for values in placed for v in values[::2]], [v for values in placed for v in values[1::2]]
    assert 4.5 <= min(ys) < 6
    assert width(SCRIPT, 2.0) + 3 < max(ys) <= width(SCRIPT, 2.0) + 5.5
    assert 9.9 <= min(xs) < max(xs) <= 12.3


@pytest.mark.parametrize("template", [("hero", "a3"), ("hero", "tv-1920x1080"), ("rollup", "rollup-800x2000")])
def test_the_column_stands_right_of_the_slogan_or_left_when_it_comes_first(
    template: tuple[str, str],
    briefed: Briefed,  # noqa: F811
) -> None:
    job = briefed(*template, "red", THEME)
    (plain,) = compose(job)
    for text in (LATER, FIRST):
        (sheet,) = compose(replace(job, mongolian=text))
        left, _, right, _ = extent(sheet)
        u = min(sheet.width, sheet.height) / 100
        runs = [r for r in sheet.runs() if r.size / u > 10 and r.face.startswith("Noto") and len(r.text) < 5]
        chinese = min(r.xs[0] for r in runs) / u, max(r.xs[-1] + r.size for r in runs) / u
        assert (right <= chinese[0]) if text.first else (left >= chinese[1] - 1)
        assert "".join(r.text for r in sheet.runs()) == "".join(r.text for r in plain.runs())


def test_a_banner_carries_it_as_a_line_below_or_above(briefed: Briefed) -> None:  # noqa: F811
    job = briefed("hero", "banner-7000x700", "red", THEME)
    for text in (LATER, FIRST):
        (sheet,) = compose(replace(job, mongolian=text))
        _, top, _, bottom = extent(sheet)
        u = sheet.height / 100
        line = max((r for r in sheet.runs()), key=lambda r: r.size)
        assert (bottom <= (line.baseline - 0.8 * line.size) / u) if text.first else (top >= line.baseline / u)


def test_without_a_text_nothing_moves(briefed: Briefed) -> None:  # noqa: F811
    job = briefed("hero", "a3", "red", THEME)
    assert compose(job) == compose(replace(job, mongolian=None))


def test_a_text_needs_its_reviewer_and_nothing_but_mongolian(project: Project) -> None:
    path = project.docs / "slogans.md"
    edit(path, "床边不*用火* {.screen}", f'床边不*用火* {{.screen mn="{SCRIPT}" reviewer=审核人}}')
    (slogan,) = [s for s in read_slogans(read_page(path, "docs/slogans.md"), FACTS) if s.mongolian]
    assert slogan.mongolian == Bilingual(SCRIPT, "审核人", first=False)
    edit(path, " reviewer=审核人", "")
    with pytest.raises(ContentErrors, match=r"docs/slogans.md:6: 蒙古文没有写审核人"):
        read_slogans(read_page(path, "docs/slogans.md"), FACTS)
    edit(path, f'mn="{SCRIPT}"', "mn=Mongol reviewer=审核人")
    with pytest.raises(ContentErrors, match=r"docs/slogans.md:6: 蒙古文里有传统蒙古文以外的字符"):
        read_slogans(read_page(path, "docs/slogans.md"), FACTS)


FACTS = {"theme_marked": THEME}


def test_the_order_is_configuration(raw_facts: dict[str, object], run: Run) -> None:
    def read(value: str) -> bool:
        return read_facts({**raw_facts, "bilingual": value}, lambda *keys: Span("mkdocs.yml", 7)).mongolian_first

    assert [read(value) for value in BILINGUAL] == [False, True]
    with pytest.raises(
        ContentErrors, match=r"mkdocs.yml:7: bilingual 的值不对：en-first（提示：可用：zh-first、mn-first）"
    ):
        read("en-first")


def test_a_text_too_long_for_its_column_is_refused_by_its_line(project: Project, run: Run) -> None:
    path = project.docs / "slogans.md"
    long = " ".join([SCRIPT] * 60)
    edit(path, "床边不*用火* {.screen}", f'床边不*用火* {{.screen mn="{long}" reviewer=审核人}}')
    result = run("kit", "--only", "card")
    assert result.code == 1
    assert "docs/slogans.md:6: 蒙古文太长" in result.err
