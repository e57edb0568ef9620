"""The built site in a real browser: the countdown, the gallery, narrow windows; nothing from elsewhere.

The server sends the strict policy of scripts that the build made, so every test here holds with it on.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pypdfium2
import pytest
from browsing import fits, launched, served
from html_pages import pages
from kits import rows
from playwright.sync_api import Browser, Page, Request

from campaign.project import Project

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site: Project) -> Iterator[str]:
    """The site served from loopback while this module's tests run."""
    with served(site.site) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with launched() as opened:
        yield opened


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site; afterwards no page may have failed, complained, or asked another host."""
    context = browser.new_context(timezone_id="Asia/Shanghai", locale="zh-CN")
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    asked: list[str] = []

    def failed(request: Request) -> None:
        if "ERR_ABORTED" not in str(request.failure):  # what the next page no longer needs is given up
            complaints.append(f"{request.url}: {request.failure}")

    def call(name: str, width: int = 1280) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", failed)
        page.on("response", lambda reply: complaints.append(reply.url) if reply.status >= 400 else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/{name}", wait_until="load")
        return page

    yield call
    context.close()
    assert complaints == []
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def state(page: Page) -> str:
    return page.locator("[data-state]").inner_text()


def tiles(page: Page) -> list[tuple[str, str]]:
    found = page.locator(".state__tile")
    return [
        (found.nth(index).locator("b").inner_text(), found.nth(index).locator("span").inner_text())
        for index in range(found.count())
    ]


def shown(page: Page) -> int:
    return page.locator(".piece:visible").count()


def count(page: Page) -> int:
    return int(page.locator("[data-count]").inner_text())


def test_before_the_consultation_day_the_home_page_counts_down(open_page: Callable[..., Page]) -> None:
    page = open_page("index.html?today=2023-06-04")
    assert "距 6·16 安全宣传咨询日还有" in state(page)
    (days, one), (hours, two), (minutes, three) = tiles(page)
    assert (one, two, three) == ("天", "时", "分")
    assert 12 * 1440 - 1 <= int(days) * 1440 + int(hours) * 60 + int(minutes) <= 12 * 1440
    assert page.locator("[aria-current=date]").get_attribute("data-date") == "2023-06-04"


def test_an_hour_of_the_day_counts_too(open_page: Callable[..., Page]) -> None:
    (days, _), (hours, _), (minutes, _) = tiles(open_page("index.html?today=2023-06-14T14:30"))
    assert 24 * 60 + 9 * 60 + 29 <= int(days) * 1440 + int(hours) * 60 + int(minutes) <= 24 * 60 + 9 * 60 + 30


def test_on_the_consultation_day_it_is_today(open_page: Callable[..., Page]) -> None:
    page = open_page("index.html?today=2023-06-16")
    assert "今天是" in state(page)
    assert tiles(page) == [("6·16", "安全宣传咨询日")]


@pytest.mark.parametrize(("day", "words"), [("2023-06-20", "距结束还有"), ("2023-06-30", "今天是最后一天")])
def test_after_it_the_campaign_goes_on_to_its_end(open_page: Callable[..., Page], day: str, words: str) -> None:
    page = open_page(f"index.html?today={day}")
    assert words in state(page)
    assert tiles(page) == ([("10", "天")] if day == "2023-06-20" else [])


def test_afterwards_it_is_over(open_page: Callable[..., Page]) -> None:
    page = open_page("index.html?today=2023-07-02")
    assert "活动已结束" in state(page)
    assert tiles(page) == []


def test_no_day_of_forty_shows_a_negative_number(open_page: Callable[..., Page]) -> None:
    first = dt.date(2023, 5, 25)
    page = open_page("index.html")
    phases = []
    for index in range(40):
        day = first + dt.timedelta(days=index)
        page.goto(page.url.split("?")[0] + f"?today={day}", wait_until="domcontentloaded")
        assert "-" not in state(page)
        assert "NaN" not in state(page)
        assert all(int(value.replace("·", "")) >= 0 for value, _ in tiles(page))
        phases.append(page.locator("[data-state]").get_attribute("data-phase"))
    assert phases == ["before"] * 22 + ["today"] + ["during"] * 13 + ["last"] + ["after"] * 3


def test_filters_of_the_gallery_narrow_what_is_shown(open_page: Callable[..., Page], site: Project) -> None:
    page = open_page("downloads.html")
    everything = count(page)
    assert everything == len(
        {(row["title"], row["kind"], row["format"], row["look"]) for row in rows(site.kit) if "look" in row}
    )
    assert shown(page) == min(everything, 24)
    page.get_by_role("button", name="LED屏").click()
    led = {(row["title"], row["format"]) for row in rows(site.kit) if row["kind"] == "led"}
    assert count(page) == shown(page) == len(led) < everything
    page.get_by_role("button", name="PDF").click()
    assert count(page) == shown(page) == 0
    assert page.locator("[data-empty]").is_visible()
    page.locator("[data-reset]").click()
    assert count(page) == everything


def test_the_gallery_finds_a_slogan_by_its_words(open_page: Callable[..., Page], site: Project) -> None:
    page = open_page("downloads.html")
    page.locator("[data-find]").fill("用火 病房")
    mine = {(row["kind"], row["format"]) for row in rows(site.kit) if row["title"].startswith("病房")}
    assert count(page) == len(mine) > 0
    assert count(open_page("downloads.html?find=病房")) == len(mine)
    assert count(open_page("downloads.html?use=横幅")) == 3


def test_a_download_is_the_kits_own_file(open_page: Callable[..., Page], site: Project) -> None:
    page = open_page("downloads.html")
    links = page.locator(".piece a[download]")
    assert links.count() == len([row for row in rows(site.kit) if "look" in row])
    for index in range(0, links.count(), 7):
        address = links.nth(index).evaluate("link => link.href")
        name = unquote(urlsplit(address).path).removeprefix("/kit/")
        assert page.request.get(address).body() == (site.kit / name).read_bytes()


def test_every_picture_of_the_gallery_loads(open_page: Callable[..., Page]) -> None:
    page = open_page("downloads.html")
    pictures = page.locator(".piece:visible img")
    assert pictures.count() > 5
    for index in range(pictures.count()):
        pictures.nth(index).scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    sizes = pictures.evaluate_all("images => images.map(image => image.naturalWidth)")
    assert min(sizes) > 0


def test_no_page_scrolls_sideways_in_a_narrow_window(open_page: Callable[..., Page], site: Project) -> None:
    page = open_page("index.html", 390)
    root = page.url.removesuffix("index.html")
    names = [name for name in pages(site.site) if name != "404.html"]
    assert len(names) > 10
    wide = []
    for name in names:
        page.goto(root + name)
        wide += [f"{name} at {width}" for width in (320, 390, 768) if not fits(page, width)]
    assert wide == []


@pytest.mark.parametrize("width", [1280, 1281, 1440, 1920])
def test_the_header_names_its_office_whole(open_page: Callable[..., Page], width: int) -> None:
    page = open_page("index.html", width)
    page.evaluate("() => document.fonts.ready")
    page.wait_for_function("(node => node.scrollWidth <= node.clientWidth)(document.querySelector('.brand__sub'))")


@pytest.mark.parametrize(("box", "width"), [("__drawer", 390), ("__search", 390)])
def test_menu_and_search_open_and_close_by_keyboard(open_page: Callable[..., Page], box: str, width: int) -> None:
    page = open_page("plan.html", width)
    button = page.locator(f"button[data-for={box}]")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(f"#{box}").is_checked()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.locator(f"#{box}").is_checked()


def test_a_lessons_poster_is_downloaded_from_its_page(open_page: Callable[..., Page], site: Project) -> None:
    page = open_page("knowledge/extinguisher.html")
    link = page.locator(".poster-card a").first
    link.scroll_into_view_if_needed()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith("A3.pdf")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    assert (
        page.locator(".poster-card__picture").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    )


def test_without_scripts_the_pages_still_tell_everything(browser: Browser, address: str, site: Project) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    assert "6·16" in page.locator("[data-state]").inner_text()
    page.goto(f"{address}/downloads.html")
    assert page.locator(".piece:visible").count() == page.locator(".piece").count() > 10
    assert not page.locator(".filters").is_visible()
    context.close()


def test_it_works_from_a_sub_folder_of_a_portal(browser: Browser, site: Project, tmp_path: Path) -> None:
    """Under a path with a space and Chinese characters, as portals have; nothing is asked for outside it."""
    (tmp_path / "专题 专栏").mkdir()
    (tmp_path / "专题 专栏" / "aqy2023").symlink_to(site.site, target_is_directory=True)
    shutil.copyfile(site.site / "_headers", tmp_path / "_headers")
    bad: list[str] = []
    with served(tmp_path) as address:
        root = f"{address}/{quote('专题 专栏')}/aqy2023/"
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith((root, "data:")) else bad.append(request.url))
        page.on("response", lambda reply: bad.append(reply.url) if reply.status >= 400 else None)
        page.on("console", lambda message: bad.append(message.text) if message.type == "error" else None)
        page.goto(f"{root}index.html", wait_until="networkidle")
        page.locator("[data-md-component=search-query]").click()
        page.locator("[data-md-component=search-query]").fill("氧气瓶怎么放")
        page.keyboard.press("End")
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url("**/knowledge/oxygen.html?h=*")
        page.goto(f"{root}downloads.html", wait_until="networkidle")
        assert page.locator(".piece:visible img").first.evaluate("image => image.naturalWidth") > 0
        page.goto(f"{root}report/index.html", wait_until="networkidle")
        context.close()
    assert bad == []


MM = 72 / 25.4  # points


def baselines(page: pypdfium2.PdfPage) -> dict[float, list[float]]:
    """Baseline from the top -> where its characters begin, both in mm."""
    text, rows = page.get_textpage(), dict[float, list[float]]()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
            rows.setdefault(round((page.get_height() - y.value) / MM, 1), []).append(x.value / MM)
    return rows


def test_the_plan_prints_in_the_layout_of_official_documents(open_page: Callable[..., Page]) -> None:
    """GB/T 9704-2012: A4, 37 mm above and 28 mm at the left, 22 lines of 28 characters of 16 pt."""
    page = open_page("plan.html")
    page.emulate_media(media="print")
    body = page.locator("article .page-head + p").evaluate(
        "p => { const s = getComputedStyle(p); return [s.fontSize, s.lineHeight, s.letterSpacing].map(parseFloat); }"
    )
    px = 96 / 25.4
    assert body[0] == pytest.approx(16 / 72 * 96, abs=0.05)
    assert body[1] == pytest.approx(225 / 22 * px, abs=0.05)
    assert body[0] + body[2] == pytest.approx(156 / 28 * px, abs=0.05)
    pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(pdf) >= 8
    for number in (0, 1, 2):
        sheet = pdf[number]
        assert (sheet.get_width() / MM, sheet.get_height() / MM) == pytest.approx((210, 297), abs=0.4)
        rows = baselines(sheet)
        lines = [line for line in sorted(rows) if line < 297 - 35]  # the number stands below
        pitches = [low - high for high, low in itertools.pairwise(lines)]
        whole = [
            pitch / (225 / 22) for pitch in pitches if pitch > 4
        ]  # quotes and digits of other faces stand a bit off
        assert len(lines) > 15
        assert all(abs(pitch - round(pitch)) < 0.08 for pitch in whole[1:]), whole
        assert 37 < lines[0] < 37 + 225 / 22
        assert max(lines) < 37 + 225
        assert min(x for line in lines for x in rows[line]) == pytest.approx(28, abs=0.6)
        assert max(x for line in lines for x in rows[line]) < 210 - 26
        assert any(line > 297 - 35 for line in rows), "no page number"
