"""Reminder messages: one a page (`sms:`) and one a slogan, counted and billed as the operators do.

Rules of the large providers (Aliyun, Tencent Cloud, Huawei Cloud): the signature in 【】 counts, every UTF-16 unit
counts one; up to 70 are one message, longer ones are billed by 67; 500 at the most; no 【】 in the body.
"""

from __future__ import annotations

import csv
import functools
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.content.model import Campaign
from campaign.document import Document
from campaign.errors import Collector, SourceError, Span

SINGLE, PART, MOST = 70, 67, 500  # units
SIGNATURE = range(2, 13)  # characters; registered with the operator, no symbols
COLUMNS = ("编号", "签名", "正文", "含签名字数", "计费条数", "备注")
SETTINGS = Span("mkdocs.yml")
_FORMULA = re.compile(r"\t|\s*[=+\-@＝＋－＠]")  # a spreadsheet that opens the table would compute it


@dataclass(frozen=True, slots=True)
class Message:
    """One text message without its signature; `note` says where it comes from, `noted` is the note's own place."""

    body: str
    note: str
    span: Span
    noted: Span | None = None


def units(text: str) -> int:
    """The length as operators count it: UTF-16 units, so that a rare hanzi counts two."""
    return len(text.encode("utf-16-le")) // 2


def segments(count: int) -> int:
    """The messages that are billed for so many units."""
    return 1 if count <= SINGLE else math.ceil(count / PART)


def signature(name: str) -> str:
    """The registered short name in its brackets. Raises SourceError for a name that no operator registers."""
    if len(name) not in SIGNATURE or not name.isalnum():
        hint = "改 extra.campaign.organiser_short，只用汉字、字母、数字"
        raise SourceError(SETTINGS, f"短信签名“{name}”应是 {SIGNATURE[0]}—{SIGNATURE[-1]} 个字，不带符号", hint)
    return f"【{name}】"


def messages(campaign: Campaign) -> Iterator[Message]:
    """Every page's message, then every slogan."""
    for page in campaign.pages:
        if text := str(page.meta.get("sms", "")):
            title = str(page.meta.get("title", page.path))
            yield Message(text, title, Span(page.path, page.lines.get("sms", 1)), page.span("title"))
    for slogan in campaign.slogans:
        yield Message(slogan.plain, "标语", slogan.span)


def check(message: Message, sign: str) -> None:
    """Refuse what an operator would refuse, and what a spreadsheet would compute. Raises SourceError."""
    for text, span in ((message.body, message.span), (message.note, message.noted or message.span)):
        if _FORMULA.match(text):
            hint = "表格软件会把它当成公式来算；换一个开头，如“气温-5℃”"
            raise SourceError(span, f"短信表里的文字不能以 {text.strip()[:1]} 开头：{text.strip()[:20]}", hint)
    if "【" in message.body or "】" in message.body:
        raise SourceError(message.span, "短信正文里不能有【】", "运营商把它当作签名；改用“”或（）")
    count = units(sign + message.body)
    if count > MOST:
        raise SourceError(message.span, f"短信连签名有 {count} 字，超过 {MOST} 字", "缩短，或拆成几条")


def write_messages(found: tuple[Message, ...], name: str) -> bytes:
    """The table as CSV for spreadsheets and sending platforms: UTF-8 with BOM, CRLF. Raises ContentErrors."""
    sign, faults = signature(name), Collector()
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer)
    rows.writerow(COLUMNS)
    for number, message in enumerate(found, 1):
        try:
            check(message, sign)
        except SourceError as error:
            faults.add(error)
        count = units(sign + message.body)
        rows.writerow((f"{number:03}", sign, message.body, count, segments(count), message.note))
    faults.check()
    return buffer.getvalue().encode("utf-8-sig")


def sms_documents(campaign: Campaign) -> Iterator[Document]:
    """The list, if the campaign has a short name to sign with."""
    name = campaign.facts.words["organiser_short"]
    found = tuple(messages(campaign))
    if name and found:
        yield Document(
            kind="text",
            path="短信/提示短信.csv",
            title="提示短信",
            media="text/csv",
            span=found[0].span,
            inputs=(found, name),
            make=functools.partial(write_messages, found, name),
        )
