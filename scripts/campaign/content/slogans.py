"""Slogan lists: `- 标语 {#id .screen look=red kinds="led banner"}` below a `## 组名 {#id .slogans}` heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise

from campaign.content.attributes import Attributes
from campaign.content.facts import fill
from campaign.content.groups import written
from campaign.content.model import KINDS, LOOKS, Bilingual, Page, Slogan, plain
from campaign.errors import Collector, SourceError, Span

MAX_CHARACTERS = 30
# What pictures would print as it stands: braces that do not pair, code, links, notes, tags, entities, escapes, emphasis
# by lines below; and what makes a heading, a list or a note of the item.
_SLIP = re.compile(
    r"[{}`<>\\]|\]\(|\]\[|\[\^|\[(?=[^\[\]]*\](?![(\[]))|&(?:#|\w+;)|(?<!\w)_|_(?!\w)"
    r"|\A\s*(?:#|!!!|\?\?\?|[-+*]\s|\d+\.(?!\S))|(?<=\s)(?:=+|-+)\Z"
)
# Emphasis that every reader takes for one: blanks stand outside its marks; a mark between blanks is none.
_STRESS = re.compile(r"(\*{1,3})(?!\s)[^*]++(?<!\s)\1")
_EMPHASIS = re.compile(rf"(?:[^*]++|{_STRESS.pattern})*")
_ALONE = re.compile(r"(?<!\S)\*+(?!\S)")
LONGEST_NAME = 160  # bytes of a slug; what size and use add still fits into the 255 of a file name
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])$")


def slug_of(text: str) -> str:
    """A file name that says the words: letters, digits and hanzi kept, the rest as hyphens."""
    words = unicodedata.normalize("NFC", plain(text))
    slug = re.sub(r"[^\w]+", "-", words).strip("-_")
    return f"{slug}-" if _RESERVED.match(slug) else slug


def file_name(text: str, span: Span) -> str:
    """The slug of words that name files. Raises SourceError for one that is empty or too long."""
    slug = slug_of(text)
    if not slug or len(slug.encode()) > LONGEST_NAME:
        what = "太长" if slug else "没有字"
        raise SourceError(span, f"素材的文件名取自“{text[:20]}”，{what}", "用汉字、字母或数字，不超过 50 字")
    return slug


def read_slogans(page: Page, words: Mapping[str, str], *, mn_first: bool = False) -> list[Slogan]:
    """All slogans of a page in order; `mn_first` puts Mongolian before Chinese. Raises ContentErrors."""
    faults, slogans = Collector(), list[Slogan]()
    for row in written(page, faults):
        try:
            text = " ".join(fill(row.text, words, row.span).split())
            _check_words(text, page.body, row.span)
            slogans.append(_slogan(row.group, text, row.attributes, row.span, mn_first))
        except SourceError as error:
            faults.add(error)
    seen: dict[str, Span] = {}
    for slogan in slogans:
        first = seen.setdefault(slogan.slug.casefold(), slogan.span)
        if first is not slogan.span:
            message = f"标语重名：“{slogan.slug}”与第 {first.line} 行相同"
            faults.add(SourceError(slogan.span, message, "改写其中一条，或用 {#别名} 另起文件名"))
    faults.check()
    return slogans


def bilingual(text: str, reviewer: str, first: bool, span: Span) -> Bilingual | None:
    """A Mongolian text and its reviewer; None without a text. Raises SourceError for a text that nobody reviewed."""
    if not text:
        return None
    if not reviewer:
        raise SourceError(span, "蒙古文没有写审核人", "加上 reviewer=姓名；没有审核过的译文不上画面")
    if not all(char.isspace() or "\u1800" <= char <= "\u18af" or char in "\u200c\u200d\u202f" for char in text):
        raise SourceError(span, "蒙古文里有传统蒙古文以外的字符", "mn 只写传统蒙古文（Unicode 1800—18AF）")
    return Bilingual(" ".join(part for part in text.split(" ") if part), reviewer, first, span)


def _check_words(text: str, body: str, span: Span) -> None:
    """Raise SourceError for a slogan that is none, or that its page would show in other words than the pictures."""
    count = sum(1 for ch in plain(text) if ch.isalnum())  # punctuation is not counted
    if count > MAX_CHARACTERS:
        raise SourceError(span, f"标语有 {count} 字，超过 {MAX_CHARACTERS} 字", "缩短，或拆成两条")
    if not any(ch.isalnum() for ch in text):
        raise SourceError(span, "标语里没有文字")
    if text.count("*") % 2:
        raise SourceError(span, "强调记号 * 不成对", "写成 *强调的字*")
    if slip := _ALONE.search(text) or _SLIP.search(text):
        hint = "标语只写文字和 *强调*；属性写在行尾，成对的 { }，用半角符号"
        raise SourceError(span, f"标语里有没认出的记号：{slip[0]}", hint)
    if not _EMPHASIS.fullmatch(text):
        raise SourceError(span, "强调记号 * 用得不对", "写成 *强调的字*，记号里侧不留空格，不套用")
    for one, other in pairwise(_STRESS.finditer(text)):
        parted = rf"{re.escape(one[0])}\s*\n\s*{re.escape(other[0])}"  # on two lines Markdown tells them apart
        if one.end() == other.start() and not re.search(parted, body):
            raise SourceError(span, f"两处强调连在一起：{one[0]}{other[0]}", "并成一处，或中间隔一个字")


def _slogan(group: Attributes, text: str, attributes: Attributes, span: Span, mn_first: bool) -> Slogan:
    look = attributes.values.get("look") or group.values.get("look") or "red"
    if look not in LOOKS:
        raise SourceError(span, f"没有名为 {look} 的样式", "可用：" + "、".join(LOOKS))
    kinds = tuple(attributes.values.get("kinds", " ".join(KINDS)).replace(",", " ").split())
    if not kinds:
        raise SourceError(span, "kinds 里没有写用途", "可用：" + "、".join(KINDS))
    if wrong := [kind for kind in kinds if kind not in KINDS]:
        raise SourceError(span, f"没有名为 {wrong[0]} 的用途", "可用：" + "、".join(KINDS))
    if unknown := [key for key in attributes.values if key not in {"look", "kinds", "mn", "reviewer"}]:
        raise SourceError(
            span, f"标语没有 {unknown[0]} 这个属性", "可用：look、kinds、mn、reviewer，以及 .screen 和 #编号"
        )
    theme = attributes.id == "theme"
    slug = file_name(text if theme else attributes.id or text, span)
    mongolian = bilingual(attributes.values.get("mn", ""), attributes.values.get("reviewer", ""), mn_first, span)
    screen = "screen" in attributes.classes
    return Slogan(text, slug, group.id, look, kinds, screen, theme, span, mongolian, attributes.id)
