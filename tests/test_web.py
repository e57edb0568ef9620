"""What pages load beside the kit: colours, cut-down fonts, previews."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from html_pages import css_loads, pages
from PIL import Image

from campaign.fonts import face
from campaign.looks import tokens
from campaign.project import Project
from campaign.web import FAMILIES, css, unicode_range

HEADING = re.compile(r"<h([12])\b[^>]*>(.*?)</h\1>", re.DOTALL)


def cmap(path: Path) -> set[str]:
    return {chr(code) for code in TTFont(path).getBestCmap()}


def font(site: Project, family: str, weight: int, part: str = "") -> Path:
    (found,) = (site.web / "fonts").glob(f"{family.lower().replace(' ', '-')}-{weight}{part}.*.woff2")
    return found


def test_every_look_and_tag_has_its_colours() -> None:
    properties = dict(re.findall(r"--([\w-]+):([^;]+);", css()))
    for look, row in tokens()["looks"].items():
        assert properties[f"c-{look}-sky0"] == row["sky0"]
        assert properties[f"c-{look}-bands-4"] == row["bands"][3]
        assert properties[f"c-{look}-on-tile"] == row["onTile"]
    assert properties["c-tag-fire-fg"] == tokens()["site"]["tags"]["消防"][0]
    assert properties["px-wrap"] == "1220px"


def test_every_colour_that_a_style_sheet_names_exists(site: Project) -> None:
    sheets = (site.root / "overrides" / "stylesheets").glob("*.css")
    text = "".join(path.read_text(encoding="utf-8") for path in sheets)
    known = set(re.findall(r"--([\w-]+)\s*:", text + css()))
    used = set(re.findall(r"var\(--(c-[\w-]+|px-[\w-]+)", text))
    assert len(used) > 20
    assert used - known == set()


def test_the_style_sheet_loads_fonts_that_are_there(site: Project) -> None:
    loaded = css_loads(site.web / "tokens.css")
    assert len(loaded) == len(FAMILIES) + 1  # headings come in two parts
    assert all((site.web / address).is_file() for address in loaded)
    assert len(list((site.web / "fonts").iterdir())) == len(loaded)


def test_the_home_page_loads_less_than_60_kilobytes_of_fonts(site: Project) -> None:
    home = [font(site, family, weight) for family, weight in FAMILIES if not family.startswith("Screen")]
    assert sum(path.stat().st_size for path in home) < 60_000


def test_the_two_parts_of_the_heading_font_share_no_character(site: Project) -> None:
    first, more = cmap(font(site, "Kit Sans", 900)), cmap(font(site, "Kit Sans", 900, "-more"))
    assert len(more) > 50
    assert first & more == set()
    style = (site.web / "tokens.css").read_text(encoding="utf-8")
    ranges = [set(value.split(",")) for value in re.findall(r"unicode-range:([^}]+)}", style)]
    assert len(ranges) == 2
    assert ranges[0] & ranges[1] == set()
    assert unicode_range("abcg一") == "U+61-63,U+67,U+4E00"


def test_every_heading_of_the_home_page_is_in_the_first_part(site: Project) -> None:
    page = (site.site / "index.html").read_text(encoding="utf-8")
    heads = re.findall(
        r'<h[23] class="(?:block|topic)__title">(.*?)</h|<section class="section".*?<h2>(.*?)</h2>', page, re.DOTALL
    )
    shown = {char for head in heads for char in re.sub(r"<[^>]+>", "", "".join(head)) if not char.isspace()}
    assert len(shown) > 20
    assert {char for char in shown if face("NotoSansSC-900").has(char)} <= cmap(font(site, "Kit Sans", 900))


@pytest.mark.parametrize(("family", "weight"), FAMILIES)
def test_fonts_are_small_and_have_the_outlines_of_the_face(site: Project, family: str, weight: int) -> None:
    path = font(site, family, weight)
    assert path.stat().st_size < 200_000
    chars = cmap(path)
    assert len(chars) > 5
    whole = face(FAMILIES[family, weight])
    assert all(whole.has(char) for char in chars)


def test_large_headings_of_all_pages_are_in_the_heading_font(site: Project) -> None:
    chars = cmap(font(site, "Kit Sans", 900)) | cmap(font(site, "Kit Sans", 900, "-more"))
    whole = face(FAMILIES["Kit Sans", 900])
    lacking = {
        char
        for page in pages(site.site).values()
        for _, inner in HEADING.findall(page.html)
        for char in re.sub(r'<a class="headerlink".*?</a>|<[^>]+>|&[#\w]+;', "", inner)
        if whole.has(char) and char not in chars and not char.isspace()
    }
    assert lacking == set()


def test_the_theme_is_in_the_headline_font(site: Project) -> None:
    assert set("人人讲安全个个会应急") <= cmap(font(site, "Kit Serif", 900))


def test_every_piece_has_a_preview_of_its_own_shape(site: Project) -> None:
    page = pages(site.site)["downloads.html"]
    pictures = [attrs for tag, attrs in page.tags if tag == "img" and "preview/" in attrs.get("src", "")]
    assert len(pictures) > 10
    for attrs in pictures:
        with Image.open(site.site / attrs["src"]) as image:
            assert (image.format, str(image.width), str(image.height)) == ("WEBP", attrs["width"], attrs["height"])
            assert (site.site / attrs["src"]).stat().st_size < 80_000
