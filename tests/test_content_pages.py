"""The pages beside the knowledge pages: complete, in the navigation, and each in its own words."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from conftest import REPOSITORY

from campaign.content.model import Page
from campaign.content.read import read_campaign
from campaign.content.yamlsource import Source
from campaign.project import ASSETS, Project

CAMPAIGN = read_campaign(Project(REPOSITORY))
PAGES = {page.path.removeprefix("docs/"): page for page in CAMPAIGN.pages}
CASES = [page for path, page in PAGES.items() if path.startswith("cases/") and not path.endswith("index.md")]
SECTION = re.compile(r"^## +([^{\n]+?) *(?:\{[^}\n]*\})?$", re.MULTILINE)
each_case = pytest.mark.parametrize("page", CASES, ids=lambda page: page.path)


def section(page: Page, title: str) -> str:
    """The text below a second-level heading."""
    parts = SECTION.split(page.body)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(title, "")


def items(text: str, mark: str = r"(?:-|\d+\.)") -> list[str]:
    """The list items of a text."""
    return re.findall(rf"^{mark} +(.+)$", text, re.MULTILINE)


def navigation() -> set[str]:
    """Every page that mkdocs.yml lists."""

    def walk(entry: object) -> set[str]:
        if isinstance(entry, str):
            return {entry}
        values = entry.values() if isinstance(entry, dict) else entry
        assert not isinstance(values, str | int | None)
        return {path for value in values for path in walk(value)}  # type: ignore[attr-defined]

    return walk(Source((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), "mkdocs.yml").data["nav"])


def test_every_page_is_in_the_navigation() -> None:
    assert navigation() == set(PAGES)


def test_there_are_five_cases() -> None:
    assert len(CASES) == 5


@each_case
def test_a_case_has_what_its_poster_is_made_of(page: Page) -> None:
    meta = page.meta
    assert isinstance(meta["case_date"], dt.date)
    assert meta["case_line"].startswith("{0.year}年{0.month}月{0.day}日".format(meta["case_date"]))
    assert str(meta["figure"]).startswith(f"{meta['deaths']}人死亡")
    assert str(meta["deaths"]) in meta["title"]
    assert meta["figure_source"]
    assert (ASSETS / "icons" / f"{meta['sign']}.svg").is_file()


@each_case
def test_a_case_has_every_section(page: Page) -> None:
    assert SECTION.findall(page.body) == ["经过", "原因链", "法律依据", "必须", "本单位三问", "依据"]
    links = [re.fullmatch(r"\*\*([^*]+)\*\*：(.+)", item) for item in items(section(page, "原因链"), r"\d+\.")]
    assert len(links) in {3, 4}
    assert all(link and len(link[1]) <= 8 for link in links)
    laws = items(section(page, "法律依据"))
    assert laws
    assert all(re.match(r"\*\*[^*]+第[\d.]+条\*\*：", law) for law in laws)
    musts = items(section(page, "必须"))
    assert len(musts) in {4, 5}
    assert all(len(must) <= 14 for must in musts)
    assert len(items(section(page, "本单位三问"), r"\d+\.")) == 3
    assert re.search(r"\d{4}-\d{2}-\d{2}|待核", section(page, "依据"))


@each_case
def test_a_case_unknown_when_the_notice_was_issued_says_so(page: Page) -> None:
    later = page.meta["case_date"] > CAMPAIGN.facts.date("issued")
    assert later == bool(page.meta.get("later"))
    assert later == ("后续案例" in page.meta["tags"])
    assert later == ('!!! note "后续案例"' in page.body)
