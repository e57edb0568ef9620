"""The progress table as a blank workbook, and the outline of the summary, for whoever does not use the page."""

from __future__ import annotations

import datetime as dt
import functools
import importlib
from collections.abc import Iterator, Mapping

from campaign.content.facts import Facts
from campaign.content.model import Campaign
from campaign.document import Document
from campaign.errors import Span
from campaign.tally.schema import FILE, NAME, read_form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = "表格"
SOURCE = Span(NAME)


def inputs(facts: Facts) -> tuple[object, ...]:
    """Everything that the form's files are made from."""
    return FILE.read_text(encoding="utf-8"), tuple(sorted(facts.words.items())), facts.date("issued")


def form_documents(campaign: Campaign) -> Iterator[Document]:
    """The blank form, and the outline of the summary."""
    words, issued = campaign.facts.words, campaign.facts.date("issued")
    for path, title, media, make in (
        (f"{words['name']}活动进展情况统计表.xlsx", "活动进展情况统计表（空白表）", XLSX, blank_form),
        (f"{words['name']}活动总结提纲.docx", "活动总结提纲", DOCX, outline),
    ):
        yield Document(
            kind="form",
            path=f"{FOLDER}/{path}",
            title=title,
            media=media,
            span=SOURCE,
            inputs=inputs(campaign.facts),
            make=functools.partial(make, words, issued),
        )


# The libraries of office files are loaded at the first file that is made: a build with nothing new does without them.
def blank_form(words: Mapping[str, str], issued: dt.date) -> bytes:
    """The workbook."""
    data: bytes = importlib.import_module("campaign.tally.form").form_bytes(read_form(words), issued)[0]
    return data


def outline(words: Mapping[str, str], issued: dt.date) -> bytes:
    """The document."""
    data: bytes = importlib.import_module("campaign.tally.report_docx").summary_bytes(read_form(words), words, issued)
    return data


def page_data(facts: Facts) -> bytes:
    """The script of data of the page that fills the form."""
    make = importlib.import_module("campaign.tally.page").page_script
    data: bytes = make(read_form(facts.words), facts.words, facts.dates)
    return data
