"""What must not be typed into the repository: the campaign's own facts, and anybody's private name or mailbox."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY

from campaign.content.read import read_campaign
from campaign.project import Project

FACTS = (
    "organiser",
    "system",
    "addressees",
    "contact.phone",
    "contact.office",
    "parent.number",
    "parent.issuer",
    "rectification",
    "rectification_national",
    "all_screens",
    "theme",
    "theme_marked",
    "edition",
    "title",
    "period",
    "period_full",
    "issued",
    "consultation.date",
)
# The notice names a person and a private mailbox. Only the first 20 bits of their sha256 stand here:
# enough to notice them, too few to find them out.
PRIVATE_NAME, PRIVATE_MAIL, PRIVATE_NUMBER = "de973", "89a73", "e7967"
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:5]


def files() -> Iterator[Path]:
    """Every file of the repository that git keeps, or that a copy without git has."""
    git = ["git", "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (REPOSITORY / ".git").exists():
        names = subprocess.run(git, capture_output=True, check=True, encoding="utf-8").stdout.split("\0")
        yield from (REPOSITORY / name for name in names if name and (REPOSITORY / name).is_file())
    else:
        for path in sorted(REPOSITORY.rglob("*")):
            parts = path.relative_to(REPOSITORY).parts
            if path.is_file() and not any(part.startswith(".") or part in {"build", "__pycache__"} for part in parts):
                yield path


def texts() -> Iterator[tuple[str, int, str]]:
    """File, line number and line of every text file."""
    for path in files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        name = path.relative_to(REPOSITORY).as_posix()
        yield from ((name, number, line) for number, line in enumerate(lines, 1))


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, int, str]]:
    found = list(texts())
    assert len({name for name, _, _ in found}) > 100
    return found


def test_no_fact_of_the_campaign_is_typed_into_pages_templates_or_code(lines: list[tuple[str, int, str]]) -> None:
    words = read_campaign(Project(REPOSITORY)).facts.words
    facts = {words[name] for name in FACTS} - {""}
    assert len(facts) > 10
    typed = [
        f"{name}:{number}: {fact}"
        for name, number, line in lines
        if name.startswith(("docs/", "overrides/", "scripts/"))
        for fact in facts
        if fact in line
    ]
    assert not typed, "\n".join(typed)


def test_the_year_of_the_campaign_is_not_typed_as_the_campaigns(lines: list[tuple[str, int, str]]) -> None:
    facts = read_campaign(Project(REPOSITORY)).facts
    phrase = re.compile(rf"{facts.year}年(?:{facts.words['name']}|“|全国第|{facts.words['month']}(?!\d))")
    pages = [row for row in lines if row[0].startswith(("docs/", "overrides/"))]
    assert pages
    assert [f"{name}:{number}" for name, number, line in pages if phrase.search(line)] == []


def test_no_private_name_or_mailbox_is_in_the_repository(lines: list[tuple[str, int, str]]) -> None:
    found = []
    for name, number, line in lines:
        pairs = {part[index : index + 2] for part in HAN.findall(line) for index in range(len(part) - 1)}
        hit = PRIVATE_NAME in map(short_hash, pairs)
        hit |= PRIVATE_MAIL in map(short_hash, MAIL.findall(line))
        hit |= PRIVATE_NUMBER in map(short_hash, re.findall(r"\d{5,}", line))
        if hit:
            found.append(f"{name}:{number}")
    assert found == []


def test_the_search_for_private_words_finds_what_it_looks_for() -> None:
    assert short_hash("abc") == "ba781"
    assert MAIL.findall("电子邮箱：12345@example.com，") == ["12345@example.com"]
    assert HAN.findall("联系人：张三。") == ["联系人", "张三"]
