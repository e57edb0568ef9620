"""Leaflets and pledges of the repository's own pages: everything on them, inside its panel, in the right order."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from conftest import REPOSITORY, edit, run_command

from campaign.compose.leaflet import form_section
from campaign.content.model import Campaign
from campaign.content.read import read_campaign
from campaign.display import Sheet, TextRun
from campaign.errors import SourceError
from campaign.fonts import face
from campaign.plan.kinds import Selection
from campaign.plan.leaflets import leaflet_pieces
from campaign.plan.pledges import pledge_pieces
from campaign.project import Project
from campaign.units import mm

LEAFLETS, PLEDGES = Selection(kinds=("leaflet",)), Selection(kinds=("pledge",))
FOLDS = ((97, 197), (100, 200))  # mm: outside, inside


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return replace(read_campaign(Project(REPOSITORY)), site_url="https://example.org/a/")


def sheets(campaign: Campaign, slug: str) -> tuple[Sheet, ...]:
    (piece,) = leaflet_pieces(campaign, replace(LEAFLETS, page=slug))
    found = piece.sheets()
    assert all(isinstance(sheet, Sheet) for sheet in found)
    return found  # type: ignore[return-value]


def ink(run: TextRun) -> tuple[float, float, float, float]:
    boxes = [
        (x + left * run.size, run.baseline - top * run.size, x + right * run.size, run.baseline - bottom * run.size)
        for char, x in zip(run.text, run.xs, strict=True)
        for left, bottom, right, top in [face(run.face).ink(char)]
        if right > left
    ]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def test_every_topic_fits_its_leaflet_and_no_text_crosses_a_fold_or_the_safe_edge(campaign: Campaign) -> None:
    assert len(campaign.topics) > 20
    for topic in campaign.topics:
        for sheet, folds in zip(sheets(campaign, topic.slug), FOLDS, strict=True):
            edge = mm(3)
            for run in sheet.runs():
                left, top, right, bottom = ink(run)
                assert left >= edge <= top, f"{topic.slug}: {run.text}"
                assert right <= sheet.width - edge, f"{topic.slug}: {run.text}"
                assert bottom <= sheet.height - edge, f"{topic.slug}: {run.text}"
                for fold in folds:
                    assert right < mm(fold) or left > mm(fold), f"{topic.slug}: {run.text} crosses a fold"


def test_a_leaflet_carries_all_of_its_pages_lists(campaign: Campaign) -> None:
    for topic in campaign.topics:
        outside, inside = ("".join(run.text for run in sheet.runs()) for sheet in sheets(campaign, topic.slug))
        form = form_section(topic)
        assert form is not None, topic.slug
        for entry in form.entries:
            assert "".join((entry.lead or entry.text).split()) in inside, f"{topic.slug}: {entry.lead}"
        for title in ("要这样做", "不要这样做"):
            section = topic.section(title)
            assert section is not None
            for entry in section.entries:
                assert "".join(entry.text.split()) in inside, f"{topic.slug}: {entry.text}"
        assert "一句话记住" in outside
        assert "本单位三问" in outside


def test_nothing_overlaps(campaign: Campaign) -> None:
    for topic in campaign.topics:
        for sheet in sheets(campaign, topic.slug):
            boxes = [(run.text, ink(run)) for run in sheet.runs()]
            for index, (one, a) in enumerate(boxes):
                for other, b in boxes[index + 1 :]:
                    apart = a[2] <= b[0] + 0.3 or b[2] <= a[0] + 0.3 or a[3] <= b[1] + 0.3 or b[3] <= a[1] + 0.3
                    assert apart, f"{topic.slug}: {one} over {other}"


def test_a_leaflet_is_one_file_of_two_pages(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run_command("-C", REPOSITORY, "kit", "--only", "leaflet", "--page", "extinguisher", "--out", out)
    assert result.code == 0, result.err
    (path,) = (out / "折页").iterdir()
    pdf = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        assert [float(side) for side in page.trimbox[2:]] != [0, 0]
        width, height = (float(page.trimbox[i + 2] - page.trimbox[i]) for i in (0, 1))
        assert (width, height) == pytest.approx((mm(297), mm(210)), abs=0.2)


def test_a_page_too_long_for_its_leaflet_is_named_with_its_line(campaign: Campaign) -> None:
    topic = next(topic for topic in campaign.topics if topic.slug == "extinguisher")
    section = topic.section("不要这样做")
    assert section is not None
    many = replace(section, entries=section.entries * 6)
    changed = replace(topic, sections=tuple(many if s is section else s for s in topic.sections))
    (piece,) = leaflet_pieces(replace(campaign, topics=(changed,)), LEAFLETS)
    with pytest.raises(SourceError, match=r"docs/knowledge/extinguisher.md:1: “要与不要”放不进折页，超出"):
        piece.sheets()


def test_three_pledges_with_room_to_sign(campaign: Campaign) -> None:
    pieces = list(pledge_pieces(campaign, PLEDGES))
    assert [piece.title for piece in pieces] == [
        "安全承诺书（单位主要负责人）",
        "安全承诺书（科室负责人）",
        "安全承诺书（外包单位）",
    ]
    for piece in pieces:
        (sheet,) = piece.sheets()
        assert isinstance(sheet, Sheet)
        text = "".join(run.text for run in sheet.runs())
        for entry in piece.inputs[0].section.entries:
            assert "".join(entry.text.split()) in text
        assert {"承诺人（签字）", "单位（盖章）"} <= {run.text for run in sheet.runs()}
        assert min(run.size for run in sheet.runs() if run.text.startswith("我")) > 14  # points: read at arm's length


def test_a_pledge_too_long_for_a_page_is_named_with_its_line(project: Project) -> None:
    path = project.docs / "pledge.md"
    path.write_text((REPOSITORY / "docs" / "pledge.md").read_text(encoding="utf-8"), encoding="utf-8")
    edit(path, "6. 不为赶工作违反操作规程，不让设备带病运行。", "6. " + "不为赶工作违反操作规程，" * 40)
    result = run_command("-C", project.root, "kit", "--only", "pledge", "--out", project.root / "out")
    assert result.code == 1
    assert "docs/pledge.md:" in result.err
    assert "承诺书“科室负责人”放不下一页" in result.err
