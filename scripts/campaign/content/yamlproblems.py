"""What a YAML parser complains of, as an author is told it."""

from __future__ import annotations

import yaml

PROBLEMS = {  # a part of the parser's words -> what an author is told
    "mapping values are not allowed": "这一行有两个冒号，或上一行没有写完；含冒号的文字要用引号括起来",
    "could not find expected ':'": "少了冒号",
    "cannot start any token": "有不能用在开头的字符，如 Tab、@、`、%",
    "tab character": "缩进用了 Tab，改用空格",
    "expected key": "缩进与上面各行不一致",
    "'-' indicator": "列表各项的缩进不一致，或少了 - ",
    "end of stream": "引号或括号没有成对",
    "',' or": "方括号、花括号没有成对，或各项之间少了逗号",
    "node content": "有多余的符号",
    "escape character": "双引号里的反斜杠不对，改用单引号",
    "block sequence entries are not allowed": "列表的 - 要另起一行",
    "<document start>": "上一项没有写完，或缩进不一致",
    "another document": "多了一行 ---",
    "constructor for the tag": "有不认识的标签（! 开头）",
    "undefined alias": "引用（* 开头）的内容前面没有写；文字里的 * 要用引号括起来",
    "second occurrence": "同一个 & 名字写了两次",
    "日期": "日期、数字或标签不对",
    "数字太大": "数字太大",
    "directive name": "% 不能用在一行的开头",
    "control characters": "有看不见的控制字符",
    "unhashable": "键只能是文字",
}


def problem(error: Exception) -> str:
    """A parser's complaint in Chinese, behind a colon; nothing where it is a rare one."""
    said = f"{error.problem} {error.context}" if isinstance(error, yaml.MarkedYAMLError) else str(error)
    return next((f"：{words}" for part, words in PROBLEMS.items() if part in said), "")
