"""Covers and long pictures of every shipped page."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REPOSITORY, Run
from kits import rows
from PIL import Image

from campaign.compose.long import MARGIN, SMALL, compose_long
from campaign.compose.topic import topic_brief
from campaign.content.forms import ASK, BASIS, DO, form_of
from campaign.content.model import Campaign
from campaign.content.read import read_campaign
from campaign.display import FillRect
from campaign.formats import formats
from campaign.plan.articles import article_pieces
from campaign.plan.kinds import Selection
from campaign.project import Project


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return read_campaign(Project(REPOSITORY))


def test_every_page_is_one_long_picture_with_all_it_says(campaign: Campaign) -> None:
    for topic in campaign.topics:
        form = form_of(topic)
        assert form
        sheet = compose_long(topic_brief(campaign, topic, form, formats()["long-1080"], topic.look))
        assert sheet.width == 1080
        assert sheet.height == round(sheet.height)
        assert 3 < sheet.height / sheet.width < 7
        words = "".join(run.text for run in sheet.runs()).replace(" ", "")
        for section in topic.sections:
            said = {entry.text for entry in section.entries} | set(section.prose)
            if section.title in (DO, BASIS, form.section.title):
                assert all(text.replace(" ", "") in words for text in said), (topic.slug, section.title)
            if section.title == ASK:
                assert not any(text in words for text in said)
        for run in sheet.runs():
            assert run.size >= 0.9 * SMALL * 10.8
            assert min(run.xs) >= (MARGIN - 0.6) * 10.8
            assert max(run.xs) <= sheet.width - 0.9 * MARGIN * 10.8
            assert run.baseline < sheet.height


def test_its_ground_reaches_the_bottom_and_nothing_is_below(campaign: Campaign) -> None:
    topic = campaign.topics[0]
    form = form_of(topic)
    assert form
    sheet = compose_long(topic_brief(campaign, topic, form, formats()["long-1080"], topic.look))
    lowest = max(item.rect.bottom for item in sheet.items if isinstance(item, FillRect))
    assert lowest == pytest.approx(sheet.height, abs=1)


def test_every_page_has_a_cover_whose_title_is_in_the_middle_square(campaign: Campaign) -> None:
    pieces = list(article_pieces(campaign, Selection()))
    assert {piece.kind for piece in pieces} == {"cover"}
    assert len(pieces) == len(campaign.topics)
    for piece in pieces:
        (sheet,) = piece.sheets()
        title = [run for run in sheet.runs() if run.face == "NotoSansSC-900" and run.size > 30]  # type: ignore[union-attr]
        title = title or [run for run in sheet.runs() if "900" in run.face and run.size > 30]  # type: ignore[union-attr]
        assert title, piece.stem
        for run in title:
            assert min(run.xs) >= (900 - 383) / 2 - 4
            assert max(run.xs) + run.size <= (900 + 383) / 2 + 4


def test_a_long_picture_is_a_jpeg_or_png_of_its_own_height(run: Run, tmp_path: Path) -> None:
    project = Project(REPOSITORY)
    asked = ("-C", project.root, "kit", "--only", "long", "--page", "灭火器使用", "--type", "jpg", "png")
    assert run(*asked, "--out", tmp_path / "o").code == 0
    for row in rows(tmp_path / "o"):
        assert row["path"].startswith("长图/灭火器使用四步-长图.")
        with Image.open(tmp_path / "o" / row["path"]) as image:
            assert image.size == (row["width_px"], row["height_px"])
            assert row["width_px"] == 1080
