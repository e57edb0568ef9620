"""Finished sizes: resolution, QR size, and the length of a cloth banner."""

from __future__ import annotations

import pytest

from campaign.compose.banner import length_mm
from campaign.formats import PrintFormat, custom, formats, needed_dpi
from campaign.typeset.phrases import parse

PRINTED = {name: row for name, row in formats().items() if isinstance(row, PrintFormat)}
each = pytest.mark.parametrize("row", PRINTED.values(), ids=PRINTED)


@each
def test_every_size_has_the_resolution_that_its_distance_needs(row: PrintFormat) -> None:
    assert row.dpi >= needed_dpi(max(row.trim_mm), row.viewing_m)
    assert row.dpi == 300 or max(row.trim_mm) >= 1000


@each
def test_large_formats_bleed_ten_millimetres_and_others_three(row: PrintFormat) -> None:
    assert row.bleed_mm == (10 if max(row.trim_mm) >= 1000 else 3)


@each
def test_a_code_is_at_least_25_mm_or_18_on_a5_and_a_tenth_of_its_distance(row: PrintFormat) -> None:
    small = max(row.trim_mm) <= 210
    assert row.code_mm >= (18 if small else 25)
    assert small or row.code_mm >= row.scan_m * 100


def test_the_a_series_has_its_own_proportions() -> None:
    for name in ("a1", "a2", "a3", "a4", "a5", "a6"):
        (width, height), row = PRINTED[name].trim_mm, PRINTED.get(f"{name}-landscape")
        assert height / width == pytest.approx(2**0.5, rel=0.01)
        assert row is None or row.trim_mm == (height, width)


@pytest.mark.parametrize(
    ("words", "metres"),
    [("一二三四", 4), ("一二三四五，一二三四五", 7), ("一二三四五六七八，一二三四五六七八", 9)],
)
def test_a_banner_is_as_long_as_its_words_need_in_whole_metres(words: str, metres: int) -> None:
    row = PRINTED["banner-700"]
    assert row.long(length_mm(parse(words), 700)).trim_mm == (metres * 1000, 700)


def test_a_banner_stays_within_what_can_be_hung() -> None:
    row = PRINTED["banner-700"]
    assert row.long(0).trim_mm == (4000, 700)
    assert row.long(99_000).trim_mm == (16000, 700)
    assert row.long(6500).name == "banner-7000x700"


def test_a_size_of_ones_own_follows_the_same_rules() -> None:
    small, large = custom("60x90cm", "print"), custom("5000x3000mm", "print")
    assert isinstance(small, PrintFormat)
    assert isinstance(large, PrintFormat)
    assert (small.dpi, small.bleed_mm, small.code_mm) == (300, 3, 25)
    assert (large.dpi, large.bleed_mm, large.code_mm) == (50, 10, 150)
