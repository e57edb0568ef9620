"""The pages beside the knowledge pages: complete, in the navigation, and each in its own words."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from conftest import REPOSITORY

from campaign.content.model import AUDIENCES, Page
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
    playlists = {path for path, page in PAGES.items() if "playlist" in page.meta}  # the screens' page leads to them
    assert navigation() | playlists == set(PAGES)


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


def rows(page: Page) -> list[list[str]]:
    """The cells of every table row but the heads."""
    lines = [line for line in page.body.split("\n") if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    marks = {index for index, row in enumerate(cells) if set("".join(row)) <= set("-: ")}
    return [row for index, row in enumerate(cells) if index not in marks and index + 1 not in marks]


def test_every_law_says_what_it_asks_and_its_state_then_and_now() -> None:
    found = rows(PAGES["laws.md"])
    assert len(found) >= 28
    for name, asks, article, then, now in found:
        assert name
        assert len(asks) >= 8, name
        assert article
        assert re.search(r"\d{4}|campaign", then), name
        assert re.search(r"\d{4}", now), name
    names = " ".join(row[0] for row in found)
    for wanted in (
        "安全生产法",
        "消防法",
        "WS 308-2019",
        "GB/T 40248-2021",
        "公安部令第61号",
        "TSG 08",
        "危险化学品安全法",
    ):
        assert wanted in names


def test_what_was_replaced_after_the_campaign_is_not_given_as_its_own() -> None:
    replaced = {"GB 35181": "2025-11-01", "GB 2894": "2026-03-01", "GB 9448": "2026-08-01", "TSG 08": "2026-05-01"}
    for row in rows(PAGES["laws.md"]):
        for name, date in replaced.items():
            if row[0].startswith(name):
                assert date in row[4]
                assert "2025" not in row[3]
                assert "2026" not in row[3]


def sheets(page: Page, name: str) -> list[str]:
    """The cards of a page."""
    return re.findall(rf'<section class="{name}" markdown>(.*?)</section>', page.body, re.DOTALL)


def test_there_are_twelve_cards_of_duties_each_with_actions_and_a_basis() -> None:
    cards = sheets(PAGES["roles.md"], "role")
    assert len(cards) == 12
    for card in cards:
        assert len(items(card)) in {3, 4, 5}
        assert re.search(r"^依据：.*(?:第[\d.]+条|法)", card, re.MULTILINE)


def test_the_leaders_five_are_five_cards() -> None:
    cards = sheets(PAGES["activities/emergency.md"], "act")
    assert len(cards) == 5
    assert all("### " in card and "带头" in card and len(items(card)) == 3 for card in cards)


@pytest.mark.parametrize("name", ["study", "publicity", "rectification", "emergency", "consultation"])
def test_every_activity_has_a_working_page_that_the_home_page_links_to(name: str) -> None:
    page = PAGES[f"activities/{name}.md"]
    assert f"activities/{name}.html" in [block["link"] for block in CAMPAIGN.home["blocks"]]
    assert f"plan.md#{name}" in page.body
    assert len(rows(page)) + len(items(page.body, r"- \[ \]")) >= 8
    assert "## 登记什么" in page.body


def test_the_consultation_day_is_prepared_from_two_weeks_ahead_to_the_day_after() -> None:
    body = PAGES["activities/consultation.md"].body
    assert re.findall(r"^### (T\S*)", body, re.MULTILINE) == ["T-14", "T-7", "T-3", "T-1", "T日", "T+1"]


@pytest.mark.parametrize("tag", AUDIENCES)
def test_every_audience_has_pages_and_its_own_list(tag: str) -> None:
    tagged = [path for path, page in PAGES.items() if tag in page.meta.get("tags", ())]
    assert len(tagged) >= 3
    assert f'--8<-- "audiences.html:{AUDIENCES[tag]}"' in PAGES["tags.md"].body


def test_links_leave_the_site_for_official_addresses_only() -> None:
    official = {"www.npc.gov.cn", "www.samr.gov.cn", "www.gov.cn"}
    for page in PAGES.values():
        hosts = set(re.findall(r"https?://([\w.-]+)", page.body))
        assert hosts <= official, page.path


def sentences(page: Page) -> set[str]:
    """The sentences of a page as a reader sees them; labels and templates' short words aside."""
    text = re.sub(r"^(?:#.*|!!!.*|--8<--.*|<[^>]*>|\| *-.*)$", "", page.body, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"[。；！？\n|]", re.sub(r"[*`>]|\{[^{}]*\}", "", text))
    plain = (re.sub(r"^(?:[-\d.、\s]|\[ \])+", "", part).strip() for part in parts)
    return {part for part in plain if len(part) >= 12}


LABELS = {  # what every knowledge page ends with
    "一般性安全提示，以本单位预案和当地规定为准",
    "一般性急救提示，不能代替专业培训和医务人员的判断",
}


def test_no_two_pages_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    shared = []
    for path, page in PAGES.items():
        for sentence in sorted(sentences(page) - LABELS):
            if sentence in seen:
                shared.append(f"{path} and {seen[sentence]}: {sentence}")
            seen[sentence] = path
    assert shared == []


def test_sentences_are_found_where_they_stand() -> None:
    page = Page("docs/x.md", {}, "## 标题很长很长很长很长很长\n\n- [ ] 这一句话有十二个以上的字，**没错**。短句。\n", 1)
    assert sentences(page) == {"这一句话有十二个以上的字，没错"}
