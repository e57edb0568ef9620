"""Headlines: marks to phrases, phrases to lines, and the sizes that the art direction promises."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.fonts import face
from campaign.typeset.lines import Style, set_headline, set_text
from campaign.typeset.marks import NO_END, NO_START
from campaign.typeset.phrases import (
    LEADING,
    MAX_LINES,
    Fit,
    faces,
    fit,
    line_width,
    parse,
    partitions,
    width,
)
from campaign.typeset.words import NEVER_FIRST, suggestion, words

SERIF, SANS = "NotoSerifSC-900", "NotoSansSC-900"
BOX = (88.0, 46.0)  # u: the hero box
HAN = "安全生产人人会应急讲查隐患守平"
phrase_lists = st.lists(st.text(HAN, min_size=1, max_size=9), min_size=1, max_size=7)


def hero(marked: str, face_name: str = SERIF, box: tuple[float, float] = BOX) -> Fit:
    return fit(parse(marked), face_name, *box, largest=22)


def rows(chosen: Fit) -> list[str]:
    return [" ".join(phrase.text for phrase in line) for line in chosen.lines]


@pytest.mark.parametrize(
    ("marked", "lines", "low", "high"),
    [
        ("平安是福", ["平安是福"], 22, 22),
        ("生命至上，安全第一", ["生命至上", "安全第一"], 21, 21.01),
        ("人人讲*安全*、个个会*应急*", ["人人讲安全", "个个会应急"], 17.2, 17.6),
        ("统筹发展和安全护航，守护生命和健康平安", ["统筹发展和安全护航", "守护生命和健康平安"], 9.7, 9.8),
        ("管业务也要必须管安，管生产也要必须管安", ["管业务也要必须管安", "管生产也要必须管安"], 9.7, 9.8),
        ("护佑生命健康安全，先守安全生产底线", ["护佑生命健康安全", "先守安全生产底线"], 11, 11),
        ("，".join(["一二三四五"] * 6), ["一二三四五 一二三四五"] * 3, 8.38, 8.4),
    ],
)
def test_the_fitting_table_of_the_art_direction(marked: str, lines: list[str], low: float, high: float) -> None:
    for face_name in (SERIF, SANS):
        chosen = hero(marked, face_name)
        assert rows(chosen) == lines
        assert low <= chosen.size <= high


def test_the_themes_own_box_gives_the_fixed_campaign_setting() -> None:
    assert hero("人人讲*安全*、个个会*应急*", box=(86.0, 37.7)).size == pytest.approx(17.2)


def test_stars_emphasise_and_breaks_part_and_vanish() -> None:
    first, second = parse("人人讲*安全*、个个会*应急*")
    assert (first.text, first.hi) == ("人人讲安全", (False, False, False, True, True))
    assert (second.text, second.hi) == ("个个会应急", (False, False, False, True, True))


def test_emphasis_may_run_over_a_phrase_end() -> None:
    first, second = parse("甲*乙，丙*丁")
    assert (first.hi, second.hi) == ((False, True), (True, False))


@pytest.mark.parametrize("mark", "，、。；：,;|\u3000 \t")
def test_every_break_parts_phrases(mark: str) -> None:
    assert [phrase.text for phrase in parse(f"甲乙{mark}丙{mark}")] == ["甲乙", "丙"]


def test_exclamation_and_question_marks_end_a_phrase_and_stay() -> None:
    assert [phrase.text for phrase in parse("会逃生吗？会！走")] == ["会逃生吗？", "会！", "走"]


@pytest.mark.parametrize(
    ("marked", "texts"),
    [
        ("“生命至上！”不是口号", ["“生命至上！”", "不是口号"]),
        ("“生命*至上！*|” 不是口号", ["“生命至上！”", "不是口号"]),
        ("“你查了吗？”“我查了！”", ["“你查了吗？”", "“我查了！”"]),
        ("守底线（不越线！）保平安到家", ["守底线（不越线！）", "保平安到家"]),
        ("起火了快跑！！！", ["起火了快跑！！！"]),
        ("查了吗？！ 查了", ["查了吗？！", "查了"]),
        ("说“安全。”做", ["说“安全”", "做"]),
        ("人人讲“，安全”", ["人人讲“安全”"]),
        ("（！）小心，快跑", ["（！）小心", "快跑"]),
        ('"生命至上!"不是口号', ['"生命至上!"', "不是口号"]),
    ],
)
def test_closing_and_repeated_marks_stay_with_the_phrase_before_and_opening_ones_end_none(
    marked: str, texts: list[str]
) -> None:
    assert [phrase.text for phrase in parse(marked)] == texts


@given(st.text("安全生“”（）《》！？，、|* …", max_size=16))
def test_no_mark_begins_or_ends_a_phrase_against_kinsoku(marked: str) -> None:
    phrases = parse(marked)
    assert "".join(phrase.text for phrase in phrases) == "".join(char for char in marked if char not in "，、|* ")
    assert not any(phrase.text[0] in NO_START for phrase in phrases[1:])
    assert not any(phrase.text[-1] in NO_END for phrase in phrases[:-1])


def test_a_bar_beside_a_mark_changes_nothing_on_one_line() -> None:
    style = Style(SANS, 10.0, (0, 0, 0))
    for marked in ("“安全”|第一", "“安全”|“第一”", "安全|（第一）"):
        plain = set_text(marked.replace("|", ""), style)
        line = set_headline(parse(marked), style, style.fill, 0.5)
        assert (line.runs, line.width) == (plain.runs, plain.width)


def test_nothing_but_marks_has_no_phrase() -> None:
    assert parse("*，*、|") == ()


def test_a_phrase_is_split_when_it_is_long_or_its_slogan_would_be_refused_for_size() -> None:
    assert rows(hero("一" * 10)) == ["一" * 10]
    assert rows(hero("一" * 12)) == ["一" * 6, "一" * 6]
    assert rows(hero("一" * 16)) == ["一" * 8, "一" * 8]
    assert rows(hero("一" * 10, box=(60, 46))) == ["一" * 4, "一" * 6]


@pytest.mark.parametrize(
    ("marked", "lines", "size"),
    [
        (
            "发现氧气瓶漏气，立即关阀开窗，通风疏散人员严禁开关电器",
            ["发现氧气瓶漏气", "立即关阀开窗", "通风疏散人员", "严禁开关电器"],
            10.06,
        ),
        (
            "安全是一切工作的前提和基础没有安全就没有患者健康",
            ["安全是一切", "工作的前提和基础", "没有安全", "就没有患者健康"],
            10.06,
        ),
        ("严禁在病房走廊给电动自行车充电", ["严禁在病房走廊", "给电动自行车充电"], 11.0),
        (
            "管行业必须管安全，管业务必须管安全，管生产经营必须管安全",
            ["管行业必须管安全", "管业务必须管安全", "管生产经营必须管安全"],
            8.8,
        ),
    ],
)
def test_long_phrases_make_even_lines_of_the_larger_type(marked: str, lines: list[str], size: float) -> None:
    assert rows(hero(marked)) == lines
    assert hero(marked).size == size


def test_parts_of_a_split_phrase_share_no_line_for_the_sake_of_size() -> None:
    assert rows(hero("严禁盲目施救防止伤亡扩大", box=(86, 70))) == ["严禁盲目施救", "防止伤亡扩大"]


def test_a_long_phrase_is_split_between_words() -> None:
    assert rows(hero("危险化学品专柜存放专人管理双人双锁")) == ["危险化学品专柜存放", "专人管理双人双锁"]
    thirty = "发现火情快速报警拨打电话讲清地址楼层科室和起火物品名称及火势"
    ends = set(itertools.accumulate(map(len, rows(hero(thirty)))))
    assert len(ends) > 2
    assert ends <= set(itertools.accumulate(map(len, words(thirty))))


@pytest.mark.parametrize("text", ["发现火情快速报警拨打电话", "全旗各医疗机构开展应急演练", "严禁盲目施救防止伤亡扩大"])
def test_a_suggested_mark_stands_between_words(text: str) -> None:
    head, tail = suggestion(text).split("|")
    assert head + tail == text
    assert len(head) in itertools.accumulate(map(len, words(text)))


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("“安全”“生命”（至上）", "“安全”|“生命”（至上）"),
        ("人人学法守法（安全生产法）", "人人学法守法|（安全生产法）"),
        ("安安安安“”全全全全", "安安安安|“”全全全全"),
    ],
)
def test_a_suggested_mark_tears_no_quotation_mark_or_bracket_off(text: str, better: str) -> None:
    assert suggestion(text) == better


def test_short_phrases_get_no_suggestion() -> None:
    assert suggestion("人人讲安全") == ""


def test_a_split_keeps_emphasis_and_starts_no_line_with_a_particle() -> None:
    chosen = hero("安全生产月的各项工作*和*职责任务落到实处")
    texts = rows(chosen)
    assert "".join(texts) == "安全生产月的各项工作和职责任务落到实处"
    assert len(texts) > 1
    assert not any(text[0] in NEVER_FIRST for text in texts)
    assert [c for line in chosen.lines for p in line for c, h in zip(p.text, p.hi, strict=True) if h] == ["和"]


@pytest.mark.parametrize("particle", "的了吗呢和与")
def test_no_particle_starts_a_split_line(particle: str) -> None:
    texts = rows(hero("安" * 8 + particle + "全" * 7))
    assert len(texts) > 1
    assert not any(text.startswith(particle) for text in texts)


def test_a_phrase_that_cannot_be_split_is_not() -> None:
    only_particles = "安全" + "的" * 16
    assert rows(hero(only_particles)) == [only_particles]


@given(phrase_lists)
def test_no_other_partition_is_larger_and_the_block_stays_in_its_box(texts: list[str]) -> None:
    phrases = parse("，".join(texts))
    chosen = fit(phrases, SANS, *BOX, largest=22)
    assert "".join(p.text for line in chosen.lines for p in line) == "".join(texts)
    widest = max(line_width(line, SANS, 0.5) for line in chosen.lines)
    assert chosen.size * widest <= BOX[0] + 1e-6
    assert chosen.size * (1 + LEADING * (len(chosen.lines) - 1)) <= BOX[1] + 1e-6
    assert len(chosen.lines) <= MAX_LINES
    for lines in partitions(phrases, MAX_LINES):
        other = min(
            22.0,
            BOX[0] / max(line_width(line, SANS, 0.5) for line in lines),
            BOX[1] / (1 + LEADING * (len(lines) - 1)),
        )
        assert round(other, 1) <= round(chosen.size + 0.01, 1) + 1e-9


@given(st.integers(1, 7), st.integers(1, 5))
def test_partitions_are_all_ordered_groupings(count: int, most: int) -> None:
    phrases = parse("，".join(HAN[:count]))
    found = [tuple(len(line) for line in lines) for lines in partitions(phrases, most)]
    expected = {
        sizes
        for lines in range(1, most + 1)
        for sizes in itertools.product(range(1, count + 1), repeat=lines)
        if sum(sizes) == count
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_latin_and_digits_are_set_in_the_partner_face() -> None:
    assert faces("打119", "NotoSansSC-700") == ["NotoSansSC-700", *["Barlow-700"] * 3]
    assert faces("AED机", "NotoSerifSC-900") == [*["Barlow-800"] * 3, "NotoSerifSC-900"]
    assert faces("6月1日—30日", "NotoSansSC-500")[4] == "NotoSansSC-500"


def test_the_dot_is_latin_between_digits_only() -> None:
    assert faces("6·16", "NotoSansSC-900") == ["Barlow-800"] * 4
    assert faces("甲·乙", "NotoSansSC-900") == ["NotoSansSC-900"] * 3
    assert faces("·6", "NotoSansSC-900") == ["NotoSansSC-900", "Barlow-800"]
    assert faces("6·16", "BarlowCondensed-700") == ["BarlowCondensed-700"] * 4


def test_a_latin_character_that_the_partner_lacks_falls_back_to_the_cjk_face() -> None:
    assert not face("Barlow-700").has("\x7f")
    assert faces("\x7f", "NotoSansSC-700") == ["NotoSansSC-700"]


def test_width_is_the_sum_of_both_faces_advances() -> None:
    digits = sum(face("Barlow-800").advances(char)[0] for char in "119")
    assert width("拨打119", SERIF) == pytest.approx(2 + digits)
    assert 0 < digits < 3
