"""What kit and site carry of others' making: the list of assets/licences.toml, and the notice that goes with a site."""

from __future__ import annotations

import fnmatch
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from campaign.assetfiles import toml
from campaign.project import ASSETS, TOOL

NOTICE = "licences.txt"  # at the site's root
_RULE = "=" * 72


@dataclass(frozen=True, slots=True)
class Component:
    """One thing under one licence; `files` are patterns below the repository, `site` below a built site."""

    name: str
    licence: str
    text: str
    version: str
    files: tuple[str, ...]
    site: tuple[str, ...]


@functools.cache
def components() -> tuple[Component, ...]:
    """The list, versions filled in from where they are pinned."""
    rows = toml(ASSETS / "licences.toml")
    pinned = toml(ASSETS / "fonts" / "sources.toml")["packages"]
    return tuple(_component(row, pinned) for row in rows.values())


def _component(row: dict[str, Any], pinned: dict[str, str]) -> Component:
    version, text = str(row.get("version", "")), ""
    if "package" in row:
        version = f"{row['package']} {pinned[str(row['package'])]}"
    if "distribution" in row:
        name = str(row["distribution"])
        version = metadata.version(name)
        text = _installed(name, str(row["text"]))
    else:
        text = (TOOL / str(row["text"])).read_text(encoding="utf-8")
    files, site = tuple(row.get("files", ())), tuple(row.get("site", ()))
    return Component(str(row["name"]), str(row["licence"]), text, version, files, site)


def _installed(name: str, file: str) -> str:
    """A licence text out of an installed package's own records (PEP 639 keeps it in licenses/).

    Asked for by name: the list of a theme's 15,000 files is long to read.
    """
    found = metadata.distribution(name)
    return found.read_text(f"licenses/{file}") or found.read_text(file) or ""


def owner(path: str, *, built: bool) -> Component | None:
    """Whose a file is: of the repository, or of a built site. More exact patterns win: others' before our own."""
    for component in components():
        patterns = component.site if built else component.files
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns):
            return component
    return None


def notice() -> bytes:
    """The list and every licence's text once, as the file that a site carries."""
    return "\n".join([*_table(), *_texts(), ""]).encode()


def _table() -> Iterator[str]:
    yield "本站和素材用到的字体、图标、程序及其许可"
    yield ""
    for component in components():
        version = f"，{component.version}" if component.version else ""
        yield f"- {component.name}{version}：{component.licence}"


def _texts() -> Iterator[str]:
    seen = dict[str, list[str]]()
    for component in components():
        seen.setdefault(component.text.strip(), []).append(component.name)
    for text, names in seen.items():
        yield f"\n{_RULE}\n{'、'.join(names)}\n{_RULE}\n"
        yield text
