"""What pages load beside the kit: the looks as CSS custom properties, fonts for headings, gallery pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from campaign.calendar import month
from campaign.content.model import Campaign
from campaign.fonts import Subset
from campaign.jobs import Task, sheet_key, task_key
from campaign.kit import Plan, Result
from campaign.looks import tokens
from campaign.project import OVERRIDES, STYLES
from campaign.store import Store, publish

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "·×°"  # no quotes, no dash: Chinese text wants them full width
DIGITS = "0123456789·:/. "
TAGS = {"消防": "fire", "用电": "power", "危化品": "chem", "疏散": "exit"}  # CSS names in ASCII
FAMILIES = {  # CSS family, weight -> vendored face
    ("Kit Serif", 900): "NotoSerifSC-900",
    ("Kit Sans", 900): "NotoSansSC-900",
    ("Kit Num", 700): "BarlowCondensed-700",
    ("Kit Latin", 600): "Barlow-600",
    ("Kit Text", 500): "Barlow-500",
    ("Screen Serif", 900): "NotoSerifSC-900",
    ("Screen Sans", 900): "NotoSansSC-900",
    ("Screen Sans", 700): "NotoSansSC-700",
}
UNITS = (  # characters of the names that units give their screens
    "人民医院中蒙医综合妇幼保健计划生育服务疾病预防控制卫生监督所站室社区乡镇苏木嘎查村血采供中心旗县市分院总"
    "门诊急住院部楼层大厅候诊区收费窗口电梯走廊通道病房护士药检验东西南北号第一二三四五六七八九十"
)
MORE = "more"
FIRST_TOPICS = 4  # on the home page (overrides/fragments/topics.html)
LABELS = "素材中心应急知识首页活动方案标语关于日历全部天时分今天已结束距还有进行中"

FontKey = tuple[str, int, str]  # CSS family, weight, part


def web_fonts(campaign: Campaign) -> dict[FontKey, Task]:
    """One task a family: the theme's headline, numerals, Latin, what the player shows; headings in two parts, so that
    the home page, and whoever reads no further, loads only its own characters."""
    screen, home = _screen(campaign), _home(campaign)
    texts = {
        ("Kit Serif", 900, ""): campaign.facts.theme,
        ("Kit Sans", 900, ""): home,
        ("Kit Sans", 900, MORE): "".join(set(_headings(campaign) + LABELS) - set(home)),
        ("Kit Num", 700, ""): DIGITS,
        ("Kit Latin", 600, ""): LATIN,
        ("Kit Text", 500, ""): LATIN,
        ("Screen Serif", 900, ""): screen,
        ("Screen Sans", 900, ""): screen,
        ("Screen Sans", 700, ""): screen,
    }
    tasks = {}
    for key, text in texts.items():
        # what the face lacks is left out of the subset
        wanted = Subset(FAMILIES[key[:2]], "".join(sorted(set(text))))
        tasks[key] = Task(task_key(sheet_key(wanted), "woff2", ()), "woff2", wanted, ())
    return tasks


def _home(campaign: Campaign) -> str:
    """What the home page's headings show: section heads, activities, the first topics, the lockup of every page."""
    blocks = [str(block["title"]) for block in campaign.home.get("blocks", ())]
    topics = [topic.title for topic in campaign.topics[:FIRST_TOPICS]]
    words = campaign.facts.words
    return "".join([*blocks, *topics, words["name"], words["month_cn"], LABELS, LATIN])


def _headings(campaign: Campaign) -> str:
    """Every character that a heading of the site shows."""
    parts = list(campaign.facts.words.values())
    for template in sorted(OVERRIDES.rglob("*.html")):
        parts += re.findall(r"<h[1-3][^>]*>([^<{]*)", template.read_text(encoding="utf-8"))
    for page in campaign.pages:
        parts += [str(page.meta.get(key, "")) for key in ("title", "subtitle", "category")]
        parts += re.findall(r"^#{1,3} .*$|key=\S", page.body, re.MULTILINE)
        parts += [str(block["title"]) for block in page.meta.get("blocks", ())]
    return "".join(parts)


def _screen(campaign: Campaign) -> str:
    """Every character that the player shows beside pictures: its own words, slogans, titles, messages."""
    folder = OVERRIDES / "screen"
    parts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.suffix in {".js", ".html"}]
    parts += [UNITS, *campaign.facts.words.values()]
    parts += [slogan.plain for slogan in campaign.slogans]
    parts += [topic.title + topic.subtitle + topic.summary for topic in campaign.topics]
    parts += [row["title"] + row["text"] for row in month(campaign.facts)["events"]]
    for playlist in campaign.playlists:
        parts += [playlist.title, *playlist.ticker, *(item.value for item in playlist.items if item.kind == "text")]
        parts += [playlist.urgent.text] if playlist.urgent else []
    return "".join(parts)


def font_faces(fonts: Mapping[FontKey, Task], results: Mapping[str, Result]) -> list[tuple[str, Result, str]]:
    """Every font file: its name below web/, its result, its CSS rule."""
    faces = []
    for (family, weight, part), task in fonts.items():
        result = results[task.key]
        stem = "-".join([*family.lower().split(), str(weight), *([part] if part else [])])
        name = f"fonts/{stem}.{result[0][:8]}.woff2"
        assert isinstance(task.source, Subset)
        limits = unicode_range(task.source.chars) if (family, weight, MORE) in fonts else ""
        faces.append((name, result, _font_face(family, weight, name, limits)))
    return faces


def style(fonts: Mapping[FontKey, Task], results: Mapping[str, Result]) -> bytes:
    """tokens.css: colours, sizes, font rules."""
    return f"{css()}\n{''.join(rule for _, _, rule in font_faces(fonts, results))}".encode()


def write_web(
    plan: Plan,
    fonts: Mapping[FontKey, Task],
    results: Mapping[str, Result],
    store: Store,
    folder: Path,
    more: Mapping[str, Result] = MappingProxyType({}),
) -> None:
    """Build the folder aside and swap it in, unless it is there already; `more` are further files by path."""
    files: dict[str, bytes | tuple[Path, int]] = {
        name: (store.object(sha256), size) for name, (sha256, size), _ in font_faces(fonts, results)
    }
    for artefact in plan.artefacts:
        sha256, size = results[artefact.preview_key]
        files[preview_path(artefact.preview_key)] = store.object(sha256), size
    files |= {path: (store.object(sha256), size) for path, (sha256, size) in more.items()}
    tokens = style(fonts, results)
    # one file for every page: on a slow line each costs a way to and fro
    whole = b"\n".join([tokens, *(path.read_bytes() for path in STYLES)])
    publish(folder, files | {"tokens.css": tokens, "site.css": whole})


def preview_path(key: str) -> str:
    """Where a gallery picture lies below web/."""
    return f"preview/{key[:16]}.webp"


def _font_face(family: str, weight: int, url: str, chars: str) -> str:
    limits = f";unicode-range:{chars}" if chars else ""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:normal;font-display:swap;'
        f'src:url("{url}") format("woff2"){limits}}}\n'
    )


def unicode_range(chars: str) -> str:
    """Characters as CSS names them: U+20-7E,U+4E00,U+4E0D."""
    codes = sorted(map(ord, chars))
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ",".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in ranges)


def css() -> str:
    """assets/tokens.yml as custom properties: --c-red-sky0, --c-site-page, --c-tag-fire-fg, --px-wrap ..."""
    rows = []
    for key, look in tokens()["looks"].items():
        rows += [(f"c-{key}-{_name(name)}", value) for name, value in look.items() if str(value).startswith("#")]
        rows += [(f"c-{key}-bands-{index}", value) for index, value in enumerate(look["bands"], 1)]
    for key, role in tokens()["semantic"].items():
        rows += [(f"c-{key}-{_name(name)}", value) for name, value in role.items() if str(value).startswith("#")]
    rows += [(f"c-led-{name}", value) for name, value in tokens()["led"].items() if str(value).startswith("#")]
    site = tokens()["site"]
    rows += [(f"c-site-{_name(name)}", value) for name, value in site.items() if str(value).startswith("#")]
    for tag, (foreground, background, _) in site["tags"].items():
        rows += [(f"c-tag-{TAGS[tag]}-fg", foreground), (f"c-tag-{TAGS[tag]}-bg", background)]
    rows += [(f"px-{_name(name)}", f"{value}px") for name, value in site["px"].items()]
    return ":root{\n" + "".join(f"  --{name}:{value};\n" for name, value in rows) + "}"


def _name(text: str) -> str:
    """onTile -> on-tile, primary_dark -> primary-dark."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower().replace("_", "-")
