"""What QR codes carry: the page that they teach, through a short page of the site when its address is long."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import markdown
import pytest
import zxingcpp
from conftest import REPOSITORY, SITE_URL, Run, edit

from campaign.compose.brief import brief
from campaign.compose.templates import compose
from campaign.content.addresses import LONGEST, SHORT, address, short_id, slogan_target, targets, topic_target
from campaign.content.model import Campaign
from campaign.content.read import read_campaign
from campaign.content.yamlsource import Source
from campaign.display import QrModules
from campaign.feed import feed_files
from campaign.formats import PrintFormat, formats
from campaign.project import Project
from campaign.raster import paint
from campaign.shares import share_path
from campaign.shortlinks import short_pages

LONG = "https://wsjkw.example.gov.cn/zhuanti/anquan/2023/"


@pytest.fixture(scope="module")
def shipped() -> Campaign:
    return replace(read_campaign(Project(REPOSITORY)), site_url=LONG)


def test_a_short_address_is_carried_as_it_is_and_a_long_one_as_a_short_page() -> None:
    assert address("https://a.cn", "slogans.html#theme") == "https://a.cn/slogans.html#theme"
    assert address(LONG, "slogans.html#theme") == f"{LONG}q/{short_id('slogans.html#theme')}/"
    assert address("", "slogans.html#theme") == ""


def test_an_address_holds_no_sign_that_ends_it(project: Project) -> None:
    for name, title in (("a b", "甲"), ("x'y;[z]", "乙")):
        head = f"---\ntitle: {title}\nsummary: 丙\ncategory: 消防\n---\n"
        text = f"{head}\n## 组 {{.slogans}}\n\n- 用电{title} {{#{title}}}\n"
        (project.docs / "knowledge").mkdir(exist_ok=True)
        (project.docs / "knowledge" / f"{name}.md").write_text(text, encoding="utf-8")
    edit(project.config, 'site_url: !ENV [SITE_URL, ""]', "site_url: https://a.cn/")
    campaign = read_campaign(project)
    assert [topic_target(topic) for topic in campaign.topics] == [
        "knowledge/a%20b.html",
        "knowledge/x%27y%3B%5Bz%5D.html",
    ]
    assert slogan_target(campaign.slogans[0]) == "knowledge/a%20b.html#%E7%94%B2"
    feed = ElementTree.fromstring(feed_files(campaign)["feed.xml"])
    assert "https://a.cn/knowledge/a%20b.html" in [item.findtext("link") for item in feed.iter("item")]
    assert share_path("knowledge/a%20b.html") == "share/knowledge/a b.png"  # as a server finds it


def test_ids_stay_from_build_to_build_and_no_two_are_alike(shipped: Campaign) -> None:
    assert short_id("slogans.html#theme") == "7fd114"
    places = [slogan_target(slogan) for slogan in shipped.slogans]
    places += [topic_target(topic) for topic in (*shipped.topics, *shipped.cases)]
    assert len(targets(shipped)) == len(set(places)) == len(places)


def test_every_slogan_has_its_place_on_its_page(shipped: Campaign) -> None:
    facts = Source((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), "mkdocs.yml").data["extra"]["campaign"]
    page = (REPOSITORY / "docs" / "slogans.md").read_text(encoding="utf-8").split("---", 2)[2]
    extensions = {"campaign.markdown": {"facts": facts}}
    html = markdown.markdown(page, extensions=["campaign.markdown", "attr_list"], extension_configs=extensions)
    anchors = set(re.findall(r'<li[^>]*\bid="([^"]+)"', html))
    own = {slogan.anchor for slogan in shipped.slogans if slogan.span.path == "docs/slogans.md"}
    assert len(own) > 20
    assert own <= anchors


def test_a_short_page_forwards_without_a_script_to_a_place_of_the_same_site(shipped: Campaign) -> None:
    files = short_pages(shipped)
    assert len(files) == len(targets(shipped))
    for path, data in files.items():
        html = data.decode()
        key = path.split("/")[1]
        target = targets(shipped)[key][0]
        assert path == f"q/{key}/index.html"
        assert f'content="0; url=../../{target}"' in html
        assert f'<a href="../../{target}">' in html
        assert "<script" not in html
        assert '<html lang="zh-CN">' in html
    assert short_pages(replace(shipped, site_url="")) == {}


@pytest.mark.parametrize("size", ["a3", "a4", "a5", "a6", "a4-landscape", "board-900x1200", "rollup-800x2000"])
def test_every_posters_code_leads_to_its_slogan_in_modules_of_at_least_six_tenths(shipped: Campaign, size: str) -> None:
    slogan = shipped.slogans[3]
    row = formats()[size]
    assert isinstance(row, PrintFormat)
    for site_url in (SITE_URL, LONG, "https://" + "w" * (LONGEST - 8 - len("/q/123456/"))):
        (sheet,) = compose(brief(replace(shipped, site_url=site_url), slogan, "hero", row, "red"))
        (code,) = (item for item in sheet.items if isinstance(item, QrModules))
        assert code.url == address(site_url, slogan_target(slogan))
        assert len(code.url.encode()) <= SHORT or "/q/" in code.url
        assert code.module / 72 * 25.4 >= 0.6
        height = round(2400 * sheet.height / sheet.width)
        pixels = paint(sheet, 2400, height).pixels[:, :, :3].copy()
        assert [found.text for found in zxingcpp.read_barcodes(pixels)] == [code.url]


def test_an_address_too_long_even_so_is_told_by_line(project: Project, run: Run) -> None:
    edit(project.config, 'site_url: !ENV [SITE_URL, ""]', f"site_url: https://{'w' * 110}.cn")
    result = run("kit", "--only", "poster")
    assert result.code == 1
    line = project.config.read_text(encoding="utf-8").split("site_url: https")[0].count("\n") + 1
    assert f"mkdocs.yml:{line}: site_url 太长" in result.err


def test_a_slogans_own_id_is_its_place(project: Project) -> None:
    edit(project.docs / "slogans.md", "床边不*用火* {.screen}", "床边不*用火* {#smoke .screen}")
    slogans = read_campaign(project).slogans
    assert [slogan.anchor for slogan in slogans[:2]] == ["theme", "smoke"]
    assert slogans[2].anchor.startswith("s-")
