"""Ready-to-post text of a knowledge page: a short message for groups, and an article for a public account."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from campaign.content.model import Campaign, Entry, Section, Topic
from campaign.content.slogans import slug_of
from campaign.document import Document

REMEMBER, DO, DONT, BASIS, ASK = "一句话记住", "要这样做", "不要这样做", "依据", "本单位三问"
IN_GROUP = 3  # entries of do and of don't that a group message carries
NOT, MARKS = "不要", tuple("，。；：、")
TITLE, DIGEST = 64, 120  # characters of an article's title and digest
COVER, PICTURE, SQUARE = "900x383", "1080x1440", "1080x1080"
FACTS = ("organiser", "title")


def post_documents(campaign: Campaign) -> Iterator[Document]:
    """One text file a page."""
    words = {name: campaign.facts.words[name] for name in FACTS}
    base = campaign.site_url.rstrip("/")
    for topic in campaign.topics:
        url = f"{base}/{topic.url}" if base else ""
        yield Document(
            kind="text",
            path=f"微信文案/{slug_of(topic.title)}.txt",
            title=f"微信文案：{topic.title}",
            media="text/plain",
            span=topic.span,
            inputs=(topic, words, url),
            make=functools.partial(write_post, topic, words, url),
        )


def write_post(topic: Topic, words: Mapping[str, Any], url: str) -> bytes:
    """Both texts, with the pictures that go with them; UTF-8 with BOM and CRLF, so that any editor opens it."""
    stem = slug_of(topic.title)  # of the pictures, wherever they lie: in the kit or in a zip, as PNG or JPG
    parts = [
        "一、发微信群：复制下面这段，配一张图",
        f"配图：{stem}-{PICTURE}（竖图），或 {stem}-{SQUARE}（方图）",
        *_ruled(group_message(topic, words, url)),
        "二、发公众号：新建图文，照下面填",
        f"标题：{topic.title[:TITLE]}",
        f"摘要：{_digest(topic)}",
        f"封面：{stem}-{COVER}",
        f"文末长图：{stem}-长图",
        *([f"阅读原文：{url}"] if url else []),
        *_ruled(article(topic, words)),
    ]
    return "\r\n".join(line for part in parts for line in part.split("\n")).encode("utf-8-sig") + b"\r\n"


def _ruled(text: str) -> tuple[str, ...]:
    return "", "────────", text, "────────", ""


def group_message(topic: Topic, words: Mapping[str, Any], url: str) -> str:
    """Title, the one sentence, the steps, the first of do and don't, who says so."""
    lines = [topic.title, _sentence(topic), ""]
    chosen = _list(topic)
    lines += _numbered(chosen.entries) if chosen else ()
    do, dont = (_first_of(topic, title) for title in (DO, DONT))
    plain = [text.removeprefix(NOT) for text in dont if text.startswith(NOT)]
    rest = [text for text in dont if not text.startswith(NOT)]  # under 不要 it would say the opposite
    for label, found in (("要", do), (NOT, plain), ("注意", rest)):
        lines += [f"{label}：{'；'.join(found)}。"] if found else []
    return "\n".join([*lines, f"（{words['organiser']}）", *([f"详细：{url}"] if url else [])])


def _first_of(topic: Topic, title: str) -> list[str]:
    section = topic.section(title)
    return [_full(entry) for entry in section.entries][:IN_GROUP] if section else []


def article(topic: Topic, words: Mapping[str, Any]) -> str:
    """Every section in the page's order but the one for meetings; sources last."""
    lines: list[str] = []
    for section in topic.sections:
        if section.title != ASK and (section.prose or section.entries):
            lines += [section.title or topic.title, *_body(section), ""]
    return "\n".join([*lines, f"{words['organiser']}　{words['title']}"])


def _body(section: Section) -> Iterator[str]:
    yield from section.prose
    if any(entry.ordered for entry in section.entries):
        yield from _numbered(section.entries)
    else:
        yield from (f"· {_full(entry)}" for entry in section.entries)


def _numbered(entries: Sequence[Entry]) -> Iterator[str]:
    yield from (f"{number}. {_full(entry)}" for number, entry in enumerate(entries, 1))


def _full(entry: Entry) -> str:
    leads_on = len(entry.lead) < 2 or entry.text[:1] in MARKS  # a key character: 看 + 用火用电; a mark of its own
    between = "：" if entry.text and not leads_on else ""
    return f"{entry.lead}{between}{entry.text}".rstrip("。；")


def _list(topic: Topic) -> Section | None:
    """The page's own list: its steps, else what is to be checked or remembered."""
    fits = [s for s in topic.sections if s.entries and s.title not in (DO, DONT, BASIS, ASK)]
    return next((s for s in fits if any(entry.value("key") or entry.task for entry in s.entries)), None) or next(
        iter(fits), None
    )


def _sentence(topic: Topic) -> str:
    section = topic.section(REMEMBER)
    return section.prose[0] if section and section.prose else f"{topic.summary}。"


def _digest(topic: Topic) -> str:
    return (str(topic.meta.get("description", "")) or topic.summary)[:DIGEST]
