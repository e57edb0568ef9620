"""The campaign's facts: what is read, what is derived, and how every fault is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from conftest import REPOSITORY

from campaign.content.facts import Facts, emphasise, fill, is_empty, read_facts
from campaign.content.yamlsource import Source
from campaign.errors import ContentErrors, SourceError, Span

YAML = """extra:
  campaign:
    name: 防灾月
    ordinal: 7
    year: 2031
    theme: 学会避险、守住平安
    theme_emphasis: [避险, 平安]
    start: 9月1日
    end: 9月30日
    issued: 8月20日
    consultation:
      date: 9月12日
      name: 防灾咨询日
    organiser: 某某旗应急局
    system: 某某系统
    parent:
      title: '{{ campaign.year }}年方案'
    deadlines:
      liaison: 8月25日
      summary: 9月30日
    contact:
      phone: "01234567"
    official: true
"""


def read(text: str) -> Facts:
    source = Source(text, "mkdocs.yml")
    return read_facts(source.data["extra"]["campaign"], lambda *keys: source.span("extra", "campaign", *keys))


def faults(text: str) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        read(text)
    return [str(error) for error in caught.value.errors]


def test_every_derived_word_follows_from_the_facts() -> None:
    words = read(YAML).words
    expected = {
        "theme_marked": "学会*避险*、守住*平安*",
        "edition": "第7个",
        "title": "2031年全国第7个“防灾月”",
        "period": "9月1日—9月30日",
        "period_full": "2031年9月1日—9月30日",
        "month": "9月",
        "month_cn": "九月",
        "start": "9月1日",
        "end": "9月30日",
        "issued": "2031年8月20日",
        "consultation.date": "9月12日",
        "consultation.dot": "9·12",
        "consultation.weekday": "星期五",
        "consultation.name": "防灾咨询日",
        "deadlines.liaison": "8月25日",
        "parent.title": "2031年方案",
        "contact.phone": "01234567",
        "contact.email": "",
    }
    assert {name: words[name] for name in expected} == expected


def test_dates_and_flags_are_values_too() -> None:
    facts = read(YAML)
    assert facts.date("consultation.date") == dt.date(2031, 9, 12)
    assert facts.official is True
    assert (facts.year, facts.ordinal) == (2031, 7)


def test_the_repositorys_own_facts_are_valid() -> None:
    source = Source((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), "mkdocs.yml")
    facts = read_facts(source.data["extra"]["campaign"], source.span)
    assert all(str(facts.year) in facts.words[name] for name in ("title", "period_full", "issued"))


@pytest.mark.parametrize("written", ["9月12日", "2031-9-12", "2031年9月12日", "9-12", "09-12"])
def test_a_date_may_be_written_in_several_ways(written: str) -> None:
    assert read(YAML.replace("date: 9月12日", f'date: "{written}"')).words["consultation.date"] == "9月12日"


def test_a_plain_yaml_date_is_read() -> None:
    assert read(YAML.replace("date: 9月12日", "date: 2031-09-12")).words["consultation.date"] == "9月12日"


CASES = {
    "unknown key": ("    system: 某某系统", "    system: 某某系统\n    them: x", 16, "them", "可用：", 1),
    "unknown inner key": ("      phone:", "      fax: '1'\n      phone:", 22, "contact.fax", "可用：", 1),
    "no theme": ("theme: 学会避险、守住平安", "theme: ''", 6, "缺少主题", "theme: …", 1),
    "theme on two lines": ("theme: 学会避险、守住平安", "theme: |\n      甲\n      乙", 6, "不能换行", "", 1),
    "theme is a list": ("theme: 学会避险、守住平安", "theme: [甲]", 6, "应是一行文字", "", 1),
    "no such day": ("end: 9月30日", "end: 9月31日", 9, "没有这一天：9月31日", "", 1),
    "not a date": ("start: 9月1日", "start: 下个月", 8, "写法不对：下个月", "写成 ", 1),
    "year mismatch": ("issued: 8月20日", "issued: 2030年8月20日", 10, "年份 2030 与 year: 2031 不一致", "只写月日", 1),
    "consultation outside": ("date: 9月12日", "date: 10月2日", 12, "咨询日不在活动时间之内", "", 1),
    "end before start": ("end: 9月30日", "end: 8月30日", 9, "结束日期早于开始日期", "", 1),
    "year is a word": ("year: 2031", "year: 明年", 5, "年份（year）应是正整数", "", None),
    "ordinal is zero": ("ordinal: 7", "ordinal: 0", 4, "届次（ordinal）应是正整数", "例如 ordinal: ", 1),
    "ordinal is a truth value": ("ordinal: 7", "ordinal: true", 4, "应是正整数", "", 1),
    "official is a word": ("official: true", "official: 是", 23, "official 只能是 true 或 false", "", 1),
    "emphasis is a word": ("[避险, 平安]", "避险", 7, "theme_emphasis 应是词语列表", "例如 ", 1),
    "group is a word": ('contact:\n      phone: "01234567"', "contact: 无", 21, "contact", "", None),
}


@pytest.mark.parametrize(("old", "new", "line", "words", "hint", "count"), CASES.values(), ids=CASES.keys())
def test_a_wrong_fact_is_named_by_line_and_hint(
    old: str, new: str, line: int, words: str, hint: str, count: int | None
) -> None:
    assert YAML.count(old) == 1
    found = faults(YAML.replace(old, new))
    start = f"mkdocs.yml:{line}: "
    assert any(text.startswith(start) and words in text and hint in text for text in found), found
    assert count is None or len(found) == count, found


LINKED = YAML.replace("    official: true", "    links:\n      contest: ADDRESS\n    official: true")


@pytest.mark.parametrize("address", ["https://contest.example.org/a?b=1", "https://example.org"])
def test_an_entry_is_an_https_address(address: str) -> None:
    assert read(LINKED.replace("ADDRESS", address)).words["links.contest"] == address


@pytest.mark.parametrize(
    "address", ["http://example.org/", "example.org", "javascript:x", "https://a b.org", "https:///x"]
)
def test_an_entry_that_is_no_https_address_is_named(address: str) -> None:
    (found,) = faults(LINKED.replace("ADDRESS", f"'{address}'"))
    assert found.startswith("mkdocs.yml:24: 网络知识竞赛入口（links.contest）不是网址")
    assert "https://" in found


FOOT = YAML.replace("    official: true", "    filing:\n      report_error: ERROR\n    official: true").replace(
    'phone: "01234567"', "phone: '01234567'\n      email: MAIL"
)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("'01234567'", """'x" onclick="alert(1)'""", 22, "联系电话（contact.phone）里有英文双引号"),
        ("'01234567'", "'x&quot; b'", 22, "联系电话（contact.phone）里有英文双引号"),
        ("'01234567'", "'x&lt;b'", 22, "联系电话（contact.phone）里有尖括号"),
        ("MAIL", """'a@b.cn" onclick="x'""", 23, "电子邮箱（contact.email）"),
        ("MAIL", "没有", 23, "电子邮箱（contact.email）写法不对"),
        ("ERROR", "'javascript:alert(1)'", 25, "找错链接不是网址"),
        ("ERROR", "'java&#115;cript:alert(1)'", 25, "找错链接不是网址"),
        ("ERROR", "data:text/html,x", 25, "找错链接不是网址"),
    ],
)
def test_what_the_foot_of_pages_shows_runs_nothing(old: str, new: str, line: int, words: str) -> None:
    text = FOOT.replace(old, new).replace("MAIL", "a@b.cn").replace("ERROR", "https://a.cn/?b=1")
    assert any(fault.startswith(f"mkdocs.yml:{line}: {words}") for fault in faults(text)), faults(text)


@pytest.mark.parametrize("address", ["https://a.gov.cn/b.html?c=1&d=2", "mailto:a@b.cn", "tel:0477-1", "about.html"])
def test_errors_are_told_to_an_address_or_a_page(address: str) -> None:
    text = FOOT.replace("MAIL", "a.b@c.cn").replace("ERROR", f"'{address}'")
    assert read(text).words["filing.report_error"] == address


def test_without_entries_their_words_are_empty() -> None:
    assert read(YAML).words["links.camp"] == ""


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    found = faults(
        YAML.replace("ordinal: 7", "ordinal: 0").replace("9月30日", "9月31日").replace("name: 防灾月", "nam: 防灾月")
    )
    lines = [int(text.split(":")[1]) for text in found]
    assert lines == sorted(lines)
    assert {3, 4, 9, 20} <= set(lines)


def test_missing_facts_are_an_error_of_the_file() -> None:
    with pytest.raises(ContentErrors, match=r"mkdocs\.yml:1: 缺少 extra\.campaign"):
        read_facts(None, lambda *keys: Span("mkdocs.yml", 1))


def test_a_fact_that_names_an_unknown_fact_is_an_error() -> None:
    with pytest.raises((SourceError, ContentErrors), match=r"mkdocs\.yml:17: .*campaign\.yeer"):
        read(YAML.replace("campaign.year", "campaign.yeer"))


def test_emphasis_of_an_old_theme_is_left_out() -> None:
    assert read(YAML.replace("[避险, 平安]", "[旧词, 平安]")).words["theme_marked"] == "学会避险、守住*平安*"


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("安全",), "安全要*安全*"), ((), "安全要安全"), (("没有",), "安全要安全")],
)
def test_the_last_occurrence_of_a_word_is_emphasised(words: tuple[str, ...], expected: str) -> None:
    assert emphasise("安全要安全", words) == expected


def test_words_side_by_side_are_emphasised_as_one() -> None:
    assert emphasise("讲安全应急", ("安全", "应急")) == "讲*安全应急*"


def test_placeholders_are_filled_and_escaped_ones_kept() -> None:
    words: dict[str, Any] = {"a": "甲", "b.c": "乙"}
    span = Span("docs/x.md", 3)
    assert fill("{{ campaign.a }}{{campaign.b.c}}", words, span) == "甲乙"
    assert fill(r"\{{ campaign.a }}", words, span) == "{{ campaign.a }}"


def test_an_unknown_placeholder_names_its_line_and_its_neighbours() -> None:
    with pytest.raises(SourceError) as caught:
        fill("{{ campaign.b.x }}", {"b.c": "乙", "a": "甲"}, Span("docs/x.md", 3))
    assert str(caught.value) == "docs/x.md:3: 没有名为 campaign.b.x 的活动信息（提示：可用：b.c）"


def test_facts_that_name_one_another_are_told_by_line_and_one_that_names_a_plain_one_is_filled() -> None:
    plain = YAML + "    area: 甲旗\n    area_short: '{{ campaign.area }}本级'\n"
    assert read(plain).words["area_short"] == "甲旗本级"
    told = faults(YAML + "    area: '{{ campaign.area_short }}县'\n    area_short: '{{ campaign.area }}本级'\n")
    assert [text.split(" ")[0] for text in told] == ["mkdocs.yml:24:", "mkdocs.yml:25:"]
    assert all("没有填上" in text and "（提示：" in text for text in told)
    (text,) = faults(YAML.replace("theme: 学会避险", "theme: '{{ nosuch }}").replace("守住平安", "守住平安'"))
    assert text.startswith("mkdocs.yml:6: 主题（theme）里的 {{ }} 没有填上")


def test_an_emphasis_within_a_name_of_a_fact_is_told() -> None:
    (text,) = faults(
        YAML.replace("theme: 学会避险", "theme: '{{ campaign.system }}")
        .replace("平安\n", "平安'\n")
        .replace("[避险, 平安]", "[campaign]")
    )
    assert text.startswith("mkdocs.yml:7: theme_emphasis 的词落在")


@pytest.mark.parametrize(
    ("char", "empty"), [("\U00031350", False), ("\ue000", False), ("\U000e0fff", True), ("\x1b", True)]
)
def test_a_character_that_python_does_not_know_is_seen(char: str, empty: bool) -> None:
    assert is_empty(char) == empty


def test_a_fact_of_signs_that_are_not_seen_is_missing() -> None:
    assert faults(YAML.replace("name: 防灾月", 'name: "\\u200b"')) == [
        "mkdocs.yml:3: 缺少活动名称（name）（提示：在 extra.campaign 下写上 name: …）"
    ]
