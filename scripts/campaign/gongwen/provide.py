"""The plan page among the kit's documents: 公文/….pdf and 公文/….docx."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator

from campaign.content.model import Campaign
from campaign.document import Document
from campaign.errors import Span
from campaign.gongwen.form import substitutes
from campaign.gongwen.model import Block, Text, read_document

FOLDER = "公文"
PAGE = "docs/plan.md"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def plan_documents(campaign: Campaign) -> Iterator[Document]:
    """The plan as PDF and Word file, if the campaign has one."""
    page = next((page for page in campaign.pages if page.path == PAGE), None)
    if page is None:
        return
    facts = campaign.facts
    words = facts.words
    title = f"{words['system']}{words['year']}年“{words['name']}”活动方案"
    blocks = read_document(page, title, words)
    span, author = Span(page.path, 1), words["organiser"]
    stem = f"{FOLDER}/{words['year']}年{words['name']}活动方案"
    printed = (*blocks, Text("note", _colophon()))
    pdf = functools.partial(_pdf, printed, title, author)
    docx = functools.partial(_docx, blocks, title, author, facts.date("issued"))
    yield Document("gongwen", f"{stem}.pdf", title, "application/pdf", span, (printed, title, author), pdf)
    inputs = (blocks, title, author, str(facts.date("issued")))
    yield Document("gongwen", f"{stem}.docx", title, WORD, span, inputs, docx)


def _colophon() -> str:
    return (
        "版式说明：本件由网页内容生成，版面按《党政机关公文格式》（GB/T 9704-2012）排印，没有版头、发文字号和印章，"
        f"不是公文原件。字体以可自由使用的替代：{substitutes()}；Word版使用标准规定的字体名称。"
    )


# Laying out and writing are loaded only by a build whose plan has changed.
def _pdf(blocks: tuple[Block, ...], title: str, author: str) -> bytes:
    sheets = importlib.import_module("campaign.gongwen.typeset").set_pages(blocks, title)
    data: bytes = importlib.import_module("campaign.pdf.write").write_pdf(sheets, title=title, author=author)
    return data


def _docx(blocks: tuple[Block, ...], title: str, author: str, date: object) -> bytes:
    data: bytes = importlib.import_module("campaign.gongwen.word").write_word(
        blocks, title=title, author=author, date=date
    )
    return data
