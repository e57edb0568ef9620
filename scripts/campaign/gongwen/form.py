"""The measures of GB/T 9704-2012 that a document without a head, a number and a seal has."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.gongwen.model import Kind

PAGE = (210.0, 297.0)  # mm: A4
TOP, LEFT = 37.0, 28.0  # mm: 天头 and 订口
AREA = (156.0, 225.0)  # mm: 版心
LINES, CHARACTERS = 22, 28  # a page, a line
SIZE = 16.0  # points: 3号
NUMBER_SIZE = 14.0  # points: 4号, page numbers
NUMBER_GAP = 7.0  # mm: from the type area to the page number
TABLE_SIZE = 12.0  # points: 小4号; the standard leaves tables open
INDENT = 2  # characters at the start of a paragraph


@dataclass(frozen=True, slots=True)
class Face:
    """What the standard names, how Word names it, and the free face that a PDF embeds in its place."""

    standard: str
    word: str
    free: str
    free_name: str


FANGSONG = Face("仿宋", "仿宋_GB2312", "NotoSerifSC-400", "思源宋体 Regular")
KAITI = Face("楷体", "楷体_GB2312", "NotoSerifSC-400", "思源宋体 Regular")
HEITI = Face("黑体", "黑体", "NotoSansSC-500", "思源黑体 Medium")
XIAOBIAOSONG = Face("小标宋体", "方正小标宋简体", "NotoSerifSC-900", "思源宋体 Black")
SONGTI = Face("宋体", "宋体", "NotoSerifSC-400", "思源宋体 Regular")

# kind -> face, size in points
STYLES: dict[Kind, tuple[Face, float]] = {
    "title": (XIAOBIAOSONG, 22.0),  # 2号
    "subtitle": (KAITI, SIZE),
    "level1": (HEITI, SIZE),
    "level2": (KAITI, SIZE),
    "body": (FANGSONG, SIZE),
    "note": (KAITI, SIZE),
}


def substitutes() -> str:
    """Which free faces stand for which of the standard's, in one sentence."""
    used = dict.fromkeys((XIAOBIAOSONG, HEITI, KAITI, FANGSONG))
    return "、".join(f"{face.standard}用{face.free_name}" for face in used)
