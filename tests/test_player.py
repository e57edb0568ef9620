"""The player in a real browser: it goes on for days, skips what is broken, keeps to its hours, needs no network."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import launched, served
from conftest import WHOLE, edit
from playwright.sync_api import Browser, BrowserContext, Error, Page
from screens import CLOCK, publish, shared

from campaign.project import Project

pytestmark = pytest.mark.browser
WAIT = 30  # seconds at most
HOURS = 16 if WHOLE else 4  # with WHOLE, as `make soak` has it, a screen's whole day
SUNDAY, FRIDAY = "2023-06-04", "2023-06-16"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """The project and its published folder; not to be changed."""
    return shared(tmp_path_factory)


@pytest.fixture(scope="module")
def site(made: tuple[Project, Path]) -> Path:
    return made[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 960, "height": 540}, timezone_id="Asia/Shanghai")
    yield made
    made.close()


@pytest.fixture
def open_player(context: BrowserContext, site: Path) -> Iterator[Open]:
    """The player from file://, with parameters; an error in its code fails the test."""
    errors: list[str] = []

    def call(query: str = "", *, clock: float | None = None, size: tuple[int, int] = (960, 540)) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if clock is not None:
            page.add_init_script(CLOCK % clock)
        page.goto(f"{site.as_uri()}/screen/index.html?{query}")
        if clock is None:
            until(page, "Player.changes > 0")
        return page

    yield call
    assert errors == []


def until(page: Page, expression: str) -> None:
    """Wait for it to be true; the page's content security policy forbids Playwright's own way."""
    limit = time.monotonic() + WAIT
    while not holds(page, expression):
        assert time.monotonic() < limit, f"never true: {expression}"
        page.wait_for_timeout(30)


def holds(page: Page, expression: str) -> bool:
    """Whether it is true now; false while the page is being loaded anew."""
    try:
        return bool(page.evaluate(expression))
    except Error:
        return False


def titles(page: Page, count: int) -> list[str]:
    """What the next changes show, asked for by the key for the next item."""
    shown = []
    for _ in range(count):
        before = page.evaluate("Player.changes")
        page.keyboard.press("ArrowRight")
        until(page, f"Player.changes > {before}")
        shown.append(page.locator(".is-front .headline").inner_text().replace("\n", ""))
    return shown


def journal(page: Page) -> list[list[str]]:
    """The log as the operator downloads it."""
    with page.expect_download() as download:
        page.keyboard.press("l")
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.fixture
def nodes(context: BrowserContext) -> Callable[[Page], int]:
    """All nodes that live in the page's process, texts and detached ones too, after a garbage collection."""

    def count(page: Page) -> int:
        session = context.new_cdp_session(page)
        found: list[int] = []
        for _ in range(5):  # one collection leaves some detached nodes for the next; what leaks survives them all
            session.send("HeapProfiler.collectGarbage")
            found.append(int(session.send("Memory.getDOMCounters")["nodes"]))
        session.detach()
        return min(found)

    return count


def test_hours_leave_as_many_nodes_as_the_first_loop(open_player: Open, nodes: Callable[[Page], int]) -> None:
    page = open_player(
        "playlist=all", clock=1685826000000, size=(320, 180)
    )  # 2023-06-04 05:00 in the campaign's time zone
    settled = "!Player.loading && document.querySelectorAll('.layer:not([hidden])').length === 1"
    page.evaluate(f"turn(() => Player.loops === 2 && {settled})")
    elements = page.evaluate("document.getElementsByTagName('*').length")
    first = nodes(page)
    page.evaluate(f"turn(() => Player.changes >= {HOURS * 360})")
    loops = page.evaluate("Player.loops")
    page.evaluate(f"turn(() => Player.loops > {loops} && {settled})")
    assert page.evaluate("document.getElementsByTagName('*').length") == elements
    assert nodes(page) <= first + 2
    assert page.evaluate("Player.loops") > HOURS * 37.5  # 600 in sixteen hours


def test_a_broken_item_is_skipped_and_logged(open_player: Open) -> None:
    page = open_player("playlist=broken", clock=1685854800000)
    page.evaluate("turn(() => Player.loops === 3)")
    rows = journal(page)
    assert rows[0] == ["开始时间", "播放单", "编号", "内容", "秒数", "结果", "屏幕", "版本"]
    results = {(row[3], row[5]) for row in rows[1:]}
    assert results == {
        ("broken", "跳过"),
        ("good", "播完"),
        ("病房不抽烟，床边不用火", "播完"),
    }


def test_where_nothing_can_be_shown_the_clock_stands_in(open_player: Open) -> None:
    page = open_player("playlist=none&today=2023-06-04T10:20")
    page.wait_for_selector(".is-front .card")
    assert page.locator(".is-front .headline").inner_text() == "10:20"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (f"{SUNDAY}T10:00", {"周末", "一直播"}),
        ("2023-06-05T10:00", {"周一到周五上午", "一直播"}),
        ("2023-06-05T12:00", {"一直播"}),
        ("2023-06-05T23:30", {"夜里", "一直播"}),
        ("2023-06-06T05:59", {"夜里", "一直播"}),
        (f"{FRIDAY}T16:00", {"只在咨询日", "一直播"}),
        ("2023-06-17T00:00", {"周末", "夜里", "一直播"}),
    ],
)
def test_windows_of_day_and_time(open_player: Open, moment: str, expected: set[str]) -> None:
    page = open_player(f"playlist=windows&today={moment}")
    assert set(titles(page, 6)) == expected


@pytest.mark.parametrize(("moment", "there"), [("07:59", False), ("08:00", True), ("14:59", True), ("15:00", False)])
def test_an_urgent_message_takes_over_in_its_window(open_player: Open, moment: str, there: bool) -> None:
    page = open_player(f"playlist=windows&today={FRIDAY}T{moment}")
    shown = set(titles(page, 3))
    assert ("今天下午消防演练" in shown) is there
    assert (len(shown) == 1) is there
    assert page.locator(".is-front .is-urgent").count() == (1 if there else 0)


def test_an_urgent_message_interrupts_what_is_on(open_player: Open) -> None:
    page = open_player("playlist=windows", clock=1686873595000)  # five seconds to eight on the day
    page.evaluate("turn(() => Player.now().getMinutes() === 0)")
    page.wait_for_selector(".is-front .is-urgent")


def test_an_urgent_message_ends_a_pause(open_player: Open) -> None:
    page = open_player("playlist=windows", clock=1686873595000)
    page.keyboard.press(" ")
    assert page.evaluate("Player.paused")
    page.evaluate("turn(() => Player.now().getMinutes() === 0)")
    page.wait_for_selector(".is-front .is-urgent")
    assert not page.evaluate("Player.paused")


def test_new_words_of_the_ticker_stand_still_while_it_is_paused(open_player: Open) -> None:
    page = open_player(f"playlist=all&today={SUNDAY}T10:00")
    page.keyboard.press(" ")
    page.evaluate("Player.setTicker([[['另一句', false]]], false, true)")
    ticker = page.locator(".ticker")
    assert ticker.evaluate("node => getComputedStyle(node).animationPlayState") == "paused"
    page.keyboard.press(" ")
    assert ticker.evaluate("node => getComputedStyle(node).animationPlayState") == "running"


def test_keys_of_keyboards_and_remote_controls(open_player: Open) -> None:
    page = open_player(f"playlist=all&today={SUNDAY}T10:00")

    def index() -> str:
        return str(page.evaluate("JSON.stringify([Player.changes, Player.paused])"))

    before = index()
    page.keyboard.press(" ")
    assert page.evaluate("Player.paused")
    assert page.locator(".ticker").evaluate("node => getComputedStyle(node).animationPlayState") == "paused"
    page.keyboard.press("MediaPlayPause")
    assert index() == before
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {keyCode: 417}))")
    until(page, "Player.changes === 2")
    page.keyboard.press("ArrowLeft")
    until(page, "Player.changes === 3")
    page.keyboard.press("n")
    assert page.locator("body.is-night").count() == 1
    page.keyboard.press("f")
    until(page, "Player.isFull()")
    page.keyboard.press("i")
    assert page.locator("#panel h2").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#panel h2").is_visible()


def test_nights_are_dim_and_days_are_not(open_player: Open) -> None:
    for moment, dim in (("20:59", 0), ("21:00", 1), ("06:29", 1), ("06:30", 0)):
        page = open_player(f"playlist=all&today={SUNDAY}T{moment}")
        assert page.locator("body.is-night").count() == dim, moment
        page.close()


def test_the_cursor_hides(open_player: Open) -> None:
    page = open_player()
    cursor = "getComputedStyle(document.querySelector('.stage')).cursor"
    assert page.evaluate(cursor) == "none"
    page.mouse.move(100, 100)
    assert page.evaluate(cursor) == "auto"
    until(page, f"{cursor} === 'none'")


def test_pixels_move_a_little_every_minute(open_player: Open) -> None:
    page = open_player("playlist=all", clock=1685854800000)
    places = set()
    for minute in range(1, 10):
        page.evaluate(f"turn(() => Date.now() >= {1685854800000 + minute * 60000} + 60)")
        places.add(page.locator("#sheet").evaluate("node => node.style.transform"))
    assert len(places) == 9
    box = page.locator("#sheet").bounding_box()
    assert box
    assert max(box["x"], box["y"]) <= 0
    assert box["x"] + box["width"] >= 960
    assert box["y"] + box["height"] >= 540


@pytest.mark.parametrize(
    ("size", "query", "shape"),
    [
        ((960, 540), "", "is-landscape"),
        ((540, 960), "", "is-portrait"),
        ((960, 64), "", "is-strip"),
        ((960, 540), "orientation=portrait", "is-portrait"),
        ((960, 540), "orientation=strip&size=512x64", "is-strip"),
    ],
)
def test_every_shape_of_screen_is_filled(open_player: Open, size: tuple[int, int], query: str, shape: str) -> None:
    page = open_player(f"playlist=all&today={SUNDAY}T10:00&{query}", size=size)
    assert shape in str(page.locator("#sheet").get_attribute("class"))
    box = page.locator("#screen").bounding_box()
    wanted = (512, 64) if "size" in query else size
    assert box
    assert (box["x"], box["y"], round(box["width"]), round(box["height"])) == (0, 0, *wanted)
    assert page.evaluate("document.querySelector('.ticker').offsetWidth > document.querySelector('.bar').offsetWidth")


def test_a_strip_runs_what_is_due_of_its_items_as_lines(open_player: Open) -> None:
    def line(moment: str, more: str = "") -> str:
        page = open_player(f"playlist=windows&today={moment}{more}", size=(960, 64))
        return str(page.locator(".ticker__run").first.inner_text())

    assert "周末" in line(f"{SUNDAY}T10:00")
    noon = line("2023-06-05T12:00")
    assert "周末" not in noon
    assert "一直播" in noon
    assert "今天下午消防演练" in line(f"{FRIDAY}T10:00")
    page = open_player(f"playlist=all&today={SUNDAY}T10:00", size=(960, 64))
    words = page.locator(".ticker__run").first.inner_text()
    for card in ("10:00", "距安全宣传咨询日还有12天"):
        assert card in words
    lesson = page.evaluate(
        """Player.data.topics = [{headline: {landscape: {lines: [[['灭火器', true]], [['四步', false]]]}}}],
        Player.said({kind: 'card', card: 'today'}, Player.now()).map(run => run[0]).join('')"""
    )
    assert lesson == "今日一学：灭火器四步"
    chosen = open_player(f"playlist=all&ticker=staff&today={SUNDAY}T10:00", size=(960, 64))
    assert "10:00" not in chosen.locator(".ticker__run").first.inner_text()


def test_a_strip_shows_the_date_only_where_it_can_be_read(open_player: Open) -> None:
    for size, seen in (((1920, 128), True), ((1152, 96), True), ((512, 16), False), ((960, 64), False)):
        page = open_player("playlist=all", size=size)
        assert page.locator(".bar__end").is_visible() == seen, size
        assert page.locator(".ticker").is_visible()


def test_parameters_choose_unit_and_ticker(open_player: Open) -> None:
    page = open_player("playlist=all&unit=旗人民医院&ticker=staff")
    assert page.locator(".bar__unit").inner_text() == "旗人民医院"
    assert "多一次排查" in page.locator(".ticker").inner_text()
    assert "每一天" not in page.locator(".ticker").inner_text()
    assert open_player("playlist=all&ticker=off").locator(".bar").is_hidden()


def test_the_ticker_runs_whole_pixels_a_frame_without_a_seam(open_player: Open) -> None:
    page = open_player("playlist=all")
    speed = page.evaluate("Player.tickerSpeed")
    assert speed % 60 == 0
    width = page.evaluate("document.querySelector('.ticker').getBoundingClientRect().width")
    seconds = float(page.locator(".ticker").evaluate("node => parseFloat(getComputedStyle(node).animationDuration)"))
    assert width % 2 == 0
    assert seconds == pytest.approx(width / 2 / speed, abs=0.002)


def test_it_plays_on_without_a_network_once_it_was_loaded(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    with served(site) as address:
        page.goto(f"{address}/screen/index.html?playlist=all")
        until(
            page,
            """(async () => {
                const cache = await caches.open('screen'), kept = await cache.keys();
                return !!navigator.serviceWorker.controller && Player.media().every(
                    url => kept.some(entry => entry.url.startsWith(new URL(url, location.href).href)));
            })()""",
        )
    page.reload()
    until(page, "Player.changes > 0")
    page.keyboard.press("ArrowRight")
    until(page, "Player.changes > 1")
    until(page, "document.querySelector('.is-front .picture').naturalWidth === 1920")
    assert page.evaluate("document.fonts.check('900 20px \"Screen Sans\"', '安')")


def test_a_newer_build_is_taken_at_the_loops_end(
    context: BrowserContext, made: tuple[Project, Path], tmp_path: Path
) -> None:
    shutil.copytree(made[0].root, tmp_path / "project")
    shutil.copytree(made[1], tmp_path / "site")
    project = Project(tmp_path / "project")
    page = context.new_page()
    with served(tmp_path / "site") as address:
        page.goto(f"{address}/screen/index.html?playlist=all")
        until(page, "!!navigator.serviceWorker.controller && Player.changes > 0")
        edit(project.docs / "screens" / "all.md", "title: 全部", "title: 新的全部")
        publish(project, tmp_path / "site")
        page.evaluate("window.dispatchEvent(new Event('online'))")
        until(page, "navigator.serviceWorker.getRegistration().then(found => !!found.waiting)")
        assert page.evaluate("Player.list.title") == "全部"
        page.evaluate("window.old = true")
        for _ in range(60):  # a key that comes while a picture is still loading is passed over
            if holds(page, "!window.old && Player.changes > 0"):
                break
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(200)
        until(page, "!window.old && Player.changes > 0")
        assert page.evaluate("Player.list.title") == "新的全部"


def test_the_wake_lock_is_taken_again_when_the_page_is_seen_again(context: BrowserContext, site: Path) -> None:
    context.grant_permissions(["screen-wake-lock"])
    page = context.new_page()
    with served(site) as address:
        page.add_init_script(
            """navigator.wakeLock.request = (old => kind => {
                window.asked = (window.asked || 0) + 1;
                return old.call(navigator.wakeLock, kind).then(lock => window.lock = lock);
            })(navigator.wakeLock.request)"""
        )
        page.goto(f"{address}/screen/index.html")
        until(page, "!!window.lock")
        page.evaluate("lock.release()")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        until(page, "asked === 2")


def test_all_of_it_is_relative_and_nothing_is_inline(site: Path) -> None:
    text = (site / "screen" / "index.html").read_text(encoding="utf-8")
    assert "script-src 'self'" in text
    assert "<style" not in text
    assert " style=" not in text
    assert text.count("<script") == text.count('<script src="')
    for path in (site / "screen").iterdir():
        if path.name != "playlists.js":
            assert b"://" not in path.read_bytes().replace(b"http://www.w3.org", b""), path.name
