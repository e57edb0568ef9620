"""The search, as people use it: Chinese questions typed into the box, from a server and from a USB stick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import launched, served
from conftest import WHOLE
from playwright.sync_api import Browser, Page

from campaign.project import Project

pytestmark = pytest.mark.browser
LINKS = ".md-search-result__item > .md-search-result__link:first-child"


def queries(name: str) -> list[list[str]]:
    """A file's rows: the query, the page that answers, others that answer as well."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


SETS = {name: queries(name) for name in ("search_queries.txt", "search_outsiders.txt")}
each_set = pytest.mark.parametrize("name", SETS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(site: Project) -> Iterator[str]:
    with served(site.site) as url:  # longer than any page: one that still loads as it goes is no fault of the site's
        yield url


@pytest.fixture
def asked(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page and its search box; afterwards nothing may have complained or asked another host."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    hosts: list[str] = []

    def call(address: str, width: int = 1280) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.append(request.url))
        page.goto(address)
        if width < 900:
            page.locator("button[data-for=__search]").click()
        page.locator("[data-md-component=search-query]").click()
        return page

    yield call
    context.close()
    assert complaints == []
    assert [url for url in hosts if not url.startswith(("http://127.0.0.1", "file:", "data:", "blob:"))] == []


def found(page: Page, query: str) -> list[str]:
    """The pages of a result, best first."""
    box = page.locator("[data-md-component=search-query]")
    box.fill("")
    page.keyboard.press("End")  # the theme looks at its box when a key is let go
    page.wait_for_function("() => !document.querySelector('.md-search-result__item')")
    box.fill(query)
    page.keyboard.press("End")
    page.locator(LINKS).first.wait_for()
    links: list[str] = page.locator(LINKS).evaluate_all("links => links.map(link => link.pathname)")
    return links


def misses(page: Page, rows: list[list[str]]) -> tuple[list[str], list[str]]:
    """Queries whose right page does not come first, and those where it is not among the first three."""
    late, lost = [], []
    for query, *right in rows:
        first = found(page, query)[:3]
        hits = [any(link.endswith(f"/{name}") for name in right) for link in first]
        told = f"{query}: {right[0]} != {', '.join(link.rsplit('/site', 1)[-1] for link in first)}"
        late += [] if hits and hits[0] else [told]
        lost += [] if any(hits) else [told]
    return late, lost


@each_set
def test_the_queries_are_many_and_name_pages_that_exist(site: Project, name: str) -> None:
    rows = SETS[name]
    assert len(rows) >= 40
    assert len({query for query, *_ in rows}) == len(rows)
    assert [page for _, *pages in rows for page in pages if not (site.site / page).is_file()] == []


@each_set
def test_the_right_page_comes_first(asked: Callable[..., Page], address: str, name: str) -> None:
    late, lost = misses(asked(f"{address}/index.html"), SETS[name])
    assert lost == []
    assert len(late) <= len(SETS[name]) * 0.05, late


@pytest.mark.parametrize("name", SETS if WHOLE else list(SETS)[:1])
def test_so_it_does_from_a_usb_stick(asked: Callable[..., Page], offline_site: Path, name: str) -> None:
    rows = SETS[name]
    late, lost = misses(asked((offline_site / "plan.html").as_uri()), rows)
    assert lost == []
    assert len(late) <= len(rows) * 0.05, late


def test_a_phone_finds_it_too_and_goes_there(asked: Callable[..., Page], address: str) -> None:
    page = asked(f"{address}/knowledge/index.html", 390)
    assert found(page, "灭火器怎么用")[0].endswith("/knowledge/extinguisher.html")
    page.locator(LINKS).first.click()
    page.wait_for_url("**/knowledge/extinguisher.html?h=*")
    assert page.locator("mark[data-md-highlight]").first.inner_text() == "灭火器"


@pytest.mark.parametrize("query", ["灭火器", "ＡＥＤ", "aed", "灭火器<b>", "  ", "[(*", "zzzz", "？？？"])
def test_no_query_breaks_it(asked: Callable[..., Page], address: str, query: str) -> None:
    page = asked(f"{address}/index.html")
    box = page.locator("[data-md-component=search-query]")
    box.fill(query)
    page.keyboard.press("End")
    page.wait_for_timeout(100)
    assert found(page, "灭火器")[0].endswith("extinguisher.html")
