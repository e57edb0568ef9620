"""Slogans of every length in every size and look: set, or refused by their line with the limit and what to do."""

from __future__ import annotations

import random
import re

import pytest
from conftest import SITE_URL
from conftest import settings as config
from hypothesis import given, settings
from hypothesis import strategies as st
from sound import assert_sound
from test_goldens import SKILLS

from campaign.compose.banner import length_mm
from campaign.compose.brief import PRINTED, Brief
from campaign.compose.templates import compose
from campaign.content.facts import read_facts
from campaign.content.model import LOOKS
from campaign.content.yamlsource import Source
from campaign.display import Sheet
from campaign.errors import SourceError, Span
from campaign.formats import Format, PrintFormat, custom, formats
from campaign.plan.kinds import KINDS
from campaign.plan.slogans import TEMPLATES
from campaign.typeset.phrases import parse

FACTS = read_facts(Source(config(), "mkdocs.yml").data["extra"]["campaign"], lambda *keys: Span("mkdocs.yml", 1))
PAIRS = "安全生产隐患排查人人有责预防为主病房值班氧气消防通道畅通守护生命健康演练应急报告及时电线火源远离"
WORDS = [PAIRS[at : at + 2] for at in range(0, len(PAIRS), 2)]
OWN = ("600x900mm", "900x600mm", "500x500mm", "1000x300mm", "6000x400mm")
KINDS_WITH_A_SLOGAN = ("poster", "card", "cover", "slide", "banner", "rollup", "board")
SIZES = sorted(
    {
        *((kind, size) for kind in KINDS_WITH_A_SLOGAN for size in (*KINDS[kind].formats, *KINDS[kind].more)),
        *(("poster", size) for size in OWN),
    }
)
REFUSED = re.compile(r"docs/slogans\.md:7: 标语放不进.+：字高只有 [\d.]+u，低于 \d+u（提示：.*缩短.*）")


def size_of(name: str, marked: str) -> Format:
    """The format, a cloth banner as long as its words."""
    found = formats().get(name) or custom(name, "print")
    assert found is not None
    grows = isinstance(found, PrintFormat) and found.grows_mm
    return found.long(length_mm(parse(marked), found.trim_mm[1])) if grows else found  # type: ignore[union-attr]


def made(kind: str, size: str, look: str, marked: str) -> tuple[Format, tuple[Sheet, ...]]:
    format_ = size_of(size, marked)
    words = {name: FACTS.words[name] for name in PRINTED}
    template = TEMPLATES.get(kind, "hero")
    skills = SKILLS if template in {"rollup", "board"} else None
    span = Span("docs/slogans.md", 7)
    return format_, compose(Brief(template, format_, look, marked, False, words, SITE_URL, span, skills))


def slogan(count: int, every: int) -> str:
    """Words up to `count` characters, a comma after every `every` of them."""
    found = random.Random(count).choices(WORDS, k=20)
    text = "".join(found)[:count]
    return "，".join(text[at : at + every] for at in range(0, count, every))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("kind", "size"), SIZES)
def test_four_to_thirty_characters_in_phrases_fit_every_size(kind: str, size: str, look: str) -> None:
    tight = look == "warn" and size == "xstand-800x1800"  # its bright bands leave no room for five lines
    for count, every in ((4, 4), (7, 7), (10, 5), (16, 8), (21, 7), (30, 10), (30, 6)):
        if tight and every == 6:
            with pytest.raises(SourceError, match=REFUSED):
                made(kind, size, look, slogan(count, every))
            return
        format_, sheets = made(kind, size, look, slogan(count, every))
        if count in (4, 16, 30):
            for sheet in sheets:
                assert_sound(sheet, format_)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_slogan_is_set_whole_or_refused_with_its_line_and_the_limit(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=14))
    marks = data.draw(st.lists(st.sampled_from(["", "", "，", "|", " "]), min_size=len(words), max_size=len(words)))
    text = "".join(word + mark for word, mark in zip(words, marks, strict=True)).strip("，| ")
    if sum(char.isalnum() for char in text) > 30:
        text = "".join(words)[:30]
    kind, size = data.draw(st.sampled_from(SIZES))
    try:
        _, (sheet,) = made(kind, size, data.draw(st.sampled_from(LOOKS)), text)
    except SourceError as error:
        if not REFUSED.fullmatch(str(error)):
            raise
        return
    largest = max(sheet.runs(), key=lambda run: run.size if run.face.endswith("900") else 0.0)
    heads = "".join(
        run.text for run in sheet.runs() if abs(run.size - largest.size) < 0.01 and run.face == largest.face
    )
    assert re.sub(r"\W", "", text) in re.sub(r"\W", "", heads)
