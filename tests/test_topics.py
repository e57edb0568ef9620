"""Content templates: laid out as agreed, and good to read on every page in every size."""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from conftest import REPOSITORY, SITE_URL, Run, edit
from sound import assert_sound
from topics import (
    CHECKLIST,
    NAMES,
    PAGE_GOLDENS,
    PAGES,
    STEPS,
    brief_of,
    composed,
    own,
    published,
    size_of,
    topic_of,
    with_pages,
)

from campaign.cli import main
from campaign.compose.pages import compose_page
from campaign.compose.stage import stage_for
from campaign.compose.title import fit_title, splits
from campaign.content.addresses import address, topic_target
from campaign.content.forms import form_of
from campaign.content.model import Campaign, Topic
from campaign.content.read import read_campaign
from campaign.display import QrModules, Sheet, dump
from campaign.errors import ContentErrors, SourceError
from campaign.formats import formats
from campaign.looks import look
from campaign.pdf.write import write_pdf
from campaign.plan.all import plan
from campaign.plan.kinds import Selection
from campaign.project import Project

DEFAULT = ("a3", "phone-1080x1440", "tv-1920x1080")
EVERY = (
    *DEFAULT,
    *("a1", "a2-landscape", "a3-landscape", "a4", "a4-landscape", "a5", "a6", "wall-570x840", "board-900x1200"),
    *("board-2400x1200", "rollup-800x2000", "xstand-600x1600", "xstand-800x1800"),
    *("600x900mm", "500x500mm", "1080x1920px", "1080x1080px"),
)
CAMPAIGN = published()
TOPICS = [topic for topic in (*CAMPAIGN.topics, *CAMPAIGN.cases) if form_of(topic)]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return own(tmp_path_factory.mktemp("topics") / "p")


def assert_page_sound(sheet: Sheet, size: str) -> None:
    assert_sound(sheet, size_of(size))


@pytest.mark.parametrize("golden", PAGE_GOLDENS)
def test_a_page_is_laid_out_as_agreed(
    campaign: Campaign, golden: str, check_golden: Callable[[str, str], None]
) -> None:
    name, size = PAGE_GOLDENS[golden]
    check_golden(golden, dump(composed(campaign, topic_of(campaign, name), size)))


@pytest.mark.parametrize("size", EVERY)
@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_sound_in_every_size(campaign: Campaign, name: str, size: str) -> None:
    assert_page_sound(composed(campaign, topic_of(campaign, name), size), size)


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.slug for topic in TOPICS])
def test_every_page_of_the_repository_is_sound_in_the_sizes_that_are_always_made(topic: Topic) -> None:
    for size in DEFAULT:
        assert_page_sound(composed(CAMPAIGN, topic, size), size)


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_gives_the_display_lists_text_back(campaign: Campaign, name: str) -> None:
    sheet = composed(campaign, topic_of(campaign, name), "a3")
    page = pypdf.PdfReader(io.BytesIO(write_pdf((sheet,), title="t", author="a"))).pages[0]
    expected = re.sub(r"\s", "", "".join(run.text for run in sheet.runs()))
    assert re.sub(r"\s", "", page.extract_text()) == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_pages_own(campaign: Campaign, name: str) -> None:
    """Every entry that the form shows stands on the poster as the author wrote it."""
    topic = topic_of(campaign, name)
    sheet = composed(campaign, topic, "a3")
    shown = "".join(run.text for run in sheet.runs())
    form = form_of(topic)
    assert form is not None
    for entry in form.entries:
        assert entry.lead in shown
        for part in re.split("[：；]", entry.text if name != "case" else entry.lead):
            assert part.rstrip("。") in shown


@pytest.mark.parametrize("name", NAMES)
def test_the_code_leads_to_the_page_itself(campaign: Campaign, name: str) -> None:
    topic = topic_of(campaign, name)
    for size in ("a3", "a4-landscape", "rollup-800x2000"):
        codes = [item for item in composed(campaign, topic, size).items if isinstance(item, QrModules)]
        assert [code.url for code in codes] == [address(SITE_URL, topic_target(topic))]
    bare = composed(replace(campaign, site_url=""), topic, "a3")
    assert not [item for item in bare.items if isinstance(item, QrModules)]


def test_forms_are_found_by_what_the_page_holds(campaign: Campaign) -> None:
    forms = {topic.slug: form_of(topic) for topic in (*campaign.topics, *campaign.cases)}
    named = {slug: form.name for slug, form in forms.items() if form}
    assert named == {"steps": "steps", "five": "steps", "checklist": "checklist", "message": "message", "case": "case"}


@pytest.mark.parametrize(
    ("page", "old", "new", "line", "words"),
    [
        (
            "knowledge/steps.md",
            "2. **拔出保险销**：拉断铅封",
            "2. **拔出保险销**：" + "拉断铅封" * 12,
            18,
            "这里最多约",
        ),
        ("knowledge/checklist.md", "**看** 通道：疏散通道、", "**看** 通道：" + "疏散通道、" * 12, 12, "这里最多约"),
        ("cases/case.md", "- 动火先审批", "- 动火先审批动火先审批动火先审批", 27, "这里最多约"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(
    run: Run, project: Project, page: str, old: str, new: str, line: int, words: str
) -> None:
    for name, text in PAGES.items():
        path = project.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    edit(project.docs / page, old, new)
    done = run("kit", "--page", page.split("/")[1].removesuffix(".md"))
    assert done.code == 1
    assert f"docs/{page}:{line}: 放不进" in done.err
    assert words in done.err


def test_too_few_and_too_many_steps_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = [line for line in STEPS.splitlines() if not line.startswith(("3.", "4."))]
    few = read_campaign(with_pages(tmp_path_factory.mktemp("few") / "p", {"knowledge/few.md": "\n".join(lines)}))
    with pytest.raises(SourceError, match="步骤有 2 条，海报放 3—6 条"):
        form_of(few.topics[0])


@pytest.mark.parametrize(
    ("title", "count", "lines"),
    [
        ("一粒火花，29条生命", 3, {("一粒", "火花", "29条生命"), ("一粒火花", "29条", "生命")}),
        ("119和120怎么打", 2, {("119和", "120怎么打"), ("119和120", "怎么打")}),
        ("29条生命怎么救", 2, {("29条", "生命怎么救"), ("29条生命", "怎么救")}),
        ("心肺复苏与AED", 2, {("心肺复苏与", "AED")}),
        ("医用氧气“四防”", 2, {("医用", "氧气“四防”"), ("医用氧气", "“四防”")}),
    ],
)
def test_a_title_is_cut_at_its_phrases_and_never_inside_words_figures_or_quotes(
    title: str, count: int, lines: set[tuple[str, ...]]
) -> None:
    assert set(splits(title, count)) <= lines
    assert set(splits(title, count))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("119和120怎么打", ("119和120", "怎么打")),
        ("酒精与消毒剂", ("酒精与消毒剂",)),  # two lines would be a fifth larger, the first ending in 与
        ("灭菌器与压力容器", ("灭菌器与", "压力容器")),
    ],
)
def test_a_titles_line_ends_in_and_only_where_that_makes_it_much_larger(title: str, lines: tuple[str, ...]) -> None:
    stage = stage_for(formats()["a3"], look("red"))
    assert fit_title(stage, title, 88, 46, (22, 17.6, 13.2)).lines == lines


def test_an_odd_ratio_is_refused(campaign: Campaign) -> None:
    with pytest.raises(SourceError, match="宽高比"):
        compose_page(brief_of(campaign, topic_of(campaign, "steps"), "2000x300mm"))


def test_pieces_of_pages_are_planned_and_chosen(campaign: Campaign) -> None:
    pieces = [
        piece for piece in plan(campaign, Selection()) if piece.template in ("steps", "checklist", "case", "message")
    ]
    assert len(pieces) == len(NAMES) * 3
    chosen = plan(campaign, Selection(page="灭火器", formats=("a4", "600x900mm"), kinds=("poster",)))
    assert [piece.stem for piece in chosen] == ["灭火器使用四步-A4", "灭火器使用四步-60cmx90cm"]
    assert all(piece.title == "灭火器使用四步" and piece.look == "safety" for piece in chosen)


TEXT_ONLY = "---\ntitle: {}\nsummary: 乙\ncategory: 消防\n---\n\n正文\n"  # no list, so no poster, but texts to send


@pytest.mark.parametrize(
    ("pages", "twin"),
    [
        ([TEXT_ONLY.format("灭火器（干粉）"), TEXT_ONLY.format("灭火器·干粉")], "docs/knowledge/0.md:1"),
        ([TEXT_ONLY.format("AED使用"), TEXT_ONLY.format("aed使用")], "docs/knowledge/0.md:1"),
        ([CHECKLIST, CHECKLIST], "docs/knowledge/0.md:1"),
        ([CHECKLIST.replace("班前五分钟安全检查", "病房不抽烟，床边不用火")], "docs/slogans.md:6"),
    ],
)
def test_two_texts_of_one_file_name_are_told_by_check_and_by_kit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pages: list[str], twin: str
) -> None:
    files = {f"knowledge/{number}.md": page for number, page in enumerate(pages)}
    project = with_pages(tmp_path / "p", files)
    for command in ("check", "kit"):
        assert main(["-C", str(project.root), command]) == 1
        gc.enable()  # the command switches it off, for it ends soon
        told = [line for line in capsys.readouterr().err.splitlines() if "重名" in line]
        assert len(told) == 1, told
        assert told[0].startswith(f"docs/{[*files][-1]}:1: 与 {twin} 重名，文件都是 ")
        assert "（提示：" in told[0]


@pytest.mark.parametrize("size", ["600x1200mm", "1200x600mm", "900x900mm"])
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_every_page_fills_sheets_of_two_to_one_and_squares(topic: Topic, size: str) -> None:
    assert_page_sound(composed(CAMPAIGN, topic, size), size)


@pytest.mark.parametrize("size", ["148x105mm", "a6", "90x200mm"])
def test_a_head_that_is_too_long_is_refused_by_its_page(campaign: Campaign, size: str) -> None:
    case = topic_of(campaign, "case")
    long = replace(case, meta={**case.meta, "case_line": "某年某月某日　某地某医院　施工引发火灾" * 6})
    with pytest.raises(SourceError, match=r"docs/cases/case.md:1: 放不进.*太长"):
        composed(campaign, long, size)


def test_a_text_that_is_shorter_than_the_room_is_not_told_a_number(campaign: Campaign) -> None:
    job = brief_of(campaign, topic_of(campaign, "steps"), "a3")
    entry = job.form.entries[0]
    assert "“拔出”放不下" in str(job.too_long(entry, "拔出", 5))
    assert "有 6 字，这里最多约 5 字" in str(job.too_long(entry, "一二三四五六", 5))


@pytest.mark.parametrize(
    ("name", "old", "new", "kind"),
    [
        ("pledge.md", "收工后断电", "收工后𠮷断电", "pledge"),
        ("cases/case.md", "case_line: ", "case_line: 𠮷", "poster"),
        ("knowledge/steps.md", "{key=提 ", "{key=🔥 ", "card"),
        ("knowledge/steps.md", "## 四个步骤", "## 四个𠮷步骤", "leaflet"),
    ],
)
def test_no_sheet_shows_a_box_for_a_character(tmp_path: Path, name: str, old: str, new: str, kind: str) -> None:
    pledge = (REPOSITORY / "docs" / "pledge.md").read_text(encoding="utf-8")
    project = with_pages(tmp_path / "p", {**PAGES, "pledge.md": pledge})
    edit(project.docs / name, old, new)

    def laid_out() -> None:
        for piece in plan(read_campaign(project), Selection(kinds=(kind,))):
            piece.sheets()

    with pytest.raises((SourceError, ContentErrors), match=rf"docs/{name}:\d+: 字库里没有“[𠮷🔥]”"):
        laid_out()


def test_an_entry_that_no_size_holds_is_refused_at_once(campaign: Campaign) -> None:
    job = brief_of(campaign, topic_of(campaign, "steps"), "a3")
    first, *rest = job.form.entries
    section = replace(job.form.section, entries=(replace(first, text="字" * 3000), *rest))
    with pytest.raises(SourceError, match=r"docs/knowledge/steps.md:\d+: .*……”有 \d+ 字，一条最多 150 字"):
        compose_page(replace(job, form=replace(job.form, section=section)))
