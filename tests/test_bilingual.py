"""The Mongolian slot. The only Mongolian words here are the names of the language and of the script."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run, edit
from sound import SLACK, assert_sound, inks
from sound import extent as ink_of
from test_goldens import THEME, briefed  # noqa: F401 -- a fixture
from topics import NAMES, PAGES, brief_of, own, size_of, topic_of, with_pages

from campaign.compose.brief import Brief
from campaign.compose.long import compose_long
from campaign.compose.pages import compose_page
from campaign.compose.parts import WHITE
from campaign.compose.templates import compose
from campaign.content.facts import BILINGUAL, read_facts
from campaign.content.model import Bilingual, Campaign, Topic
from campaign.content.pages import read_page
from campaign.content.read import read_campaign
from campaign.content.slogans import read_slogans
from campaign.display import Path as Outline
from campaign.display import Segment, Sheet
from campaign.errors import ContentErrors, SourceError, Span
from campaign.plan.all import plan
from campaign.plan.kinds import Selection
from campaign.project import Project
from campaign.typeset.mongolian import columns, fits, fitted, set_vertical, shape, width

LANGUAGE = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"  # Mongolian language
SCRIPT = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ"  # Mongolian script
LATER, FIRST = (Bilingual(SCRIPT, "审核人", first) for first in (False, True))
Briefed = Callable[..., Brief]


def extent(sheet: Sheet) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the outlines in the text colour that the plain sheet does not have, in u."""
    item = next(item for item in sheet.items if isinstance(item, Outline) and item.fill == WHITE)  # icons come later
    xs = [v for _, values in item.segments for v in values[::2]]
    ys = [v for _, values in item.segments for v in values[1::2]]
    u = min(sheet.width, sheet.height) / 100
    return min(xs) / u, min(ys) / u, max(xs) / u, max(ys) / u


def test_letters_join_so_a_word_is_shorter_than_its_letters_alone() -> None:
    word = LANGUAGE.split(" ", maxsplit=1)[0]
    assert shape(word).advance < sum(shape(letter).advance for letter in word)
    assert shape(word).segments != tuple(s for letter in word for s in shape(letter).segments)


def test_columns_hold_every_word_in_order_and_break_at_spaces_only() -> None:
    text = " ".join([LANGUAGE, SCRIPT] * 4)
    rows = columns(text, 3.0, 40.0)
    assert [word for row in rows for word in row] == [shape(part) for part in text.split(" ")]
    assert len(rows) > 1
    assert fits(text, 3.0, 40.0, 100.0)
    assert not fits(text, 3.0, 40.0, 3.0)


def test_a_longer_text_gets_a_smaller_size() -> None:
    assert fitted(SCRIPT, 7, 46, 8) > fitted(" ".join([SCRIPT] * 6), 7, 46, 8) > 0
    assert fitted(" ".join([SCRIPT] * 200), 7, 46, 8) == 0


def test_a_column_runs_downward_from_its_top() -> None:
    placed = [values for _, values in set_vertical(SCRIPT, 2.0, 10.0, 5.0, 100.0)]
    xs, ys = [v for values in placed for v in values[::2]], [v for values in placed for v in values[1::2]]
    assert 4.5 <= min(ys) < 6
    assert width(SCRIPT, 2.0) + 3 < max(ys) <= width(SCRIPT, 2.0) + 5.5
    assert 9.9 <= min(xs) < max(xs) <= 12.3


@pytest.mark.parametrize("template", [("hero", "a3"), ("hero", "tv-1920x1080"), ("rollup", "rollup-800x2000")])
def test_the_column_stands_right_of_the_slogan_or_left_when_it_comes_first(
    template: tuple[str, str],
    briefed: Briefed,  # noqa: F811
) -> None:
    job = briefed(*template, "red", THEME)
    (plain,) = compose(job)
    for text in (LATER, FIRST):
        (sheet,) = compose(replace(job, mongolian=text))
        left, _, right, _ = extent(sheet)
        u = min(sheet.width, sheet.height) / 100
        runs = [r for r in sheet.runs() if r.size / u > 10 and r.face.startswith("Noto") and len(r.text) < 5]
        chinese = min(r.xs[0] for r in runs) / u, max(r.xs[-1] + r.size for r in runs) / u
        assert (right <= chinese[0]) if text.first else (left >= chinese[1] - 1)
        assert "".join(r.text for r in sheet.runs()) == "".join(r.text for r in plain.runs())


@pytest.mark.parametrize("size", ["a3", "a3-landscape", "tv-1920x1080", "phone-1080x1440", "xstand-600x1600"])
def test_the_first_language_is_the_larger_one(size: str, briefed: Briefed) -> None:  # noqa: F811
    job = briefed("hero", size, "red", THEME)
    for text in (LATER, FIRST):
        (sheet,) = compose(replace(job, mongolian=text))
        chinese = max(r.size for r in sheet.runs() if r.face.startswith("Noto"))
        assert (em_of(sheet) > chinese) if text.first else (em_of(sheet) < chinese)


def test_a_banner_carries_it_as_a_line_below_or_above(briefed: Briefed) -> None:  # noqa: F811
    job = briefed("hero", "banner-7000x700", "red", THEME)
    for text in (LATER, FIRST):
        (sheet,) = compose(replace(job, mongolian=text))
        _, top, _, bottom = extent(sheet)
        u = sheet.height / 100
        line = max((r for r in sheet.runs()), key=lambda r: r.size)
        assert (bottom <= (line.baseline - 0.8 * line.size) / u) if text.first else (top >= line.baseline / u)


def test_without_a_text_nothing_moves(briefed: Briefed) -> None:  # noqa: F811
    job = briefed("hero", "a3", "red", THEME)
    assert compose(job) == compose(replace(job, mongolian=None))


def test_a_text_needs_its_reviewer_and_nothing_but_mongolian(project: Project) -> None:
    path = project.docs / "slogans.md"
    edit(path, "床边不*用火* {.screen}", f'床边不*用火* {{.screen mn="{SCRIPT}" reviewer=审核人}}')
    (slogan,) = [s for s in read_slogans(read_page(path, "docs/slogans.md"), FACTS) if s.mongolian]
    assert slogan.mongolian == Bilingual(SCRIPT, "审核人", first=False)
    edit(path, " reviewer=审核人", "")
    with pytest.raises(ContentErrors, match=r"docs/slogans.md:6: 蒙古文没有写审核人"):
        read_slogans(read_page(path, "docs/slogans.md"), FACTS)
    edit(path, f'mn="{SCRIPT}"', "mn=Mongol reviewer=审核人")
    with pytest.raises(ContentErrors, match=r"docs/slogans.md:6: 蒙古文里有传统蒙古文以外的字符"):
        read_slogans(read_page(path, "docs/slogans.md"), FACTS)


FACTS = {"theme_marked": THEME}


def test_the_order_is_configuration(raw_facts: dict[str, object], run: Run) -> None:
    def read(value: str) -> bool:
        return read_facts({**raw_facts, "bilingual": value}, lambda *keys: Span("mkdocs.yml", 7)).mongolian_first

    assert [read(value) for value in BILINGUAL] == [False, True]
    with pytest.raises(
        ContentErrors, match=r"mkdocs.yml:7: bilingual 的值不对：en-first（提示：可用：zh-first、mn-first）"
    ):
        read("en-first")


def test_a_text_too_long_for_its_column_is_refused_by_its_line(project: Project, run: Run) -> None:
    path = project.docs / "slogans.md"
    long = " ".join([SCRIPT] * 60)
    edit(path, "床边不*用火* {.screen}", f'床边不*用火* {{.screen mn="{long}" reviewer=审核人}}')
    result = run("kit", "--only", "card")
    assert result.code == 1
    assert "docs/slogans.md:6: 蒙古文太长" in result.err


SIZES = (
    "a3",
    "a6",
    "a4-landscape",
    "board-2400x1200",
    "rollup-800x2000",
    "500x500mm",
    "phone-1080x1440",
    "tv-1920x1080",
)
OPS = [op for part in SCRIPT.split(" ") for op, _ in shape(part).segments]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return own(tmp_path_factory.mktemp("pages") / "p")


def slot(sheet: Sheet) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the one outline that is the Mongolian text, in points."""
    (item,) = [i for i in sheet.items if isinstance(i, Outline) and [op for op, _ in i.segments] == OPS]
    xs, ys = ([v for _, values in item.segments for v in values[at::2]] for at in (0, 1))
    return min(xs), min(ys), max(xs), max(ys)


def em_of(sheet: Sheet) -> float:
    """The Mongolian's type size, in points: how much larger a stroke is than in the shaped word."""
    (item,) = [i for i in sheet.items if isinstance(i, Outline) and [op for op, _ in i.segments] == OPS]
    word = shape(SCRIPT.split(" ", maxsplit=1)[0]).segments

    def first_stroke(segments: tuple[Segment, ...]) -> float:
        (_, start), (_, end) = segments[:2]
        return math.dist(start, end[-2:])

    return first_stroke(item.segments) / first_stroke(word)


def assert_beside_the_title(sheet: Sheet, title: str, *, first: bool, safe_u: float) -> None:
    """Inside the safe area, over no text, and on its side of the title."""
    left, top, right, bottom = slot(sheet)
    safe = (safe_u - SLACK) * min(sheet.width, sheet.height) / 100
    assert min(left, top) >= safe
    assert right <= sheet.width - safe
    assert bottom <= sheet.height - safe
    titles = []
    for run in sheet.runs():
        if inks(run):
            box = ink_of(run)
            clear = box.right <= left or box.x >= right or box.bottom <= top or box.y >= bottom
            assert clear, f"over {run.text}"
            if len(run.text) > 1 and run.text in title and run.face.endswith("900"):
                titles.append((run, box))
    largest = max(run.size for run, _ in titles)
    boxes = [box for run, box in titles if run.size == largest]
    if first:
        assert right <= min(box.x for box in boxes)
        assert em_of(sheet) > largest, "the language that comes first is the larger one"
    else:
        assert left >= max(box.right for box in boxes)


@pytest.mark.parametrize("text", [LATER, FIRST], ids=["zh-first", "mn-first"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_a_pages_title_has_its_column_in_every_form_and_shape(
    campaign: Campaign, name: str, size: str, text: Bilingual
) -> None:
    topic = replace(topic_of(campaign, name), mongolian=text)
    (sheet,) = compose_page(brief_of(campaign, topic, size))
    assert_beside_the_title(sheet, topic.title, first=text.first, safe_u=size_of(size).safe_u)
    assert_sound(sheet, size_of(size))


@pytest.mark.parametrize("text", [LATER, FIRST], ids=["zh-first", "mn-first"])
def test_long_pictures_calendars_pledges_and_leaflets_have_it_too(campaign: Campaign, text: Bilingual) -> None:
    topic = replace(topic_of(campaign, "steps"), mongolian=text)
    long = compose_long(brief_of(campaign, topic, "long-1080"))
    assert_beside_the_title(long, topic.title, first=text.first, safe_u=6)
    theme = tuple(replace(slogan, mongolian=text) for slogan in campaign.slogans)
    spoken = replace(campaign, slogans=theme, topics=(topic,))
    (calendar,) = plan(spoken, Selection(kinds=("calendar",)))
    (leaflet,) = plan(spoken, Selection(kinds=("leaflet",)))
    for piece, title, safe in ((calendar, calendar.title, 6), (leaflet, topic.title, 3)):
        sheet = piece.sheets()[0]
        assert isinstance(sheet, Sheet)
        assert_beside_the_title(sheet, title, first=text.first, safe_u=safe)


def test_a_pledge_takes_it_from_its_pages_front_matter(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "pledge.md").read_text(encoding="utf-8")
    project = with_pages(
        tmp_path / "p", {"pledge.md": page.replace("---\n", f"---\nmn: {SCRIPT}\nreviewer: 审核人\n", 1)}
    )
    pieces = plan(read_campaign(project), Selection(kinds=("pledge",)))
    assert len(pieces) == 3
    for piece in pieces:
        sheet = piece.sheets()[0]
        assert isinstance(sheet, Sheet)
        assert_beside_the_title(sheet, "安全承诺书", first=False, safe_u=6)


def test_a_page_needs_the_reviewer_of_its_title_and_is_refused_by_the_line_of_what_does_not_fit(tmp_path: Path) -> None:
    def project(front: str) -> Project:
        name = f"p{len(list(tmp_path.iterdir()))}"
        return with_pages(
            tmp_path / name, {"knowledge/steps.md": PAGES["knowledge/steps.md"].replace("---\n", f"---\n{front}", 1)}
        )

    (topic,) = read_campaign(project(f"mn: {SCRIPT}\nreviewer: 审核人\n")).topics
    assert topic.mongolian == Bilingual(SCRIPT, "审核人", first=False)
    with pytest.raises(ContentErrors, match=r"docs/knowledge/steps.md:2: 蒙古文没有写审核人"):
        read_campaign(project(f"mn: {SCRIPT}\n"))
    campaign = read_campaign(project(f"reviewer: 审核人\nmn: {' '.join([SCRIPT] * 40)}\n"))
    with pytest.raises(SourceError, match=r"docs/knowledge/steps.md:3: 蒙古文太长，放不进竖栏"):
        compose_page(brief_of(campaign, campaign.topics[0], "a3"))


def test_on_a_banner_the_first_language_is_the_larger_one(briefed: Briefed) -> None:  # noqa: F811
    job = briefed("hero", "banner-7000x700", "red", THEME)
    for text in (LATER, FIRST):
        (sheet,) = compose(replace(job, mongolian=text))
        chinese = max(run.size for run in sheet.runs())
        assert (em_of(sheet) > chinese) if text.first else (em_of(sheet) < chinese)


@pytest.mark.parametrize("name", NAMES)
def test_where_mongolian_comes_first_a_title_of_eight_words_fits_and_of_thirty_is_refused(
    campaign: Campaign, name: str
) -> None:
    def spoken(words: int) -> Topic:
        text = " ".join((f"{LANGUAGE} {SCRIPT} " * 8).split()[:words])
        return replace(topic_of(campaign, name), mongolian=Bilingual(text, "审核人", first=True))

    for size in SIZES:
        (sheet,) = compose_page(brief_of(campaign, spoken(8), size))
        assert_sound(sheet, size_of(size))
    with pytest.raises(SourceError, match=r"蒙古文太长，放不进竖栏（提示：缩短译文，或在 mkdocs.yml 里设 bilingual"):
        compose_page(brief_of(campaign, spoken(30), "a3"))
