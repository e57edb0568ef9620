"""Slips of a Chinese keyboard that Markdown swallows without a word: where, what was meant, and the repair.

Only what can mean one thing is repaired. Code, code spans, comments and front matter are never touched.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from campaign.content.fences import COMMENT, changed

_HAN = "\u3400-\u9fff"
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_HOLE = "\ue000"  # stands for a code span while the rest of its line is looked at
_GUARD = "\ue001"  # stands for every character of a comment, and of a code span that runs over lines
_GUARDED = re.compile(r"<!--|`+")
_PARTING = re.compile(r"\n[ \t]*(?=\n)")  # no code span reaches over a blank line
_ROUNDS = 8  # a repair may uncover the next slip
_TARGET = r"(?:https?://[^\s（）()]+|mailto:[^\s（）()]+|#[^\s（）()]+|[\w./%-]+\.(?:md|html|pdf|png|jpg|svg|ics|docx|xlsx|zip)(?:#[^\s（）()]*)?)"
_ATTRIBUTES = r"\s*:?\s*(?:[.#][\w-]+|[\w-]+=[^\s｛｝{}]+)(?:\s+(?:[.#][\w-]+|[\w-]+=[^\s｛｝{}]+))*\s*"
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s+\S")
_BULLET = re.compile(r"^(?:[-*+]|1[.)])\s+\S")
_RULER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?\|?$")
_NO_PROSE = re.compile(r"^(?:\s|[-*+>|#]\s?|\d+[.)]\s|!!!|\?\?\?|===|:::|--8<--|<|\{|\[\^|\*\[|---|\ue001)")
_TRAILING = re.compile(r"[^\s)\]*_`\ue000}]\s*(\{:?\s*[.#][\w-]+[^{}]*\})\s*$")
_IN_PLACE = re.compile(r"^(?:#{1,6}\s|\s*(?:[-*+]|\d+[.)])\s|\||\s|\{|!!!)")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip; `line` counts from 1 within the text given."""

    line: int
    message: str
    hint: str
    repaired: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern of one line, what to tell, and the repair if there is only one."""

    pattern: re.Pattern[str]
    message: str
    hint: str
    repair: Callable[[re.Match[str]], str] | str | None


def _rule(pattern: str, message: str, hint: str, repair: Callable[[re.Match[str]], str] | str | None) -> _Rule:
    return _Rule(re.compile(pattern), message, hint, repair)


def _table_row(match: re.Match[str]) -> str:
    return match[0].replace("｜", "|")


def _swapped(match: re.Match[str]) -> str:
    return match[0].translate(str.maketrans("“”", "”“"))


RULES: tuple[_Rule, ...] = (
    _rule(r"^[\u3000]+", "行首的全角空格会被丢掉", "删去；段落缩进由样式负责", ""),
    _rule(r"^(\[\^[^\]\s]+\])：[ \t]*", "脚注用了全角冒号，不会成为脚注", "写成 [^1]: 内容", lambda m: f"{m[1]}: "),
    _rule(
        r"^([0-9０-９]{1,2})[、．](?![0-9０-９])[ \t\u3000]*(?=\S)",
        "“1、”不是列表",
        "写成 1. 加一个半角空格",
        lambda m: f"{m[1].translate(_HALF)}. ",
    ),
    _rule(rf"^([0-9]{{1,2}}\.)(?=[{_HAN}])", "点号后没有空格，不是列表", "写成 1. 加一个半角空格", r"\1 "),
    _rule(rf"^([-*+])(?=[{_HAN}])(?!(?>.*\1)\S*$)", "短横后没有空格，不是列表", "写成 - 加一个半角空格", r"\1 "),
    _rule(r"^([-*+]|\d{1,2}\.)[ \t]*\u3000\s*(?=\S)", "列表的记号后是全角空格，不是列表", "用半角空格", r"\1 "),
    _rule(r"^[•●▪◆·][ \t\u3000]*(?=\S)", "“•”不是列表", "写成 - 加一个半角空格", "- "),
    _rule(r"^(＃{1,6})[ \t\u3000]*(?=\S)", "“＃”是全角，不会成为标题", "用半角 #", lambda m: "#" * len(m[1]) + " "),
    _rule(r"^＞[ \t\u3000]*(?=\S)", "“＞”是全角，不会成为引用", "用半角 >", "> "),
    _rule(r"^！！！(?=[ \t]*[a-z])", "提示框用了全角叹号", '写成 !!! note "标题"', "!!!"),
    _rule(
        r"^((?:!!!|\?\?\?)\+?[ \t]+[\w -]*[\w-])[ \t]*[“”]([^“”\"]*)[“”][ \t]*$",
        "提示框的标题用了中文引号，整段不会成为提示框",
        '写成 !!! note "标题"',
        r'\1 "\2"',
    ),
    _rule(
        r"^(\s*[-*+][ \t]+)(?:\[\u3000\]|【[ \u3000]?】|［[ \u3000]?］)",
        "任务框用了全角符号",
        "写成 - [ ] 事项",
        r"\1[ ]",
    ),
    _rule(
        r"｛｛\s*(campaign\.[\w.]+)\s*｝｝",
        "活动信息用了全角大括号，不会被替换",
        "写成 {{ campaign.名称 }}",
        r"{{ \1 }}",
    ),
    _rule(rf"｛({_ATTRIBUTES})｝", "属性用了全角大括号", "写成 {.类名} 或 {#编号}", r"{\1}"),
    _rule(rf"(\[[^\[\]]+\])（\s*({_TARGET})\s*）", "链接用了全角括号，不会成为链接", "写成 [文字](网址)", r"\1(\2)"),
    _rule(rf"［([^［］\[\]]+)］\(({_TARGET})\)", "链接用了全角方括号", "写成 [文字](网址)", r"[\1](\2)"),
    _rule(rf"【([^【】\[\]]+)】\(({_TARGET})\)", "链接用了【】", "写成 [文字](网址)", r"[\1](\2)"),
    _rule(r"！(?=\[[^\[\]]*\]\([^()\s]+\.(?:png|jpe?g|svg|webp|gif)\))", "图片用了全角叹号", "写成 ![说明](图片)", "!"),
    _rule(r"^｜.*｜[ \t]*$", "表格用了全角竖线，不会成为表格", "用半角 |", _table_row),
    _rule(
        r"^(?=.*[—－：])\|(?:[ \t]*(?:—+|－+|：?-{2,}：?)[ \t]*\|)+[ \t]*$",
        "表格的分隔行要用半角短横",
        "写成 | --- | --- |",
        lambda m: re.sub(r"—+|－+", "---", m[0]).replace("：", ":"),
    ),
    _rule(r"＊＊([^＊]+)＊＊", "加粗用了全角星号", "写成 **文字**", r"**\1**"),
    _rule(
        rf"(?<![\w_])__(?=[^\s_])([^_\n]*[^\s_])__(?=[{_HAN}\w])|(?<=[{_HAN}])__(?=[^\s_])([^_\n]*[^\s_])__(?!_)",
        "紧贴文字的 __ 不会加粗",
        "写成 **文字**",
        lambda m: f"**{m[1] or m[2]}**",
    ),
    _rule(
        r"\{\{\s*campaign\.[\w.]+\s*\}(?!\})|(?<!\{)\{\s*campaign\.[\w.]+\s*\}\}",
        "活动信息的大括号不成对",
        "写成 {{ campaign.名称 }}",
        None,
    ),
)

# Only in a line that is a paragraph, an item or a heading by itself: a quotation may run over several lines.
QUOTES: tuple[_Rule, ...] = (
    _rule(r"^[^“”]*(?:”[^“”]+“[^“”]*)+$", "引号方向反了", "左引号是“，右引号是”", _swapped),
    _rule(r"^([^“”]*)”([^“”]+)”([^“”]*)$", "左引号写成了右引号", "写成“文字”", r"\1“\2”\3"),
    _rule(r"^([^“”]*)“([^“”]+)“([^“”]*)$", "右引号写成了左引号", "写成“文字”", r"\1“\2”\3"),
)


def slips(text: str) -> list[Slip]:
    """Every slip of a Markdown text without front matter."""
    return sorted(_scan(text)[0], key=lambda slip: slip.line)


def repaired(text: str) -> str:
    """The text with everything repaired that can mean one thing; repairing twice changes nothing more."""
    for _ in range(_ROUNDS):
        better = _scan(text)[1]
        if better == text:
            break
        text = better
    return text


def _scan(text: str) -> tuple[list[Slip], str]:
    lines, found, out = text.split("\n"), list[Slip](), list[str]()
    coded, in_item = _coded(lines), False
    shown = _guarded(lines, coded)
    prose = _prose(shown, coded)
    for number, (line, seen, code) in enumerate(zip(lines, shown, coded, strict=True), 1):
        if code:
            out.append(line)
            continue
        in_item = bool(_ITEM.match(seen.lstrip()) or (in_item and line.strip() and not seen.startswith("#")))
        rules = RULES + QUOTES if _alone(shown, number - 1) else RULES
        better, words = _line(line, seen, number, found, rules)
        if not in_item:
            found += _trailing(words, number)
        if slip := _unparted(shown, prose, number):
            found.append(slip)
            out.append("")
        out.append(better)
    return found, "\n".join(out)


def _coded(lines: list[str]) -> list[bool]:
    """Which lines are code: fenced, in <pre>, or indented after a blank line."""
    result, fence, pre = list[bool](), "", False
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            result.append(True)
            if mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence):
                fence = ""
            continue
        pre = pre or "<pre" in line or "<script" in line or "<style" in line
        indented = line.startswith(("    ", "\t"))
        if mark and not pre:
            fence = mark[1]
        result.append(bool(mark) or pre or indented)
        if re.search(r"</(?:pre|script|style)>", line):
            pre = False
    return result


def _alone(lines: list[str], index: int) -> bool:
    """Whether neither the line above nor the one below can be part of the same paragraph."""
    near = (lines[index - 1] if index else "", lines[index + 1] if index + 1 < len(lines) else "")
    return all(not line.strip() or _ITEM.match(line) or line.startswith("#") for line in near)


def _guarded(lines: list[str], coded: list[bool]) -> list[str]:
    """The lines with comments, and code spans that run over lines, as signs that no rule knows; code as it is."""
    text = "\n".join(" " * len(line) if code else line for line, code in zip(lines, coded, strict=True))
    partings = [*(match.start() for match in _PARTING.finditer(text)), len(text)]
    ticks, spans, at = defaultdict[int, list[int]](list), list[tuple[int, int]](), 0
    for match in _TICKS.finditer(text):
        ticks[len(match[0])].append(match.end())
    for match in _GUARDED.finditer(text):
        if match.start() >= at:
            at = _end(text, match, ticks, partings)
            if match[0] == "<!--" or "\n" in text[match.start() : at]:
                spans.append((match.start(), at))
    shown = changed(text, spans, lambda part: re.sub(r"[^\n]", _GUARD, part)).split("\n")
    return [line if code else guarded for line, guarded, code in zip(lines, shown, coded, strict=True)]


def _end(text: str, match: re.Match[str], ticks: Mapping[int, list[int]], partings: list[int]) -> int:
    """Where the comment or the code span ends that begins here; where the mark ends if none does."""
    if match[0] == "<!--":
        comment = COMMENT.match(text, match.start())
        return comment.end() if comment else match.end()
    fellows = ticks[len(match[0])]
    index = bisect.bisect(fellows, match.end())
    last = partings[bisect.bisect_left(partings, match.end())]
    return fellows[index] if index < len(fellows) and fellows[index] <= last else match.end()


def _line(line: str, seen: str, number: int, found: list[Slip], rules: tuple[_Rule, ...]) -> tuple[str, str]:
    """Tell the slips of one line, of which `seen` is what is not guarded; returns it repaired, and with its holes."""
    if _HOLE in line or _GUARD in line:
        return line, line
    masked, spans = _without_code(line, seen)
    for rule in rules:
        if rule.pattern.search(masked):
            found.append(Slip(number, rule.message, rule.hint, rule.repair is not None))
            if rule.repair is not None:
                masked = rule.pattern.sub(rule.repair, masked)
    parts = masked.split(_HOLE)
    return "".join(part + span for part, span in zip(parts, [*spans, ""], strict=True)), masked


def _without_code(line: str, seen: str) -> tuple[str, list[str]]:
    """The line with a hole for every code span and everything guarded, and what was there."""
    parts, spans, at = list[str](), list[str](), 0
    for start, end in sorted([*_spans(seen), *(match.span() for match in re.finditer(f"{_GUARD}+", seen))]):
        if start >= at:
            parts += [line[at:start], _HOLE]
            spans.append(line[start:end])
            at = end
    return "".join([*parts, line[at:]]), spans


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """The code spans of a line: from backticks to the next run of as many."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    following, ends = dict[int, int](), list[int]()
    for start, end in reversed(runs):
        ends.append(following.get(end - start, 0))
        following[end - start] = end
    return ((start, end) for (start, _), end in zip(runs, reversed(ends), strict=True) if end)


def _trailing(line: str, number: int) -> list[Slip]:
    """Attributes at the end of a paragraph, where they are text; the line with its holes."""
    attributes = _TRAILING.search(line)
    if not attributes or _IN_PLACE.match(line):
        return []
    return [Slip(number, "段落末尾的属性不起作用", f"把 {attributes[1]} 移到段落下面另起一行", repaired=False)]


def _unparted(lines: list[str], prose: list[bool], number: int) -> Slip | None:
    """A list or a table straight below a paragraph is swallowed by it."""
    index = number - 1
    if not index or not prose[index - 1]:
        return None
    line = lines[index]
    if _BULLET.match(line):
        return Slip(number, "列表前缺一个空行，会并进上一段", "在列表前空一行", repaired=True)
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if line.count("|") > 1 and _RULER.match(below.strip()) and "|" in below and not lines[index - 1].startswith("|"):
        return Slip(number, "表格前缺一个空行，不会成为表格", "在表格前空一行", repaired=True)
    return None


def _prose(lines: list[str], coded: list[bool]) -> list[bool]:
    """Which lines belong to a plain paragraph, not to a list, a heading, a quotation or HTML."""
    result, apart = list[bool](), True
    for line, code in zip(lines, coded, strict=True):
        plain = bool(line.strip()) and not (code or _NO_PROSE.match(line) or _ITEM.match(line))
        result.append(plain and (apart or result[-1]))
        apart = code or not line.strip() or line.startswith("#")
    return result
