"""Facts longer than the shipped ones, and a long address, on every sheet: in their room, or refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from conftest import SITE_URL
from sound import assert_apart, assert_sound
from test_goldens import SKILLS
from topics import published

from campaign.calendar import month
from campaign.compose.brief import PRINTED, Brief
from campaign.compose.month import MonthBrief, compose_month
from campaign.compose.stage import stage_for
from campaign.compose.templates import compose
from campaign.content.facts import Facts, read_facts
from campaign.display import Sheet
from campaign.errors import SourceError, Span
from campaign.fonts import face
from campaign.formats import Format, PrintFormat, custom, formats
from campaign.looks import look
from campaign.plan.kinds import KINDS, Selection
from campaign.plan.leaflets import leaflet_pieces
from campaign.plan.slogans import TEMPLATES
from campaign.units import mm

THEME = "人人讲*安全*、个个会*应急*"
LONG = {"organiser": "鄂尔多斯市乌审旗卫生健康委员会"}
LONGER = {
    "organiser": "内蒙古自治区鄂尔多斯市乌审旗卫生健康委员会安全生产科",
    "system": "鄂尔多斯市乌审旗医疗卫生健康服务保障系统",
    "consultation.name": "全旗安全生产宣传咨询活动日",
}
LONG_URL = "https://example.org/" + "abcdefghi/" * 7 + "abcde"
OWN = (
    *("60x60cm", "1000x300mm", "120x80cm", "900x1000mm", "1100x1000mm"),
    *("1600x900mm", "1200x600mm", "1200x500mm", "600x1200mm"),
)
SIZES = [
    *((kind, size) for kind in ("poster", "rollup", "board") for size in (*KINDS[kind].formats, *KINDS[kind].more)),
    *(("poster", size) for size in OWN),
    *(("card", size) for size in ("phone-1080x1440", "square-1080x1080", "tv-1080x1920")),
    ("slide", "tv-1920x1080"),
    ("cover", "wechat-900x383"),
]
REFUSED = re.compile(r"mkdocs\.yml: 主办单位（organiser）有 (\d+) 字，放不进 .+（提示：这个尺寸最多 (\d+) 字，.+）")
each_size = pytest.mark.parametrize(("kind", "size"), SIZES)
each_address = pytest.mark.parametrize("url", [SITE_URL, LONG_URL], ids=["short-url", "long-url"])


def format_of(size: str) -> Format:
    found = formats().get(size) or custom(size, "print")
    assert found is not None
    return found


def made(facts: Facts, kind: str, size: str, own: dict[str, str], url: str = SITE_URL) -> Sheet:
    words = {name: facts.words[name] for name in PRINTED} | own
    template = TEMPLATES.get(kind, "hero")
    skills = SKILLS if isinstance(format_of(size), PrintFormat) else None
    (sheet,) = compose(Brief(template, format_of(size), "red", THEME, True, words, url, Span("x.md", 1), skills))
    return sheet


def held(facts: Facts, own: dict[str, str], raw: dict[str, Any]) -> Facts:
    """The tests' facts with others among them."""
    talk = {**raw["consultation"], "name": own.get("consultation.name", raw["consultation"]["name"])}
    plain = {name: text for name, text in own.items() if "." not in name}
    return read_facts({**raw, **plain, "consultation": talk}, lambda *keys: Span("mkdocs.yml", 1))


@each_address
@each_size
def test_an_organiser_of_fifteen_characters_and_a_long_address_fit_every_size(
    facts: Facts, kind: str, size: str, url: str
) -> None:
    sheet = made(facts, kind, size, LONG, url)
    assert LONG["organiser"] in "".join(run.text for run in sheet.runs()) or size.startswith(
        ("wechat", "1000x300", "1200x500")
    )
    assert_sound(sheet, format_of(size))


@each_address
@each_size
def test_longer_facts_fit_or_are_refused_with_their_limit(facts: Facts, kind: str, size: str, url: str) -> None:
    own = dict(LONGER)
    try:
        sheet = made(facts, kind, size, own, url)
    except SourceError as refused:
        found = REFUSED.fullmatch(str(refused))
        if size != "a6" or not found:  # only the smallest sheet has no room
            raise
        own["organiser"] = own["organiser"][: int(found[2]) + 1]
        with pytest.raises(SourceError, match="最多"):
            made(facts, kind, size, own, url)
        own["organiser"] = own["organiser"][:-1]
        sheet = made(facts, kind, size, own, url)
    assert_sound(sheet, format_of(size))


@pytest.mark.parametrize("fact", ["name", "system", "organiser", "consultation.name"])
@each_size
def test_no_fact_of_any_length_is_printed_over_anything(facts: Facts, kind: str, size: str, fact: str) -> None:
    for count in (10, 20, 40, 120):
        try:
            sheet = made(facts, kind, size, {fact: "安全卫生健康宣传教育" * (count // 10)})
        except SourceError as refused:
            if not re.search(rf"（{re.escape(fact)}）有 {count} 字.+最多 \d+ 字", str(refused)):
                raise
            break
        assert_sound(sheet, format_of(size))


def test_an_address_that_leaves_no_room_beside_its_code_is_named(facts: Facts) -> None:
    with pytest.raises(SourceError, match=r"mkdocs\.yml: 站点网址（site_url）太长：320 个字符"):
        made(facts, "poster", "a6", {}, "https://example.org/" + "abcdefghi/" * 30)
    with pytest.raises(SourceError, match=r"mkdocs\.yml: 站点网址（site_url）太长"):
        made(facts, "poster", "148x105mm", {}, "https://example.org/" + "abcdefghi/" * 30)


def test_the_headers_right_part_goes_where_it_would_meet_the_left(facts: Facts) -> None:
    for own, count in (({}, 1), (LONGER, 0), ({"name": "安全卫生健康宣传教育月"}, 0)):
        text = "".join(run.text for run in made(facts, "poster", "a3", own).runs())
        assert text.count("第22个") == count


@each_address
def test_a_calendar_has_room_for_long_facts(facts: Facts, raw_facts: dict[str, Any], url: str) -> None:
    own = held(facts, LONGER, raw_facts)
    words = {name: own.words[name] for name in PRINTED}
    job = Brief("calendar", formats()["a3"], "red", "", False, words, url, Span("x.md", 1))
    sheet = compose_month(stage_for(job.format, look("red")), MonthBrief(job, "六月安全日历", month(own), ("灭火器",)))
    assert_sound(sheet, job.format)


def test_a_leaflets_long_facts_cross_no_fold() -> None:
    campaign = replace(published(), site_url=SITE_URL)
    words = {**campaign.facts.words, **LONGER}
    campaign = replace(campaign, facts=replace(campaign.facts, words=words))
    (piece,) = leaflet_pieces(campaign, Selection(kinds=("leaflet",), page="extinguisher"))
    for sheet, folds in zip(piece.sheets(), ((97, 197), (100, 200)), strict=True):
        assert isinstance(sheet, Sheet)
        assert_apart(sheet)
        for run in sheet.runs():
            right = run.xs[-1] + face(run.face).ink(run.text[-1])[2] * run.size
            assert not any(run.xs[0] < mm(fold) < right for fold in folds), run.text
