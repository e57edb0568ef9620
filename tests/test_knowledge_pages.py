"""The knowledge pages as they are published: their form, their sizes, and that each says its own words."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from conftest import REPOSITORY

from campaign.content.model import Page
from campaign.content.read import read_campaign
from campaign.markdown import DOS
from campaign.project import Project

FIXED = {  # lines that every page, or every page of a kind, ends with
    "一般性安全提示，以本单位预案和当地规定为准",
    "一般性急救提示，不能代替专业培训和医务人员的判断",
}
SETTINGS = {"企业", "农村", "社区", "学校", "家庭"}  # where safety is carried to: 五进
KEYS = {"subtitle", "summary", "description", "category", "audience", "look", "minutes", "order", "checked", "sms"}
STEP = re.compile(r"^\d+\. \*\*(.+?)\*\*：(.+?)\s*\{key=\S(?: picture=[\w-]+)?\}$", re.MULTILINE)
CHECK = re.compile(r"^- \[ \] \*\*(.+?)\*\* (.+?)：(.+)$", re.MULTILINE)
POINT = re.compile(r"^- \*\*(.+?)\*\*：(.+)$", re.MULTILINE)
FORMS = {"步骤": (STEP, range(3, 7)), "检查清单": (CHECK, range(5, 6)), "记住这几条": (POINT, range(3, 7))}
MARKUP = re.compile(r"\*\*|\[[ x]\]|\{[^}]*\}|\]\([^)]*\)|[\[\]|]")
ITEM = re.compile(r"^(?:- |\d+\. |#+ |\| )")
SHARED_FROM = 10  # characters
READ_IN_THREE_MINUTES = range(450, 1200)  # Chinese characters on a page
TITLE, SMS, STEP_TITLE, STEP_TEXT, PANEL_LINE = 12, 55, 10, 28, 26  # characters that posters and messages hold


def pages() -> list[Page]:
    every = read_campaign(Project(REPOSITORY)).pages
    return [page for page in every if re.fullmatch(r"docs/knowledge/(?!index)[\w-]+\.md", page.path)]


PAGES = pages()
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.rsplit("/", 1)[-1])


def sections(page: Page) -> dict[str, str]:
    """Second-level heading -> the text below it."""
    parts = re.split(r"^## (.+)$", page.body, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def panels(page: Page) -> dict[str, list[str]]:
    parts = re.split(r"^### (.+)$", sections(page)["要与不要"], flags=re.MULTILINE)
    return {
        title: re.findall(r"^- (.+)$", text, re.MULTILINE) for title, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def form(page: Page) -> tuple[str, str]:
    """The section that the poster is made from: the second one."""
    title, text = list(sections(page).items())[1]
    kind = "步骤" if title.endswith("步骤") else title
    return kind, text


def sentences(page: Page) -> Iterator[str]:
    """What the page says, in pieces that end where a reader would stop."""
    lines = [str(page.meta[key]) for key in ("description", "sms") if key in page.meta] + page.body.split("\n")
    for line in lines:
        for piece in re.split(r"[。！？；]", MARKUP.sub("", ITEM.sub("", line.strip()))):
            words = re.sub(r"\s", "", piece)
            if len(words) >= SHARED_FROM and words not in FIXED:
                yield words


def test_there_are_pages_enough() -> None:
    assert len(PAGES) > 20
    assert len({page.meta["title"] for page in PAGES}) == len(PAGES)
    assert len({page.meta["order"] for page in PAGES}) == len(PAGES)


def test_no_two_pages_share_a_sentence() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        for words in sentences(page):
            said[words].add(page.path)
    assert len(said) > 500
    assert {words: names for words, names in said.items() if len(names) > 1} == {}


def test_every_setting_has_pages() -> None:
    tagged = {tag for page in PAGES for tag in page.meta["tags"]}
    assert tagged >= SETTINGS


@every_page
def test_a_page_has_its_front_matter(page: Page) -> None:
    meta = page.meta
    assert meta.keys() >= KEYS
    assert len(meta["title"]) <= TITLE
    assert len(meta["tags"]) >= 5
    assert meta["minutes"] == 3
    assert isinstance(meta["checked"], dt.date)
    assert SHARED_FROM < len(meta["sms"]) <= SMS
    assert "【" not in meta["sms"]
    assert "http" not in meta["sms"]


@every_page
def test_a_page_has_its_sections_in_order(page: Page) -> None:
    titles = list(sections(page))
    assert titles[0] == "一句话记住"
    assert form(page)[0] in FORMS
    assert [title for title in titles[2:] if title not in {"为什么", "怎么做"}] == ["要与不要", "本单位三问", "依据"]
    own = f'--8<-- "page_downloads.html:{page.path.rsplit("/", 1)[-1].removesuffix(".md")}"'
    assert page.body.rstrip().endswith(f"一般性安全提示，以本单位预案和当地规定为准。\n\n{own}")


@every_page
def test_the_form_section_fits_a_poster(page: Page) -> None:
    kind, text = form(page)
    pattern, number = FORMS[kind]
    items = pattern.findall(text)
    assert len(items) in number
    assert len(items) == len(re.findall(r"^(?:\d+\.|-) ", text, re.MULTILINE)), "an item is written another way"
    assert text.count("picture=") in {0, len(items)}, "pictures for all steps or for none"
    for *head, words in items:
        assert len("".join(head)) <= STEP_TITLE
        assert len(words) <= STEP_TEXT, words


@every_page
def test_do_and_dont_are_short_lists(page: Page) -> None:
    found = panels(page)
    assert list(found) == list(DOS)
    for lines in found.values():
        assert len(lines) in range(3, 6)
        assert [line for line in lines if len(line) > PANEL_LINE] == []


@every_page
def test_a_page_asks_three_questions(page: Page) -> None:
    questions = re.findall(r"^\d\. (.+)$", sections(page)["本单位三问"], re.MULTILINE)
    assert len(questions) == 3
    assert all(question.endswith("？") for question in questions)


@every_page
def test_a_page_names_what_it_rests_on_with_a_date(page: Page) -> None:
    basis = sections(page)["依据"]
    assert len(re.findall(r"^- ", basis, re.MULTILINE)) >= 2
    assert "《" in basis or "“" in basis
    assert re.search(r"(?:19|20)\d\d(?:-\d\d|年)", basis)
    assert basis.count("2023当时") == basis.count("现行") or "2023当时" not in basis


@every_page
def test_a_page_is_read_in_three_minutes(page: Page) -> None:
    assert len(re.findall(r"[\u4e00-\u9fff]", page.body)) in READ_IN_THREE_MINUTES


@every_page
def test_first_aid_says_what_it_is(page: Page) -> None:
    if page.meta["category"] == "急救":
        assert "一般性急救提示，不能代替专业培训和医务人员的判断。" in page.body


@every_page
def test_a_page_that_is_not_verified_is_listed(page: Page) -> None:
    about = (REPOSITORY / "docs/about.md").read_text(encoding="utf-8").split("{#to-verify}")[1]
    link = f"(knowledge/{page.path.rsplit('/', 1)[-1]})"
    assert page.meta.get("status") in {None, "待核"}
    assert link in about or "status" not in page.meta


@every_page
def test_pages_link_to_official_sites_only(page: Page) -> None:
    hosts = re.findall(r"https?://([^/\s)]+)", page.body)
    assert [host for host in hosts if not re.search(r"\.gov\.cn$|^wza\.isc\.org\.cn$", host)] == []
