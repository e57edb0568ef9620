"""One line of text to positions: widths from the font file, punctuation squeeze, kerning, tracking, alignment."""

from __future__ import annotations

import functools

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from campaign.errors import SourceError, Span
from campaign.fonts import FOLDER, LATIN, Face, face, missing, require
from campaign.typeset.lines import SQUEEZE, SetLine, Style, set_headline, set_spans, set_text
from campaign.typeset.marks import CLOSING, OPENING
from campaign.typeset.phrases import parse

INK, RED = (0, 0, 0), (200, 0, 0)
STYLE = Style("NotoSansSC-700", 10.0, INK)
MIXED = "安全生产，。、；：！？“”‘’（）《》【】0123456789AVTo·— "


@functools.cache
def table(name: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """A face's character map, horizontal metrics and units per em, read without the package's help."""
    font = TTFont(FOLDER / f"{name}.ttf")
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def advance(char: str, name: str) -> float:
    cmap, metrics, em = table(name)
    return metrics[cmap[ord(char)]][0] / em


def xs(line: SetLine) -> list[float]:
    return [x for run in line.runs for x in run.xs]


def text(line: SetLine) -> str:
    return "".join(run.text for run in line.runs)


@pytest.mark.parametrize("name", [*LATIN, "BarlowCondensed-700"])
def test_advances_are_those_of_the_font_file(name: str) -> None:
    sample = "0123456789·" if name.startswith("Barlow") else "安全生产月人会应急，“”—0"
    assert [face(name).advances(char)[0] for char in sample] == pytest.approx([advance(c, name) for c in sample])


@pytest.mark.parametrize("size", [2.5, 10.0, 812.4])
def test_a_lines_width_is_the_sum_of_the_fonts_advances(size: float) -> None:
    line = set_text("安全生产月第22个活动", Style("NotoSerifSC-900", size, INK))
    expected = [advance(c, "Barlow-800" if c.isascii() else "NotoSerifSC-900") * size for c in "安全生产月第22个活动"]
    assert line.width == pytest.approx(sum(expected))
    assert xs(line) == pytest.approx([sum(expected[:index]) for index in range(len(expected))])
    assert [run.face for run in line.runs] == ["NotoSerifSC-900", "Barlow-800", "NotoSerifSC-900"]


def test_latin_pairs_are_kerned_and_chinese_is_not() -> None:
    plain = sum(advance(char, "Barlow-700") for char in "AVA") * 10
    assert set_text("AVA", STYLE).width < plain - 0.1
    assert set_text("安全", STYLE).width == pytest.approx(20)


def test_one_glyph_a_character_even_where_a_font_has_ligatures() -> None:
    line = set_text("office fi", STYLE)
    assert text(line) == "office fi"
    assert len(set(xs(line))) == len("office fi")


@pytest.mark.parametrize(
    ("words", "places", "width"),
    [
        ("甲“乙”丙", [0, 1, 2, 3, 4], 5),
        ("“甲”", [-0.5, 0.5, 1.5], 2),
        ("甲”，乙", [0, 1, 1.5, 2.5], 3.5),
        ("甲，“乙", [0, 1, 1.5, 2.5], 3.5),
        ("甲。”", [0, 1, 1.5], 2),
        ("（“甲”）", [-0.5, 0, 1, 2, 2.5], 3),
        ("甲）（乙", [0, 1, 1.5, 2.5], 3.5),
        ("甲，乙。", [0, 1, 2, 3], 3.5),
        ("《甲》、《乙》", [-0.5, 0.5, 1.5, 2, 2.5, 3.5, 4.5], 5),
    ],
)
def test_marks_that_meet_and_marks_at_the_edges_give_half_their_em(
    words: str, places: list[float], width: float
) -> None:
    line = set_text(words, STYLE)
    assert [x / 10 for x in xs(line)] == pytest.approx(places)
    assert line.width / 10 == pytest.approx(width)


@pytest.mark.parametrize("name", LATIN)
def test_what_is_squeezed_out_of_marks_has_no_ink(name: str) -> None:
    for mark in CLOSING:
        left, _, right, _ = face(name).ink(mark)
        assert 0 <= left < right <= 1 - SQUEEZE, mark
    for mark in OPENING:
        left, _, right, _ = face(name).ink(mark)
        assert SQUEEZE <= left < right <= 1, mark


def test_a_last_closing_quote_hangs_outside_right_aligned_text() -> None:
    plain, quoted = set_text("生产月", STYLE), set_text("“生产月”", STYLE)
    assert plain.right(100, 0)[-1].xs[-1] + 10 == pytest.approx(100)
    last = quoted.right(100, 0)[-1]
    assert last.text[-2:] == "月”"
    assert last.xs[-2] + 10 == pytest.approx(100)
    assert last.xs[-1] == pytest.approx(100)


def test_alignment_moves_every_character_by_the_same_way() -> None:
    line = set_text("生产9月", STYLE)
    for placed, left in (
        (line.at(7, 3), 7.0),
        (line.centred(50, 3), 50 - line.width / 2),
        (line.right(99, 3), 99 - line.width),
    ):
        assert [x for run in placed for x in run.xs] == pytest.approx([x + left for x in xs(line)])
        assert {run.baseline for run in placed} == {3.0}


def test_tracking_stands_between_characters_and_not_after_the_last() -> None:
    line = set_text("生产月", Style("NotoSansSC-700", 10.0, INK, 0.1))
    assert xs(line) == pytest.approx([0, 11, 22])
    assert line.width == pytest.approx(32)


def test_pieces_in_other_colours_and_sizes_share_the_baseline() -> None:
    line = set_spans([("甲", STYLE), ("乙", Style("NotoSansSC-700", 20.0, RED)), ("丙", STYLE)])
    assert [(run.text, run.size, run.fill, run.baseline) for run in line.runs] == [
        ("甲", 10.0, INK, 0.0),
        ("乙", 20.0, RED, 0.0),
        ("丙", 10.0, INK, 0.0),
    ]
    assert xs(line) == pytest.approx([0, 10, 30])


def test_a_headline_has_its_gap_between_phrases_and_its_colour_on_emphasis() -> None:
    line = set_headline(parse("会*报警*，会*灭火*"), STYLE, RED, 0.5)
    assert [(run.text, run.fill) for run in line.runs] == [("会", INK), ("报警", RED), ("会", INK), ("灭火", RED)]
    assert xs(line) == pytest.approx([0, 10, 20, 35, 45, 55])
    assert line.width == pytest.approx(65)


def test_an_empty_line_is_nothing() -> None:
    assert set_text("", STYLE) == SetLine((), 0.0, 0.0)


@given(st.text(MIXED, min_size=1, max_size=24), st.sampled_from([0.0, 0.05, 0.1]))
def test_positions_never_run_backwards(words: str, tracking: float) -> None:
    line = set_text(words, Style("NotoSansSC-700", 10.0, INK, tracking))
    places = xs(line)
    assert places == sorted(places)
    assert len(places) == len(text(line))
    assert all(len(run.text) == len(run.xs) for run in line.runs)
    assert line.width >= (places[-1] if places else -10)


@given(st.text("安全生产月人会应急", min_size=1, max_size=20), st.floats(1, 500))
def test_chinese_is_set_solid(words: str, size: float) -> None:
    assert set_text(words, Style("NotoSansSC-900", size, INK)).width == pytest.approx(len(words) * size)


def test_what_no_face_has_is_named() -> None:
    assert missing("安全𠮷A", "NotoSansSC-700") == ["𠮷"]
    with pytest.raises(SourceError, match=r"docs/x\.md:3: 字库里没有“𠮷”（U\+20BB7）"):
        require("安全𠮷", "NotoSansSC-700", Span("docs/x.md", 3))
    assert not Face("NotoSerifSC-900").has("😀")
