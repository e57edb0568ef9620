"""The page of the progress table in a real browser, under the site's own strict policy of scripts."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from browsing import fits, launched, served
from playwright.sync_api import Browser, BrowserContext, Page, Request
from tallies import FORM, YEAR, given
from test_access import AXE, MODES, SMALL, faults, set_mode

from campaign.project import Project
from campaign.tally.model import Report
from campaign.tally.read import read_report
from campaign.texts.forms import FOLDER

pytestmark = pytest.mark.browser
UNIT = {"unit": "某某卫生院", "contact": "某某", "phone": "0470-0000000", "date": f"{YEAR}-06-28"}
PAGE = "report/index.html"


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
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that remembers nothing yet; afterwards no page may have failed or complained."""
    opened = browser.new_context(timezone_id="Asia/Shanghai", locale="zh-CN", viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(15_000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("weberror", lambda error: complaints.append(str(error.error)))
    yield opened
    opened.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The page as it opens for the first time."""
    opened = context.new_page()
    opened.goto(f"{address}/{PAGE}")
    return opened


def fill_unit(page: Page) -> None:
    for name, value in UNIT.items():
        page.fill(f"#header-{name}", value)


def log(page: Page, kind: str, count: object = None, people: object = None, **more: str) -> None:
    """Fill in the entry's form and send it off."""
    page.select_option("#entry-kind", kind)
    page.fill("#entry-date", more.pop("date", f"{YEAR}-06-09"))
    for name, value in {"count": count, "people": people, **more}.items():
        if value is not None:
            page.fill(f"#entry-{name}", str(value))
    page.click("[data-save]")


def exported(page: Page, what: str, folder: Path) -> Path:
    """Press an export's button; the file that comes."""
    with page.expect_download() as download:
        page.click(f"[data-export='{what}']")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def read(path: Path) -> Report:
    return read_report(path, path.name, FORM, YEAR)


def shown(page: Page, label: str) -> str:
    """What the live table says beside a label."""
    return page.locator(".progress tr", has=page.locator("th", has_text=label)).first.locator(".sum").inner_text()


def alert(page: Page) -> str:
    """What the page says went wrong."""
    return "".join(page.locator("[role=alert]").all_inner_texts())


def some(page: Page) -> None:
    """A unit and a handful of activities of every sort."""
    fill_unit(page)
    log(page, "lecture", 1, 45, note="门诊楼一层")
    log(page, "lecture", 2, 60)
    log(page, "articles", 3)
    log(page, "quiz", 50, 80)
    log(page, "other", 2, 200, name="健步走")
    log(page, "other", 1, 30, name="健步走")
    log(page, "other", "", 5, name="=1+1")
    page.check("[data-zero='hotwork']")


ANSWERS = {
    "r1_lecture_cnt": 3,
    "r1_lecture_ppl": 105,
    "r1_articles": 3,
    "r2_quiz_ppl": 50,
    "r2_quiz_times": 80,
    "r3_hotwork_cnt": 0,
    "r3_hotwork_ppl": 0,
}
OTHERS = [("健步走", 3, 230), ("=1+1", None, 5)]


def test_what_is_logged_fills_the_table_and_stays(page: Page) -> None:
    some(page)
    assert shown(page, "组织开展宣讲活动") == "3场，105人次"
    assert shown(page, "动火作业") == "0场，0人次"
    assert shown(page, "电焊工") == "未填"
    assert page.locator(".ledger__item").count() == 7
    page.reload()
    assert page.locator(".ledger__item").count() == 7
    assert shown(page, "组织开展宣讲活动") == "3场，105人次"
    assert page.input_value("#header-unit") == UNIT["unit"]
    assert page.is_checked("[data-zero='hotwork']")


@pytest.mark.parametrize("what", ["workbook", "json", "csv"])
def test_every_export_is_what_tally_reads(page: Page, tmp_path: Path, what: str) -> None:
    some(page)
    report = read(exported(page, what, tmp_path))
    assert given(report) == ANSWERS
    assert [(o.name, o.count, o.people) for o in report.others] == OTHERS
    assert (report.unit, report.contact, report.phone) == (UNIT["unit"], UNIT["contact"], UNIT["phone"])
    assert report.date == dt.date.fromisoformat(UNIT["date"])
    assert report.issues == []


def test_the_whole_ledgers_file_is_read_by_tally_too(page: Page, tmp_path: Path) -> None:
    some(page)
    report = read(exported(page, "ledger-json", tmp_path))
    assert given(report) == ANSWERS


def test_the_summary_has_the_figures_in_its_outline(page: Page, tmp_path: Path) -> None:
    some(page)
    path = exported(page, "summary", tmp_path)
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(path.read_bytes())).paragraphs)
    assert "{{" not in text
    assert "组织开展宣讲活动3场，参与105人次；发表评论文章或心得体会3篇" in text
    assert "对电焊工等危险作业人员开展安全培训____场，参与____人次" in text
    assert "健步走，组织3场/次，参与230人次；=1+1，组织____场/次，参与5人次。" in text
    assert f"{UNIT['unit']}\n{YEAR}年6月28日" in text


def test_by_keyboard_alone_an_activity_is_logged(page: Page) -> None:
    page.focus("#entry-kind")
    page.keyboard.type("宣讲")
    page.fill("#entry-date", f"{YEAR}-06-02")
    page.focus("#entry-count")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    assert shown(page, "组织开展宣讲活动") == "2场，40人次"
    assert "记下了" in page.locator("[role=status][data-status=entry]").inner_text()
    assert page.evaluate("document.activeElement.id") == "entry-kind"


@pytest.mark.parametrize(
    ("entry", "field", "words"),
    [
        ({"kind": "lecture", "count": 0, "people": 5}, "people", "场数是0，人次也应是0"),
        ({"kind": "lecture", "count": "约3", "people": 5}, "count", "只填0或正整数"),
        ({"kind": "lecture", "count": -1, "people": 5}, "count", "只填0或正整数"),
        ({"kind": "lecture", "count": 1.5, "people": 5}, "count", "只填0或正整数"),
        ({"kind": "lecture", "count": 10**12, "people": 5}, "count", "只填0或正整数"),
        ({"kind": "lecture", "count": "", "people": ""}, "count", "至少填一个数"),
        ({"kind": "lecture", "count": 1, "date": ""}, "date", "写上日期"),
        ({"kind": "quiz", "count": 10, "people": 9}, "people", "答题人次不少于参与人数"),
        ({"kind": "other", "count": 1, "people": 9}, "name", "写上活动名称"),
    ],
)
def test_a_wrong_entry_is_not_logged_and_said_aloud(page: Page, entry: dict[str, Any], field: str, words: str) -> None:
    log(page, **entry)
    assert page.locator(".ledger__item").count() == 0
    assert words in alert(page)
    assert page.locator(f"#entry-{field}").get_attribute("aria-invalid") == "true"
    described = page.locator(f"#entry-{field}").get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == words
    assert page.evaluate("document.activeElement.id") == f"entry-{field}"


def test_full_width_digits_are_digits(page: Page) -> None:
    log(page, "lecture", "２", "1，0".replace("，", ""))
    assert shown(page, "组织开展宣讲活动") == "2场，10人次"


def test_an_entry_is_changed_deleted_and_brought_back(page: Page) -> None:
    log(page, "lecture", 1, 45)
    page.get_by_role("button", name="改：").click()
    page.fill("#entry-people", "50")
    page.click("[data-save]")
    assert shown(page, "组织开展宣讲活动") == "1场，50人次"
    page.get_by_role("button", name="删：").click()
    assert shown(page, "组织开展宣讲活动") == "未填"
    page.get_by_role("button", name="撤销删除").click()
    assert shown(page, "组织开展宣讲活动") == "1场，50人次"
    page.get_by_role("button", name="改：").click()
    page.click("[data-cancel]")
    assert page.locator(".ledger__item").count() == 1


def test_what_looks_odd_is_pointed_out_and_not_refused(page: Page) -> None:
    log(page, "site", 1)
    log(page, "drill", 1, 90_000)
    log(page, "talk", FORM.many + 1, 9_000)
    doubts = page.locator("[data-doubts] li").all_inner_texts()
    talk = f"安全生产大家谈、班前会、以案说法：{FORM.many + 1}场，偏多，请核对"
    assert doubts == [talk, "事故应急演练：平均每场90000人次，偏多，请核对", "咨询日现场活动：有1场，没有人次"]


@pytest.mark.parametrize("what", ["ledger-json", "ledger-csv"])
def test_the_ledger_moves_to_another_device(page: Page, tmp_path: Path, what: str) -> None:
    some(page)
    if what == "ledger-csv":
        page.uncheck("[data-zero='hotwork']")
    path = exported(page, what, tmp_path)
    before = page.evaluate("JSON.parse(localStorage.getItem(Object.keys(localStorage).find(k => /report/.test(k))))")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-clear]")
    assert page.locator(".ledger__item").count() == 0
    page.set_input_files("[data-import]", path)
    page.locator(".ledger__item").nth(6).wait_for()
    after = page.evaluate("JSON.parse(localStorage.getItem(Object.keys(localStorage).find(k => /report/.test(k))))")
    assert after["entries"] == before["entries"]
    if what == "ledger-json":
        assert after == before
    page.set_input_files("[data-import]", path)
    page.get_by_text("新增0条").wait_for()
    assert page.locator(".ledger__item").count() == 7


def test_a_ledger_that_excel_saved_is_imported_and_its_faults_told(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    rows = ["日期,活动,数量,人次,活动名称,备注", f"{YEAR}/6/2,宣讲活动,1,45,,会议室", f"{YEAR}/6/3,没有这种,1,1,,"]
    path.write_bytes("\r\n".join(rows).encode("gb18030"))
    page.set_input_files("[data-import]", path)
    page.locator("[role=alert]").get_by_text("没有导入1条：第2条：选一种活动").wait_for()
    assert page.locator(".ledger__item").inner_text().replace("\n", " ") == "06·02 宣讲活动 1场，45人次 会议室 改 删"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "JSON 不完整"),
        ("[1]", "不是这张统计表"),
        ('{"form": "progress"}', "里面没有台账"),
        ("a,b\n1,2", "不是台账"),
    ],
)
def test_a_file_that_is_no_ledger_changes_nothing(page: Page, tmp_path: Path, text: str, words: str) -> None:
    log(page, "lecture", 1, 45)
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    page.set_input_files("[data-import]", tmp_path / "x.json")
    page.locator("[role=alert]").get_by_text(words).wait_for()
    assert page.locator(".ledger__item").count() == 1


def test_storage_that_somebody_spoilt_is_taken_as_far_as_it_is_right(page: Page) -> None:
    log(page, "lecture", 1, 45)
    page.evaluate("""() => {
      const key = Object.keys(localStorage).find(k => /report/.test(k));
      const state = JSON.parse(localStorage.getItem(key));
      state.entries.push({kind: 'none'}, null, {kind: 'lecture', date: '2023-02-31', count: 1});
      state.zeros = ['none', 'drill'];
      localStorage.setItem(key, JSON.stringify(state));
    }""")
    page.reload()
    assert page.locator(".ledger__item").count() == 1
    assert shown(page, "事故应急演练") == "0场，0人次"


def test_words_never_become_formulas_in_csv(page: Page, tmp_path: Path) -> None:
    fill_unit(page)
    log(page, "other", 1, 2, name="=cmd|' /C calc'!A1", note="＠SUM(1)")
    for what in ("csv", "ledger-csv"):
        text = exported(page, what, tmp_path).read_text(encoding="utf-8-sig")
        cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(",")]
        assert [cell for cell in cells if cell.startswith(tuple("=+@＝＋＠"))] == []
        assert any(cell.startswith("'=cmd") for cell in cells)


def test_nothing_is_exported_without_the_units_name(page: Page) -> None:
    page.click("[data-export='workbook']")
    assert "先写单位全称" in alert(page)
    assert page.evaluate("document.activeElement.id") == "header-unit"


def test_more_activities_than_the_form_has_lines_are_told(page: Page, tmp_path: Path) -> None:
    fill_unit(page)
    page.evaluate(
        """names => {
          const data = window.campaignReportData;
          const report = window.CampaignReport.create(data);
          const state = Object.assign(report.empty(), {unit: '甲'});
          names.forEach(name => state.entries.push(report.entry(
            {kind: 'other', date: '2023-06-01', count: 1, people: 1, name: name}, name)));
          localStorage.setItem('campaign.report.progress.' + data.facts.year, JSON.stringify(state));
        }""",
        [f"活动{index}" for index in range(FORM.others + 1)],
    )
    page.reload()
    page.click("[data-export='workbook']")
    assert f"表上只有{FORM.others}行" in alert(page)
    page.get_by_role("button", name="删：").first.click()
    report = read(exported(page, "workbook", tmp_path))
    assert len(report.others) == FORM.others


def test_nothing_leaves_the_device(context: BrowserContext, page: Page, tmp_path: Path) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(f"{request.method} {request.url} {request.post_data or ''}")

    page.locator("html[data-kept]").wait_for(state="attached")  # the page has been fetched, to be kept
    context.on("request", note)
    some(page)
    for what in ("workbook", "summary", "json", "csv", "ledger-json", "ledger-csv"):
        exported(page, what, tmp_path)
    # the browser may ask for the site's own icon; nothing else goes out
    assert [line for line in asked if " blob:" not in line and not line.endswith("/images/mark-tile.svg ")] == []
    assert "不上传" in page.locator("[data-header]").inner_text()


def test_offline_the_page_goes_on(context: BrowserContext, page: Page, tmp_path: Path) -> None:
    page.locator("html[data-kept]").wait_for(state="attached")  # else the browser complains of what it was fetching
    context.set_offline(True)
    some(page)
    assert given(read(exported(page, "workbook", tmp_path))) == ANSWERS


def test_opened_from_a_usb_stick_the_page_works(context: BrowserContext, offline_site: Path, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto((offline_site / PAGE).as_uri())
    some(page)
    assert given(read(exported(page, "workbook", tmp_path))) == ANSWERS


def test_a_second_tab_shows_what_the_first_one_logs(context: BrowserContext, page: Page, address: str) -> None:
    other = context.new_page()
    other.goto(f"{address}/{PAGE}")
    log(page, "lecture", 1, 45)
    other.locator(".ledger__item").wait_for()
    assert shown(other, "组织开展宣讲活动") == "1场，45人次"


@pytest.mark.parametrize("width", [320, 390])
def test_a_full_page_fits_a_narrow_window(page: Page, width: int) -> None:
    some(page)
    log(page, "other", 123_456, 7_890_123, name="名称很长" * 15, note="备注" * 60)
    assert fits(page, width)
    small = page.locator(".report button:visible, .report select:visible, .report input:visible").evaluate_all(
        "all => all.filter(e => e.type !== 'checkbox' && e.type !== 'file')"
        ".filter(e => e.getBoundingClientRect().width < 24 || e.getBoundingClientRect().height < 24)"
        ".map(e => e.outerHTML)"
    )
    assert small == []


def test_the_page_in_use_has_no_fault_in_any_mode(browser: Browser, address: str) -> None:
    """Filled in, with an alert and a doubt on it; the empty page is among all the others of test_access."""
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)  # axe is no script of the site's
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    some(page)
    log(page, "site", 1)
    log(page, "quiz", 9, 3)
    page.evaluate(AXE)
    told = []
    for width, scheme, large in MODES:
        set_mode(page, width, scheme, large)
        page.evaluate("scrollTo(0, 0)")  # the site's header stays over what is scrolled below it
        told += [f"{width} {scheme} {large}: {fault}" for fault in faults(page)]
        if not fits(page, width):
            told.append(f"{width} {scheme} {large}: scrolls sideways")
        if large:
            told += [f"{width}: small {words}" for words in page.evaluate(SMALL, 24)]
    context.close()
    assert told == [], "\n".join(told)


def test_the_kit_has_the_blank_form_and_the_outline(page: Page, site: Project) -> None:
    rows = json.loads((site.kit / "catalogue.json").read_text(encoding="utf-8"))["artefacts"]
    forms = [row for row in rows if row["kind"] == "form"]
    assert [row["path"].rsplit(".")[-1] for row in forms] == ["xlsx", "docx"]
    assert {row["path"].split("/")[0] for row in forms} == {FOLDER}
    hrefs = page.locator(".report__files a").evaluate_all("all => all.map(a => a.href)")
    for href, row in zip(hrefs, forms, strict=True):
        assert page.request.get(href).body() == (site.kit / row["path"]).read_bytes()


def test_without_scripts_the_page_offers_the_blank_form(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    assert page.locator(".report__off").is_visible()
    assert page.locator(".report__files a").count() == 2
    assert not page.locator("[data-report]").is_visible()
    context.close()


def test_the_page_opens_again_when_the_network_is_gone(browser: Browser, site: Project, tmp_path: Path) -> None:
    """Visited once; the server is gone; opened anew by any of its addresses, with what was logged, and it exports."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    with served(site.site) as url:
        page = context.new_page()
        page.goto(f"{url}/report/")
        page.locator("html[data-kept]").wait_for(state="attached")
        some(page)
        page.close()
    for name in ("report/", "report/index.html", "report/?from=home#terms"):
        page = context.new_page()
        page.goto(f"{url}/{name}")
        assert page.locator(".ledger__item").count() == 7
        assert page.locator(".report__box").first.evaluate("e => getComputedStyle(e).borderRadius") != "0px"
        assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Barlow'))")
    assert given(read(exported(page, "workbook", tmp_path))) == ANSWERS
    context.close()


def test_a_newer_build_is_seen_at_once(browser: Browser, site: Project, tmp_path: Path) -> None:
    """What is kept never hides what the server has now."""
    copy = tmp_path / "site"
    shutil.copytree(site.site, copy, ignore=shutil.ignore_patterns("kit", "screen"))
    context = browser.new_context()
    with served(copy) as url:
        page = context.new_page()
        page.goto(f"{url}/report/")
        page.locator("html[data-kept]").wait_for(state="attached")
        html = copy / PAGE
        html.write_text(html.read_text(encoding="utf-8").replace("记一次活动", "记两次活动"), encoding="utf-8")
        page.reload()
        assert page.locator("#report-log").inner_text() == "记两次活动"
    context.close()
