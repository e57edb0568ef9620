"""Body text: nothing lost, nothing too wide, no forbidden mark at either end of a line, words and numbers whole."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.fonts import missing
from campaign.typeset.lines import Style, set_text
from campaign.typeset.marks import NO_END, NO_START
from campaign.typeset.paragraph import (
    HANG,
    HANGING,
    LAST,
    TooNarrow,
    break_text,
    set_paragraph,
    torn,
)

FACE = "NotoSansSC-500"
SIZE = 10.0
STYLE = Style(FACE, SIZE, (0, 0, 0))
HANZI = "安全生产人讲个会应急消防疏散通道灭火器提拔握压医院病房用电氧气酒精检查的了和与不要先再后"
NEVER_FIRST = "，。、；：！？”’）》】"  # as the art direction lists them
NEVER_LAST = "“‘（《【"

chinese = st.text(HANZI, min_size=1, max_size=5)
number = st.from_regex(r"[1-9][0-9]{0,3}(—[1-9][0-9]{0,2})?(米|次|%|℃)?", fullmatch=True)
latin = st.sampled_from(["AED", "GB 2894", "WS 308-2019", "CPR", "100%", "0.5", "10:30"])
word = st.builds(str.__add__, chinese, st.one_of(st.just(""), st.just(""), number, latin))
clause = st.builds(
    lambda words, opening, closing: opening + "".join(words) + closing,
    st.lists(word, min_size=1, max_size=4),
    st.sampled_from(["", "", "", "“", "（", "《"]),
    st.sampled_from(["，", "、", "。", "；", "：", "！", "？", "”，", "）。", "》", ""]),
)
texts = st.lists(clause, min_size=1, max_size=8).map("".join)
widths = st.floats(9, 40).map(lambda em: em * SIZE)


@settings(max_examples=300, deadline=None)
@given(texts, widths, st.booleans())
def test_lines_keep_the_rules_whatever_the_text(text: str, width: float, balanced: bool) -> None:
    lines = break_text(text, STYLE, width, balanced=balanced)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert line[0] not in NO_START or line is lines[0]
        assert line[-1] not in NO_END or line is lines[-1]
        hang = HANG * SIZE if line[-1] in HANGING else 0.0
        assert set_text(line, STYLE).width <= width + hang + 0.02
    for before, after in itertools.pairwise(lines):
        glued = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
        assert not glued or f"{before[-1]} {after[0]}" in text  # between Latin words only at their space
        assert before[-1] not in "—…"


def test_the_lists_hold_what_the_art_direction_names() -> None:
    assert set(NEVER_FIRST) <= NO_START
    assert set(NEVER_LAST) <= NO_END
    assert not NO_START & NO_END
    assert not missing("".join(sorted(NO_START & set(NEVER_FIRST))), FACE)


@settings(max_examples=150, deadline=None)
@given(st.text(HANZI, min_size=9, max_size=60), st.integers(8, 20))
def test_the_last_line_is_never_a_leftover(text: str, em: int) -> None:
    lines = break_text(text, STYLE, em * SIZE)
    assert len(lines) == -(-len(text) // em)  # the fewest lines
    if len(lines) > 1:
        assert len(lines[-1]) >= LAST


@settings(max_examples=100, deadline=None)
@given(texts, widths)
def test_the_same_text_breaks_the_same_way_and_set_widths_agree(text: str, width: float) -> None:
    block = set_paragraph(text, STYLE, width, 1.5)
    assert block.texts == break_text(text, STYLE, width)
    assert block.height == pytest.approx(SIZE + 1.5 * SIZE * (len(block.lines) - 1))
    assert block.width <= width + HANG * SIZE + 0.02


@pytest.mark.parametrize(
    ("text", "em", "lines"),
    [
        ("喷嘴对准火焰根部；没有喷管的，一手托住瓶底。", 8, ["喷嘴对准火焰根部；", "没有喷管的，", "一手托住瓶底。"]),
        ("从箱（架）上取下，手提提把，赶到起火点。", 6, ["从箱（架）", "上取下，", "手提提把，", "赶到起火点。"]),
        ("距离2—3米远", 4, ["距离", "2—3米远"]),
        ("见GB 40248", 4, ["见GB", "40248"]),
        ("他说“走”。", 3, ["他说", "“走”。"]),
    ],
)
def test_breaks_a_reader_expects(text: str, em: float, lines: list[str]) -> None:
    assert list(break_text(text, STYLE, em * SIZE)) == lines


def test_lines_that_end_inside_a_word_are_counted() -> None:
    assert torn(set_paragraph("用原装或相配的充电器，插头插到底", STYLE, 8.5 * SIZE, 1.4)) == 1
    assert torn(set_paragraph("用原装或相配的充电器，插头插到底", STYLE, 9.5 * SIZE, 1.4)) == 0


def test_a_closing_mark_hangs_and_a_hanging_line_is_not_wider_than_half_a_character_more() -> None:
    assert break_text("提起灭火器，", STYLE, 5 * SIZE) == ("提起灭火器，",)
    assert set_text("提起灭火器，", STYLE).width == pytest.approx(5.5 * SIZE)


def test_balanced_lines_are_of_like_length() -> None:
    text = "病区疏散分工与同层平移要点"
    filled = [len(line) for line in break_text(text, STYLE, 10 * SIZE)]
    even = [len(line) for line in break_text(text, STYLE, 10 * SIZE, balanced=True)]
    assert max(even) - min(even) <= max(filled) - min(filled)
    assert max(even) - min(even) <= 2


def test_a_word_longer_than_the_line_is_broken_rather_than_overset() -> None:
    lines = break_text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", STYLE, 5 * SIZE)
    assert len(lines) > 1
    assert all(set_text(line, STYLE).width <= 5 * SIZE + 0.02 for line in lines)


def test_a_box_narrower_than_a_character_is_refused() -> None:
    with pytest.raises(TooNarrow):
        break_text("安全", STYLE, 0.5 * SIZE)
    assert break_text("  ", STYLE, 10) == ()
