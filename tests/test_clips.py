"""Step-by-step clips of every shipped page: a slide a step, laid out anew, inside the screen's safe area."""

from __future__ import annotations

import itertools

import pytest
from conftest import REPOSITORY

from campaign.compose.step import clip_slides
from campaign.compose.topic import MIN_SCREEN, topic_brief
from campaign.content.forms import DO, DONT, entries_of, form_of
from campaign.content.model import Campaign
from campaign.content.read import read_campaign
from campaign.display import Sheet
from campaign.formats import formats
from campaign.plan.kinds import Selection
from campaign.plan.programmes import BY_STEPS, film_pieces
from campaign.playlist import Programme
from campaign.project import Project

SAFE = 0.05  # of width and height (art direction: title-safe 5 %)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return read_campaign(Project(REPOSITORY))


def words(sheet: Sheet) -> str:
    return "".join(run.text for run in sheet.runs()).replace(" ", "")


@pytest.mark.parametrize("name", ["tv-1920x1080", "tv-1080x1920"])
def test_every_page_with_steps_fills_the_screen_step_by_step(campaign: Campaign, name: str) -> None:
    count = 0
    for topic in campaign.topics:
        form = form_of(topic)
        if form is None or form.name not in BY_STEPS:
            continue
        count += 1
        slides = clip_slides(topic_brief(campaign, topic, form, formats()[name], topic.look))
        rules = [title for title in (DO, DONT) if entries_of(topic, title)]
        assert len(slides) == 1 + len(form.entries) + len(rules)
        u = min(slides[0].width, slides[0].height) / 100
        for entry, slide in zip(form.entries, slides[1:], strict=False):
            assert entry.text.rstrip("。").split("：")[-1][:6] in words(slide)
            assert (entry.value("key") or entry.lead[:1]) in words(slide)
        for slide in slides[1:]:
            for run in slide.runs():
                assert run.size >= MIN_SCREEN * u - 0.01
                assert run.baseline <= slide.height * (1 - SAFE) + 0.01, (topic.slug, run.text)
                assert min(run.xs) >= slide.width * SAFE - 0.05 * run.size, (topic.slug, run.text)
                assert max(run.xs) <= slide.width * (1 - SAFE), (topic.slug, run.text)
    assert count > 20


def test_a_minute_shows_slogans_with_pages_among_them_and_the_theme_first(campaign: Campaign) -> None:
    (piece,) = film_pieces(campaign, Selection(kinds=("film-60",)))
    seconds, *jobs = piece.inputs
    kinds = ["page" if hasattr(job, "topic") else "slogan" for job in jobs]
    assert (seconds, kinds.count("slogan"), kinds.count("page")) == (60, 7, 3)
    assert jobs[0].theme
    assert not any(a == b == "page" for a, b in itertools.pairwise(kinds))
    (source,) = piece.sheets()
    assert isinstance(source, Programme)
    assert sum(source.frames) == 1800


def test_a_clip_is_chosen_by_its_page(campaign: Campaign) -> None:
    pieces = list(film_pieces(campaign, Selection(kinds=("clip",), page="灭火器使用")))
    assert [piece.stem for piece in pieces] == ["灭火器使用四步-分步-1920x1080"]
    assert list(film_pieces(campaign, Selection(kinds=("clip",), page="没有这一页"))) == []
