"""The table of what every sort of artefact shows: current for the locked libraries, and sharp enough to be of use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from changes import Shown, differences, present, recorded, versions


@pytest.fixture(scope="module")
def now() -> dict[str, Shown]:
    return present()


def test_the_table_is_of_the_libraries_that_are_locked() -> None:
    """After an upgrade: make changes, read which artefacts differ, then make changes ARGS=--update."""
    assert recorded()[0] == versions()


def test_the_same_layout_is_drawn_as_recorded(now: dict[str, Shown]) -> None:
    _, old = recorded()
    assert [line for line in differences(old, now) if line.startswith(("drawn", "gone"))] == []


def test_the_table_has_every_sort_of_file(now: dict[str, Shown]) -> None:
    sorts = {name.rsplit(".", 1)[-1] for name in now}
    assert sorts == {"pdf", "png", "jpg", "bmp", "mp4", "gif", "woff2"}


def test_whatever_is_laid_out_differently_looks_different(now: dict[str, Shown]) -> None:
    for sort in ("pdf", "png", "jpg", "bmp", "mp4", "gif", "woff2"):
        rows = [row for name, row in now.items() if name.endswith(sort) and "印刷" not in name]
        assert len({row.layout for row in rows}) == len({row.content for row in rows}), sort


def test_what_changed_is_told_artefact_by_artefact() -> None:
    old = {name: Shown(name, "as before") for name in ("a.pdf", "b.png", "c.bmp", "d.mp4")}
    new = {name: row for name, row in old.items() if name != "d.mp4"}
    new["b.png"] = replace(old["b.png"], content="another")
    new["c.bmp"] = Shown("another", "another")
    new["e.gif"] = Shown("new", "new")
    assert differences(old, old) == []
    assert [line.split()[:: len(line.split()) - 1] for line in differences(old, new)] == [
        ["drawn", "b.png"],
        ["laid", "c.bmp"],
        ["new", "e.gif"],
        ["gone", "d.mp4"],
    ]
