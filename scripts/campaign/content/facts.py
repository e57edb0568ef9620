"""The campaign's facts: `extra.campaign` of mkdocs.yml, validated, and as the words that prose may name."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.content.letters import category
from campaign.errors import Collector, SourceError, Span

SpanOf = Callable[..., Span]
PLACEHOLDER = re.compile(r"(?<!\\)\{\{\s*campaign\.([\w.]+)\s*\}\}")
_DATE = re.compile(r"(?:(\d{4})[年-])?(\d{1,2})[月-](\d{1,2})日?")
# Characters that break lines or files, or are no text; for use within [].
UNSEEN = r"\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
_UNPAINTED = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing
LONGEST = 120  # characters of a fact; Office refuses titles of 256
YEARS, MOST_EDITIONS = range(1900, 3000), 999
_NO_DAY = dt.date(1, 1, 1)  # stands for a date that could not be read
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")

# dotted name -> (Chinese name, required)
_TEXTS: dict[str, tuple[str, bool]] = {
    "name": ("活动名称", True),
    "theme": ("主题", True),
    "organiser": ("主办单位", True),
    "organiser_short": ("主办单位简称", False),
    "area": ("地区", False),
    "area_short": ("地区简称", False),
    "system": ("系统名称", True),
    "addressees": ("主送单位", False),
    "rectification": ("本系统排查整治行动名称", False),
    "rectification_national": ("全国排查整治行动名称", False),
    "all_screens": ("全屏播活动名称", False),
    "consultation.name": ("咨询日名称", True),
    "parent.issuer": ("上级方案印发单位", False),
    "parent.title": ("上级方案名称", False),
    "parent.number": ("上级方案文号", False),
    "contact.office": ("联系科室", False),
    "contact.phone": ("联系电话", False),
    "contact.person": ("联系人", False),
    "contact.email": ("电子邮箱", False),
    "copied_to.report": ("抄报", False),
    "copied_to.copy": ("抄送", False),
    "filing.icp": ("ICP备案号", False),
    "filing.police": ("公安备案号", False),
    "filing.site_code": ("网站标识码", False),
    "filing.report_error": ("找错链接", False),
    "links.contest": ("网络知识竞赛入口", False),
    "links.camp": ("逃生演练训练营入口", False),
}
_DATES: dict[str, str] = {
    "start": "开始日期",
    "end": "结束日期",
    "issued": "印发日期",
    "consultation.date": "咨询日日期",
    "deadlines.liaison": "联络员反馈期限",
    "deadlines.summary": "总结和统计表报送期限",
}
_OTHER = {"ordinal", "year", "theme_emphasis", "official", "bilingual"}
BILINGUAL = ("zh-first", "mn-first")  # order and prominence of Chinese and Mongolian on pictures
_LINKS = ("links.contest", "links.camp")
_LINK = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[^\s\"'<>]*)?", re.ASCII)
# Where a fault of the site is told: the official form, a mailbox, a telephone, or a page of the site itself.
_CONTACT = re.compile(
    r"https?://[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:[/?#][^\s\"'<>]*)?|mailto:[^\s\"'<>:]+@[^\s\"'<>:]+|tel:[\d+-]+|[\w./-]+\.html"
)
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_GROUPS = {name.split(".")[0] for name in (*_TEXTS, *_DATES) if "." in name}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of this campaign. `words` is every name that prose may use, with its text."""

    year: int
    ordinal: int
    theme: str
    theme_emphasis: tuple[str, ...]
    dates: Mapping[str, dt.date]
    official: bool
    words: Mapping[str, str]
    mongolian_first: bool = False

    def date(self, name: str) -> dt.date:
        """A date by its dotted name in mkdocs.yml."""
        return self.dates[name]


def is_empty(text: str) -> bool:
    """Whether a reader would see nothing: only blanks, of no width too, and signs that are not drawn."""
    return not any(category(char)[0] in "LNPS" and char not in _UNPAINTED for char in text)


def month_day(day: dt.date) -> str:
    """A date as month and day: 1月2日."""
    return f"{day.month}月{day.day}日"


def dotted(day: dt.date) -> str:
    """6·16, for display numerals."""
    return f"{day.month}·{day.day}"


def emphasise(text: str, words: tuple[str, ...]) -> str:
    """Put `*…*` around the last occurrence of every word, once around words that stand side by side."""
    for word in words:
        head, found, tail = text.rpartition(word)
        if found:
            text = f"{head}*{word}*{tail}"
    return text.replace("**", "") if words else text  # Markdown would take the two marks for strong emphasis


def fill(text: str, words: Mapping[str, str], span: Span) -> str:
    """Replace every `{{ campaign.x }}` by its word; a SourceError names the first unknown one."""

    def word(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in words:
            near = "、".join(sorted(w for w in words if w.split(".")[0] == name.split(".")[0])[:6])
            hint = f"可用：{near}" if near else "可用的名称见 mkdocs.yml 的 extra.campaign"
            raise SourceError(span, f"没有名为 campaign.{name} 的活动信息", hint)
        return words[name]

    return PLACEHOLDER.sub(word, text).replace(r"\{{", "{{")


def read_facts(raw: Any, span_of: SpanOf) -> Facts:
    """Validate the mapping; `span_of(*keys)` names the line of a key. Raises ContentErrors with every fault."""
    faults = Collector()
    if not isinstance(raw, Mapping):
        faults.add(SourceError(span_of(), "缺少 extra.campaign", "照 README 的样例写上活动名称、届次、主题、日期"))
        faults.check()
    _reject_unknown(raw, span_of, faults)
    year = _whole(raw, "year", "年份", YEARS, span_of, faults)
    ordinal = _whole(raw, "ordinal", "届次", range(1, MOST_EDITIONS + 1), span_of, faults)
    texts = {name: _text(raw, name, span_of, faults) for name in _TEXTS}
    for name in _LINKS:
        _check_link(name, texts[name], span_of, faults)
    _check_contacts(texts, span_of, faults)
    dates = {name: _day(raw, name, year, span_of, faults) for name in _DATES}
    emphasis = _emphasis(raw, texts["theme"], span_of, faults)
    official = raw.get("official", False)
    if not isinstance(official, bool):
        faults.add(SourceError(span_of("official"), "official 只能是 true 或 false"))
    bilingual = raw.get("bilingual", BILINGUAL[0])
    if bilingual not in BILINGUAL:
        message = f"bilingual 的值不对：{str(bilingual)[:40]}"
        faults.add(SourceError(span_of("bilingual"), message, "可用：" + "、".join(BILINGUAL)))
    _check_order(dates, span_of, faults)
    faults.check()
    words = _words(year, ordinal, texts, dates, emphasis)
    words = {name: fill(text, words, span_of(*name.split("."))) for name, text in words.items()}
    _check_words(words, span_of, faults)
    faults.check()
    return Facts(year, ordinal, words["theme"], emphasis, dates, official, words, bilingual == BILINGUAL[1])


def _check_words(words: Mapping[str, str], span_of: SpanOf, faults: Collector) -> None:
    """The texts as they are shown: whole, and not too long."""
    for name, (label, _) in _TEXTS.items():
        if "{{" in words[name]:
            message = f"{label}（{name}）里的 {{{{ }}}} 没有填上：{words[name][:40]}"
            hint = "只能写 {{ campaign.名称 }}，那一项里不能再有 {{ }}"
            faults.add(SourceError(span_of(*name.split(".")), message, hint))
        if len(words[name]) > LONGEST:
            message = f"{label}（{name}）有 {len(words[name])} 字，超过 {LONGEST} 字"
            faults.add(SourceError(span_of(*name.split(".")), message, "缩短"))
    if "{{" in words["theme_marked"] and "{{" not in words["theme"]:
        message = "theme_emphasis 的词落在主题的 {{ }} 里"
        faults.add(SourceError(span_of("theme_emphasis"), message, "只写主题里要突出的词"))


def _get(raw: Mapping[str, Any], name: str) -> Any:
    value: Any = raw
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _reject_unknown(raw: Mapping[str, Any], span_of: SpanOf, faults: Collector) -> None:
    known = {*_TEXTS, *_DATES, *_OTHER}
    for key, value in raw.items():
        names = [f"{key}.{inner}" for inner in value] if key in _GROUPS and isinstance(value, Mapping) else [str(key)]
        for name in names:
            if name not in known:
                hint = "可用：" + "、".join(sorted(known))
                faults.add(SourceError(span_of(*name.split(".")), f"extra.campaign 里没有 {name} 这一项", hint))


def _whole(raw: Mapping[str, Any], name: str, label: str, within: range, span_of: SpanOf, faults: Collector) -> int:
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value not in within:
        hint = f"例如 {name}: 22" if name == "ordinal" else f"写 {within[0]} 到 {within[-1]} 之间的数"
        faults.add(SourceError(span_of(name), f"{label}（{name}）应是正整数", hint))
        return within[0]
    return value


def _text(raw: Mapping[str, Any], name: str, span_of: SpanOf, faults: Collector) -> str:
    label, required = _TEXTS[name]
    value = _get(raw, name)
    span = span_of(*name.split("."))
    if value is not None and not isinstance(value, str | int):
        faults.add(SourceError(span, f"{label}（{name}）应是一行文字"))
        return ""
    text = "" if value is None else str(value).strip()
    if required and is_empty(text):
        faults.add(
            SourceError(
                span, f"缺少{label}（{name}）", f"在 extra.campaign 下写上 {name.rsplit('.', maxsplit=1)[-1]}: …"
            )
        )
    if "\n" in text:
        faults.add(SourceError(span, f"{label}（{name}）不能换行"))
    elif re.search(rf"[<>\t{UNSEEN}]", html.unescape(text)):
        faults.add(
            SourceError(span, f"{label}（{name}）里有尖括号或控制字符", "网页会把尖括号当成标签，改用〈〉或《》")
        )
    elif '"' in html.unescape(text):  # pages put facts into attributes as they are
        faults.add(SourceError(span, f"{label}（{name}）里有英文双引号", "引号用“”"))
    return text


def _day(raw: Mapping[str, Any], name: str, year: int, span_of: SpanOf, faults: Collector) -> dt.date:
    value, span, label = _get(raw, name), span_of(*name.split(".")), _DATES[name]
    match = _DATE.fullmatch(str(value).strip()) if value is not None else None
    if not match:
        faults.add(SourceError(span, f"{label}（{name}）缺少或写法不对：{str(value)[:40]}", "写成 1月2日 的样子"))
        return _NO_DAY
    given = int(match[1]) if match[1] else year
    if given != year:
        faults.add(SourceError(span, f"{label}（{name}）的年份 {given} 与 year: {year} 不一致", "只写月日即可"))
    try:
        return dt.date(year, int(match[2]), int(match[3]))
    except ValueError:
        faults.add(SourceError(span, f"{label}（{name}）没有这一天：{value}"))
        return _NO_DAY


def _check_link(name: str, value: str, span_of: SpanOf, faults: Collector) -> None:
    """An address that pages link to: empty, or https with a host name."""
    if value and not _LINK.fullmatch(value):
        message = f"{_TEXTS[name][0]}（{name}）不是网址：{value[:60]}"
        faults.add(SourceError(span_of(*name.split(".")), message, "写成 https://… 的完整网址；还没有就留空"))


def _check_contacts(texts: Mapping[str, str], span_of: SpanOf, faults: Collector) -> None:
    """What the foot of every page links to: no address that runs a program."""
    link, mailbox = texts["filing.report_error"], texts["contact.email"]
    if link and not _CONTACT.fullmatch(link):
        hint = "写成 https://…、mailto:… 或 tel:…；还没有就留空"
        faults.add(SourceError(span_of("filing", "report_error"), f"找错链接不是网址：{link[:60]}", hint))
    if mailbox and not _MAILBOX.fullmatch(mailbox):
        message = f"电子邮箱（contact.email）写法不对：{mailbox[:60]}"
        faults.add(SourceError(span_of("contact", "email"), message, "写成 名字@域名；还没有就留空"))


def _emphasis(raw: Mapping[str, Any], theme: str, span_of: SpanOf, faults: Collector) -> tuple[str, ...]:
    value = raw.get("theme_emphasis") or []
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        faults.add(SourceError(span_of("theme_emphasis"), "theme_emphasis 应是词语列表", "例如 [安全, 应急]"))
        return ()
    return tuple(word for word in value if word in theme)  # last year's words do no harm to a new theme


def _check_order(dates: Mapping[str, dt.date], span_of: SpanOf, faults: Collector) -> None:
    if _NO_DAY in {dates["start"], dates["end"], dates["consultation.date"]}:
        return  # told already
    if dates["end"] < dates["start"]:
        faults.add(SourceError(span_of("end"), "结束日期早于开始日期"))
    elif not dates["start"] <= dates["consultation.date"] <= dates["end"]:
        message = "咨询日不在活动时间之内"
        faults.add(SourceError(span_of("consultation", "date"), message))


def _words(
    year: int, ordinal: int, texts: dict[str, str], dates: dict[str, dt.date], emphasis: tuple[str, ...]
) -> dict[str, str]:
    start, end, talk = dates["start"], dates["end"], dates["consultation.date"]
    span = f"{month_day(start)}—{month_day(end)}"
    return {
        **texts,
        **{name: month_day(day) for name, day in dates.items()},
        "year": str(year),
        "ordinal": str(ordinal),
        "edition": f"第{ordinal}个",
        "title": f"{year}年全国第{ordinal}个“{texts['name']}”",
        "theme_marked": emphasise(texts["theme"], emphasis),
        "period": span,
        "period_full": f"{year}年{span}",
        "month": f"{start.month}月",
        "month_cn": f"{_MONTHS[start.month - 1]}月",
        "issued": f"{year}年{month_day(dates['issued'])}",
        "start_dot": dotted(start),
        "end_dot": dotted(end),
        "consultation.dot": dotted(talk),
        "consultation.weekday": f"星期{_WEEKDAYS[talk.weekday()]}",
    }
